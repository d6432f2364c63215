"""What is said, in both languages and mixed: sound, the times of words, formats, and what is refused."""

import urllib.error

from sdk import *

Format = speech.SpeechSynthesisOutputFormat


def spoken(text=None, ssml=None, voice=None, output=None):
    """The result, and what was told of: kind, text and milliseconds."""
    made = config()
    if voice:
        made.speech_synthesis_voice_name = voice
    if output:
        made.set_speech_synthesis_output_format(output)
    made.set_property(speech.PropertyId.SpeechServiceResponse_RequestSentenceBoundary, "true")
    synthesizer, told = speech.SpeechSynthesizer(made, None), []

    def boundary(event):
        kind = str(event.boundary_type).split(".")[-1]
        told.append((kind, event.text, event.audio_offset / 1e4))

    synthesizer.synthesis_word_boundary.connect(boundary)
    synthesizer.bookmark_reached.connect(lambda event: told.append(("Mark", event.text, event.audio_offset / 1e4)))
    # Events come one after the other and by themselves: behind the last one all are told.
    over = threading.Event()
    synthesizer.synthesis_completed.connect(lambda _: over.set())
    synthesizer.synthesis_canceled.connect(lambda _: over.set())
    asked = synthesizer.speak_text_async(text) if text else synthesizer.speak_ssml_async(ssml)
    result = asked.get()
    check("it ends", over.wait(30), True)
    return result, told


def words(told):
    return [text for kind, text, _ in told if kind == "Word"]


LAMP = "Turn off the bedroom lamp."
result, told = spoken(LAMP)
check("it speaks", reason(result), "SynthesizingAudioCompleted")
check("words", words(told), ["Turn", "off", "the", "bedroom", "lamp"])
check("sentences and marks", [text for kind, text, _ in told if kind != "Word"], [LAMP, "."])

# The ears of the house are the oracle: they find each word where the voice says that it is.
rate_hz, sound = read_wav(result.audio_data)
stream = speech.audio.PushAudioInputStream(speech.audio.AudioStreamFormat(rate_hz, 16, 1))
stream.write(b"\0\0" * (rate_hz // 2) + sound)
stream.close()
timed = config()
timed.request_word_level_timestamps()
heard = speech.SpeechRecognizer(timed, speech.audio.AudioConfig(stream=stream)).recognize_once()
found = json.loads(heard.json)["NBest"][0]["Words"]
check("heard again", [word["Word"] for word in found], ["turn", "off", "the", "bedroom", "lamp"])
said = [ms for kind, _, ms in told if kind == "Word"]
apart = [abs(word["Offset"] / 1e4 - 500 - ms) for word, ms in zip(found, said)]
check(f"times of words: {apart}", max(apart) < 150, True)
print(f"words begin {sum(apart) / len(apart):.0f} ms from where they are heard, {max(apart):.0f} ms at most", file=sys.stderr)

result, told = spoken("打开客厅的灯，好吗？播放 Yesterday。", voice="zh-CN-XiaoxiaoNeural")
check("词", words(told), ["打开", "客厅", "的", "灯", "好", "吗", "播放", "Yesterday"])
times = [ms for _, _, ms in told]
check("in order", times, sorted(times))

inside = "One<bookmark mark='here'/><break time='500ms'/><prosody rate='+50%'>two three</prosody>"
inside += " <say-as interpret-as='digits'>123</say-as>"
ssml = "<speak version='1.0' xml:lang='en-US'><voice name='en-US-GuyNeural'>%s</voice></speak>"
result, told = spoken(ssml=ssml % inside, output=Format.Riff24Khz16BitMonoPcm)
check("SSML", words(told), ["One", "two", "three", "123"])
check("bookmark", [text for kind, text, _ in told if kind == "Mark"], ["here"])
check("24 kHz", read_wav(result.audio_data)[0], 24_000)
slow, _ = spoken(ssml=ssml % "<prosody rate='x-slow'>one two three four</prosody>")
fast, _ = spoken(ssml=ssml % "<prosody rate='fast'>one two three four</prosody>")
check("slow and fast", len(slow.audio_data) > 2 * len(fast.audio_data), True)

synthesizer = speech.SpeechSynthesizer(config(), None)
again = [len(synthesizer.speak_text_async("好").get().audio_data) > 3000 for _ in range(3)]
check("again and again", again, [True] * 3)

result, _ = spoken("x", voice="zz-ZZ-Foo")
check("no such voice", (reason(result), "zz-ZZ-Foo" in details(result)), ("Canceled", True))
result, _ = spoken("x", output=Format.Audio16Khz32KBitRateMonoMp3)
check("no such format", (reason(result), "mp3" in details(result)), ("Canceled", True))
result, _ = spoken(ssml="<speak>never closed")
check("no SSML", (reason(result), "not closed" in details(result)), ("Canceled", True))

voices = speech.SpeechSynthesizer(config(), None).get_voices_async("zh-CN").get().voices
check("voices", "zh-CN-XiaoxiaoNeural" in [voice.short_name for voice in voices], True)


def post(path, body, **headers):
    """Status and body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(ADDRESS + path, data=body, headers=named, method="POST")
    try:
        answer = urllib.request.urlopen(request)
        return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


KEYED = {"Ocp_Apim_Subscription_Key": KEY}
SSML = {"Content_Type": "application/ssml+xml"}
_, token = post("/sts/v1.0/issueToken", b"", **KEYED)
bearer = {"Authorization": "Bearer " + token.decode()}
status, sound = post(
    "/cognitiveservices/v1", b"<speak>What time is it?</speak>", **bearer, **SSML,
    X_Microsoft_OutputFormat="riff-48khz-16bit-mono-pcm",
)
check("over REST, with a token", (status, read_wav(sound)[0]), (200, 48_000))
short = "/speech/recognition/interactive/cognitiveservices/v1"
status, answer = post(short + "?language=en-US", sound, **KEYED, Content_Type="audio/wav")
check("and heard", (status, json.loads(answer)["DisplayText"]), (200, "What time is it?"))
check("no language", post(short, sound, **KEYED)[0], 400)
check("no key", post(short + "?language=en-US", sound)[0], 401)
check("no such token", post("/cognitiveservices/v1", b"", **SSML, Authorization="Bearer x.y.z")[0], 401)
check("no SSML", post("/cognitiveservices/v1", b"hello", **KEYED, **SSML)[0], 400)
check("not offered", post("/speechtotext/v3.2/transcriptions", b"{}", **KEYED)[0], 404)

tokened = speech.SpeechConfig(host=ADDRESS.replace("http", "ws"))
tokened.authorization_token = token.decode()
heard = speech.SpeechRecognizer(tokened, push(say("What time is it?"))).recognize_once()
check("a token for the SDK", heard.text, "What time is it?")
end()
