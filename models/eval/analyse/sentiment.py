"""How often the shipped engine tells praise from blame: ADDRESS KEY [FOLDER of sentiment_zh].

First our own two sets (`models/eval/sentiment`), with four labels. Then reviews that carry no licence: they are for
measuring only, and nothing that is shipped was trained or tuned on them. The part is the same as in models/train/sentiment/compare.py: lines whose SHA-256 ends in a byte below 26.
"""

import csv
import hashlib
import json
import pathlib
import sys
import urllib.request

ADDRESS, KEY = sys.argv[1:3]
FOLDER = sys.argv[3] if len(sys.argv) > 3 else "../shared/data/sentiment_zh"
SETS = {"hotel": "ChnSentiCorp_htl_all.csv", "waimai": "waimai_10k.csv"}


def is_test(text):
    return hashlib.sha256(text.encode()).digest()[-1] < 26


def ask(texts):
    documents = [{"id": str(n), "text": text[:5000], "language": "auto"} for n, text in enumerate(texts)]
    body = {"kind": "SentimentAnalysis", "analysisInput": {"documents": documents}}
    request = urllib.request.Request(f"{ADDRESS}/language/:analyze-text?api-version=2023-04-01", json.dumps(body).encode())
    request.add_header("api-key", KEY)
    answer = json.load(urllib.request.urlopen(request))["results"]
    return {int(document["id"]): document for document in answer["documents"]}


def asked(texts):
    for at in range(0, len(texts), 25):
        found = ask(texts[at : at + 25])
        yield from (found.get(n) for n in range(len(texts[at : at + 25])))


def said(document):
    """1 for praise, 0 for blame, and whether neither is likelier."""
    scores = document["confidenceScores"] if document else {"positive": 0, "negative": 0}
    return "1" if scores["positive"] > scores["negative"] else "0", scores["positive"] == scores["negative"]


for lang in ["zh", "en"]:
    path = pathlib.Path(__file__).parent.parent / "sentiment" / f"{lang}.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    found = list(asked([text for _, text in rows]))
    right = sum(document["sentiment"] == label for document, (label, _) in zip(found, rows))
    poles = [(said(document), label) for document, (label, _) in zip(found, rows) if label in ("positive", "negative")]
    right_pole = sum(not is_open and (which == "1") == (label == "positive") for (which, is_open), label in poles)
    print(f"own {lang}: {right / len(rows):.3f} of {len(rows)} with four labels; praise or blame {right_pole / len(poles):.3f} of {len(poles)}")


for name, file in SETS.items():
    rows = [row for row in csv.DictReader(open(f"{FOLDER}/{file}", encoding="utf-8-sig")) if row["review"] and is_test(row["review"])]
    counts = {"1": [0, 0], "0": [0, 0]}
    n_open = 0
    for row, document in zip(rows, asked([row["review"] for row in rows])):
        which, is_open = said(document)
        n_open += is_open
        counts[row["label"]][0] += which == row["label"]
        counts[row["label"]][1] += 1
    right, n = (sum(count[which] for count in counts.values()) for which in (0, 1))
    each = ", ".join(f"{label}: {count[0] / count[1]:.3f} of {count[1]}" for label, count in counts.items())
    most = max(count[1] for count in counts.values()) / n
    print(f"{name}: {right / n:.3f} of {n} ({each}; undecided {n_open}; always the commoner answer {most:.3f})")
