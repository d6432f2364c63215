"""From a checkpoint to the shipped file: the linear part is fitted, chances are calibrated, the file is written.

    python finish.py one.pt two.pt
"""

import argparse
import random
from pathlib import Path

import numpy as np
import torch

import data
import export
import linear
import train
from evaluate import area
from net import Ensemble
from vectors import Vectors

# Of the linear part's weights, the largest are shipped.
KEPT = 330_000
# Marks, at most: those that were seen least are left out, so that the file stays below 12 MB.
MARKS_MAX = 85_000
# English words and Chinese characters whose vectors go in, whether the sentences have them or not.
USUAL = (7_000, 3_500)
# Of our sentences in scope, as many are refused: better asked again at times than done wrongly.
REFUSED = 0.04
# How the labels of a smart home begin, as in crates/app/src/bench/understand.rs.
SMART_HOME = ("iot_", "audio_volume_", "alarm_", "lists_", "datetime_query", "weather_query")


def calibrate(sentences, guessed, labels):
    """Temperature of labels, of slots (as they are), slope, shift and trust of `known`, by what was held out."""
    known = [(labels.index(s.label), g[0]) for s, g in zip(sentences, guessed) if s.label in labels]
    want, scores = np.array([k[0] for k in known]), np.stack([k[1] for k in known])

    def loss(temperature):
        scaled = scores / temperature
        top = scaled.max(axis=1)
        return float((np.log(np.exp(scaled - top[:, None]).sum(axis=1)) + top - scaled[np.arange(len(want)), want]).mean())

    temperature = min(np.arange(0.3, 2.0, 0.05), key=loss)
    # What CLINC150 has out of scope is told apart easily, and would make the threshold too mild.
    own, said = ours(sentences, guessed)
    inside = torch.tensor([float(s.label is not None) for s in own])
    said = torch.tensor(evidence(said, temperature), dtype=torch.float32)
    line = torch.tensor([1.0, 0.0, 1.0], requires_grad=True)
    if 0 < inside.sum() < len(inside):
        fit = torch.optim.LBFGS([line], max_iter=50)

        def closure():
            fit.zero_grad()
            # Half of the weight on each side, to find what tells them apart; where to refuse is said below.
            weight = inside / inside.sum() + (1 - inside) / (1 - inside).sum()
            score = said @ line[[0, 2]] + line[1]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(score, inside, weight=weight, reduction="sum")
            loss = loss + 0.01 * (line[0] - 1) ** 2
            loss.backward()
            return loss.detach()

        fit.step(closure)
        with torch.no_grad():
            score = said @ line[[0, 2]]
            line[1] = -torch.quantile(score[inside > 0], REFUSED)
    print(f"  temperature {temperature:.2f}, known {line.tolist()}")
    return [float(temperature), 1.0, *line.tolist()]


def evidence(guessed, temperature):
    """What tells that a sentence is for Ling: what the net says of it, and the logarithm of its best label's chance."""
    label, known = np.stack([g[0] for g in guessed]) / temperature, np.array([g[1] for g in guessed])
    best = label.max(axis=1)
    return np.stack([known, -np.log(np.exp(label - best[:, None]).sum(axis=1))], axis=1)


def ours(sentences, guessed):
    """Those that we wrote."""
    kept = [at for at, s in enumerate(sentences) if s.source.startswith(("own", "oos"))]
    return [sentences[at] for at in kept], [guessed[at] for at in kept]


def refused(name, sentences, guessed, calibration):
    """Prints how well sentences out of scope are told from others, and how many of either are refused."""
    slope, shift, trust = calibration[2:]
    score = evidence(guessed, calibration[0]) @ np.array([slope, trust]) + shift
    outside = np.array([s.label is None for s in sentences])
    if outside.any():
        shares = [100 * (score[which] < 0).mean() for which in (outside, ~outside)]
        print(f"  {name}: refused {shares[0]:.1f} % of {outside.sum()} out of scope, {shares[1]:.1f} % of the others,"
              f" AUROC {area(score[~outside], score[outside]):.4f}")


def with_linear(guessed, straight, share):
    """Guesses with the linear part's scores added to the logarithms of the net's chances."""
    found = []
    for (label, known, spans), line in zip(guessed, straight):
        top = label.max()
        label = label - top - np.log(np.exp(label - top).sum())
        found.append((label + share * line, known, spans))
    return found


def loaded(path):
    saved = torch.load(path, weights_only=False)
    return saved, train.of_checkpoint(saved)


