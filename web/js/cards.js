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
  list, lists, examples, weather, forecast: weather,
};

/** The drawing of a card, or nothing for a kind that this page does not know. `talk` has `say(text)` and `life`. */
export function card(reply, talk) {
  const draw = reply?.card && CARDS[reply.card.kind];
  if (!draw || !reply.card.data) return null;
  try {
    return draw(reply.card.data, talk);
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

function list(data) {
  const items = data.items ?? [];
  return h("div", { class: "card" },
    h("p", { class: "card-title" }, icon("list"), h("a", { href: `#/lists/${encodeURIComponent(data.id ?? "")}` }, data.name)),
    items.length ? h("ul", { class: "ticks" }, items.slice(0, 12).map((item) =>
      h("li", { class: item.done ? "done" : "" }, h("i", { class: "tick", "aria-hidden": "true" }, item.done && icon("check")),
        h("span", {}, item.text, item.done && h("span", { class: "unseen" }, ` (${t("lists.done")})`)))))
      : h("p", { class: "muted" }, t("lists.empty_card")),
    items.length > 12 && h("p", { class: "muted" }, t("more_of", { n: number(items.length - 12) })));
}

function lists(data) {
  const all = data.lists ?? data;
  return h("ul", { class: "card" }, all.map((one) => h("li", { class: "card-due" }, icon("list"),
    h("a", { href: `#/lists/${encodeURIComponent(one.id)}` }, one.name), h("span", { class: "muted" }, t("lists.open", { n: number(one.open) })))));
}

/** Sentences in quotes can be pressed. */
function examples(data, talk) {
  const all = Array.isArray(data) ? data : data.examples ?? [];
  const quoted = all.flatMap((words) => [...words.matchAll(/[“"「]([^”"」]{2,40})[”"」]/g)].map((match) => match[1]));
  const short = quoted.length ? quoted : all.filter((words) => words.length < 40);
  return chips(short.slice(0, 14), talk.say);
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

