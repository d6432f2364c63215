"""Other wordings of a sentence: slots swapped for others of their type, words dropped, recognisers' mistakes."""

import random
from collections import Counter, defaultdict
from dataclasses import replace

from pypinyin import Style, lazy_pinyin

FILLERS = {
    "zh": ["请", "麻烦你", "帮我", "那个", "嗯", "小灵", "喂", "能不能", "我想", "你"],
    "en": ["please ", "hey ", "okay ", "um ", "can you ", "could you please ", "i want you to ", "hey ling ", "olly "],
}
TAILS = {"zh": ["吧", "呗", "呀", "好吗", "行吗", "谢谢", "一下", "哈"], "en": [" please", " for me", " now", " thanks", " will you"]}
# Slots whose words may be any: here the sentence around them has to tell.
OPEN = set(
    "artist_name audiobook_author audiobook_name business_name event_name food_type game_name item list_name message_text movie_name "
    "news_topic person place_name playlist_name podcast_name radio_name scene_name song_name definition_word device_type".split()
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Noise:
    def __init__(self, sentences, lists, seed):
        self.chance = random.Random(seed)
        values = defaultdict(set)
        for sentence in sentences:
            for words, kind in sentence.parts:
                if kind:
                    values[sentence.lang, kind].add(words)
        for lang, by_kind in lists.items():
            for kind, listed in by_kind.items():
                values[lang, kind].update(listed)
        self.values = {key: sorted(found) for key, found in values.items()}
        sounds = defaultdict(set)
        for sentence in sentences:
            if sentence.lang == "zh":
                for c in sentence.text:
                    if "\u4e00" <= c <= "\u9fff":
                        sounds[near(lazy_pinyin(c, style=Style.NORMAL)[0])].add(c)
        self.alike = {c: sorted(alike) for alike in sounds.values() for c in alike if len(alike) > 1}

    def of(self, sentence):
        """One other wording."""
        parts = list(sentence.parts)
        chance = self.chance
        if sentence.has_slots and chance.random() < 0.75:
            parts = [(self.swapped(sentence.lang, words, kind), kind) for words, kind in parts]
            parts = self.mine(parts, sentence.lang)
        how = chance.random()
        if how < 0.3:
            parts = self.dropped(parts, sentence.lang)
        elif how < 0.55:
            parts = self.misheard(parts, sentence.lang)
        elif how < 0.7 and sentence.label:
            parts = [(chance.choice(FILLERS[sentence.lang]), None), *parts]
        elif how < 0.8 and sentence.label:
            parts = [*parts, (chance.choice(TAILS[sentence.lang]), None)]
        parts = [part for part in parts if part[0]]
        return replace(sentence, parts=parts) if parts else sentence

    def mine(self, parts, lang):
        """Mandarin relatives as 我妈: the 我 is outside of the slot."""
        found = []
        for words, kind in parts:
            is_bare = lang == "zh" and kind == "relation" and not (found and found[-1][0].endswith(("我", "你", "他")))
            if is_bare and self.chance.random() < 0.25:
                found.append(("我", None))
            found.append((words, kind))
        return found

    def swapped(self, lang, words, kind):
        others = self.values.get((lang, kind)) if kind else None
        how = self.chance.random()
        if not others or how >= 0.5:
            return words
        if kind in OPEN and how < 0.15:
            return spliced(lang, self.chance.choice(others), self.chance.choice(others), self.chance)
        return self.chance.choice(others)

    def dropped(self, parts, lang):
        """Less one word (or character) outside the slots."""
        free = [at for at, (words, kind) in enumerate(parts) if not kind and words.strip()]
        if not free or sum(len(words.split() if lang == "en" else words) for words, _ in parts) < 4:
            return parts
        at = self.chance.choice(free)
        words = parts[at][0]
        pieces = words.split(" ") if lang == "en" else list(words)
        pieces.pop(self.chance.randrange(len(pieces)))
        parts[at] = ((" " if lang == "en" else "").join(pieces) or " " * (lang == "en"), None)
        return parts

    def misheard(self, parts, lang):
        """One character or letter as a recogniser or a thumb would have it."""
        at = self.chance.randrange(len(parts))
        words, kind = parts[at]
        places = [place for place, c in enumerate(words) if (c in self.alike if lang == "zh" else c.isalpha())]
        if not places:
            return parts
        place = self.chance.choice(places)
        if lang == "zh":
            changed = self.chance.choice(self.alike[words[place]])
        else:
            changed = self.chance.choice(["", words[place] * 2, self.chance.choice(LETTERS)])
        parts[at] = (words[:place] + changed + words[place + 1 :] or words, kind)
        return parts


def spliced(lang, one, other, chance):
    """A name that nobody has heard: the head of one and the tail of another."""
    gap = " " if lang == "en" or " " in one + other else ""
    heads, tails = (name.split(" ") if gap else list(name) for name in (one, other))
    return gap.join(heads[: chance.randint(1, len(heads))] + tails[chance.randrange(len(tails)) :])


def strangers(sentences, words, n, chance):
    """`n` English sentences that ask for nothing we do: the frame of one of ours, its telling words made any others.

    `words`, most usual first, are where those come from; what a third of a label's sentences say is telling.
    """
    counts, of_label = Counter(), Counter()
    english = [s for s in sentences if s.lang == "en" and s.label and len(s.text.split()) > 2]
    for sentence in english:
        for word in set(sentence.text.lower().split()):
            counts[word] += 1
            of_label[word, sentence.label] += 1
    telling = {word for (word, _), some in of_label.items() if some / counts[word] > 0.2 or counts[word] < 3}
    others = [word for word in words[300:15000] if word.isalpha() and len(word) > 2]
    found = []
    while len(found) < n:
        sentence = chance.choice(english)
        spoken = sentence.text.split()
        places = [at for at, word in enumerate(spoken) if word.lower() in telling]
        if not places:
            continue
        for at in places:
            spoken[at] = chance.choice(others)
        found.append(replace(sentence, parts=[(" ".join(spoken), None)], label=None, source="made-oos", has_slots=False))
    return found


def near(syllable):
    """One shape for syllables that recognisers and speakers mix up."""
    for one, other in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in")):
        syllable = syllable.replace(one, other)
    return "n" + syllable[1:] if syllable.startswith("l") else syllable