def together(paths, vectors=None):
    """The first checkpoint and the nets of all, with one vocabulary: what the learnt sentences have most often, and usual words."""
    found = [loaded(path) for path in paths]
    first = found[0][0]
    for saved, _ in found:
        if (saved["labels"], saved["kinds"]) != (first["labels"], first["kinds"]):
            raise SystemExit("the checkpoints have other labels or slot types")
    vocabulary = np.unique(np.concatenate([saved["vocabulary"] for saved, _ in found]))
    corpus = train.Corpus(first["sentences"], first["entries"], vocabulary)
    words = np.array([], dtype=np.int64)
    if vectors:
        # Words that were read once are in no vocabulary, but their vectors were learnt with.
        words = np.union1d(vectors.usual(*USUAL), corpus.m.marks[np.isin(corpus.m.marks, vectors.marks)])
        vocabulary = np.union1d(vocabulary, words)
        corpus = train.Corpus(first["sentences"], first["entries"], vocabulary)
    counts = np.bincount(corpus.ids[corpus.ids >= 0], minlength=len(vocabulary))
    counts[np.isin(vocabulary, words)] += len(first["sentences"])
    vocabulary = vocabulary[np.sort(np.argsort(-counts, kind="stable")[:MARKS_MAX])]
    for saved, net in found:
        net.embed = torch.nn.EmbeddingBag.from_pretrained(embedding(saved["vocabulary"], net, vocabulary, vectors), mode="sum")
        net.turn = None
        export.as_shipped(net)
    return {**first, "vocabulary": vocabulary}, Ensemble([net for _, net in found]).eval()


@torch.no_grad()
def embedding(own, net, vocabulary, vectors):
    """The rows of `vocabulary`: what the net learnt of each mark, and what its vector adds."""
    at = np.minimum(np.searchsorted(own, vocabulary), len(own) - 1)
    weights = net.embed.weight[torch.from_numpy(at)]
    weights[torch.from_numpy(own[at] != vocabulary)] = 0
    if net.turn is not None:
        weights += net.turn(torch.from_numpy(vectors.of(vectors.places(vocabulary))))
    return weights


def best_share(held, guessed, straight, labels):
    """How much the linear part counts, by what was held out."""
    names = sorted({train.bare(label) for label in labels})
    sums = train.sum_matrix(labels, names)

    def loss(share):
        total = 0.0
        for sentence, (label, _, _) in zip(held, with_linear(guessed, straight, share)):
            if sentence.label:
                chances = np.exp((label - label.max()) / 0.8)
                chances = (chances / chances.sum()) @ sums
                total -= np.log(chances[names.index(train.bare(sentence.label))] + 1e-9)
        return total

    return min((0.0, 0.5, 1.0, 1.5, 2.0, 3.0), key=loss)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("checkpoints", type=Path, nargs="+")
    options.add_argument("--out", type=Path, default=train.seen.ROOT / "models/understand/understand.bin")
    options.add_argument("--vectors", type=Path, help="word vectors, what vectors.py made")
    options.add_argument("--data", type=Path, default=train.seen.ROOT.parent / "shared/data")
    options = options.parse_args()
    torch.set_num_threads(1)
    saved, net = together(options.checkpoints, Vectors(options.vectors) if options.vectors else None)
    labels, kinds, vocabulary, entries = (saved[name] for name in ("labels", "kinds", "vocabulary", "entries"))
    chance = random.Random(1)
    learnt = [s for s in saved["sentences"] if s.label and (train.shares(s) == 1 or chance.random() < train.shares(s) * 2)]
    corpus = train.Corpus(learnt, entries, vocabulary)
    corpus.target(labels, kinds)
    fitted = linear.fit(corpus, np.arange(len(learnt)), np.array([min(1, 2 * train.shares(s)) for s in learnt]), len(labels), KEPT)
    held = train.Corpus(saved["held"], entries, vocabulary)
    guessed, straight = train.guesses(net, held, kinds), linear.scores(held, fitted)
    share = best_share(saved["held"], guessed, straight, labels)
    print(f"linear part: {np.count_nonzero(fitted[0])} weights, share {share}")
    both = with_linear(guessed, straight, share)
    calibration = calibrate(saved["held"], both, labels)
    refused("held out", saved["held"], both, calibration)
    refused("held out, ours", *ours(saved["held"], both), calibration)
    export.write(options.out, net, {**saved, "linear": (*fitted, share)}, calibration)
    tests = {"held out": saved["held"], "slurp devel": data.slurp_devel(options.data), "xsid zh": data.xsid_zh(options.data)}
    for path in sorted((train.seen.ROOT / "models/eval/understand").glob("*.tsv")):
        # Told at the end, for the record: nothing is chosen by them.
        tests[f"own {path.stem}"] = data.own_test(path)
    tests["slurp devel, smart home"] = [s for s in tests["slurp devel"] if s.label.startswith(SMART_HOME)]
    learnt = {data.plain(s.text) for s in saved["sentences"]}
    tests["own zh, not learnt"] = [s for s in tests["own zh"] if data.plain(s.text) not in learnt]
    for name, test in tests.items():
        test = train.Corpus(test, entries, vocabulary)
        guessed, straight = train.guesses(net, test, kinds), linear.scores(test, fitted)
        train.score(f"{name}, net", test.sentences, guessed, labels)
        train.score(f"{name}, linear", test.sentences, with_linear(guessed, straight, 100.0), labels)
        train.score(f"{name}, both", test.sentences, with_linear(guessed, straight, share), labels)
        refused(name, test.sentences, with_linear(guessed, straight, share), calibration)


if __name__ == "__main__":
    main()
