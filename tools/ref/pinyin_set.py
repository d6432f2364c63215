#!/usr/bin/env python3
"""Scores Ling, pypinyin and g2pM on models/eval/pinyin/sentences.tsv, in one run.

    cargo build --release -p ling-text --example pinyin
    pip install pypinyin g2pM                          # evaluation only, nothing of them is shipped
    tools/ref/pinyin_set.py target/release/examples/pinyin [--half dev|test] [--show]

Syllables found and expected are aligned, so that one too many or too few costs one error and not the rest of
the sentence. The peers read digits not at all and are given the text as it is read out; 儿 of erhua is not
asked of them. `--show` prints Ling's errors in dev, never those in test.
"""
import argparse, hashlib, pathlib, re, resource, subprocess, time
from collections import Counter, defaultdict

SET = pathlib.Path(__file__).parents[2] / "models/eval/pinyin/sentences.tsv"


def han(c):
    return "\u4e00" <= c <= "\u9fff" or c == "〇"


class Syllable:
    """One expected syllable: the readings that are right, whether it may be missing, whose it is."""

    def __init__(self, written, c):
        self.optional = written.startswith("(")
        self.right = set(written.strip("()").split("/"))
        self.first = written.strip("()").split("/")[0]
        self.c = c


def syllables(column, read):
    """Each syllable with its character; 儿 of erhua has none of its own."""
    chars = [c for c in read if han(c)]
    out, at = [], 0
    for written in column.split():
        out.append(Syllable(written, chars[at]))
        at += 1
        if re.fullmatch(r"\(?([a-z]+r[1-5]/?)+\)?", written) and not written.strip("()").startswith("er"):
            assert chars[at] == "儿", (column, read)
            at += 1
    assert at == len(chars), (column, read)
    return out


class Row:
    def __init__(self, line):
        fields = line.rstrip("\n").split("\t")
        self.text = fields[0]
        self.read = fields[3] if len(fields) > 3 else fields[0]
        self.citation = syllables(fields[1], self.read)
        self.spoken = syllables(fields[2], self.read)
        self.has_number = len(fields) > 3
        self.half = "test" if int(hashlib.md5(self.text.encode()).hexdigest(), 16) % 2 else "dev"


def align(found, expect):
    """Pairs of found and expected with the fewest errors; a pair without one side is an error of length."""
    n, m = len(found), len(expect)
    cost = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            if i or j:
                ways = []
                if i and j:
                    ways.append(cost[i - 1][j - 1] + (found[i - 1] not in expect[j - 1].right))
                if i:
                    ways.append(cost[i - 1][j] + 1)
                if j:
                    ways.append(cost[i][j - 1] + (not expect[j - 1].optional))
                cost[i][j] = min(ways)
    pairs, i, j = [], n, m
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + (found[i - 1] not in expect[j - 1].right):
            i, j = i - 1, j - 1
            pairs.append((found[i], expect[j]))
        elif j and cost[i][j] == cost[i][j - 1] + (not expect[j - 1].optional):
            j -= 1
            if not expect[j].optional:
                pairs.append((None, expect[j]))
        else:
            i -= 1
            pairs.append((found[i], None))
    return pairs[::-1]


def is_right(found, expect):
    return expect is not None and found in expect.right


def is_neutral_only(found, expect):
    """The letters are right and one side is neutral."""
    if not found or not expect:
        return False
    return any(a[:-1] == found[:-1] and "5" in (a[-1], found[-1]) for a in expect.right)


class Tally:
    def __init__(self):
        self.n, self.ok = Counter(), Counter()

    def add(self, key, ok):
        self.n[key] += 1
        self.ok[key] += ok

    def share(self, key):
        return f"{100 * self.ok[key] / self.n[key]:.2f} %" if self.n[key] else "-"


def polyphones(rows):
    """Characters that have more than one full-toned reading in the set, 一 and 不 left out."""
    seen = defaultdict(set)
    for row in rows:
        for s in row.citation:
            seen[s.c].add(re.sub(r"(?<=.)(?<!^e)r(?=\d)", "", s.first))
    full = lambda readings: {r for r in readings if r[-1] != "5"}
    return {c for c, r in seen.items() if len(full(r)) > 1 or len({x[:-1] for x in r}) > 1} - set("一不")


