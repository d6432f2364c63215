#!/usr/bin/env python3
"""Makes nets with the operators, names, caches and metadata of streaming zipformer transducers and random weights, as ONNX.

    pip install torch==2.8.0 onnx numpy kaldi-native-fbank
    tools/ref/miniatures/zipformer.py OUT_DIR [--size tiny|spotter|real] [--seed 1]

What it is: the second zipformer (arXiv 2310.11230) as it is used while sound comes: convolutions in front, six stacks at
50, 25, 12.5, 6.25, 12.5 and 25 Hz, attention weights that three modules share, convolutions that see the past and their own
chunk, and for every layer six caches. A decoder that knows the last two tokens and a joiner belong to it. Written from the
paper; no weight and no line comes from a released model. `spotter` has the layout of the keyword spotter, `real` the sizes
of a recogniser (66 M parameters) and is for measuring speed only.

It hears nothing, of course. Its last layers are fitted to random sounds so that tokens change and blanks lie between.
"""
import argparse, sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests/peers/graphs"))

N_MELS, EMBED, PAST = 80, 128, 3
FACTORS = (1, 2, 4, 8, 4, 2)


class Size(NamedTuple):
    widths: tuple
    inner: tuple
    layers: tuple
    heads: tuple
    kernels: tuple
    query: int = 32
    value: int = 12
    place: int = 4
    table: int = 48
    wide: int = 384  # inside the convolution in front
    past: int = 128  # frames at 50 Hz that attention looks back
    chunk: int = 32  # frames at 100 Hz
    decoder: int = 512
    joiner: int = 512
    n_tokens: int = 0


SIZES = {
    "tiny": Size((24, 32, 40, 48, 40, 32), (48, 64, 64, 64, 64, 64), (1,) * 6, (2, 2, 2, 4, 2, 2), (31, 31, 15, 15, 15, 31),
                 query=8, value=6, table=16, wide=128, past=64, decoder=32, joiner=48, n_tokens=150),
    "spotter": Size((32,) * 6, (48,) * 6, (1,) * 6, (2,) * 6, (31, 31, 15, 15, 15, 31), query=8, value=6, table=16, wide=64,
                    past=64, decoder=32, joiner=32, n_tokens=80),
    "real": Size((192, 256, 384, 512, 384, 256), (512, 768, 1024, 1536, 1024, 768), (2, 2, 3, 4, 3, 2), (4, 4, 4, 8, 4, 4),
                 (31, 31, 15, 15, 15, 31), n_tokens=6254),
}


def log_one_and(x):
    """log(1 + e^x), as it can be exported."""
    zero = torch.zeros((), dtype=x.dtype)
    return torch.max(x, zero) + torch.log(1.0 + torch.exp(-torch.abs(x)))


def swoosh_left(x):
    return log_one_and(x - 4.0) - 0.08 * x - 0.035


def swoosh_right(x):
    return log_one_and(x - 1.0) - 0.08 * x - 0.313261687


class BiasNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.bias, self.log_scale = nn.Parameter(torch.randn(width) * 0.1), nn.Parameter(torch.tensor(0.5))

    def forward(self, x):
        return x * ((x - self.bias) ** 2).mean(-1, keepdim=True) ** -0.5 * self.log_scale.exp()


