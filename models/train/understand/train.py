"""Trains the net. `python train.py --help`; README.md says with what the shipped model was made."""

import argparse
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch

import data
import marks as seen
import noise
from net import Net, rate
from vectors import SIZE, Vectors, fnv

OOS = "oos"
# Share of pieces that lose most of their marks, so that their vectors have to tell.
STRANGE = 0.1


class Corpus:
    """Sentences with their marks as numbers, ready for batches."""

    def __init__(self, sentences, entries, vocabulary=None, seen_min=2, n_counted=None, vectors=None):
        """Without a `vocabulary`, it is what the first `n_counted` sentences have `seen_min` times."""
        self.sentences = sentences
        self.m = seen.of([s.text for s in sentences], entries)
        if vocabulary is None:
            n_marks = self.m.first_mark[self.m.first[n_counted or len(sentences)]]
            found, counts = np.unique(self.m.marks[:n_marks], return_counts=True)
            vocabulary = found[counts >= seen_min]
        self.vocabulary = vocabulary
        at = np.searchsorted(vocabulary, self.m.marks)
        at[at == len(vocabulary)] = 0
        self.ids = np.where(vocabulary[at] == self.m.marks, at, -1)
        self.vectors = vectors
        if vectors:
            # A piece has one mark of its word, so one vector at most.
            places = vectors.places(self.m.marks)
            some = np.flatnonzero(places < vectors.none)
            self.places = np.full(len(self.m.n_marks), vectors.none)
            self.places[np.searchsorted(self.m.first_mark, some, side="right") - 1] = places[some]

    def target(self, labels, kinds):
        label_of = {label: at for at, label in enumerate(labels)}
        kind_of = {kind: at for at, kind in enumerate(kinds)}
        self.label = np.array([label_of.get(s.label, -1) for s in self.sentences])
        self.is_known = np.array([s.label is not None for s in self.sentences])
        self.has_slots = np.array([s.has_slots and s.label is not None for s in self.sentences])
        self.tags = []
        for at, sentence in enumerate(self.sentences):
            begin, end = self.m.first[at], self.m.first[at + 1]
            self.tags.append(seen.tags(sentence.spans(), self.m.starts[begin:end], self.m.ends[begin:end], kind_of))

    def batch(self, rows, drop=0.0, drop_all=None, chance=None):
        """Flat ids and offsets of sentences of one length; `drop` is the share of marks left out."""
        length = int(self.m.counts[rows[0]])
        ids, sizes, places = [], [], []
        for row in rows:
            first, last = self.m.first[row], self.m.first[row + 1]
            some = self.ids[self.m.first_mark[first] : self.m.first_mark[last]]
            keep = some >= 0
            owner = np.repeat(np.arange(length), self.m.n_marks[first:last])
            if self.vectors:
                places.append(self.places[first:last])
            if drop:
                # Some pieces are made words that nobody has read.
                strange = chance.random(length) < STRANGE if self.vectors else np.zeros(length, dtype=bool)
                keep &= chance.random(len(some)) >= np.where(strange, 0.7, drop)[owner]
                if drop_all is not None and chance.random() < 0.3:
                    keep &= ~drop_all[some]
            ids.append(some[keep])
            sizes.append(np.bincount(owner[keep], minlength=length))
        sizes = np.concatenate(sizes)
        offsets = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        vectors = None
        if self.vectors:
            vectors = torch.from_numpy(self.vectors.of(np.concatenate(places)))
        return torch.from_numpy(np.concatenate(ids)), torch.from_numpy(offsets), (len(rows), length), vectors

    def batches(self, rows, size, chance):
        """Rows in groups of one length, in random order."""
        rows = np.array([row for row in rows if self.m.counts[row]])
        chance.shuffle(rows)
        rows = rows[np.argsort(self.m.counts[rows], kind="stable")]
        cuts = np.flatnonzero(np.diff(self.m.counts[rows])) + 1
        groups = [part[at : at + size] for part in np.split(rows, cuts) for at in range(0, len(part), size)]
        chance.shuffle(groups)
        return groups


