// What rings now, above whatever page is open, until somebody stops it or lets it come again. The page below stays usable.

import { get, post } from "./api.js";
import { h, icon, replace } from "./dom.js";
import { on, tell } from "./events.js";
import { clock, left, t } from "./i18n.js";
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
  addEventListener("ling-lang", () => { if (rings.size) draw(false); });
  document.addEventListener("keydown", escape);
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
  announce([t(`ring.${ring.kind}`), nameOfRing(ring)].join(t("comma")));
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

/** Escape lets everything come again later: silent at once, and nothing is lost. */
function escape(event) {
  if (event.key !== "Escape" || !rings.size || document.querySelector("dialog.sure[open]")) return;
  event.preventDefault();
  for (const ring of [...rings.values()]) act(ring, "snooze", { minutes: SNOOZE_MINUTES[ring.kind] ?? 10 });
}

function draw(takesFocus = true) {
  if (!rings.size) return close();
  if (!dialog) {
    focused = document.activeElement;
    dialog = h("dialog", { class: "ring", role: "alertdialog" });
    document.body.append(dialog);
  }
  dialog.setAttribute("aria-label", t("ring.label"));
  replace(dialog,
    [...rings.values()].map(card),
    h("p", { class: "ring-keys muted" }, t("ring.escape")),
    h("p", { class: "ring-mute" }, icon("quiet"), t("ring.tap")));
  drawMute();
  if (!dialog.open) dialog.show();
  // Whoever is in the middle of a sentence goes on with it.
  const typing = focused?.matches?.("input, textarea") && focused.value;
  if (takesFocus && !typing) dialog.querySelector("button.stop")?.focus();
  else if (typing) focused.focus();
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

/** The name it was given; else the time of an alarm, the span of a timer. */
function nameOfRing(ring) {
  if (ring.name) return ring.name;
  return ring.kind === "timer" && ring.total_secs ? left(ring.total_secs) : clock(new Date(ring.at));
}

function card(ring) {
  const minutes = SNOOZE_MINUTES[ring.kind] ?? 10;
  const drawing = { timer: "timer", reminder: "reminder" }[ring.kind] ?? "alarm";
  return h("section", { class: "ring-card", "aria-label": ring.name || t(`ring.${ring.kind}`) },
    h("p", { class: "ring-kind" }, h("span", { class: "ring-waves", "aria-hidden": "true" }, icon(drawing)), t(`ring.${ring.kind}`)),
    h("p", { class: "ring-name", lang: ring.name ? ring.lang : undefined }, nameOfRing(ring)),
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
