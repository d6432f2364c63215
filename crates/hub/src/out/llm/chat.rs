//! The pieces of a streamed chat completion, put together: words for the ear, or one call of a tool.

use serde::Deserialize;

/// The longest answer that is read out; the rest of an endless one is left.
const ANSWER_CHARS_MAX: usize = 6_000;
/// The longest arguments of a tool, in bytes.
const ARGUMENTS_BYTES_MAX: usize = 16 << 10;

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
    error: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(alias = "message")]
    delta: Option<Delta>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Delta {
    content: Option<String>,
    #[serde(default)]
    tool_calls: Option<Vec<ToolPiece>>,
}

#[derive(Deserialize)]
struct ToolPiece {
    #[serde(default)]
    index: usize,
    function: Option<FunctionPiece>,
}

#[derive(Deserialize)]
struct FunctionPiece {
    name: Option<String>,
    arguments: Option<String>,
}

/// The stream holds something that is no piece of a chat completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Garbage;

/// What has come of an answer.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The first tool that the model calls: its name and its arguments as JSON.
    pub(crate) tool: Option<(String, String)>,
    /// Whether nothing more is to be read.
    pub(crate) done: bool,
    thoughts: Thoughts,
    n_chars: usize,
}

impl Answer {
    /// Takes the data of one event and returns the new words.
    pub(crate) fn take(&mut self, data: &str) -> Result<String, Garbage> {
        if data.trim() == "[DONE]" {
            self.done = true;
            return Ok(self.thoughts.finish());
        }
        let chunk: Chunk = serde_json::from_str(data).map_err(|_| Garbage)?;
        if chunk.error.is_some_and(|error| !error.is_null()) {
            return Err(Garbage);
        }
        let mut words = String::new();
        // Only one answer was asked for.
        let Some(choice) = chunk.choices.into_iter().next() else {
            return Ok(words);
        };
        if let Some(delta) = choice.delta {
            for piece in delta.tool_calls.into_iter().flatten() {
                self.take_tool(piece)?;
            }
            words = self.thoughts.pass(&delta.content.unwrap_or_default());
        }
        if choice.finish_reason.is_some() {
            self.done = true;
            words.push_str(&self.thoughts.finish());
        }
        self.n_chars += words.chars().count();
        self.done |= self.n_chars > ANSWER_CHARS_MAX;
        Ok(words)
    }

    fn take_tool(&mut self, piece: ToolPiece) -> Result<(), Garbage> {
        let (0, Some(function)) = (piece.index, piece.function) else {
            return Ok(());
        };
        let (name, arguments) = self.tool.get_or_insert_default();
        name.push_str(&function.name.unwrap_or_default());
        arguments.push_str(&function.arguments.unwrap_or_default());
        let fits = name.len() + arguments.len() <= ARGUMENTS_BYTES_MAX;
        fits.then_some(()).ok_or(Garbage)
    }
}

/// Leaves out what a reasoning model thinks aloud, `<think>…</think>`.
#[derive(Debug, Default)]
struct Thoughts {
    held: String,
    inside: bool,
}

impl Thoughts {
    fn pass(&mut self, piece: &str) -> String {
        self.held.push_str(piece);
        let mut words = String::new();
        loop {
            let mark = if self.inside { "</think>" } else { "<think>" };
            let found = self.held.find(mark);
            let upto = found.unwrap_or_else(|| self.held.len() - begun(&self.held, mark));
            let passed: String = self.held.drain(..upto).collect();
            if !self.inside {
                words.push_str(&passed);
            }
            if found.is_none() {
                return words;
            }
            self.held.drain(..mark.len());
            self.inside = !self.inside;
        }
    }

    /// Nothing follows: what looked like the beginning of a mark is words.
    fn finish(&mut self) -> String {
        let rest = std::mem::take(&mut self.held);
        if self.inside { String::new() } else { rest }
    }
}

/// How many bytes at the end of `text` may be the beginning of `mark`.
fn begun(text: &str, mark: &str) -> usize {
    let begins = |n: &usize| text.ends_with(&mark[..*n]);
    (1..mark.len()).rev().find(begins).unwrap_or(0)
}

/// The words without marks of Markdown, which nobody wants to hear.
pub(crate) fn plain(sentence: &str) -> String {
    let text = sentence.replace(['*', '`'], "");
    let text = text.trim().trim_start_matches(['#', '>']).trim_start();
    let text = text.strip_prefix("- ").unwrap_or(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(words: &str) -> String {
        serde_json::json!({ "choices": [{ "index": 0, "delta": { "content": words } }] })
            .to_string()
    }

    /// The words are the same wherever the model cuts them.
    #[track_caller]
    fn check_words(text: &str, expect: &str) {
        for (cut, _) in text.char_indices() {
            let mut answer = Answer::default();
            let mut got = String::new();
            for event in [
                content(&text[..cut]),
                content(&text[cut..]),
                "[DONE]".into(),
            ] {
                got.push_str(&answer.take(&event).expect("a good event"));
            }
            assert_eq!(got, expect, "cut at {cut}");
            assert!(answer.done);
        }
    }

    #[test]
    fn words() {
        check_words("天是蓝的。", "天是蓝的。");
        check_words("<think>Hm, 蓝?</think>天是蓝的。", "天是蓝的。");
        check_words("a < b <thin", "a < b <thin");
        check_words("<think>never ends", "");
    }

    #[track_caller]
    fn check_tool(events: &[&str], expect: Option<(&str, &str)>) {
        let mut answer = Answer::default();
        for event in events {
            answer.take(event).expect("a good event");
        }
        let got = answer.tool.as_ref().map(|(n, a)| (n.as_str(), a.as_str()));
        assert_eq!(got, expect);
        assert!(answer.done);
    }

    #[test]
    fn tools() {
        check_tool(
            &[
                r#"{"choices":[{"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"timer_set","arguments":""}}]},"finish_reason":null}]}"#,
                r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"af"}}]}}]}"#,
                r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"ter\":\"x\"}"}},{"index":1,"function":{"name":"other"}}]}}]}"#,
                r#"{"choices":[{"delta":{},"finish_reason":"tool_calls"}],"usage":null}"#,
            ],
            Some(("timer_set", r#"{"after":"x"}"#)),
        );
        check_tool(
            &[
                r#"{"choices":[{"message":{"content":"hi","tool_calls":[]},"finish_reason":"stop"}]}"#,
            ],
            None,
        );
    }

    #[track_caller]
    fn check_garbage(event: &str) {
        assert_eq!(Answer::default().take(event), Err(Garbage), "{event}");
    }

    #[test]
    fn garbage() {
        check_garbage("<html>");
        check_garbage(r#"{"error":{"message":"overloaded"}}"#);
        check_garbage(r#"{"choices":[{"delta":{"content":7}}]}"#);
        check_garbage("");
    }

    #[test]
    fn an_endless_answer_is_left() {
        let mut answer = Answer::default();
        let event = content(&"啊".repeat(100));
        let n = (0..1_000).take_while(|_| {
            answer.take(&event).expect("a good event");
            !answer.done
        });
        assert_eq!(n.count(), 60);
    }

    #[test]
    fn marks_are_not_heard() {
        let check = |text: &str, expect: &str| assert_eq!(plain(text), expect);
        check("**天**是 `蓝` 的。", "天是 蓝 的。");
        check("## Why\n", "Why");
        check("- one\n  two", "one two");
        check("3 - 2", "3 - 2");
    }
}
