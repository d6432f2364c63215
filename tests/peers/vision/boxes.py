#!/usr/bin/env python3
"""Things and faces on the photographs of scikit-image in variants, beside a decoder in NumPy on onnxruntime: boxes.py
PROGRAM MIRROR. Every box of either must be one of the other, of the same kind and overlapping by more than 0.95; those
whose score is within 0.03 of the threshold may be missing."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import skimage
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

DATA = Path(skimage.__file__).parent / "data"
PHOTOS = ["astronaut.png", "camera.png", "chelsea.png", "coffee.png", "coins.png", "color.png", "motorcycle_left.png",
          "motorcycle_right.png", "rocket.jpg", "horse.png"]
VARIANTS = {
    "plain": lambda photo: photo,
    "mirrored": ImageOps.mirror,
    "small": lambda photo: photo.resize((photo.width * 3 // 5, photo.height * 3 // 5)),
    "dark": lambda photo: ImageEnhance.Brightness(photo).enhance(0.5),
    "blurred": lambda photo: photo.filter(ImageFilter.GaussianBlur(1.5)),
    "large": lambda photo: photo.resize((photo.width * 7 // 4, photo.height * 7 // 4)),
}
OVERLAP_MIN, NEAR = 0.95, 0.03


def overlap(a, b):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    both = max(w, 0) * max(h, 0)
    return both / (a[2] * a[3] + b[2] * b[3] - both)


def kept(found, most):
    """The best of what overlaps within one kind."""
    best = []
    for one in sorted(found, key=lambda one: -one["score"]):
        if all(one["kind"] != other["kind"] or overlap(one["box"], other["box"]) <= most for other in best):
            best.append(one)
    return best


def letterbox(photo, side, grey):
    pixels = cv2.cvtColor(np.asarray(photo), cv2.COLOR_RGB2BGR)
    scale = side / max(pixels.shape[:2])
    small = cv2.resize(pixels, (int(pixels.shape[1] * scale), int(pixels.shape[0] * scale)), interpolation=cv2.INTER_LINEAR)
    square = np.full((side, side, 3), grey, np.float32)
    square[: small.shape[0], : small.shape[1]] = small
    return square.transpose(2, 0, 1)[None], scale


def inside(x, y, w, h, scale, photo):
    """A box around a centre, in the photograph."""
    left, top = max((x - w / 2) / scale, 0), max((y - h / 2) / scale, 0)
    right, bottom = min((x + w / 2) / scale, photo.width), min((y + h / 2) / scale, photo.height)
    return [left, top, right - left, bottom - top]


def objects(session, photo):
    given, scale = letterbox(photo, 416, 114)
    rows, at, found = session.run(None, {"images": given})[0][0], 0, []
    for stride in (8, 16, 32):
        n = 416 // stride
        for idx in range(n * n):
            row, at = rows[at], at + 1
            kind = int(row[5:].argmax())
            score = float(row[4] * row[5 + kind])
            if score > 0.35 - NEAR:
                x, y = (row[0] + idx % n) * stride, (row[1] + idx // n) * stride
                found.append({"kind": kind, "score": score, "box": inside(x, y, np.exp(row[2]) * stride, np.exp(row[3]) * stride, scale, photo)})
    return kept(found, 0.45), 0.35


def faces(session, photo):
    given, scale = letterbox(photo, 640, 0)
    names = [output.name for output in session.get_outputs()]
    out, found = dict(zip(names, session.run(names, {"input": given}))), []
    for stride in (8, 16, 32):
        n = 640 // stride
        scores = np.sqrt(out[f"cls_{stride}"][0, :, 0].clip(0, 1) * out[f"obj_{stride}"][0, :, 0].clip(0, 1))
        for idx in np.flatnonzero(scores > 0.6 - NEAR):
            dx, dy, w, h = out[f"bbox_{stride}"][0, idx]
            x, y = (idx % n + dx) * stride, (idx // n + dy) * stride
            found.append({"kind": 0, "score": float(scores[idx]), "box": inside(x, y, np.exp(w) * stride, np.exp(h) * stride, scale, photo)})
    return kept(found, 0.3), 0.6


def unmatched(some, others, least):
    for one in some:
        matched = any(one["kind"] == other["kind"] and overlap(one["box"], other["box"]) > OVERLAP_MIN for other in others)
        if one["score"] > least + NEAR and not matched:
            yield one


def main(program, mirror):
    failed, place = 0, tempfile.TemporaryDirectory()
    files = []
    for name in PHOTOS:
        photo = Image.open(DATA / name).convert("RGB")
        for variant, change in VARIANTS.items():
            files.append(str(Path(place.name) / f"{Path(name).stem}-{variant}.png"))
            change(photo).save(files[-1])
    for what, folder, net, theirs in [("objects", "yolox-nano-coco", "yolox_nano.onnx", objects), ("faces", "yunet-face", "yunet_s_640.onnx", faces)]:
        folder = Path(mirror) / folder
        if not folder.exists():
            print(f"{what}: passed over, {folder.name} is not there")
            continue
        session = onnxruntime.InferenceSession(str(folder / net), providers=["CPUExecutionProvider"])
        lines = subprocess.check_output([program, what, folder, *files], text=True).splitlines()
        n_boxes, worst = 0, 1.0
        for file, line in zip(files, lines, strict=True):
            reference, least = theirs(session, Image.open(file))
            found = json.loads(line)["found"]
            n_boxes += len(found)
            for name, some, others in (("missing", reference, found), ("more", found, reference)):
                for one in unmatched(some, others, least):
                    failed = 1
                    print(f"{what}: {Path(file).name}: {name}: {one}")
            for one in found:
                same = [overlap(one["box"], other["box"]) for other in reference if other["kind"] == one["kind"]]
                worst = min(worst, max(same, default=worst))
        print(f"{what}: {n_boxes} boxes on {len(files)} pictures, each overlaps the reference by at least {worst:.3f}")
        failed |= n_boxes < 10
    folder = Path(mirror) / "mobilenet-v2-imagenet"
    if folder.exists():
        failed |= tags(program, folder, place.name)
    return failed


def tags(program, folder, place):
    """What the photographs are known to show is among the tags."""
    failed = 0
    for name, kind, zh in [("chelsea", "cat", "猫"), ("coffee", "coffee", "咖啡"), ("rocket", None, None)]:
        out = subprocess.check_output([program, "tags", folder, f"{place}/{name}-plain.png"], text=True)
        found = {tag["key"]: tag["zh"] for tag in json.loads(out)["found"]}
        print(f"tags: {name}: {found}")
        failed |= kind is not None and found.get(kind) != zh
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
