"""What OpenAI's own library gets from Ling: answers, not status codes."""

import io
import json
import sys
import urllib.request
import wave

import llm
import openai
from openai import AzureOpenAI, OpenAI

ADDRESS, KEY, ADMIN, STAGE = sys.argv[1:5]
failed = []


def check(what, got, expect):
    if got != expect:
        failed.append(what)
        print(f"FAILED {what}\n  got      {got!r}\n  expected {expect!r}", file=sys.stderr)


def refusal(call):
    """The kind of the error, its code and its sentence."""
    try:
        call()
    except openai.APIError as error:
        return type(error).__name__, error.code, error.message
    return None, None, "it was not refused"


def azure(base="", key=KEY, **options):
    return AzureOpenAI(azure_endpoint=ADDRESS + base, api_key=key, api_version="2024-10-21", max_retries=0, **options)


def plain(path="/openai/v1", key=KEY):
    return OpenAI(base_url=ADDRESS + path, api_key=key, max_retries=0)


FORMS = {"azure": azure(), "azure below a path": azure("/t/shop"), "v1": plain(), "plain /v1": plain("/v1")}


def ask(client, text, model="ling", **options):
    return client.chat.completions.create(model=model, messages=[{"role": "user", "content": text}], **options)


def words(answer):
    return answer.choices[0].message.content


def spoken(text, **options):
    return plain().audio.speech.create(model="tts-1", voice="alloy", input=text, **options).read()


def seconds(sound):
    with wave.open(io.BytesIO(sound)) as file:
        return file.getnframes() / file.getframerate()


def alone():
    """No language model and no package."""
    for name, client in FORMS.items():
        check(f"a sum, {name}", "96" in words(ask(client, "what is twelve times eight")), True)
    check("a sum in Mandarin", "96" in words(ask(azure(), "十二乘以八是多少")), True)
    for text in ["十二乘 eight", "what's 九十六加零"]:
        check(f"{text}, mixed", "96" in words(ask(plain(), text)), True)
    stream = list(ask(azure(), "十二乘以八是多少", stream=True, stream_options={"include_usage": True}))
    said = "".join(piece.choices[0].delta.content or "" for piece in stream if piece.choices)
    check("a sum in pieces", ("96" in said, stream[-1].usage.total_tokens), (True, 0))
    for text in ["现在几点", "what time is it in Paris", "Paris 现在几点"]:
        check(f"{text} with a key for AI", bool(words(ask(azure(), text))), True)
    for text in ["turn on the living room light", "打开客厅的灯", "把 living room 的灯打开", "what is on my shopping list"]:
        kind, _, sentence = refusal(lambda text=text: ask(azure(), text))
        check(f"{text} with a key for AI", (kind, "--scope admin" in sentence), ("PermissionDeniedError", True))
    answer = words(ask(plain(key=ADMIN), "打开客厅的灯"))
    check("a light with a key for everything", "灯" in answer, True)
    response = azure().responses.create(model="ling", input="what is twelve times eight")
    check("a response", ("96" in response.output_text, response.status), (True, "completed"))

    kind, code, sentence = refusal(lambda: ask(azure(), "hello", model="gpt-4o"))
    check("no model", (kind, code, "Settings" in sentence), ("NotFoundError", "DeploymentNotFound", True))
    kind, code, sentence = refusal(lambda: azure(azure_deployment="gpt-4o").responses.create(model="gpt-4o", input="x"))
    check("no model for a response", (kind, code), ("NotFoundError", "DeploymentNotFound"))
    kind, _, sentence = refusal(lambda: azure().embeddings.create(model="e", input="你好"))
    check("embeddings", (kind, "encoder" in sentence), ("NotFoundError", True))
    for name, call in {
        "images": lambda: plain().images.generate(model="x", prompt="a cat"),
        "files": lambda: plain().files.list(),
        "old completions": lambda: azure().completions.create(model="x", prompt="a"),
        "moderations": lambda: plain("/v1").moderations.create(input="x"),
    }.items():
        kind, _, sentence = refusal(call)
        check(f"{name} are not offered", (kind, len(sentence) > 20), ("NotFoundError", True))
    check("a wrong key", refusal(lambda: ask(azure(key="wrong"), "x"))[0], "AuthenticationError")
    check("a wrong bearer", refusal(lambda: ask(plain(key="wrong"), "x"))[0], "AuthenticationError")
    check("a wrong version", refusal(lambda: AzureOpenAI(azure_endpoint=ADDRESS, api_key=KEY, api_version="garbage", max_retries=0).models.list())[0], "BadRequestError")
    check("no messages", refusal(lambda: plain().chat.completions.create(model="ling", messages=[]))[0], "BadRequestError")
    check("the models", "ling" in [model.id for model in azure().models.list()], True)
    check("one model", plain().models.retrieve("ling").id, "ling")
    check("no such model", refusal(lambda: plain().models.retrieve("nope"))[0], "NotFoundError")
    speaks()
    kind, _, sentence = refusal(lambda: plain().audio.transcriptions.create(model="whisper-1", file=("a.wav", spoken("hello"))))
    check("no recogniser", (kind, "sphinx-en" in sentence), ("NotFoundError", True))


