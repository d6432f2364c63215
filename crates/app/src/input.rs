//! What people hand to a command: files with a limit, and lines of JSON of which a bad one stops no other.

use std::{
    fs::File,
    io::{BufRead, ErrorKind, Read, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, bail};
use serde_json::{Value, json};

/// Bytes of a file that is named on the command line: a house of thousands of things has some 500 kB.
const FILE_BYTES_MAX: u64 = 16 << 20;
/// Bytes of one line: the longest text that is read has some 80 kB.
const LINE_BYTES_MAX: u64 = 1 << 20;
/// What some editors put in front of UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The bytes of a file; pipes and devices are read too, up to the limit.
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    bytes_up_to(path, FILE_BYTES_MAX)
}

/// The same with a limit of its own, of whole MiB.
pub fn bytes_up_to(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| {
        let mut limited = file.take(most + 1);
        limited.read_to_end(&mut bytes)
    });
    read.with_context(|| format!("`{shown}` cannot be read"))?;
    if bytes.len() as u64 > most {
        bail!("`{shown}` has more than {} MiB", most >> 20);
    }
    Ok(bytes)
}

/// The words of a file.
pub fn text(path: &Path) -> anyhow::Result<String> {
    words(bytes(path)?).with_context(|| format!("in {}", path.display()))
}

/// Bytes as words, without a mark in front.
pub fn words(bytes: Vec<u8>) -> anyhow::Result<String> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        anyhow::anyhow!("line {line}: it is not UTF-8")
    })?;
    match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => Ok(rest.to_owned()),
        None => Ok(text),
    }
}

/// Answers each line of standard input with a line; a bad one with what is wrong and its number.
pub fn answer_lines(answer: impl FnMut(&str) -> anyhow::Result<Value>) -> anyhow::Result<ExitCode> {
    let (input, out) = (std::io::stdin().lock(), std::io::stdout().lock());
    match lines(input, out, answer) {
        Ok(all_right) => Ok(ExitCode::from(u8::from(!all_right))),
        // Whoever reads has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error).context("standard input or output"),
    }
}

/// Whether every line was right. Empty lines are none.
fn lines(
    mut input: impl BufRead,
    mut out: impl Write,
    mut answer: impl FnMut(&str) -> anyhow::Result<Value>,
) -> std::io::Result<bool> {
    let mut all_right = true;
    let mut line = Vec::new();
    for number in 1u64.. {
        let said = match next_line(&mut input, &mut line)? {
            None => break,
            Some(true) => one(&line, number, &mut answer),
            Some(false) => Some(Err(too_long())),
        };
        match said {
            None => {}
            Some(Ok(said)) => writeln!(out, "{said}")?,
            Some(Err(error)) => {
                all_right = false;
                writeln!(out, "{}", json!({ "error": error, "line": number }))?;
            }
        }
    }
    Ok(all_right)
}

/// Reads the next line into `line`: whether all of it fits, of a longer one the rest is passed over; nothing at the end.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<Option<bool>> {
    line.clear();
    let mut limited = input.by_ref().take(LINE_BYTES_MAX);
    if limited.read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    let is_whole = line.last() == Some(&b'\n') || input.fill_buf()?.is_empty();
    if !is_whole {
        input.skip_until(b'\n')?;
    }
    Ok(Some(is_whole))
}

/// The next line of standard input in words, without its end; nothing when no more come. A line that never ends is an
/// error as soon as it is too long.
pub fn said_line() -> anyhow::Result<Option<String>> {
    let mut line = Vec::new();
    let input = std::io::stdin().lock();
    let read = input.take(LINE_BYTES_MAX + 1).read_until(b'\n', &mut line);
    if read.context("standard input cannot be read")? == 0 {
        return Ok(None);
    }
    if line.len() as u64 > LINE_BYTES_MAX {
        bail!(too_long());
    }
    let line = String::from_utf8(line).context("standard input is not UTF-8")?;
    Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned()))
}

fn too_long() -> String {
    format!("the line has more than {} MiB", LINE_BYTES_MAX >> 20)
}

