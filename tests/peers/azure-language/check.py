"""What Azure's own client library gets from Ling: answers, not status codes."""

import json
import sys
import urllib.error
import urllib.request

from azure.ai.textanalytics import (
    AnalyzeSentimentAction,
    ExtractKeyPhrasesAction,
    RecognizeEntitiesAction,
    RecognizePiiEntitiesAction,
    TextAnalyticsClient,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError

ADDRESS, KEY, TURNS = sys.argv[1:4]
failed = []


def check(what, got, expect):
    if got != expect:
        failed.append(what)
        print(f"FAILED {what}\n  got      {got!r}\n  expected {expect!r}", file=sys.stderr)


def client(base="", key=KEY, **options):
    return TextAnalyticsClient(ADDRESS + base, AzureKeyCredential(key), **options)


def raw(path, body, headers=None, method="POST"):
    """(status, JSON) of a request that no library would make."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(ADDRESS + path, data, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


LANGUAGES = [
    ("今天的天气很好，我们去公园散步吧。", "zh_chs"),
    ("今天的天氣很好，我們去公園散步吧。", "zh_cht"),
    ("The weather is lovely today, let us walk in the park.", "en"),
    ("把 alarm 设到七点半", "zh_chs"),
    ("Turn on the 客厅灯 please", "en"),
    ("Ich habe gestern ein Buch gekauft.", "de"),
    ("今日はとても暑いですね", "ja"),
    ("12345", "(Unknown)"),
]


def languages():
    for base in ["", "/ai", "/t/shop"]:
        found = client(base).detect_language([text for text, _ in LANGUAGES])
        for (text, code), answer in zip(LANGUAGES, found):
            check(f"language of {text} at {base!r}", answer.primary_language.iso6391_name, code)
    hinted = client().detect_language(["你好"], country_hint="TW")[0]
    check("你好 from Taiwan", hinted.primary_language.iso6391_name, "zh_cht")
    mixed = client().detect_language([{"id": "b", "text": ""}, {"id": "a", "text": "hello there"}], show_stats=True)
    check("empty text", (mixed[0].is_error, mixed[0].id, mixed[0].error.code), (True, "b", "InvalidDocument"))
    check("beside an empty text", (mixed[1].id, mixed[1].primary_language.name), ("a", "English"))
    check("characters", mixed[1].statistics.character_count, 11)
    long = client().detect_language(["好" * 5121, "好" * 5120])
    check("too long", [answer.is_error for answer in long], [True, False])
    hint = client().detect_language(["hello"], country_hint="England")[0]
    check("country hint", hint.error.code, "InvalidCountryHint")


def keys():
    path = "/language/:analyze-text?api-version=2023-04-01"
    documents = [{"id": "1", "text": "你好吗"}]
    body = {"kind": "LanguageDetection", "analysisInput": {"documents": documents}}
    for headers in [
        {"Ocp-Apim-Subscription-Key": KEY},
        {"api-key": KEY},
        {"Authorization": f"Bearer {KEY}"},
        {"Ocp-Apim-Subscription-Key": KEY, "Authorization": "Bearer "},
    ]:
        status, answer = raw(path, body, headers)
        check(f"key in {list(headers)}", (status, answer.get("kind")), (200, "LanguageDetectionResults"))
    status, _ = raw(f"{path}&Ocp-Apim-Subscription-Key={KEY}", body)
    check("key in the address", status, 200)
    status, answer = raw(path, body)
    check("no key", (status, answer["error"]["code"]), (401, "401"))
    status, answer = raw(path, body, {"api-key": TURNS})
    check("key of another scope", (status, answer["error"]["code"]), (403, "403"))
    try:
        client(key="wrong").detect_language(["hello"])
        check("a wrong key", "answered", "refused")
    except ClientAuthenticationError as error:
        check("a wrong key", "invalid subscription key" in str(error), True)


def refused():
    def code(call):
        try:
            call()
            return "answered"
        except HttpResponseError as error:
            return error.status_code, error.error.code if error.error else None

    check("linked entities", code(lambda: client().recognize_linked_entities(["Seattle"]))[0], 404)
    many = code(lambda: client().detect_language([str(n) for n in range(1001)]))
    check("too many documents", many, (400, "InvalidDocumentBatch"))
    path, key = "/language/:analyze-text?api-version=2023-04-01", {"api-key": KEY}

    def inner(body, path=path):
        status, answer = raw(path, body, key)
        return status, answer["error"].get("innererror", {}).get("code")

    kind = "LanguageDetection"
    check("no JSON", inner(b"{"), (400, "InvalidRequestBodyFormat"))
    check("no UTF-8", inner(b'{"kind":"\xff"}'), (400, "InvalidRequestBodyFormat"))
    check("no documents", inner({"kind": kind}), (400, "MissingInputDocuments"))
    twice = {"documents": [{"id": "1", "text": "a"}, {"id": "1", "text": "b"}]}
    check("the same id twice", inner({"kind": kind, "analysisInput": twice}), (400, "InvalidDocument"))
    one = {"documents": [{"id": "1", "text": "a"}]}
    check("no version", inner({"kind": kind, "analysisInput": one}, "/language/:analyze-text"), (400, "InvalidParameterValue"))
    body = {"kind": kind, "analysisInput": one, "parameters": {"modelVersion": "x"}}
    check("no such model", inner(body), (400, "ModelVersionIncorrect"))
    check("a body of 2 MB", inner(b" " * (2 << 20))[0], 413)
    for path in ["/language/analyze-nothing", "/computervision/imageanalysis:other", "/t/shop/nothing", "/text/analytics/v2.0/x"]:
        status, answer = raw(path, {}, key)
        check(f"{path} is a sentence", (status, len(answer["error"]["message"]) > 20), (404, True))


def sentiments():
    texts = [
        ("房间很干净，服务也热情，下次还来。", "positive"),
        ("菜太咸了，等了一个小时才送到。", "negative"),
        ("味道不错。但是服务员态度太差了。", "mixed"),
        ("会议在下午三点开始。", "neutral"),
        ("The food was delicious and the staff were friendly.", "positive"),
        ("The room was dirty and smelled bad.", "negative"),
        ("Great location. The breakfast was awful.", "mixed"),
        ("这家店的 service 太 amazing 了", "positive"),
    ]
    for at in range(0, len(texts), 4):
        found = client().analyze_sentiment([text for text, _ in texts[at : at + 4]])
        for (text, mood), answer in zip(texts[at : at + 4], found):
            check(f"mood of {text}", answer.sentiment, mood)
            scores = answer.confidence_scores
            check(f"sum for {text}", abs(scores.positive + scores.neutral + scores.negative - 1) < 0.02, True)
    documents = ["👍 Hello there. The food was great but the service was slow.", "😀 菜很好吃。"]
    mined = client().analyze_sentiment(["It rains.", *documents], show_opinion_mining=True)
    for text, answer in zip(documents, mined[1:]):
        for sentence in answer.sentences:
            check(f"place of {sentence.text}", text[sentence.offset : sentence.offset + sentence.length], sentence.text)
    opinions = mined[1].sentences[-1].mined_opinions
    told = [(o.target.text, o.target.sentiment, [a.text for a in o.assessments]) for o in opinions]
    check("opinions", told, [("food", "positive", ["great"]), ("service", "negative", ["slow"])])
    opinions = mined[2].sentences[0].mined_opinions
    check("意见", [(o.target.text, [a.text for a in o.assessments]) for o in opinions], [("菜", ["很好吃"])])


def phrases():
    found = client().extract_key_phrases(["The new metro lines connect the airport with the city centre.", "微软在西雅图开发了新的操作系统。"])
    check("key phrases", {"airport", "city centre"} <= set(found[0].key_phrases), True)
    check("关键词", {"微软", "西雅图", "操作系统"} <= set(found[1].key_phrases), True)
    wrong = client().extract_key_phrases(["bonjour"], language="fr")[0]
    check("a language that is not read", wrong.error.code, "UnsupportedLanguageCode")


def places(text, entities):
    for entity in entities:
        check(f"place of {entity.text}", text[entity.offset : entity.offset + entity.length], entity.text)
    return [(entity.category, entity.text) for entity in entities]


def entities():
    texts = ["😀 Bill Gates founded Microsoft in Seattle.", "马化腾在深圳创办了腾讯，电话13812345678。", "我下周五去 New York 见王先生"]
    expect = [
        [("Person", "Bill Gates"), ("Organization", "Microsoft"), ("Location", "Seattle")],
        [("Person", "马化腾"), ("Location", "深圳"), ("Organization", "腾讯"), ("PhoneNumber", "13812345678")],
        [("DateTime", "下周五"), ("Location", "New York"), ("Person", "王先生")],
    ]
    for text, answer, wanted in zip(texts, client().recognize_entities(texts), expect):
        check(text, places(text, answer.entities), wanted)


def private():
    texts = [
        "👨‍👩‍👧 我的身份证是11010519491231002X，手机13812345678",
        "My card 4111 1111 1111 1111 and my mail jo@example.com, SSN 125-17-4954.",
        "Call 王先生 at +86 138 1234 5678",
    ]
    expect = [
        [("CNResidentIdentityCardNumber", "11010519491231002X"), ("PhoneNumber", "13812345678")],
        [("CreditCardNumber", "4111 1111 1111 1111"), ("Email", "jo@example.com"), ("USSocialSecurityNumber", "125-17-4954")],
        [("Person", "王先生"), ("PhoneNumber", "+86 138 1234 5678")],
    ]
    for text, answer, wanted in zip(texts, client().recognize_pii_entities(texts), expect):
        check(text, places(text, answer.entities), wanted)
        hidden = text
        for _, part in wanted:
            hidden = hidden.replace(part, "*" * len(part))
        check(f"redacted {text}", answer.redacted_text, hidden)
    only = client().recognize_pii_entities([texts[1]], categories_filter=["Email"])[0]
    check("only mail", [entity.category for entity in only.entities], ["Email"])
    check("only mail is hidden", "4111 1111" in only.redacted_text and "jo@" not in only.redacted_text, True)
    wide = client().recognize_pii_entities([texts[0]], string_index_type="Utf16CodeUnit")[0].entities[0]
    check("UTF-16", (wide.offset, wide.length), (15, 18))
    seen = client().recognize_pii_entities([texts[0]], string_index_type="TextElements_v8")[0].entities[0]
    check("text elements", (seen.offset, seen.length), (8, 18))


TEXT = "市政府今天宣布将新建三条地铁线路。新的地铁线路会连接机场和市中心。我中午吃了面条。市民希望地铁线路早日开通。"


def jobs():
    poller = client("/t/shop").begin_extract_summary([TEXT, ""], max_sentence_count=2, order_by="Rank")
    found = list(poller.result())
    told = [sentence.text for sentence in found[0].sentences]
    check("summary", (len(told), "我中午吃了面条。" in told), (2, False))
    check("place in the summary", TEXT[found[0].sentences[0].offset :].startswith(told[0]), True)
    check("empty text in a job", found[1].error.code, "InvalidDocument")
    actions = [AnalyzeSentimentAction(), ExtractKeyPhrasesAction(), RecognizePiiEntitiesAction(), RecognizeEntitiesAction()]
    poller = client("/ai").begin_analyze_actions(["我很喜欢北京，电话13812345678"], actions, display_name="four")
    answers = list(poller.result())[0]
    check("actions", [answer.kind for answer in answers], ["SentimentAnalysis", "KeyPhraseExtraction", "PiiEntityRecognition", "EntityRecognition"])
    check("mood in a job", answers[0].sentiment, "positive")
    check("phone in a job", answers[2].entities[0].text, "13812345678")
    check("name of the job", poller.details["display_name"] if isinstance(poller.details, dict) else poller.display_name, "four")
    status, _ = raw("/language/analyze-text/jobs/nothing?api-version=2023-04-01", None, {"api-key": KEY}, "GET")
    check("no such job", status, 404)


def legacy():
    old = client(api_version="v3.1")
    check("v3.1 language", old.detect_language(["你好吗"])[0].primary_language.iso6391_name, "zh_chs")
    check("v3.1 sentiment", old.analyze_sentiment(["这个手机真好用"])[0].sentiment, "positive")
    check("v3.1 phrases", old.extract_key_phrases(["The rooftop pool"])[0].key_phrases, ["rooftop pool"])
    entity = old.recognize_entities(["I live in Seattle"])[0].entities[0]
    check("v3.1 entities", (entity.category, entity.text), ("Location", "Seattle"))
    private = old.recognize_pii_entities(["mail a@example.com"])[0]
    check("v3.1 private", private.redacted_text, "mail *************")


for part in [languages, keys, refused, sentiments, phrases, entities, private, jobs, legacy]:
    part()
if failed:
    sys.exit(f"{len(failed)} checks failed")
print("azure-ai-textanalytics: all as expected")
