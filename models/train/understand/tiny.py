"""Writes a very small net with chance weights, and what PyTorch makes of a few sentences, for the tests in Rust.

    python tiny.py    writes crates/understand/tests/data/net_tiny.{bin,tsv}
"""

import numpy as np
import torch

import data
import export
import linear
import marks as seen
from net import Ensemble, Net
from train import Corpus, sum_matrix

# No numbers, days or hours: what the value tagger says of them may change, and this test is not about that.
SENTENCES = [
    "turn off the lights in the kitchen please",
    "what's up",
    "把客厅的灯关了呗",
    "打開 LED 燈",
    "play 一下周杰伦的晴天",
    "a",
    "好",
]
LABELS = ["iot_hue_lightoff", "general_greet", "general_greet#other", "play_music"]
KINDS = ["house_place", "device_type", "artist_name", "song_name"]
ENTRIES = [("artist_name", "周杰伦"), ("song_name", "晴天"), ("house_place", "kitchen"), ("house_place", "客厅")]
SHARE = 1.7
CALIBRATION = [0.7, 1.3, 1.5, -0.2, 0.6]


def main():
    torch.manual_seed(7)
    rows = [data.Sentence([(text, None)], None, "en", "tiny") for text in SENTENCES]
    corpus = Corpus(rows, ENTRIES, seen_min=1)
    nets = [Net(len(corpus.vocabulary), len(LABELS), 1 + 2 * len(KINDS), width, hidden=6) for width in (8, 10)]
    for net in nets:
        for weight in net.parameters():
            torch.nn.init.normal_(weight, std=0.7)
        # Only the arithmetic is to differ.
        export.as_shipped(net)
    net = Ensemble(nets).eval()
    whole = np.random.default_rng(7).integers(-127, 128, (len(corpus.vocabulary), len(LABELS))).astype(np.int8)
    whole[np.abs(whole) < 90] = 0
    fitted = (whole, 0.01, np.array([0.1, -0.2, 0.3, 0.0], dtype=np.float32))
    straight = linear.scores(corpus, fitted)
    what = {"linear": (*fitted, SHARE), "labels": LABELS, "kinds": KINDS, "vocabulary": corpus.vocabulary, "entries": ENTRIES, "keys": corpus.m.keys}
    folder = seen.ROOT / "crates/understand/tests/data"
    folder.mkdir(exist_ok=True, parents=True)
    export.write(folder / "net_tiny.bin", net, what, CALIBRATION)
    names = sorted({label.split("#")[0] for label in LABELS})
    lines = ["# sentence, label, its chance, chance of being known, slots: from PyTorch"]
    with torch.no_grad():
        for row, text in enumerate(SENTENCES):
            label, known, slots = net(*corpus.batch([row]))
            both = torch.log_softmax(label[0], dim=0) + SHARE * torch.from_numpy(straight[row])
            chances = torch.softmax(both / CALIBRATION[0], dim=0).numpy()
            score = float(known[0]) * CALIBRATION[2] + CALIBRATION[3] + CALIBRATION[4] * np.log(chances.max())
            known = 1 / (1 + np.exp(-score))
            chances = chances @ sum_matrix(LABELS, names)
            begin, end = corpus.m.first[row], corpus.m.first[row + 1]
            spans = seen.spans(net.crf.best(slots)[0].numpy(), corpus.m.starts[begin:end], corpus.m.ends[begin:end], KINDS)
            shown = " ".join(f"{kind}:{start}..{stop}" for start, stop, kind in spans)
            lines.append(f"{text}\t{names[chances.argmax()]}\t{chances.max():.4f}\t{known:.4f}\t{shown}")
    (folder / "net_tiny.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
