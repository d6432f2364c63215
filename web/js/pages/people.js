// People and devices: who lives here, where devices stand, who is signed in, keys for programs.

import { call, get, patch, post, remove } from "../api.js";
import { h, icon, iconButton, replace } from "../dom.js";
import { ago, t, tOr } from "../i18n.js";
import { nameForm, rows, shownOnce } from "../rows.js";
import { attempt, problemBox } from "../say.js";
import { sure } from "../sure.js";

const SCOPES = ["turns", "ai", "admin"];

export async function show(root, life) {
  const secret = h("div", { role: "status" });
  const parts = [["people", people], ["rooms", rooms], ["devices", devices], ["sessions", sessions], ["tokens", tokens]]
    .map(([name, draw]) => ({ name, draw, place: h("div", {}) }));
  replace(root, h("h1", { tabindex: "-1" }, t("people.title")), secret, parts.map(({ name, place }) =>
    h("section", { "aria-label": t(`people.${name}`) }, h("h2", {}, t(`people.${name}`)), h("p", { class: "muted" }, t(`people.${name}_about`)), place)),
  h("p", { class: "end" }, h("button", { type: "button", class: "quiet danger", onclick: () => attempt(async () => { await post("/v1/signout"); location.reload(); }) }, t("people.sign_out"))));
  const house = {};
  const refresh = async () => {
    await Promise.all(parts.map(async ({ name, draw, place }) => {
      try {
        house[name] = (await get(`/v1/${name}`, { signal: life.signal }))[name];
      } catch (problem) {
        if (!life.over) replace(place, problemBox(problem, refresh));
        house[name] = null;
      }
      return draw;
    }));
    if (life.over) return;
    for (const { name, draw, place } of parts) if (house[name]) replace(place, draw(house, refresh, secret));
  };
  await refresh();
  life.on("again", refresh);
}

async function gone(path, words, refresh) {
  if (await sure(words, t("people.yes"))) attempt(async () => { await remove(path); await refresh(); });
}

function people(house, refresh) {
  const child = h("input", { type: "checkbox" });
  return [
    rows(house.people, (person) => h("li", {}, icon("people", "lead"),
      h("div", { class: "grow" }, h("strong", {}, person.name), h("span", { class: "muted" }, tOr(`people.role.${person.role}`, person.role))),
      iconButton("trash", t("people.remove", { name: person.name }), () => gone(`/v1/people/${person.id}`, t("people.remove_sure", { name: person.name }), refresh))), t("people.no_people")),
    nameForm(t("people.name"), h("label", { class: "check" }, child, t("people.child")), async (name) => { await post("/v1/people", { name, child: child.checked }); await refresh(); }),
  ];
}

function rooms(house, refresh) {
  return [
    rows(house.rooms, (room) => h("li", {}, icon("house", "lead"), h("div", { class: "grow" }, h("strong", {}, room.name), room.floor && h("span", { class: "muted" }, room.floor)),
      iconButton("trash", t("people.remove", { name: room.name }), () => gone(`/v1/rooms/${room.id}`, t("people.remove_sure", { name: room.name }), refresh))), t("people.no_rooms")),
    nameForm(t("people.room_name"), null, async (name) => { await post("/v1/rooms", { name }); await refresh(); }),
  ];
}

function devices(house, refresh) {
  return rows(house.devices, (device) => {
    const room = h("select", { "aria-label": t("people.room_of", { name: device.name }), onchange: () => attempt(() => patch(`/v1/devices/${encodeURIComponent(device.id)}`, { room: room.value })) },
      h("option", { value: "", disabled: true, selected: !device.room }, t("people.no_room")),
      (house.rooms ?? []).map((one) => h("option", { value: one.id, selected: one.id === device.room }, one.name)));
    return h("li", {}, icon(device.kind === "page" ? "talk" : "sound", "lead"),
      h("div", { class: "grow" }, h("strong", {}, browser(device.name)), h("span", { class: "muted" }, t("people.seen", { when: ago(new Date(device.last_seen)) }))),
      (house.rooms ?? []).length > 0 && h("span", { class: "narrow-select" }, room),
      iconButton("trash", t("people.remove", { name: browser(device.name) }), () => gone(`/v1/devices/${encodeURIComponent(device.id)}`, t("people.remove_sure", { name: browser(device.name) }), refresh)));
  }, t("people.no_devices"));
}

function sessions(house, refresh, secret) {
  const link = h("button", { type: "button", class: "quiet", onclick: () => attempt(async () => {
    const { path } = await post("/v1/links");
    shownOnce(secret, t("people.link_is"), location.origin + path);
  }) }, icon("plus"), t("people.new_link"));
  return [rows(house.sessions, (session) => h("li", {}, icon("talk", "lead"),
    h("div", { class: "grow" }, h("strong", {}, browser(session.name)), h("span", { class: "muted" }, t("people.seen", { when: ago(new Date(session.last_seen)) }))),
    iconButton("trash", t("people.end", { name: browser(session.name) }), () => gone(`/v1/sessions/${session.id}`, t("people.end_sure", { name: browser(session.name) }), refresh))), ""),
  h("p", { class: "inline-form" }, link)];
}

function tokens(house, refresh, secret) {
  const scope = h("select", { "aria-label": t("people.scope") }, SCOPES.map((word) => h("option", { value: word }, t(`people.scopes.${word}`))));
  return [
    rows(house.tokens, (token) => h("li", {}, icon("lock", "lead"), h("div", { class: "grow" }, h("strong", {}, token.name), h("span", { class: "muted" }, tOr(`people.scopes.${token.scope}`, token.scope))),
      iconButton("trash", t("people.revoke", { name: token.name }), () => gone(`/v1/tokens/${token.id}`, t("people.revoke_sure", { name: token.name }), refresh))), t("people.no_tokens")),
    nameForm(t("people.token_name"), scope, async (name) => {
      const made = await call("POST", "/v1/tokens", { name, scope: scope.value });
      shownOnce(secret, t("people.secret_is", { name }), made.secret);
      await refresh();
    }),
  ];
}

/** A browser's name in the page's language: "Chrome · Android" is "Chrome on Android". */
function browser(name) {
  const [program, system] = name.split(" · ");
  return system ? t("people.browser", { program, system }) : name;
}
