#!/usr/bin/env python3
"""Makes a net with the operators, names and metadata of SenseVoice-Small and random weights, as ONNX, in f32 and int8.

    pip install torch==2.8.0 onnx onnxruntime numpy sympy ml_dtypes
    tools/ref/miniatures/sense_voice.py OUT_DIR [--size tiny|real] [--seed 1]

What it is: a stack of self-attention blocks with a memory (SANM: attention plus a depthwise convolution over the values,
FSMN), sinusoidal positions, four query vectors before the sound (language, emotion, event, text form), and a CTC layer; the
paper is arXiv 2407.04051. Written from that description; no weight and no line comes from a released model. `real` has the
sizes of SenseVoice-Small (234 M parameters, 0.9 GB) and is for measuring speed only.

It hears nothing, of course. The CTC layer is fitted so that the first four frames name a language, an emotion, an event
and a text form, as the real one's do, and blanks lie between the others.
"""
import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn

FEATURES = 560
SIZES = {
    # width, heads, feed-forward, blocks, blocks after the first norm, tokens
    "tiny": (48, 2, 96, 3, 2, 120),
    "real": (512, 4, 2048, 50, 20, 25055),
}
LANGUAGES = {"auto": 0, "zh": 3, "en": 4, "yue": 7, "ja": 11, "ko": 12}
WITH_ITN, WITHOUT_ITN = 14, 15
TAGS = ["<|zh|>", "<|en|>", "<|yue|>", "<|ja|>", "<|ko|>", "<|NEUTRAL|>", "<|Speech|>", "<|withitn|>", "<|woitn|>"]


def linear(n_in, n_out, bias=True):
    return nn.Linear(n_in, n_out, bias)


class Sanm(nn.Module):
    """Attention whose values also go through a convolution of their own."""

    def __init__(self, n_in, width, heads, kernel=11):
        super().__init__()
        self.heads, self.each = heads, width // heads
        self.qkv = linear(n_in, 3 * width)
        self.out = linear(width, width)
        self.memory = nn.Conv1d(width, width, kernel, groups=width, bias=False)
        self.around = (kernel - 1) // 2, kernel - 1 - (kernel - 1) // 2

    def split(self, x):
        return x.reshape(x.shape[0], x.shape[1], self.heads, self.each).transpose(1, 2)

    def forward(self, x, mask):
        q, k, v = torch.split(self.qkv(x), self.heads * self.each, dim=-1)
        there = mask.transpose(1, 2)
        kept = v * there
        memory = self.memory(nn.functional.pad(kept.transpose(1, 2), self.around)).transpose(1, 2)
        memory = (memory + kept) * there
        scores = torch.matmul(self.split(q) * self.each**-0.5, self.split(k).transpose(-2, -1))
        absent = mask.unsqueeze(1).eq(0)
        weights = torch.softmax(scores.masked_fill(absent, -float("inf")), dim=-1).masked_fill(absent, 0.0)
        mixed = torch.matmul(weights, self.split(v)).transpose(1, 2)
        mixed = mixed.reshape(mixed.shape[0], mixed.shape[1], self.heads * self.each)
        return self.out(mixed) + memory


class Block(nn.Module):
    def __init__(self, n_in, width, heads, inner):
        super().__init__()
        self.before, self.after = nn.LayerNorm(n_in), nn.LayerNorm(width)
        self.sanm = Sanm(n_in, width, heads)
        self.up, self.down = linear(width, inner), linear(inner, width)
        self.keeps = n_in == width

    def forward(self, x, mask):
        mixed = self.sanm(self.before(x), mask)
        x = x + mixed if self.keeps else mixed
        return x + self.down(torch.relu(self.up(self.after(x))))


