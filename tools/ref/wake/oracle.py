#!/usr/bin/env python3
"""Compares the wake words' front end and nets with the Python package's, number by number, and both programs' CPU time.

    pip install pymicro-wakeword==2.5.0 av numpy
    cargo build --release -p ling-speech --example wake
    tools/ref/wake/oracle.py PATH_OF_THE_EXAMPLE FILES...

FILES are sound files, or samples as `corpus.py` writes them (.raw), of which the first five minutes are taken. One
stream is made of them all. It prints how many of the features and of the answers of each net differ, and the largest
difference in 256ths; it fails if a feature differs, or an answer by more than one 256th.
"""
import collections, resource, subprocess, sys, time
from pathlib import Path

import numpy as np
import pymicro_wakeword
from pymicro_wakeword import MicroWakeWord, MicroWakeWordFeatures, Model

MODELS = Path(pymicro_wakeword.__file__).parent / "models"
EXAMPLE, FILES = sys.argv[1], sys.argv[2:]
RATE = 16000


def sound(path):
    if path.endswith(".raw"):
        return Path(path).read_bytes()[: 2 * 300 * RATE]
    import av

    with av.open(path) as file:
        to = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        pieces = [out.to_ndarray()[0] for frame in file.decode(audio=0) for out in to.resample(frame)]
        return np.concatenate(pieces + [out.to_ndarray()[0] for out in to.resample(None)]).tobytes()


def ours(samples, *args):
    """What the example prints, and the CPU time it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([EXAMPLE, *args], input=samples, capture_output=True, check=True)
    return done.stdout.decode(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def answers(model, features):
    """The package's answers without its averaging, in 256ths."""
    model.sliding_window_size = 1
    model._probabilities = collections.deque(maxlen=1)
    sure = [model.process_streaming_prob(frame) for frame in features]
    return np.array(sure[model.stride - 1 :: model.stride]) * 256


def main():
    samples = b"".join(map(sound, FILES))
    secs = len(samples) / 2 / RATE
    began = time.process_time()
    features = list(MicroWakeWordFeatures().process_streaming(samples))
    front_s = time.process_time() - began
    theirs = np.array([np.rint(frame[0, 0] / 0.0390625) for frame in features], int)
    text, _ = ours(samples, "features")
    mine = np.array([line.split() for line in text.splitlines()], int)
    n_wrong = (mine != theirs).sum() if mine.shape == theirs.shape else theirs.size
    print(f"{secs / 60:.1f} min: {n_wrong} of {theirs.size} features differ, the largest is {theirs.max()}")
    failed = n_wrong > 0
    _, our_front_s = ours(samples, "answers")
    for word in Model:
        model = MicroWakeWord.from_builtin(word)
        began = time.process_time()
        theirs = answers(model, features)
        net_s = time.process_time() - began
        text, our_s = ours(samples, "answers", str(MODELS / word.value))
        mine = np.array(text.split(), float)
        apart = np.abs(mine - theirs)
        failed |= apart.max() > 1
        print(f"{word.value}: {(apart > 0).sum()} of {theirs.size} answers differ, by {apart.max():.0f} at most; ", end="")
        print(f"CPU {our_s / secs:.3%} of a core ({our_front_s / secs:.3%} for the features), ", end="")
        print(f"the package {(front_s + net_s) / secs:.3%} ({front_s / secs:.3%})")
    sys.exit(failed)


main()
