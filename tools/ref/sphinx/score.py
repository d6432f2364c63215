#!/usr/bin/env python3
"""Scores what a recogniser made of the coffee-machine commands: the intent and every slot must be right.

    tools/ref/sphinx/score.py RESULTS.jsonl [--half A|B] [--negatives NEGATIVES.jsonl] [--least SCORE] [--wrong]

A line of either file is what `ling transcribe --jsonl --grammar` prints: {file, text, intent, slots, confidence,
audio_s, cpu_s}; `slots` is an object or a list of {name, value}. A clip without a line counts as not recognised. With
`--least`, what is less sure counts as rejected; without, a table shows what each threshold would do: the share of
commands rejected, of commands accepted but wrong, and the non-commands accepted, by kind.
"""
import argparse, json, re, sys
from collections import Counter
from pathlib import Path

import sounds


def plain(text):
    if isinstance(text, list):  # a slot that was heard more than once
        text = " ".join(map(plain, text))
    return re.sub(r"\s+", " ", text or "").strip().lower()


def slots(result):
    found = result.get("slots") or {}
    if isinstance(found, list):
        found = {slot.get("name") or slot.get("type"): slot.get("value") or slot.get("text") for slot in found}
    return {name: plain(value) for name, value in found.items() if plain(value)}


def results(file):
    lines = [json.loads(line) for line in Path(file).read_text().splitlines() if line.strip()]
    return {Path(line["file"]).stem: line for line in lines}


def sure(result):
    value = result.get("confidence")
    return float("inf") if value is None else value


def heard(result, least):
    return bool(result.get("intent")) and sure(result) >= least


def interval(right, n):
    """Wilson's, 95 %."""
    if not n:
        return 0.0, 0.0
    p, z = right / n, 1.96
    middle, width = p + z * z / 2 / n, z * (p * (1 - p) / n + z * z / 4 / n / n) ** 0.5
    return tuple(100 * (middle + side * width) / (1 + z * z / n) for side in (-1, 1))


def is_right(label, result, least):
    wanted = {name: plain(value) for name, value in label["slots"].items()}
    return heard(result, least) and result["intent"] == label["intent"] and slots(result) == wanted


def commands(labels, found, args):
    by_slot, n_slot, right = Counter(), Counter(), 0
    empty = []
    for name, label in labels.items():
        result = found.get(Path(name).stem, {})
        ok = is_right(label, result, args.least)
        right += ok
        if not heard(result, args.least):
            empty.append(name)
        got = slots(result) if heard(result, args.least) else {}
        for slot, value in label["slots"].items():
            n_slot[slot] += 1
            by_slot[slot] += got.get(slot) == plain(value)
        if args.wrong and not ok:
            print(f"{name}\t{sure(result):.4g}\t{result.get('text', '')}\t{slots(result)}\twanted {label['slots']}")
    low, high = interval(right, len(labels))
    print(f"right {right}/{len(labels)} = {100 * right / len(labels):.1f} % ({low:.1f}-{high:.1f}), nothing {len(empty)}")
    print("slots", *(f"{slot} {100 * by_slot[slot] / n_slot[slot]:.1f}" for slot in sorted(n_slot)))
    spent, lasted = (sum(found[n].get(key) or 0 for n in found) for key in ("cpu_s", "audio_s"))
    if spent and lasted:
        print(f"cpu {spent:.2f} s for {lasted:.1f} s of sound: {spent / lasted:.4f}")


def kind(name):
    return name.split("_")[0]


def rejection(labels, found, negatives, args):
    kinds = Counter(map(kind, negatives))

    def row(least):
        got = [(label, found.get(Path(name).stem, {})) for name, label in labels.items()]
        refused = sum(not heard(result, least) for _, result in got)
        wrong = sum(heard(result, least) and not is_right(label, result, least) for label, result in got)
        false = Counter(kind(name) for name, result in negatives.items() if heard(result, least))
        by_kind = " ".join(f"{k} {false[k]}/{n}" for k, n in kinds.items())
        return f"{100 * refused / len(got):6.1f} {100 * wrong / len(got):6.1f} {sum(false.values()):4}/{len(negatives)}  {by_kind}"

    print("     least  refused  wrong  false")
    if args.least > float("-inf"):
        return print(f"{args.least:10.4g} {row(args.least)}")
    scores = sorted(sure(result) for result in negatives.values() if heard(result, float("-inf")))
    # The thresholds that matter: those that let in 0 to 6 non-commands, then a few lower ones.
    for least in dict.fromkeys([*reversed(scores[-7:]), *scores[:-7:-8]]):
        print(f"{least:10.4g} {row(least)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results")
    parser.add_argument("--half", choices=["A", "B"])
    parser.add_argument("--negatives")
    parser.add_argument("--least", type=float, default=float("-inf"))
    parser.add_argument("--wrong", action="store_true", help="print what was wrong")
    args = parser.parse_args()
    labels, found = sounds.labels(args.half), results(args.results)
    stems = {Path(name).stem for name in labels}
    if not stems & found.keys():
        sys.exit(f"{args.results} has no line for any of the {len(labels)} clips")
    found = {name: result for name, result in found.items() if name in stems}
    commands(labels, found, args)
    if args.negatives:
        rejection(labels, found, results(args.negatives), args)


if __name__ == "__main__":
    main()
