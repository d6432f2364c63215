"""Trains a net on the training part of an open set and scores it on its test part: figures beside published ones.

These nets are for comparison only and are never shipped: some of the sets may only be used for that.

    python evaluate.py cais|snips|clinc
"""

import json

import numpy as np
import torch

import data
import train


def rows(path, source, lang):
    return [data.Sentence(data.parts_of(r["text"], r["slots"]), r["intent"], lang, source) for r in data.json_lines(path)]


def cais(folder):
    return rows(folder / "cais/train.jsonl", "cais", "zh"), {"dev": rows(folder / "cais/dev.jsonl", "cais", "zh")}


def snips(folder):
    return rows(folder / "snips/train.jsonl", "all-snips", "en"), {"test": rows(folder / "snips/test.jsonl", "all-snips", "en")}


def clinc(folder):
    sets = json.loads((folder / "clinc150/data_full.json").read_text(encoding="utf-8"))

    def part(*names):
        pairs = [pair for name in names for pair in sets[name]]
        return [data.Sentence([(text, None)], None if label == "oos" else label, "en", "all-clinc", has_slots=False) for text, label in pairs]

    # A hundred sentences out of scope among fifteen thousand would be lost.
    return part("train", *["oos_train"] * 10), {"validation": part("val", "oos_val"), "test": part("test", "oos_test")}


def area(inside, outside):
    """AUROC: how often a sentence in scope has the higher score."""
    ranks = np.argsort(np.argsort(np.concatenate([inside, outside]))) + 1
    n = len(inside)
    return (ranks[:n].sum() - n * (n + 1) / 2) / (n * len(outside))


def out_of_scope(guessed, test):
    """Prints how well four scores tell what is in scope; which one to believe, the validation part says."""
    inside = np.array([s.label is not None for s in test])
    known = np.array([g[1] for g in guessed])
    energy = np.array([np.log(np.exp(g[0] - g[0].max()).sum()) + g[0].max() for g in guessed])
    top = np.array([g[0].max() for g in guessed]) - energy
    scores = {"known": known, "energy": energy, "best label": top, "known and energy": known + energy, "known and best label": known + top}
    for name, values in scores.items():
        print(f"  out of scope, by {name}: AUROC {area(values[inside], values[~inside]):.4f}")


def main():
    options = train.parser()
    options.add_argument("set", choices=["cais", "snips", "clinc"])
    options = options.parse_args()
    torch.set_num_threads(options.threads)
    learnt, parts = {"cais": cais, "snips": snips, "clinc": clinc}[options.set](options.data)
    entries = train.list_entries(data.lists())
    net, labels, kinds, _, tests = train.learn(learnt, entries, options, parts)
    for name, test in tests.items():
        guessed = train.guesses(net, test, kinds)
        train.score(f"{options.set} {name}", test.sentences, guessed, labels)
        if any(s.label is None for s in test.sentences):
            out_of_scope(guessed, test.sentences)


if __name__ == "__main__":
    main()
