"""Damaged pictures and requests for every operation for pictures: check.py ADDRESS KEY N PID. The same ones in every run."""

import http.client
import io
import json
import random
import sys
import time
from collections import Counter
from urllib.parse import urlsplit

from PIL import Image

ADDRESS, KEY, N, PID = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
# What a request may be answered with: all but a fault of the server's.
MAY = {200, 202, 400, 403, 404, 413, 415, 429}
# The longest that one may take, on a machine that does other things, too.
SECONDS_MAX = 20
# The most memory that the server may have held, with one net.
MIB_MAX = 400
OPERATIONS = [
    "/vision/v3.2/areaOfInterest",
    "/vision/v3.2/generateThumbnail?width=50&height=40&smartCropping=true",
    "/vision/v3.2/generateThumbnail?width=1024&height=1",
    "/vision/v3.2/analyze?visualFeatures=Color,Faces",
    "/vision/v3.2/analyze?visualFeatures=Color&language=zh",
    "/vision/v3.2/read/analyze",
    "/vision/v3.2/read/syncAnalyze",
    "/vision/v3.2/ocr?language=unk",
    "/vision/v3.0/tag",
    "/face/v1.2/detect?returnFaceLandmarks=true",
    "/face/v1.3-preview.1/detect",
    "/computervision/imageanalysis:analyze?features=tags,read&api-version=2023-10-01",
]
TRICKS = [b"\xff\xd8", b"\xff\xd9", b"\xff\xda", b"\xff\xff\xff\xff", b"\0" * 9, b"IHDR", b"IDAT", b"VP8X", b"\x7f\xff\xff\xff", b"<svg>", b"II*\0"]
JSONS = [
    b'{"url":"http://127.0.0.1:1/a"}',
    b'{"url":"http://[::1]/"}',
    b'{"Url":"file:///etc/passwd"}',
    b'{"url":"http://0x7f.1/"}',
    b'{"url":7}',
    b'{"url":"' + b"a" * 9000 + b'"}',
    b"[" * 5000,
    b"{}",
]
chance = random.Random(20_261_125)


def seeds():
    """Small files of every kind, plain and noisy, with and without colour."""
    for side in [(1, 1), (24, 16), (64, 64)]:
        noise = Image.frombytes("RGB", side, chance.randbytes(side[0] * side[1] * 3))
        for picture in [noise, noise.convert("L"), noise.convert("P")]:
            for kind, how in [("PNG", {}), ("GIF", {}), ("BMP", {}), ("TIFF", {}), ("WEBP", {}), ("JPEG", {}), ("JPEG", {"progressive": True})]:
                out = io.BytesIO()
                (picture.convert("RGB") if kind in ("JPEG", "WEBP") else picture).save(out, kind, **how)
                yield out.getvalue()


def damaged(bodies):
    body = bytearray(chance.choice(bodies))
    for _ in range(chance.randrange(1, 6)):
        at, n = chance.randrange(len(body) + 1), chance.randrange(12)
        what = chance.randrange(5)
        if what == 0 and at < len(body):
            body[at] = chance.randrange(256)
        elif what == 1:
            del body[at : at + n]
        elif what == 2:
            body[at:at] = chance.choice(TRICKS)
        elif what == 3:
            other = chance.choice(bodies)
            body[at : at + n] = other[at : at + 40]
        elif what == 4 and chance.random() < 0.3:
            del body[at:]
    return bytes(body)


def peak_mib():
    lines = open(f"/proc/{PID}/status").read().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def ask(line, path, body, headers):
    """The status and the body, over a connection that is opened again when it was closed."""
    for _ in range(2):
        try:
            line.request("POST", path, body, {"api-key": KEY} | headers, encode_chunked=not isinstance(body, bytes))
            answer = line.getresponse()
            return answer.status, answer.read()
        except (http.client.HTTPException, ConnectionError):
            line.close()
    raise ConnectionError("the server does not answer")


line = http.client.HTTPConnection(urlsplit(ADDRESS).netloc, timeout=60)
bodies, seen, slowest, failed = list(seeds()), Counter(), 0.0, []
for nth in range(N):
    path = chance.choice(OPERATIONS)
    headers = {"Content-Type": "application/octet-stream"}
    body = damaged(bodies)
    if chance.random() < 0.1:
        body, headers = damaged(JSONS), {"Content-Type": "application/json"}
    elif chance.random() < 0.1:
        path += "&"[: "?" in path] + "?"[: "?" not in path] + damaged([b"width=9&language=%zz&pages=1-9&details="]).hex()
    began = time.monotonic()
    # Every other one in chunks, without a length.
    status, told = ask(line, path, body if nth % 2 else iter([body[:100], body[100:]]), headers)
    slowest = max(slowest, time.monotonic() - began)
    seen[status] += 1
    is_told = status in (200, 202) or "message" in json.loads(told).get("error", {})
    if status not in MAY or not is_told or slowest > SECONDS_MAX:
        failed.append((path, status, told[:200], body.hex()))
        print(f"FAILED {path}: {status} {told[:200]}\n  {body.hex()}", file=sys.stderr)
peak = peak_mib()
print(f"{N} requests: {dict(sorted(seen.items()))}, {slowest * 1000:.0f} ms at most, {peak} MiB at most")
sys.exit(bool(failed) or peak > MIB_MAX)
