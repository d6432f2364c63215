// One turn as a drawing: each stage where it began and as long as it took, with what it decided.

import { h, s } from "./dom.js";
import { t, tOr, took } from "./i18n.js";

/** The narrowest bar that can be seen, in hundredths of the whole. */
const NARROWEST = 0.8;

/** The whole span of a turn's stages, in microseconds. */
export function span(trace) {
  return trace.reduce((most, step) => Math.max(most, step.at_us + step.took_us), 0);
}

export function timeline(trace) {
  if (!trace?.length) return h("p", { class: "muted" }, t("happened.no_trace"));
  const whole = Math.max(1, span(trace));
  return h("ol", { class: "timeline" },
    trace.map((step) => stage(step, whole)),
    h("li", { class: "timeline-sum" }, h("span", {}, t("happened.total")), h("span", { class: "timeline-took" }, took(whole))));
}

function stage(step, whole) {
  const from = (step.at_us / whole) * 100;
  const wide = Math.max(NARROWEST, (step.took_us / whole) * 100);
  const bar = s("svg", { class: "timeline-bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    s("rect", { x: 0, y: 4, width: 100, height: 2, class: "rail" }),
    s("rect", { x: Math.min(from, 100 - wide), y: 1, width: wide, height: 8, class: `bar ${step.stage}` }));
  return h("li", { "data-stage": step.stage },
    h("span", { class: "timeline-name" }, h("i", { class: `key ${step.stage}`, "aria-hidden": "true" }), tOr(`stage.${step.stage}`, step.stage)),
    bar,
    h("span", { class: "timeline-took" }, took(step.took_us)),
    step.note && h("span", { class: "timeline-note" }, step.note));
}
