#!/usr/bin/env python3
"""A miniature of the keyword spotter in Ling and sherpa-onnx: random sounds, the same keyword first, in the same chunk.

    spotter.py PROGRAM FOLDER [--sounds 100] [--fixture]

PROGRAM is the example `spotter` of ling-speech; FOLDER has encoder.onnx, decoder.onnx, joiner.onnx and tokens.txt, made by
tools/ref/miniatures/zipformer.py with `--size spotter`. Keywords are what the net hears in some of the sounds. `--fixture`
writes keywords, a sound, and what sherpa-onnx finds in it into FOLDER, for the tests of the crate.
"""
import argparse, collections, json, subprocess, sys, tempfile, wave
from pathlib import Path

import numpy as np
import sherpa_onnx

from sounds import RATE, sound

PIECES = [160, 1000, 5120, 16001, 480000]
N_IN, STEP = 45, 32


def files_of(folder):
    file = lambda name: str(folder / name)
    return {"tokens": file("tokens.txt"), "encoder": file("encoder.onnx"), "decoder": file("decoder.onnx"),
            "joiner": file("joiner.onnx"), "num_threads": 1}


def floats(samples):
    return samples.astype(np.float32) / 32768


def keywords(folder, sounds, n=16):
    """Tokens that the greedy search finds beside each other often, as lines. Any threshold is low enough: where sounds lie
    before a keyword that begin it, too, sherpa-onnx takes the mean of them in place of the keyword's last."""
    engine = sherpa_onnx.OnlineRecognizer.from_transducer(**files_of(folder))
    found = collections.Counter()
    for samples in sounds:
        stream = engine.create_stream()
        stream.accept_waveform(RATE, floats(samples))
        stream.input_finished()
        while engine.is_ready(stream):
            engine.decode_stream(stream)
        tokens = engine.tokens(stream)
        for length in (2, 3):
            found.update(tuple(tokens[at : at + length]) for at in range(len(tokens) - length + 1))
    chosen = [tokens for tokens, _ in found.most_common(3 * n)][::3]
    return [f"{' '.join(tokens)} #0.0001 @k{at}" for at, tokens in enumerate(chosen)]


def theirs(engine, samples):
    """Keywords and the number of the chunk.

    Only the first can be compared: after it sherpa-onnx does not begin anew in silence, and leaves out those whose times lie
    before its end, although times begin anew, too."""
    stream = engine.create_stream()
    stream.accept_waveform(RATE, floats(samples))
    stream.input_finished()
    n = 0
    while engine.is_ready(stream):
        engine.decode_stream(stream)
        word = engine.get_result(stream)
        if word:
            return [(word, n)]
        n += 1
    return []


def ours(program, folder, listed, piece, files):
    out = subprocess.check_output([program, folder, listed, str(piece), *map(str, files)], text=True)
    for line in map(json.loads, out.splitlines()):
        # Of two in one chunk sherpa-onnx tells the second.
        chunks = {(at // 160 - N_IN) // STEP: word for word, at in zip(line["words"], line["at"])}
        yield [(word, at) for at, word in chunks.items()][:1]


def save(file, samples):
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1), out.setsampwidth(2), out.setframerate(RATE)
        out.writeframes(samples.tobytes())


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("program")
    args.add_argument("folder", type=Path)
    args.add_argument("--sounds", type=int, default=100)
    args.add_argument("--fixture", action="store_true")
    args = args.parse_args()
    rng = np.random.default_rng(20261125)
    sounds = [sound(rng, int(rng.integers(RATE, 8 * RATE))) for _ in range(args.sounds)]
    lines = keywords(args.folder, sounds[:40])
    with tempfile.TemporaryDirectory() as place:
        listed = Path(place) / "keywords.txt"
        listed.write_text("\n".join(lines) + "\n", "utf-8")
        engine = sherpa_onnx.KeywordSpotter(keywords_file=str(listed), **files_of(args.folder))
        if args.fixture:
            samples = max(sounds, key=lambda samples: [at for _, at in theirs(engine, samples)])
            save(args.folder / "sound.wav", samples)
            (args.folder / "keywords.txt").write_text("\n".join(lines) + "\n", "utf-8")
            found = "".join(f"{word} {n}\n" for word, n in theirs(engine, samples))
            return (args.folder / "sherpa.txt").write_text(found, "utf-8") and 0
        files = [Path(place) / f"{number}.wav" for number in range(len(sounds))]
        for file, samples in zip(files, sounds):
            save(file, samples)
        failed, n = [], 0
        for at, piece in enumerate(PIECES):
            some = slice(at, None, len(PIECES))
            found = ours(args.program, args.folder, listed, piece, files[some])
            for file, samples, found in zip(files[some], sounds[some], found, strict=True):
                expect = theirs(engine, samples)
                n += len(expect)
                if found != expect:
                    failed.append(f"{file} in pieces of {piece}: {found} for {expect}")
    print(f"{len(sounds)} sounds, {n} of them with one of {len(lines)} keywords, {len(failed)} sounds not as in sherpa-onnx "
          f"{sherpa_onnx.__version__}")
    for line in failed[:10]:
        print(line, file=sys.stderr)
    return len(failed) > 0


sys.exit(main())
