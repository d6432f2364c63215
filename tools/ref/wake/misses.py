#!/usr/bin/env python3
"""Counts how often a spoken wake word is missed, with espeak-ng and flite as the speakers.

    apt install espeak-ng flite && pip install numpy av
    cargo build --release -p ling-speech --example wake
    tools/ref/wake/misses.py PATH_OF_THE_EXAMPLE FOLDER_OF_THE_MODELS [DATASETS]

Every word is said alone and before an order: by espeak-ng, which makes every sound from rules, in 24 voices at three
speeds, and by flite, whose four voices are pieced together from recordings of people, at five speeds. That is heard clean,
at four levels of kitchen noise (the ratio of the powers while somebody speaks), and far away (a synthetic room, and a
tenth as loud). It counts as heard if the right word is found from its middle to 1.5 s after its end. In brackets:
how long after its end, for the fastest, middle and slowest of twenty.
"""
import json, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np

RATE = 16000
EXAMPLE, MODELS = sys.argv[1], Path(sys.argv[2])
DATA = Path(sys.argv[3] if len(sys.argv) > 3 else "../shared/data")
ACCENTS = ["en-us", "en-gb", "en-gb-x-rp", "en-gb-scotland", "en-029", "en-gb-x-gbclan"]
ESPEAK = [(accent + variant, speed) for accent in ACCENTS for variant in ("", "+f2", "+f5", "+m3") for speed in (130, 165, 200)]
FLITE = [(voice, stretch) for voice in ("kal16", "awb", "rms", "slt") for stretch in (0.8, 0.9, 1.0, 1.1, 1.25)]
ORDER = "turn on the light in the kitchen"


def decode(path):
    with av.open(str(path)) as file:
        to = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        pieces = [out.to_ndarray()[0] for frame in file.decode(audio=0) for out in to.resample(frame)]
    return np.concatenate(pieces).astype(float)


def espeak(text, voice, speed):
    done = subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "--stdout", text], capture_output=True, check=True)
    sound = np.frombuffer(done.stdout[44:], np.int16).astype(float)
    return np.interp(np.arange(int(len(sound) * RATE / 22050)) * 22050 / RATE, np.arange(len(sound)), sound)


def flite(text, voice, stretch):
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        text = text.replace("Nabu", "Naboo")  # Its letters do not tell flite how it is said.
        subprocess.run(["flite", "-voice", voice, "--setf", f"duration_stretch={stretch}", "-t", text, "-o", file.name], check=True)
        return decode(file.name)


def trimmed(sound):
    loud = np.flatnonzero(np.abs(sound) > 200)
    return sound[loud[0] : loud[-1]]


def room(sound):
    """Half a second of reverberation, after the direct sound."""
    rng = np.random.default_rng(9)
    tail = rng.standard_normal(RATE // 2) * np.exp(-6.9 * np.arange(RATE // 2) / (RATE // 2))
    tail *= 1.0 / np.sqrt((tail**2).sum())
    tail[0] += 1.0
    n = len(sound) + len(tail)
    return np.fft.irfft(np.fft.rfft(sound, n) * np.fft.rfft(tail, n), n) / 10


def stream(clips, noise, snr_db):
    """All clips with two seconds between them, and where each word lies: (middle, end)."""
    rng, out, places, at = np.random.default_rng(3), [], [], 0
    for sound, n_word in clips:
        piece = np.concatenate([np.zeros(RATE), sound, np.zeros(RATE)])
        under = rng.standard_normal(len(piece)) * 3
        if snr_db is not None:
            begin = rng.integers(len(noise) - len(piece))
            under = noise[begin : begin + len(piece)]
            under = under * np.sqrt((sound**2).mean() / (under**2).mean() / 10 ** (snr_db / 10))
        out.append(piece + under)
        places.append((at + RATE + n_word // 2, at + RATE + n_word))
        at += len(piece)
    return np.clip(np.concatenate(out), -32768, 32767).astype(np.int16).tobytes(), places


def heard(samples, models):
    done = subprocess.run([EXAMPLE, "words", *models], input=samples, capture_output=True, check=True)
    for line in done.stdout.decode().splitlines():
        at, _, word = line.split(" ", 2)
        yield float(at) * RATE, word


def said(speak, voices, word):
    """A word by itself and before an order, in all voices: the sound, and the length of the word in it."""
    with ThreadPoolExecutor(2) as pool:
        alone = list(pool.map(lambda voice: trimmed(speak(word, *voice)), voices))
        before = list(pool.map(lambda voice: trimmed(speak(f"{word}, {ORDER}", *voice)), voices))
    return [(sound, len(word)) for word, sound in zip(alone + alone, alone + before)]


def main():
    noise = decode(DATA / "picovoice_barista/noise_kitchen.flac")
    models = sorted(path.with_suffix("") for path in MODELS.glob("*.tflite"))
    words = [json.loads(model.with_suffix(".json").read_text())["wake_word"] for model in models]
    conditions = {"clean": None, "24 dB": 24, "12 dB": 12, "6 dB": 6, "0 dB": 0, "far": None}
    print("| speaker | word | said | " + " | ".join(conditions) + " |\n|---|---|---|" + "---|" * len(conditions))
    for speaker, speak, voices in (("espeak-ng", espeak, ESPEAK), ("flite", flite, FLITE)):
        for word in words:
            clips, row = said(speak, voices, word), []
            for condition, snr_db in conditions.items():
                if condition == "far":
                    clips = [(room(sound), n_word) for sound, n_word in clips]
                samples, places = stream(clips, noise, snr_db)
                found = [at for at, one in heard(samples, models) if one == word]
                late = [[at - end for at in found if middle <= at <= end + 1.5 * RATE] for middle, end in places]
                late = [first for first, *_ in filter(None, late)]
                row.append(f"{1 - len(late) / len(places):.0%}".replace("%", " %"))
                if condition == "clean" and late:
                    row[0] += " (" + ", ".join(f"{ms:.0f}" for ms in np.percentile(late, [5, 50, 95]) / 16) + " ms)"
            print(f"| {speaker} | {word} | {len(clips)} | " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
