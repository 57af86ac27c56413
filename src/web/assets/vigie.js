// The page works without this. With it, ticking a filter applies it, words complete themselves, copies unfold in
// place, a stretch of the timeline is drawn with the pointer, and everything is a key away.
"use strict";

const root = document.documentElement;
const form = document.getElementById("search");
const box = document.getElementById("q");
const said = document.getElementById("said");
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
const isPhone = () => matchMedia("(max-width: 56rem)").matches;

function say(text) {
  if (!said) return;
  said.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { said.textContent = ""; }, 2500);
}

// The address that the form asks for: empty fields say nothing and are left out.
function address(change) {
  const pairs = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim() !== ""));
  change?.(pairs);
  return "/?" + pairs;
}

if (form && box) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(address());
  });
  // On a phone several are ticked before they are applied.
  document.querySelector(".facets")?.addEventListener("change", ({ target }) => {
    if (target.form === form && !isPhone() && target.reportValidity()) location.assign(address());
  });
  all(".facet .all a").forEach((link) => link.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    find(link);
  }));
  if (!isPhone()) all(".facets .apply").forEach((button) => { button.hidden = true; });
  suggest();
}

// Suggestions: a combobox with a list (WAI-ARIA 1.2). Words complete the query; a country or topic becomes a filter.
function suggest() {
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", said?.dataset.suggestions ?? "");
  box.after(list);
  const set = (attributes) => Object.entries(attributes).forEach(([name, value]) => box.setAttribute(name, value));
  set({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" });
  let found = [], at = -1, timer, newest = 0, typed = "";

  const close = () => {
    list.hidden = true;
    at = -1;
    set({ "aria-expanded": "false" });
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (one) => location.assign(address((pairs) => {
    pairs.delete("q");
    const q = one.kind === "word" ? one.value : one.rest ?? "";
    if (q) pairs.append("q", q);
    if (one.kind !== "word" && !pairs.getAll(one.kind).includes(one.value)) pairs.append(one.kind, one.value);
  }));
  const move = (to) => {
    at = (to + found.length + 1) % (found.length + 1);
    if (at === found.length) at = -1;
    all("li", list).forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else set({ "aria-activedescendant": "s" + at });
    box.value = at >= 0 && found[at].kind === "word" ? found[at].value : typed;
  };
  const show = (suggestions) => {
    found = suggestions;
    at = -1;
    list.replaceChildren(...found.map((one, index) => {
      const item = document.createElement("li");
      item.id = "s" + index;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const label = document.createElement("bdi");
      label.textContent = one.kind === "word" ? one.value : one.label;
      if (one.kind !== "word") label.className = "tagged";
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = one.kind === "word" ? new Intl.NumberFormat(root.lang).format(one.count) : said.dataset[one.kind];
      item.append(label, kind);
      // Before the box loses its focus.
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(one); });
      return item;
    }));
    list.hidden = found.length === 0;
    set({ "aria-expanded": String(found.length > 0) });
  };

  box.addEventListener("input", () => {
    typed = box.value;
    clearTimeout(timer);
    const mine = ++newest;
    if (!typed.trim()) return close();
    timer = setTimeout(async () => {
      const asked = new URLSearchParams({ q: typed, locale: root.lang });
      const answer = await fetch("/api/v1/suggest?" + asked).then((got) => got.ok && got.json()).catch(() => null);
      if (answer && mine === newest) show(answer.suggestions);
    }, 90);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at < 0 ? found.length - 1 : at - 1);
    else if (event.key === "Escape") { box.value = typed; close(); }
    else if (event.key === "Enter" && at >= 0) choose(found[at]);
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
}

// The values of a facet, looked for in its place.
function find(link) {
  const facet = link.closest(".facet");
  const list = facet.querySelector("ul");
  const plain = [...list.children];
  const like = list.querySelector(".value");
  const finder = document.createElement("input");
  finder.type = "search";
  finder.className = "finder";
  finder.setAttribute("aria-label", link.textContent);
  list.before(finder);
  link.firstChild.textContent = link.dataset.all;
  link.replaceWith(link.cloneNode(true));
  finder.focus();
  let timer, newest = 0;
  finder.addEventListener("input", () => {
    clearTimeout(timer);
    const mine = ++newest;
    if (!finder.value.trim()) return list.replaceChildren(...plain);
    timer = setTimeout(async () => {
      const asked = new URLSearchParams(address().slice(2));
      ["view", "density", "by", "interval"].forEach((name) => asked.delete(name));
      asked.set("prefix", finder.value);
      asked.set("facet_limit", "12");
      const got = await fetch(`/api/v1/facets/${facet.dataset.facet}?${asked}`).then((got) => got.ok && got.json()).catch(() => null);
      if (!got || mine !== newest) return;
      list.replaceChildren(...got.values.map((value) => {
        const item = document.createElement("li");
        const row = like.cloneNode(true);
        row.className = "value";
        const tick = row.querySelector("input");
        tick.value = value.value;
        tick.checked = value.selected;
        row.querySelector(".label").textContent = value.label;
        row.querySelector(".n").textContent = new Intl.NumberFormat(root.lang).format(value.count);
        item.append(row);
        return item;
      }));
    }, 120);
  });
}

// Copies and reasons: the link's own page is fetched and its part put in place.
const pages = new Map();
async function part(link) {
  const hit = link.closest(".hit");
  const selector = "." + link.dataset.part;
  const there = hit.querySelector(selector);
  if (there) {
    there.hidden = !there.hidden;
    return link.setAttribute("aria-expanded", String(!there.hidden));
  }
  const href = link.href.split("#")[0];
  if (!pages.has(href)) {
    pages.set(href, fetch(href).then((got) => got.text()).then((text) => new DOMParser().parseFromString(text, "text/html")));
  }
  const page = await pages.get(href).catch(() => null);
  const got = page?.querySelector(`#${hit.id} ${selector}`);
  if (!got) return location.assign(link.href);
  const snippet = hit.querySelector(".snippet");
  if (link.dataset.part === "family") snippet.before(document.importNode(got, true));
  else snippet.after(document.importNode(got, true));
  link.setAttribute("aria-expanded", "true");
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-part], a.cite, a[data-png]");
  if (!link || !isPlain(event)) return;
  if (link.dataset.part) { event.preventDefault(); part(link); }
  else if (link.dataset.png) { event.preventDefault(); png(link); }
  else if (navigator.clipboard) {
    event.preventDefault();
    navigator.clipboard.writeText(link.dataset.citation).then(() => say(said.dataset.copied), () => location.assign(link.href));
  }
});

