//! How much of the Recognizers specs is read right: the same spans, types and values.

use std::{collections::BTreeSet, path::Path, process::ExitCode};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::cpu;
use crate::values::recognise;

/// A file of cases, with the recogniser that is asked and the culture.
pub(super) struct Set {
    pub(super) name: &'static str,
    kind: &'static str,
    culture: &'static str,
    file: &'static str,
}

const fn set(name: &'static str, kind: &'static str, file: &'static str) -> Set {
    let chinese = name.as_bytes()[name.len() - 1] == b'h';
    let culture = if chinese { "zh-cn" } else { "en-us" };
    Set {
        name,
        kind,
        culture,
        file,
    }
}

pub(super) const SETS: &[Set] = &[
    set("datetime-zh", "datetime", "DateTime/Chinese/DateTimeModel"),
    set("datetime-en", "datetime", "DateTime/English/DateTimeModel"),
    set("number-zh", "number", "Number/Chinese/NumberModel"),
    set("number-en", "number", "Number/English/NumberModel"),
    set(
        "numberrange-zh",
        "numberrange",
        "Number/Chinese/NumberRangeModel",
    ),
    set(
        "numberrange-en",
        "numberrange",
        "Number/English/NumberRangeModel",
    ),
    set("ordinal-zh", "ordinal", "Number/Chinese/OrdinalModel"),
    set("ordinal-en", "ordinal", "Number/English/OrdinalModel"),
    set("percentage-zh", "percentage", "Number/Chinese/PercentModel"),
    set("percentage-en", "percentage", "Number/English/PercentModel"),
    set("age-zh", "age", "NumberWithUnit/Chinese/AgeModel"),
    set("age-en", "age", "NumberWithUnit/English/AgeModel"),
    set(
        "currency-zh",
        "currency",
        "NumberWithUnit/Chinese/CurrencyModel",
    ),
    set(
        "currency-en",
        "currency",
        "NumberWithUnit/English/CurrencyModel",
    ),
    set(
        "dimension-zh",
        "dimension",
        "NumberWithUnit/Chinese/DimensionModel",
    ),
    set(
        "dimension-en",
        "dimension",
        "NumberWithUnit/English/DimensionModel",
    ),
    set(
        "temperature-zh",
        "temperature",
        "NumberWithUnit/Chinese/TemperatureModel",
    ),
    set(
        "temperature-en",
        "temperature",
        "NumberWithUnit/English/TemperatureModel",
    ),
    set(
        "phonenumber-zh",
        "phonenumber",
        "Sequence/Chinese/PhoneNumberModel",
    ),
    set(
        "phonenumber-en",
        "phonenumber",
        "Sequence/English/PhoneNumberModel",
    ),
    set("url-zh", "url", "Sequence/Chinese/URLModel"),
    set("url-en", "url", "Sequence/English/URLModel"),
    set("ip-zh", "ip", "Sequence/Chinese/IpAddressModel"),
    set("ip-en", "ip", "Sequence/English/IpAddressModel"),
    set(
        "quotedtext-zh",
        "quotedtext",
        "Sequence/Chinese/QuotedTextModel",
    ),
    set(
        "quotedtext-en",
        "quotedtext",
        "Sequence/English/QuotedTextModel",
    ),
    set("email-en", "email", "Sequence/English/EmailModel"),
    set("guid-en", "guid", "Sequence/English/GUIDModel"),
    set("hashtag-en", "hashtag", "Sequence/English/HashtagModel"),
    set("mention-en", "mention", "Sequence/English/MentionModel"),
    set("boolean-zh", "boolean", "Choice/Chinese/BooleanModel"),
    set("boolean-en", "boolean", "Choice/English/BooleanModel"),
];

/// The reference of cases that name none: their values do not depend on it.
const REFERENCE: &str = "2019-01-01T00:00:00";

/// One set by its name, or those of a language ("zh", "en") or "all".
pub fn run(name: &str, datasets: &Path, show_wrong: bool) -> anyhow::Result<ExitCode> {
    let chosen = |set: &&Set| {
        let language = set.name.rsplit('-').next();
        set.name == name || name == "all" || language == Some(name)
    };
    let sets: Vec<&Set> = SETS.iter().filter(chosen).collect();
    if sets.is_empty() {
        let names: Vec<&str> = SETS.iter().map(|set| set.name).collect();
        bail!(
            "`{name}` is not a set; use `zh`, `en`, `all` or one of {}",
            names.join(", ")
        );
    }
    let mut total = (0, 0);
    for set in &sets {
        let score = score(set, &cases(set, datasets)?, show_wrong)?;
        score.print(set.file);
        total = (total.0 + score.right, total.1 + score.all);
    }
    if sets.len() > 1 {
        let percent = 100.0 * total.0 as f64 / total.1.max(1) as f64;
        println!("{name}: {} of {} right ({percent:.1} %)", total.0, total.1);
    }
    Ok(ExitCode::SUCCESS)
}

