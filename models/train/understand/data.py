"""Sentences for training: our own (natural ones, templates, lists) and open sets that may be shipped.

A sentence is a list of parts (words, slot type or None), a label (None = out of scope) and where it comes from.
"""

import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

import generate

HERE = Path(__file__).resolve().parent

# Labels of NLU-Evaluation-Data that ours name differently. Names with a mark are told apart in training and
# read out under the name before it: they are said unlike the rest of that label.
NLU_LABELS = {
    "general_commandstop": "general_stop",
    "general_confirm": "general_affirm#confirm",
    "general_dontcare": "general_quirky#dontcare",
    "general_praise": "general_quirky#praise",
    "general_explain": "general_repeat#explain",
}
# CLINC150's labels that are one of ours. Those in CLINC_LEFT_OUT may be either, and are not used; all others
# are requests that a speaker at home does not serve.
CLINC_LABELS = {
    "timer": "timer_set", "translate": "qa_translate", "measurement_conversion": "qa_convert", "calculator": "qa_maths",
    "exchange_rate": "qa_currency", "definition": "qa_definition", "tell_joke": "general_joke", "what_song": "music_query",
    "repeat": "general_repeat", "yes": "general_affirm", "no": "general_negate", "greeting": "general_greet",
    "what_can_i_ask_you": "general_help", "weather": "weather_query", "uber": "transport_taxi", "traffic": "transport_traffic",
    "recipe": "cooking_recipe", "timezone": "datetime_convert", "next_song": "iot_media", "shopping_list": "lists_query",
    "shopping_list_update": "lists_createoradd", "todo_list": "lists_query", "play_music": "play_music", "time": "datetime_query",
    "date": "datetime_query", "restaurant_suggestion": "recommendation_locations", "text": "message_send",
    "are_you_a_bot": "general_quirky", "do_you_have_pets": "general_quirky", "how_old_are_you": "general_quirky",
    "meaning_of_life": "general_quirky", "what_are_your_hobbies": "general_quirky", "where_are_you_from": "general_quirky",
    "who_made_you": "general_quirky", "what_is_your_name": "general_quirky", "thank_you": "general_quirky#praise",
    "meeting_schedule": "calendar_query", "reminder": "calendar_query", "reminder_update": "calendar_set", "alarm": "alarm_set",
    "schedule_meeting": "calendar_set", "directions": "transport_query", "ingredients_list": "cooking_query", "cook_time": "cooking_query",
}
CLINC_LEFT_OUT = set(
    "calendar calendar_update cancel change_volume smart_home todo_list_update update_playlist book_flight distance fun_fact "
    "meal_suggestion next_holiday goodbye maybe who_do_you_work_for flip_coin roll_dice spelling change_speed change_language "
    "whisper_mode sync_device make_call find_phone ingredient_substitution nutrition_info calories restaurant_reviews "
    "travel_suggestion order_status order how_busy food_last current_location share_location reset_settings user_name "
    "change_user_name change_ai_name change_accent gas flight_status restaurant_reservation".split()
)
# SNIPS' seven labels, and its slots that are ours.
SNIPS_LABELS = {"GetWeather": "weather_query", "PlayMusic": "play_music"}
SNIPS_SLOTS = {
    "artist": "artist_name", "playlist": "playlist_name", "service": "app_name", "track": "song_name", "genre": "music_genre",
    "city": "place_name", "state": "place_name", "country": "place_name", "condition_description": "weather_descriptor",
    "condition_temperature": "weather_descriptor",
}


@dataclass
class Sentence:
    """One sentence for training or for measuring."""

    parts: list  # of (words, slot type or None)
    label: str | None  # None: out of scope
    lang: str
    source: str
    has_slots: bool = True  # whether the slots are marked at all
    weight: float = 1.0
    text: str = field(init=False)

    def __post_init__(self):
        self.text = "".join(words for words, _ in self.parts)

    def spans(self):
        """(start, end, type), in characters."""
        at, found = 0, []
        for words, kind in self.parts:
            if kind:
                found.append((at, at + len(words), kind))
            at += len(words)
        return found


def parts_of(text, slots):
    """Cuts `text` at its slots [[start, end, type]]; overlapping ones are left out."""
    parts, at = [], 0
    for start, end, kind in sorted(slots):
        if start < at or end <= start:
            continue
        parts += [(text[at:start], None), (text[start:end], kind)]
        at = end
    parts.append((text[at:], None))
    return [(words, kind) for words, kind in parts if words]


