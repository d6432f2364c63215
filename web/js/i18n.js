// Words in the chosen language, and dates, times and spans as people of that language write them.

import { remembered, rememberWord, rememberedWord } from "./store.js";

const loaded = new Map();
let words = {};

export const lang = () => document.documentElement.lang;
export const chosenLang = () => rememberedWord("lang");

async function load(tag) {
  if (!loaded.has(tag)) {
    const response = await fetch(`/strings/${tag}.json`);
    loaded.set(tag, await response.json());
  }
  words = loaded.get(tag);
  document.documentElement.lang = tag;
}

/** Loads the words of the present language. */
export const start = () => load(lang());

/** Chooses a language and keeps the choice. */
export async function choose(tag) {
  rememberWord("lang", tag);
  await load(tag);
}

/** The words under `key`, with `{holes}` filled. A key that is missing shows itself. */
export function t(key, holes = {}) {
  const found = key.split(".").reduce((at, part) => at?.[part], words);
  if (typeof found !== "string") return key;
  return found.replace(/\{(\w+)\}/g, (hole, name) => String(holes[name] ?? hole));
}

/** The words under `key`, or `otherwise` when there are none. */
export function tOr(key, otherwise) {
  const found = t(key);
  return found === key ? otherwise : found;
}

/** One of two forms, by the number: `key.one`, `key.other`. */
export function tn(key, n, holes = {}) {
  const form = new Intl.PluralRules(lang()).select(n) === "one" ? "one" : "other";
  return t(`${key}.${form}`, { n: number(n), ...holes });
}

export const number = (n, options) => new Intl.NumberFormat(locale(), options).format(n);

const locale = () => (lang() === "zh" ? "zh-CN" : "en-GB");
/** The zone of the house, or the browser's while that is not known. */
export const zone = () => remembered("zone", "") || undefined;

export function format(date, options) {
  try {
    return new Intl.DateTimeFormat(locale(), { timeZone: zone(), ...options }).format(date);
  } catch {
    return new Intl.DateTimeFormat(locale(), options).format(date);
  }
}

export const clock = (date) => format(date, { hour: "2-digit", minute: "2-digit", hour12: false });
export const clockSeconds = (date) => format(date, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
/** The calendar day in the house's zone, as a key. */
export const dayKey = (date) => {
  const parts = format(date, { year: "numeric", month: "2-digit", day: "2-digit" });
  return parts;
};

/** "Today", "tomorrow", or the date with its weekday. */
export function day(date, now = new Date()) {
  const steps = [["day.today", 0], ["day.tomorrow", 1], ["day.yesterday", -1]];
  for (const [key, days] of steps) {
    if (dayKey(date) === dayKey(new Date(now.getTime() + days * 86_400_000))) return t(key);
  }
  const far = Math.abs(date - now) > 300 * 86_400_000;
  return format(date, { month: "long", day: "numeric", weekday: "short", ...(far ? { year: "numeric" } : {}) });
}

/** "Tomorrow 07:00". */
export const moment = (date) => t("day.at", { day: day(date), time: clock(date) });

/** 3:05, 1:02:03. */
export function left(seconds) {
  const total = Math.max(0, Math.ceil(seconds));
  const [hours, minutes, secs] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(secs)}` : `${minutes}:${two(secs)}`;
}

/** "in 5 minutes", "3 days ago". */
export function ago(date, now = new Date()) {
  const seconds = (date - now) / 1000;
  const units = [["day", 86_400], ["hour", 3600], ["minute", 60]];
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

/** The date and the time of day in the house's zone, as fields of a form hold them. */
export function clockParts(date) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-CA", {
    timeZone: zone(), year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(date).map(({ type, value }) => [type, value]));
  return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

/** The moment at which the house's clock shows that date and time. */
export function instant(date, time) {
  const wanted = Date.parse(`${date}T${time || "00:00"}:00Z`);
  let at = wanted;
  // Twice, for the offset of the first guess may be that of the other side of a clock change.
  for (let i = 0; i < 2; i += 1) {
    const shown = clockParts(new Date(at));
    at += wanted - Date.parse(`${shown.date}T${shown.time}:00Z`);
  }
  return new Date(at);
}

/** The name of something that has names in several languages, in the page's. */
export function nameOf(thing) {
  const names = [thing.name, ...(thing.aliases ?? [])];
  const han = /\p{Script=Han}/u;
  const own = names.find((name) => han.test(name) === (lang() === "zh")) ?? thing.name;
  return lang() === "zh" ? own : own.charAt(0).toUpperCase() + own.slice(1);
}

/** The name of a list: the built-in ones have one in each language. */
export const listName = (list) => tOr(`lists.named.${list.kind}`, list.name);

/** Microseconds as people read them: 240 µs, 1.2 ms, 2.1 s. */
export function took(us) {
  if (us < 1000) return `${number(us)} µs`;
  if (us < 1_000_000) return `${number(us / 1000, { maximumFractionDigits: us < 10_000 ? 1 : 0 })} ms`;
  return `${number(us / 1_000_000, { maximumFractionDigits: 1 })} s`;
}

/** "Every workday", from the JSON of a repeat. */
export function repeats(repeat) {
  if (!repeat) return "";
  const [kind] = Object.keys(repeat);
  const value = repeat[kind];
  if (kind === "days" && typeof value === "string") return t(`repeat.${value}`);
  if (kind === "days") {
    if (value.length === 7) return t("repeat.every_day");
    return t("repeat.on_days", { days: value.map((name) => t(`weekday.${name}`)).join(t("comma")) });
  }
  if (kind === "daily") return value.every === 1 ? t("repeat.every_day") : t("repeat.daily", { n: value.every });
  if (kind === "weekly") {
    const holes = { n: value.every, day: t(`weekday.${value.day}`) };
    return value.every === 1 ? t("repeat.on_days", { days: holes.day }) : t("repeat.weekly", holes);
  }
  if (kind === "monthly") return t("repeat.monthly", { day: value.day });
  if (kind === "yearly" || kind === "lunar_yearly") return t(`repeat.${kind}`, { month: value.month, day: value.day });
  if (kind === "every") return t("repeat.every", { span: left(value.secs) });
  return "";
}
