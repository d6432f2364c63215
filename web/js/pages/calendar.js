// The calendar: the next weeks, day by day, and a form for one more.

import { call, get, remove, wish } from "../api.js";
import { h, icon, iconButton, replace } from "../dom.js";
import { clock, day, dayKey, t } from "../i18n.js";
import { attempt, emptyBox, problemBox } from "../say.js";

const DAYS = 31;
const DAY_MS = 86_400_000;

export async function show(root, life) {
  const place = h("div", {});
  const refresh = async () => {
    const from = new Date();
    from.setHours(0, 0, 0, 0);
    const query = new URLSearchParams({ from: from.toISOString(), to: new Date(from.getTime() + DAYS * DAY_MS).toISOString() });
    try {
      const { events } = await get(`/v1/calendar?${query}`, { signal: life.signal });
      if (!life.over) draw(place, events, refresh);
    } catch (problem) {
      if (!life.over) replace(place, problemBox(problem, refresh));
    }
  };
  replace(root, h("h1", { tabindex: "-1" }, t("calendar.title")), form(refresh), place);
  await refresh();
  life.on("calendar again turn", refresh);
}

function form(refresh) {
  const soon = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000);
  const local = new Date(soon.getTime() - soon.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const title = h("input", { type: "text", maxlength: "200", required: true, placeholder: t("calendar.what"), "aria-label": t("calendar.what") });
  const when = h("input", { type: "datetime-local", value: local, required: true, "aria-label": t("calendar.when") });
  return h("form", { class: "inline-form", onsubmit: (event) => {
    event.preventDefault();
    attempt(async () => {
      const start = new Date(when.value);
      const body = { title: title.value.trim(), start: start.toISOString(), end: new Date(start.getTime() + 3_600_000).toISOString() };
      await call("POST", "/v1/calendar", body, { headers: { "idempotency-key": wish() } });
      title.value = "";
      await refresh();
    });
  } }, title, when, h("button", { type: "submit", class: "primary" }, icon("plus"), t("add")));
}

function draw(place, events, refresh) {
  if (!events.length) return replace(place, emptyBox(t("calendar.empty")));
  const days = Map.groupBy ? Map.groupBy(events, (event) => dayKey(new Date(event.start))) : group(events);
  replace(place, [...days.values()].map((these) => [
    h("h2", {}, day(new Date(these[0].start))),
    h("ul", { class: "panel rows" }, these.map((event) => h("li", {},
      h("span", { class: "event-time" }, event.all_day ? t("calendar.all_day") : clock(new Date(event.start))),
      h("div", { class: "grow" }, h("strong", {}, event.title), (event.place || !event.all_day) && h("span", { class: "muted" }, [event.place, !event.all_day && event.end && t("calendar.until", { time: clock(new Date(event.end)) })].filter(Boolean).join(" · "))),
      iconButton("trash", t("calendar.cancel", { what: event.title }), () => {
        if (confirm(t("calendar.cancel_sure", { what: event.title }))) attempt(async () => { await remove(`/v1/calendar/${encodeURIComponent(event.id)}`); await refresh(); });
      }))))]));
}

function group(events) {
  const days = new Map();
  for (const event of events) {
    const key = dayKey(new Date(event.start));
    days.set(key, [...(days.get(key) ?? []), event]);
  }
  return days;
}
