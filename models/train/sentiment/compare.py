"""For comparison only, never shipped: what a linear model reaches that is trained on the reviews themselves.

python compare.py [FOLDER of sentiment_zh]; needs scikit-learn. The reviews carry no licence and are for measuring
only. Test: lines whose SHA-256 ends in a byte below 26; training: the rest.
"""

import csv
import hashlib
import sys

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "../shared/data/sentiment_zh"
SETS = {"hotel": "ChnSentiCorp_htl_all.csv", "waimai": "waimai_10k.csv"}

for name, file in SETS.items():
    rows = [row for row in csv.DictReader(open(f"{FOLDER}/{file}", encoding="utf-8-sig")) if row["review"]]
    parts = {True: [], False: []}
    for row in rows:
        parts[hashlib.sha256(row["review"].encode()).digest()[-1] < 26].append(row)
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    train = vectorizer.fit_transform(row["review"] for row in parts[False])
    model = LogisticRegression(C=10, max_iter=1000).fit(train, [row["label"] for row in parts[False]])
    said = model.predict(vectorizer.transform(row["review"] for row in parts[True]))
    right = sum(a == row["label"] for a, row in zip(said, parts[True]))
    print(f"{name} (for comparison only): {right / len(parts[True]):.3f} of {len(parts[True])}, trained on {len(parts[False])}")
