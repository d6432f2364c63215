//! What people say, in sets of others and in our own.

use std::{collections::BTreeMap, path::Path};

use anyhow::Context;
use serde_json::Value;

use super::{Options, table::Row};
use crate::{
    bench::{
        model::own,
        understand::{slurp_label, smart_home, xsid_label},
    },
    understand::Reader,
};

/// Labels of others and ours.
const LABELS: &str = include_str!("labels.toml");

/// A sentence and its label; none where it is for no speaker at all.
struct Labelled {
    text: String,
    label: Option<String>,
}

/// What became of a sentence.
struct Outcome {
    label: Option<String>,
    got: Option<String>,
    micros: f64,
}

type Read = fn(&Options) -> anyhow::Result<Vec<Labelled>>;
type Keep = fn(Option<&str>) -> bool;

/// A line of the table: its key, its name, and which labels it counts.
struct View {
    key: &'static str,
    shown: &'static str,
    keep: Keep,
}

struct Source {
    lang: &'static str,
    read: Read,
    views: &'static [View],
}

const fn view(key: &'static str, shown: &'static str, keep: Keep) -> View {
    View { key, shown, keep }
}

const SOURCES: [Source; 7] = [
    Source {
        lang: "en",
        read: |options| rows(options, "slurp_text/devel.jsonl", slurp_label),
        views: &[
            view("slurp-devel", "SLURP devel", any),
            view("slurp-home", "SLURP devel, smart home", home),
        ],
    },
    Source {
        lang: "zh",
        read: |options| rows(options, "xsid/zh.test.jsonl", xsid_label),
        views: &[
            view("xsid-zh", "xSID test, whole", any),
            view("xsid-mapped", "xSID test, mapped labels", mapped),
        ],
    },
    Source {
        lang: "zh",
        read: |options| {
            rows(options, "cais/dev.jsonl", |row| {
                known("cais", &row["intent"])
            })
        },
        views: &[view("cais-dev", "CAIS dev, mapped labels", any)],
    },
    Source {
        lang: "en",
        read: |options| {
            rows(options, "snips/test.jsonl", |row| {
                known("snips", &row["intent"])
            })
        },
        views: &[view("snips-test", "SNIPS test, mapped labels", any)],
    },
    Source {
        lang: "en",
        read: clinc,
        views: &[
            view("clinc-test", "CLINC150 test, mapped labels", in_scope),
            view("clinc-oos", "CLINC150 test, out of scope", out_of_scope),
        ],
    },
    Source {
        lang: "zh",
        read: |options| ours(options, "zh.tsv"),
        views: &[
            view("own-zh", "own test", in_scope),
            view("own-home", "own test, smart home", home),
            view("own-oos", "own test, out of scope", out_of_scope),
        ],
    },
    Source {
        lang: "zh, en",
        read: |options| ours(options, "mixed.tsv"),
        views: &[view("own-mixed", "own mixed test", in_scope)],
    },
];

fn any(_: Option<&str>) -> bool {
    true
}

fn home(label: Option<&str>) -> bool {
    label.is_some_and(smart_home)
}

fn mapped(label: Option<&str>) -> bool {
    label.is_some_and(|label| !label.starts_with("unmapped:"))
}

fn in_scope(label: Option<&str>) -> bool {
    label.is_some()
}

fn out_of_scope(label: Option<&str>) -> bool {
    label.is_none()
}

/// Every set that is there.
pub(super) fn natural(options: &Options, missing: &mut Vec<String>) -> anyhow::Result<Vec<Row>> {
    let reader = Reader::new(options.stages, None)?;
    let mut found = Vec::new();
    for source in &SOURCES {
        eprintln!("{}", source.views[0].shown);
        match (source.read)(options) {
            Ok(sentences) => {
                let outcomes: Vec<Outcome> = sentences
                    .into_iter()
                    .map(|one| said(&reader, one))
                    .collect();
                found.extend(
                    source
                        .views
                        .iter()
                        .map(|view| counted(view, source.lang, &outcomes)),
                );
            }
            Err(error) => missing.push(format!("{}: {error:#}", source.views[0].shown)),
        }
    }
    Ok(found)
}

fn said(reader: &Reader, sentence: Labelled) -> Outcome {
    let (got, took) = crate::cpu::timed(|| reader.label(&sentence.text));
    Outcome {
        got,
        micros: took.as_secs_f64() * 1e6,
        label: sentence.label,
    }
}

fn counted(view: &View, lang: &str, outcomes: &[Outcome]) -> Row {
    let kept = || {
        outcomes
            .iter()
            .filter(|one| (view.keep)(one.label.as_deref()))
    };
    let (n, right) = (
        kept().count(),
        kept().filter(|one| one.got == one.label).count(),
    );
    let left = kept()
        .filter(|one| one.got.is_none() && one.label.is_some())
        .count();
    Row {
        wrong: n - right - left,
        left: Some(left),
        ..Row::of_two(
            view.key,
            view.shown,
            lang,
            n,
            right,
            kept().map(|one| one.micros).collect(),
        )
    }
}

fn text(path: &Path) -> anyhow::Result<String> {
    let why = || format!("{} cannot be read", path.display());
    std::fs::read_to_string(path).with_context(why)
}

/// Lines of JSON; those without a label are left out.
fn rows(
    options: &Options,
    file: &str,
    label: fn(&Value) -> Option<String>,
) -> anyhow::Result<Vec<Labelled>> {
    let text = text(&options.datasets.join(file))?;
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let row: Value = serde_json::from_str(line).with_context(|| format!("in {file}"))?;
        if let (Some(text), Some(label)) = (row["text"].as_str(), label(&row)) {
            found.push(Labelled {
                text: text.to_owned(),
                label: Some(label),
            });
        }
    }
    Ok(found)
}

/// Our label for one of theirs.
fn known(set: &str, theirs: &Value) -> Option<String> {
    type Labels = BTreeMap<String, BTreeMap<String, String>>;
    let all: Labels = toml::from_str(LABELS).expect("the table of this folder is TOML");
    all[set].get(theirs.as_str()?).cloned()
}

fn clinc(options: &Options) -> anyhow::Result<Vec<Labelled>> {
    let all: Value =
        serde_json::from_str(&text(&options.datasets.join("clinc150/data_full.json"))?)?;
    let part = |name: &str| all[name].as_array().cloned().unwrap_or_default();
    let labelled = |row: &Value, label| {
        let text = row[0].as_str()?.to_owned();
        Some(Labelled { text, label })
    };
    let inside = part("test");
    let inside = inside
        .iter()
        .filter_map(|row| labelled(row, Some(known("clinc", &row[1])?)));
    let outside = part("oos_test");
    let outside = outside.iter().filter_map(|row| labelled(row, None));
    Ok(inside.chain(outside).collect())
}

fn ours(options: &Options, file: &str) -> anyhow::Result<Vec<Labelled>> {
    let marked = own(&text(&options.own.join(file))?)?;
    let bare = |(text, label)| Labelled { text, label };
    Ok(marked
        .into_iter()
        .map(|one| bare((one.text, one.label)))
        .collect())
}
