// The calendar: the next weeks, day by day; an event is added and changed in the same form.

import { call, get, patch, post, remove, wish } from "../api.js";
import { h, icon, iconButton, replace } from "../dom.js";
import { clock, clockParts, day, dayKey, instant, t } from "../i18n.js";
import { attempt, emptyBox, gone, problemBox } from "../say.js";
import { zoneNotice } from "../setup.js";

const DAYS = 31;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export async function show(root, life) {
  const place = h("div", {});
  const house = { people: [] };
  let editing = null;
  const refresh = async () => {
    const from = instant(clockParts(new Date()).date, "00:00");
    const query = new URLSearchParams({ from: from.toISOString(), to: new Date(from.getTime() + DAYS * DAY_MS).toISOString() });
    try {
      const { events } = await get(`/v1/calendar?${query}`, { signal: life.signal });
      // A form that is being filled in is not drawn anew under the hand.
      if (life.over || editing) return;
      draw(place, events, house, { refresh, edit });
    } catch (problem) {
      if (!life.over) replace(place, problemBox(problem, refresh));
    }
  };
  const edit = (event, row) => {
    const close = async () => { editing = null; await refresh(); };
    editing = event.id;
    const filled = form(house, event, async (body) => {
      await patch(`/v1/calendar/${encodeURIComponent(event.id)}`, body);
      await close();
    }, close);
    row.replaceChildren(filled);
    filled.querySelector("input").focus();
  };
  house.people = (await get("/v1/people", { signal: life.signal }).catch(() => ({ people: [] }))).people;
  if (life.over) return;
  const add = form(house, null, async (body) => {
    await call("POST", "/v1/calendar", body, { headers: { "idempotency-key": wish() } });
    add.querySelector("input").value = "";
    await refresh();
  });
  replace(root, h("h1", { tabindex: "-1" }, t("calendar.title")), zoneNotice(), add, place);
  await refresh();
  life.on("calendar again turn", refresh);
}

/** What, on which day, from when to when, and whose. */
function form(house, event, send, cancel) {
  const start = event ? new Date(event.start) : new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS);
  const end = event ? new Date(event.end) : new Date(start.getTime() + HOUR_MS);
  const [from, to] = [clockParts(start), clockParts(end)];
  const field = (type, value, key, more) => h("input", { type, value, "aria-label": t(`calendar.${key}`), required: true, ...more });
  const title = field("text", event?.title ?? "", "what", { maxlength: "200", placeholder: t("calendar.what") });
  const date = field("date", from.date, "date");
  const begins = field("time", from.time, "from");
  const ends = field("time", to.time, "to");
  const allDay = h("input", { type: "checkbox", checked: Boolean(event?.all_day), onchange: () => drawTimes() });
  const person = house.people.length > 0 && h("select", { "aria-label": t("calendar.whose") },
    h("option", { value: "", selected: !event?.person }, t("calendar.everyone")),
    house.people.map((one) => h("option", { value: one.id, selected: one.id === event?.person }, one.name)));
  const times = h("span", { class: "times" }, begins, h("span", { "aria-hidden": "true" }, "–"), ends);
  const drawTimes = () => {
    times.hidden = allDay.checked;
    begins.required = ends.required = !allDay.checked;
  };
  begins.addEventListener("change", () => { if (begins.value) ends.value = clockParts(new Date(instant(date.value, begins.value).getTime() + (end - start))).time; });
  drawTimes();
  return h("form", { class: "event-form", onsubmit: (submitted) => {
    submitted.preventDefault();
    attempt(() => send(read({ title, date, begins, ends, allDay, person, event })));
  } }, title, h("span", { class: "when" }, date, times), h("span", { class: "whose" }, h("label", { class: "check" }, allDay, t("calendar.all_day")), person),
  h("span", { class: "event-buttons" }, cancel && h("button", { type: "button", class: "quiet", onclick: cancel }, t("cancel")),
    h("button", { type: "submit", class: "primary" }, icon(event ? "check" : "plus"), t(event ? "settings.save" : "add"))));
}

function read({ title, date, begins, ends, allDay, person, event }) {
  const days = event?.all_day ? Math.max(1, Math.round((new Date(event.end) - new Date(event.start)) / DAY_MS)) : 1;
  const start = instant(date.value, allDay.checked ? "00:00" : begins.value);
  let end = allDay.checked ? instant(nextDay(date.value, days), "00:00") : instant(date.value, ends.value);
  // "From 23:00 to 01:00" ends on the next day.
  if (!allDay.checked && end <= start) end = instant(nextDay(date.value, 1), ends.value);
  return { title: title.value.trim(), start: start.toISOString(), end: end.toISOString(), all_day: allDay.checked, ...(person ? { person: person.value } : {}) };
}

const nextDay = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

function draw(place, events, house, acts) {
  if (!events.length) return replace(place, emptyBox(t("calendar.empty")));
  replace(place, [...grouped(events).values()].map((these) => [
    h("h2", {}, day(new Date(these[0].start))),
    h("ul", { class: "panel rows" }, these.map((event) => row(event, house, acts)))]));
}

function row(event, house, { refresh, edit }) {
  const path = `/v1/calendar/${encodeURIComponent(event.id)}`;
  const until = !event.all_day && event.end && t("calendar.until", { time: clock(new Date(event.end)) });
  const whose = house.people.find((one) => one.id === event.person)?.name;
  const more = [event.place, until, whose, event.repeat && t("calendar.again")].filter(Boolean).join(" · ");
  const item = h("li", {},
    h("span", { class: "event-time" }, event.all_day ? t("calendar.all_day") : clock(new Date(event.start))),
    h("div", { class: "grow" }, h("strong", {}, event.title), more && h("span", { class: "muted" }, more)),
    // One occurrence of a series cannot be moved alone.
    !event.repeat && iconButton("edit", t("calendar.edit", { what: event.title }), () => edit(event, item)),
    iconButton("trash", t("calendar.cancel", { what: event.title }), () => attempt(async () => {
      await remove(path);
      gone(t("deleted", { what: event.title }), async () => { await post(`${path}/restore`); await refresh(); });
      await refresh();
    })));
  return item;
}

function grouped(events) {
  const days = new Map();
  for (const event of events) {
    const key = dayKey(new Date(event.start));
    days.set(key, [...(days.get(key) ?? []), event]);
  }
  return days;
}
