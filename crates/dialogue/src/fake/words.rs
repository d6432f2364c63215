//! `WordsPort` for tests.

use ling_base::Lang;

use crate::*;

/// A dictionary of a few words: simplified, pinyin, English.
const WORDS: [(&str, &str, &str); 5] = [
    ("苹果", "píng guǒ", "apple"),
    ("谢谢", "xiè xie", "thanks"),
    ("银行", "yín háng", "bank"),
    ("公寓", "gōng yù", "flat"),
    ("单元房", "dān yuán fáng", "flat"),
];

/// Knows a few words.
#[derive(Default)]
pub struct FakeWords;

impl WordsPort for FakeWords {
    fn look_up<'a>(&'a self, word: &'a str, into: Lang) -> Later<'a, Vec<Entry>> {
        let wanted = ling_text::fold::folded(word.trim());
        let known = WORDS
            .iter()
            .filter(|(zh, _, en)| [*zh, *en].contains(&wanted.as_str()));
        let entry = |&(zh, reading, en): &(&str, &str, &str)| Entry {
            word: word.to_owned(),
            reading: Some(reading.to_owned()),
            means: vec![if into == Lang::Zh { zh } else { en }.to_owned()],
        };
        let found: Vec<Entry> = known.map(entry).collect();
        Box::pin(async { Ok(found) })
    }
}