def json_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def plain(text):
    """One shape for telling whether two sentences are the same."""
    return " ".join(re.sub(r"[^\w]+", " ", text.lower().replace("'", " ")).split())


def slurp_devel(data):
    rows = json_lines(data / "slurp_text/devel.jsonl")
    return [Sentence(parts_of(r["text"], r["slots"]), f"{r['scenario']}_{r['action']}", "en", "slurp") for r in rows]


# xSID's labels as ours, as in crates/app/src/bench/understand.rs; the others have none.
XSID_LABELS = {
    "weather/find": "weather_query", "alarm/set_alarm": "alarm_set", "alarm/cancel_alarm": "alarm_remove",
    "alarm/show_alarms": "alarm_query", "alarm/time_left_on_alarm": "alarm_query", "alarm/snooze_alarm": "alarm_snooze",
    "alarm/modify_alarm": "alarm_set", "reminder/set_reminder": "calendar_set", "reminder/cancel_reminder": "calendar_remove",
    "reminder/show_reminders": "calendar_query", "PlayMusic": "play_music", "SearchScreeningEvent": "recommendation_movies",
}


def xsid_zh(data):
    """Only for measuring."""
    rows = json_lines(data / "xsid/zh.test.jsonl")
    return [
        Sentence([(r["text"], None)], XSID_LABELS[r["intent"]], "zh", "xsid", has_slots=False)
        for r in rows if r["intent"] in XSID_LABELS
    ]


def nlu_evaluation(data):
    """NLU-Evaluation-Data, each sentence once, less those of SLURP devel."""
    held_out = {plain(s.text) for s in slurp_devel(data)}
    found = {}
    for row in json_lines(data / "nlu_evaluation/all_by_fold.jsonl"):
        if plain(row["text"]) not in held_out:
            label = NLU_LABELS.get(row["intent"], row["intent"])
            found[row["id"]] = Sentence(parts_of(row["text"], row["slots"]), label, "en", "nlu")
    return list(found.values())


def clinc(data, held_out):
    rows = json.loads((data / "clinc150/data_full.json").read_text(encoding="utf-8"))
    found = []
    for text, label in rows["train"] + rows["oos_train"]:
        if label not in CLINC_LEFT_OUT and plain(text) not in held_out:
            found.append(Sentence([(text, None)], CLINC_LABELS.get(label), "en", "clinc", has_slots=False))
    return found


def snips(data, held_out):
    found = []
    for row in json_lines(data / "snips/train.jsonl"):
        label = SNIPS_LABELS.get(row["intent"])
        if label and plain(row["text"]) not in held_out:
            found.append(Sentence([(row["text"], None)], label, "en", "snips", has_slots=False))
    return found


# Sentences of the templates of what is out of scope, for each language.
OOS_TEMPLATES = 700

SLOT = re.compile(r"\{(\w+):([^{}]*)\}")


def marked(line):
    """Parts of a natural sentence such as `turn on the {house_place:kitchen} light`."""
    parts, at = [], 0
    for slot in SLOT.finditer(line):
        parts += [(line[at:slot.start()], None), (slot[2], slot[1])]
        at = slot.end()
    parts.append((line[at:], None))
    return [(words, kind) for words, kind in parts if words]


