// What happened: every turn with its stages, what each decided, and how long it took.

import { get, post, remove } from "../api.js";
import { h, icon, replace } from "../dom.js";
import { clockSeconds, day, dayKey, number, t, took } from "../i18n.js";
import { heardWords, skillName, slotList } from "../meaning.js";
import { attempt, announce, emptyBox, problemBox, toast } from "../say.js";
import { sure } from "../sure.js";
import { span, timeline } from "../timeline.js";
import { forgetTurns } from "./talk.js";

export async function show(root, life, [wanted]) {
  const place = h("div", { class: "turns" });
  const more = h("button", { type: "button", class: "quiet", hidden: true }, t("happened.older"));
  replace(root,
    h("div", { class: "head" }, h("h1", { tabindex: "-1" }, t("happened.title")),
      h("button", { type: "button", class: "quiet danger", onclick: () => forget(refresh) }, icon("trash"), t("happened.forget"))),
    h("p", { class: "muted" }, t("happened.about")), place, more);
  let offset = 0;
  let last = "";
  const page = async (fresh) => {
    const { turns } = await get(`/v1/turns?offset=${fresh ? 0 : offset}`, { signal: life.signal });
    if (fresh) { replace(place); offset = 0; last = ""; }
    offset += turns.length;
    more.hidden = turns.length < 100;
    for (const turn of turns) {
      const key = dayKey(new Date(turn.at));
      if (key !== last) place.append(h("h2", {}, day(new Date(turn.at))));
      last = key;
      place.append(drawn(turn, turn.turn === wanted));
    }
    if (!offset) replace(place, emptyBox(t("happened.empty")));
  };
  const refresh = async () => {
    try { await page(true); } catch (problem) { if (!life.over) replace(place, problemBox(problem, refresh)); }
  };
  more.addEventListener("click", () => attempt(() => page(false)));
  await refresh();
  place.querySelector("[data-wanted]")?.scrollIntoView({ block: "start" });
  life.on("turn", (turn) => {
    if (place.querySelector(`[data-turn="${CSS.escape(turn.turn)}"]`)) return;
    place.querySelector(".empty")?.remove();
    const fresh = drawn({ ...turn, at: turn.at ?? new Date().toISOString() }, false);
    const heading = place.querySelector("h2");
    if (heading && last) heading.after(fresh);
    else refresh();
  });
}

function drawn(turn, open) {
  const wrong = h("button", { type: "button", class: "quiet small", "aria-pressed": String(Boolean(turn.wrong)) });
  const draw = () => {
    replace(wrong, icon(turn.wrong ? "check" : "close"), t(turn.wrong ? "happened.marked" : "happened.wrong"));
    wrong.setAttribute("aria-pressed", String(Boolean(turn.wrong)));
  };
  wrong.addEventListener("click", () => attempt(async () => {
    await post(`/v1/turns/${encodeURIComponent(turn.turn)}/wrong`, {});
    turn.wrong = true;
    draw();
    toast(t("happened.thanks"));
  }));
  draw();
  return h("details", { class: "happened", "data-turn": turn.turn, "data-wanted": open, open },
    h("summary", {},
      h("time", { datetime: turn.at }, clockSeconds(new Date(turn.at))),
      h("span", { class: "happened-words", lang: turn.lang }, turn.heard || t("happened.nothing_heard")),
      h("span", { class: "happened-stage" }, took(span(turn.trace ?? [])))),
    h("div", { class: "happened-body" },
      h("p", { class: "happened-heard", lang: turn.lang }, heardWords(turn)),
      h("p", { class: "happened-said", lang: turn.lang }, turn.reply?.say ?? ""),
      h("dl", { class: "slots" },
        h("dt", {}, t("happened.meant")), h("dd", {}, [turn, ...(turn.more ?? [])].map(skillName).join(t("comma"))),
        h("dt", {}, t("happened.by")), h("dd", {}, t(`by.${turn.stage}`)),
        turn.score !== undefined && [h("dt", {}, t("happened.score")), h("dd", {}, number(turn.score, { maximumFractionDigits: 2 }))]),
      slotList(turn),
      timeline(turn.trace),
      wrong));
}

async function forget(refresh) {
  if (!await sure(t("happened.forget_sure"), t("happened.forget_yes"))) return;
  await attempt(async () => {
    const { forgotten } = await remove("/v1/turns");
    forgetTurns();
    announce(t("happened.forgotten", { n: number(forgotten) }));
    toast(t("happened.forgotten", { n: number(forgotten) }));
    await refresh();
  });
}
