// Settings: what the owner may choose. Each section is saved by itself and holds at once.

import { get, put } from "../api.js";
import { h, replace } from "../dom.js";
import { t } from "../i18n.js";
import { attempt, problemBox, toast } from "../say.js";
import { remember } from "../store.js";

/** section -> fields: name, and what kind of field it is. */
const SECTIONS = {
  house: [["place", "text"], ["zone", "zone"], ["lang", ["zh", "en"]], ["units", ["metric", "imperial"]], ["region", ["CN", "US", "GB"]], ["latitude", "number"], ["longitude", "number"]],
  weather: [["on", "check"], ["base_url", "text"], ["geocoding_url", "text"]],
  news: [["feeds", "lines"]],
  rates: [["url", "text"]],
  home: [["kind", ["virtual", "home_assistant", "none"]], ["url", "text"], ["token_file", "path"]],
  music: [["folder", "path"]],
  speech: [["recogniser", ["none", "wyoming", "openai"]], ["recogniser_url", "text"], ["recogniser_model", "text"], ["recogniser_key_file", "path"]],
  llm: [["base_url", "text"], ["model", "text"], ["key_file", "path"], ["seconds_max", "number"]],
  audio: [["device", "text"]],
  keep: [["days", "number"]],
};
/** Sections that make something leave the house when they are set. */
const LEAVES = ["weather", "news", "rates", "speech", "llm"];

export async function show(root, life) {
  const place = h("div", {});
  replace(root, h("h1", { tabindex: "-1" }, t("settings.title")), h("p", { class: "muted" }, t("settings.about")), place);
  const refresh = async () => {
    try {
      const settings = await get("/v1/settings", { signal: life.signal });
      if (!life.over) replace(place, Object.keys(SECTIONS).filter((name) => settings[name]).map((name) => section(name, settings[name])));
    } catch (problem) {
      if (!life.over) replace(place, problemBox(problem, refresh));
    }
  };
  await refresh();
}

function section(name, values) {
  const fields = SECTIONS[name].filter(([key]) => key in values).map(([key, kind]) => field(name, key, kind, values[key]));
  const save = h("button", { type: "submit", class: "primary small" }, t("settings.save"));
  return h("form", { class: "panel settings", "aria-label": t(`settings.${name}.title`), onsubmit: (event) => {
    event.preventDefault();
    attempt(async () => {
      const changed = Object.fromEntries(fields.map(({ key, read }) => [key, read()]));
      const now = await put("/v1/settings", { [name]: changed });
      remember("zone", now.house?.zone ?? "");
      remember("recogniser", now.speech?.recogniser ?? "none");
      toast(t("settings.saved"));
    });
  } }, h("h2", {}, t(`settings.${name}.title`)), h("p", { class: "muted" }, t(`settings.${name}.about`)),
  LEAVES.includes(name) && h("p", { class: "leaves" }, t("settings.leaves")),
  fields.map(({ row }) => row), h("p", { class: "save" }, save));
}

function field(name, key, kind, value) {
  const id = `${name}-${key}`;
  const label = t(`settings.${name}.${key}`);
  if (kind === "check") {
    const input = h("input", { type: "checkbox", checked: Boolean(value), id });
    return { key, read: () => input.checked, row: h("label", { class: "check" }, input, label) };
  }
  const [input, read] = control(name, key, kind, value, id);
  return { key, read, row: h("div", { class: "field" }, h("label", { for: id }, label), input) };
}

function control(name, key, kind, value, id) {
  if (Array.isArray(kind)) {
    const input = h("select", { id }, kind.map((word) => h("option", { value: word, selected: word === value }, t(`settings.choice.${word}`))));
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
  const input = h("input", { id, type: "text", value: value ?? "", maxlength: "500", spellcheck: "false" });
  if (kind === "zone") {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    input.placeholder = here;
    const zones = h("datalist", { id: `${id}-all` }, (Intl.supportedValuesOf?.("timeZone") ?? [here]).map((zone) => h("option", { value: zone })));
    input.setAttribute("list", `${id}-all`);
    return [h("span", {}, input, zones), () => input.value.trim()];
  }
  return [input, () => (kind === "path" ? input.value.trim() || null : input.value.trim())];
}
