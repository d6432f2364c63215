//! `ling values`: the numbers, times and amounts in a sentence.

use std::{io::BufRead, process::ExitCode};

use anyhow::Context;
use jiff::ZonedDateTime;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cli::Values;

#[derive(Deserialize)]
struct Line {
    text: String,
    reference: Option<String>,
}

/// `ling values`.
pub fn run(options: Values) -> anyhow::Result<ExitCode> {
    if !options.jsonl {
        println!("{}", shown(&options.text.join(" "), &ZonedDateTime::now()));
        return Ok(ExitCode::SUCCESS);
    }
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.context("standard input is not UTF-8")?;
        let line: Line =
            serde_json::from_str(&line).with_context(|| format!("line {}", number + 1))?;
        let now = line
            .reference
            .as_deref()
            .map_or_else(|| Ok(ZonedDateTime::now()), crate::understand::at)?;
        println!("{}", shown(&line.text, &now));
    }
    Ok(ExitCode::SUCCESS)
}

fn shown(text: &str, now: &ZonedDateTime) -> Value {
    let chars: Vec<char> = text.chars().collect();
    let tagged = ling_text::values::tag(text, now);
    let rows = tagged.iter().map(|tagged| {
        let words: String = chars[tagged.span.start..tagged.span.end].iter().collect();
        let value = ling_hub::value_json(&tagged.value);
        json!({ "Text": words, "Start": tagged.span.start, "End": tagged.span.end - 1, "TypeName": format!("{:?}", tagged.kind).to_lowercase(), "Resolution": value })
    });
    rows.collect()
}
