"""RapidOCR as a peer: rapid.py IMAGE... prints a line of JSON a picture, on one thread and tuned as `ling ocr` is."""
import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import cv2
from rapidocr import RapidOCR

cv2.setNumThreads(1)
engine = RapidOCR(params={
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Det.limit_type": "max",
    "Det.limit_side_len": 960,
    "Global.log_level": "error",
})
for name in sys.argv[1:]:
    began = time.process_time()
    found = engine(name)
    cpu_ms = (time.process_time() - began) * 1e3
    texts, boxes = found.txts or (), found.boxes if found.boxes is not None else ()
    lines = [{"text": text, "polygon": [[float(x) for x in point] for point in box]} for text, box in zip(texts, boxes)]
    print(json.dumps({"file": name, "lines": lines, "cpu_ms": cpu_ms}, ensure_ascii=False), flush=True)
