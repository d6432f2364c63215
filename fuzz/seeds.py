"""Seeds for the fuzz targets: fuzz/seeds.py FOLDER [DATASETS] writes one folder of small files a target.

Sentences come from the skills' own cases and grammars, from the specs and the natural sentences among the data sets
where those are there. Words of both languages go into a dictionary, so that the fuzzer need not find UTF-8 by chance.
"""

import collections
import hashlib
import json
import re
import struct
import sys
import tomllib
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKILLS = ROOT / "crates/skills/src"
# A sentence beyond this is no seed: the fuzzer is quickest on short ones.
CHARS_MAX = 300
PER_TARGET_MAX = 4000
# Eight by eight red pixels as a JPEG, plain and progressive.
JPEG = """
ffd8ffe000104a46494600010100000100010000ffdb0043001b12141714111b1716171e1c1b2028422b28252528513a3d3042605565645f555d5b6a7899816a7190735b5d85b586909ea3abadab6780bcc9baa6c799a8aba4ffdb0043011c1e1e2823284e2b2b4ea46e5d6ea4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4ffc00011080008000803012200021101031101ffc4001500010100000000000000000000000000000004ffc40014100100000000000000000000000000000000ffc4001501010100000000000000000000000000000405ffc40014110100000000000000000000000000000000ffda000c03010002110311003f008c01d5dfffd9
ffd8ffe000104a46494600010100000100010000ffdb0043001b12141714111b1716171e1c1b2028422b28252528513a3d3042605565645f555d5b6a7899816a7190735b5d85b586909ea3abadab6780bcc9baa6c799a8aba4ffdb0043011c1e1e2823284e2b2b4ea46e5d6ea4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4ffc20011080008000803012200021101031101ffc4001500010100000000000000000000000000000003ffc4001501010100000000000000000000000000000304ffda000c03010002100310000001883aff00ffc40014100100000000000000000000000000000000ffda00080101000105027fffc40014110100000000000000000000000000000000ffda0008010301013f017fffc40014110100000000000000000000000000000000ffda0008010201013f017fffc40014100100000000000000000000000000000000ffda0008010100063f027fffc40014100100000000000000000000000000000000ffda0008010100013f217fffda000c0301000200030000001007ffc40014110100000000000000000000000000000000ffda0008010301013f107fffc40014110100000000000000000000000000000000ffda0008010201013f107fffc40014100100000000000000000000000000000000ffda0008010100013f107fffd9
"""


def skills():
    """The sentences of the skills' cases, and the templates of their grammars."""
    said, templates = [], []
    for path in sorted(SKILLS.glob("*/cases.toml")):
        for cases in tomllib.loads(path.read_text(encoding="utf-8")).values():
            said += [case["said"] for case in cases if isinstance(case, dict) and "said" in case]
    for path in sorted(SKILLS.glob("*/??.toml")):
        templates += re.findall(r'"([^"\n]*[\[({<][^"\n]*)"', path.read_text(encoding="utf-8"))
    return said, templates


def specs(datasets):
    """The inputs of the Recognizers specs."""
    for path in sorted(datasets.glob("recognizers_specs/**/*.json")):
        try:
            cases = json.loads(path.read_text(encoding="utf-8-sig"))
        except ValueError:
            continue
        if isinstance(cases, list):
            yield from (case["Input"] for case in cases if isinstance(case, dict) and "Input" in case)


def grammars(datasets):
    """Files of Home Assistant's intents, small ones, and one of our own."""
    own = 'language: en\nintents:\n  HassTurnOn:\n    data:\n      - sentences: ["turn on [the] {name}", "<let> {area}"]\n'
    own += 'expansion_rules: {let: "(let|make)"}\nlists: {color: {values: [red, {in: blue, out: b}]}, n: {range: {from: 0, to: 100}}}\n'
    yield own
    yield 'language: zh\nsettings: {ignore_whitespace: true}\nintents:\n  Bedtime:\n    data:\n      - sentences: ["(睡觉|晚安)了"]\n        run: [关灯]\n'
    for path in sorted(datasets.glob("ha_intents/sentences/*/*/*.yaml")):
        text = path.read_text(encoding="utf-8")
        if path.parts[-3] in ("en", "zh-CN", "zh-HK", "de") and len(text) < 3000:
            intent = path.parent.name
            body = text.split("data:", 1)[-1]
            yield f"language: en\nintents:\n  {intent}:\n    data:{body.replace(chr(10), chr(10) + '    ')}"


