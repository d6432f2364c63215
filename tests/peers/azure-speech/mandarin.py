"""Mandarin and both languages, heard by a scripted recogniser."""

import time

from scripted import Scripted
from sdk import *

LIGHT, MIXED = "打开客厅的灯", "播放 Yesterday Once More"
told = Scripted(LIGHT, MIXED, "what time is it", LIGHT)
settings({"speech": {"recogniser": "wyoming", "recogniser_url": told.url}})
TWO = quiet(0.5) + say("one two three") + quiet(1.5) + say("four five six") + quiet(1.5)

recogniser = speech.SpeechRecognizer(config("zh-CN"), push(TWO))
heard = recogniser.recognize_once()
check("打开", (heard.text, json.loads(heard.json)["Engine"]), (LIGHT + "。", "wyoming"))
heard = recogniser.recognize_once()
late_ms = (time.monotonic() - told.answered[-1]) * 1000
check("播放", heard.text, MIXED + "。")
print(f"the second result came {late_ms:.0f} ms after the engine's", file=sys.stderr)

languages = speech.languageconfig.AutoDetectSourceLanguageConfig(languages=["zh-CN", "en-US"])
for text, tag in (("What time is it?", "en-US"), (LIGHT + "。", "zh-CN")):
    recogniser = speech.SpeechRecognizer(
        speech_config=config(), audio_config=push(TWO), auto_detect_source_language_config=languages
    )
    heard = recogniser.recognize_once()
    found = speech.AutoDetectSourceLanguageResult(heard).language
    check("which language", (heard.text, found), (text, tag))

dictation = config("zh-CN")
dictation.enable_dictation()
phrases, _ = all_of(speech.SpeechRecognizer(dictation, push(TWO)))
check("dictation", [phrase.text for phrase in phrases], [LIGHT + "。"] * 2)
settings({"speech": {"recogniser": "none"}})
end()