// A collection's citations, copied in any form.
if (navigator.clipboard) all(".copies-as").forEach((row) => { row.hidden = false; });
all("[data-copy]").forEach((button) => button.addEventListener("click", async () => {
  const text = await fetch(button.dataset.copy).then((got) => got.text());
  await navigator.clipboard.writeText(text);
  say(said.dataset.copied);
}));

// The collection: kept on this device from the first tick on, and only then.
const collect = document.getElementById("collect");
if (collect) {
  const read = () => { try { return JSON.parse(localStorage.getItem("vigie.kept")) ?? []; } catch { return []; } };
  const count = collect.querySelector(".kept");
  const forget = collect.querySelector(".forget");
  const plain = count.textContent;
  const boxes = all(".acts input");
  let kept = read();
  const show = () => {
    collect.classList.toggle("some", kept.length > 0);
    count.textContent = kept.length ? said.dataset.kept.replace("{}", new Intl.NumberFormat(root.lang).format(kept.length)) : plain;
    forget.hidden = kept.length === 0;
    boxes.forEach((input) => { input.checked = kept.includes(input.value); });
  };
  const write = () => {
    try {
      if (kept.length) localStorage.setItem("vigie.kept", JSON.stringify(kept));
      else localStorage.removeItem("vigie.kept");
    } catch { /* A private window keeps nothing; the page still does. */ }
    show();
  };
  boxes.forEach((input) => input.addEventListener("change", () => {
    kept = kept.filter((id) => id !== input.value);
    if (input.checked) kept = [...kept, input.value].slice(-100);
    write();
  }));
  forget.addEventListener("click", () => { kept = []; write(); });
  collect.addEventListener("formdata", (event) => {
    event.formData.delete("id");
    kept.forEach((id) => event.formData.append("id", id));
  });
  addEventListener("storage", () => { kept = read(); show(); });
  show();
}

