// What rings now, over whatever page is open, until somebody stops it or lets it come again.

import { get, post } from "./api.js";
import { h, icon, replace } from "./dom.js";
import { on, tell } from "./events.js";
import { clock, t } from "./i18n.js";
import { announce, explain, toast } from "./say.js";
import { speak } from "./speak.js";
import { canSound, readySound, startTone, stopTone } from "./tone.js";

const SNOOZE_MINUTES = { alarm: 10, timer: 1, reminder: 10 };
/** A reminder is said again after this long. */
const SAY_AGAIN_MS = 20_000;

/** For this long, late news of a ring that has ended is not believed. */
const STALE_MS = 15_000;

const rings = new Map();
const ended = new Map();
let missed = [];
let dialog = null;
let focused = null;
let sayer = 0;

/** What nobody heard, for the talk page. */
export const missedRings = () => missed;

export function startRings() {
  readySound(drawMute);
  on("ring", begin);
  on("ring_end", ({ id }) => end(id));
  on("missed", (ring) => {
    if (!ring || missed.some((known) => known.id === ring.id)) return;
    missed = [...missed, ring];
    tell("missed_list", missed);
  });
  on("again", look);
  look();
}

/** What rings according to the server. */
async function look() {
  let state;
  try { state = await get("/v1/rings"); } catch { return; }
  const now = state.ringing ?? [];
  for (const id of rings.keys()) if (!now.some((ring) => ring.id === id)) end(id);
  now.forEach(begin);
  missed = state.missed ?? [];
  tell("missed_list", missed);
}

export async function dismissMissed(id) {
  await post(`/v1/rings/${encodeURIComponent(id)}/ack`);
  missed = missed.filter((ring) => ring.id !== id);
  tell("missed_list", missed);
}

function begin(ring) {
  if (!ring?.id || rings.has(ring.id)) return;
  if (performance.now() - (ended.get(ring.id) ?? -STALE_MS) < STALE_MS) return;
  rings.set(ring.id, ring);
  draw();
  announce(ring.show ?? ring.name ?? t(`ring.${ring.kind}`));
  sound();
}

function end(id) {
  ended.set(id, performance.now());
  if (!rings.delete(id)) return;
  draw();
  sound();
  tell("dues", null);
}

function sound() {
  const loud = [...rings.values()].filter((ring) => !ring.quiet);
  clearInterval(sayer);
  if (!loud.length) return stopTone();
  startTone();
  const words = loud.find((ring) => ring.kind === "reminder") ?? loud.find((ring) => ring.name);
  if (!words?.say) return;
  const saying = () => speak(words.say, words.lang);
  setTimeout(() => { if (rings.has(words.id)) saying(); }, 2000);
  sayer = setInterval(saying, SAY_AGAIN_MS);
}

function draw() {
  if (!rings.size) return close();
  if (!dialog) {
    focused = document.activeElement;
    dialog = h("dialog", { class: "ring", "aria-label": t("ring.label"), oncancel: (event) => event.preventDefault() });
    document.body.append(dialog);
  }
  replace(dialog,
    h("div", { class: "ring-waves", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
    [...rings.values()].map(card),
    h("p", { class: "ring-mute" }, icon("quiet"), t("ring.tap")));
  drawMute();
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("button.stop")?.focus();
}

/** Only the note changes: a button that is being pressed must stay where it is. */
function drawMute() {
  const note = dialog?.querySelector(".ring-mute");
  if (note) note.hidden = canSound();
}

function close() {
  dialog?.remove();
  dialog = null;
  if (focused?.isConnected) focused.focus();
}

function card(ring) {
  const minutes = SNOOZE_MINUTES[ring.kind] ?? 10;
  const drawing = { timer: "timer", reminder: "reminder" }[ring.kind] ?? "alarm";
  return h("section", { class: "ring-card", "aria-label": ring.name || t(`ring.${ring.kind}`) },
    h("p", { class: "ring-kind" }, icon(drawing), t(`ring.${ring.kind}`)),
    h("p", { class: "ring-name", lang: ring.lang }, ring.name || clock(new Date(ring.at))),
    ring.show && ring.show !== ring.name && h("p", { class: "ring-say", lang: ring.lang }, ring.show),
    h("div", { class: "ring-buttons" },
      h("button", { type: "button", class: "stop primary", onclick: () => act(ring, "ack") }, t("ring.stop")),
      h("button", { type: "button", class: "quiet", onclick: () => act(ring, "snooze", { minutes }) }, t("ring.snooze", { n: minutes }))));
}

async function act(ring, what, body) {
  end(ring.id);
  try {
    await post(`/v1/rings/${encodeURIComponent(ring.id)}/${what}`, body);
    if (what === "snooze") toast(t("ring.snoozed", { n: body.minutes }));
  } catch (problem) {
    toast(explain(problem));
    ended.delete(ring.id);
    if (problem.gone) begin(ring);
    else look();
  }
}
