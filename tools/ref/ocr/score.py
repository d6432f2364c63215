#!/usr/bin/env python3
"""How well Ling, RapidOCR and tesseract read the pictures that render.py drew, in one run.

    pip install rapidocr==3.10.0 onnxruntime rapidfuzz
    apt-get install tesseract-ocr tesseract-ocr-chi-sim
    tools/ref/ocr/score.py FOLDER --ling target/release/ling [--model DIR] [--wrong]

Accuracy is 1 - the share of wrong characters (NFKC, without spaces), over all characters of a kind. Lines are put in rows
alike for all: by their places, with the known turn undone. CPU time is that of one thread, the median of a picture;
tesseract's has its start in it. Memory is the most that the process held.
"""
import argparse
import csv
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

from rapidfuzz.distance import Levenshtein


def plain(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def in_rows(lines, degrees):
    """The text of lines, row by row, once the page is turned back."""
    sin, cos = math.sin(math.radians(-degrees)), math.cos(math.radians(-degrees))
    placed = []
    for line in lines:
        xs, ys = zip(*((x * cos - y * sin, x * sin + y * cos) for x, y in line["polygon"]))
        placed.append((sum(ys) / 4, min(xs), max(ys) - min(ys), line["text"]))
    placed.sort()
    gap = 0.5 * statistics.median([height for _, _, height, _ in placed] or [0])
    rows, last = [], None
    for y, x, _, text in placed:
        if last is None or y - last >= gap:
            rows.append([])
        rows[-1].append((x, text))
        last = y
    return "".join(text for row in rows for _, text in sorted(row))


def run(command, env=None):
    """What a program printed, and the most memory it held in MB."""
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env={**os.environ, **(env or {})})
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        if child.returncode:
            sys.exit(f"{command[0]} ended with {child.returncode}")
        return out.read(), used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


def of_jsonl(command, files):
    printed, mb, _ = run(command + files)
    return [json.loads(line) for line in printed.splitlines()], mb


def tesseract(files):
    pages, most = [], 0
    for name in files:
        command = ["tesseract", name, "-", "-l", "chi_sim+eng", "--psm", "3", "tsv"]
        printed, mb, cpu_s = run(command, {"OMP_THREAD_LIMIT": "1"})
        most, lines = max(most, mb), []
        for word in csv.DictReader(printed.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
            if word["level"] == "5" and word["text"].strip():
                x, y, w, h = (int(word[key]) for key in ("left", "top", "width", "height"))
                box = [[x, y], [x + w, y], [x + w, y + h], [x, y + h]]
                lines.append({"text": word["text"], "polygon": box, "line": (word["block_num"], word["par_num"], word["line_num"])})
        pages.append({"file": name, "lines": joined(lines), "cpu_ms": cpu_s * 1e3})
    return pages, most


def joined(words):
    """Words of one line as one, placed where the first is and as high as the line."""
    lines = {}
    for word in words:
        line = lines.setdefault(word["line"], {"text": "", "polygon": word["polygon"]})
        line["text"] += word["text"]
        (left, top), (right, bottom) = line["polygon"][0], line["polygon"][2]
        (x, y), (u, v) = word["polygon"][0], word["polygon"][2]
        left, top, right, bottom = min(left, x), min(top, y), max(right, u), max(bottom, v)
        line["polygon"] = [[left, top], [right, top], [right, bottom], [left, bottom]]
    return list(lines.values())


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--ling", default="ling")
    options.add_argument("--model", help="the folder of ocr-zh-en, where it was not pulled")
    options.add_argument("--only", nargs="*", default=["Ling", "RapidOCR", "tesseract"])
    options.add_argument("--tuned-only", action="store_true", help="leave the unseen fonts out, as one must while tuning")
    options.add_argument("--keep", type=Path, help="a folder for what each engine printed")
    options.add_argument("--wrong", action="store_true", help="show what Ling read wrongly")
    options = options.parse_args()
    truth = [json.loads(line) for line in open(options.folder / "truth.jsonl", encoding="utf-8")]
    truth = [line for line in truth if not (options.tuned_only and line["unseen"])]
    files = [str(options.folder / line["file"]) for line in truth]
    ling = [options.ling, "ocr", "--jsonl"] + (["--model", options.model] if options.model else [])
    engines = {
        "Ling": lambda: of_jsonl(ling, files),
        "RapidOCR": lambda: of_jsonl([sys.executable, str(Path(__file__).with_name("rapid.py"))], files),
        "tesseract": lambda: tesseract(files),
    }
    columns = {}
    for name in options.only:
        pages, mb = engines[name]()
        if options.keep:
            lines = (json.dumps(page, ensure_ascii=False) + "\n" for page in pages)
            (options.keep / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        columns[name] = score(truth, pages, mb, options.wrong and name == "Ling")
    show(columns)


def score(truth, pages, mb, wrong):
    """Errors and characters by kind, CPU times, and memory."""
    counts = {}
    for line, page in zip(truth, pages, strict=True):
        want, got = plain("".join(line["rows"])), plain(in_rows(page["lines"], line["turned"]))
        errors = Levenshtein.distance(want, got)
        if wrong and errors:
            print(f"{line['file']}: {errors} of {len(want)}\n  {want}\n  {got}", file=sys.stderr)
        kinds = [line["kind"], line["lang"], "unseen fonts" if line["unseen"] else "tuned fonts", "all"]
        for kind in kinds + ([] if line["turned"] == 180 else ["upright"]):
            of_kind = counts.setdefault(kind, [0, 0, 0])
            of_kind[0] += errors
            of_kind[1] += len(want)
            of_kind[2] += 1
    return {"counts": counts, "cpu": [page["cpu_ms"] for page in pages], "mb": mb}


def show(columns):
    names = list(columns)
    print("| | pictures | " + " | ".join(names) + " |\n|---|---|" + "---|" * len(names))
    for kind, (_, _, n) in columns[names[0]]["counts"].items():
        shares = (columns[name]["counts"][kind] for name in names)
        cells = " | ".join(f"{100 * max(0, 1 - errors / chars):.2f} %" for errors, chars, _ in shares)
        print(f"| {kind} | {n} | {cells} |")
    for label, of in (("CPU a picture, median", statistics.median), ("CPU a picture, mean", statistics.mean)):
        print(f"| {label} | | " + " | ".join(f"{of(columns[name]['cpu']):.0f} ms" for name in names) + " |")
    print("| peak memory | | " + " | ".join(f"{columns[name]['mb']:.0f} MB" for name in names) + " |")


if __name__ == "__main__":
    main()
