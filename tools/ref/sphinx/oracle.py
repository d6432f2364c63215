#!/usr/bin/env python3
"""Hears commands with PocketSphinx itself, beside `ling transcribe`.

    pip install pocketsphinx==5.1.1 soundfile numpy
    cargo run --release -p ling-speech --example sphinx -- MODEL tools/ref/sphinx/barista.jsgf /dev/null --fsg > barista.fsg
    tools/ref/sphinx/oracle.py barista.fsg FILES... > oracle.jsonl
    tools/ref/sphinx/score.py oracle.jsonl

It prints {file, text, intent, slots, confidence, cpu_s} for each file. The grammar is the very graph that Ling listens
for, the sound is prepared as Ling prepares it, beams and weights are Ling's; what is left is the decoder. Slots are the
longest phrases of Picovoice's list that stand in the words. With `--reject`, a second decoder hears any phones, and the
confidence is the difference of both scores a frame.
"""
import argparse, json, math, sys, tempfile, time, warnings
from pathlib import Path

import numpy as np
import pocketsphinx
import soundfile

import sounds

warnings.simplefilter("ignore", DeprecationWarning)
MODEL = Path(pocketsphinx.get_model_path()) / "en-us"
OPTIONS = dict(hmm=str(MODEL / "en-us"), lm=None, lw=2.0, bestpath=False, beam=1e-60, pbeam=1e-60, wbeam=1e-40, loglevel="FATAL")


def prepared(x):
    """Trims silence, levels speech, adds noise: crates/speech/src/asr/sphinx/front/prepare.rs."""
    n = len(x) // 160
    if n == 0:
        return x
    db = 10 * np.log10((x[: n * 160].reshape(n, 160) ** 2).mean(1) + 1e-10)
    db = np.convolve(np.pad(db, 3, mode="edge"), np.ones(7) / 7, "valid")
    high = db.max()
    low = max(db.min(), high - 45)
    speech = db >= low + 0.45 * (high - low)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], speech.astype(int), [0]]))).reshape(-1, 2)
    runs = [(a, b) for a, b in edges if b - a >= 8]
    spoken = np.concatenate([x[a * 160 : b * 160] for a, b in runs]) if runs else x
    x = x * min(10 ** (-23 / 20) / max(np.sqrt((spoken**2).mean()), 1e-9), 0.95 / max(np.abs(x).max(), 1e-9))
    if runs and high - low >= 30:
        x = x[max(0, runs[0][0] * 160 - 4800) : runs[-1][1] * 160 + 4800]
    return x + np.random.RandomState(20).randn(len(x)) * 10 ** (-62 / 20)


def pcm(x):
    return np.clip(np.round(x * 32768), -32768, 32767).astype("<i2").tobytes()


def dictionary(fsg, folder):
    words = {line.split()[4] for line in Path(fsg).read_text().splitlines() if line.startswith("TRANSITION") and len(line.split()) > 4}
    lines = (MODEL / "cmudict-en-us.dict").read_text().splitlines(True)
    file = Path(folder) / "words.dict"
    file.write_text("".join(line for line in lines if line.split("(")[0].split(" ")[0] in words))
    return str(file)


def phrases():
    slot, found = None, []
    for line in (sounds.BARISTA / "coffee_maker.yaml").read_text().splitlines():
        if line.startswith("    ") and not line.startswith("      ") and line.endswith(":"):
            slot = line.strip(" :")
        elif line.startswith("      - ") and slot and slot != "orderDrink":
            found.append((line[8:].strip('"'), slot))
    return sorted(found, key=lambda pair: -len(pair[0].split()))


def slots(text, known):
    words, found, at = text.split(), {}, 0
    while at < len(words):
        for phrase, slot in known:
            parts = phrase.split()
            if words[at : at + len(parts)] == parts:
                found[slot] = phrase
                at += len(parts)
                break
        else:
            at += 1
    return found


def steps(hyp):
    return math.log(hyp.score) / math.log(1.0001) if hyp and hyp.score > 0 else 0.0


def heard(decoder, sound):
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()
    return decoder.hyp()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fsg")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--reject", action="store_true")
    args = parser.parse_args()
    known = phrases()
    with tempfile.TemporaryDirectory() as folder:
        words = dictionary(args.fsg, folder)
        commands = pocketsphinx.Decoder(pocketsphinx.Config(fsg=args.fsg, dict=words, **OPTIONS))
        phones = args.reject and pocketsphinx.Decoder(
            pocketsphinx.Config(allphone=str(MODEL / "en-us-phone.lm.bin"), dict=words, **OPTIONS)
        )
    for file in args.files:
        sound = soundfile.read(file)[0]
        began = time.process_time()
        sound = pcm(prepared(sound))
        hyp = heard(commands, sound)
        line = {"file": file, "text": hyp.hypstr if hyp else ""}
        if phones:
            line["confidence"] = (steps(hyp) - steps(heard(phones, sound))) / max(1, len(sound) // 320)
        found = slots(line["text"], known)
        line.update(intent="orderDrink" if found.get("coffeeDrink") else None, slots=found)
        line["cpu_s"] = round(time.process_time() - began, 4)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
