// Talking: what was said, what was understood, the answer.

import { call, get, say as sayWords, wish } from "../api.js";
import { card, chips } from "../cards.js";
import { h, icon, iconButton, replace } from "../dom.js";
import { clock, lang, moment, t, took } from "../i18n.js";
import { heardWords, slotList, understood } from "../meaning.js";
import { micHelp } from "../mic_help.js";
import { Recording, whyNot, whyRefused } from "../mic.js";
import { dismissMissed, missedRings } from "../ring.js";
import { announce, attempt, explain } from "../say.js";
import { hush, speak } from "../speak.js";
import { offer } from "../models.js";
import { EARS, readSetup, setupCard, zoneNotice } from "../setup.js";
import { remember, remembered } from "../store.js";
import { span, timeline } from "../timeline.js";

/** Turns that are shown again after a reload. */
const KEPT = 30;

/** What was typed, that the Up arrow brings back. */
const TYPED_MAX = 50;

/** The turns of this page, oldest first; they outlive a change of page. */
const turns = new Map();
/** Of each conversation, the turn that "undo" would take back now. */
const undoable = new Map();
const typed = [];

export async function show(root, life) {
  const talk = new Talk(root, life);
  await talk.restore();
  life.on("turn", (turn) => talk.heardElsewhere(turn));
  life.on("missed_list", () => talk.drawMissed());
  life.until(hush);
}

class Talk {
  constructor(root, life) {
    this.life = life;
    this.busy = 0;
    this.input = h("input", {
      id: "say", name: "say", type: "text", autocomplete: "off", enterkeyhint: "send", maxlength: "2000",
      placeholder: t("talk.placeholder"), "aria-label": t("talk.input"), oninput: () => this.drawButton(), onkeydown: (event) => this.recall(event),
    });
    this.recalled = typed.length;
    this.sendButton = iconButton("send", t("talk.send"), null, { type: "submit", class: "icon-button send" });
    this.micButton = h("button", { type: "button", class: "mic", "aria-label": t("mic.hold"), title: t("mic.hold") }, icon("mic"));
    this.log = h("ol", { class: "bubbles", "aria-label": t("talk.log") });
    this.hello = h("div", { class: "hello" });
    this.missed = h("div", { class: "missed" });
    this.setup = h("div", { class: "setup-place" });
    this.help = h("div", { class: "help-place" });
    replace(root,
      h("h1", { tabindex: "-1", class: "unseen" }, t("nav.talk")),
      this.setup, this.missed, this.hello, this.log, this.help,
      h("form", { class: "composer", onsubmit: (event) => this.submit(event) }, h("div", { class: "say-box" }, this.input, this.sendButton), this.micButton));
    this.drawButton();
    this.drawMissed();
    this.drawSetup();
    this.holdToTalk();
    if (matchMedia("(min-width: 900px)").matches) this.input.focus({ preventScroll: true });
  }

  drawButton() { this.sendButton.disabled = !this.input.value.trim(); }

  /** Asks where the house is until somebody has said it, or that they would not. */
  async drawSetup() {
    const setup = await readSetup().catch(() => null);
    if (!setup || this.life.over) return;
    const done = () => { replace(this.setup, zoneNotice() ?? []); this.input.focus(); };
    if (setup.done || setup.child) replace(this.setup, zoneNotice() ?? []);
    else {
      replace(this.setup, setupCard(setup, done, this.life));
      if (!turns.size) scrollTo(0, 0);
    }
  }

