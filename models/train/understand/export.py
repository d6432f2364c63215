"""Writes the model file that Rust reads: a header, named tensors in 8 bits with a scale for each row, a check sum.

    magic "LNU1" | n sections u32 | sections: name (u8 length, bytes), kind u8, dims (u8 n, u32 each), data
    kinds: 0 u32, 1 i8 rows with f32 scales before them, 2 f32, 3 lines of text, 4 4-bit rows likewise
    | check sum u32 (FNV-1a 64 folded) of all before it
All numbers are little-endian.
"""

import struct

import numpy as np
import torch


def section(name, kind, dims, body):
    head = struct.pack("<B", len(name)) + name.encode() + struct.pack("<BB", kind, len(dims))
    return head + struct.pack(f"<{len(dims)}I", *dims) + body


def numbers(name, values):
    return section(name, 0, [len(values)], np.asarray(values, dtype="<u4").tobytes())


def words(name, lines):
    body = "\n".join(lines).encode()
    return section(name, 3, [len(body)], body)


def floats(name, values):
    values = np.asarray(values, dtype="<f4")
    return section(name, 2, values.shape, values.tobytes())


def small(name, values):
    """Rows in 8 bits."""
    values = np.asarray(values, dtype=np.float32)
    scales = np.maximum(np.abs(values).max(axis=1), 1e-12) / 127
    whole = np.clip(np.rint(values / scales[:, None]), -127, 127).astype(np.int8)
    return section(name, 1, values.shape, scales.astype("<f4").tobytes() + whole.tobytes())


def halved(values):
    """(4-bit values, scales) of rows."""
    values = np.asarray(values, dtype=np.float32)
    scales = np.maximum(np.abs(values).max(axis=1), 1e-12) / 7
    return np.clip(np.rint(values / scales[:, None]), -7, 7), scales


def tiny(name, values):
    """Rows in 4 bits: byte k holds column k below and column k + n / 2 above, both raised by 8."""
    whole, scales = halved(values)
    lower, upper = np.split((whole + 8).astype(np.uint8), 2, axis=1)
    return section(name, 4, np.shape(values), scales.astype("<f4").tobytes() + (lower | (upper << 4)).tobytes())


def check_sum(body):
    """FNV-1a over words of four bytes: over single bytes it takes a minute in Python."""
    body += b"\0" * (-len(body) % 4)
    value = 0xCBF29CE484222325
    for word in np.frombuffer(body, dtype="<u4").tolist():
        value = ((value ^ word) * 0x100000001B3) & (2**64 - 1)
    return (value ^ (value >> 32)) & 0xFFFFFFFF


LSTMS = [f"lstm{layer}.{what}_l0{way}" for layer in (1, 2) for way in ("", "_reverse") for what in ("weight_ih", "weight_hh")]
HEADS = ("label", "known", "slot")


def as_shipped(net):
    """Rounds the weights of a net to what the file can hold."""
    with torch.no_grad():
        whole, scales = halved(net.embed.weight.numpy())
        net.embed.weight.copy_(torch.from_numpy(whole * scales[:, None]))
        for name in [*LSTMS, *(f"{head}.weight" for head in HEADS)]:
            weight = net.get_parameter(name)
            scale = weight.abs().amax(dim=1, keepdim=True) / 127
            weight.copy_((weight / scale).round() * scale)


def layers(name, net):
    net = {part: value.numpy() for part, value in net.state_dict().items()}
    parts = [tiny(f"{name}.embed", net["embed.weight"]), floats(f"{name}.norm", np.stack([net["norm.weight"], net["norm.bias"]]))]
    parts += [small(f"{name}.{part}", net[part]) for part in LSTMS]
    for layer in (1, 2):
        for way in ("", "_reverse"):
            bias = net[f"lstm{layer}.bias_ih_l0{way}"] + net[f"lstm{layer}.bias_hh_l0{way}"]
            parts.append(floats(f"{name}.lstm{layer}.bias{way}", bias))
    parts.append(floats(f"{name}.attend", net["attend.weight"][0]))
    for head in HEADS:
        parts += [small(f"{name}.{head}.weight", net[f"{head}.weight"]), floats(f"{name}.{head}.bias", net[f"{head}.bias"])]
    return parts


def linear(whole, scale, bias, share):
    """For each mark where its weights begin; the weights, two in a number, each label << 8 | value."""
    marks, labels = np.nonzero(whole)
    starts = np.concatenate([[0], np.cumsum(np.bincount(marks, minlength=len(whole)))])
    pairs = (labels.astype(np.uint32) << 8) | whole[marks, labels].view(np.uint8)
    pairs = np.append(pairs, 0) if len(pairs) % 2 else pairs
    return [
        numbers("linear.starts", starts),
        numbers("linear", pairs[0::2] | (pairs[1::2] << 16)),
        floats("linear.bias", [*bias, scale, share]),
    ]


def write(out, ensemble, what, calibration):
    """`what`: labels, kinds, vocabulary, entries with their keys, linear; `calibration`: temperature of labels,
    sharpness of slots; slope and shift of `known`, and what the best label's logarithm counts for it."""
    kinds = list(dict.fromkeys(kind for kind, _ in what["entries"]))
    listed = [(int(key), kinds.index(kind)) for key, (kind, _) in zip(what["keys"], what["entries"]) if key]
    parts = [
        words("labels", what["labels"]),
        words("slots", what["kinds"]),
        words("names.kinds", kinds),
        numbers("names.keys", [key for key, _ in listed]),
        numbers("names.places", [place for _, place in listed]),
        numbers("marks", what["vocabulary"]),
    ]
    for number, net in enumerate(ensemble.nets, 1):
        parts += layers(f"net{number}", net)
    crf = ensemble.crf
    parts += [floats(name, value.detach().numpy()) for name, value in (("moves", crf.moves), ("first", crf.first), ("last", crf.last))]
    parts += [floats("calibration", calibration), *linear(*what["linear"])]
    body = b"LNU1" + struct.pack("<I", len(parts)) + b"".join(parts)
    out.write_bytes(body + struct.pack("<I", check_sum(body)))
    print(f"{out}: {out.stat().st_size / 1e6:.2f} MB")