def gazetteer_marks(vocabulary, kinds):
    listed = [fnv("g", kind, place) for kind in kinds for place in "BIE"]
    return np.isin(vocabulary, listed)


def train(corpus, pools, labels, kinds, options, drop_all, watch=None, taught=None):
    """`pools`: for each original sentence the rows of its wordings, its share of epochs; `taught`: what teachers say."""
    torch.manual_seed(options.seed)
    chance = np.random.default_rng(options.seed)
    net = Net(len(corpus.vocabulary), len(labels), 1 + 2 * len(kinds), options.width, options.hidden, options.dropout, SIZE if options.vectors else 0)
    if options.start:
        warm(net, torch.load(options.start, weights_only=False), labels, kinds, corpus.vocabulary)
    dense = [p for name, p in net.named_parameters() if not name.startswith("embed")]
    step_dense = torch.optim.AdamW(dense, lr=options.rate, weight_decay=options.decay)
    step_sparse = torch.optim.SparseAdam(list(net.embed.parameters()), lr=options.rate)
    n_epoch = sum(pool[1] for pool in pools) / options.batch * 1.25
    n_steps, step = int(n_epoch * options.epochs), 0
    began = time.process_time()
    for epoch in range(options.epochs):
        net.train()
        rows = [pool[0][0] if chance.random() < 0.45 else pool[0][chance.integers(len(pool[0]))] for pool in pools if chance.random() < pool[1]]
        losses = np.zeros(3)
        groups = corpus.batches(rows, options.batch, chance)
        if epoch == 0:
            n_steps = len(groups) * options.epochs
        for group in groups:
            for optimiser in (step_dense, step_sparse):
                for some in optimiser.param_groups:
                    some["lr"] = rate(step, n_steps, options.rate)
            step += 1
            label, known, slots = net(*corpus.batch(group, options.drop, drop_all, chance))
            share = len(group) / options.batch
            loss, parts = loss_of(net, corpus, group, label, known, slots, options.stray)
            if taught:
                loss = 0.5 * loss + taught_loss(taught, corpus, group, label, known, slots)
            losses += parts
            step_dense.zero_grad()
            step_sparse.zero_grad()
            (loss * max(share, 0.25)).backward()
            torch.nn.utils.clip_grad_norm_(dense, 2.0)
            step_dense.step()
            step_sparse.step()
        used = time.process_time() - began
        print(f"epoch {epoch + 1}: loss {losses / len(groups)}, {len(rows)} sentences, {used:.0f} CPU-s", flush=True)
        if watch and (epoch + 1) % options.watch == 0:
            watch(net)
    return net


@torch.no_grad()
def warm(net, saved, labels, kinds, vocabulary):
    """Goes on from a checkpoint, whose labels, slot types and marks may be others."""
    old = saved["net"]
    known = {mark: at for at, mark in enumerate(saved["vocabulary"])}
    marks = [(at, known[mark]) for at, mark in enumerate(vocabulary) if mark in known]
    of_label = [(at, saved["labels"].index(label)) for at, label in enumerate(labels) if label in saved["labels"]]
    of_tag = [(0, 0)]
    for at, kind in enumerate(kinds):
        if kind in saved["kinds"]:
            before = saved["kinds"].index(kind)
            of_tag += [(1 + 2 * at, 1 + 2 * before), (2 + 2 * at, 2 + 2 * before)]
    pairs = {"embed": marks, "label": of_label, "slot": of_tag, "crf.first": of_tag, "crf.last": of_tag}
    for name, value in net.state_dict().items():
        if name in ("crf.may", "crf.may_begin"):
            continue
        if name not in old:
            value.zero_()
            continue
        some = pairs.get(name) or pairs.get(name.split(".")[0])
        if name == "crf.moves":
            new, before = (torch.tensor([pair[side] for pair in of_tag]) for side in (0, 1))
            value[new.unsqueeze(1), new] = old[name][before.unsqueeze(1), before]
        elif some:
            new, before = (torch.tensor([pair[side] for pair in some]) for side in (0, 1))
            value[new] = old[name][before]
        else:
            value.copy_(old[name])


