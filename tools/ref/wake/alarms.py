#!/usr/bin/env python3
"""Counts the wake words that are heard where nobody said one.

    tools/ref/wake/alarms.py PATH_OF_THE_EXAMPLE FOLDER_OF_THE_MODELS CORPUS

CORPUS is a folder that `corpus.py` has written. It prints a table: hours, and for each word how often it was heard.
"""
import json, subprocess, sys
from collections import Counter
from pathlib import Path

EXAMPLE, MODELS, CORPUS = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
models = sorted(path.with_suffix("") for path in MODELS.glob("*.tflite"))
words = [json.loads(model.with_suffix(".json").read_text())["wake_word"] for model in models]
total, total_h = Counter(), 0.0


def row(name, hours, counts, form):
    cells = [format(counts[word], form) for word in words]
    print(f"| {name} | {hours:.2f} | " + " | ".join(cells) + " |", flush=True)


print("| source | hours | " + " | ".join(words) + " |\n|---|---|" + "---|" * len(words))
for path in sorted(CORPUS.glob("*.raw")):
    with path.open("rb") as file:
        done = subprocess.run([EXAMPLE, "words", *models], stdin=file, capture_output=True, check=True)
    counts = Counter(line.split(" ", 2)[2] for line in done.stdout.decode().splitlines())
    hours = path.stat().st_size / 2 / 16000 / 3600
    row(path.stem, hours, counts, "d")
    total, total_h = total + counts, total_h + hours
row("all", total_h, total, "d")
row("an hour", total_h, {word: total[word] / total_h for word in words}, ".2f")
