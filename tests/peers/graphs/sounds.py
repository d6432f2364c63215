"""Random sounds: pieces of noise, voices without words, coloured noise and sweeps, each as loud as it happens."""
import numpy as np

RATE = 16000


def piece(rng, n):
    t = np.arange(n) / RATE
    kind = rng.integers(4)
    if kind == 0:
        return rng.normal(0, 0.002, n)
    if kind == 1:
        pitch = rng.uniform(90, 300)
        return sum(rng.uniform(0, 0.05) * np.sin(2 * np.pi * pitch * at * t + rng.uniform(0, 6)) for at in range(1, 20))
    if kind == 2:
        return np.convolve(rng.normal(0, 0.03, n), rng.normal(0, 1, int(rng.integers(2, 20))), "same")
    return 0.3 * np.sin(2 * np.pi * (rng.uniform(100, 3000) * t + rng.uniform(-3000, 3000) * t * t))


def sound(rng, n):
    """n samples as 16-bit numbers."""
    out = np.zeros(n)
    at = 0
    while at < n:
        length = min(int(rng.integers(800, 6000)), n - at)
        out[at : at + length] = piece(rng, length) * rng.uniform(0.05, 1)
        at += length
    return (np.clip(out, -1, 1) * 32767).astype(np.int16)
