"""Counts how often each word stands in the English cases of the skills: what people say more often is heard more
readily. Every other case counts, the others are for measuring (`house.py`).

    python3 tools/ref/sphinx/usual.py > crates/understand/src/spoken/usual.txt
"""

import collections
import pathlib
import re
import tomllib

skills = pathlib.Path(__file__).parents[3] / "crates/skills/src"
counts = collections.Counter()
for file in sorted(skills.glob("*/cases.toml")):
    cases = tomllib.loads(file.read_text()).get("en", [])
    for case in cases[::2]:
        counts.update(re.findall(r"[a-z']+", case["said"].lower().replace("’", "'")))
for word, n in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
    if n > 1:
        print(word, n)
