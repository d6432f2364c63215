#!/usr/bin/env python3
"""`ling ocr` beside RapidOCR on the page of text inside scikit-image, upright and turned: ocr.py LING."""
import json
import subprocess
import sys
import tempfile
from difflib import SequenceMatcher
from pathlib import Path

import rapidocr
import skimage
from PIL import Image
from rapidocr import RapidOCR

PAGE = Path(skimage.__file__).parent / "data" / "page.png"
MODELS = Path(rapidocr.__file__).parent / "models"


def letters(texts):
    return "".join("".join(texts).split())


def main(ling):
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        for name, ours in (("det", "PP-OCRv6_det_small.onnx"), ("rec", "PP-OCRv6_rec_small.onnx")):
            (place / f"{name}.onnx").symlink_to(MODELS / ours)
        page = Image.open(PAGE).convert("RGB").resize((1152, 576))
        files = [str(place / "upright.png"), str(place / "upside-down.png"), str(place / "turned.png"), str(place / "broken.png")]
        page.save(files[0])
        page.rotate(180).save(files[1])
        page.rotate(90, expand=True).save(files[2])
        Path(files[3]).write_bytes(Path(files[0]).read_bytes()[:4000])
        done = subprocess.run([ling, "ocr", "--jsonl", "--words", "--model", place, *files], stdout=subprocess.PIPE, text=True)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        theirs = letters(RapidOCR(params={"Global.log_level": "error"})(files[0]).txts)
    failed = done.returncode != 1 or "error" not in lines[3] or lines[3]["file"] != files[3]
    for line in lines[:3]:
        ours = letters(found["text"] for found in line["lines"])
        alike = SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
        print(f"{Path(line['file']).name}: {len(line['lines'])} lines, {alike:.3f} alike with RapidOCR's upright reading, {line['cpu_ms']:.0f} ms")
        failed |= alike < 0.97
        for found in line["lines"]:
            failed |= letters(word["text"] for word in found["words"]) != letters([found["text"]])
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