def loss_of(net, corpus, group, label, known, slots, stray=0.0):
    is_known = torch.from_numpy(corpus.is_known[group])
    want = torch.from_numpy(corpus.label[group])
    zero = torch.zeros(())
    of_label = torch.nn.functional.cross_entropy(label, want, ignore_index=-1, label_smoothing=0.05) if is_known.any() else zero
    of_known = torch.nn.functional.binary_cross_entropy_with_logits(known, is_known.float())
    of_slots = zero
    marked = np.flatnonzero(corpus.has_slots[group])
    if len(marked):
        tags = torch.tensor([corpus.tags[group[at]] for at in marked])
        of_slots = net.crf.loss(slots[torch.from_numpy(marked)], tags)
    parts = [float(x.detach()) for x in (of_label, of_slots, of_known)]
    loss = of_label + 0.5 * of_slots + 0.3 * of_known
    if stray and not is_known.all():
        # What is out of scope should look like no label more than another.
        loss = loss - stray * torch.log_softmax(label[~is_known], dim=1).mean(dim=1).sum() / len(group)
    return loss, np.array(parts)


def of_checkpoint(saved):
    options = saved["options"]
    n_vectors = SIZE if options.get("vectors") else 0
    net = Net(len(saved["vocabulary"]), len(saved["labels"]), 1 + 2 * len(saved["kinds"]), options["width"], options["hidden"], vectors=n_vectors)
    net.load_state_dict(saved["net"])
    return net.eval()


@torch.no_grad()
def said_by(teachers, sentences, entries, labels, kinds, vectors):
    """What the mean of some checkpoints says of each sentence: chances of labels, score of being known, scores of tags."""
    total = None
    for path in teachers:
        saved = torch.load(path, weights_only=False)
        if (saved["labels"], saved["kinds"]) != (labels, kinds):
            raise SystemExit(f"{path} has other labels or slot types")
        net = of_checkpoint(saved)
        corpus = Corpus(sentences, entries, saved["vocabulary"], vectors=vectors)
        found = [None] * len(sentences)
        for group in corpus.batches(range(len(found)), 128, np.random.default_rng(0)):
            label, known, slots = net(*corpus.batch(group))
            said = (torch.softmax(label, dim=1).numpy(), known.numpy(), slots.numpy())
            for place, row in enumerate(group):
                found[row] = tuple((part[place] / len(teachers)).astype(np.float16) for part in said)
        total = found if total is None else [one and tuple(a + b for a, b in zip(one, two)) for one, two in zip(total, found)]
    return total


def taught_loss(taught, corpus, group, label, known, slots):
    """How far a net is from its teachers, as much as from what is written."""
    want = [torch.from_numpy(np.stack([taught[row][part] for row in group]).astype(np.float32)) for part in range(3)]
    is_known = torch.from_numpy(corpus.is_known[group]).float()
    of_label = -((want[0] * torch.log_softmax(label, dim=1)).sum(dim=1) * is_known).mean()
    of_known = torch.nn.functional.binary_cross_entropy_with_logits(known, torch.sigmoid(want[1]))
    of_slots = -(torch.softmax(want[2], dim=2) * torch.log_softmax(slots, dim=2)).sum(dim=2).sum(dim=1)
    return 0.5 * of_label + 0.15 * of_known + 0.25 * (of_slots * is_known).mean()


