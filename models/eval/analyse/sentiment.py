"""How often the shipped engine tells praise from blame: ADDRESS KEY [FOLDER of sentiment_zh].

The reviews carry no licence: they are for measuring only, and nothing that is shipped was trained or tuned on
them. The part is the same as in models/train/sentiment/compare.py: lines whose SHA-256 ends in a byte below 26.
"""

import csv
import hashlib
import json
import sys
import urllib.request

ADDRESS, KEY = sys.argv[1:3]
FOLDER = sys.argv[3] if len(sys.argv) > 3 else "../shared/data/sentiment_zh"
SETS = {"hotel": "ChnSentiCorp_htl_all.csv", "waimai": "waimai_10k.csv"}


def is_test(text):
    return hashlib.sha256(text.encode()).digest()[-1] < 26


def ask(texts):
    documents = [{"id": str(n), "text": text[:5000], "language": "zh-hans"} for n, text in enumerate(texts)]
    body = {"kind": "SentimentAnalysis", "analysisInput": {"documents": documents}}
    request = urllib.request.Request(f"{ADDRESS}/language/:analyze-text?api-version=2023-04-01", json.dumps(body).encode())
    request.add_header("api-key", KEY)
    answer = json.load(urllib.request.urlopen(request))["results"]
    return {int(document["id"]): document["confidenceScores"] for document in answer["documents"]}


for name, file in SETS.items():
    rows = [row for row in csv.DictReader(open(f"{FOLDER}/{file}", encoding="utf-8-sig")) if row["review"] and is_test(row["review"])]
    counts = {"1": [0, 0], "0": [0, 0]}
    n_open = 0
    for at in range(0, len(rows), 25):
        part = rows[at : at + 25]
        found = ask([row["review"] for row in part])
        for n, row in enumerate(part):
            scores = found.get(n, {"positive": 0, "negative": 0})
            n_open += scores["positive"] == scores["negative"]
            said = "1" if scores["positive"] > scores["negative"] else "0"
            counts[row["label"]][0] += said == row["label"]
            counts[row["label"]][1] += 1
    right, n = (sum(count[which] for count in counts.values()) for which in (0, 1))
    each = ", ".join(f"{label}: {count[0] / count[1]:.3f} of {count[1]}" for label, count in counts.items())
    most = max(count[1] for count in counts.values()) / n
    print(f"{name}: {right / n:.3f} of {n} ({each}; undecided {n_open}; always the commoner answer {most:.3f})")
