// Timers, alarms and reminders: what waits, and how to take it away.

import { get, remove, say } from "../api.js";
import { chips, countdown } from "../cards.js";
import { h, icon, iconButton, replace } from "../dom.js";
import { clock, day, left, repeats, t } from "../i18n.js";
import { attempt, emptyBox, problemBox, toast } from "../say.js";
import { canSound } from "../tone.js";

const KINDS = ["timer", "alarm", "reminder"];

export async function show(root, life) {
  const place = h("div", {});
  const mute = h("p", { class: "notice", hidden: canSound() }, icon("quiet"), t("dues.tap"));
  replace(root, h("h1", { tabindex: "-1" }, t("dues.title")), mute,
    h("p", { class: "muted" }, t("dues.about")),
    chips(t("dues.examples").split("|"), (words) => attempt(async () => {
      const turn = await say(words);
      toast(turn.reply?.show ?? turn.reply?.say ?? "");
      await refresh();
    })), place);
  let ticks = [];
  const refresh = async () => {
    let dues;
    try { dues = (await get("/v1/dues", { signal: life.signal })).dues; } catch (problem) {
      if (!life.over) replace(place, problemBox(problem, refresh));
      return;
    }
    ticks = [];
    if (!dues.length) return replace(place, emptyBox(t("dues.empty")));
    replace(place, KINDS.map((kind) => {
      const these = dues.filter((due) => due.kind === kind).sort((a, b) => a.due.localeCompare(b.due));
      return these.length ? [h("h2", {}, t(`dues.${kind}s`)), h("ul", { class: "panel rows" }, these.map((due) => row(due, ticks, refresh)))] : [];
    }));
  };
  await refresh();
  life.every(1000, () => ticks.forEach((tick) => tick()));
  life.on("ring ring_end turn again dues", refresh);
  const heard = () => { mute.hidden = canSound(); };
  addEventListener("pointerup", heard);
  life.until(() => removeEventListener("pointerup", heard));
}

function row(due, ticks, refresh) {
  const named = due.text || t(`dues.${due.kind}`);
  const cancel = iconButton("trash", t("dues.cancel", { what: named }), () => {
    if (due.kind !== "timer" && !confirm(t("dues.cancel_sure", { what: named }))) return;
    attempt(async () => {
      await remove(`/v1/dues/${encodeURIComponent(due.id)}`);
      toast(t("dues.cancelled"));
      await refresh();
    });
  });
  return due.kind === "timer" ? timer(due, named, cancel, ticks) : alarm(due, named, cancel);
}

function timer(due, named, cancel, ticks) {
  const { drawing, words, tick } = countdown(new Date(due.due), due.duration_secs ?? 60);
  const paused = due.state === "paused" ? due.paused_left_secs ?? 0 : undefined;
  tick(paused);
  if (paused === undefined) ticks.push(() => tick());
  const state = due.state === "paused" ? t("dues.paused") : due.state === "ringing" ? t("dues.ringing") : t("dues.of", { span: left(due.duration_secs ?? 0), time: clock(new Date(due.due)) });
  return h("li", {}, drawing, h("div", { class: "grow" }, h("strong", { class: "big" }, words), h("span", { class: "muted" }, due.text ? `${named} · ` : "", state)), cancel);
}

function alarm(due, named, cancel) {
  const at = new Date(due.due);
  const again = repeats(due.repeat);
  return h("li", {}, icon(due.kind === "alarm" ? "alarm" : "reminder", "lead"),
    h("div", { class: "grow" }, h("strong", { class: due.kind === "alarm" ? "big" : "" }, due.kind === "alarm" ? clock(at) : named),
      h("span", { class: "muted" }, [due.kind === "alarm" ? due.text : clock(at), due.state === "ringing" ? t("dues.ringing") : day(at), again].filter(Boolean).join(" · "))),
    cancel);
}
