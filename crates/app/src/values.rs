//! `ling values`: the numbers, times and amounts in a sentence.

use std::process::ExitCode;

use anyhow::bail;
use jiff::ZonedDateTime;
use ling_text::values::{
    recognize::{self, Field, Model},
    timex::{self, Culture},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{cli::Values, input};

#[derive(Deserialize)]
struct Line {
    text: String,
    culture: Option<String>,
    reference: Option<String>,
    kind: Option<String>,
}

/// A recogniser: text, culture and the time of speaking in, results in the shape of the Recognizers specs out.
type Recogniser = fn(&str, Culture, &ZonedDateTime) -> Vec<Value>;

/// The recognisers by the name of what they find.
const KINDS: &[(&str, Recogniser)] = &[
    ("datetime", datetime),
    ("number", |text, culture, _| {
        listed(text, culture, Model::Number)
    }),
    ("numberrange", |text, culture, _| {
        listed(text, culture, Model::NumberRange)
    }),
    ("ordinal", |text, culture, _| {
        listed(text, culture, Model::Ordinal)
    }),
    ("percentage", |text, culture, _| {
        listed(text, culture, Model::Percentage)
    }),
    ("age", |text, culture, _| listed(text, culture, Model::Age)),
    ("currency", |text, culture, _| {
        listed(text, culture, Model::Currency)
    }),
    ("dimension", |text, culture, _| {
        listed(text, culture, Model::Dimension)
    }),
    ("temperature", |text, culture, _| {
        listed(text, culture, Model::Temperature)
    }),
    ("phonenumber", |text, culture, _| {
        listed(text, culture, Model::PhoneNumber)
    }),
    ("email", |text, culture, _| {
        listed(text, culture, Model::Email)
    }),
    ("url", |text, culture, _| listed(text, culture, Model::Url)),
    ("ip", |text, culture, _| listed(text, culture, Model::Ip)),
    ("guid", |text, culture, _| {
        listed(text, culture, Model::Guid)
    }),
    ("hashtag", |text, culture, _| {
        listed(text, culture, Model::Hashtag)
    }),
    ("mention", |text, culture, _| {
        listed(text, culture, Model::Mention)
    }),
    ("quotedtext", |text, culture, _| {
        listed(text, culture, Model::QuotedText)
    }),
    ("boolean", |text, culture, _| {
        listed(text, culture, Model::Boolean)
    }),
    ("idnumber", |text, culture, _| {
        listed(text, culture, Model::IdNumber)
    }),
    ("bankcard", |text, culture, _| {
        listed(text, culture, Model::BankCard)
    }),
];

/// `ling values`.
pub fn run(options: Values) -> anyhow::Result<ExitCode> {
    if !options.jsonl {
        println!("{}", tagged(&options.text.join(" "), &ZonedDateTime::now()));
        return Ok(ExitCode::SUCCESS);
    }
    input::answer_lines(|line| answer(&serde_json::from_str(line)?))
}

/// One line's results: of one kind, of every kind, or what the tagger finds when no culture is named.
fn answer(line: &Line) -> anyhow::Result<Value> {
    let now = line
        .reference
        .as_deref()
        .map_or_else(|| Ok(ZonedDateTime::now()), crate::understand::at)?;
    let culture = line.culture.as_deref().unwrap_or("zh-cn");
    match &line.kind {
        Some(kind) => Ok(Value::Array(recognise(kind, &line.text, culture, &now)?)),
        None if line.culture.is_none() => Ok(tagged(&line.text, &now)),
        None => {
            let culture = cultured(culture)?;
            let all = KINDS
                .iter()
                .flat_map(|(_, find)| find(&line.text, culture, &now));
            Ok(all.collect())
        }
    }
}

/// What the recogniser of `kind` finds.
pub fn recognise(
    kind: &str,
    text: &str,
    culture: &str,
    now: &ZonedDateTime,
) -> anyhow::Result<Vec<Value>> {
    let Some((_, find)) = KINDS.iter().find(|(name, _)| *name == kind) else {
        let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        bail!("`{kind}` is not a kind; use one of {}", names.join(", "));
    };
    Ok(find(text, cultured(culture)?, now))
}

fn cultured(name: &str) -> anyhow::Result<Culture> {
    match name {
        "zh-cn" => Ok(Culture::Chinese),
        "en-us" => Ok(Culture::English),
        _ => bail!("`{name}` is not a culture; use `zh-cn` or `en-us`"),
    }
}

/// What a recogniser without a clock finds.
fn listed(text: &str, culture: Culture, model: Model) -> Vec<Value> {
    let found = recognize::recognise(text, culture, model);
    let entity = |found: &recognize::Entity| {
        let fields = found.resolution.iter();
        let fields: serde_json::Map<String, Value> = fields
            .map(|(name, field)| ((*name).to_owned(), resolution(field)))
            .collect();
        json!({
            "Text": found.text,
            "Start": found.start,
            "End": found.end - 1,
            "TypeName": found.type_name,
            "Resolution": fields,
        })
    };
    found.iter().map(entity).collect()
}

fn resolution(field: &Field) -> Value {
    match field {
        Field::Text(text) => json!(text),
        Field::Nothing => Value::Null,
        Field::Bool(yes) => json!(yes),
        Field::Score(score) => json!(score),
    }
}

fn datetime(text: &str, culture: Culture, now: &ZonedDateTime) -> Vec<Value> {
    let chars: Vec<char> = text.chars().collect();
    let found = timex::recognise(text, culture, now.datetime());
    found.iter().map(|found| entity(&chars, found)).collect()
}

fn entity(chars: &[char], found: &timex::Entity) -> Value {
    let words: String = chars[found.span.start..found.span.end].iter().collect();
    let values: Vec<Value> = found.values.iter().map(resolved).collect();
    json!({
        "Text": words,
        "Start": found.span.start,
        "End": found.span.end - 1,
        "TypeName": format!("datetimeV2.{}", found.kind.word()),
        "Resolution": { "values": values },
    })
}

fn resolved(value: &timex::Resolved) -> Value {
    let mut json = json!({ "timex": value.timex, "type": value.kind.word() });
    let mut put = |name: &str, text: &Option<String>| {
        if let Some(text) = text {
            json[name] = json!(text);
        }
    };
    put("Mod", &value.modifier);
    put("value", &value.value);
    put("start", &value.start);
    put("end", &value.end);
    if value.lunar {
        json["isLunar"] = json!("True");
    }
    json
}

fn tagged(text: &str, now: &ZonedDateTime) -> Value {
    let chars: Vec<char> = text.chars().collect();
    let tagged = ling_text::values::tag(text, now);
    let rows = tagged.iter().map(|tagged| {
        let words: String = chars[tagged.span.start..tagged.span.end].iter().collect();
        let value = ling_hub::value_json(&tagged.value);
        json!({ "Text": words, "Start": tagged.span.start, "End": tagged.span.end - 1, "TypeName": format!("{:?}", tagged.kind).to_lowercase(), "Resolution": value })
    });
    rows.collect()
}
