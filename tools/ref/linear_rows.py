"""The linear classifier of linear_baseline.py on the sets of `ling bench understand`: linear_rows.py DATASETS LABELS

On SLURP it is trained as linear_baseline.py says; on CAIS, SNIPS and CLINC150 on the training part of the very set,
which our net has not seen (CAIS) or only in part. LABELS is crates/app/src/bench/every/labels.toml: the sentences
whose label is one of ours are counted. It answers every sentence.
"""

import json
import sys
import tomllib
from pathlib import Path

from linear_baseline import SMART_HOME, features, plain
from peer_rows import json_lines, row, timed
from sklearn.svm import LinearSVC


def score(name, train, test):
    """Rows of (text, label). Sets below `name` are told by a function of the label."""
    model = LinearSVC(C=0.5).fit(features([text for text, _ in train]), [label for _, label in train])
    found = []
    for text, want in test:
        got, micros = timed(lambda text=text: model.predict(features([text]))[0])
        found.append((want, got == want, micros))
    row(name, "linear", len(found), sum(ok for _, ok, _ in found), [micros for *_, micros in found])
    return found


def slurp(data):
    test = [(plain(r["text"]), f"{r['scenario']}_{r['action']}") for r in json_lines(data / "slurp_text/devel.jsonl")]
    held_out = {text for text, _ in test}
    by_id = {r["id"]: r for r in json_lines(data / "nlu_evaluation/all_by_fold.jsonl")}
    train = [(plain(r["text"]), r["intent"]) for r in by_id.values()]
    found = score("slurp-devel", [(text, label) for text, label in train if text not in held_out], test)
    home = [
        one for one in found if one[0].startswith(SMART_HOME) or one[0] in ("datetime_query", "weather_query")
    ]
    row("slurp-home", "linear", len(home), sum(ok for _, ok, _ in home), [micros for *_, micros in home])


def cais(data, labels):
    train, test = (json_lines(data / f"cais/{part}.jsonl") for part in ("train", "dev"))
    pairs = lambda rows: [(plain(r["text"]), r["intent"]) for r in rows]
    score("cais-dev", pairs(train), [pair for pair in pairs(test) if pair[1] in labels["cais"]])


def snips(data, labels):
    train, test = (json_lines(data / f"snips/{part}.jsonl") for part in ("train", "test"))
    pairs = lambda rows: [(plain(r["text"]), r["intent"]) for r in rows]
    score("snips-test", pairs(train), [pair for pair in pairs(test) if pair[1] in labels["snips"]])


def clinc(data, labels):
    rows = json.loads((data / "clinc150/data_full.json").read_text(encoding="utf-8"))
    pairs = lambda part: [(plain(text), label) for text, label in rows[part]]
    score("clinc-test", pairs("train"), [pair for pair in pairs("test") if pair[1] in labels["clinc"]])


def main(data, labels):
    labels = tomllib.loads(labels.read_text(encoding="utf-8"))
    for needed, work in (
        ("slurp_text", lambda: slurp(data)),
        ("cais", lambda: cais(data, labels)),
        ("snips", lambda: snips(data, labels)),
        ("clinc150", lambda: clinc(data, labels)),
    ):
        if (data / needed).is_dir():
            work()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
