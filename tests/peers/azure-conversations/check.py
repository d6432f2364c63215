"""What azure-ai-language-conversations gets from the assistant's own understanding."""

import sys

from azure.ai.language.conversations import ConversationAnalysisClient
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

ADDRESS, KEY = sys.argv[1:3]
failed = []


def check(what, got, expect):
    if got != expect:
        failed.append(what)
        print(f"FAILED {what}\n  got      {got!r}\n  expected {expect!r}", file=sys.stderr)


client = ConversationAnalysisClient(ADDRESS + "/t/home", AzureKeyCredential(KEY))


def ask(text, project="home", unit="UnicodeCodePoint"):
    item = {"id": "1", "participantId": "1", "text": text, "language": "en"}
    parameters = {"projectName": project, "deploymentName": "production", "stringIndexType": unit}
    return client.analyze_conversation({"kind": "Conversation", "analysisInput": {"conversationItem": item}, "parameters": parameters})["result"]


CASES = [
    ("打开客厅的灯", "zh-hans", "客厅"),
    ("打開客廳的燈", "zh-hant", "客廳"),
    ("turn on the kitchen light", "en", "kitchen"),
    ("把 kitchen 的灯打开", "zh-hans", "kitchen"),
    ("明天早上七点叫我起床", "zh-hans", "明天早上七点"),
    ("set a timer for ten minutes", "en", "ten minutes"),
]
intents = {}
for text, language, part in CASES:
    result = ask(text)
    prediction = result["prediction"]
    intents[text] = prediction["topIntent"]
    check(f"language of {text}", result["detectedLanguage"], language)
    check(f"{text} is understood", prediction["topIntent"] != "None", True)
    check(f"best of {text}", prediction["intents"][0]["category"], prediction["topIntent"])
    check(f"parts of {text}", part in "|".join(e["text"] for e in prediction["entities"]), True)
    for entity in prediction["entities"]:
        end = entity["offset"] + entity["length"]
        check(f"place of {entity['text']}", text[entity["offset"] : end], entity["text"])

check("both languages, one intent", intents["打开客厅的灯"], intents["turn on the kitchen light"])
check("mixed", intents["把 kitchen 的灯打开"], intents["turn on the kitchen light"])
check("alarm", intents["明天早上七点叫我起床"], "alarm.set")
for text in ["别开厨房的灯", "don't turn on the kitchen light", "下雨就关窗帘", "别把 kitchen 的灯关了"]:
    check(f"{text} is nothing to do", ask(text)["prediction"]["topIntent"], "None")
check("nonsense", ask("blorp fnord quux")["prediction"]["topIntent"], "None")
wide = ask("😀打开客厅的灯", unit="Utf16CodeUnit")["prediction"]["entities"]
check("UTF-16", [(e["offset"], e["length"]) for e in wide if e["text"] == "客厅"], [(4, 2)])
try:
    ask("hello", project="nothing")
    check("no such project", "answered", "refused")
except ResourceNotFoundError as error:
    check("no such project", error.error.code, "ProjectNotFound")
try:
    ask("")
    check("no text", "answered", "refused")
except HttpResponseError as error:
    check("no text", error.status_code, 400)
if failed:
    sys.exit(f"{len(failed)} checks failed")
print("azure-ai-language-conversations: all as expected")
