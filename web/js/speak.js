// Answers aloud: by Ling's own voice when the server has one, else by the browser's, else not at all.

import { remember, remembered } from "./store.js";

let playing = null;
let address = null;
let round = 0;
/** Whether the server has no voice; asked again after a reload. */
let serverSilent = false;

export const aloud = () => remembered("aloud", true);
export const setAloud = (on) => { remember("aloud", on); if (!on) hush(); };

/** Stops what is being said. */
export function hush() {
  round += 1;
  playing?.pause();
  playing = null;
  if (address) URL.revokeObjectURL(address);
  address = null;
  globalThis.speechSynthesis?.cancel();
}

/** Says it, unless answers are shown only. Answers whether something could be heard. */
export async function speak(words, lang) {
  if (!words || !aloud()) return false;
  hush();
  const mine = round;
  const spoken = await fromServer(words, lang, mine);
  if (spoken || mine !== round) return spoken;
  return fromBrowser(words, lang);
}

async function fromServer(words, lang, mine) {
  if (serverSilent) return false;
  const query = new URLSearchParams({ text: words, lang: lang ?? "zh" });
  try {
    const response = await fetch(`/v1/say?${query}`, { credentials: "same-origin" });
    if (response.status === 404 || response.status === 409) serverSilent = true;
    if (!response.ok) return false;
    const sound = await response.blob();
    if (mine !== round) return true;
    address = URL.createObjectURL(sound);
    playing = new Audio(address);
    await playing.play();
    return true;
  } catch (problem) {
    // Without a touch of the page, browsers refuse sound; that is no reason for the other voice.
    return problem.name === "NotAllowedError";
  }
}

function fromBrowser(words, lang) {
  const voices = globalThis.speechSynthesis;
  if (!voices) return false;
  const said = new SpeechSynthesisUtterance(words);
  said.lang = lang === "zh" ? "zh-CN" : "en-GB";
  voices.speak(said);
  return true;
}
