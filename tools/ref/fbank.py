#!/usr/bin/env python3
"""Compares Ling's filter banks with kaldi-native-fbank, value by value, whole and in pieces.

    pip install kaldi-native-fbank soundfile numpy
    cargo build --release -p ling-speech --example front
    tools/ref/fbank.py target/release/examples/front [DIR_OF_CLIPS [--most 30]]

Besides the clips: silence, silence then noise, noise, one click, full-scale square waves, a tone, and lengths around one
frame. The rows of SenseVoice are made here by its definition (seven frames every six, the ends repeated).

Values must be equal to 1e-3; with kaldi-native-fbank 1.23.0 on x86-64 they are equal to the last bit.
"""
import argparse, json, subprocess, sys, tempfile
from pathlib import Path

import kaldi_native_fbank as knf
import numpy as np
import soundfile


def own_sounds():
    rng = np.random.default_rng(1)
    noise = rng.integers(-3000, 3000, 40000).astype(np.int16)
    yield "silence", np.zeros(16000, np.int16)
    yield "silence, then noise", np.concatenate([np.zeros(8000, np.int16), noise[:8000]])
    yield "noise", noise
    yield "one click", np.eye(1, 16000, 5000, dtype=np.int16)[0] * 30000
    yield "one step of a bit", (np.arange(16000) >= 9000).astype(np.int16)
    yield "full scale", np.tile(np.repeat(np.array([32767, -32768], np.int16), 40), 300)
    yield "tone", (np.sin(np.arange(16000) * 0.39) * 20000).astype(np.int16)
    for n in (0, 1, 79, 80, 81, 159, 160, 239, 240, 241, 399, 400, 401, 559, 560, 561, 1000):
        yield f"{n} samples", noise[:n]


def options(window, snip, high):
    found = knf.FbankOptions()
    found.frame_opts.dither = 0
    found.frame_opts.snip_edges = snip
    found.frame_opts.window_type = window
    found.frame_opts.samp_freq = 16000
    found.mel_opts.num_bins = 80
    found.mel_opts.high_freq = high
    return found


SETTINGS = {
    "sense_voice": (options("hamming", True, 0), 32768),
    "zipformer": (options("povey", False, -400), 1),
}


def theirs(samples, setting):
    how, scale = SETTINGS[setting]
    fbank = knf.OnlineFbank(how)
    fbank.accept_waveform(16000, (samples.astype(np.float32) / 32768 * scale).tolist())
    fbank.input_finished()
    frames = [fbank.get_frame(at) for at in range(fbank.num_frames_ready)]
    return np.array(frames, np.float32).reshape(-1, 80)


def rows(frames):
    if not len(frames):
        return frames.reshape(0, 560)
    n = -(-len(frames) // 6)
    at = np.clip(np.arange(n)[:, None] * 6 + np.arange(7) - 3, 0, len(frames) - 1)
    return frames[at].reshape(n, 560)


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("front")
    args.add_argument("clips", nargs="?")
    args.add_argument("--most", type=int, default=1000)
    args = args.parse_args()
    sounds = list(own_sounds())
    for clip in sorted(Path(args.clips).glob("*.flac"))[: args.most] if args.clips else []:
        sounds.append((clip.name, soundfile.read(clip, dtype="int16")[0]))
    worst, failed = {}, False
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sound.wav"
        for name, samples in sounds:
            if not len(samples):  # a WAV file without sound is refused before it comes here
                continue
            soundfile.write(file, samples, 16000, "PCM_16")
            ours = json.loads(subprocess.check_output([args.front, "fbank", str(file)]))
            expected = {setting: theirs(samples, setting) for setting in SETTINGS}
            expected["lfr"] = rows(expected["sense_voice"])
            for what, expect in expected.items():
                found = np.array(ours[what], np.float32)
                if found.size != expect.size:
                    sys.exit(f"{name}: {what}: {found.size} values for {expect.size}")
                error = float(np.abs(found - expect.ravel()).max(initial=0))
                if not error <= 1e-3:
                    print(f"{name}: {what} differs by {error}")
                    failed = True
                worst[what] = max(worst.get(what, 0), error)
    print(f"{len(sounds)} sounds;", "; ".join(f"{what} differs by at most {error:.1e}" for what, error in worst.items()))
    sys.exit(failed)


main()