fn cases(set: &Set, datasets: &Path) -> anyhow::Result<Vec<Value>> {
    let folder = datasets.join("recognizers_specs");
    let path = folder.join(format!("{}.json", set.file));
    let text = std::fs::read_to_string(&path).with_context(|| {
        format!(
            "{} cannot be read; name the folder with `--datasets`",
            path.display()
        )
    })?;
    Ok(serde_json::from_str(text.trim_start_matches('\u{feff}'))?)
}

/// How much of a set is right.
pub(super) fn measured(set: &Set, datasets: &Path) -> anyhow::Result<Score> {
    score(set, &cases(set, datasets)?, false)
}

/// What was right in a set, and how long each case took.
pub(super) struct Score {
    pub(super) right: usize,
    pub(super) all: usize,
    pub(super) micros: Vec<f64>,
}

impl Score {
    fn print(&self, file: &str) {
        let (right, all) = (self.right, self.all.max(1));
        let mut micros = self.micros.clone();
        micros.sort_unstable_by(f64::total_cmp);
        println!(
            "{file}: {right} of {all} right ({:.1} %), mean {:.0} us, p99 {:.0} us",
            100.0 * right as f64 / all as f64,
            micros.iter().sum::<f64>() / all as f64,
            micros.get(all * 99 / 100).copied().unwrap_or_default()
        );
    }
}

fn score(set: &Set, cases: &[Value], show_wrong: bool) -> anyhow::Result<Score> {
    let (mut right, mut micros) = (0, Vec::with_capacity(cases.len()));
    for case in cases {
        let input = case["Input"].as_str().or(case["Input"][0].as_str());
        let text = input.context("a case has no input")?;
        let reference = case["Context"]["ReferenceDateTime"]
            .as_str()
            .unwrap_or(REFERENCE);
        let now = crate::understand::at(reference)?;
        let (got, took) = cpu::timed(|| recognise(set.kind, text, set.culture, &now));
        let got = got?;
        micros.push(took.as_secs_f64() * 1e6);
        let empty = Vec::new();
        let wanted = case["Results"].as_array().unwrap_or(&empty);
        let placed = wanted.iter().all(|row| row.get("Start").is_some());
        let (wanted, got) = (essence(wanted, placed), essence(&got, placed));
        if wanted == got {
            right += 1;
        } else if show_wrong {
            println!("{text}  @ {reference}");
            wanted
                .difference(&got)
                .for_each(|row| println!("    wanted {row}"));
            got.difference(&wanted)
                .for_each(|row| println!("    got    {row}"));
        }
    }
    Ok(Score {
        right,
        all: cases.len(),
        micros,
    })
}

/// What is compared: the span, the type, and the value with its unit, or the timex and resolution of every alternative.
/// Where the set gives no places, the words themselves stand for them.
fn essence(results: &[Value], placed: bool) -> BTreeSet<String> {
    results.iter().map(|result| row(result, placed)).collect()
}

fn row(result: &Value, placed: bool) -> String {
    let resolution = &result["Resolution"];
    let values = match resolution["values"].as_array() {
        Some(values) => values
            .iter()
            .map(|value| fields(value, &["timex", "type", "value", "start", "end"]))
            .collect::<Vec<_>>()
            .join("; "),
        None => fields(resolution, &["value", "unit"]),
    };
    let place = [&result["Start"], &result["End"]].map(ToString::to_string);
    let kind = result["TypeName"].as_str().unwrap_or_default();
    let words = result["Text"].as_str().unwrap_or_default();
    if placed {
        format!("{}-{} {kind}: {values}", place[0], place[1])
    } else {
        format!("{words} {kind}: {values}")
    }
}

fn fields(value: &Value, names: &[&str]) -> String {
    let present = names.iter().filter_map(|name| match &value[*name] {
        Value::Null => None,
        Value::String(text) => Some(format!("{name}={text}")),
        other => Some(format!("{name}={other}")),
    });
    present.collect::<Vec<_>>().join(" ")
}
