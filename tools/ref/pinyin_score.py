#!/usr/bin/env python3
"""Scores Ling's pinyin against references, character by character.

    cargo build -p ling-text --example pinyin
    pip install pypinyin g2pM hsk-sentences-audio      # evaluation only, nothing of them is shipped
    tools/ref/pinyin_score.py target/debug/examples/pinyin [own.tsv ...]
    tools/ref/pinyin_set.py target/debug/examples/pinyin     # the project's own set of 2,000 sentences

References: the sentences with pinyin of the package hsk-sentences-audio (CC BY-SA, read, not kept), which
were checked by neither project; files of our own with `text<TAB>pinyin` lines. Peers: pypinyin (phrases) and
g2pM (a neural network). A reference treats the neutral tone its own way, so a second figure leaves out
differences in which one side is neutral; a third looks only at characters with several readings (letters differ or
both tones are full).
"""
import json, re, subprocess, sys
from collections import Counter
from importlib import resources


def han(c):
    return "\u4e00" <= c <= "\u9fff" or c == "〇"


def hsk():
    rows = json.loads((resources.files("hsk_sentences_audio") / "data/sentences.json").read_text())
    for row in rows:
        text = row["chinese"]
        letters = [s.replace("u:", "v").replace("ü", "v") for s in row["pinyin_numbered"].lower().split()]
        letters = [s for s in letters if re.fullmatch(r"[a-z]+[1-5]", s)]
        if not re.search(r"[0-9A-Za-z]", text) and len(letters) == sum(map(han, text)):
            yield text, letters


def own(path):
    for line in open(path, encoding="utf-8"):
        if "\t" in line and not line.startswith("#"):
            text, syllables = line.rstrip("\n").split("\t")[:2]
            yield text, syllables.split()


def split_erhua(syllables, text):
    """One syllable per character: huar1 becomes hua1 r5."""
    out = []
    chars = [c for c in text if han(c)]
    for s in syllables:
        out.append(s)
        if len(out) < len(chars) and chars[len(out)] == "儿" and re.fullmatch(r"[a-z]+r[1-5]", s) and not re.fullmatch(r"er[1-5]", s):
            out[-1] = s[:-2] + s[-1]
            out.append("r5")
    return out


def ling(binary, texts):
    done = subprocess.run([binary], input="\n".join(texts) + "\n", capture_output=True, text=True, check=True)
    return [split_erhua(line.split("\t")[0].split(), text) for line, text in zip(done.stdout.split("\n"), texts)]


def pypinyin_of(texts):
    from pypinyin import lazy_pinyin, Style
    read = lambda t: lazy_pinyin("".join(filter(han, t)), style=Style.TONE3, neutral_tone_with_five=True)
    return [[s.replace("ü", "v") for s in read(t)] for t in texts]


def g2pm_of(texts):
    from g2pM import G2pM
    model = G2pM()
    return [[s.replace("u:", "v") for s in model("".join(filter(han, t)), tone=True, char_split=True)] for t in texts]


def score(name, found, rows, show):
    total = same = hard = hard_same = length = 0
    wrong, where = Counter(), {}
    for syllables, (text, expect) in zip(found, rows):
        chars = [c for c in text if han(c)]
        expect = split_erhua(expect, text)
        if len(syllables) != len(expect) or len(chars) != len(expect):
            length += 1
            if show:
                print("length", text, syllables, expect)
            continue
        for i, (c, a, b) in enumerate(zip(chars, syllables, expect)):
            if c == "儿" and (a[0] == "r" or b[0] == "r"):
                continue
            if c in "一不":
                continue
            total += 1
            same += a == b
            is_neutral = a[:-1] == b[:-1] and ("5" in (a[-1], b[-1]))
            if not is_neutral:
                hard += 1
                hard_same += a == b
            if a != b:
                key = (c, b, a, "neutral" if is_neutral else "READING")
                wrong[key] += 1
                where.setdefault(key, []).append("".join(chars[max(0, i - 4):i + 4]))
    print(f"{name:9} characters {total}, right {100 * same / max(1, total):.2f} %, neutral tone aside {100 * hard_same / max(1, hard):.2f} % ({hard - hard_same} wrong), sentences of another length {length}")
    if show:
        for (c, b, a, kind), n in wrong.most_common(400):
            print(f"  {n:4} {kind:8} {c} reference {b} found {a}: {' '.join(where[c, b, a, kind][:4])}")


def main():
    binary, files = sys.argv[1], [a for a in sys.argv[2:] if not a.startswith("-")]
    show = "--show" in sys.argv
    sets = [(path, list(own(path))) for path in files] or [("hsk", list(hsk()))]
    for name, rows in sets:
        texts = [text for text, _ in rows]
        print(f"{name}: {len(rows)} sentences")
        score("ling", ling(binary, texts), rows, show)
        for peer, read in [("pypinyin", pypinyin_of), ("g2pM", g2pm_of)]:
            try:
                score(peer, read(texts), rows, False)
            except ImportError as missing:
                print(f"{peer}: skipped, {missing}")


main()
