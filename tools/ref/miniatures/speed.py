#!/usr/bin/env python3
"""How fast a net of SenseVoice's sizes runs on one thread: Ling beside onnxruntime, processor time and memory.

    tools/ref/miniatures/sense_voice.py FOLDER --size real
    tools/ref/miniatures/speed.py LING FOLDER [--secs 10]

Needs onnxruntime and numpy. Each line is a process of its own. onnxruntime's is the net alone, without the features and
without the search; Ling's tells both.
"""
import argparse, json, resource, subprocess, sys, time
from pathlib import Path


def theirs(file, secs):
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    began = time.process_time()
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    load_s = time.process_time() - began
    n = -(-(secs * 100 - 2) // 6)
    one = lambda value: np.array([value], np.int32)
    x = np.random.default_rng(1).normal(0, 1, (1, n, 560)).astype(np.float32)
    times = []
    for _ in range(4):
        began = time.process_time()
        session.run(["logits"], {"x": x, "x_length": one(n), "language": one(0), "text_norm": one(14)})
        times.append(time.process_time() - began)
    line = {"engine": f"onnxruntime {onnxruntime.__version__}", "file": Path(file).name, "load_cpu_s": load_s,
            "net_rtf": min(times) / secs, "resident_mb_max": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000}
    print(json.dumps(line))


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("ling")
    args.add_argument("folder", type=Path)
    args.add_argument("--secs", type=int, default=10)
    args = args.parse_args()
    for how in ("int8", "float"):
        subprocess.run([args.ling, "bench", "speech", "--json", "--model", args.folder, "--secs", str(args.secs),
                        "--arithmetic", how], check=True)
    for name in ("model.int8.onnx", "model.onnx"):
        subprocess.run([sys.executable, __file__, "--theirs", args.folder / name, str(args.secs)], check=True)


if sys.argv[1:2] == ["--theirs"]:
    theirs(sys.argv[2], int(sys.argv[3]))
else:
    main()
