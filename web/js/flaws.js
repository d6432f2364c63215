// What is wrong with a field of a form, said at the field and in the page's words.

import { h } from "./dom.js";
import { t, tOr } from "./i18n.js";
import { announce, explain, toast } from "./say.js";

/** Takes away what was said about fields before. */
export function clearFlaws(form) {
  form.querySelectorAll(".flaw").forEach((note) => note.remove());
  form.querySelectorAll("[aria-invalid]").forEach((input) => {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  });
}

/** Says each refused field's reason below it; what belongs to no field becomes a note. `idOf` names a field's input. */
export function showFlaws(form, problem, idOf) {
  if (problem.name === "AbortError") return;
  const inputs = (problem.fields ?? []).map((flaw) => [flaw, form.querySelector(`#${CSS.escape(idOf(flaw.field))}`)]).filter(([, input]) => input);
  if (!inputs.length) return toast(explain(problem));
  for (const [flaw, input] of inputs) {
    const id = `${input.id}-flaw`;
    if (form.querySelector(`#${CSS.escape(id)}`)) continue;
    const words = flawWords(flaw);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", id);
    input.parentElement.append(h("p", { class: "flaw", id }, words));
  }
  announce(inputs.map(([flaw]) => flawWords(flaw)).join(" "));
  inputs[0][1].focus();
}

/** What is wrong, in the page's words. */
export function flawWords(flaw) {
  const own = tOr(`flaw.${flaw.field.replace(".", "_")}`, "");
  return own || tOr(`flaw.${flaw.code}`, t("flaw.other"));
}
