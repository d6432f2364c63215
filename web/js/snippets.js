// Code to copy: one example for each library, with this address and, when a key was just made, that key.

import { h, replace } from "./dom.js";
import { t } from "./i18n.js";
import { copyButton } from "./rows.js";

/** Name, what installs it, the code (`at` is the address, `ws` the same for sockets), and what it needs here. */
const LIBRARIES = [
  ["Python · azure-ai-textanalytics", "pip install azure-ai-textanalytics", ({ at, key, text }) => `from azure.ai.textanalytics import TextAnalyticsClient
from azure.core.credentials import AzureKeyCredential

client = TextAnalyticsClient("${at}", AzureKeyCredential("${key}"))
for result in client.analyze_sentiment(["${text}"]):
    print(result.sentiment, result.confidence_scores)
for result in client.recognize_pii_entities(["${text}"]):
    print(result.redacted_text)`],
  ["Python · azure-ai-vision-imageanalysis", "pip install azure-ai-vision-imageanalysis", ({ at, key }) => `from azure.ai.vision.imageanalysis import ImageAnalysisClient
from azure.ai.vision.imageanalysis.models import VisualFeatures
from azure.core.credentials import AzureKeyCredential

client = ImageAnalysisClient("${at}", AzureKeyCredential("${key}"))
with open("picture.jpg", "rb") as picture:
    seen = client.analyze(picture.read(), [VisualFeatures.READ, VisualFeatures.OBJECTS])
for block in seen.read.blocks:
    for line in block.lines:
        print(line.text)`, "pictures"],
  ["Python · openai", "pip install openai", ({ at, key, ask }) => `from openai import OpenAI

client = OpenAI(base_url="${at}/openai/v1", api_key="${key}")
answer = client.chat.completions.create(
    model="ling",
    messages=[{"role": "user", "content": "${ask}"}],
)
print(answer.choices[0].message.content)`],
  ["Python · openai (AzureOpenAI)", "pip install openai", ({ at, key, text }) => `from openai import AzureOpenAI

client = AzureOpenAI(azure_endpoint="${at}", api_key="${key}", api_version="2024-10-21")
for event in client.responses.create(model="gpt-4o", input="${text}", stream=True):
    if event.type == "response.output_text.delta":
        print(event.delta, end="", flush=True)`, "model"],
  ["Python · azure-cognitiveservices-speech", "pip install azure-cognitiveservices-speech", ({ ws, key, locale }) => `import azure.cognitiveservices.speech as speech

config = speech.SpeechConfig(host="${ws}", subscription="${key}")
config.speech_recognition_language = "${locale}"
audio = speech.AudioConfig(filename="question.wav")
result = speech.SpeechRecognizer(config, audio).recognize_once()
print(result.text or result.cancellation_details or result.no_match_details)`, "ears"],
  ["Python · azure-ai-translation-text", "pip install azure-ai-translation-text", ({ at, key, text, other }) => `from azure.ai.translation.text import TextTranslationClient
from azure.core.credentials import AzureKeyCredential

client = TextTranslationClient(endpoint="${at}", credential=AzureKeyCredential("${key}"))
for result in client.translate(body=["${text}"], to_language=["${other}"]):
    print(result.translations[0].text)`, "model"],
  ["Node · openai", "npm install openai", ({ at, key, ask }) => `import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${at}/openai/v1", apiKey: "${key}" });
const answer = await client.chat.completions.create({
  model: "ling",
  messages: [{ role: "user", content: "${ask}" }],
});
console.log(answer.choices[0].message.content);`],
  ["Node · microsoft-cognitiveservices-speech-sdk", "npm install microsoft-cognitiveservices-speech-sdk", ({ ws, key, locale }) => `import { readFileSync } from "node:fs";
import * as speech from "microsoft-cognitiveservices-speech-sdk";

const config = speech.SpeechConfig.fromHost(new URL("${ws}"), "${key}");
config.speechRecognitionLanguage = "${locale}";
const audio = speech.AudioConfig.fromWavFileInput(readFileSync("question.wav"));
const recognizer = new speech.SpeechRecognizer(config, audio);
recognizer.recognizeOnceAsync((result) => {
  console.log(result.text || result.errorDetails);
  recognizer.close();
});`, "ears"],
  ["curl", "", ({ at, key, text }) => `curl "${at}/language/:analyze-text?api-version=2023-04-01" \\
  -H "Ocp-Apim-Subscription-Key: ${key}" -H "Content-Type: application/json" \\
  -d '{"kind": "KeyPhraseExtraction", "analysisInput": {"documents": [{"id": "0", "text": "${text}"}]}}'`],
];

/** The part of the page; `setKey` puts a key into the code. */
export function snippetsSection() {
  let key = "KEY";
  const install = h("p", {});
  const code = h("code", {});
  const draw = () => {
    const [, how, write, needs] = LIBRARIES[Number(choice.value)];
    const at = location.origin;
    const words = { at, ws: at.replace(/^http/, "ws"), key, text: t("api.sample"), ask: t("api.sample_question"), locale: t("api.locale"), other: t("api.other") };
    replace(install, how && h("code", {}, how), needs && h("span", { class: "muted needs" }, t(`api.needs.${needs}`)));
    code.textContent = write(words);
  };
  const choice = h("select", { "aria-label": t("api.library"), id: "api-library", onchange: draw }, LIBRARIES.map(([name], nth) => h("option", { value: String(nth) }, name)));
  draw();
  return {
    node: h("div", { class: "panel snippets" }, choice, install, h("pre", { tabindex: "0" }, code), copyButton(() => code.textContent)),
    setKey(secret) { key = secret; draw(); },
  };
}
