#!/usr/bin/env python3
"""Sound without a wake word, for counting how often one is heard all the same.

    pip install av numpy soundfile
    tools/ref/wake/corpus.py OUT [DATASETS [SOURCES...]]

Writes one file of 16-bit samples at 16 kHz for each source to the folder OUT: what people said (Mandarin words and
syllables, English orders, English readings), the same people in a kitchen's noise, sentences of both languages by
espeak-ng in many voices, and sounds that nobody speaks in. Every random choice has a fixed seed.
"""
import json, random, re, subprocess, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np

RATE = 16000
OUT = Path(sys.argv[1])
DATA = Path(sys.argv[2] if len(sys.argv) > 2 else "../shared/data")
WAKE = re.compile("alexa|jarvis|mycroft|nabu", re.I)
EN = ["en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-029", "en-us+f2", "en-us+f4", "en-gb+m4", "en-us+m7", "en-gb+f5"]
ZH = ["cmn", "cmn+f2", "cmn+f4", "cmn+m3", "cmn+m7"]
FOLDERS = {"en": ["xsid", "slurp_text", "clinc150", "snips"], "zh": ["xsid", "cais", "cluener2020"]}
PATTERNS = {"en": r'"(?:text|sentence)": ?"([a-zA-Z\' ,.?]{20,120})"', "zh": "[\u4e00-\u9fff]{8,40}"}
GAP = np.zeros(RATE // 4, np.int16)


def decode(path):
    """A sound file at 16 kHz."""
    with av.open(str(path)) as file:
        to = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        pieces = [out.to_ndarray()[0] for frame in file.decode(audio=0) for out in to.resample(frame)]
        pieces += [out.to_ndarray()[0] for out in to.resample(None)]
    return np.concatenate(pieces) if pieces else GAP


def write(name, pieces):
    n = 0
    with open(OUT / f"{name}.raw", "wb") as file:
        for piece in pieces:
            file.write(piece.astype(np.int16).tobytes())
            n += len(piece)
    print(f"{name}: {n / RATE / 3600:.2f} h", flush=True)


def spaced(pieces):
    """A quarter of a second of silence after every piece."""
    for piece in pieces:
        yield np.concatenate([piece, GAP])


def people(folder, pattern):
    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(decode, sorted((DATA / folder).glob(pattern)))


def kitchen(pieces, snr_db):
    """Speech in a kitchen's noise that never stops, at a ratio of their powers on the average."""
    noise = decode(DATA / "picovoice_barista/noise_kitchen.flac").astype(float)
    pieces, at = list(pieces), 0
    power = np.mean([(piece.astype(float) ** 2).mean() for piece in pieces])
    gain = np.sqrt(power / (noise**2).mean() / 10 ** (snr_db / 10))
    for piece in pieces:
        under = noise[(at + np.arange(len(piece))) % len(noise)]
        yield np.clip(piece + gain * under, -32768, 32767)
        at += len(piece)


def sentences(lang):
    """What people ask for, in one language."""
    said = set()
    files = [path for folder in FOLDERS[lang] for path in sorted((DATA / folder).glob("**/*.json*"))]
    for path in files:
        text = path.read_text("utf-8", errors="ignore")
        said.update(re.findall(PATTERNS[lang], text))
    said = sorted(s for s in said if not WAKE.search(s))
    random.Random(3).shuffle(said)
    return said


def espeak(lang, voices, hours, seed):
    pick = random.Random(seed)
    want = [(s, pick.choice(voices), pick.randrange(120, 230), pick.randrange(25, 75), pick.uniform(0.05, 1.0)) for s in sentences(lang)]

    def speak(job):
        text, voice, speed, pitch, gain = job
        done = subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", text], capture_output=True)
        sound = np.frombuffer(done.stdout[44:], np.int16).astype(float)
        at = np.arange(int(len(sound) * RATE / 22050)) * 22050 / RATE
        return np.interp(at, np.arange(len(sound)), sound) * gain if len(sound) else GAP

    n = 0
    with ThreadPoolExecutor(2) as pool:
        for sound in pool.map(speak, want):
            yield sound
            n += len(sound) + len(GAP)
            if n > hours * 3600 * RATE:
                return


def coloured(rng, n, power):
    """Noise that falls by a power of the frequency."""
    spectrum = np.fft.rfft(rng.standard_normal(n))
    spectrum /= np.maximum(np.arange(len(spectrum)), 20) ** power
    noise = np.fft.irfft(spectrum, n)
    return noise / np.abs(noise).max()


def music(rng, secs):
    """Chords, a melody and a drum, in a random key and speed."""
    n, beat = secs * RATE, rng.uniform(0.25, 0.7)
    out, root = np.zeros(n), rng.uniform(110, 220)
    scale = [0, 2, 4, 5, 7, 9, 11, 12]
    for bar, at in enumerate(np.arange(0, secs, beat)):
        length = int(min(rng.choice([1, 1, 2, 4]) * beat, secs - at) * RATE)
        time, begin = np.arange(length) / RATE, int(at * RATE)
        notes = rng.choice(scale, 3) if bar % 4 == 0 else [rng.choice(scale) + 12]
        for note in notes:
            for harmonic in range(1, 7):
                hz = root * 2 ** (note / 12) * harmonic * (1 + 0.004 * np.sin(2 * np.pi * 5.5 * time))
                out[begin : begin + length] += np.sin(2 * np.pi * np.cumsum(hz) / RATE) * np.exp(-3 * time) / harmonic
        hit = rng.standard_normal(length) * np.exp(-time * rng.choice([25, 60, 200]))
        out[begin : begin + length] += hit * rng.uniform(0, 1.5)
    return out / np.abs(out).max()


def unspoken(minutes):
    """Noises, hums, clicks, sweeps and music at every loudness, half a minute each."""
    rng = np.random.default_rng(4)
    secs = 30
    time = np.arange(secs * RATE) / RATE
    for at in range(minutes * 60 // secs):
        kind = at % 6
        if kind < 2:
            sound = coloured(rng, len(time), [0, 0.5, 1, 1.5][at // 6 % 4])
            sound *= 1 if kind == 0 else 0.5 + 0.5 * np.sin(2 * np.pi * rng.uniform(0.2, 6) * time)
        elif kind == 2:
            sound = sum(np.sin(2 * np.pi * 50 * k * time + rng.uniform(0, 6)) / k for k in range(1, 12)) / 3
        elif kind == 3:
            sound = np.zeros(len(time))
            for begin in rng.integers(0, len(time) - 4000, 120):
                sound[begin : begin + 4000] += rng.standard_normal(4000) * np.exp(-np.arange(4000) / rng.uniform(20, 1500))
            sound /= np.abs(sound).max()
        else:
            sound = music(rng, secs)
        yield sound * 32000 * 10 ** -rng.uniform(0, 2)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[3:]
    for name, make in SOURCES.items():
        if not wanted or name in wanted:
            write(name, make())


SOURCES = {
    "people-en-orders": lambda: spaced(people("picovoice_barista", "**/*.flac")),
    "people-en-reading": lambda: spaced(people("speech_samples", "*.wav")),
    "unspoken": lambda: spaced(unspoken(120)),
    "people-zh-words": lambda: spaced(people("audio_cmn/words_24k", "*.mp3")),
    "people-zh-syllables": lambda: spaced(people("audio_cmn/syllables_64k", "*.mp3")),
    "espeak-en": lambda: spaced(espeak("en", EN, 2.5, 5)),
    "espeak-zh": lambda: spaced(espeak("zh", ZH, 2.5, 6)),
    "people-zh-words-kitchen-6dB": lambda: kitchen(spaced(people("audio_cmn/words_24k", "*.mp3")), 6),
}

main()
