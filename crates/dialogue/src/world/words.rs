use ling_base::Lang;

use super::Later;

/// What a dictionary says of a word.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The word.
    pub word: String,
    /// How it is read: pinyin for Chinese words.
    pub reading: Option<String>,
    /// What it means in the other language, most usual first.
    pub means: Vec<String>,
}

/// A dictionary between Mandarin and English.
pub trait WordsPort: Send + Sync {
    /// What a word of either language means in `into`.
    fn look_up<'a>(&'a self, word: &'a str, into: Lang) -> Later<'a, Vec<Entry>>;
}
