// Push to talk: records while a button is held and makes a WAV of it; says why when that cannot be.

import { remembered } from "./store.js";

const RATE_HZ = 16_000;
const SECONDS_MAX = 30;
const SECONDS_MIN = 0.25;

/** Why nothing can be recorded here: a word of `mic.why`, or null. */
export function whyNot() {
  if (remembered("recogniser", "none") === "none") return "no_recogniser";
  if (!globalThis.isSecureContext) return "insecure";
  if (!navigator.mediaDevices?.getUserMedia || !globalThis.AudioWorkletNode) return "no_api";
  return null;
}

/** The word for what the browser said. */
export function whyRefused(error) {
  if (error.name === "NotAllowedError" || error.name === "SecurityError") return "refused";
  if (error.name === "NotFoundError") return "no_microphone";
  return "busy";
}

/** A recording under way. */
export class Recording {
  #pieces = [];
  #samples = 0;
  #parts = [];

  /** Begins; errors are those of getUserMedia. `level(0..1)` is told how loud it is, `full()` when it is long enough. */
  static async begin({ level, full }) {
    const recording = new Recording();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
    const context = new AudioContext();
    recording.#parts = [stream, context];
    await context.audioWorklet.addModule("/js/recorder.js");
    const node = new AudioWorkletNode(context, "ling-recorder", { numberOfOutputs: 0 });
    node.port.onmessage = ({ data }) => {
      recording.#pieces.push(data);
      recording.#samples += data.length;
      level(Math.min(1, Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length) * 6));
      if (recording.#samples > SECONDS_MAX * context.sampleRate) full();
    };
    context.createMediaStreamSource(stream).connect(node);
    return recording;
  }

  /** Ends: a WAV, or null when it was too short to hold a word. */
  end() {
    const [stream, context] = this.#parts;
    const rate = context.sampleRate;
    stream.getTracks().forEach((track) => track.stop());
    context.close();
    if (this.#samples < SECONDS_MIN * rate) return null;
    const all = new Float32Array(this.#samples);
    let at = 0;
    for (const piece of this.#pieces) { all.set(piece, at); at += piece.length; }
    return wav(resample(all, rate));
  }
}

/** To 16 kHz: each sample is the mean of those it stands for. */
function resample(samples, rate) {
  if (rate === RATE_HZ) return samples;
  const step = rate / RATE_HZ;
  const out = new Float32Array(Math.floor(samples.length / step));
  for (let i = 0; i < out.length; i += 1) {
    const from = Math.floor(i * step);
    const to = Math.max(from + 1, Math.floor((i + 1) * step));
    let sum = 0;
    for (let j = from; j < to; j += 1) sum += samples[j];
    out[i] = sum / (to - from);
  }
  return out;
}

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const word = (at, text) => [...text].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE_HZ, true);
  view.setUint32(28, RATE_HZ * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((x, i) => view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, x)) * 32767, true));
  return new Blob([view], { type: "audio/wav" });
}
