// Timers, alarms and reminders: what waits, and how to change it or take it away.

import { get, patch, post, remove, say } from "../api.js";
import { chips, countdown } from "../cards.js";
import { h, icon, iconButton, replace } from "../dom.js";
import { clock, clockParts, day, instant, left, repeats, t } from "../i18n.js";
import { attempt, emptyBox, gone, problemBox, toast } from "../say.js";
import { zoneNotice } from "../setup.js";
import { canSound } from "../tone.js";

const KINDS = ["timer", "alarm", "reminder"];

export async function show(root, life) {
  const place = h("div", {});
  const mute = h("p", { class: "notice", hidden: canSound() }, icon("quiet"), t("dues.tap"));
  replace(root, h("h1", { tabindex: "-1" }, t("dues.title")), zoneNotice(), mute,
    h("p", { class: "muted" }, t("dues.about")),
    chips(t("dues.examples").split("|"), (words) => attempt(async () => {
      const turn = await say(words);
      toast(turn.reply?.show ?? turn.reply?.say ?? "");
      await refresh();
    })), place);
  let ticks = [];
  let busy = false;
  const refresh = async () => {
    // A form that is being filled in is not drawn anew under the hand.
    if (busy) return;
    let dues;
    try { dues = (await get("/v1/dues", { signal: life.signal })).dues; } catch (problem) {
      if (!life.over) replace(place, problemBox(problem, refresh));
      return;
    }
    if (life.over || busy) return;
    ticks = [];
    if (!dues.length) return replace(place, emptyBox(t("dues.empty")));
    replace(place, KINDS.map((kind) => {
      const these = dues.filter((due) => due.kind === kind).sort((a, b) => a.due.localeCompare(b.due));
      return these.length ? [h("h2", {}, t(`dues.${kind}s`)), h("ul", { class: "panel rows" }, these.map((due) => row(due, ticks, { refresh, editing: (on) => { busy = on; } })))] : [];
    }));
  };
  await refresh();
  life.every(1000, () => ticks.forEach((tick) => tick()));
  life.on("ring ring_end turn again dues", refresh);
  const heard = () => { mute.hidden = canSound(); };
  addEventListener("pointerup", heard);
  life.until(() => removeEventListener("pointerup", heard));
}

function row(due, ticks, acts) {
  const named = due.text || t(`dues.${due.kind}`);
  const path = `/v1/dues/${encodeURIComponent(due.id)}`;
  const cancel = iconButton("trash", t("dues.cancel", { what: named }), () => attempt(async () => {
    await remove(path);
    gone(t("dues.cancelled", { what: named }), async () => { await post(`${path}/restore`); await acts.refresh(); });
    await acts.refresh();
  }));
  return due.kind === "timer" ? timer(due, named, path, cancel, ticks, acts) : alarm(due, named, path, cancel, acts);
}

function timer(due, named, path, cancel, ticks, { refresh }) {
  const { drawing, words, tick } = countdown(new Date(due.due), due.duration_secs ?? 60);
  const paused = due.state === "paused" ? due.paused_left_secs ?? 0 : undefined;
  tick(paused);
  if (paused === undefined) ticks.push(() => tick());
  const state = due.state === "paused" ? t("dues.paused") : due.state === "ringing" ? t("dues.ringing") : t("dues.of", { span: left(due.duration_secs ?? 0), time: clock(new Date(due.due)) });
  const does = (act) => () => attempt(async () => { await act(); await refresh(); });
  const running = due.state !== "ringing";
  return h("li", { class: "timer-row" }, drawing,
    h("div", { class: "grow" }, h("strong", { class: "big" }, words), h("span", { class: "muted" }, due.text ? `${named} · ` : "", state)),
    h("span", { class: "row-buttons" },
      running && h("button", { type: "button", class: "quiet small", "aria-label": t("dues.longer", { n: 1, what: named }), onclick: does(() => patch(path, { add_secs: 60 })) }, t("dues.plus_minute")),
      running && iconButton(paused === undefined ? "pause" : "play", t(paused === undefined ? "dues.pause" : "dues.go_on", { what: named }), does(() => post(`${path}/${paused === undefined ? "pause" : "resume"}`))),
      cancel));
}

function alarm(due, named, path, cancel, acts) {
  const at = new Date(due.due);
  const again = repeats(due.repeat);
  const item = h("li", {}, icon(due.kind === "alarm" ? "alarm" : "reminder", "lead"),
    h("div", { class: "grow" }, h("strong", { class: due.kind === "alarm" ? "big" : "" }, due.kind === "alarm" ? clock(at) : named),
      h("span", { class: "muted" }, [due.kind === "alarm" ? due.text : clock(at), due.state === "ringing" ? t("dues.ringing") : day(at), again].filter(Boolean).join(" · "))),
    due.state !== "ringing" && iconButton("edit", t("dues.edit", { what: `${named} ${clock(at)}` }), () => {
      const filled = editor(due, path, acts);
      acts.editing(true);
      item.replaceChildren(filled);
      filled.querySelector("input").focus();
    }),
    cancel);
  return item;
}

/** Another time, day or name. */
function editor(due, path, { editing, refresh }) {
  const at = clockParts(new Date(due.due));
  const time = h("input", { type: "time", value: at.time, required: true, "aria-label": t("dues.time") });
  const date = h("input", { type: "date", value: at.date, required: true, "aria-label": t("dues.date") });
  const name = h("input", { type: "text", value: due.text, maxlength: "200", required: due.kind === "reminder", placeholder: t("dues.name"), "aria-label": t("dues.name") });
  const close = async () => { editing(false); await refresh(); };
  return h("form", { class: "event-form", onsubmit: (event) => {
    event.preventDefault();
    attempt(async () => {
      const moved = time.value !== at.time || date.value !== at.date;
      await patch(path, { name: name.value.trim(), ...(moved ? { at: instant(date.value, time.value).toISOString() } : {}) });
      await close();
    });
  } }, h("span", { class: "when" }, time, date), name,
  due.repeat && h("p", { class: "muted" }, t("dues.goes_on", { again: repeats(due.repeat) })),
  h("span", { class: "event-buttons" }, h("button", { type: "button", class: "quiet", onclick: close }, t("cancel")),
    h("button", { type: "submit", class: "primary" }, icon("check"), t("settings.save"))));
}
