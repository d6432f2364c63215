// The first visit: where the house is, what it speaks, and where this device stands.

import { get, patch, post, put } from "./api.js";
import { h } from "./dom.js";
import { lang, t } from "./i18n.js";
import { offer } from "./models.js";
import { clearFlaws, showFlaws } from "./flaws.js";
import { toast } from "./say.js";
import { remember, remembered } from "./store.js";
import { townField } from "./town.js";

/** Zones that say nothing about where one lives. */
const NOWHERE = ["UTC", "Etc/UTC", "Etc/GMT", "GMT", "Etc/Universal", "Universal", "Zulu", "Etc/Zulu", "Etc/UCT", "UCT", ""];

/** How the house is set up, as the server says. */
export async function readSetup() {
  const setup = await get("/v1/setup");
  remember("zone", setup.zone ?? "");
  remember("recogniser", setup.recogniser ?? "none");
  remember("child", setup.child === true);
  remember("nowhere", !setup.zone_chosen && NOWHERE.includes(setup.zone));
  return setup;
}

/** A warning while times go by a zone that nobody chose; nothing otherwise. */
export function zoneNotice() {
  if (!remembered("nowhere", false)) return null;
  return h("p", { class: "notice zone-notice" }, h("span", {}, t("setup.utc"), " ", h("a", { href: "#/settings/house" }, t("setup.utc_fix"))));
}

/** Whose holidays and which units the browser's own language suggests. */
function guess() {
  const tag = navigator.languages?.find((one) => one.includes("-")) ?? navigator.language ?? "";
  const country = /-(CN|US|GB)\b/i.exec(tag)?.[1]?.toUpperCase();
  return { region: country ?? "none", units: country === "US" ? "imperial" : "metric" };
}

/** What hears English commands without another program. */
export const EARS = "sphinx-en";

/** The card that asks; `done` runs when it was answered or put off. */
export function setupCard(setup, done, life) {
  const house = guess();
  const zone = zoneField("setup-zone", Intl.DateTimeFormat().resolvedOptions().timeZone ?? "");
  const units = choice("setup-units", ["metric", "imperial"], house.units);
  const region = choice("setup-region", ["CN", "US", "GB", "none"], house.region);
  const spoken = choice("setup-lang", ["zh", "en"], lang());
  const room = h("input", { id: "setup-room", type: "text", maxlength: "60", autocomplete: "off", placeholder: t("setup.room_hint") });
  const note = h("p", { class: "muted town-note", "aria-live": "polite" });
  const [place, offers] = townField("setup-place", "", (town, words) => {
    note.textContent = town || !words ? "" : t("setup.unknown_town");
    if (!town) return;
    [zone.value, units.value, region.value] = [town.zone, town.units, town.region];
  });
  place.placeholder = t("setup.place_hint");
  const form = h("form", { class: "panel settings setup", "aria-labelledby": "setup-title" },
    h("h2", { id: "setup-title" }, t("setup.title")), h("p", { class: "muted" }, t("setup.about")),
    field("place", place, offers, note), field("zone", zone), field("lang", spoken), field("units", units), field("region", region), field("room", room),
    setup.recogniser === "none" && offer(EARS, life, readSetup),
    h("p", { class: "save" },
      h("button", { type: "button", class: "quiet", onclick: () => later(done) }, t("setup.later")),
      h("button", { type: "submit", class: "primary" }, t("setup.save"))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearFlaws(form);
    const wanted = { place: place.value.trim(), zone: zone.value.trim(), lang: spoken.value, units: units.value, region: region.value };
    try {
      await put("/v1/settings", { house: wanted });
      if (room.value.trim()) await stand(setup.device, room.value.trim());
      await readSetup();
      toast(t("setup.done"));
      done();
    } catch (problem) {
      showFlaws(form, problem, (name) => `setup-${name.split(".")[1]}`);
    }
  });
  return form;
}

async function later(done) {
  // What the browser says is better than nothing; where the house is, it does not say.
  await put("/v1/settings", { house: { lang: lang(), ...guess() } }).catch(() => {});
  done();
}

/** This device stands in that room, which is made when there is none. */
async function stand(device, name) {
  const { rooms } = await get("/v1/rooms");
  const room = rooms.find((one) => one.name === name) ?? await post("/v1/rooms", { name });
  if (device) await patch(`/v1/devices/${encodeURIComponent(device)}`, { room: room.id });
}

const field = (name, input, ...more) => h("div", { class: "field" },
  h("label", { for: `setup-${name}` }, t(name === "room" ? "setup.room" : `settings.house.${name}`)), h("div", {}, input, more));

const choice = (id, words, chosen) => h("select", { id }, words.map((word) => h("option", { value: word, selected: word === chosen }, t(`settings.choice.${word === "none" ? "none_region" : word}`))));

/** A field for a time zone, with all of them offered. */
export function zoneField(id, value) {
  const all = Intl.supportedValuesOf?.("timeZone") ?? [];
  const input = h("input", { id, type: "text", value, maxlength: "100", autocomplete: "off", spellcheck: "false", list: "all-zones" });
  if (!document.getElementById("all-zones")) document.body.append(h("datalist", { id: "all-zones" }, all.map((zone) => h("option", { value: zone }))));
  return input;
}
