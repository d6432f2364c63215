// Telling people: words for screen readers, and short notes at the edge of the page.

import { h, replace } from "./dom.js";
import { t } from "./i18n.js";

let timer = 0;
let pending = 0;

/** Reads words to a screen reader. */
export function announce(words) {
  const live = document.getElementById("live");
  live.textContent = "";
  // A changed text in the next frame is read even when it is the same as before.
  pending = requestAnimationFrame(() => { live.textContent = words; });
}

/** What was read on the page before is no news on the next one. */
export function silence() {
  cancelAnimationFrame(pending);
  document.getElementById("live").textContent = "";
}

/** A note that goes by itself; with an act, it stays until it is used or closed. */
export function toast(words, act) {
  const place = document.getElementById("toast");
  clearTimeout(timer);
  const close = () => replace(place);
  const button = act && h("button", { type: "button", onclick: () => { close(); act.run(); } }, act.name);
  replace(place, h("div", { class: "toast" }, h("p", {}, words), button));
  timer = setTimeout(close, act ? 15_000 : 6000);
}

/** A note that something was taken away, with a button that brings it back. */
export function gone(words, back) {
  toast(words, { name: t("talk.undo"), run: () => attempt(back) });
}

/** What a failure means for a person, in one sentence. */
export function explain(problem) {
  if (problem.gone) return t("problem.unreachable");
  if (problem.out) return t("problem.signed_out");
  if (problem.code === "off") return t("problem.off");
  if (problem.absent) return t("problem.absent");
  if (problem.status === 403) return t("problem.forbidden");
  if (problem.status >= 500) return t("problem.server", { code: problem.code });
  return t("problem.refused", { reason: problem.message });
}

/** A failure in place of what should be there. */
export function problemBox(problem, again) {
  const retry = again && !problem.absent && !problem.off
    && h("button", { type: "button", class: "quiet", onclick: again }, t("again"));
  return h("div", { class: "empty", role: problem.gone ? "alert" : undefined }, h("p", {}, explain(problem)), retry);
}

/** A note that there is nothing, and what to do. */
export function emptyBox(words, ...more) {
  return h("div", { class: "empty" }, h("p", {}, words), ...more);
}

/** Runs something the person asked for; a failure becomes a note. True when it worked. */
export async function attempt(act) {
  try {
    await act();
    return true;
  } catch (problem) {
    if (problem.name !== "AbortError") toast(explain(problem));
    return false;
  }
}
