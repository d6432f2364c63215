// Trying the language service on a text of one's own.

import { post } from "./api.js";
import { h, replace } from "./dom.js";
import { number, t, tOr } from "./i18n.js";
import { announce, problemBox } from "./say.js";

const KINDS = [
  ["sentiment", "SentimentAnalysis"], ["phrases", "KeyPhraseExtraction"], ["entities", "EntityRecognition"],
  ["pii", "PiiEntityRecognition"], ["language", "LanguageDetection"],
];

const percent = (share) => number(share, { style: "percent", maximumFractionDigits: 0 });

export function textSection(life) {
  const text = h("textarea", { "aria-label": t("api.your_text"), rows: "4", maxlength: "5000", value: t("api.sample_long") });
  const found = h("div", { role: "status", class: "found" });
  const look = async (kind) => {
    const documents = [{ id: "0", text: text.value, ...(kind === "LanguageDetection" ? {} : { language: "auto" }) }];
    const parameters = kind === "LanguageDetection" ? {} : { stringIndexType: "Utf16CodeUnit" };
    try {
      const { results } = await post("/language/:analyze-text?api-version=2023-04-01", { kind, analysisInput: { documents }, parameters });
      if (life.over) return;
      const [fault] = results.errors;
      replace(found, fault ? h("p", {}, fault.error.message) : DRAWN[kind](results.documents[0], text.value));
      announce(found.textContent);
    } catch (problem) {
      if (!life.over) replace(found, problemBox(problem, () => look(kind)));
    }
  };
  return h("div", { class: "panel try" }, text,
    h("div", { class: "chips" }, KINDS.map(([name, kind]) => h("button", { type: "button", class: "chip", "data-kind": kind, onclick: () => look(kind) }, t(`api.kinds.${name}`)))), found);
}

const badge = (sentiment) => h("span", { class: `badge ${sentiment}` }, tOr(`api.sentiments.${sentiment}`, sentiment));

const DRAWN = {
  SentimentAnalysis: (told) => [
    h("p", {}, badge(told.sentiment), " ", scores(told.confidenceScores)),
    h("ul", { class: "sentences" }, told.sentences.map((sentence) => h("li", {}, badge(sentence.sentiment), " ", sentence.text))),
  ],
  KeyPhraseExtraction: (told) => (told.keyPhrases.length
    ? h("ul", { class: "chips phrases" }, told.keyPhrases.map((phrase) => h("li", { class: "phrase" }, phrase)))
    : h("p", { class: "muted" }, t("api.nothing"))),
  EntityRecognition: (told, text) => marked(text, told.entities),
  PiiEntityRecognition: (told, text) => [marked(text, told.entities), h("p", { class: "muted" }, t("api.redacted")), h("p", { class: "redacted" }, told.redactedText)],
  LanguageDetection: ({ detectedLanguage: { name, iso6391Name, confidenceScore } }) =>
    h("p", {}, h("strong", {}, name.replace("_", " ")), " ", h("code", {}, iso6391Name), " ", percent(confidenceScore)),
};

function scores(all) {
  const words = ["positive", "neutral", "negative"].map((name) => `${t(`api.sentiments.${name}`)} ${percent(all[name])}`);
  return h("span", { class: "muted" }, words.join(" · "));
}

/** The text with what was found in it, each with its kind. */
function marked(text, entities) {
  if (!entities.length) return h("p", { class: "muted" }, t("api.nothing"));
  const parts = [];
  let at = 0;
  for (const { offset, length, category, subcategory } of [...entities].sort((a, b) => a.offset - b.offset)) {
    // Two kinds may stand on the same words.
    if (offset < at) continue;
    parts.push(text.slice(at, offset), h("mark", { class: "entity" }, text.slice(offset, offset + length), h("small", {}, subcategory ?? category)));
    at = offset + length;
  }
  return h("p", { class: "marked" }, parts, text.slice(at));
}
