//! How much of the Recognizers specs is read right: the same spans, types and values.

use std::{collections::BTreeSet, path::Path, process::ExitCode, time::Instant};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::values::recognise;

/// A set: its name, the recogniser asked, the culture, and its files under `recognizers_specs`.
struct Set {
    name: &'static str,
    kind: &'static str,
    culture: &'static str,
    files: &'static [&'static str],
}

const SETS: [Set; 2] = [
    Set {
        name: "datetime-zh",
        kind: "datetime",
        culture: "zh-cn",
        files: &["DateTime/Chinese/DateTimeModel.json"],
    },
    Set {
        name: "datetime-en",
        kind: "datetime",
        culture: "en-us",
        files: &["DateTime/English/DateTimeModel.json"],
    },
];

/// The reference of cases that name none: their values do not depend on it.
const REFERENCE: &str = "2019-01-01T00:00:00";

pub fn run(name: &str, datasets: &Path, show_wrong: bool) -> anyhow::Result<ExitCode> {
    let Some(set) = SETS.iter().find(|set| set.name == name) else {
        let names: Vec<&str> = SETS.iter().map(|set| set.name).collect();
        bail!("`{name}` is not a set; use one of {}", names.join(", "));
    };
    for file in set.files {
        let path = datasets.join("recognizers_specs").join(file);
        let text = std::fs::read_to_string(&path).with_context(|| {
            format!(
                "{} cannot be read; name the folder with `--datasets`",
                path.display()
            )
        })?;
        let cases: Vec<Value> = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
        score(set, file, &cases, show_wrong)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn score(set: &Set, file: &str, cases: &[Value], show_wrong: bool) -> anyhow::Result<()> {
    let (mut right, mut micros) = (0, Vec::with_capacity(cases.len()));
    for case in cases {
        let text = case["Input"].as_str().context("a case has no input")?;
        let reference = case["Context"]["ReferenceDateTime"]
            .as_str()
            .unwrap_or(REFERENCE);
        let now = crate::understand::at(reference)?;
        let began = Instant::now();
        let got = recognise(set.kind, text, set.culture, &now)?;
        micros.push(began.elapsed().as_secs_f64() * 1e6);
        let empty = Vec::new();
        let wanted = case["Results"].as_array().unwrap_or(&empty);
        let (wanted, got) = (essence(wanted), essence(&got));
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
    let all = cases.len().max(1);
    micros.sort_unstable_by(f64::total_cmp);
    println!(
        "{file}: {right} of {all} right ({:.1} %), mean {:.0} us, p99 {:.0} us",
        100.0 * f64::from(right) / all as f64,
        micros.iter().sum::<f64>() / all as f64,
        micros.get(all * 99 / 100).copied().unwrap_or_default()
    );
    Ok(())
}

/// What is compared: the span, the type, and the value or the timex and resolution of every alternative.
fn essence(results: &[Value]) -> BTreeSet<String> {
    results.iter().map(row).collect()
}

fn row(result: &Value) -> String {
    let resolution = &result["Resolution"];
    let values = match resolution["values"].as_array() {
        Some(values) => values
            .iter()
            .map(|value| fields(value, &["timex", "type", "value", "start", "end"]))
            .collect::<Vec<_>>()
            .join("; "),
        None => fields(resolution, &["value"]),
    };
    let place = [&result["Start"], &result["End"]].map(ToString::to_string);
    let kind = result["TypeName"].as_str().unwrap_or_default();
    format!("{}-{} {kind}: {values}", place[0], place[1])
}

fn fields(value: &Value, names: &[&str]) -> String {
    let present = names.iter().filter_map(|name| match &value[*name] {
        Value::Null => None,
        Value::String(text) => Some(format!("{name}={text}")),
        other => Some(format!("{name}={other}")),
    });
    present.collect::<Vec<_>>().join(" ")
}