@torch.no_grad()
def guesses(net, corpus, kinds):
    """For every sentence: scores of labels, score of being known, slots."""
    net.eval()
    found = [None] * len(corpus.sentences)
    chance = np.random.default_rng(0)
    for group in corpus.batches(range(len(found)), 128, chance):
        label, known, slots = net(*corpus.batch(group))
        best = net.crf.best(slots).numpy()
        for place, row in enumerate(group):
            begin, end = corpus.m.first[row], corpus.m.first[row + 1]
            spans = seen.spans(best[place], corpus.m.starts[begin:end], corpus.m.ends[begin:end], kinds)
            found[row] = (label[place].numpy(), float(known[place]), spans)
    empty = (np.zeros(label.shape[1], dtype=np.float32), -9.0, [])
    return [one or empty for one in found]


def bare(label):
    return None if label is None else label.split("#")[0]


def score(name, sentences, guessed, labels):
    """Prints and returns intent accuracy and strict slot F1 of the sentences in scope."""
    names = sorted({bare(label) for label in labels})
    sums = sum_matrix(labels, names)
    right = known = hit = n_got = n_want = 0
    for sentence, (label, _, spans) in zip(sentences, guessed):
        if sentence.label is None:
            continue
        known += 1
        chances = np.exp(label - label.max()) @ sums
        right += names[int(chances.argmax())] == bare(sentence.label)
        if not sentence.has_slots:
            continue
        want = set(sentence.spans())
        hit += len(want & set(spans))
        n_got += len(spans)
        n_want += len(want)
    f1 = 200 * hit / max(1, n_got + n_want)
    print(f"  {name}: {known} sentences, intent {100 * right / max(1, known):.2f}, slot F1 {f1:.2f}", flush=True)
    return right / max(1, known), f1


def sum_matrix(labels, names):
    sums = np.zeros((len(labels), len(names)), dtype=np.float32)
    for at, label in enumerate(labels):
        sums[at, names.index(bare(label))] = 1
    return sums


def parser():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=seen.ROOT.parent / "shared/data", help="folder of the open sets")
    options.add_argument("--out", type=Path, default=Path("understand.pt"), help="where the checkpoint goes")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--epochs", type=int, default=16)
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--width", type=int, default=96)
    options.add_argument("--hidden", type=int, default=128)
    options.add_argument("--dropout", type=float, default=0.4)
    options.add_argument("--drop", type=float, default=0.15, help="share of marks left out")
    options.add_argument("--decay", type=float, default=0.01)
    options.add_argument("--rate", type=float, default=2e-3)
    options.add_argument("--wordings", type=int, default=3, help="other wordings of each sentence")
    options.add_argument("--templates", type=int, default=150, help="sentences from templates, of each label and language")
    options.add_argument("--watch", type=int, default=4, help="epochs between looks at the scores")
    options.add_argument("--threads", type=int, default=1, help="one is best on a busy machine")
    options.add_argument("--start", type=Path, help="a checkpoint to go on from")
    options.add_argument("--teachers", type=Path, nargs="+", help="checkpoints whose mean is learnt from as well")
    options.add_argument("--held-as", type=Path, help="a checkpoint whose held out sentences are kept aside here too")
    options.add_argument("--held", type=float, default=0.04, help="share of natural sentences kept for calibration")
    options.add_argument("--seen-min", type=int, default=2, help="marks seen less often are not learnt")
    options.add_argument("--vectors", type=Path, help="word vectors, what vectors.py made")
    options.add_argument("--strangers", type=int, default=0, help="sentences out of scope made of ours and of usual words")
    options.add_argument("--stray", type=float, default=0.0, help="how much sentences out of scope are to be without a label")
    options.add_argument("--english", action="store_true", help="only NLU-Evaluation-Data, to try things")
    return options


# Answers and remarks on an answer: an eighth of NLU-Evaluation-Data, and rare where nothing was asked.
REMARKS = {"general_affirm", "general_negate", "general_repeat", "general_stop"}


def shares(sentence):
    """How often a sentence is read, in epochs."""
    if sentence.source == "nlu" and ("#" in sentence.label or sentence.label in REMARKS):
        return 0.4
    return {"clinc": 0.25, "snips": 0.15, "template-zh": 0.35, "template-en": 0.2, "template-oos-zh": 0.5, "template-oos-en": 0.4}.get(sentence.source, 1.0)


