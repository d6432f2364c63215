/// Why a phrasebook cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: column {column} of `{sentence}`: {what}; {hint}")]
pub struct GrammarError {
    /// The file of the phrasebook.
    pub file: String,
    /// The line of the sentence, 0 where none is known (rules and lists).
    pub line: usize,
    /// The template.
    pub sentence: String,
    /// Where in the template, in characters from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}