def ling(binary, rows):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([binary], input="\n".join(r.text for r in rows) + "\n", capture_output=True, text=True, check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return [line[0].split() for line in lines], [line[1].split() for line in lines], used


def runs(text):
    return re.findall("[\u4e00-\u9fff〇]+", text)


def pypinyin_of(rows):
    from pypinyin import lazy_pinyin, Style

    def read(text, sandhi):
        return [s.replace("ü", "v") for run in runs(text) for s in
                lazy_pinyin(run, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=sandhi)]
    read("热", False)
    start = time.process_time()
    citation = [read(row.read, False) for row in rows]
    used = time.process_time() - start
    return citation, [read(row.read, True) for row in rows], used


def g2pm_of(rows):
    from g2pM import G2pM
    model = G2pM()
    start = time.process_time()
    citation = [[s.replace("u:", "v") for run in runs(row.read) for s in model(run, tone=True, char_split=True)] for row in rows]
    return citation, None, time.process_time() - start


def without_erhua(found, expect, read):
    """A peer's syllables without those of 儿 in erhua, and the expected ones without r."""
    chars = [c for c in read if han(c)]
    kept, at, plain = [], 0, []
    for s in expect:
        kept.append(found[at])
        at += 1
        bare = Syllable(s.first, s.c)
        bare.right, bare.optional = set(s.right), s.optional
        if at < len(chars) and chars[at] == "儿" and any(re.fullmatch("[a-z]+r[1-5]", a) and not a.startswith("er") for a in s.right):
            bare.right = {a[:-2] + a[-1] for a in s.right}
            at += 1
        plain.append(bare)
    return kept, plain


def score(name, rows, citation, spoken, used, hard, show):
    tally, wrong = Tally(), []
    for n, row in enumerate(rows):
        expect = row.citation
        found = citation[n]
        if name != "ling":
            found, expect = without_erhua(found, expect, row.read)
        pairs = align(found, expect)
        for a, e in pairs:
            right = is_right(a, e)
            tally.add("citation", right)
            if not right and is_neutral_only(a, e):
                pass
            else:
                tally.add("neutral aside", right)
            if e is not None and e.c in hard:
                tally.add("polyphones", right)
            if row.has_number:
                tally.add("in sentences with digits", right)
        tally.add("sentences", all(is_right(a, e) for a, e in pairs))
        if row.has_number:
            tally.add("sentences with digits", all(is_right(a, e) for a, e in pairs))
        said = []
        if spoken:
            found, expect = spoken[n], row.spoken
            if name != "ling":
                found, expect = without_erhua(found, expect, row.read)
            said = align(found, expect)
            for a, e in said:
                tally.add("spoken", is_right(a, e))
        bad = [(a, e) for a, e in pairs if not is_right(a, e)]
        bad_said = [(a, e) for a, e in said if not is_right(a, e)]
        if show and row.half == "dev" and (bad or bad_said):
            tell = lambda side: " ".join(f"{e.c if e else '+'} {'/'.join(sorted(e.right)) if e else '-'} found {a or '-'};" for a, e in side)
            wrong.append(f"  {row.text}: {tell(bad)}" + (f" spoken: {tell(bad_said)}" if bad_said and not bad else ""))
    keys = ["citation", "neutral aside", "polyphones", "in sentences with digits", "spoken", "sentences", "sentences with digits"]
    print(f"{name:9} " + ", ".join(f"{key} {tally.share(key)}" for key in keys if tally.n[key])
          + f"; {tally.n['citation']} syllables, {tally.n['polyphones']} of polyphones; {1e6 * used / len(rows):.0f} us CPU a sentence")
    for line in wrong:
        print(line)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("--half", choices=["dev", "test"])
    options.add_argument("--show", action="store_true")
    options.add_argument("--no-peers", action="store_true")
    options = options.parse_args()
    everything = [Row(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    hard = polyphones(everything)
    print(f"{len(hard)} characters have several readings in the set")
    for half in [options.half] if options.half else ["dev", "test"]:
        rows = [row for row in everything if row.half == half]
        print(f"{half}: {len(rows)} sentences, {sum(row.has_number for row in rows)} with digits")
        score("ling", rows, *ling(options.binary, rows), hard, options.show)
        for name, read in [] if options.no_peers else [("pypinyin", pypinyin_of), ("g2pM", g2pm_of)]:
            try:
                score(name, rows, *read(rows), hard, False)
            except ImportError as missing:
                print(f"{name}: skipped, {missing}")


main()
