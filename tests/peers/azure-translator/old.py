"""What azure-ai-translation-text 1.0.1, which speaks version 3, gets from Ling: the dictionary and translation, each with
and without what it needs."""

import json
import sys
import urllib.request

import llm
from azure.ai.translation.text import TextTranslationClient
from azure.ai.translation.text.models import DictionaryExampleTextItem, TextType
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError

ADDRESS, KEY, ADMIN, STAGE = sys.argv[1:5]
failed = []
client = TextTranslationClient(credential=AzureKeyCredential(KEY), endpoint=ADDRESS)


def check(what, got, expect):
    if got != expect:
        failed.append(what)
        print(f"FAILED {what}\n  got      {got!r}\n  expected {expect!r}", file=sys.stderr)


def refusal(call):
    """The status and the sentence of a call that is refused."""
    try:
        call()
    except HttpResponseError as error:
        return error.status_code, error.error.message if error.error else str(error)
    return None, "it was not refused"


def look(word, source, target):
    found = client.lookup_dictionary_entries(body=[word], from_language=source, to_language=target)[0]
    return [one.display_target for one in found.translations], found


def alone():
    status, message = refusal(lambda: look("apple", "en", "zh-Hans"))
    check("no dictionary", (status, "ling models pull cedict" in message), (404, True))
    status, message = refusal(lambda: client.translate(body=["hello"], to_language=["zh-Hans"]))
    check("no model", (status, "Settings" in message), (404, True))
    known = client.get_supported_languages()
    check("nothing is promised", (sorted(known.translation), dict(known.dictionary)), (["zh-Hans", "zh-Hant"], {}))
    script = client.translate(body=["头发和发现 iPhone"], to_language=["zh-Hant"])[0]
    check("scripts need no model", (script.translations[0].text, script.detected_language.language), ("頭髮和發現 iPhone", "zh-Hans"))


def words():
    shown, found = look("apple", "en", "zh-Hans")
    check("apple", shown[0], "苹果")
    check("what it means back", found.translations[0].back_translations[0].display_text, "apple")
    check("in traditional script", look("apple", "en", "zh-Hant")[0][0], "蘋果")
    check("图书馆", look("图书馆", "zh-Hans", "en")[0][0], "library")
    check("蘋果", look("蘋果", "zh-Hant", "en")[0][0], "apple")
    run = look("跑", "zh-Hans", "en")[1].translations[0]
    check("a verb", (run.display_target, run.pos_tag), ("run", "VERB"))
    sure = [one.confidence for one in look("行", "zh-Hans", "en")[1].translations]
    check("the surest first", (sure == sorted(sure, reverse=True), abs(sum(sure) - 1) < 0.01), (True, True))
    check("no such word", look("zzxxqq", "en", "zh-Hans")[0], [])
    check("a language that the dictionary has not", refusal(lambda: look("pomme", "fr", "en"))[0], 400)
    known = client.get_supported_languages(scope="dictionary")
    check("the dictionary is listed", [one.code for one in known.dictionary["en"].translations], ["zh-Hans", "zh-Hant"])
    item = DictionaryExampleTextItem(text="apple", translation="苹果")
    status, message = refusal(lambda: client.lookup_dictionary_examples(body=[item], from_language="en", to_language="zh-Hans"))
    check("no examples", (status, "example" in message), (404, True))


def choose(base_url):
    request = urllib.request.Request(f"{ADDRESS}/v1/settings", json.dumps({"llm": {"base_url": base_url, "model": "small"}}).encode(), method="PUT")
    request.add_header("authorization", f"Bearer {ADMIN}")
    request.add_header("content-type", "application/json")
    urllib.request.urlopen(request).read()


def model():
    choose(llm.start())
    both = client.translate(body=["hello", "你好，world"], to_language=["zh-Hans", "fr"])
    said = [[one.text for one in text.translations] for text in both]
    check("two texts, two languages", said, [["你说了：hello", "你说了：hello"], ["你好，world", "你说了：你好，world"]])
    check("their languages", [one.detected_language.language for one in both], ["en", "zh-Hans"])
    named = client.translate(body=["hello"], to_language=["zh-Hant"], from_language="en", include_sentence_length=True)[0]
    check("no language is told that was named", named.detected_language, None)
    check("lengths of sentences", named.translations[0].sent_len.src_sent_len, [5])
    client.translate(body=["<b>hi</b>"], to_language=["de"], text_type=TextType.HTML)
    task = llm.seen[-1][2]["messages"][0]["content"]
    check("what the model is told", ("into German" in task, "HTML" in task), (True, True))
    check("a language that is none", refusal(lambda: client.translate(body=["a"], to_language=["xx"]))[0], 400)
    known = client.get_supported_languages(scope="translation")
    check("languages", {"en", "zh-Hans", "fr"} <= set(known.translation), True)
    choose("http://127.0.0.1:9/v1")
    status, message = refusal(lambda: client.translate(body=["a"], to_language=["de"], retry_total=0))
    check("a model that is not there", (status, "not reached" in message), (502, True))


{"alone": alone, "words": words, "model": model}[STAGE]()
if failed:
    sys.exit(f"{len(failed)} checks failed")
print(f"azure-ai-translation-text 1.0.1, {STAGE}: all as expected")
