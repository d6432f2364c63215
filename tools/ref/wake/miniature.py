#!/usr/bin/env python3
"""Writes the small net that the tests of `ling_speech::wake` run, and what TensorFlow Lite answers.

    pip install pymicro-wakeword==2.5.0 numpy
    tools/ref/wake/miniature.py crates/speech/tests/data

The net has every operator of microWakeWord's nets, built as they are (a stream's memory in variables, two kernels of
different length on half of the channels each, one neuron, a sigmoid), with eight channels and chance weights. It hears
200 frames of chance numbers; `Chance` below makes them, and so does the test.
"""
import ctypes, struct, sys, tempfile
from pathlib import Path

import numpy as np
import pymicro_wakeword
from pymicro_wakeword import MicroWakeWord, MicroWakeWordFeatures

OUT = Path(sys.argv[1])
LIB = next((Path(pymicro_wakeword.__file__).parent / "lib").glob("*tensorflowlite_c.*"))
I8, I32, U8, HANDLE = 9, 2, 3, 13
N = 8


class Chance:
    """The linear congruential generator of Numerical Recipes."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return (self.state >> 16) % n


# A flatbuffer: a table is {field: value}, with numbers as (format, value), rows of numbers as (format, [values]),
# rows of tables as lists, and text as str.


def flatbuffer(root):
    out = bytearray(8)
    out[4:8] = b"TFL3"
    waiting = [(0, root)]

    def align(n):
        out.extend(bytes(-len(out) % n))

    def place(ref):
        struct.pack_into("<I", out, ref, len(out) - ref)

    while waiting:
        ref, value = waiting.pop(0)
        if isinstance(value, dict):
            n = max(value, default=-1) + 1
            align(4)
            size = 4 + 2 * n
            fields, body, at = [0] * n, [], 4
            for field, one in sorted(value.items(), key=lambda item: item[0]):
                is_number = isinstance(one, tuple) and not isinstance(one[1], list)
                width = struct.calcsize(one[0]) if is_number else 4
                at += -at % width
                fields[field] = at
                body.append((at, one, is_number))
                at += width
            out.extend(bytes((-(len(out) + size)) % 8))
            table_at = len(out) + size
            out.extend(struct.pack(f"<HH{n}H", size, at, *fields))
            place(ref)
            out.extend(struct.pack("<i", size) + bytes(at - 4))
            for offset, one, is_number in body:
                if is_number:
                    struct.pack_into("<" + one[0], out, table_at + offset, one[1])
                else:
                    waiting.append((table_at + offset, one))
        elif isinstance(value, str):
            align(4)
            place(ref)
            out.extend(struct.pack("<I", len(value)) + value.encode() + b"\0")
        elif isinstance(value, list):
            align(4)
            place(ref)
            out.extend(struct.pack("<I", len(value)))
            first = len(out)
            out.extend(bytes(4 * len(value)))
            waiting.extend((first + 4 * idx, one) for idx, one in enumerate(value))
        else:
            form, row = value
            out.extend(bytes((-(len(out) + 4)) % 16))
            place(ref)
            out.extend(struct.pack(f"<I{len(row)}{form}", len(row), *row))
    return bytes(out)


class Graph:
    """Tensors and operators as they are added."""

    def __init__(self, model):
        self.model, self.tensors, self.operators = model, [], []

    def tensor(self, shape, kind, scales=(), zero=0, data=None):
        self.model.buffers.append({} if data is None else {0: ("B", list(data))})
        table = {0: ("i", list(shape)), 1: ("b", kind), 2: ("I", len(self.model.buffers) - 1), 3: f"t{len(self.model.buffers)}"}
        if scales:
            table[4] = {2: ("f", list(scales)), 3: ("q", [zero] * len(scales))}
        self.tensors.append(table)
        return len(self.tensors) - 1

    def numbers(self, row, shape=None):
        return self.tensor([len(row)] if shape is None else shape, I32, data=np.array(row, "<i4").tobytes())

    def add(self, code, inputs, outputs, kind=0, options=None):
        if code not in self.model.codes:
            self.model.codes.append(code)
        table = {0: ("I", self.model.codes.index(code)), 1: ("i", inputs), 2: ("i", outputs)}
        if options is not None:
            table |= {3: ("B", kind), 4: options}
        self.operators.append(table)

    def handle(self, name):
        to = self.tensor([], HANDLE)
        self.add(142, [], [to], 111, {0: "", 1: name})
        return to

    def table(self, name, inputs, outputs):
        return {0: self.tensors, 1: ("i", inputs), 2: ("i", outputs), 3: self.operators, 4: name}


class Model:
    def __init__(self):
        self.codes, self.buffers, self.chance = [], [{}], Chance(7)
        self.main, self.first = Graph(self), Graph(self)
        self.main.add(129, [], [], 103, {0: ("i", 1)})

    def chances(self, n, low, high):
        return [low + self.chance.below(high - low + 1) for _ in range(n)]

    def layer(self, code, heard, scale, shape, out, heard_scale, out_zero, active):
        """A layer whose sums are spread over what its output can say."""
        depthwise, fully = code == 4, code == 9
        n = shape[3] if depthwise else shape[0]
        n_kernel = int(np.prod(shape)) // n
        each = [0.002 + 0.0005 * self.chance.below(9) for _ in range(1 if fully else n)]
        weights = self.main.tensor(shape, I8, each, data=bytes(w % 256 for w in self.chances(n * n_kernel, -127, 127)))
        if len(each) > 1:
            self.main.tensors[weights][4][6] = ("i", 3 if depthwise else 0)
        bias = self.main.numbers(self.chances(n, -3000, 3000))
        self.main.tensors[bias][4] = {2: ("f", [s * heard_scale for s in each]), 3: ("q", [0] * len(each))}
        to = self.main.tensor(out, I8, [scale], out_zero)
        options = {
            3: {0: ("b", 0 if shape[1:3] == [1, 1] else 1), 1: ("i", 1), 2: ("i", 1), 3: ("b", active)},
            4: {0: ("b", 1), 1: ("i", 1), 2: ("i", 1), 3: ("i", 1), 4: ("b", active)},
            9: {},
        }[code]
        self.main.add(code, [heard, weights, bias], [to], {3: 1, 4: 2, 9: 8}[code], options)
        return to

    def stream(self, name, new, n_old, n_new, n_channels, scale, zero):
        """What is new after what is remembered; and what is to be remembered."""
        main, first = self.main, self.first
        quantised = ([scale], zero)
        fill = first.tensor([1, n_old, 1, n_channels], I8, *quantised, data=bytes([zero % 256]) * (n_old * n_channels))
        first.add(144, [first.handle(name), fill], [])
        handle = main.handle(name)
        old = main.tensor([1, n_old, 1, n_channels], I8, *quantised)
        main.add(143, [handle], [old])
        whole = main.tensor([1, n_old + n_new, 1, n_channels], I8, *quantised)
        main.add(2, [old, new], [whole], 10, {0: ("i", 1)})
        kept = main.tensor([1, n_old, 1, n_channels], I8, *quantised)
        self.last(whole, kept, n_old, n_channels)
        main.add(144, [handle, kept], [])
        return whole

    def last(self, whole, to, n, n_channels):
        main = self.main
        rows = [main.numbers(row) for row in ([0, -n, 0, 0], [0, 0, 0, n_channels], [1, 1, 1, 1])]
        main.add(45, [whole, *rows], [to], 32, {0: ("i", 13), 1: ("i", 15)})

    def build(self):
        main = self.main
        heard = main.tensor([1, 3, 40], I8, [0.10196078568696976], -128)
        image = main.tensor([1, 3, 1, 40], I8, [0.10196078568696976], -128)
        main.add(22, [heard, main.numbers([1, 3, 1, 40])], [image])
        whole = self.stream("first", image, 2, 3, 40, 0.10196078568696976, -128)
        image = self.layer(3, whole, 0.4, [N, 5, 1, 40], [1, 1, 1, N], 0.10196078568696976, -128, 1)
        whole = self.stream("second", image, 4, 1, N, 0.4, -128)
        halves = [main.tensor([1, 5, 1, N // 2], I8, [0.4], -128) for _ in range(2)]
        main.add(102, [whole, main.numbers([N // 2, N // 2]), main.numbers([-1], [])], halves, 79, {0: ("i", 2)})
        short = main.tensor([1, 3, 1, N // 2], I8, [0.4], -128)
        self.last(halves[0], short, 3, N // 2)
        parts = [
            self.layer(4, half, 0.6, [1, length, 1, N // 2], [1, 1, 1, N // 2], 0.4, 5, 0)
            for half, length in ((short, 3), (halves[1], 5))
        ]
        both = main.tensor([1, 1, 1, N], I8, [0.6], 5)
        main.add(2, parts, [both], 10, {0: ("i", -1)})
        image = self.layer(3, both, 0.2, [N, 1, 1, N], [1, 1, 1, N], 0.6, -128, 1)
        sure = self.layer(9, image, 0.03, [1, N], [1, 1], 0.2, 20, 0)
        signed = main.tensor([1, 1], I8, [1 / 256], -128)
        main.add(14, [sure], [signed])
        said = main.tensor([1, 1], U8, [1 / 256], 0)
        main.add(114, [signed], [said])
        codes = [{0: ("b", min(code, 127)), 2: ("i", 1), 3: ("i", code)} for code in self.codes]
        graphs = [main.table("main", [heard], [said]), self.first.table("NoOp", [], [])]
        return flatbuffer({0: ("I", 3), 1: codes, 2: graphs, 3: "miniature", 4: self.buffers})


def answers(model, frames):
    """What TensorFlow Lite makes of the frames, in 256ths."""
    word = MicroWakeWord("", wake_word="", tflite_model=model, probability_cutoff=0.5, sliding_window_size=1, trained_languages=[], libtensorflowlite_c_path=LIB)
    sure = [word.process_streaming_prob(np.array(frame).reshape(1, 1, 40) * 0.0390625) for frame in frames]
    return [round(one * 256) for one in sure[word.stride - 1 :: word.stride]]


def main():
    model = OUT / "wake_miniature.tflite"
    model.write_bytes(Model().build())
    chance = Chance(1)
    frames = [[chance.below(640) for _ in range(40)] for _ in range(210)]
    print(*answers(model, frames))
    chance = Chance(2)
    sound = np.array([(chance.below(65536) - 32768) * (1 + at // 1600 % 8) // 8 for at in range(16000)], np.int16)
    features = list(MicroWakeWordFeatures().process_streaming(sound.tobytes()))
    for at in (0, 40, 70):
        print(at, *(int(value / 0.0390625) for value in features[at].ravel()))


main()
