"""What every peer of `ling bench understand` prints: one line of JSON for each set.

    {"set": "slurp-devel", "peer": "linear", "sentences": 2027, "right": 1680, "p50_us": 310.0, "p99_us": 905.0}

The names of the sets are those of crates/app/src/bench/every. A peer that cannot be imported says so by failing.
"""

import json
import time


def timed(work):
    """What `work` gives, and the microseconds of CPU that it took."""
    began = time.thread_time_ns()
    done = work()
    return done, (time.thread_time_ns() - began) / 1000


def row(name, peer, n, right, micros):
    micros = sorted(micros) or [0.0]
    at = lambda share: round(micros[int((len(micros) - 1) * share)], 1)
    line = {"set": name, "peer": peer, "sentences": n, "right": right, "p50_us": at(0.5), "p99_us": at(0.99)}
    print(json.dumps(line), flush=True)


def json_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
