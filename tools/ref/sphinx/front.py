#!/usr/bin/env python3
"""Compares Ling's front end for Sphinx models with PocketSphinx itself, frame by frame.

    pip install pocketsphinx==5.1.1 soundfile numpy
    cargo build --release -p ling-speech --example front
    tools/ref/sphinx/front.py target/release/examples/front DIR_OF_CLIPS [--most 30]

PocketSphinx logs its cepstra (mfclogdir); from those the features are made here by the definition of 1s_c_d_dd, with
the mean of the utterance and with a live mean. Besides the clips: silence, noise, full-scale square waves, one sample,
and lengths around one frame.
"""
import argparse, json, subprocess, sys, tempfile, warnings
from pathlib import Path

import numpy as np
import pocketsphinx
import soundfile

warnings.simplefilter("ignore", DeprecationWarning)  # start_stream, which is needed all the same
MODEL = Path(pocketsphinx.get_model_path()) / "en-us"


def own_sounds():
    rng = np.random.default_rng(1)
    yield "silence", np.zeros(16000, np.int16)
    yield "noise", rng.integers(-3000, 3000, 40000).astype(np.int16)
    yield "full scale", np.tile(np.repeat(np.array([32767, -32768], np.int16), 40), 300)
    yield "speech after silence", np.concatenate(
        [np.zeros(8000, np.int16), rng.integers(-200, 200, 8000).astype(np.int16)]
    )
    yield "12 s", (rng.normal(0, 1, 192000) * 800 * (1 + np.sin(np.arange(192000) / 3000))).astype(np.int16)
    for n in (1, 159, 160, 161, 409, 410, 411, 569, 570, 571):
        yield f"{n} samples", rng.integers(-3000, 3000, n).astype(np.int16)


class Oracle:
    def __init__(self, folder):
        self.folder = Path(folder)
        words = self.folder / "one.dict"
        words.write_text("yes Y EH S\n")
        grammar = self.folder / "one.gram"
        grammar.write_text("#JSGF V1.0;\ngrammar one;\npublic <one> = yes;\n")
        self.logs = self.folder / "mfc"
        self.logs.mkdir()
        self.decoder = pocketsphinx.Decoder(
            hmm=str(MODEL / "en-us"), dict=str(words), jsgf=str(grammar), lm=None, mfclogdir=str(self.logs),
            beam=1e-5, pbeam=1e-5, wbeam=1e-5, loglevel="FATAL",
        )

    def cepstra(self, samples):
        self.decoder.start_stream()  # else the noise of the clip before is still known
        self.decoder.start_utt()
        self.decoder.process_raw(samples.tobytes(), False, True)
        self.decoder.end_utt()
        log = max(self.logs.iterdir())
        values = np.frombuffer(log.read_bytes()[4:], ">f4").astype(np.float32).reshape(-1, 13)
        log.unlink()
        return values


def moved(normal):
    padded = np.concatenate([normal[:1].repeat(3, 0), normal, normal[-1:].repeat(3, 0)])
    at = lambda offset: padded[3 + offset : 3 + offset + len(normal)]
    return np.concatenate([normal, at(2) - at(-2), (at(3) - at(-1)) - (at(1) - at(-3))], 1)


def batch(cepstra):
    loud = cepstra[cepstra[:, 0] >= 0]
    return moved(cepstra - loud.mean(0, dtype=np.float64).astype(np.float32) if len(loud) else cepstra)


def live(cepstra):
    mean = np.zeros(13)
    mean[:3] = 40, 3, -1
    total, n, normal = mean * 500, 500, cepstra.astype(np.float64)
    for frame in normal:
        if frame[0] < 0:
            continue
        total, n = total + frame, n + 1
        frame -= mean
        if n > 800:
            mean, total, n = total / n, total * 500 / n, 500
    return moved(normal)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("front")
    args.add_argument("clips", nargs="?")
    args.add_argument("--most", type=int, default=1000)
    args = args.parse_args()
    sounds = list(own_sounds())
    for clip in sorted(Path(args.clips).glob("*.flac"))[: args.most] if args.clips else []:
        sounds.append((clip.name, soundfile.read(clip, dtype="int16")[0]))
    worst = {}
    with tempfile.TemporaryDirectory() as folder:
        oracle = Oracle(folder)
        for name, samples in sounds:
            file = Path(folder) / "sound.wav"
            soundfile.write(file, samples, 16000, "PCM_16")
            theirs = oracle.cepstra(samples)
            ours = json.loads(subprocess.check_output([args.front, "sphinx", str(file)]))
            for what, expect in (("cepstra", theirs), ("features", batch(theirs)), ("live", live(theirs))):
                found = np.array(ours[what], np.float32).reshape(-1, expect.shape[1])
                if found.shape != expect.shape:
                    sys.exit(f"{name}: {what}: {len(found)} frames for {len(expect)}")
                error = float(np.abs(found - expect).max())
                if not error <= 1e-3:
                    print(f"{name}: {what} differ by {error}")
                worst[what] = max(worst.get(what, 0), error)
    print(f"{len(sounds)} sounds;", "; ".join(f"{what} differ by at most {error:.1e}" for what, error in worst.items()))
    sys.exit(any(error > 1e-3 for error in worst.values()))


main()
