// The page works without this; with it, ticking a filter applies it, "/" finds the box, and words complete themselves.
"use strict";

const form = document.getElementById("search");
const box = document.getElementById("q");

if (form && box) {
  const submit = () => {
    // Empty fields say nothing: they are left out of the address.
    const fields = new FormData(form);
    const pairs = [...fields].filter(([, value]) => value.trim() !== "");
    location.assign("/?" + new URLSearchParams(pairs));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  document.querySelectorAll(".facet input").forEach((input) => input.addEventListener("change", submit));
  document.querySelectorAll(".apply").forEach((button) => { button.hidden = true; });
  document.querySelectorAll(".dates input").forEach((input) =>
    input.addEventListener("change", () => { if (input.reportValidity()) submit(); }));

  // On a narrow screen the filters begin folded, so that results are seen first.
  if (matchMedia("(max-width: 52rem)").matches) document.querySelector(".fold")?.removeAttribute("open");

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  const list = document.getElementById("completions");
  let timer, newest = 0;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++newest;
      const asked = new URLSearchParams({ q: box.value, locale: document.documentElement.lang });
      const answer = await fetch("/api/v1/suggest?" + asked).catch(() => null);
      if (!answer?.ok || mine !== newest) return;
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.filter((one) => one.kind === "word").map((one) => {
        const option = document.createElement("option");
        option.value = one.value;
        return option;
      }));
    }, 120);
  });
}
