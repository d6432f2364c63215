"""How often spoken sentences are understood by a house that hears with `sphinx-en`.

    python3 tools/ref/sphinx/house.py LING DATA [N] [PART]

LING is the program, DATA a scratch data folder with the package in it (its house is changed). N cases of each skill
(every other one: those that `usual.py` does not count; PART 0 takes the others) are spoken by espeak-ng in three voices
in turn, heard by a server of its own, and understood. Right is what gives the same intent and arguments as the written
sentence.
"""

import collections
import json
import os
import pathlib
import subprocess
import sys
import tomllib
import urllib.request

VOICES = ["en-us", "en-gb", "en-us+f3"]
ling, data = sys.argv[1], sys.argv[2]
most = int(sys.argv[3]) if len(sys.argv) > 3 else 30
part = int(sys.argv[4]) if len(sys.argv) > 4 else 1
skills = pathlib.Path(__file__).parents[3] / "crates/skills/src"


def meant(texts):
    """Intent and arguments of each text, without doing anything."""
    lines = "".join(json.dumps({"id": str(i), "text": t, "lang": "en"}) + "\n" for i, t in enumerate(texts))
    done = subprocess.run([ling, "understand", "--jsonl"], input=lines, capture_output=True, text=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [(r.get("intent"), json.dumps(r.get("args"), sort_keys=True)) for r in rows]


def post(address, token, wave):
    request = urllib.request.Request(f"{address}/v1/turns?lang=en", data=wave, method="POST")
    request.add_header("Content-Type", "audio/wav")
    request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


def cpu(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


server = subprocess.Popen([ling, "serve", "--data", data, "--port", "0"], stdout=subprocess.PIPE, text=True)
try:
    address = server.stdout.readline().split()[1]
    made = subprocess.run([ling, "token", "create", "--name", "m", "--data", data], capture_output=True, text=True)
    token = made.stdout.strip()
    post(address, token, subprocess.run(["espeak-ng", "--stdout", "what time is it"], capture_output=True).stdout)
    rows, seconds, began = [], 0.0, cpu(server.pid)
    for file in sorted(skills.glob("*/cases.toml")):
        cases = [c for c in tomllib.loads(file.read_text()).get("en", [])[part::2] if "before" not in c]
        step = max(1, len(cases) // most)
        for i, case in enumerate(cases[::step][:most]):
            voice = VOICES[i % len(VOICES)]
            wave = subprocess.run(["espeak-ng", "-v", voice, "--stdout", case["said"]], capture_output=True).stdout
            seconds += (len(wave) - 44) / 2 / 22050
            rows.append((file.parent.name, case["said"], post(address, token, wave)["heard"]))
    spent = cpu(server.pid) - began
finally:
    server.terminate()
right = collections.defaultdict(lambda: [0, 0, 0, 0])
for (skill, said, heard), a, b in zip(rows, meant([r[1] for r in rows]), meant([r[2] for r in rows])):
    good = a == b and bool(heard)
    for key in (skill, "all"):
        right[key][0] += good
        right[key][1] += not heard
        right[key][2] += bool(heard) and a[0] == b[0]
        right[key][3] += 1
    if not good:
        print(f"{skill}: {said!r} heard {heard!r}", file=sys.stderr)
for skill, (good, missed, intent, n) in right.items():
    print(f"| {skill} | {n} | {100 * good / n:.0f} | {100 * intent / n:.0f} | {100 * missed / n:.0f} |")
print(f"{seconds:.0f} s of sound, CPU {spent / seconds:.3f} of it")
