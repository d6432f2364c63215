"""Home Assistant's recogniser with Home Assistant's sentences: hassil_rows.py DATASETS OWN

First on its own tests, as hassil_bench.py does; then, with the package home-assistant-intents, on natural smart-home
sentences of SLURP devel and of OWN (our Mandarin test). There its intent counts as the label that comes nearest, and
the house is one with the rooms and lamps that are usual.

    pip install hassil==3.12.1 home-assistant-intents pyyaml
"""

import subprocess
import sys
from pathlib import Path

from hassil import Intents, TextSlotList, recognize_best
from home_assistant_intents import get_intents
from linear_baseline import SMART_HOME
from peer_rows import json_lines, row, timed

HERE = Path(__file__).resolve().parent
LOCALES = ("en", "zh-CN", "zh-TW", "zh-HK")
AREAS = {
    "en": ["kitchen", "bedroom", "living room", "bathroom", "office", "hall", "garage", "house"],
    "zh-CN": ["厨房", "卧室", "客厅", "卫生间", "书房", "走廊", "车库", "阳台"],
}
NAMES = {
    "en": [("lights", "light"), ("lamp", "light"), ("light", "light"), ("plug", "switch"), ("socket", "switch"), ("tv", "media_player"), ("shopping list", "todo"), ("to do list", "todo")],
    "zh-CN": [("灯", "light"), ("台灯", "light"), ("插座", "switch"), ("电视", "media_player"), ("空调", "climate"), ("窗帘", "cover"), ("购物清单", "todo"), ("待办清单", "todo")],
}
LIGHTS = {"iot_hue_lightchange", "iot_hue_lightdim", "iot_hue_lightup"}
VOLUMES = {"audio_volume_up", "audio_volume_down", "audio_volume_mute"}
# What an intent of theirs may be called here, as kindly as possible.
LABELS = {
    "HassTurnOn": {"iot_hue_lighton", "iot_wemo_on", "iot_coffee", "iot_cleaning"},
    "HassTurnOff": {"iot_hue_lightoff", "iot_wemo_off"},
    "HassLightSet": LIGHTS,
    "HassSetVolume": VOLUMES, "HassSetVolumeRelative": VOLUMES,
    "HassMediaPlayerMute": VOLUMES, "HassMediaPlayerUnmute": VOLUMES,
    "HassVacuumStart": {"iot_cleaning"},
    "HassGetCurrentTime": {"datetime_query"}, "HassGetCurrentDate": {"datetime_query"},
    "HassGetWeather": {"weather_query"},
    "HassShoppingListAddItem": {"lists_createoradd"}, "HassListAddItem": {"lists_createoradd"},
    "HassShoppingListCompleteItem": {"lists_remove"}, "HassListCompleteItem": {"lists_remove"},
    "HassListRemoveItem": {"lists_remove"}, "HassGetState": {"iot_state", "weather_query"},
    "HassClimateSetTemperature": {"iot_climate"}, "HassOpenCover": {"iot_cover"}, "HassCloseCover": {"iot_cover"},
}


def labels(result):
    return LABELS.get(result.intent.name, set()) if result else set()


def natural(name, locale, sentences):
    intents = Intents.from_dict(get_intents(locale))
    names = [(called, called, {"domain": domain}) for called, domain in NAMES[locale]]
    lists = {
        "name": TextSlotList.from_tuples(names, name="name"),
        "area": TextSlotList.from_strings(AREAS[locale], name="area"),
        "floor": TextSlotList.from_strings(["upstairs", "楼上"], name="floor"),
    }
    right, micros = 0, []
    for text, want in sentences:
        got, took = timed(
            lambda text=text: labels(
                recognize_best(text, intents, slot_lists=lists, intent_context={"area": AREAS[locale][0]}, best_slot_name="name")
            )
        )
        micros.append(took)
        right += want in got
    row(name, "hassil", len(sentences), right, micros)


def is_home(label):
    return label.startswith(SMART_HOME) or label in ("datetime_query", "weather_query")


def own(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        want, marked = line.split("\t", 1)
        bare = "".join(piece.split(":", 1)[-1] if at % 2 else piece for at, piece in enumerate(marked.replace("}", "{").split("{")))
        if is_home(want):
            yield bare, want


def conformance(folder):
    for locale in LOCALES:
        done = subprocess.run(
            [sys.executable, HERE / "hassil_bench.py", folder, locale], capture_output=True, text=True, check=True
        )
        _, n, _, slots, _, _, p50, p99, _ = done.stdout.split()
        print(
            f'{{"set": "ha-{locale}", "peer": "hassil", "sentences": {n}, "right": {slots}, "p50_us": {p50}, "p99_us": {p99}}}',
            flush=True,
        )


def main(data, tests):
    if (data / "ha_intents").is_dir():
        conformance(data / "ha_intents")
    if (data / "slurp_text").is_dir():
        rows = json_lines(data / "slurp_text/devel.jsonl")
        said = [(r["text"], f"{r['scenario']}_{r['action']}") for r in rows]
        natural("slurp-home", "en", [pair for pair in said if is_home(pair[1])])
    if (tests / "zh.tsv").is_file():
        natural("own-home", "zh-CN", list(own(tests / "zh.tsv")))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
