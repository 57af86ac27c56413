// A communiqué works without this; with it, one bar steps through the words found, and a tag stays lit once tapped.
"use strict";

const marks = [...document.querySelectorAll(".document mark[id]")];
const bar = document.querySelector(".found");

if (bar && marks.length) {
  document.documentElement.classList.add("scripted");
  const count = bar.querySelector(".found-count");
  const [back, on] = [bar.querySelector(".found-back"), bar.querySelector(".found-on")];
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const whole = count.textContent;
  let at = -1;
  // An arrival takes the focus away from the link that led there: whoever steps wants to step on.
  let stepping = null;
  const show = () => {
    marks.forEach((mark, index) => mark.classList.toggle("current", index === at));
    count.textContent = at < 0 ? whole : `${number.format(at + 1)} / ${number.format(marks.length)}`;
    back.href = "#" + marks[Math.max(at - 1, 0)].id;
    if (on) on.href = "#" + marks[Math.min(at + 1, marks.length - 1)].id;
  };
  if (on) {
    // The links keep their places and their focus, and lead on from wherever the reader is.
    for (const link of [back, on]) link.textContent = link.dataset.step;
  }
  count.setAttribute("aria-live", "polite");
  const arrive = () => {
    at = marks.findIndex((mark) => "#" + mark.id === location.hash);
    show();
    stepping?.focus({ preventScroll: true });
    stepping = null;
  };
  for (const link of [back, on]) link?.addEventListener("click", () => { stepping = link; });
  addEventListener("hashchange", arrive);
  arrive();
}

for (const chip of document.querySelectorAll(".chiptag")) {
  chip.setAttribute("role", "button");
  chip.setAttribute("aria-pressed", "false");
  const toggle = (event) => {
    event.preventDefault();
    chip.setAttribute("aria-pressed", String(chip.classList.toggle("pinned")));
  };
  chip.addEventListener("click", toggle);
  chip.addEventListener("keydown", (event) => { if (event.key === " ") toggle(event); });
}