/// What is answered to one line; nothing where it is empty.
fn one(
    line: &[u8],
    number: u64,
    answer: &mut impl FnMut(&str) -> anyhow::Result<Value>,
) -> Option<Result<Value, String>> {
    let Ok(line) = std::str::from_utf8(line) else {
        return Some(Err("the line is not UTF-8".to_owned()));
    };
    let line = match number {
        1 => line.trim_start_matches(BYTE_ORDER_MARK),
        _ => line,
    };
    let line = line.trim();
    (!line.is_empty()).then(|| answer(line).map_err(|error| said(&error)))
}

/// An error in words. JSON counts lines too, but there is one only.
fn said(error: &anyhow::Error) -> String {
    format!("{error:#}").replace(" at line 1 column ", " at column ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Line {
        text: String,
    }

    /// What is answered to these bytes, when the text of each line comes back.
    #[track_caller]
    fn check(input: &[u8], expect: &[&str]) {
        let mut out = Vec::new();
        let answer = |line: &str| {
            let line: Line = serde_json::from_str(line)?;
            Ok(json!({ "text": line.text }))
        };
        let all_right = lines(input, &mut out, answer).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out.lines().collect::<Vec<_>>(), expect);
        assert_eq!(all_right, !out.contains("\"error\""));
    }

    #[test]
    fn a_bad_line_stops_no_other() {
        let (one, two) = (r#"{"text":"开灯"}"#, r#"{"text":"stop 吧"}"#);
        let both = format!("{one}\n{two}");
        check(both.as_bytes(), &[one, two]);
        check(
            format!("\u{feff}{one}\r\n\r\n \n{two}\r\n").as_bytes(),
            &[one, two],
        );
        check(b"", &[]);
        check(
            format!("{one}\n{{\n{two}\n").as_bytes(),
            &[
                one,
                r#"{"error":"EOF while parsing an object at column 1","line":2}"#,
                two,
            ],
        );
        check(
            b"{\"text\":\"\xff\"}\n{\"txt\":\"a\"}\n[]\n",
            &[
                r#"{"error":"the line is not UTF-8","line":1}"#,
                r#"{"error":"missing field `text` at column 11","line":2}"#,
                r#"{"error":"invalid length 0, expected struct Line with 1 element at column 2","line":3}"#,
            ],
        );
    }

    #[test]
    fn a_line_without_end_is_one_error() {
        let right = r#"{"text":"a"}"#;
        let long = "x".repeat(3 << 20);
        let wrong = r#"{"error":"the line has more than 1 MiB","line":1}"#;
        check(format!("{long}\n{right}\n").as_bytes(), &[wrong, right]);
        check(long.as_bytes(), &[wrong]);
        // Exactly as long as a line may be, with and without an end.
        let room = (1 << 20) - r#"{"text":""}"#.len() - 1;
        let full = format!(r#"{{"text":"{}"}}"#, "y".repeat(room));
        check(format!("{full}\n{right}").as_bytes(), &[&full, right]);
        check(full.as_bytes(), &[&full]);
    }

    #[track_caller]
    fn check_words(bytes: &[u8], expect: Result<&str, &str>) {
        let got = words(bytes.to_vec()).map_err(|error| error.to_string());
        assert_eq!(got.as_deref().map_err(String::as_str), expect);
    }

    #[test]
    fn words_of_a_file() {
        check_words("灯 a\r\n".as_bytes(), Ok("灯 a\r\n"));
        check_words("\u{feff}a".as_bytes(), Ok("a"));
        check_words(b"a\n\xffb", Err("line 2: it is not UTF-8"));
        check_words(b"", Ok(""));
    }

    #[test]
    fn a_file_without_end_is_refused() {
        let error = format!("{:#}", bytes(Path::new("/dev/zero")).unwrap_err());
        assert_eq!(error, "`/dev/zero` has more than 16 MiB");
        let error = format!("{:#}", text(Path::new("/no/such")).unwrap_err());
        assert!(error.starts_with("`/no/such` cannot be read"), "{error}");
    }
}
