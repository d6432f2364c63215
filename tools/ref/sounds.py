#!/usr/bin/env python3
"""Writes the compressed sound files that the tests of `ling_speech::decode` read.

    pip install soundfile numpy av
    tools/ref/sounds.py crates/speech/tests/data

Each is half a second of a 440 Hz tone of half of full scale, by libsndfile; WebM, as a
browser records it, by FFmpeg.
"""
import sys
from pathlib import Path

import av
import numpy as np
import soundfile

out = Path(sys.argv[1])


def tone(name, rate, channels, subtype):
    wave = np.sin(2 * np.pi * 440 * np.arange(rate // 2) / rate) / 2
    soundfile.write(out / name, np.repeat(wave[:, None], channels, 1), rate, subtype)


tone("tone_44100_stereo.mp3", 44100, 2, "MPEG_LAYER_III")
tone("tone_48000_mono_24.flac", 48000, 1, "PCM_24")
tone("tone_22050_mono.ogg", 22050, 1, "VORBIS")
tone("tone_8000_mono_ulaw.wav", 8000, 1, "ULAW")
tone("tone_8000_mono_double.wav", 8000, 1, "DOUBLE")
tone("tone_48000_stereo_opus.ogg", 48000, 2, "OPUS")

wave = (np.sin(2 * np.pi * 440 * np.arange(24000) / 48000) * 16384).astype(np.int16)
with av.open(out / "tone_48000_mono_opus.webm", "w", options={"live": "1"}) as file:
    stream = file.add_stream("libopus", rate=48000, layout="mono")
    for at in range(0, len(wave), 960):
        frame = av.AudioFrame.from_ndarray(wave[None, at : at + 960], format="s16", layout="mono")
        frame.rate, frame.pts = 48000, at
        file.mux(stream.encode(frame))
    file.mux(stream.encode(None))