def learn(sentences, entries, options, tests=None):
    """Trains on `sentences` and other wordings of them; `tests` {name: sentences} are looked at on the way."""
    vectors = Vectors(options.vectors) if options.vectors else None
    if options.strangers:
        sentences = sentences + noise.strangers(sentences, vectors.words, options.strangers, random.Random(options.seed))
    maker = noise.Noise(sentences, data.lists(), options.seed)
    rows, pools = list(sentences), []
    for at, sentence in enumerate(sentences):
        n = options.wordings if shares(sentence) == 1.0 else 1
        pools.append(([at, *range(len(rows), len(rows) + n)], shares(sentence)))
        rows += [maker.of(sentence) for _ in range(n)]
    labels = sorted({s.label for s in sentences if s.label})
    kinds = sorted({kind for s in sentences for _, kind in s.parts if kind})
    corpus = Corpus(rows, entries, seen_min=options.seen_min, n_counted=len(sentences), vectors=vectors)
    corpus.target(labels, kinds)
    print(f"{len(labels)} labels, {len(kinds)} slot types, {len(corpus.vocabulary)} marks", flush=True)
    tests = {name: Corpus(some, entries, corpus.vocabulary, vectors=vectors) for name, some in (tests or {}).items() if some}

    def watch(net):
        for name, test in tests.items():
            score(name, test.sentences, guesses(net, test, kinds), labels)

    drop_all = gazetteer_marks(corpus.vocabulary, {kind for kind, _ in entries})
    taught = said_by(options.teachers, rows, entries, labels, kinds, vectors) if options.teachers else None
    net = train(corpus, pools, labels, kinds, options, drop_all, watch, taught)
    return net, labels, kinds, corpus, tests


def gather(options):
    """All sentences that the shipped model learns from."""
    devel = {data.plain(s.text) for s in data.slurp_devel(options.data)}
    found = data.nlu_evaluation(options.data)
    if not options.english:
        found += data.own_natural() + data.own_templates(options.templates, options.seed)
        found += data.clinc(options.data, devel) + data.snips(options.data, devel)
    return [s for s in found if data.plain(s.text) not in devel]


def list_entries(lists):
    return [(kind, words) for by_kind in lists.values() for kind, some in by_kind.items() for words in some]


def split(options):
    """What is learnt, and what is held out for calibration."""
    sentences = gather(options)
    print(Counter(s.source for s in sentences))
    chance = random.Random(options.seed)
    # Thresholds need many sentences out of scope.
    by_chance = lambda s: chance.random() < options.held * (6 if s.source.startswith("oos") else 1)
    if options.held_as or options.start:
        # What the checkpoint has not learnt from stays unseen; of what is new to one that goes on, some is held out.
        saved = torch.load(options.held_as or options.start, weights_only=False)
        before, learnt = ({s.text for s in saved[part]} for part in ("held", "sentences"))
        is_held = lambda s: s.text in before or (not options.held_as and s.text not in learnt and by_chance(s))
    else:
        is_held = by_chance
    held = [s for s in sentences if not s.source.startswith("template") and is_held(s)]
    aside = {s.text for s in held}
    return [s for s in sentences if s.text not in aside], held


def main():
    options = parser().parse_args()
    torch.set_num_threads(options.threads)
    entries = list_entries(data.lists())
    sentences, held = split(options)
    tests = {"held out": held, "slurp devel": data.slurp_devel(options.data)}
    for lang in ("zh", "en"):
        tests[f"held out {lang}"] = [s for s in held if s.source == f"own-{lang}"]
    net, labels, kinds, corpus, _ = learn(sentences, entries, options, tests)
    saved = {"net": net.state_dict(), "labels": labels, "kinds": kinds, "vocabulary": corpus.vocabulary, "entries": entries}
    saved |= {"keys": corpus.m.keys, "options": vars(options), "sentences": sentences, "held": held}
    torch.save(saved, options.out)


if __name__ == "__main__":
    main()
