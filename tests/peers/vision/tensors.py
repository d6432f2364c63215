#!/usr/bin/env python3
"""Each net's outputs beside onnxruntime's, from the same tensors: tensors.py PROGRAM MIRROR."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import rapidocr
import skimage

MOST = 1e-3
OCR = Path(rapidocr.__file__).parent / "models"
PHOTO = Path(skimage.__file__).parent / "data" / "astronaut.png"

# file, input shapes, and from where to where its values go
NETS = [
    (OCR / "PP-OCRv6_det_small.onnx", [(1, 3, 320, 480), (1, 3, 192, 64)], (-1, 1)),
    (OCR / "PP-OCRv6_rec_small.onnx", [(1, 3, 48, 160), (1, 3, 48, 496)], (-1, 1)),
    ("yolox-nano-coco/yolox_nano.onnx", [(1, 3, 416, 416)], (0, 255)),
    ("yunet-face/yunet_s_640.onnx", [(1, 3, 640, 640)], (0, 255)),
    ("yunet-face/yunet_n_dynamic.onnx", [(1, 3, 320, 256)], (0, 255)),
    ("mobilenet-v2-imagenet/tf2_mobilenet_v2_1.0_224_ptq.onnx", [(1, 3, 224, 224)], (-1, 1)),
]


def inputs(shape, low, high):
    """Chance, and a photograph."""
    yield np.random.default_rng(7).uniform(low, high, shape).astype(np.float32)
    from PIL import Image

    photo = np.asarray(Image.open(PHOTO).convert("RGB").resize(shape[:1:-1]), np.float32)
    yield (photo.transpose(2, 0, 1)[None] / 255 * (high - low) + low).astype(np.float32)


def ours(program, net, given):
    with tempfile.TemporaryDirectory() as place:
        given.tofile(Path(place) / "input")
        shape = ",".join(map(str, given.shape))
        out = subprocess.check_output([program, "run", net, Path(place) / "input", shape, place], text=True)
        lines = [json.loads(line) for line in out.splitlines()]
        return {line["name"]: np.fromfile(Path(place) / (line["name"] + ".f32"), np.float32).reshape(line["shape"]) for line in lines}


def main(program, mirror):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    failed = 0
    for net, shapes, (low, high) in NETS:
        net = Path(mirror) / net
        if not net.exists():
            print(f"{net.name}: passed over, it is not there")
            continue
        session = onnxruntime.InferenceSession(str(net), options, providers=["CPUExecutionProvider"])
        names, worst = [output.name for output in session.get_outputs()], 0.0
        for shape in shapes:
            for given in inputs(shape, low, high):
                theirs = dict(zip(names, session.run(names, {session.get_inputs()[0].name: given})))
                found = ours(program, net, given)
                worst = max(worst, *(float(np.abs(theirs[name] - found[name]).max()) for name in names))
        print(f"{net.name}: {worst:.1e} at most from onnxruntime {onnxruntime.__version__}")
        failed |= not worst <= MOST
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
