// What several pages have: rows with something to do at their end, a form for one name, and a secret that is shown once.

import { h, icon, replace } from "./dom.js";
import { t } from "./i18n.js";
import { attempt } from "./say.js";

/** Rows, or the words that there are none. */
export const rows = (all, row, empty) => (all.length ? h("ul", { class: "panel rows" }, all.map(row)) : h("p", { class: "muted none" }, empty));

/** A form for one name, and what else is chosen with it. */
export function nameForm(label, more, make) {
  const input = h("input", { type: "text", maxlength: "60", required: true, placeholder: label, "aria-label": label });
  return h("form", { class: "inline-form", onsubmit: (event) => {
    event.preventDefault();
    attempt(async () => { await make(input.value.trim()); input.value = ""; });
  } }, input, more, h("button", { type: "submit", class: "primary" }, icon("plus"), t("add")));
}

/** Something that is shown once. */
export function shownOnce(place, words, secret) {
  const box = h("div", { class: "secret", tabindex: "-1" }, h("p", {}, words), h("pre", { tabindex: "0" }, h("code", {}, secret)),
    h("div", { class: "secret-buttons" }, copyButton(() => secret),
      h("button", { type: "button", class: "quiet", onclick: () => replace(place) }, t("close"))));
  replace(place, box);
  box.focus();
  box.scrollIntoView({ block: "center" });
}

/** Copies words; only pages over HTTPS, and those of this machine, may. */
export function copyButton(words) {
  if (!navigator.clipboard) return null;
  const button = h("button", { type: "button", class: "quiet small", onclick: () => attempt(async () => {
    await navigator.clipboard.writeText(words());
    button.textContent = t("copied");
    setTimeout(() => { button.textContent = t("copy"); }, 2000);
  }) }, t("copy"));
  return button;
}
