#!/usr/bin/env python3
"""A miniature of SenseVoice in Ling, onnxruntime and sherpa-onnx: random sounds, equal values, equal tokens.

    sense_voice.py PROGRAM FOLDER [--sounds 100] [--fixture]

PROGRAM is the example `sense_voice` of ling-speech, maybe behind an emulator; FOLDER has model.onnx, model.int8.onnx and tokens.txt, made by
tools/ref/miniatures/sense_voice.py. `--fixture` writes what onnxruntime and sherpa-onnx make of one sound into FOLDER,
for the tests of the crate.

f32: the last layer within 1e-4 of onnxruntime on kaldi-native-fbank's features, and the tokens of sherpa-onnx. int8, on
each way to compute it: the error against f32 no larger than onnxruntime's own.
"""
import argparse, json, shlex, shutil, subprocess, sys, tempfile, wave
from pathlib import Path

import kaldi_native_fbank as knf
import numpy as np
import onnxruntime
import sherpa_onnx

from sounds import RATE, sound

WISHES = [("auto", True), ("zh", True), ("en", True), ("auto", False), ("zh", False), ("en", False)]
LOGITS_MOST = 1e-4
# Tokens that differ although no value differs by 1e-4: the two likeliest are nearer than that.
NEAR = 2e-4


