// The sound of a ring: a chime of three notes that comes again and grows louder.

const NOTES_HZ = [659.3, 784, 987.8];
const EVERY_MS = 2400;
const QUIETEST = 0.06;
const LOUDEST = 0.7;
/** It is as loud as it gets after this long. */
const RISE_SECONDS = 45;

let context = null;
let timer = 0;
let began = 0;

/** Browsers allow sound only after a touch of the page: this takes the first one. */
export function readySound(changed = () => {}) {
  const Context = globalThis.AudioContext;
  if (!Context) return;
  const wake = () => {
    context ??= new Context();
    context.resume().then(changed, () => {});
  };
  addEventListener("pointerdown", wake, { passive: true });
  addEventListener("keydown", wake);
}

/** Whether a ring could be heard now. */
export const canSound = () => context?.state === "running" || navigator.userActivation?.hasBeenActive === true;

/** Rings until `stopTone`. */
export function startTone() {
  if (timer || !globalThis.AudioContext) return;
  context ??= new AudioContext();
  context.resume().catch(() => {});
  began = performance.now();
  chime();
  timer = setInterval(chime, EVERY_MS);
}

export function stopTone() {
  clearInterval(timer);
  timer = 0;
}

function chime() {
  if (context.state !== "running") return;
  const grown = Math.min(1, (performance.now() - began) / 1000 / RISE_SECONDS);
  const loud = QUIETEST + (LOUDEST - QUIETEST) * grown;
  NOTES_HZ.forEach((hz, i) => note(hz, context.currentTime + i * 0.22, loud));
  NOTES_HZ.forEach((hz, i) => note(hz, context.currentTime + 0.9 + i * 0.22, loud));
  navigator.vibrate?.([180, 120, 180]);
}

function note(hz, at, loud) {
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loud, at + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0005, at + 0.75);
  gain.connect(context.destination);
  for (const [times, share] of [[1, 1], [2, 0.25]]) {
    const voice = context.createOscillator();
    const level = context.createGain();
    level.gain.value = share;
    voice.frequency.value = hz * times;
    voice.connect(level).connect(gain);
    voice.start(at);
    voice.stop(at + 0.8);
  }
}
