"""What the net sees of a sentence. The one implementation is in Rust; this module runs it.

    cargo build --release -p ling-understand --example net_features
"""

import os
import subprocess
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[3]


def program():
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release/examples/net_features"


class Marks:
    """Pieces and marks of many sentences, in flat arrays."""

    def __init__(self, keys, counts, starts, ends, n_marks, marks):
        self.keys, self.counts, self.starts, self.ends, self.n_marks, self.marks = keys, counts, starts, ends, n_marks, marks
        self.first = np.concatenate([[0], np.cumsum(counts)])
        self.first_mark = np.concatenate([[0], np.cumsum(n_marks)])


def of(texts, entries):
    """Marks of `texts`, with the gazetteer `entries` [(slot type, words)]."""
    clean = lambda text: " ".join(text.replace("\t", " ").split("\n"))
    lines = [f"G\t{kind}\t{clean(words)}" for kind, words in entries] + [f"S\t{clean(text)}" for text in texts]
    done = subprocess.run([program()], input="\n".join(lines).encode(), stdout=subprocess.PIPE, check=True)
    numbers = np.frombuffer(done.stdout, dtype="<u4").astype(np.int64)
    at = 0

    def take(n):
        nonlocal at
        at += n
        return numbers[at - n : at]

    keys = take(int(take(1)[0]))
    counts = take(int(take(1)[0]))
    n_tokens = int(counts.sum())
    starts, ends, n_marks = take(n_tokens), take(n_tokens), take(n_tokens)
    assert len(counts) == len(texts)
    return Marks(keys, counts, starts, ends, n_marks, take(int(n_marks.sum())))


def tags(spans, starts, ends, numbers):
    """BIO tags of pieces: 0 outside, 1 + 2 k begins type k, 2 + 2 k goes on."""
    found = [0] * len(starts)
    for start, end, kind in spans:
        if kind not in numbers:
            continue
        inside = [at for at in range(len(starts)) if starts[at] < end and ends[at] > start]
        for place, at in enumerate(inside):
            found[at] = 1 + 2 * numbers[kind] + (place > 0)
    return found


def spans(tags, starts, ends, kinds):
    """The way back."""
    found = []
    for at, tag in enumerate(tags):
        if tag == 0:
            continue
        kind = kinds[(tag - 1) // 2]
        if tag % 2 == 0 and found and found[-1][2] == kind and at and tags[at - 1] in (tag, tag - 1):
            found[-1][1] = int(ends[at])
        else:
            found.append([int(starts[at]), int(ends[at]), kind])
    return [tuple(span) for span in found]