def positions(x):
    n, depth = x.shape[1], x.shape[2]
    at = torch.arange(1, n + 1, device=x.device, dtype=torch.float32)
    step = torch.log(torch.tensor(10000.0)) / (depth / 2 - 1)
    scales = torch.exp(torch.arange(depth // 2, dtype=torch.float32) * -step)
    angles = at.reshape(1, -1, 1) * scales.reshape(1, 1, -1)
    return x + torch.cat([torch.sin(angles), torch.cos(angles)], dim=2)


class SenseVoice(nn.Module):
    def __init__(self, width, heads, inner, n_first, n_second, n_tokens):
        super().__init__()
        self.width = width
        self.query = nn.Embedding(16, FEATURES)
        first = [Block(FEATURES, width, heads, inner)] + [Block(width, width, heads, inner) for _ in range(n_first - 1)]
        self.first = nn.ModuleList(first)
        self.second = nn.ModuleList([Block(width, width, heads, inner) for _ in range(n_second)])
        self.first_norm, self.second_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.ctc = linear(width, n_tokens)

    def encode(self, x, x_length, language, text_norm):
        of = lambda ids: self.query(ids).unsqueeze(1)
        moods = self.query(torch.tensor([[1, 2]])).repeat(x.shape[0], 1, 1)
        x = torch.cat([of(language), moods, of(text_norm), x], dim=1)
        x_length = x_length + 4
        mask = (torch.arange(x.shape[1]) < x_length.unsqueeze(1)).to(x.dtype)
        mask = mask.unsqueeze(1)
        x = positions(x * self.width**0.5)
        for block in self.first:
            x = block(x, mask)
        x = self.first_norm(x)
        for block in self.second:
            x = block(x, mask)
        return self.second_norm(x)

    def forward(self, x, x_length, language, text_norm):
        return self.ctc(self.encode(x, x_length, language, text_norm))


def tokens(n):
    """A list like the real one's: blank first, words with U+2581 before them, Mandarin characters, tags last."""
    words = [f"{mark}{word}" for word in "the on off light ing er s turn a play".split() for mark in ("\u2581", "")]
    hanzi = list("打开关灯客厅卧室空调度二三四五六七八九十百点半明天今天气怎么样播放音乐提醒我买牛奶鸡蛋")
    listed = list(dict.fromkeys(["<unk>", "<s>", "</s>", "\u2581", *words, *hanzi]))[: n - len(TAGS)]
    listed += [f"\u2581w{at}" for at in range(n - len(TAGS) - len(listed))]
    return listed + TAGS


def normal(rng):
    """Mean and spread of the features, near those of speech."""
    bins = np.linspace(8.5, 12.5, 80)
    mean = np.tile(bins, 7) + rng.normal(0, 0.2, FEATURES)
    return -mean, 1 / (3.2 + rng.normal(0, 0.2, FEATURES))


def sound(rng, n):
    """Rows as of some sound, normalised: pieces of a few rows with a smooth spectrum each, then noise."""
    rows = np.empty((n, 80))
    at = 0
    while at < n:
        length = int(rng.integers(1, 9))
        corners = rng.normal(0, 1.2, 9) + rng.normal(0, 1.2)
        rows[at : at + length] = np.interp(np.linspace(0, 8, 80), np.arange(9), corners)
        at += length
    return np.tile(rows, 7) + rng.normal(0, 0.3, (n, FEATURES))


def fit_ctc(net, rng, scale=3.0):
    """Tags on the first four frames only; elsewhere a random token or, about half the time, blank."""
    n_tokens = net.ctc.out_features
    rows, wanted = [], []
    pairs = [(lang, itn) for lang in LANGUAGES.values() for itn in (WITH_ITN, WITHOUT_ITN)]
    for lang, itn in pairs * 40:
        n = int(rng.integers(1, 60))
        x = torch.tensor(sound(rng, n)[None], dtype=torch.float32)
        ids = [torch.tensor([value], dtype=torch.int32) for value in (n, lang, itn)]
        rows.append(net.encode(x, *ids)[0].numpy())
        goal = np.full((n + 4, len(TAGS)), -1.0)
        spoken = {0: 0, 3: 0, 4: 1, 7: 2, 11: 3, 12: 4}[lang]
        for frame, tag in enumerate([spoken, 5, 6, 7 if itn == WITH_ITN else 8]):
            goal[frame, tag] = 1.0
        wanted.append(goal)
    rows, wanted = np.concatenate(rows), np.concatenate(wanted)
    is_first = wanted.max(1) > 0
    weight = np.where(is_first, 100.0, 1.0)[:, None] ** 0.5
    design = np.concatenate([rows, np.ones((len(rows), 1))], 1)
    # The ridge keeps the weights small: what leans on tiny differences is another number in every runtime.
    normal, ridge = (design * weight).T @ (design * weight), 1e-5 * len(rows) * np.eye(design.shape[1])
    found = np.linalg.solve(normal + ridge, (design * weight).T @ (wanted * weight))
    others = rng.normal(0, 1, (rows.shape[1], n_tokens - len(TAGS)))
    others *= scale / (rows @ others).std()
    logits = rows @ others
    blank = np.median(logits[:, 1:].max(1) - logits[:, 0])
    with torch.no_grad():
        net.ctc.weight.copy_(torch.tensor(np.concatenate([others, found[:-1] * 36], 1).T, dtype=torch.float32))
        net.ctc.bias.copy_(torch.tensor(np.concatenate([np.zeros(n_tokens - len(TAGS)), found[-1] * 36]), dtype=torch.float32))
        net.ctc.bias[0] += float(blank)


def metadata(n_tokens, rng):
    shift, spread = normal(rng)
    listed = lambda values: ",".join(f"{value:.6g}" for value in values)
    return {
        "lfr_window_size": 7, "lfr_window_shift": 6, "normalize_samples": 0, "neg_mean": listed(shift),
        "inv_stddev": listed(spread), "model_type": "sense_voice_ctc", "version": 1, "model_author": "Ling",
        "maintainer": "Ling", "vocab_size": n_tokens, "comment": "random weights", "blank_id": 0,
        "with_itn": WITH_ITN, "without_itn": WITHOUT_ITN,
        **{f"lang_{name}": number for name, number in LANGUAGES.items()},
    }


def export(net, path, facts):
    import onnx

    n = 40
    ids = [torch.tensor([value], dtype=torch.int32) for value in (n, 3, WITH_ITN)]
    axes = {"x": {0: "N", 1: "T"}, "x_length": {0: "N"}, "language": {0: "N"}, "text_norm": {0: "N"}, "logits": {0: "N", 1: "L"}}
    torch.onnx.export(
        net, (torch.zeros(1, n, FEATURES), *ids), str(path), opset_version=13, dynamo=False, dynamic_axes=axes,
        input_names=["x", "x_length", "language", "text_norm"], output_names=["logits"],
    )
    model = onnx.load(str(path))
    for key, value in facts.items():
        model.metadata_props.add(key=key, value=str(value))
    onnx.save(model, str(path))


def quantise(path, to):
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(path), str(to), op_types_to_quantize=["MatMul"], weight_type=QuantType.QUInt8)


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("out", type=Path)
    args.add_argument("--size", choices=SIZES, default="tiny")
    args.add_argument("--seed", type=int, default=1)
    args = args.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(args.seed)
    torch.manual_seed(args.seed)
    torch.set_grad_enabled(False)
    net = SenseVoice(*SIZES[args.size]).eval()
    if args.size == "tiny":
        fit_ctc(net, rng)
    n_tokens = net.ctc.out_features
    listed = tokens(n_tokens)
    (args.out / "tokens.txt").write_text("".join(f"{token} {at}\n" for at, token in enumerate(listed)), encoding="utf-8")
    export(net, args.out / "model.onnx", metadata(n_tokens, rng))
    quantise(args.out / "model.onnx", args.out / "model.int8.onnx")


main()
