#!/usr/bin/env python3
"""A plain linear classifier on the sentences that `ling bench understand` reads.

It stands beside our figures, so that nobody takes for an achievement what a bag of n-grams can do.
Trained on NLU-Evaluation-Data (CC BY 4.0) less every sentence that SLURP devel also has; tested on
SLURP devel. Needs scikit-learn from pip.

    python3 tools/ref/linear_baseline.py ../shared/data
"""

import json
import sys
from pathlib import Path

from scipy.sparse import hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.svm import LinearSVC

# The labels of the "natural smart-home subset", beside datetime_query and weather_query.
SMART_HOME = ("iot_", "audio_volume_", "alarm_", "lists_")


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def plain(text):
    return " ".join(text.lower().replace("'", " ").split())


def features(texts):
    words = HashingVectorizer(n_features=2**17, ngram_range=(1, 2), alternate_sign=False)
    letters = HashingVectorizer(n_features=2**18, analyzer="char_wb", ngram_range=(2, 4), alternate_sign=False)
    return hstack([words.transform(texts), letters.transform(texts)]).tocsr()


def main(data):
    test = [(plain(r["text"]), f"{r['scenario']}_{r['action']}") for r in rows(data / "slurp_text/devel.jsonl")]
    held_out = {text for text, _ in test}
    by_id = {r["id"]: r for r in rows(data / "nlu_evaluation/all_by_fold.jsonl")}
    train = [(plain(r["text"]), r["intent"]) for r in by_id.values()]
    train = [(text, label) for text, label in train if text not in held_out]
    model = LinearSVC(C=0.5).fit(features([t for t, _ in train]), [label for _, label in train])
    got = model.predict(features([text for text, _ in test]))
    right = [label == want for label, (_, want) in zip(got, test)]
    home = [
        ok for ok, (_, want) in zip(right, test)
        if want.startswith(SMART_HOME) or want in ("datetime_query", "weather_query")
    ]
    print(f"train {len(train)}, test {len(test)}")
    print(f"linear: right {100 * sum(right) / len(right):.1f} %")
    print(f"linear, smart home: {len(home)} sentences, right {100 * sum(home) / len(home):.1f} %")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data"))
