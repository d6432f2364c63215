//! `ling pinyin`: how a Mandarin text is read aloud.

use std::{
    io::{BufRead, Write},
    process::ExitCode,
};

use anyhow::Context;
use ling_text::pronounce;
use serde::Deserialize;
use serde_json::json;

use crate::cli::Pinyin;

#[derive(Deserialize)]
struct Line {
    text: String,
}

/// `ling pinyin`.
pub fn run(options: Pinyin) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    if !options.jsonl {
        let read = pronounce::pinyin(&options.text.join(" "));
        writeln!(out, "{}", read.spoken.join(" "))?;
        return Ok(ExitCode::SUCCESS);
    }
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.context("standard input is not UTF-8")?;
        let place = || format!("line {}", number + 1);
        let Line { text } = serde_json::from_str(&line).with_context(place)?;
        let read = pronounce::pinyin(&text);
        let row = json!({"text": text, "syllables": read.syllables, "spoken": read.spoken});
        writeln!(out, "{row}")?;
    }
    Ok(ExitCode::SUCCESS)
}
