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
    return rows(folder / "cais/train.jsonl", "cais", "zh"), rows(folder / "cais/dev.jsonl", "cais", "zh")


def snips(folder):
    return rows(folder / "snips/train.jsonl", "all-snips", "en"), rows(folder / "snips/test.jsonl", "all-snips", "en")


def clinc(folder):
    sets = json.loads((folder / "clinc150/data_full.json").read_text(encoding="utf-8"))

    def part(*names):
        pairs = [pair for name in names for pair in sets[name]]
        return [data.Sentence([(text, None)], None if label == "oos" else label, "en", "all-clinc", has_slots=False) for text, label in pairs]

    return part("train", "oos_train"), part("test", "oos_test")


def area(inside, outside):
    """AUROC: how often a sentence in scope has the higher score."""
    ranks = np.argsort(np.argsort(np.concatenate([inside, outside]))) + 1
    n = len(inside)
    return (ranks[:n].sum() - n * (n + 1) / 2) / (n * len(outside))


def main():
    options = train.parser()
    options.add_argument("set", choices=["cais", "snips", "clinc"])
    options = options.parse_args()
    torch.set_num_threads(options.threads)
    learnt, test = {"cais": cais, "snips": snips, "clinc": clinc}[options.set](options.data)
    entries = train.list_entries(data.lists())
    net, labels, kinds, _, tests = train.learn(learnt, entries, options, {options.set: test})
    guessed = train.guesses(net, tests[options.set], kinds)
    train.score(f"{options.set}, test", test, guessed, labels)
    inside = [s.label is not None for s in test]
    if not all(inside):
        known = np.array([g[1] for g in guessed])
        energy = np.array([np.log(np.exp(g[0] - g[0].max()).sum()) + g[0].max() for g in guessed])
        top = np.array([np.exp(g[0].max() - e) for g, e in zip(guessed, energy)])
        inside = np.array(inside)
        for name, values in (("known", known), ("energy", energy), ("top chance", top), ("known and energy", known + energy)):
            print(f"  out of scope, by {name}: AUROC {area(values[inside], values[~inside]):.4f}")


if __name__ == "__main__":
    main()
