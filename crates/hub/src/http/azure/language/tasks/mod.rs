//! What can be asked about texts, and the answers in Azure's shape.

mod entities;
mod languages;
mod sentiment;
mod summary;

use std::ops::Range;

use jiff::civil::DateTime;
use ling_base::Lang;
use ling_text::script;
use ling_understand::analyse::{Ruler, Unit, phrases};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::error::Refusal,
    MODEL_VERSION,
    batch::{Batch, Document, Fault},
};

/// Azure's limit of a document, in characters as readers count them.
pub(super) const CHARS_MAX: usize = 5_120;
/// The same in jobs.
pub(super) const JOB_CHARS_MAX: usize = 125_000;
/// A transaction is so many characters of a document.
const TRANSACTION_CHARS: usize = 1_000;
/// Sentences of a summary, when the caller does not say how many, and at most.
const SENTENCES: usize = 3;
const SENTENCES_MAX: usize = 20;

/// What is asked about texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Languages,
    Sentiment,
    Phrases,
    Entities,
    Pii,
    /// In jobs only.
    Summary,
}

impl Kind {
    const ALL: [Kind; 6] = [
        Kind::Languages,
        Kind::Sentiment,
        Kind::Phrases,
        Kind::Entities,
        Kind::Pii,
        Kind::Summary,
    ];

    /// The kind of that name.
    pub(super) fn named(name: &str) -> Result<Kind, Refusal> {
        let known = Kind::ALL.into_iter().find(|kind| kind.name() == name);
        known.ok_or_else(|| {
            let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            let message = format!(
                "Ling does not offer `{name}`. It offers {}.",
                names.join(", ")
            );
            Refusal::not_offered(message)
        })
    }

    /// Azure's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Languages => "LanguageDetection",
            Kind::Sentiment => "SentimentAnalysis",
            Kind::Phrases => "KeyPhraseExtraction",
            Kind::Entities => "EntityRecognition",
            Kind::Pii => "PiiEntityRecognition",
            Kind::Summary => "ExtractiveSummarization",
        }
    }

    /// How many documents a call may have; Azure allows as many or fewer.
    pub(super) fn documents_max(self) -> usize {
        match self {
            Kind::Languages => 1_000,
            Kind::Sentiment | Kind::Phrases | Kind::Entities | Kind::Pii | Kind::Summary => 25,
        }
    }
}

/// The parameters of a call, as they come.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Parameters {
    pub(super) model_version: Option<String>,
    pub(super) string_index_type: Option<String>,
    pub(super) opinion_mining: Option<bool>,
    pub(super) domain: Option<String>,
    pub(super) pii_categories: Option<Vec<String>>,
    pub(super) sentence_count: Option<i64>,
    pub(super) sort_by: Option<String>,
}

/// What to do, checked.
#[derive(Clone)]
pub(super) struct Options {
    pub(super) kind: Kind,
    /// What the caller counts in its strings.
    pub(super) unit: Unit,
    /// Only these kinds of what is private; all when empty.
    pub(super) pii_categories: Vec<String>,
    pub(super) with_opinions: bool,
    pub(super) n_sentences: usize,
    pub(super) by_rank: bool,
    pub(super) with_stats: bool,
    pub(super) chars_max: usize,
    /// When "tomorrow" is said.
    pub(super) now: DateTime,
}

impl Options {
    /// The options of a call; the error says which parameter cannot be meant.
    pub(super) fn of(kind: Kind, given: &Parameters, now: DateTime) -> Result<Options, Refusal> {
        let version = given.model_version.as_deref().unwrap_or("latest");
        if !(version.is_empty() || version == "latest" || super::is_version(version)) {
            let message = format!(
                "`{version}` is not a version of the model; `latest` and `{MODEL_VERSION}` are."
            );
            return Err(Refusal::bad("ModelVersionIncorrect", message));
        }
        let n = given.sentence_count.unwrap_or(SENTENCES as i64);
        let n_sentences = usize::try_from(n)
            .ok()
            .filter(|n| (1..=SENTENCES_MAX).contains(n));
        let n_sentences = n_sentences.ok_or_else(|| {
            let message = format!("`sentenceCount` is {n}; it is 1 to {SENTENCES_MAX}.");
            Refusal::bad("InvalidParameterValue", message)
        })?;
        Ok(Options {
            kind,
            unit: unit(given.string_index_type.as_deref())?,
            pii_categories: entities::chosen(given)?,
            with_opinions: given.opinion_mining.unwrap_or(false),
            n_sentences,
            by_rank: given
                .sort_by
                .as_deref()
                .is_some_and(|by| by.eq_ignore_ascii_case("rank")),
            with_stats: false,
            chars_max: CHARS_MAX,
            now,
        })
    }
}