  /** Up and Down go through what was typed before. */
  recall(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.isComposing || !typed.length) return;
    const at = Math.max(0, Math.min(typed.length, this.recalled + step));
    if (at === this.recalled) return;
    event.preventDefault();
    this.recalled = at;
    this.input.value = typed[at] ?? "";
    this.drawButton();
  }

  drawHello() {
    const hour = Number(clock(new Date()).slice(0, 2));
    const part = hour < 5 ? "night" : hour < 11 ? "morning" : hour < 18 ? "day" : "evening";
    replace(this.hello, turns.size ? [] : [
      h("p", { class: "hello-words" }, t(`talk.hello.${part}`)),
      h("p", { class: "muted" }, t("talk.try")),
      chips(t("talk.examples").split("|"), (words) => this.say(words)),
    ]);
  }

  drawMissed() {
    replace(this.missed, missedRings().map((ring) => h("div", { class: "notice" },
      icon(ring.kind === "timer" ? "timer" : "alarm"),
      h("p", {}, h("strong", {}, t("ring.missed")), " ", ring.show || ring.name || "", " ", h("span", { class: "muted" }, moment(new Date(ring.at)))),
      iconButton("close", t("ring.seen"), () => attempt(() => dismissMissed(ring.id))))));
  }

  /** What this browser said before, from the house's memory. */
  async restore() {
    const ids = remembered("turns", []).filter((id) => !turns.has(id));
    if (ids.length) {
      try {
        const kept = (await get("/v1/turns", { signal: this.life.signal })).turns;
        kept.filter((turn) => ids.includes(turn.turn)).reverse().forEach((turn) => { turns.set(turn.turn, turn); noteUndo(turn); });
      } catch { /* then the page begins empty */ }
    }
    if (this.life.over) return;
    [...turns.values()].forEach((turn) => this.add(turn));
    this.drawUndo();
    this.drawHello();
    this.toEnd();
  }

  submit(event) {
    event.preventDefault();
    const words = this.input.value.trim();
    if (!words) return;
    this.input.value = "";
    if (typed.at(-1) !== words) typed.push(words);
    if (typed.length > TYPED_MAX) typed.shift();
    this.recalled = typed.length;
    this.drawButton();
    this.say(words);
  }

  say(words) { return this.turn(words, () => sayWords(words, undefined)); }

  /** Shows that something was said, sends it, and shows what came of it. */
  async turn(words, send) {
    replace(this.hello);
    replace(this.help);
    hush();
    const waiting = h("li", { class: "turn" },
      h("div", { class: "bubble mine" }, words),
      h("div", { class: "bubble thinking", "aria-label": t("talk.thinking") }, h("i"), h("i"), h("i")));
    this.log.append(waiting);
    this.toEnd();
    this.busy += 1;
    try {
      const turn = await send();
      keep(turn);
      waiting.replaceWith(this.drawn(turn));
      this.drawUndo();
      this.answer(turn);
    } catch (problem) {
      this.failed(waiting, words, problem, send);
    } finally {
      this.busy -= 1;
      this.toEnd();
    }
  }

  failed(waiting, words, problem, send) {
    if (problem.code === "no_recogniser") {
      waiting.remove();
      remember("recogniser", "none");
      this.explainMic("no_recogniser");
      return this.drawHello();
    }
    const reason = explain(problem);
    announce(reason);
    replace(waiting, h("div", { class: "bubble mine" }, words),
      h("div", { class: "bubble failed" }, h("p", {}, reason),
        h("button", { type: "button", class: "quiet", onclick: () => { waiting.remove(); this.turn(words, send); } }, t("again"))));
  }

  answer(turn) {
    announce(turn.reply?.show ?? turn.reply?.say ?? "");
    if (!this.life.over) speak(turn.reply?.say, turn.lang);
  }

  /** A turn of this browser that another page or the microphone made. */
  heardElsewhere(turn) {
    if (this.busy || !turn?.turn || turns.has(turn.turn)) return;
    keep(turn);
    replace(this.hello);
    this.add(turn);
    this.drawUndo();
    this.toEnd();
  }

  add(turn) { this.log.append(this.drawn(turn)); }

  /** Only the turn that "undo" would take back now has the button. */
  drawUndo() {
    const now = [...undoable.values()];
    for (const button of this.log.querySelectorAll("[data-undo]")) button.hidden = !now.includes(button.dataset.undo);
  }

  drawn(turn) {
    const reply = turn.reply ?? {};
    const undo = h("button", { type: "button", class: "quiet small", hidden: true, "data-undo": turn.turn, onclick: () => this.say(t("talk.undo_words")) }, icon("undo"), t("talk.undo"));
    return h("li", { class: "turn", "data-turn": turn.turn },
      h("div", { class: "bubble mine", lang: turn.lang }, heardWords(turn)),
      h("details", { class: "understood" },
        h("summary", {}, t("talk.details")),
        h("p", { class: "understood-as" }, h("span", {}, understood(turn)), h("span", { class: "muted" }, took(span(turn.trace ?? [])))),
        slotList(turn), timeline(turn.trace), h("p", {}, h("a", { href: `#/happened/${encodeURIComponent(turn.turn)}` }, t("talk.to_happened")))),
      h("div", { class: "bubble theirs", lang: turn.lang }, h("p", {}, reply.show ?? reply.say ?? ""), card(reply, this, turn), undo));
  }

  toEnd() {
    requestAnimationFrame(() => this.log.lastElementChild?.scrollIntoView({ block: "end", behavior: "instant" }));
  }

  // Push to talk.

  explainMic(why) {
    const close = () => { replace(this.help); this.micButton.focus(); };
    const box = micHelp(why, close, why === "no_recogniser" && offer(EARS, this.life, () => readSetup().then(close)));
    replace(this.help, box);
    box.focus();
    box.scrollIntoView({ block: "nearest" });
  }

  holdToTalk() {
    const button = this.micButton;
    const press = (event) => {
      if (event.type === "keydown" && (event.repeat || ![" ", "Enter"].includes(event.key))) return;
      event.preventDefault();
      if (event.pointerId !== undefined) button.setPointerCapture?.(event.pointerId);
      this.press();
    };
    const release = (event) => {
      if (event.type === "keyup" && ![" ", "Enter"].includes(event.key)) return;
      this.release();
    };
    button.addEventListener("pointerdown", press);
    button.addEventListener("keydown", press);
    ["pointerup", "pointercancel", "keyup", "blur"].forEach((name) => button.addEventListener(name, release));
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    // A screen reader presses without holding.
    button.addEventListener("click", (event) => { if (event.detail === 0 && !this.held) this.press().then(() => setTimeout(() => this.release(), 5000)); });
    this.life.until(() => this.release());
  }

  async press() {
    if (this.held) return;
    const why = whyNot();
    if (why) return this.explainMic(why);
    hush();
    this.held = true;
    this.micButton.classList.add("on");
    announce(t("mic.listening"));
    const level = (loud) => this.micButton.style.setProperty("--loud", loud.toFixed(2));
    try {
      const recording = await Recording.begin({ level, full: () => this.release() });
      if (this.held) this.recording = recording;
      else this.send(recording);
    } catch (error) {
      this.held = false;
      this.micButton.classList.remove("on");
      this.explainMic(whyRefused(error));
    }
  }

  release() {
    if (!this.held) return;
    this.held = false;
    this.micButton.classList.remove("on");
    const recording = this.recording;
    this.recording = null;
    if (recording) this.send(recording);
  }

  send(recording) {
    const sound = recording.end();
    if (!sound) return announce(t("mic.short"));
    const headers = { "content-type": "audio/wav", "idempotency-key": wish(), "accept-language": lang() };
    this.turn(t("mic.sent"), () => call("POST", "/v1/turns", sound, { headers }));
  }
}

/** What "undo" means in the conversation of a turn, once it has ended. */
function noteUndo(turn) {
  if (turn.undoable) undoable.set(turn.conversation, turn.undoable);
  else undoable.delete(turn.conversation);
}

function keep(turn) {
  noteUndo(turn);
  turns.set(turn.turn, turn);
  while (turns.size > KEPT) turns.delete(turns.keys().next().value);
  remember("turns", [...turns.keys()]);
}

/** After "forget", nothing of it is left in the page. */
export function forgetTurns() {
  turns.clear();
  undoable.clear();
  remember("turns", []);
}
