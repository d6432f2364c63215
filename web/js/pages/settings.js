// Settings: what the owner may choose. Each section is saved by itself and holds at once.

import { get, put } from "../api.js";
import { h, replace } from "../dom.js";
import { clearFlaws, showFlaws } from "../flaws.js";
import { moment, number, t, tn } from "../i18n.js";
import { modelsSection } from "../models.js";
import { problemBox, toast } from "../say.js";
import { readSetup, zoneField, zoneNotice } from "../setup.js";
import { townField } from "../town.js";

/** section -> fields: name, and what kind of field it is. */
const SECTIONS = {
  house: [["place", "text"], ["zone", "zone"], ["lang", ["zh", "en"]], ["units", ["metric", "imperial"]], ["region", ["CN", "US", "GB", "none"]], ["latitude", "number"], ["longitude", "number"]],
  weather: [["on", "check"], ["base_url", "text"], ["geocoding_url", "text"]],
  news: [["feeds", "lines"]],
  rates: [["url", "text"]],
  home: [["kind", ["virtual", "home_assistant", "none"]], ["url", "text"]],
  music: [["folder", "path"]],
  speech: [["recogniser", ["none", "sense-voice", "wyoming", "openai"]], ["recogniser_url", "text"], ["recogniser_model", "text"]],
  llm: [["base_url", "text"], ["model", "text"], ["seconds_max", "number"]],
  audio: [["device", "text"]],
  keep: [["days", "number"]],
};
/** Sections that make something leave the house when they are set. */
const LEAVES = ["weather", "news", "rates", "speech", "llm"];

export async function show(root, life, [wanted]) {
  const place = h("div", {});
  replace(root, h("h1", { tabindex: "-1" }, t("settings.title")), zoneNotice(), h("p", { class: "muted" }, t("settings.about")), place);
  const refresh = async () => {
    try {
      const settings = await get("/v1/settings", { signal: life.signal });
      if (life.over) return;
      const models = modelsSection(life);
      const sections = Object.keys(SECTIONS).filter((name) => settings[name]);
      replace(place, sections.flatMap((name) => [name === "llm" && models, section(name, settings[name])]));
      if (wanted) place.querySelector(`#section-${CSS.escape(wanted)}`)?.scrollIntoView({ block: "start" });
    } catch (problem) {
      if (!life.over) replace(place, problemBox(problem, refresh));
    }
  };
  await refresh();
}

function section(name, values) {
  const fields = SECTIONS[name].filter(([key]) => key in values).map(([key, kind]) => field(name, key, kind, values[key]));
  const save = h("button", { type: "submit", class: "primary small" }, t("settings.save"));
  const told = h("div", { class: "moved", role: "status" });
  const form = h("form", { class: "panel settings", id: `section-${name}`, "aria-label": t(`settings.${name}.title`), novalidate: true },
    h("h2", {}, t(`settings.${name}.title`)), h("p", { class: "muted" }, t(`settings.${name}.about`)),
    LEAVES.includes(name) && h("p", { class: "leaves" }, t("settings.leaves")),
    fields.map(({ row }) => row), told, h("p", { class: "save" }, save));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearFlaws(form);
    try {
      const changed = Object.fromEntries(fields.map(({ key, read }) => [key, read()]));
      const now = await put("/v1/settings", { [name]: changed });
      fields.forEach(({ key, write }) => write?.(now[name][key]));
      await readSetup();
      replace(told, moved(now.moved));
      toast(t("settings.saved"));
      if (name === "house") {
        document.querySelector(".zone-notice")?.replaceWith(zoneNotice() ?? "");
      }
    } catch (problem) {
      showFlaws(form, problem, (field) => field.replace(".", "-"));
    }
  });
  if (name === "house") town(form);
  return form;
}

/** A town that is known fills in what belongs to it, before one's eyes. */
function town(form) {
  const at = (key) => form.querySelector(`#house-${key}`);
  const note = h("p", { class: "muted town-note", "aria-live": "polite" });
  const [input, offers] = townField("house-place", at("place").value, (found, words) => {
    note.textContent = found || !words ? "" : t("setup.unknown_town");
    if (!found) return;
    [at("zone").value, at("region").value] = [found.zone, found.region];
    [at("latitude").value, at("longitude").value] = [found.latitude, found.longitude];
  });
  at("place").replaceWith(h("div", {}, input, offers, note));
}

/** What keeps its clock time in the new zone. */
function moved(told) {
  if (!told) return [];
  const rest = told.count - told.rows.length;
  return [h("p", {}, tn("settings.moved", told.count, { zone: told.zone })),
    h("ul", {}, told.rows.map((row) => h("li", {}, `${moment(new Date(row.at))} · ${row.name || t(`dues.${row.kind}`)}`))),
    rest > 0 && h("p", { class: "muted" }, t("more_of", { n: number(rest) }))];
}

function field(name, key, kind, value) {
  const id = `${name}-${key}`;
  const label = t(`settings.${name}.${key}`);
  if (kind === "check") {
    const input = h("input", { type: "checkbox", checked: Boolean(value), id });
    return { key, read: () => input.checked, row: h("label", { class: "check" }, input, label) };
  }
  const [input, read] = control(key, kind, value, id);
  // The field may have been replaced by one that offers towns.
  const now = () => document.getElementById(id) ?? input;
  const write = ["text", "zone", "number"].includes(kind) || Array.isArray(kind) ? (fresh) => { now().value = fresh ?? ""; } : undefined;
  return { key, read: key === "place" ? () => now().value.trim() : read, write, row: h("div", { class: "field" }, h("label", { for: id }, label), h("div", {}, input)) };
}

function control(key, kind, value, id) {
  if (Array.isArray(kind)) {
    const input = h("select", { id }, kind.map((word) => h("option", { value: word, selected: word === value }, t(`settings.choice.${key === "region" && word === "none" ? "none_region" : word}`))));
    return [input, () => input.value];
  }
  if (kind === "lines") {
    const input = h("textarea", { id, rows: "3", value: (value ?? []).join("\n") });
    return [input, () => input.value.split("\n").map((line) => line.trim()).filter(Boolean)];
  }
  if (kind === "number") {
    const input = h("input", { id, type: "number", step: "any", value: value ?? "" });
    return [input, () => (input.value === "" ? null : Number(input.value))];
  }
  if (kind === "zone") {
    const input = zoneField(id, value ?? "");
    input.placeholder = t("settings.zone_of_machine");
    return [input, () => input.value.trim()];
  }
  const input = h("input", { id, type: "text", value: value ?? "", maxlength: "500", spellcheck: "false" });
  return [input, () => (kind === "path" ? input.value.trim() || null : input.value.trim())];
}
