// Pictures that come with an answer: a running timer, a list, the weather, things to say.

import { h, icon, s } from "./dom.js";
import { clock, day, format, left, number, t, tOr } from "./i18n.js";

const CARDS = {
  timer: (data, talk) => timers([data], talk),
  timers: (data, talk) => timers(data, talk),
  alarm: (data) => dues([data], "alarm"),
  alarms: (data) => dues(data, "alarm"),
  reminder: (data) => dues([data], "reminder"),
  reminders: (data) => dues(data, "reminder"),
  list, lists, examples, off, weather, forecast: weather,
};

/** The drawing of a card, or nothing for a kind that this page does not know. `talk` has `say(text)` and `life`. */
export function card(reply, talk, turn) {
  const draw = reply?.card && CARDS[reply.card.kind];
  if (!draw || !reply.card.data) return null;
  try {
    return draw(reply.card.data, talk, turn);
  } catch {
    return null;
  }
}

/** A ring that empties as time runs out. */
export function countdown(due, total) {
  const around = 2 * Math.PI * 20;
  const arc = s("circle", { cx: 24, cy: 24, r: 20, class: "arc", "stroke-dasharray": around, "stroke-dashoffset": 0, transform: "rotate(-90 24 24)" });
  const drawing = s("svg", { viewBox: "0 0 48 48", class: "countdown", "aria-hidden": "true" }, s("circle", { cx: 24, cy: 24, r: 20, class: "rail" }), arc);
  const words = h("span", { class: "countdown-left" });
  const tick = (paused) => {
    const secs = paused ?? (due - Date.now()) / 1000;
    words.textContent = left(secs);
    arc.setAttribute("stroke-dashoffset", around * (1 - Math.max(0, Math.min(1, secs / Math.max(1, total)))));
    return secs > 0;
  };
  tick();
  return { drawing, words, tick };
}

function timers(all, talk) {
  return h("ul", { class: "card" }, all.slice(0, 8).map((timer) => {
    const due = new Date(timer.due);
    const { drawing, words, tick } = countdown(due, timer.total ?? (due - Date.now()) / 1000);
    const item = h("li", { class: "card-timer" }, drawing, words, timer.name && h("span", { class: "muted" }, timer.name));
    talk.life.every(500, () => { if (!tick()) item.classList.add("over"); });
    return item;
  }));
}

function dues(all, drawing) {
  return h("ul", { class: "card" }, all.slice(0, 8).map((due) => {
    const at = new Date(due.due);
    return h("li", { class: "card-due" }, icon(drawing), h("strong", {}, clock(at)), h("span", { class: "muted" }, day(at)), due.name && h("span", {}, due.name));
  }));
}

/** A list that was asked for is shown; after a change, only what changed. */
function list(data, talk, turn) {
  const all = data.items ?? [];
  const asked = !turn || /\.(read|has|names)$/.test(turn.intent ?? "");
  const said = (turn?.reply?.show ?? turn?.reply?.say ?? "").toLowerCase();
  const items = asked ? all : all.filter((item) => said.includes(item.text.toLowerCase()));
  if (!asked) {
    return h("div", { class: "card" },
      h("p", { class: "card-title" }, icon("list"), h("a", { href: `#/lists/${encodeURIComponent(data.id ?? "")}` }, data.name),
        h("span", { class: "muted" }, t("lists.open", { n: number(all.filter((item) => !item.done).length) }))),
      items.length > 0 && ticks(items));
  }
  return h("div", { class: "card" },
    h("p", { class: "card-title" }, icon("list"), h("a", { href: `#/lists/${encodeURIComponent(data.id ?? "")}` }, data.name)),
    items.length ? ticks(items)
      : h("p", { class: "muted" }, t("lists.empty_card")),
    items.length > 12 && h("p", { class: "muted" }, t("more_of", { n: number(items.length - 12) })));
}

function lists(data) {
  const all = data.lists ?? data;
  return h("ul", { class: "card" }, all.map((one) => h("li", { class: "card-due" }, icon("list"),
    h("a", { href: `#/lists/${encodeURIComponent(one.id)}` }, one.name), h("span", { class: "muted" }, t("lists.open", { n: number(one.open) })))));
}