def own_lines(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line and not line.startswith("#"):
            yield line


def own_natural():
    found = []
    for lang in ("zh", "en"):
        for path in sorted((HERE / lang / "natural").glob("*.txt")):
            found += [Sentence(marked(line), path.stem, lang, f"own-{lang}") for line in own_lines(path)]
    for path in sorted((HERE / "oos").glob("??.txt")):
        found += [Sentence([(line, None)], None, path.stem, f"oos-{path.stem}") for line in own_lines(path)]
    return found


def lists():
    """{lang: {slot type: values}}"""
    return {
        lang: {path.stem: list(own_lines(path)) for path in sorted((HERE / lang / "lists").glob("*.txt"))}
        for lang in ("zh", "en")
    }


class Template:
    """`(a|b)`, `[x]`, `{type}` and `{type:words}`, nested as one likes."""

    def __init__(self, text):
        self.text, self.at = text, 0
        self.tree = self.alternatives()
        if self.at < len(text):
            raise ValueError(f"a `{text[self.at]}` too many in `{text}`")

    def alternatives(self):
        branches = [[]]
        while self.at < len(self.text) and self.text[self.at] not in ")]}":
            c = self.text[self.at]
            self.at += 1
            if c == "|":
                branches.append([])
            elif c == "(":
                branches[-1].append(self.closed(")"))
            elif c == "[":
                inner = self.closed("]")
                branches[-1].append(("either", inner[1] + [[]] if inner[0] == "either" else [[inner], []]))
            elif c == "{":
                name = re.compile(r"\w+").match(self.text, self.at)
                self.at = name.end()
                words = None
                if self.text[self.at : self.at + 1] == ":":
                    self.at += 1
                    words = self.closed("}")
                else:
                    self.closed("}")
                branches[-1].append(("slot", name[0], words))
            else:
                branches[-1].append(c)
        return ("either", branches)

    def closed(self, by):
        inner = self.alternatives()
        if self.text[self.at : self.at + 1] != by:
            raise ValueError(f"no `{by}` in `{self.text}`")
        self.at += 1
        return inner

    def say(self, lang, values, chance):
        """One sentence of it, as parts; None where a type has no values."""
        parts = self._say(self.tree, lang, values, chance)
        if parts is None:
            return None
        joined = []
        for words, kind in parts:
            if joined and kind is None and joined[-1][1] is None:
                joined[-1] = (joined[-1][0] + words, None)
            else:
                joined.append((words, kind))
        return tidy(joined)

    def _say(self, node, lang, values, chance):
        if isinstance(node, str):
            return [(node, None)]
        if node[0] == "either":
            found = []
            for child in chance.choice(node[1]):
                inner = self._say(child, lang, values, chance)
                if inner is None:
                    return None
                found += inner
            return found
        _, kind, words = node
        if words is not None:
            inner = self._say(words, lang, values, chance)
            said = "".join(text for text, _ in inner) if inner is not None else None
        elif kind in generate.KINDS and not (values.get(kind) and chance.random() < 0.3):
            said = generate.value(lang, kind, chance)
        else:
            said = chance.choice(values[kind]) if values.get(kind) else None
        return None if said is None else [(said, kind)]


def tidy(parts):
    """Single spaces, none at the ends."""
    found = []
    for words, kind in parts:
        words = re.sub(r"\s+", " ", words.strip() if kind else words)
        if not found or found[-1][0].endswith(" "):
            words = words.lstrip(" ")
        if words:
            found.append((words, kind))
    if found:
        found[-1] = (found[-1][0].rstrip(" "), found[-1][1])
    return [part for part in found if part[0]]


# Names that keep their English form when Mandarin is spoken, for one sentence in five.
KEPT_NAMES = ("artist_name", "song_name", "movie_name", "playlist_name", "place_name", "person", "business_name", "event_name", "item")
# Labels without slots, whatever their templates draw.
UNMARKED = {"qa_maths"}


def own_templates(per_label, seed):
    """Up to `per_label` different sentences of each label and language, more where there are many templates."""
    values, found = lists(), []
    mixed = {**values["zh"], **{kind: values["en"][kind] for kind in KEPT_NAMES if kind in values["en"]}}
    for lang in ("zh", "en"):
        for path in sorted((HERE / lang / "templates").glob("*.txt")):
            chance = random.Random(f"{seed} {lang} {path.stem}")
            for parts in spoken(path, lang, values[lang], mixed, max(per_label, 4 * len(list(own_lines(path)))), chance):
                if path.stem in UNMARKED:
                    parts = [("".join(words for words, _ in parts), None)]
                found.append(Sentence(parts, path.stem, lang, f"template-{lang}"))
        path = HERE / "oos" / f"templates-{lang}.txt"
        chance = random.Random(f"{seed} {lang} oos")
        for parts in spoken(path, lang, values[lang], mixed, OOS_TEMPLATES, chance):
            found.append(Sentence([("".join(words for words, _ in parts), None)], None, lang, f"template-oos-{lang}"))
    return found


def spoken(path, lang, values, mixed, n, chance):
    """Up to `n` different sentences of the templates of a file, as parts."""
    templates, seen = [Template(line) for line in own_lines(path)], set()
    for turn in range(n * 2):
        if len(seen) == n or not templates:
            break
        some = mixed if lang == "zh" and chance.random() < 0.2 else values
        parts = templates[turn % len(templates)].say(lang, some, chance)
        text = "".join(words for words, _ in parts or [])
        if text and text not in seen:
            seen.add(text)
            yield parts


def own_test(path):
    """`label<tab>marked sentence` a line; the label `oos` is none of ours."""
    found = []
    for line in own_lines(path):
        label, _, sentence = line.partition("\t")
        found.append(Sentence(marked(sentence), None if label == "oos" else label, path.stem[:2], "own-test"))
    return found
