// Plays what the house sends to this page: `play` events hold what to do and where the sound is.

import { post } from "./api.js";
import { on, tell } from "./events.js";

let sound = null;
let track = null;
let volume = 0.8;

export const now = () => ({ track, paused: sound?.paused ?? true });

export const player = {
  async start(next, url) {
    sound ??= new Audio();
    sound.onended = () => ended();
    sound.src = url;
    sound.volume = volume;
    track = next;
    await sound.play().catch(() => {});
    tell("playing", null);
  },
  pause() { sound?.pause(); tell("playing", null); },
  async resume() { await sound?.play().catch(() => {}); tell("playing", null); },
  stop() { sound?.pause(); sound?.removeAttribute("src"); track = null; tell("playing", null); },
};

/** The house says what comes after a piece: with its next `play` event. */
function ended() {
  tell("playing", null);
  if (track?.id) post("/v1/music/ended", { id: track.id }).catch(() => {});
}

/** Hears what to play. */
export function startPlayer() {
  on("play", (data) => {
    if (!data) return;
    const what = data.act ?? data.action ?? "play";
    if (what === "pause") player.pause();
    else if (what === "resume") player.resume();
    else if (what === "stop") player.stop();
    else if (what === "play" && (data.track?.id || data.url)) player.start(data.track ?? { title: "" }, data.url ?? `/v1/music/${encodeURIComponent(data.track.id)}/audio`);
  });
  on("volume", (data) => {
    const level = data?.level ?? data?.volume;
    if (typeof level !== "number") return;
    volume = Math.max(0, Math.min(1, level / 100));
    if (sound) sound.volume = volume;
  });
}