/// What the caller counts in its strings.
pub(super) fn unit(name: Option<&str>) -> Result<Unit, Refusal> {
    match name.unwrap_or("").to_ascii_lowercase().as_str() {
        "" | "textelements_v8" | "textelement_v8" => Ok(Unit::Grapheme),
        "unicodecodepoint" => Ok(Unit::Scalar),
        "utf16codeunit" => Ok(Unit::Utf16),
        other => {
            let message = format!(
                "`{other}` is not a way to count; `TextElements_v8`, `UnicodeCodePoint` and `Utf16CodeUnit` are."
            );
            Err(Refusal::bad("InvalidParameterValue", message))
        }
    }
}

/// The answers about each document, in the order of the request.
pub(super) fn results(batch: &Batch, options: &Options) -> Value {
    let (mut documents, mut errors) = (Vec::new(), Vec::new());
    let mut n_transactions = 0;
    for document in &batch.documents {
        let n_chars = Ruler::new(&document.text, Unit::Grapheme).len();
        match one(document, n_chars, options, documents.len()) {
            Ok(mut answer) => {
                let transactions = n_chars.div_ceil(TRANSACTION_CHARS);
                n_transactions += transactions;
                answer["id"] = json!(document.id);
                answer["warnings"] = json!([]);
                if options.with_stats {
                    answer["statistics"] =
                        json!({ "charactersCount": n_chars, "transactionsCount": transactions });
                }
                documents.push(answer);
            }
            Err(fault) => errors.push(fault.json(&document.id)),
        }
    }
    let statistics = json!({
        "documentsCount": batch.documents.len(),
        "validDocumentsCount": documents.len(),
        "erroneousDocumentsCount": errors.len(),
        "transactionsCount": n_transactions,
    });
    let mut results =
        json!({ "documents": documents, "errors": errors, "modelVersion": MODEL_VERSION });
    if options.with_stats {
        results["statistics"] = statistics;
    }
    results
}

/// The answer about one document that will have this index among the answers.
fn one(document: &Document, n_chars: usize, options: &Options, idx: usize) -> Result<Value, Fault> {
    if document.text.trim().is_empty() {
        return Err(Fault::new("InvalidDocument", "Document text is empty."));
    }
    if n_chars > options.chars_max {
        let max = options.chars_max;
        let message = format!(
            "A document within the request was too large to be processed. Limit document size to: {max} text elements."
        );
        return Err(Fault::new("InvalidDocument", message));
    }
    if options.kind == Kind::Languages {
        return languages::answer(document);
    }
    let ctx = Ctx {
        text: &document.text,
        lang: lang_of(document)?,
        ruler: Ruler::new(&document.text, options.unit),
        options,
    };
    Ok(match options.kind {
        Kind::Languages => unreachable!("answered above"),
        Kind::Sentiment => sentiment::answer(&ctx, idx),
        Kind::Phrases => key_phrases(&ctx),
        Kind::Entities => entities::answer(&ctx),
        Kind::Pii => entities::pii(&ctx),
        Kind::Summary => summary::answer(&ctx),
    })
}

fn key_phrases(ctx: &Ctx<'_>) -> Value {
    let found = phrases::extract(ctx.text, ctx.lang);
    let texts: Vec<String> = found.into_iter().map(|phrase| phrase.text).collect();
    json!({ "keyPhrases": texts })
}

/// A document on its way.
struct Ctx<'a> {
    text: &'a str,
    /// Whose engine reads it.
    lang: Lang,
    ruler: Ruler,
    options: &'a Options,
}

impl Ctx<'_> {
    /// A stretch of the text: its words and its place as the caller counts.
    fn stretch(&self, range: &Range<usize>) -> Value {
        let (offset, length) = self.ruler.place(range);
        json!({ "text": &self.text[range.clone()], "offset": offset, "length": length })
    }
}

/// Whose engine reads a text. Libraries say "en" when the caller says nothing, so the script decides between
/// the two; a language that Ling does not read is refused.
fn lang_of(document: &Document) -> Result<Lang, Fault> {
    let said = document.language.as_deref().unwrap_or_default();
    let base = said.split(['-', '_']).next().unwrap_or_default();
    let is_ours = ["", "auto", "en", "zh"]
        .iter()
        .any(|known| base.eq_ignore_ascii_case(known));
    if is_ours {
        return Ok(script::lang_of(&document.text));
    }
    let message =
        format!("Invalid language code `{said}`. Supported languages: en,zh-hans,zh-hant,auto.");
    Err(Fault::new("UnsupportedLanguageCode", message))
}
