// Why the microphone does not work, in words and with a small drawing.

import { h, s } from "./dom.js";
import { t } from "./i18n.js";

const line = (d, extra = {}) => s("path", { d, class: "stroke", ...extra });

/** A browser's address bar with what to press marked. */
function addressBar(mark) {
  return [
    s("rect", { x: 6, y: 10, width: 148, height: 84, rx: 10, class: "face" }),
    s("rect", { x: 16, y: 20, width: 128, height: 20, rx: 10, class: "soft" }),
    ...mark,
  ];
}

const lockAt = [
  s("circle", { cx: 27, cy: 30, r: 12, class: "halo" }),
  s("rect", { x: 22, y: 28, width: 10, height: 8, rx: 2, class: "mark" }),
  line("M24 28v-2.500a3 3 0 0 1 6 0V28"),
  s("rect", { x: 22, y: 50, width: 92, height: 34, rx: 8, class: "soft" }),
  line("M34 60v6M30 63a4 4 0 0 0 8 0M34 70v3", {}),
  line("M48 67h30"),
  s("rect", { x: 88, y: 60, width: 20, height: 12, rx: 6, class: "mark" }),
  s("circle", { cx: 102, cy: 66, r: 4.5, class: "knob" }),
];

const drawings = {
  refused: () => addressBar(lockAt.map((part) => part.cloneNode(true))),
  insecure: () => addressBar([
    line("M22 30h8M34 30h40", { class: "stroke danger" }),
    line("M40 68h14M66 68h14M92 68h26"),
    s("circle", { cx: 130, cy: 68, r: 9, class: "mark" }),
    s("path", { d: "m126 68 3 3 5-6", class: "tick" }),
  ]),
  no_api: () => [
    s("rect", { x: 14, y: 8, width: 56, height: 90, rx: 9, class: "face" }),
    s("circle", { cx: 60, cy: 18, r: 8, class: "halo" }),
    s("circle", { cx: 56, cy: 18, r: 1.5, class: "dot" }), s("circle", { cx: 60, cy: 18, r: 1.5, class: "dot" }), s("circle", { cx: 64, cy: 18, r: 1.5, class: "dot" }),
    line("M80 52h18M92 46l6 6-6 6"),
    s("circle", { cx: 128, cy: 52, r: 24, class: "face" }),
    line("M128 28v48M104 52h48M112 36c10 8 22 8 32 0M112 68c10-8 22-8 32 0"),
  ],
  no_recogniser: () => [
    s("rect", { x: 14, y: 36, width: 14, height: 26, rx: 7, class: "mark" }),
    line("M8 50a13 13 0 0 0 26 0M21 63v8"),
    line("M44 52h26", { class: "stroke dashed" }),
    s("rect", { x: 76, y: 30, width: 44, height: 44, rx: 10, class: "face dashed" }),
    s("path", { d: "M92 45a6 6 0 1 1 8 6c-2 1-2 2-2 4M98 61v1", class: "stroke danger" }),
    line("M124 52h26", { class: "stroke dashed" }),
  ],
  no_microphone: () => [
    s("rect", { x: 68, y: 16, width: 24, height: 46, rx: 12, class: "face" }),
    line("M56 46a24 24 0 0 0 48 0M80 72v14"),
    line("M46 14l70 76", { class: "stroke danger" }),
  ],
};

/** The explanation for one of the words of `mic.why`, with what may help. */
export function micHelp(why, close, help) {
  const inApp = why === "no_api" && /MicroMessenger|QQ\/|Weibo|FBAN|Instagram|Line\//.test(navigator.userAgent);
  const key = inApp ? "in_app" : why;
  const draw = drawings[why] ?? drawings.no_microphone;
  return h("section", { class: "mic-help", "aria-label": t("mic.help"), tabindex: "-1" },
    s("svg", { viewBox: "0 0 160 106", class: "drawing", "aria-hidden": "true" }, draw()),
    h("div", {},
      h("h2", {}, t(`mic.why.${key}.title`)),
      h("p", {}, t(`mic.why.${key}.what`)),
      help,
      why === "no_recogniser" && h("p", {}, h("a", { href: "#/settings" }, t("mic.to_settings"))),
      h("button", { type: "button", class: "quiet", onclick: close }, t("close"))));
}
