//! `ling pinyin`: how a Mandarin text is read aloud.

use std::{io::Write, process::ExitCode};

use ling_text::pronounce;
use serde::Deserialize;
use serde_json::json;

use crate::{cli::Pinyin, input};

#[derive(Deserialize)]
struct Line {
    text: String,
}

/// `ling pinyin`.
pub fn run(options: Pinyin) -> anyhow::Result<ExitCode> {
    if !options.jsonl {
        let read = pronounce::pinyin(&options.text.join(" "));
        writeln!(std::io::stdout(), "{}", read.spoken.join(" "))?;
        if !read.left_out.is_empty() {
            eprintln!("note: left out: {}", read.left_out.join(" "));
        }
        return Ok(ExitCode::SUCCESS);
    }
    input::answer_lines(|line| {
        let Line { text } = serde_json::from_str(line)?;
        let read = pronounce::pinyin(&text);
        Ok(json!({
            "text": text,
            "syllables": read.syllables,
            "spoken": read.spoken,
            "left_out": read.left_out,
        }))
    })
}
