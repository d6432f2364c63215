"""The Python port of Recognizers-Text on its project's specs: recognizers_rows.py DATASETS

Right is what `ling bench values` calls right: the same spans, types and values, or for dates the same timex, type,
value, start and end of every alternative.

    pip install recognizers-text-suite==1.0.2a2 emoji==1.7.0
"""

import datetime
import json
import sys
from pathlib import Path

import recognizers_suite as suite
from peer_rows import row, timed

# Kind, the folder and file of its cases, and the function that reads it; the port does not have them all.
KINDS = [
    ("datetime", "DateTime", "DateTimeModel", "recognize_datetime"),
    ("number", "Number", "NumberModel", "recognize_number"),
    ("numberrange", "Number", "NumberRangeModel", "recognize_number_range"),
    ("ordinal", "Number", "OrdinalModel", "recognize_ordinal"),
    ("percentage", "Number", "PercentModel", "recognize_percentage"),
    ("age", "NumberWithUnit", "AgeModel", "recognize_age"),
    ("currency", "NumberWithUnit", "CurrencyModel", "recognize_currency"),
    ("dimension", "NumberWithUnit", "DimensionModel", "recognize_dimension"),
    ("temperature", "NumberWithUnit", "TemperatureModel", "recognize_temperature"),
    ("phonenumber", "Sequence", "PhoneNumberModel", "recognize_phone_number"),
    ("url", "Sequence", "URLModel", "recognize_url"),
    ("ip", "Sequence", "IpAddressModel", "recognize_ip_address"),
    ("email", "Sequence", "EmailModel", "recognize_email"),
    ("guid", "Sequence", "GUIDModel", "recognize_guid"),
    ("hashtag", "Sequence", "HashtagModel", "recognize_hashtag"),
    ("mention", "Sequence", "MentionModel", "recognize_mention"),
    ("boolean", "Choice", "BooleanModel", "recognize_boolean"),
]
CULTURES = [("zh", "Chinese", "zh-cn"), ("en", "English", "en-us")]
FIELDS = ("timex", "type", "value", "start", "end")
# How a result that the port raises on is written; it equals nothing.
RAISED = object()


def essence(start, end, text, kind, resolution, placed):
    """One result, so that equal ones are equal."""
    resolution = resolution or {}
    values = resolution.get("values")
    if isinstance(values, list):
        said = "; ".join(" ".join(f"{f}={v[f]}" for f in FIELDS if v.get(f) is not None) for v in values)
    else:
        said = " ".join(f"{f}={json.dumps(resolution[f])}" for f in ("value", "unit") if resolution.get(f) is not None)
    place = f"{start}-{end}" if placed else text
    return f"{place} {kind}: {said}"


def answers(work, text, culture, reference, is_date, placed):
    try:
        found = work(text, culture, reference=reference) if is_date else work(text, culture)
    except Exception:  # the port raises on some of its own cases, and has no model for others
        return RAISED
    return {essence(r.start, r.end, r.text, r.type_name, r.resolution, placed) for r in found}


def score(name, path, work, culture, is_date):
    cases = json.loads(path.read_text(encoding="utf-8-sig"))
    right, raised, micros = 0, 0, []
    for case in cases:
        wanted = case.get("Results") or []
        placed = all("Start" in r for r in wanted)
        want = {
            essence(r.get("Start"), r.get("End"), r.get("Text"), r.get("TypeName"), r.get("Resolution"), placed)
            for r in wanted
        }
        said = (case.get("Context") or {}).get("ReferenceDateTime", "2019-01-01T00:00:00")
        reference = datetime.datetime.fromisoformat(said[:19])
        text = case["Input"] if isinstance(case["Input"], str) else case["Input"][0]
        got, took = timed(lambda: answers(work, text, culture, reference, is_date, placed))
        micros.append(took)
        right += got == want
        raised += got is RAISED
    if raised == len(cases):
        return  # it has no such model for this culture
    row(name, "recognizers-text", len(cases), right, micros)


def main(specs):
    for kind, folder, model, name in KINDS:
        work = getattr(suite, name, None)
        for lang, named, culture in CULTURES:
            path = specs / folder / named / f"{model}.json"
            if work and path.is_file():
                score(f"{kind}-{lang}", path, work, culture, kind == "datetime")


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "recognizers_specs")
