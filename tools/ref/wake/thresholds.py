#!/usr/bin/env python3
"""What other thresholds of the wake words would give: false alarms an hour and spoken words missed.

    tools/ref/wake/thresholds.py PATH_OF_THE_EXAMPLE FOLDER_OF_THE_MODELS DATASETS CORPUS

The arguments are those of `misses.py`, and the folder that `corpus.py` has written; of espeak-ng's voices every third
is used. A word is counted once in 1.5 s. Printed: word, threshold, false alarms an hour without and with the noisy row, and
the share that is missed of espeak-ng and flite, each clean and in noise at 12 dB.
"""
import json, subprocess, sys
from pathlib import Path

import numpy as np

import misses

CORPUS = Path(sys.argv[4])
THRESHOLDS = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99]
ANSWER = 480  # Samples from one answer to the next.


def averages(model, n_window, **source):
    done = subprocess.run([misses.EXAMPLE, "answers", str(model)], capture_output=True, check=True, **source)
    answers = np.array(done.stdout.split(), float) / 256
    return np.convolve(answers, np.ones(n_window) / n_window)[: len(answers)]


def n_alarms(sure, threshold):
    n, last = 0, -1000
    for at in np.flatnonzero(sure > threshold):
        if at - last >= 50:
            n, last = n + 1, at
    return n


def missed(sure, places, threshold):
    peaks = [sure[int(middle / ANSWER) : int((end + 1.5 * misses.RATE) / ANSWER)].max() for middle, end in places]
    return np.mean(np.array(peaks) <= threshold)


def main():
    noise = misses.decode(misses.DATA / "picovoice_barista/noise_kitchen.flac")
    for model in sorted(path.with_suffix("") for path in misses.MODELS.glob("*.tflite")):
        word = json.loads(model.with_suffix(".json").read_text())
        n_window = word["micro"]["sliding_window_size"]
        hours, heard, spoken = {}, {}, []
        for path in sorted(CORPUS.glob("*.raw")):
            with path.open("rb") as file:
                heard[path.stem] = averages(model, n_window, stdin=file)
            hours[path.stem] = path.stat().st_size / 2 / misses.RATE / 3600
        for speak, voices in ((misses.espeak, misses.ESPEAK[::3]), (misses.flite, misses.FLITE)):
            clips = misses.said(speak, voices, word["wake_word"])
            for snr_db in (None, 12):
                samples, places = misses.stream(clips, noise, snr_db)
                spoken.append((averages(model, n_window, input=samples), places))
        for threshold in THRESHOLDS:
            rates = []
            for names in ([name for name in heard if "kitchen" not in name], list(heard)):
                rates.append(sum(n_alarms(heard[name], threshold) for name in names) / sum(hours[name] for name in names))
            shares = [missed(sure, places, threshold) for sure, places in spoken]
            print(word["wake_word"], threshold, *(f"{rate:.2f}/h" for rate in rates), *(f"{share:.0%}" for share in shares), flush=True)


main()
