"""Home Assistant's own recogniser on Home Assistant's own tests: what `ling bench intents` is compared with.

    python3 -m venv ~/.cache/ling/venv/hassil
    ~/.cache/ling/venv/hassil/bin/pip install hassil==3.12.1 pyyaml
    ~/.cache/ling/venv/hassil/bin/python tools/ref/hassil_bench.py ../shared/data/ha_intents en zh-CN

CPU time per sentence, the median of ROUNDS; intents and slots right; peak memory of a process per locale.
"""

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import yaml
from hassil import Intents, TextSlotList, recognize_best

ROUNDS = 3
NO_AREA = "__context_area__"


def load(path):
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader) or {}


def block(data, combo):
    """A block of the newer layout in the form that hassil reads."""
    slots, needs = dict(data.get("slots", {})), dict(data.get("requires_context", {}))
    domains = data.get("name_domains")
    if isinstance(domains, str):
        domains = combo["name_domain_groups"][domains]
    if domains:
        needs["domain"] = domains
    elif data.get("inferred_domain"):
        slots["domain"] = data["inferred_domain"]
    if combo.get("context_area"):
        needs["area"] = {"slot": True}
    return {**data, "slots": slots, "requires_context": needs}


def grammar(folder, lang, schema):
    common = load(folder / "sentences" / lang / "_common.yaml")
    rules, lists, intents = {}, {}, {}
    for path in sorted((folder / "rules" / lang).glob("*.yaml")):
        rules |= load(path)["expansion_rules"]
    for path in sorted((folder / "lists").glob("*.yaml")) + sorted((folder / "lists" / lang).glob("*.yaml")):
        lists |= load(path)["lists"]
    for name, about in schema.items():
        intents[name] = {"data": []}
        for combo_name, combo in about["slot_combinations"].items():
            path = folder / "sentences" / lang / name / f"{combo_name}.yaml"
            if path.exists():
                blocks = load(path)["data"]
                # Lean copies for another program, unless there is nothing else.
                rich = [b for b in blocks if not b.get("speech_to_phrase")]
                intents[name]["data"] += [block(b, combo) for b in rich or blocks]
    return Intents.from_dict(
        {
            "language": lang,
            "intents": intents,
            "lists": lists,
            "expansion_rules": rules,
            "skip_words": common.get("skip_words", []),
            "settings": common.get("settings", {}),
        }
    )


def is_right(result, intent, combo, want, area):
    if result is None or result.intent.name != intent:
        return False, False
    have = {name: entity.value for name, entity in result.entities.items()}
    want = dict(want)
    if combo.get("context_area"):
        want["area"] = area
    domains = {d for group in combo.get("inferred_domains", {}).values() for d in group}
    if domains and "domain" not in want:
        want["domain"] = domains

    def fits(a, b):
        if isinstance(a, list):
            return set(a) <= set(b) if isinstance(b, (list, set)) else b in a
        return a in b if isinstance(b, (list, set)) else a == b

    return True, have.keys() == want.keys() and all(fits(have[name], want[name]) for name in have)


def run(folder, lang):
    schema = load(folder / "intents.yaml")
    intents = grammar(folder, lang, schema)
    n = n_intents = n_slots = 0
    times = []
    for path in sorted((folder / "tests" / lang).glob("*/*.yaml")):
        combo = schema.get(path.parent.name, {}).get("slot_combinations", {}).get(path.stem)
        if combo is None:
            continue
        test = load(path)
        names = [(e["name"], e["name"], {"domain": e["domain"]}) for e in test.get("entities", [])]
        areas = test.get("areas", [])
        slot_lists = {
            "name": TextSlotList.from_tuples(names, name="name"),
            "area": TextSlotList.from_strings([a["name"] for a in areas], name="area"),
            "floor": TextSlotList.from_strings([f["name"] for f in test.get("floors", [])], name="floor"),
        }
        area = next((a["name"] for a in areas if a.get("context_area")), NO_AREA)
        for group in test["tests"]:
            for sentence in group["sentences"]:
                rounds = []
                for _ in range(ROUNDS):
                    began = time.thread_time_ns()
                    result = recognize_best(
                        sentence, intents, slot_lists=slot_lists, intent_context={"area": area}, best_slot_name="name"
                    )
                    rounds.append((time.thread_time_ns() - began) / 1000)
                times.append(statistics.median(rounds))
                intent, slots = is_right(result, path.parent.name, combo, group.get("slots", {}), area)
                n, n_intents, n_slots = n + 1, n_intents + intent, n_slots + slots
    times.sort()
    at = lambda share: times[int((len(times) - 1) * share)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{lang:<7} {n:>9}  {n_intents:>7}  {n_slots:>5}  {'-':>9}  {statistics.mean(times):>7.1f}"
        f"  {at(0.5):>6.1f}  {at(0.99):>6.1f}  {peak:>7.1f}",
        flush=True,
    )


if __name__ == "__main__":
    folder, langs = Path(sys.argv[1]), sys.argv[2:]
    if len(langs) == 1:
        run(folder, langs[0])
    else:
        for lang in langs:
            subprocess.run([sys.executable, __file__, str(folder), lang], check=True)