def speaks():
    for text in ["Turn on the light.", "你好，今天天气很好。", "打开 living room 的灯。"]:
        check(f"{text} is sound", 0.5 < seconds(spoken(text)) < 6, True)
    usual, fast = seconds(spoken("The quick brown fox.")), seconds(spoken("The quick brown fox.", speed=2))
    check("twice as fast", 0.35 < fast / usual < 0.75, True)
    raw = spoken("The quick brown fox.", response_format="pcm")
    check("24 kHz without a header", abs(len(raw) / 48_000 - usual) < 0.2, True)
    kind, _, sentence = refusal(lambda: spoken("x", response_format="mp3"))
    check("mp3", (kind, "wav" in sentence), ("BadRequestError", True))
    check("nothing to say", refusal(lambda: spoken("…"))[0], "BadRequestError")


def hears():
    """The package for English commands is there."""
    sound = spoken("what time is it", response_format="wav")
    hear = lambda **options: plain().audio.transcriptions.create(model="whisper-1", file=("a.wav", sound), **options)
    check("words", hear().text.lower().strip(), "what time is it")
    check("words by Azure's form", azure().audio.transcriptions.create(model="whisper", file=("a.wav", sound), language="en").text, "what time is it")
    check("text", hear(response_format="text").strip(), "what time is it")
    check("srt", hear(response_format="srt").splitlines()[0::2][:2], ["1", "what time is it"])
    check("vtt", hear(response_format="vtt").splitlines()[0], "WEBVTT")
    verbose = hear(response_format="verbose_json")
    check("segments", ([one.text for one in verbose.segments], verbose.language), (["what time is it"], "english"))
    check("its length", abs(verbose.duration - seconds(sound)) < 0.1, True)
    check("a language that is not heard", refusal(lambda: hear(language="fr"))[0], "BadRequestError")
    check("a format that is none", refusal(lambda: hear(response_format="diarized_json"))[0], "BadRequestError")
    kind, _, sentence = refusal(lambda: plain().audio.transcriptions.create(model="w", file=("a.wav", b"not a sound")))
    check("no sound", (kind, "WAV" in sentence), ("BadRequestError", True))
    check("translations", refusal(lambda: plain().audio.translations.create(model="w", file=("a.wav", sound)))[0], "NotFoundError")
    quiet = io.BytesIO()
    with wave.open(quiet, "wb") as file:
        file.setnchannels(1), file.setsampwidth(2), file.setframerate(16_000)
        file.writeframes(bytes(64_000))
    check("silence", plain().audio.transcriptions.create(model="w", file=("a.wav", quiet.getvalue())).text, "")


TOOL = {"type": "function", "function": {"name": "light", "parameters": {"type": "object", "properties": {"room": {"type": "string"}}}}}


def chats(client):
    check("words pass", words(ask(client, "你好 and hello", model="gpt-4o")), "你说了：你好 and hello")
    stream = list(ask(client, "你好", model="gpt-4o", stream=True))
    said = "".join(piece.choices[0].delta.content or "" for piece in stream)
    check("words in pieces", (said, len(stream) > 4), ("你说了：你好", True))
    stream = list(ask(client, "whole", model="gpt-4o", stream=True, stream_options={"include_usage": True}))
    check("a whole answer in pieces", (stream[0].choices[0].delta.content, stream[-1].usage.total_tokens), ("你说了：whole", 12))
    stream = list(ask(client, "hi", model="gpt-4o", stream=True, stream_options={"include_usage": True}))
    check("the count of tokens", (stream[-1].choices, stream[-1].usage.total_tokens), ([], 12))
    call = ask(client, "开灯", model="gpt-4o", tools=[TOOL]).choices[0]
    check("a tool", (call.finish_reason, json.loads(call.message.tool_calls[0].function.arguments)), ("tool_calls", {"room": "客厅"}))
    pieces = [piece.choices[0].delta for piece in ask(client, "开灯", model="gpt-4o", tools=[TOOL], stream=True)]
    arguments = "".join(call.function.arguments for delta in pieces for call in delta.tool_calls or [])
    check("a tool in pieces", json.loads(arguments), {"room": "客厅"})


