#!/usr/bin/env python3
"""Writes the sounds that the coffee-machine commands are measured with, as WAV files.

    pip install numpy soundfile                # and espeak-ng for the sentences that are no commands
    tools/ref/sphinx/sounds.py clips OUT [--half A|B] [--noise kitchen|pink|FILE --snr 12]
    tools/ref/sphinx/sounds.py negatives OUT [--noise kitchen --snr 12]

LING_DATASETS (else ../shared/data) holds picovoice_barista and speech_samples.

Halves: the MD5 of the clip's file name, as a number, is even in A (85 clips, to tune on) and odd in B (94, to report).
SNR is Picovoice's: the energy of the loudest 2048 samples of the clip over that of the loudest 2048 of its noise, which
is as long as the clip; the mix is scaled to half of full scale. The piece of noise depends on the clip, the noise and
the seed alone.

The 60 negatives (`negatives.tsv` in OUT says what each is): 20 pieces of real recordings, 10 synthetic sentences about
other things, 30 near the domain, among them broken and chatty ones that use its words.
"""
import argparse, csv, functools, hashlib, json, os, subprocess, sys, tempfile
from pathlib import Path

import numpy as np
import soundfile

RATE = 16000
SEED = 20
FRAME = 2048
DATA = Path(os.environ.get("LING_DATASETS") or Path(__file__).parents[3].parent / "shared/data")
BARISTA = DATA / "picovoice_barista"
SAMPLES = DATA / "speech_samples"

# Real recordings, and into how many pieces each is cut: none is longer than five seconds.
PIECES = {"intent.wav": 5, "beckett.wav": 3, "two_cities_16k.wav": 9, "jfk.wav": 3}

OTHER = [
    "what is the weather going to be like tomorrow",
    "turn off the lights in the living room",
    "the train to london leaves at half past nine",
    "remind me to call my sister on friday",
    "how many people live in the city of berlin",
    "please play the next song on the album",
    "there is a parcel for you at the front door",
    "we should paint the fence before the winter",
    "set a timer for fifteen minutes",
    "the children are asleep so keep your voice down",
]

NEAR = [
    "is the coffee machine still switched on",
    "who drank all the milk that was in the fridge",
    "i spilled a cup of coffee on the carpet",
    "how much caffeine is there in a double espresso",
    "we are out of sugar and almost out of milk",
    "my doctor says that i should drink less coffee",
    "the large cups are on the top shelf",
    "what is the difference between a latte and a cappuccino",
    "do not make me another one",
    "can i have a look at the menu first",
    "add brown sugar to the shopping list",
    "i want to go home early today",
    "get me the newspaper when you come back",
    "the almond cake is in the oven with the cream",
    "give me a minute to think about it",
    "make me laugh and tell me a story",
    "a medium sized house with a roof of dark tiles",
    "may i have a word with you about the house",
    "i would like a single ticket to the coast",
    "the roast beef was a little bit too salty",
    "can i get a lift to the station",
    "brew some tea instead",
    "she likes iced tea in the summer",
    "with milk and sugar",
    "a lot of people skim the book and get lots of it wrong",
    "soy beans grow well in a warm summer",
    "a triple jump of sixteen metres",
    "twenty ounces are a bit more than half a kilo",
    "light the fire and drip some wax on the wick",
    "coffee coffee coffee is all that you talk about",
]

VOICES = ["en-us", "en-us+f2", "en-gb", "en-gb+f4", "en-gb-scotland", "en-us+m3", "en-gb-x-rp", "en-us+f5"]
SPEEDS = [145, 165, 185]


def number(text):
    return int(hashlib.md5(text.encode()).hexdigest(), 16)


def half(name):
    return "AB"[number(name) % 2]


def labels(which=None):
    """The clips of a half, or all: name to label."""
    every = json.loads((BARISTA / "label_dev.json").read_text())
    return {name: label for name, label in sorted(every.items()) if which in (None, half(name))}


