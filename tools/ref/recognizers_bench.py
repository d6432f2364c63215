#!/usr/bin/env python3
"""Scores the Python port of Recognizers-Text on its project's own date specs, as `ling bench values` does.

    pip install recognizers-text-suite==1.0.2a2 emoji==1.7.0
    python tools/ref/recognizers_bench.py ../shared/data/recognizers_specs

Right is the same set of (span, type, timex, value, start, end of every alternative).
"""
import datetime
import json
import sys
import time

from recognizers_date_time import recognize_datetime

SETS = {
    "DateTime/Chinese/DateTimeModel.json": "zh-cn",
    "DateTime/English/DateTimeModel.json": "en-us",
}
FIELDS = ("timex", "type", "value", "start", "end")


def row(start, end, kind, values):
    shown = (" ".join(f"{f}={v[f]}" for f in FIELDS if v.get(f) is not None) for v in values)
    return f"{start}-{end} {kind}: {'; '.join(shown)}"


def main(folder):
    for name, culture in SETS.items():
        with open(f"{folder}/{name}", encoding="utf-8-sig") as file:
            cases = json.load(file)
        right, seconds = 0, 0.0
        for case in cases:
            said = (case.get("Context") or {}).get("ReferenceDateTime", "2019-01-01T00:00:00")
            reference = datetime.datetime.fromisoformat(said[:19])
            wanted = {
                row(r["Start"], r["End"], r["TypeName"], r["Resolution"]["values"])
                for r in case["Results"]
            }
            began = time.process_time()
            try:
                got = {
                    row(r.start, r.end, r.type_name, (r.resolution or {}).get("values") or [])
                    for r in recognize_datetime(case["Input"], culture, reference=reference)
                }
            except Exception as error:  # the port raises on some of its own cases
                got = {repr(error)}
            seconds += time.process_time() - began
            right += wanted == got
        print(
            f"{name}: {right} of {len(cases)} right ({100 * right / len(cases):.1f} %), "
            f"mean {1000 * seconds / len(cases):.1f} ms"
        )


if __name__ == "__main__":
    main(sys.argv[1])