function ticks(items) {
  return h("ul", { class: "ticks" }, items.slice(0, 12).map((item) =>
    h("li", { class: item.done ? "done" : "" }, h("i", { class: "tick", "aria-hidden": "true" }, item.done && icon("check")),
      h("span", {}, item.text, item.done && h("span", { class: "unseen" }, ` (${t("lists.done")})`)))));
}

/** Sections of the settings in which a service is turned on. */
const SERVICES = ["home", "weather", "rates", "news", "llm", "music"];

/** Something is not turned on: the way there. */
function off(data) {
  const section = SERVICES.includes(data.service) ? data.service : "";
  return h("p", { class: "card" }, h("a", { href: `#/settings/${section}` }, t("talk.turn_on")));
}

/** Sentences in quotes can be pressed. */
function examples(data, talk) {
  const all = Array.isArray(data) ? data : data.examples ?? [];
  const quoted = all.flatMap((words) => [...words.matchAll(/[“"「]([^”"」]{2,40})[”"」]/g)].map((match) => match[1]));
  const short = quoted.length ? quoted : all.filter((words) => words.length < 40);
  return foldedChips(short, (words) => talk.say(words));
}

/** How many sentences are shown before the rest is asked for. */
const CHIPS_SHOWN = 6;

/** The first sentences; the rest on request. */
function foldedChips(sentences, say) {
  if (sentences.length <= CHIPS_SHOWN) return chips(sentences, say);
  const rest = sentences.length - CHIPS_SHOWN;
  const place = h("div", { class: "folded-chips" }, chips(sentences.slice(0, CHIPS_SHOWN), say));
  place.append(h("button", { type: "button", class: "quiet small more-chips", onclick: () => place.replaceChildren(chips(sentences, say)) }, t("talk.more_examples", { n: number(rest) })));
  return place;
}

/** Sentences that can be said by pressing them. */
export function chips(sentences, say) {
  return h("ul", { class: "chips" }, sentences.map((words) => h("li", {}, h("button", { type: "button", class: "chip", onclick: () => say(words) }, words))));
}

const SKY = [[/thunder|storm|雷/i, "storm"], [/snow|sleet|雪/i, "snow"], [/rain|drizzle|shower|雨/i, "rain"], [/fog|mist|haze|雾|霾/i, "fog"], [/clear|sun|晴/i, "sun"]];
const CODES = [[95, "storm"], [85, "snow"], [80, "rain"], [71, "snow"], [51, "rain"], [45, "fog"], [2, "cloud"], [0, "sun"]];

function sky(one) {
  if (typeof one.code === "number") return CODES.find(([from]) => one.code >= from)?.[1] ?? "cloud";
  const words = String(one.sky ?? one.condition ?? one.text ?? "");
  return SKY.find(([seen]) => seen.test(words))?.[1] ?? "cloud";
}

const degrees = (n) => (typeof n === "number" ? `${number(Math.round(n))}°` : "–");

function weather(data) {
  const now = data.now ?? data.current ?? null;
  const days = (data.days ?? data.daily ?? []).slice(0, 5);
  const lowest = (one) => one.low ?? one.min ?? one.min_c ?? one.temp_min;
  const highest = (one) => one.high ?? one.max ?? one.max_c ?? one.temp_max;
  return h("div", { class: "card weather" },
    data.place && h("p", { class: "card-title" }, data.place),
    now && h("p", { class: "weather-now" }, icon(sky(now)), h("strong", {}, degrees(now.temp ?? now.temperature ?? now.temp_c))),
    days.length > 0 && h("ul", { class: "weather-days" }, days.map((one) => h("li", {},
      h("span", {}, one.date ? format(new Date(`${one.date}T12:00:00`), { weekday: "short" }) : ""), icon(sky(one)),
      h("span", {}, h("strong", {}, degrees(highest(one))), " ", h("span", { class: "muted" }, degrees(lowest(one))))))),
    data.source && h("p", { class: "muted" }, tOr(`source.${data.source}`, data.source)));
}

