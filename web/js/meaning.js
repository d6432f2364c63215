// What was understood, for a person: the words with what they were taken for.

import { h } from "./dom.js";
import { t, tOr } from "./i18n.js";

/** The heard words with the parts that count marked. Positions are Unicode scalars. */
export function heardWords(turn) {
  const letters = [...turn.heard];
  const out = [];
  let at = 0;
  const slots = [...(turn.slots ?? [])].sort((a, b) => a.start - b.start);
  for (const slot of slots) {
    if (slot.start < at || slot.end > letters.length) continue;
    out.push(letters.slice(at, slot.start).join(""));
    out.push(h("mark", { title: slotName(slot) }, letters.slice(slot.start, slot.end).join("")));
    at = slot.end;
  }
  out.push(letters.slice(at).join(""));
  return out;
}

/** One line that says what it was taken for, or that it was not understood. */
export function understood(turn) {
  if (!turn.intent && turn.label === "oos") return t("talk.not_understood");
  const all = [turn, ...(turn.more ?? [])].map((meaning) => skillName(meaning));
  return t("talk.understood", { what: all.join(t("comma")) });
}

/** "Timer", "Lists", and the exact name behind it. */
export function skillName(meaning) {
  const exact = meaning.intent ?? meaning.label;
  const skill = tOr(`skill.${exact.split(/[._]/)[0]}`, "");
  return skill ? `${skill} (${exact})` : exact;
}

export function slotName(slot) {
  return tOr(`slot.${slot.type}`, slot.type.replaceAll("_", " "));
}

/** The slots as pairs of name and words. */
export function slotList(turn) {
  const slots = turn.slots ?? [];
  if (!slots.length) return null;
  return h("dl", { class: "slots" }, slots.map((slot) => [
    h("dt", {}, slotName(slot)),
    h("dd", {}, slot.text, slot.value !== undefined && h("code", {}, valueText(slot.value))),
  ]));
}

function valueText(value) {
  if (value === null || typeof value !== "object") return String(value);
  return Object.values(value).map((part) => (typeof part === "object" ? JSON.stringify(part) : part)).join(" ");
}
