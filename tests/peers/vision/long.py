#!/usr/bin/env python3
"""`ling ocr` on long pictures of known text, and on half a photograph: long.py LING. No line may be lost or doubled."""
import json
import random
import subprocess
import sys
import tempfile
from difflib import SequenceMatcher
from pathlib import Path

import rapidocr
import skimage.data
from PIL import Image, ImageDraw, ImageFont

MODELS = Path(rapidocr.__file__).parent / "models"
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
ZH = "今天下午三点在二楼会议室开会请带上笔记本和上次的报告晚上一起去吃火锅记得给妈妈打电话明天早上七点的火车不要迟到"
EN = "meeting at three in the second room bring your laptop and the report dinner tonight remember to call home".split()
chance = random.Random(7)


def some_zh(n):
    at = chance.randrange(len(ZH) - n)
    return ZH[at : at + n]


def some_en(n):
    return " ".join(chance.choice(EN) for _ in range(n))


def tall(width, height, size, step):
    """A page like a long conversation: its picture and its lines."""
    page = Image.new("RGB", (width, height), "white")
    draw, font, lines = ImageDraw.Draw(page), ImageFont.truetype(FONT, size), []
    for nth, top in enumerate(range(20, height - step, step)):
        lines.append(f"{nth} " + [some_zh(10), some_en(4), f"{some_zh(5)} {some_en(2)}"][nth % 3])
        draw.text((30, top), lines[-1], "black", font)
    return page, lines


def wide(width, height, size):
    """One line from end to end."""
    page = Image.new("RGB", (width, height), "white")
    draw, font, words = ImageDraw.Draw(page), ImageFont.truetype(FONT, size), []
    while draw.textlength(" ".join(words), font) < width - 12 * size:
        words += [some_zh(6) if len(words) % 3 == 0 else some_en(1)]
    draw.text((40, (height - size) // 2 - size // 5), " ".join(words), "black", font)
    return page, [" ".join(words)]


def plain(text):
    return "".join(text.split())


def main(ling):
    page, line = tall(1080, 6000, 42, 78), wide(8000, 150, 80)
    pictures = {
        "tall": page,
        "upside-down": (page[0].rotate(180), page[1]),
        "wide": wide(10000, 200, 90),
        "low": wide(6500, 40, 26),
        "down": (line[0].rotate(-90, expand=True), line[1]),
    }
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        for name, ours in (("det", "PP-OCRv6_det_small.onnx"), ("rec", "PP-OCRv6_rec_small.onnx")):
            (place / f"{name}.onnx").symlink_to(MODELS / ours)
        files = [place / f"{name}.png" for name in pictures]
        for file, (picture, _) in zip(files, pictures.values()):
            picture.save(file)
        half = place / "half.jpg"
        Image.fromarray(skimage.data.astronaut()).save(half)
        half.write_bytes(half.read_bytes()[: half.stat().st_size // 2])
        done = subprocess.run([ling, "ocr", "--jsonl", "--model", place, *files, half], stdout=subprocess.PIPE, text=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    failed = done.returncode != 1 or "ends before the picture does" not in told[-1].get("error", "")
    for (name, (_, wanted)), found in zip(pictures.items(), told):
        lines = [line["text"] for line in found["lines"]]
        alike = SequenceMatcher(None, plain("".join(lines)), plain("".join(wanted)), autojunk=False).ratio()
        each = all(SequenceMatcher(None, plain(a), plain(b)).ratio() > 0.8 for a, b in zip(lines, wanted))
        print(f"{name}: {len(lines)} of {len(wanted)} lines, in order: {each}, letters {alike:.4f} alike, {found['cpu_ms']:.0f} ms")
        failed |= len(lines) != len(wanted) or not each or alike < 0.99
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