// The timeline: a stretch is drawn from one bar to another.
const time = document.querySelector(".scroll .time");
if (time) {
  const bars = all("a", time);
  let from = -1, to = -1;
  time.parentElement.classList.add("drag");
  // On a narrow screen the latest is seen first.
  time.parentElement.scrollLeft = time.parentElement.scrollWidth;
  const barAt = (x) => {
    const at = bars.findIndex((bar) => bar.firstElementChild.nextElementSibling.getBoundingClientRect().right > x);
    return at < 0 ? bars.length - 1 : at;
  };
  const mark = () => bars.forEach((bar, at) =>
    bar.classList.toggle("on", from >= 0 && at >= Math.min(from, to) && at <= Math.max(from, to)));
  // A finger scrolls the chart; it opens a bar by a tap, and a stretch by the fields of dates.
  time.addEventListener("pointerdown", (event) => { if (!event.button && event.pointerType !== "touch") from = to = barAt(event.clientX); });
  time.addEventListener("dragstart", (event) => event.preventDefault());
  addEventListener("pointermove", (event) => { if (from >= 0) { to = barAt(event.clientX); mark(); } });
  addEventListener("pointerup", () => {
    const [first, last] = [bars[Math.min(from, to)], bars[Math.max(from, to)]];
    const isStretch = from >= 0 && from !== to;
    from = -1;
    if (!isStretch) return mark();
    // The click that ends the stretch is no click on a bar.
    addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
    location.assign(address((pairs) => {
      pairs.delete("year");
      pairs.delete("interval");
      pairs.set("from", first.dataset.from);
      pairs.set("to", last.dataset.to);
    }));
  });
  addEventListener("pointercancel", () => { from = -1; mark(); });
}

// A picture as PNG, drawn from its SVG at twice its size.
all("a[data-png]").forEach((link) => { link.hidden = false; });
async function png(link) {
  const picture = new Image();
  picture.src = link.href;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.naturalWidth * 2, picture.naturalHeight * 2];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const save = document.createElement("a");
  save.download = link.dataset.png;
  save.href = URL.createObjectURL(await new Promise((done) => canvas.toBlob(done)));
  save.click();
  setTimeout(() => URL.revokeObjectURL(save.href), 1000);
}

// Keys.
const keys = document.getElementById("keys");
const hits = all(".hit");
if (box && keys) {
  // Keys alone can be turned off (WCAG 2.1.4); that choice is kept, the usual is not.
  const enabled = document.getElementById("keys-on");
  try { enabled.checked = localStorage.getItem("vigie.keys") !== "off"; } catch { /* They stay on. */ }
  enabled.addEventListener("change", () => {
    try {
      if (enabled.checked) localStorage.removeItem("vigie.keys");
      else localStorage.setItem("vigie.keys", "off");
    } catch { /* For this page alone. */ }
  });
  let at = -1;
  const go = (to) => {
    if (!hits.length) return;
    hits[at]?.classList.remove("at");
    at = Math.max(0, Math.min(hits.length - 1, to));
    hits[at].classList.add("at");
    hits[at].querySelector("h2 a").focus({ preventScroll: true });
    hits[at].scrollIntoView({ block: "nearest" });
  };
  const link = () => hits[at]?.querySelector("h2 a");
  const actions = {
    "/": () => { box.focus(); box.select(); },
    "j": () => go(at + 1),
    "k": () => go(at - 1),
    "Enter": () => link()?.click(),
    "o": () => { if (link()) open(link().href, "_blank", "noopener"); },
    "x": () => hits[at]?.querySelector(".acts input").click(),
    "c": () => hits[at]?.querySelector(".cite").click(),
    "?": () => keys.showModal(),
  };
  const shortcuts = document.querySelector(".shortcuts");
  if (shortcuts) shortcuts.hidden = false;
  document.getElementById("showkeys")?.addEventListener("click", () => keys.showModal());
  // The hit that Tab led to is the one that keys mean.
  hits.forEach((hit, index) => hit.addEventListener("focusin", () => {
    hits[at]?.classList.remove("at");
    at = index;
    hit.classList.add("at");
  }));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing || keys.open || !enabled.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // On a link or button of its own, Enter does what it always does.
    if (event.key === "Enter" && event.target !== document.body) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
