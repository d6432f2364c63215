// Music: what plays here, and what the folder holds.

import { get, post } from "../api.js";
import { h, iconButton, replace } from "../dom.js";
import { left, number, t } from "../i18n.js";
import { attempt, emptyBox, problemBox } from "../say.js";
import { now as playing, player } from "../player.js";

const SHOWN = 100;

export async function show(root, life) {
  const search = h("input", { type: "search", maxlength: "100", placeholder: t("music.search"), "aria-label": t("music.search"), oninput: () => later() });
  const bar = h("div", { class: "now-place" });
  const place = h("div", {});
  replace(root, h("h1", { tabindex: "-1" }, t("music.title")),
    h("form", { class: "inline-form", role: "search", onsubmit: (event) => { event.preventDefault(); refresh(); } }, search), place, bar);
  let timer = 0;
  const later = () => { clearTimeout(timer); timer = setTimeout(refresh, 250); };
  const refresh = async () => {
    const query = search.value.trim();
    try {
      const answer = await get(`/v1/music${query ? `?q=${encodeURIComponent(query)}` : ""}`, { signal: life.signal });
      if (!life.over) draw(place, answer, query);
    } catch (problem) {
      if (life.over) return;
      replace(place, problem.off ? emptyBox(t("music.off"), h("a", { href: "#/settings" }, t("house.to_settings"))) : problemBox(problem, refresh));
    }
  };
  const drawBar = () => replace(bar, nowBar());
  drawBar();
  life.on("playing", drawBar);
  life.on("again", refresh);
  life.until(() => clearTimeout(timer));
  await refresh();
}

function nowBar() {
  const { track, paused } = playing();
  if (!track) return [];
  return h("section", { class: "panel now", "aria-label": t("music.now") },
    h("div", { class: "grow" }, h("strong", {}, track.title), h("span", { class: "muted" }, track.artist ?? "")),
    iconButton(paused ? "play" : "pause", t(paused ? "music.play" : "music.pause"), () => (paused ? player.resume() : player.pause())),
    iconButton("close", t("music.stop"), () => player.stop()));
}

function draw(place, answer, query) {
  const tracks = answer.tracks ?? [];
  if (!tracks.length) return replace(place, emptyBox(t(query ? "music.none_found" : "music.none")));
  replace(place, h("ul", { class: "panel rows" }, tracks.slice(0, SHOWN).map((track) => h("li", {},
    iconButton("play", t("music.play_named", { name: track.title }), () => attempt(() => play(track))),
    h("div", { class: "grow" }, h("strong", {}, track.title), h("span", { class: "muted" }, [track.artist, track.album].filter(Boolean).join(" · "))),
    track.secs && h("span", { class: "muted" }, left(track.secs))))),
  tracks.length > SHOWN && h("p", { class: "muted" }, t("more_of", { n: number(tracks.length - SHOWN) })));
}

/** The server decides where it sounds; it answers with a `play` event for that device. */
async function play(track) {
  await post("/v1/music/play", { ids: [track.id] });
}

