"""English, heard by Ling's own ears."""

import time

from sdk import *

TIME, MUSIC, LAMP = "What time is it?", "Play some music.", "Turn off the bedroom lamp."
THREE = b"".join([quiet(0.5), say(TIME), quiet(1.5), say(MUSIC), quiet(1.5), say(LAMP), quiet(2)])

heard = speech.SpeechRecognizer(config(), push(say(TIME))).recognize_once()
check("once", (reason(heard), heard.text), ("RecognizedSpeech", TIME))
check("who heard it", json.loads(heard.json)["Engine"], "sphinx")
for endpoint in ("", "/t/shop/speech/recognition/interactive/cognitiveservices/v1"):
    below = speech.SpeechConfig(endpoint=ADDRESS + endpoint, subscription=KEY)
    heard = speech.SpeechRecognizer(below, push(say(TIME))).recognize_once()
    check(f"endpoint {endpoint}", heard.text, TIME)

phrases, ends = all_of(speech.SpeechRecognizer(config(), push(THREE)))
check("continuous", [phrase.text for phrase in phrases], [TIME, MUSIC, LAMP])
starts = [round(phrase.offset / 1e7) for phrase in phrases]
check("where they begin", (starts[0], starts == sorted(starts)), (0, True))
check("its end", [end.reason for end in ends], [speech.CancellationReason.EndOfStream])

# Again and again on one connection: what is left of the sound comes again.
recogniser = speech.SpeechRecognizer(config(), push(THREE))
heard = [recogniser.recognize_once() for _ in range(4)]
check("one after the other", [one.text for one in heard], [TIME, MUSIC, LAMP, ""])
check("and then silence", heard[3].no_match_details.reason, speech.NoMatchReason.InitialSilenceTimeout)

# From a microphone: words so far come at the pause, and the result when it is over.
patient = config()
patient.set_property(speech.PropertyId.Speech_SegmentationSilenceTimeoutMs, "3000")
microphone = speech.audio.PushAudioInputStream(speech.audio.AudioStreamFormat(RATE_HZ, 16, 1))
recogniser, so_far = speech.SpeechRecognizer(patient, speech.audio.AudioConfig(stream=microphone)), []
recogniser.recognizing.connect(lambda event: so_far.append(event.result.text))
asked = recogniser.recognize_once_async()
spoken = say(LAMP) + quiet(3.5)
for at in range(0, len(spoken), RATE_HZ // 5):
    microphone.write(spoken[at : at + RATE_HZ // 5])
    time.sleep(0.1)
check("in real time", asked.get().text, LAMP)
check("words so far", so_far[-1:], ["turn off the bedroom lamp"])

heard = speech.SpeechRecognizer(config(lang="zh-CN"), push(say(TIME))).recognize_once()
check("what it does not hear", (reason(heard), "zh-CN" in details(heard)), ("Canceled", True))

detailed = config()
detailed.output_format = speech.OutputFormat.Detailed
detailed.request_word_level_timestamps()
heard = speech.SpeechRecognizer(detailed, push(quiet(1) + say(LAMP))).recognize_once()
best = json.loads(heard.json)["NBest"][0]
check("lexical", best["Lexical"], "turn off the bedroom lamp")
words = best["Words"]
check("words", [word["Word"] for word in words], ["turn", "off", "the", "bedroom", "lamp"])
check("their times", 0.9e7 < words[0]["Offset"] < words[4]["Offset"] < 3e7, True)
end()