def responds(client):
    response = client.responses.create(model="gpt-4o", instructions="Short.", input="你好 and hello")
    check("a response", (response.output_text, response.usage.output_tokens), ("你说了：你好 and hello", 5))
    kinds, text = [], ""
    with client.responses.stream(model="gpt-4o", input="你好") as stream:
        for event in stream:
            kinds.append(event.type.removeprefix("response."))
            text += event.delta if event.type == "response.output_text.delta" else ""
        final = stream.get_final_response()
    check("a response in pieces", (text, final.output_text, final.usage.total_tokens), ("你说了：你好", "你说了：你好", 12))
    once = [kind for nth, kind in enumerate(kinds) if kind not in kinds[:nth]]
    check("its events", once, ["created", "in_progress", "output_item.added", "content_part.added", "output_text.delta", "output_text.done", "content_part.done", "output_item.done", "completed"])
    tool = {"type": "function", **TOOL["function"], "strict": False}
    called = client.responses.create(model="gpt-4o", input="开灯", tools=[tool]).output[0]
    check("a tool of a response", (called.type, called.name, json.loads(called.arguments)), ("function_call", "light", {"room": "客厅"}))
    back = [{"role": "user", "content": "开灯"}, called.model_dump(exclude_none=True), {"type": "function_call_output", "call_id": called.call_id, "output": "done"}]
    check("what the tool said", client.responses.create(model="gpt-4o", input=back, tools=[tool]).output_text, "工具说 done")
    kinds = [event.type for event in client.responses.create(model="gpt-4o", input="开灯", tools=[tool], stream=True)]
    check("a tool in events", "response.function_call_arguments.done" in kinds, True)
    check("nothing is kept", refusal(lambda: client.responses.create(model="x", input="a", previous_response_id="resp_1"))[0], "BadRequestError")


def choose(base_url):
    request = urllib.request.Request(f"{ADDRESS}/v1/settings", json.dumps({"llm": {"base_url": base_url, "model": "small"}}).encode(), method="PUT")
    request.add_header("authorization", f"Bearer {ADMIN}")
    request.add_header("content-type", "application/json")
    urllib.request.urlopen(request).read()


def model():
    """A language model is set up: the one that llm.py plays."""
    base_url = llm.start()
    choose(base_url)
    for client in FORMS.values():
        chats(client)
        responds(client)
    check("the owner's model is asked", {body["model"] for _, _, body in llm.seen}, {"small"})
    check("no key leaves the house", {key for _, key, _ in llm.seen}, {None})
    check("instructions", any(body["messages"][0] == {"role": "system", "content": "Short."} for _, _, body in llm.seen), True)
    kind, code, sentence = refusal(lambda: ask(azure(), "refuse", model="x"))
    check("its refusal", (kind, code, "too high" in sentence), ("BadRequestError", "bad_temperature", True))
    check("its being busy", refusal(lambda: ask(azure(), "busy", model="x"))[0], "RateLimitError")
    kind, _, sentence = refusal(lambda: list(ask(azure(), "break off", model="x", stream=True)))
    check("an answer that breaks off", (kind, "no end" in sentence), ("APIError", True))
    kind, _, sentence = refusal(lambda: ask(azure(), "wozu ist das gut", model="ling"))
    check("what only the model knows is not asked with a key for AI", kind, "PermissionDeniedError")
    choose("http://127.0.0.1:9/v1")
    kind, _, sentence = refusal(lambda: ask(azure(), "hello", model="x"))
    check("a model that is not there", (kind, "not reached" in sentence), ("InternalServerError", True))


{"alone": alone, "hears": hears, "model": model}[STAGE]()
if failed:
    sys.exit(f"{len(failed)} checks failed")
print(f"openai, {STAGE}: all as expected")
