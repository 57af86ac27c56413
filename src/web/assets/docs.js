// The API's page works without this: a form leads to the answer. With it the answer stands under its form.
"use strict";

for (const form of document.querySelectorAll("form.try")) {
  const answer = form.nextElementSibling;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const pairs = [...new FormData(form)].filter(([, value]) => value.trim() !== "");
    let path = form.dataset.path;
    for (const [name, value] of pairs) path = path.replace(`{${name}}`, encodeURIComponent(value));
    const rest = new URLSearchParams(pairs.filter(([name]) => !form.dataset.path.includes(`{${name}}`))).toString();
    const url = path + (rest && "?" + rest);
    const [asked, status, text] = answer.querySelectorAll("a, .status, pre");
    answer.hidden = false;
    asked.href = url;
    asked.textContent = "GET " + url;
    status.textContent = "…";
    const started = performance.now();
    try {
      const got = await fetch(url);
      const body = await got.text();
      const took = Math.round(performance.now() - started);
      status.textContent = `${got.status} ${got.headers.get("content-type")}, ${body.length} characters, ${took} ms`;
      const isJson = /json/.test(got.headers.get("content-type")) && !/ndjson/.test(got.headers.get("content-type"));
      const shown = isJson ? JSON.stringify(JSON.parse(body), null, 2) : body;
      text.textContent = shown.length > 50000 ? shown.slice(0, 50000) + "\n…" : shown;
    } catch (error) {
      status.textContent = String(error);
    }
  });
}