def read(file):
    sound, rate = soundfile.read(file, dtype="float64", always_2d=True)
    if rate != RATE:
        sys.exit(f"{file}: {rate} Hz, 16000 are needed")
    return sound.mean(1)


@functools.lru_cache
def noise_file(name):
    return read(BARISTA / "noise_kitchen.flac" if name == "kitchen" else name)


def pink(n, rng):
    """Noise whose power falls by 3 dB an octave from 20 Hz on."""
    spectrum = np.fft.rfft(rng.normal(size=n))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(n, 1 / RATE), 20))
    found = np.fft.irfft(spectrum, n)
    return found / np.abs(found).max()


def noise_for(name, clip, n):
    rng = np.random.default_rng([SEED, number(f"{name}/{clip}") % 2**63])
    if name == "pink":
        return pink(n, rng)
    whole = noise_file(name)
    if len(whole) <= n:
        whole = np.tile(whole, n // len(whole) + 2)
    start = rng.integers(0, len(whole) - n)
    return whole[start : start + n]


def loudest(sound):
    n = len(sound) // FRAME * FRAME
    frames = sound[:n].reshape(-1, FRAME) if n else sound[None]
    return (frames**2).sum(1).max()


def mixed(speech, noise, snr_db):
    scale = np.sqrt(loudest(speech) / (loudest(noise) * 10 ** (snr_db / 10)))
    found = speech + scale * noise
    return found / (2 * np.abs(found).max())


def negatives():
    """Name, kind, words (where known) and sound of the 60."""
    for file, n in PIECES.items():
        sound = read(SAMPLES / file)
        for at, piece in enumerate(np.array_split(sound, n)):
            yield f"real_{Path(file).stem}_{at}.wav", "real", "", piece
    rng = np.random.default_rng(SEED)
    for kind, sentences in (("other", OTHER), ("near", NEAR)):
        for at, words in enumerate(sentences):
            spoken = say(words, VOICES[at % len(VOICES)], SPEEDS[at % len(SPEEDS)])
            spoken *= 0.1 / np.sqrt((spoken**2).mean())
            edge = np.zeros(RATE * 4 // 10)
            sound = np.concatenate([edge, spoken, edge])
            sound += rng.normal(size=len(sound)) * 10 ** (-65 / 20)
            yield f"{kind}_{at:02}.wav", kind, words, np.clip(sound, -1, 1)


def say(words, voice, speed):
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-w", file.name, words], check=True)
        sound, rate = soundfile.read(file.name)
    n = int(len(sound) * RATE / rate)
    spectrum = np.fft.rfft(sound)[: n // 2 + 1]  # a sharp low pass at the new Nyquist frequency
    return np.fft.irfft(spectrum, n) * n / len(sound)


def write(args, sounds):
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, *what, sound in sounds:
        if args.noise:
            sound = mixed(sound, noise_for(args.noise, name, len(sound)), args.snr)
        soundfile.write(out / Path(name).with_suffix(".wav"), sound, RATE, "PCM_16")
        rows.append([Path(name).with_suffix(".wav").name, *what])
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["clips", "negatives"])
    parser.add_argument("out")
    parser.add_argument("--half", choices=["A", "B"])
    parser.add_argument("--noise", help="kitchen, pink or a file of 16 kHz")
    parser.add_argument("--snr", type=float, help="in dB, by Picovoice's definition")
    args = parser.parse_args()
    if (args.noise is None) != (args.snr is None):
        parser.error("--noise and --snr go together")
    if args.what == "clips":
        rows = write(args, ((name, read(BARISTA / "audio_dev" / name)) for name in labels(args.half)))
    else:
        rows = write(args, negatives())
        with open(Path(args.out) / "negatives.tsv", "w", newline="") as file:
            csv.writer(file, "excel-tab").writerows(rows)
    print(f"{len(rows)} sounds in {args.out}")


if __name__ == "__main__":
    main()