class Bypass(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.scale = nn.Parameter(torch.empty(width).uniform_(0.3, 0.9))

    def forward(self, before, after):
        return before + (after - before) * self.scale


class FeedForward(nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x):
        return self.down(swoosh_left(self.up(x)))


def table_of_places(first, last, depth):
    """A row for each distance in frames: waves of the distance, which is squeezed where it is long."""
    far = torch.arange(first, last + 1, dtype=torch.float32)
    near = depth**0.5
    squeezed = near * far.sign() * (torch.log(far.abs() + near) - np.log(near))
    turns = torch.atan(2 * np.pi * squeezed / depth).unsqueeze(1) * torch.arange(1, depth // 2 + 1)
    table = torch.stack([turns.cos(), turns.sin()], dim=2).reshape(len(far), depth)
    table[:, -1] = 1.0
    return table


class Weights(nn.Module):
    """Who listens to whom: by what frames hold and by how far apart they are."""

    def __init__(self, size, width, heads, past, n):
        super().__init__()
        self.heads, self.query, self.place, self.past, self.n = heads, size.query, size.place, past, n
        self.inside = nn.Linear(width, heads * (2 * size.query + size.place))
        self.places = nn.Linear(size.table, heads * size.place, bias=False)
        self.register_buffer("table", table_of_places(1 - past - n, n - 1, size.table).unsqueeze(0))
        with torch.no_grad():
            self.inside.weight *= 2.0

    def forward(self, x, cache, absent):
        heads, n, batch = self.heads, self.n, x.shape[1]
        each = heads * self.query
        q, k, p = self.inside(x).split([each, each, heads * self.place], dim=-1)
        k = torch.cat([cache, k], dim=0)
        new = k[-self.past :]
        q = q.reshape(n, batch, heads, self.query).permute(2, 1, 0, 3)
        p = p.reshape(n, batch, heads, self.place).permute(2, 1, 0, 3)
        k = k.reshape(self.past + n, batch, heads, self.query).permute(2, 1, 3, 0)
        places = self.places(self.table).reshape(1, -1, heads, self.place).permute(2, 0, 3, 1)
        by_place = torch.matmul(p, places)
        # Each row begins one distance earlier than the row before it.
        at = torch.arange(n - 1, -1, -1).unsqueeze(1) + torch.arange(self.past + n)
        by_place = torch.gather(by_place, 3, at.expand(heads, batch, n, self.past + n))
        scores = (torch.matmul(q, k) + by_place).masked_fill(absent.unsqueeze(1), -1000.0)
        return scores.softmax(dim=-1), new


class Attention(nn.Module):
    def __init__(self, size, width, heads, past, n):
        super().__init__()
        self.heads, self.value, self.past, self.n = heads, size.value, past, n
        self.inside, self.out = nn.Linear(width, heads * size.value), nn.Linear(heads * size.value, width)

    def forward(self, x, weights, cache):
        batch = x.shape[1]
        v = torch.cat([cache, self.inside(x)], dim=0)
        new = v[-self.past :]
        v = v.reshape(self.past + self.n, batch, self.heads, self.value).permute(2, 1, 0, 3)
        mixed = torch.matmul(weights, v).permute(2, 1, 0, 3).reshape(self.n, batch, self.heads * self.value)
        return self.out(mixed), new


class GatedAttention(nn.Module):
    """Attention of one head over what a gate lets through."""

    def __init__(self, width, past, n):
        super().__init__()
        self.inner, self.past, self.n = 3 * width // 4, past, n
        self.inside, self.out = nn.Linear(width, 3 * self.inner), nn.Linear(self.inner, width)

    def forward(self, x, weights, cache):
        batch = x.shape[1]
        gate, x, after = self.inside(x).chunk(3, dim=-1)
        x = (x * torch.tanh(gate)).reshape(self.n, batch, 1, self.inner).permute(2, 1, 0, 3)
        x = torch.cat([cache, x], dim=2)
        new = x[:, :, -self.past :]
        x = torch.matmul(weights, x).permute(2, 1, 0, 3).reshape(self.n, batch, self.inner)
        return self.out(x * after), new


class Convolution(nn.Module):
    """Over the past by one kernel and over the chunk by another, the second weighed by the distance from the chunk's ends."""

    def __init__(self, width, kernel, n):
        super().__init__()
        self.past, self.n = kernel // 2, n
        self.inside, self.out = nn.Linear(width, 2 * width), nn.Linear(width, width)
        self.causal = nn.Conv1d(width, width, (kernel + 1) // 2, groups=width)
        self.within = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.ends = nn.Parameter(torch.randn(2, width, kernel) * 0.1)

    def edges(self):
        left, right = self.ends[0], self.ends[1]
        kernel = left.shape[1]
        if self.n < kernel:
            left, right = left[:, : self.n], right[:, kernel - self.n :]
        else:
            spare = torch.zeros(left.shape[0], self.n - kernel)
            left, right = torch.cat([left, spare], 1), torch.cat([spare, right], 1)
        return 1.0 + left + right

    def forward(self, x, cache):
        x, gate = self.inside(x).chunk(2, dim=2)
        x = (x * torch.sigmoid(gate)).permute(1, 2, 0)
        within = self.within(x) * self.edges()
        x = torch.cat([cache, x], dim=2)
        new = x[..., -self.past :]
        x = (self.causal(x) + within).permute(2, 0, 1)
        return self.out(swoosh_right(x)), new


class Layer(nn.Module):
    def __init__(self, size, width, inner, heads, kernel, past, n):
        super().__init__()
        self.weights = Weights(size, width, heads, past, n)
        self.attend = nn.ModuleList([Attention(size, width, heads, past, n) for _ in range(2)])
        self.gated = GatedAttention(width, past, n)
        self.feed = nn.ModuleList([FeedForward(width, inner * part // 4) for part in (3, 4, 5)])
        self.convolve = nn.ModuleList([Convolution(width, kernel, n) for _ in range(2)])
        self.norm, self.middle, self.bypass = BiasNorm(width), Bypass(width), Bypass(width)

    def forward(self, x, caches, absent):
        key, gated, first, second, before, after = caches
        begin = x
        weights, key = self.weights(x, key, absent)
        x = x + self.feed[0](x)
        step, gated = self.gated(x, weights[0:1], gated)
        x = x + step
        step, first = self.attend[0](x, weights, first)
        x = x + step
        step, before = self.convolve[0](x, before)
        x = x + step
        x = self.middle(begin, x + self.feed[1](x))
        step, second = self.attend[1](x, weights, second)
        x = x + step
        step, after = self.convolve[1](x, after)
        x = x + step
        x = self.bypass(begin, self.norm(x + self.feed[2](x)))
        return x, [key, gated, first, second, before, after]


class Slower(nn.Module):
    """Several frames as one."""

    def __init__(self, factor):
        super().__init__()
        self.factor, self.bias = factor, nn.Parameter(torch.randn(factor) * 0.3)

    def forward(self, x):
        n, batch, width = x.shape
        x = x.reshape(n // self.factor, self.factor, batch, width)
        return (x * self.bias.softmax(dim=0).unsqueeze(-1).unsqueeze(-1)).sum(dim=1)


class Stack(nn.Module):
    def __init__(self, layers, width, factor):
        super().__init__()
        self.layers, self.factor = nn.ModuleList(layers), factor
        if factor > 1:
            self.slower, self.bypass = Slower(factor), Bypass(width)

    def forward(self, x, caches, absent):
        begin, new = x, []
        if self.factor > 1:
            x = self.slower(x)
        for at, layer in enumerate(self.layers):
            x, found = layer(x, caches[6 * at : 6 * at + 6], absent[..., :: self.factor])
            new += found
        if self.factor > 1:
            n, batch, width = x.shape
            x = x.unsqueeze(1).expand(n, self.factor, batch, width).reshape(n * self.factor, batch, width)
            x = self.bypass(begin, x)
        return x, new


class Front(nn.Module):
    """Frames at 100 Hz become frames at 50 Hz; three of them are kept for the next chunk."""

    def __init__(self, wide, width):
        super().__init__()
        self.first, self.second = nn.Conv2d(1, 8, 3, padding=(0, 1)), nn.Conv2d(8, 32, 3, stride=2)
        self.third = nn.Conv2d(32, EMBED, 3, stride=(1, 2))
        self.around = nn.Conv2d(EMBED, EMBED, 7, groups=EMBED, padding=(0, 3))
        self.up, self.down = nn.Conv2d(EMBED, wide, 1), nn.Conv2d(wide, EMBED, 1)
        self.out, self.norm = nn.Linear(EMBED * self.n_bins(), width), BiasNorm(width)

    @staticmethod
    def n_bins():
        return ((N_MELS - 1) // 2 - 1) // 2

    def forward(self, x, cache):
        x = x.unsqueeze(1)
        for layer in (self.first, self.second, self.third):
            x = swoosh_right(layer(x))
        n = x.shape[2] - PAST
        x = torch.cat([cache, x], dim=2)
        new = x[:, :, n : n + PAST]
        x = x[:, :, PAST : PAST + n] + self.down(swoosh_left(self.up(self.around(x)[:, :, :n])))
        x = x.transpose(1, 2).reshape(x.shape[0], n, -1)
        return self.norm(self.out(x)), new


class Encoder(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size, n = size, size.chunk // 2
        self.front = Front(size.wide, size.widths[0])
        stacks = []
        for at, factor in enumerate(FACTORS):
            sizes = size.widths[at], size.inner[at], size.heads[at], size.kernels[at]
            layers = [Layer(size, *sizes, size.past // factor, n // factor) for _ in range(size.layers[at])]
            stacks.append(Stack(layers, size.widths[at], factor))
        self.stacks, self.slower = nn.ModuleList(stacks), Slower(2)
        self.out = nn.Linear(max(size.widths), size.joiner)

    def caches(self):
        """Names and values of what is kept from chunk to chunk."""
        size, found, number = self.size, [], 0
        for at, factor in enumerate(FACTORS):
            past, width = size.past // factor, size.widths[at]
            key, value = size.heads[at] * size.query, size.heads[at] * size.value
            shapes = [("key", (past, 1, key)), ("nonlin_attn", (1, 1, past, 3 * width // 4)), ("val1", (past, 1, value)),
                      ("val2", (past, 1, value)), ("conv1", (1, width, size.kernels[at] // 2)),
                      ("conv2", (1, width, size.kernels[at] // 2))]
            for _ in range(size.layers[at]):
                found += [(f"cached_{name}_{number}", torch.zeros(shape)) for name, shape in shapes]
                number += 1
        found.append(("embed_states", torch.zeros(1, EMBED, PAST, Front.n_bins())))
        return found + [("processed_lens", torch.zeros(1, dtype=torch.int64))]

    def frames(self, x, *caches):
        size, n = self.size, self.size.chunk // 2
        *caches, front, heard = caches
        x, front = self.front(x, front)
        ago = torch.arange(size.past).unsqueeze(0)
        absent = (heard.unsqueeze(1) <= ago).flip(1)
        absent = torch.cat([absent, torch.zeros(x.shape[0], n, dtype=torch.bool)], dim=1)
        x, new, outs, at = x.permute(1, 0, 2), [], [], 0
        for stack, width in zip(self.stacks, size.widths):
            if width > x.shape[2]:
                x = torch.cat([x, torch.zeros(x.shape[0], x.shape[1], width - x.shape[2])], dim=2)
            n_caches = 6 * len(stack.layers)
            x, found = stack(x[..., :width], caches[at : at + n_caches], absent)
            at, new = at + n_caches, new + found
            outs.append(x)
        # The last stack, and from earlier ones the columns that it has not.
        parts, width = [outs[-1]], size.widths[-1]
        for out in reversed(outs):
            if out.shape[2] > width:
                parts.append(out[..., width:])
                width = out.shape[2]
        x = self.slower(torch.cat(parts, dim=-1)).permute(1, 0, 2)
        return x, [*new, front, heard + n]

    def forward(self, x, *caches):
        x, new = self.frames(x, *caches)
        return (self.out(x), *new)


class Decoder(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.embedding = nn.Embedding(size.n_tokens, size.decoder)
        self.both = nn.Conv1d(size.decoder, size.decoder, 2, groups=size.decoder // 4, bias=False)
        self.out = nn.Linear(size.decoder, size.joiner)

    def forward(self, y):
        x = self.embedding(y.clamp(min=0)) * (y >= 0).unsqueeze(-1)
        x = torch.relu(self.both(x.permute(0, 2, 1)).permute(0, 2, 1))
        return self.out(x).squeeze(1)


class Joiner(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.out = nn.Linear(size.joiner, size.n_tokens)

    def forward(self, encoder_out, decoder_out):
        return self.out(torch.tanh(encoder_out + decoder_out))


def tokens(n):
    """A list like the real ones: blank first, the end, the unknown, words with U+2581 before them, Mandarin characters."""
    words = [f"{mark}{word}" for word in "THE ON OFF LIGHT ING ER S TURN A PLAY".split() for mark in ("\u2581", "")]
    hanzi = list("打开关灯客厅卧室空调度二三四五六七八九十百点半明天今气怎么样播放音乐提醒我买牛奶鸡蛋")
    listed = list(dict.fromkeys(["<blk>", "<sos/eos>", "<unk>", "\u2581", *words, *hanzi]))[:n]
    letters = [mark + chr(at) for at in range(ord("B"), ord("Z") + 1) for mark in ("\u2581", "")]
    listed = list(dict.fromkeys(listed + letters))[:n]
    return listed + [f"\u2581W{at}" for at in range(n - len(listed))]


def sounds_as_tokens(n):
    """The list of the keyword spotter: beginnings and toned ends of Mandarin syllables, and sounds of English."""
    parts = "b p m f d t n l g k h j q x zh ch sh r z c s y w ǎo ù iǎo ī uāng íng àn ēng è āi ì iā ǐ ō ōng ǒu án à ān uò á ǐng ú".split()
    english = "AA0 AE1 AH0 B CH D EH1 ER0 F G HH IH0 IY0 K L M N NG OW1 P R S T UW1 V W Y Z".split()
    listed = ["<blk>", "<sos/eos>", "<unk>", *parts, *english]
    return listed[:n] + [f"#{at}" for at in range(n - len(listed))]


def features(samples):
    import kaldi_native_fbank as knf

    options = knf.FbankOptions()
    options.frame_opts.dither, options.frame_opts.snip_edges = 0, False
    options.mel_opts.num_bins, options.mel_opts.high_freq = N_MELS, -400
    fbank = knf.OnlineFbank(options)
    fbank.accept_waveform(16000, (samples / 32768).astype(np.float32).tolist())
    return np.array([fbank.get_frame(at) for at in range(fbank.num_frames_ready)], np.float32)


def fit(net, decoder, joiner, size, rng, blanks=0.7):
    """Scales what the joiner gets and gives, so that most frames are blank and the others are not all the same."""
    from sounds import sound

    rows, n_in = [], size.chunk + 2 * (PAST + 3) + 1
    for _ in range(12):
        x = torch.tensor(features(sound(rng, 80000)))
        caches = [value for _, value in net.caches()]
        for at in range(0, len(x) - n_in, size.chunk):
            found, caches = net.frames(x[None, at : at + n_in], *caches)
            rows.append(found[0])
    rows = torch.cat(rows)
    mean, spread = rows.mean(0), rows.std(0).mean()
    net.out.weight.copy_(torch.randn_like(net.out.weight) * 1.2 / (spread * rows.shape[1] ** 0.5))
    net.out.bias.copy_(-(net.out.weight @ mean))
    known = torch.randint(0, size.n_tokens, (len(rows), 2))
    of_decoder = decoder(known)
    decoder.out.weight.mul_(0.6 / of_decoder.std()), decoder.out.bias.mul_(0)
    heard = torch.tanh(net.out(rows) + decoder(known))
    joiner.out.weight.copy_(torch.randn_like(joiner.out.weight) * 2.5 / heard.pow(2).sum(1).mean().sqrt())
    joiner.out.bias.zero_()
    # What is never heard, as in the real ones.
    joiner.out.bias[1:3] = -6.0
    logits = joiner.out(heard)
    joiner.out.bias[0] = torch.quantile(logits[:, 1:].max(1).values - logits[:, 0], blanks)


def save(module, path, given, inputs, outputs, batched, facts):
    import onnx

    torch.onnx.export(module, given, str(path), opset_version=13, dynamo=False, input_names=inputs, output_names=outputs,
                      dynamic_axes={name: {axis: "N"} for name, axis in batched.items()})
    model = onnx.load(str(path))
    for key, value in facts.items():
        model.metadata_props.add(key=key, value=str(value))
    onnx.save(model, str(path))


def save_encoder(net, path, size):
    n_in = size.chunk + 2 * (PAST + 3) + 1
    caches = net.caches()
    names = [name for name, _ in caches]
    axis = lambda value: 1 if value.dim() in (3, 4) and value.shape[0] != 1 else 0
    batched = {"x": 0, "encoder_out": 0}
    for name, value in caches:
        at = 1 if "nonlin" in name else axis(value)
        batched |= {name: at, f"new_{name}": at}
    listed = lambda values: ",".join(str(value) for value in values)
    facts = {
        "model_type": "zipformer2", "version": 1, "model_author": "Ling", "comment": "streaming zipformer2, random weights",
        "decode_chunk_len": size.chunk, "T": n_in, "num_encoder_layers": listed(size.layers), "encoder_dims": listed(size.widths),
        "cnn_module_kernels": listed(size.kernels), "left_context_len": listed(size.past // factor for factor in FACTORS),
        "query_head_dims": listed([size.query] * 6), "value_head_dims": listed([size.value] * 6), "num_heads": listed(size.heads),
    }
    given = (torch.zeros(1, n_in, N_MELS), *[value for _, value in caches])
    outputs = ["encoder_out", *[f"new_{name}" for name in names]]
    save(net, path, given, ["x", *names], outputs, batched, facts)


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("out", type=Path)
    args.add_argument("--size", choices=SIZES, default="tiny")
    args.add_argument("--seed", type=int, default=1)
    args = args.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    torch.set_grad_enabled(False)
    size = SIZES[args.size]
    net, decoder, joiner = Encoder(size).eval(), Decoder(size).eval(), Joiner(size).eval()
    if args.size != "real":
        fit(net, decoder, joiner, size, np.random.default_rng(args.seed))
    listed = sounds_as_tokens(size.n_tokens) if args.size == "spotter" else tokens(size.n_tokens)
    (args.out / "tokens.txt").write_text("".join(f"{token} {at}\n" for at, token in enumerate(listed)), encoding="utf-8")
    save_encoder(net, args.out / "encoder.onnx", size)
    save(decoder, args.out / "decoder.onnx", (torch.zeros(1, 2, dtype=torch.int64),), ["y"], ["decoder_out"],
         {"y": 0, "decoder_out": 0}, {"context_size": 2, "vocab_size": size.n_tokens})
    given = torch.zeros(1, size.joiner), torch.zeros(1, size.joiner)
    save(joiner, args.out / "joiner.onnx", given, ["encoder_out", "decoder_out"], ["logit"],
         {"encoder_out": 0, "decoder_out": 0, "logit": 0}, {"joiner_dim": size.joiner})


main()