def wav(bits, channels, rate, n_frames, kind=1):
    data = bytes(bits // 8 * channels * n_frames)
    block = channels * bits // 8
    head = struct.pack("<HHIIHH", kind, channels, rate, rate * block, block, bits)
    body = b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pictures():
    """Three by two pixels in every kind that is read, as far as this Python can write them without a library."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = b"".join(b"\0" + bytes(range(row, row + 12)) for row in (0, 100))
    yield b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 6, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    yield b"BM" + struct.pack("<IHHI", 78, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 3, 2, 1, 24, 0, 24, 0, 0, 0, 0) + bytes(24)
    yield b"GIF89a" + struct.pack("<HHBBB", 3, 2, 0x80, 0, 0) + bytes(6) + b"," + struct.pack("<HHHHB", 0, 0, 3, 2, 0) + b"\x02\x03\x84\x7f\x05\0;"
    tags = [(256, 3, 1, 3), (257, 3, 1, 2), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1), (278, 3, 1, 2), (279, 4, 1, 6)]
    yield b"II*\0" + struct.pack("<I", 14) + bytes(6) + struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    yield b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"
    for line in JPEG.split():
        yield bytes.fromhex(line)


def wyoming():
    chunk = b'{"type":"audio-chunk","data":{"rate":16000,"width":2,"channels":1},"payload_length":4}\n\0\0\0\0'
    yield b"\x07" + b'{"type":"describe"}\n' + chunk
    yield b"\x00" + b'{"type":"transcript","data_length":13}\n{"text":"hi"}'


def write(folder, seeds):
    folder.mkdir(parents=True, exist_ok=True)
    unique = dict.fromkeys(seeds)
    step = max(1, len(unique) // PER_TARGET_MAX)
    for seed in list(unique)[::step]:
        (folder / hashlib.sha1(seed).hexdigest()[:16]).write_bytes(seed)


def dictionary(path, sentences):
    words = collections.Counter()
    for sentence in sentences:
        words.update(re.findall(r"[a-z]{2,}", sentence.lower()))
        chinese = re.findall(r"[\u4e00-\u9fff]", sentence)
        words.update(chinese)
    lines = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word, _ in words.most_common(800))
    path.write_text("".join(f'"{line}"\n' for line in lines))


def main(folder, datasets):
    said, templates = skills()
    values = list(specs(datasets))
    short = [text for text in said + values if len(text) <= CHARS_MAX]
    encoded = [text.encode() for text in short]
    for target in ("values", "recognize", "timex"):
        write(folder / target, encoded)
    spoken = [text.encode() for text in said]
    write(folder / "understand", spoken)
    write(folder / "template", [text.encode() for text in templates])
    write(folder / "intents", [bytes([i % 4]) + text.encode() for i, text in enumerate(grammars(datasets))])
    tiny = (ROOT / "crates/understand/tests/data/net_tiny.bin").read_bytes()
    write(folder / "net", [tiny[:-4]])
    formats = [(8, 1, 8000), (16, 2, 48000), (24, 1, 44100), (16, 1, 16000), (32, 1, 16000)]
    sounds = [wav(*one, 40) for one in formats] + [wav(32, 1, 16000, 40, kind=3)]
    write(folder / "wav", sounds)
    write(folder / "wyoming", list(wyoming()))
    manifests = sorted((ROOT / "models").glob("*.toml"))
    write(folder / "manifest", [path.read_bytes() for path in manifests])
    write(folder / "picture", list(pictures()))
    dictionary(folder / "words.dict", short)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else ROOT / "../shared/data"))
