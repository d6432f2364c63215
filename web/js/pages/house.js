// The house: rooms with their devices, and what each can do.

import { get, post } from "../api.js";
import { h, icon, iconButton, replace } from "../dom.js";
import { nameOf, number, t, tOr } from "../i18n.js";
import { attempt, emptyBox, problemBox, toast } from "../say.js";
import { sure } from "../sure.js";

/** Kinds that are switched on and off. */
const SWITCHED = ["light", "switch", "fan", "cover", "media", "lock", "climate", "vacuum"];
/** Kinds with a level in hundredths. */
const LEVELS = ["light", "cover", "media", "fan"];

export async function show(root, life) {
  const place = h("div", {});
  replace(root, h("h1", { tabindex: "-1" }, t("house.title")), place);
  const refresh = async () => {
    // A slider that is being moved is not drawn anew under the finger.
    if (place.querySelector("input:active")) return;
    try {
      const house = await get("/v1/home", { signal: life.signal });
      if (!life.over) draw(place, house, refresh);
    } catch (problem) {
      if (!life.over) replace(place, problemBox(problem, refresh));
    }
  };
  await refresh();
  life.on("state again turn", refresh);
}

function draw(place, house, refresh) {
  const focused = document.activeElement?.dataset?.control;
  if (!house.devices.length) return replace(place, emptyBox(t("house.empty"), h("a", { href: "#/settings" }, t("house.to_settings"))));
  const act = async (device, what, value) => {
    if (device.kind === "lock" && what === "on" && !await sure(t("house.unlock_sure", { name: device.name }), t("house.unlock"))) return;
    await doIt([device.id], what, value, refresh);
  };
  house.devices.forEach((device) => { device.name = nameOf(device); });
  house.areas.forEach((area) => { area.name = nameOf(area); });
  const groups = house.areas.map((area) => [area, house.devices.filter((device) => device.area === area.id)]);
  const known = new Set(house.areas.map((area) => area.id));
  groups.push([{ name: t("house.elsewhere") }, house.devices.filter((device) => !known.has(device.area))]);
  const floors = new Map(house.floors.map((floor) => [floor.id, nameOf(floor)]));
  replace(place, groups.filter(([, devices]) => devices.length).map(([area, devices]) => {
    const lights = devices.filter((device) => device.kind === "light" && device.state.on);
    return h("section", { class: "room", "aria-label": area.name },
      h("div", { class: "head" }, h("h2", {}, area.name, floors.has(area.floor) && h("span", { class: "floor" }, floors.get(area.floor))),
        lights.length > 0 && h("button", { type: "button", class: "quiet small", "data-control": `off:${area.id}`, onclick: () => doIt(lights.map((one) => one.id), "off", undefined, refresh) },
          icon("light"), t("house.lights_off", { n: number(lights.length) }))),
      h("ul", { class: "tiles" }, devices.map((device) => tile(device, act))));
  }));
  if (focused) place.querySelector(`[data-control="${CSS.escape(focused)}"]`)?.focus();
}

async function doIt(ids, act, value, refresh) {
  await attempt(async () => {
    const { failed } = await post("/v1/home/act", { ids, act, ...(value === undefined ? {} : { value }) });
    if (failed?.length) toast(t("house.failed"));
  });
  await refresh();
}

function tile(device, act) {
  const { state, kind, name } = device;
  const dead = !state.available;
  const can = (list) => list.includes(kind) && !dead;
  return h("li", { class: `tile ${state.on ? "on" : ""} ${dead ? "dead" : ""}` },
    h("div", { class: "tile-head" }, icon(kind), h("div", { class: "grow" }, h("strong", {}, name), h("span", { class: "muted" }, words(device))),
      can(SWITCHED) && state.on !== null && h("button", {
        type: "button", role: "switch", class: "toggle", "aria-checked": String(Boolean(state.on)), "aria-label": name,
        "data-control": `on:${device.id}`, onclick: () => act(device, state.on ? "off" : "on"),
      }),
      kind === "scene" && h("button", { type: "button", class: "quiet small", "aria-label": t("house.run_named", { name }), onclick: () => act(device, "on") }, t("house.run"))),
    can(LEVELS) && typeof state.level === "number" && (state.on || kind === "cover") && h("input", {
      type: "range", min: "0", max: "100", step: "1", value: String(Math.round(state.level)),
      "aria-label": t(`house.level.${kind}`, { name }), "data-control": `level:${device.id}`,
      onchange: (event) => act(device, "level", Number(event.target.value)),
    }),
    kind === "climate" && !dead && typeof state.target === "number" && h("div", { class: "stepper" },
      iconButton("minus", t("house.cooler", { name }), () => act(device, "target", state.target - 0.5), { "data-control": `less:${device.id}` }),
      h("strong", {}, t("house.degrees", { n: number(state.target) })),
      iconButton("plus", t("house.warmer", { name }), () => act(device, "target", state.target + 0.5), { "data-control": `more:${device.id}` })));
}

/** How a device is, in a few words. */
function words({ kind, state, class: what }) {
  if (!state.available) return t("house.unavailable");
  const said = [];
  if (typeof state.measured === "number") said.push(`${number(state.measured, { maximumFractionDigits: 1 })}${tOr(`house.unit.${state.unit}`, state.unit ?? "")}`);
  if (state.on !== null && state.on !== undefined && kind !== "sensor" && kind !== "scene") said.push(tOr(`house.${state.on ? "on" : "off"}.${kind}`, t(`house.${state.on ? "on" : "off"}.any`)));
  if (state.on && typeof state.level === "number" && LEVELS.includes(kind)) said.push(t("house.percent", { n: number(Math.round(state.level)) }));
  if (kind === "sensor" && typeof state.on === "boolean") said.push(tOr(`house.sensor.${what}.${state.on ? "on" : "off"}`, t(`house.sensor.any.${state.on ? "on" : "off"}`)));
  if (state.mode) said.push(tOr(`house.mode.${state.mode}`, state.mode));
  return said.join(" · ");
}

