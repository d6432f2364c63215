"""What azure-ai-translation-text, and plain requests of version 3, get from Ling."""

import json
import sys
import urllib.error
import urllib.request

from azure.ai.translation.text import TextTranslationClient
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError

ADDRESS, KEY, STAGE = sys.argv[1:4]
failed = []


def check(what, got, expect):
    if got != expect:
        failed.append(what)
        print(f"FAILED {what}\n  got      {got!r}\n  expected {expect!r}", file=sys.stderr)


def old(path, texts, key=KEY):
    """(status, JSON) of a request of version 3."""
    request = urllib.request.Request(ADDRESS + path, json.dumps([{"Text": text} for text in texts]).encode())
    request.add_header("Ocp-Apim-Subscription-Key", key)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


for base in ["", "/translator/text/v3.0", "/t/shop"]:
    status, found = old(f"{base}/detect?api-version=3.0", ["你好吗", "How are you?", "我們走吧", "把 alarm 设到七点"])
    check(f"languages at {base!r}", [one["language"] for one in found], ["zh-Hans", "en", "zh-Hant", "zh-Hans"])
status, found = old("/transliterate?api-version=3.0&language=zh-Hans&fromScript=Hans&toScript=Latn", ["你好，重庆", "我用 iPhone"])
check("pinyin", found, [{"text": "nǐ hǎo，chóng qìng", "script": "Latn"}, {"text": "wǒ yòng iPhone", "script": "Latn"}])
status, found = old("/transliterate?api-version=3.0&language=zh-Hans&fromScript=Hans&toScript=Hant", ["头发和发现"])
check("traditional", found[0]["text"], "頭髮和發現")
status, found = old("/transliterate?api-version=3.0&language=zh-Hant&fromScript=Hant&toScript=Hans", ["頭髮和發現"])
check("simplified", found[0]["text"], "头发和发现")
status, found = old("/breaksentence?api-version=3.0", ["How are you? I am fine.", "你好。很好！"])
check("sentences", [one["sentLen"] for one in found], [[13, 10], [3, 3]])
check("their language", found[1]["detectedLanguage"]["language"], "zh-Hans")
if STAGE == "alone":
    status, found = old("/translate?api-version=3.0&to=en", ["你好"])
    check("translate", (status, found["error"]["code"], len(found["error"]["message"]) > 20), (404, "404000", True))
status, found = old("/detect?api-version=3.0", ["a"], key="wrong")
check("a wrong key", status, 401)
status, found = old("/transliterate?api-version=3.0&language=xx&fromScript=Hans&toScript=Latn", ["a"])
check("a wrong language", (status, found["error"]["code"]), (400, "400035"))

client = TextTranslationClient(credential=AzureKeyCredential(KEY), endpoint=ADDRESS)
spelt = client.transliterate(body=["北京"], language="zh-Hans", from_script="Hans", to_script="Latn")
check("pinyin by the library", spelt[0].text, "běi jīng")
known = client.get_supported_languages()
check("scripts", sorted(known.transliteration), ["zh-Hans", "zh-Hant"])
if STAGE == "alone":
    try:
        client.translate(body=["hello"], to_language=["zh-Hans"])
        check("translate by the library", "answered", "refused")
    except HttpResponseError as error:
        check("translate by the library", error.status_code, 404)
else:
    import llm

    change = urllib.request.Request(f"{ADDRESS}/v1/settings", json.dumps({"llm": {"base_url": llm.start(), "model": "small"}}).encode(), method="PUT")
    change.add_header("authorization", f"Bearer {sys.argv[4]}")
    change.add_header("content-type", "application/json")
    urllib.request.urlopen(change).read()
    done = client.translate(body=["hello", "早上好 Tom"], to_language=["zh-Hans"])
    check("translations", [one.translations[0].text for one in done], ["你说了：hello", "早上好 Tom"])
    check("characters", done[0].translations[0].source_characters, 5)
    check("its language", done[0].detected_language.language, "en")
    check("its prompt", "into Chinese Simplified" in llm.seen[-1][2]["messages"][0]["content"], True)
if failed:
    sys.exit(f"{len(failed)} checks failed")
print("azure-ai-translation-text: all as expected")