def features(samples):
    options = knf.FbankOptions()
    options.frame_opts.dither = 0
    options.frame_opts.snip_edges = True
    options.frame_opts.window_type = "hamming"
    options.frame_opts.samp_freq = RATE
    options.mel_opts.num_bins = 80
    options.mel_opts.high_freq = 0
    fbank = knf.OnlineFbank(options)
    fbank.accept_waveform(RATE, samples.astype(np.float32).tolist())
    fbank.input_finished()
    frames = np.array([fbank.get_frame(at) for at in range(fbank.num_frames_ready)], np.float32).reshape(-1, 80)
    n = -(-len(frames) // 6)
    at = np.clip(np.arange(n)[:, None] * 6 + np.arange(7) - 3, 0, len(frames) - 1)
    return frames[at].reshape(n, 560)


class Peer:
    """onnxruntime, with what the file's metadata says about its input."""

    def __init__(self, file):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self.facts = self.session.get_modelmeta().custom_metadata_map
        numbers = lambda key: np.array(self.facts[key].split(","), np.float32)
        self.shift, self.spread = numbers("neg_mean"), numbers("inv_stddev")

    def logits(self, samples, lang, itn):
        x = (features(samples) + self.shift) * self.spread
        one = lambda value: np.array([value], np.int32)
        given = {
            "x": x[None], "x_length": one(len(x)), "language": one(int(self.facts[f"lang_{lang}"])),
            "text_norm": one(int(self.facts["with_itn" if itn else "without_itn"])),
        }
        return self.session.run(["logits"], given)[0][0]


def ours(program, folder, model, how, wish, files):
    """A line of JSON a file, with the last layer's values."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copy(folder / "tokens.txt", place)
        shutil.copy(folder / model, Path(place) / "model.onnx")
        lang, itn = wish
        out = subprocess.check_output([*shlex.split(program), "hear", place, how, lang, str(itn).lower(), *map(str, files)], text=True)
    lines = [json.loads(line) for line in out.splitlines()]
    for line in lines:
        line["logits"] = np.fromfile(line["file"] + ".f32", np.float32)
    return lines


def theirs(folder, wish, sounds):
    """sherpa-onnx: the language it prints and the tokens after the four tags."""
    lang, itn = wish
    engine = sherpa_onnx.OfflineRecognizer.from_sense_voice(
        model=str(folder / "model.onnx"), tokens=str(folder / "tokens.txt"), use_itn=itn, language=lang, num_threads=1
    )
    for samples in sounds:
        stream = engine.create_stream()
        stream.accept_waveform(RATE, samples.astype(np.float32) / 32768)
        engine.decode_stream(stream)
        yield stream.result


def save(file, samples):
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1), out.setsampwidth(2), out.setframerate(RATE)
        out.writeframes(samples.tobytes())


def is_near(logits):
    """Whether some frame's two likeliest tokens are as likely as each other."""
    two = np.sort(logits, 1)[:, -2:]
    return bool((two[:, 1] - two[:, 0] < NEAR).any())


def check_f32(program, folder, peer, groups):
    worst, failed, n_tokens, n = 0.0, [], 0, 0
    for wish, files, sounds in groups:
        lines = ours(program, folder, "model.onnx", "exact", wish, files)
        for line, samples, sherpa in zip(lines, sounds, theirs(folder, wish, sounds), strict=True):
            n += 1
            expect = peer.logits(samples, *wish)
            found = line["logits"].reshape(expect.shape)
            error = float(np.abs(found - expect).max())
            worst = max(worst, error)
            tokens = [token.replace("\u2581", " ") for token in line["tokens"]]
            n_tokens += len(tokens)
            same = tokens[4:] == list(sherpa.tokens) and tokens[:3] == [sherpa.lang, sherpa.emotion, sherpa.event]
            if error > LOGITS_MOST or not (same or is_near(expect)):
                failed.append(f"{line['file']} {wish}: {error:.1e}, {tokens} for {sherpa}")
    print(f"f32: {n} sounds, {n_tokens} tokens as sherpa-onnx {sherpa_onnx.__version__}; the last layer differs from "
          f"onnxruntime {onnxruntime.__version__} by at most {worst:.1e}")
    return failed


def check_int8(program, folder, peer, groups):
    peer8 = Peer(folder / "model.int8.onnx")
    errors, moved, failed, n_frames = {}, {}, [], 0
    for wish, files, sounds in groups:
        found = {how: ours(program, folder, "model.int8.onnx", how, wish, files) for how in ("int8", "float", "exact")}
        for at, samples in enumerate(sounds):
            right = peer.logits(samples, *wish)
            n_frames += len(right)
            each = {how: lines[at]["logits"].reshape(right.shape) for how, lines in found.items()}
            each["onnxruntime"] = peer8.logits(samples, *wish)
            for how, logits in each.items():
                errors.setdefault(how, []).append(np.square(logits - right).ravel())
                moved[how] = moved.get(how, 0) + int((logits.argmax(1) != right.argmax(1)).sum())
    error = {how: float(np.sqrt(np.concatenate(all).mean())) for how, all in errors.items()}
    for how in error:
        print(f"int8, {how}: error against f32 {error[how]:.4f}, {moved[how]} of {n_frames} frames another token")
    # In 8 bits the two round alike, but not each sum; 1 % is what a few roundings make.
    for how, most in (("float", 1.0), ("exact", 1.01)):
        if error[how] > error["onnxruntime"] * most:
            failed.append(f"int8, {how}: {error[how]} is more than onnxruntime's {error['onnxruntime']}")
    return failed


def fixture(folder, peer):
    samples = sound(np.random.default_rng(8), 3 * RATE)
    save(folder / "sound.wav", samples)
    peer.logits(samples, "auto", True).tofile(folder / "logits.f32")
    Peer(folder / "model.int8.onnx").logits(samples, "auto", True).tofile(folder / "logits.int8.f32")
    said = next(theirs(folder, ("auto", True), [samples]))
    (folder / "sherpa.txt").write_text("\n".join([said.lang, said.emotion, said.event, *said.tokens]) + "\n", "utf-8")


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("program")
    args.add_argument("folder", type=Path)
    args.add_argument("--sounds", type=int, default=100)
    args.add_argument("--fixture", action="store_true")
    args = args.parse_args()
    peer = Peer(args.folder / "model.onnx")
    if args.fixture:
        return fixture(args.folder, peer)
    rng = np.random.default_rng(20260302)
    with tempfile.TemporaryDirectory() as place:
        groups = []
        for at, wish in enumerate(WISHES):
            sounds = [sound(rng, int(rng.integers(400, 8 * RATE))) for _ in range(at, args.sounds, len(WISHES))]
            files = [Path(place) / f"{at}-{number}.wav" for number in range(len(sounds))]
            for file, samples in zip(files, sounds):
                save(file, samples)
            groups.append((wish, files, sounds))
        failed = check_f32(args.program, args.folder, peer, groups)
        failed += check_int8(args.program, args.folder, peer, groups)
    for line in failed[:10]:
        print(line, file=sys.stderr)
    return len(failed) > 0


sys.exit(main())
