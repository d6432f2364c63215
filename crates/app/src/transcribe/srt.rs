//! Words as subtitles in the SubRip format.

use std::fmt::Write as _;

use ling_text::fold::is_han;
use serde_json::Value;

/// A longer pause between words begins another subtitle.
const PAUSE_S: f64 = 0.8;

/// A subtitle stands so long at the most.
const LONGEST_S: f64 = 6.0;

/// Columns of a subtitle at the most; a Chinese character has two.
const COLUMNS_MAX: usize = 42;

/// A subtitle is read for so long at the least.
const SHORTEST_S: f64 = 0.8;

struct Subtitle {
    text: String,
    start_s: f64,
    end_s: f64,
}

/// The subtitles of words with `text`, `start_s` and `end_s`; none stands beyond the end of the sound.
pub(super) fn subtitles(words: &Value, audio_s: Option<f64>) -> String {
    let mut all: Vec<Subtitle> = Vec::new();
    for word in words.as_array().into_iter().flatten() {
        let second = |key: &str| word[key].as_f64().unwrap_or_default();
        let (start_s, end_s) = (second("start_s"), second("end_s"));
        let text = word["text"].as_str().unwrap_or_default();
        match all
            .last_mut()
            .filter(|last| last.has_room(text, start_s, end_s))
        {
            Some(last) => last.add(text, end_s),
            None => all.push(Subtitle {
                text: text.to_owned(),
                start_s,
                end_s,
            }),
        }
    }
    let mut out = String::new();
    let starts: Vec<f64> = all.iter().map(|one| one.start_s).collect();
    for (at, one) in all.iter().enumerate() {
        let next = starts.get(at + 1).copied();
        let next = next.or(audio_s).unwrap_or(f64::INFINITY);
        let end_s = one.end_s.max(one.start_s + SHORTEST_S).min(next);
        let (start, end) = (clock(one.start_s), clock(end_s));
        write!(out, "{}\n{start} --> {end}\n{}\n\n", at + 1, one.text)
            .expect("a string takes whatever is written");
    }
    out
}

impl Subtitle {
    fn has_room(&self, text: &str, start_s: f64, end_s: f64) -> bool {
        start_s - self.end_s <= PAUSE_S
            && end_s - self.start_s <= LONGEST_S
            && columns(&self.text) + columns(text) < COLUMNS_MAX
    }

    /// A space stands between words of letters, and none beside Chinese characters and before punctuation.
    fn add(&mut self, text: &str, end_s: f64) {
        let glues = |c: Option<char>| c.is_none_or(|c| is_han(c) || !c.is_alphanumeric());
        if !glues(self.text.chars().last()) && !glues(text.chars().next()) {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.end_s = end_s;
    }
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| if is_han(c) { 2 } else { 1 }).sum()
}

/// Hours, minutes, seconds and thousandths.
fn clock(s: f64) -> String {
    let ms = (s.max(0.0) * 1000.0).round() as u64;
    let (s, ms) = (ms / 1000, ms % 1000);
    format!("{:02}:{:02}:{:02},{ms:03}", s / 3600, s / 60 % 60, s % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Words, each with its begin and end, and the subtitles.
    #[track_caller]
    fn check(words: &[(&str, f64, f64)], expect: &str) {
        let words = words.iter().map(
            |(text, start_s, end_s)| json!({ "text": text, "start_s": start_s, "end_s": end_s }),
        );
        assert_eq!(subtitles(&words.collect(), Some(3663.0)), expect);
    }

    #[test]
    fn none_outlives_the_sound() {
        let words = json!([{ "text": "喂", "start_s": 1.0, "end_s": 1.1 }]);
        let expect = "1\n00:00:01,000 --> 00:00:01,500\n喂\n\n";
        assert_eq!(subtitles(&words, Some(1.5)), expect);
    }

    #[test]
    fn words_become_subtitles() {
        check(&[], "");
        check(
            &[
                ("turn", 0.5, 0.7),
                ("on", 0.8, 1.0),
                ("客", 1.0, 1.2),
                ("厅", 1.2, 1.4),
            ],
            "1\n00:00:00,500 --> 00:00:01,400\nturn on客厅\n\n",
        );
        check(
            &[
                ("喂", 1.0, 1.1),
                ("hello", 3.0, 3.5),
                ("there", 3661.5, 3662.5),
            ],
            "1\n00:00:01,000 --> 00:00:01,800\n喂\n\n2\n00:00:03,000 --> 00:00:03,800\nhello\n\n\
             3\n01:01:01,500 --> 01:01:02,500\nthere\n\n",
        );
        check(
            &[
                ("一二三四五六七八九十", 0.0, 1.0),
                ("一二三四五六七八九十", 1.0, 2.0),
                ("二十", 2.0, 2.2),
            ],
            "1\n00:00:00,000 --> 00:00:02,000\n一二三四五六七八九十一二三四五六七八九十\n\n\
             2\n00:00:02,000 --> 00:00:02,800\n二十\n\n",
        );
    }
}
