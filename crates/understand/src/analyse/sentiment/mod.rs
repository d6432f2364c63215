//! Whether a text praises or blames, by what was learnt from labelled sentences of our own and by words that do;
//! and what those words are said of.

mod judge;
mod lexicon;
mod marks;
mod opinion;

use std::ops::Range;

use ling_base::Lang;

use super::sentences::{clauses, sentences};
use lexicon::{Hit, hits};
pub use opinion::{Assessment, Target};

/// What a text or sentence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It praises.
    Positive,
    /// It does neither.
    Neutral,
    /// It blames.
    Negative,
    /// Some sentences praise and others blame.
    Mixed,
}

impl Mood {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Mood::Positive => "positive",
            Mood::Neutral => "neutral",
            Mood::Negative => "negative",
            Mood::Mixed => "mixed",
        }
    }
}

/// How likely each is; the three sum to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// Praise.
    pub positive: f64,
    /// Neither.
    pub neutral: f64,
    /// Blame.
    pub negative: f64,
}

/// One sentence.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// What it says.
    pub mood: Mood,
    /// How likely each is.
    pub scores: Scores,
    /// What is judged.
    pub targets: Vec<Target>,
    /// The judging words.
    pub assessments: Vec<Assessment>,
}

/// A whole text.
#[derive(Clone, Debug)]
pub struct Sentiment {
    /// What it says on the whole.
    pub mood: Mood,
    /// How likely each is.
    pub scores: Scores,
    /// Its sentences in order.
    pub sentences: Vec<Sentence>,
}

/// What stands after "but" weighs so much more than what stands before it.
const AFTER_BUT: f64 = 1.6;
const BEFORE_BUT: f64 = 0.6;
/// How much a word of the lists says by itself, and how much stands for neither.
const LIST_FORCE: f64 = 0.9;
const LIST_NEITHER: f64 = 2.4;
/// Sentences that praise and others that blame, each so surely, make a mixed text.
const SURELY: f64 = 0.7;

/// What a text says, and each of its sentences. The language is that of the frame; words of the other count too.
///
/// ```
/// use ling_base::Lang;
/// use ling_understand::analyse::sentiment::{Mood, analyse};
/// assert_eq!(analyse("菜很好吃，服务也热情。", Lang::Zh).mood, Mood::Positive);
/// assert_eq!(analyse("The room was dirty and the staff rude.", Lang::En).mood, Mood::Negative);
/// assert_eq!(analyse("Great food. Terrible service.", Lang::En).mood, Mood::Mixed);
/// ```
pub fn analyse(text: &str, lang: Lang) -> Sentiment {
    let all: Vec<(Sentence, Words)> = sentences(text)
        .into_iter()
        .map(|range| sentence(text, range, lang))
        .collect();
    let words = Words::sum(all.iter().map(|(_, words)| *words));
    let sentences: Vec<Sentence> = all.into_iter().map(|(sentence, _)| sentence).collect();
    let chances = match sentences.is_empty() {
        true => Chances {
            praise: 0.0,
            blame: 0.0,
        },
        false => Chances::of(text, words),
    };
    let has = |of: fn(&Scores) -> f64| sentences.iter().any(|one| of(&one.scores) >= SURELY);
    let is_both = has(|scores| scores.positive) && has(|scores| scores.negative);
    Sentiment {
        mood: chances.mood(is_both),
        scores: chances.scores(),
        sentences,
    }
}

/// How strongly the words of the lists praise and blame.
#[derive(Clone, Copy, Default)]
struct Words {
    praise: f64,
    blame: f64,
}

impl Words {
    fn sum(all: impl Iterator<Item = Words>) -> Words {
        all.fold(Words::default(), |sum, one| Words {
            praise: sum.praise + one.praise,
            blame: sum.blame + one.blame,
        })
    }
}

fn sentence(text: &str, range: Range<usize>, lang: Lang) -> (Sentence, Words) {
    let clauses = clauses(text, &range);
    let found = found(text, &clauses);
    let words = weighed(text, &clauses, &found);
    let chances = Chances::of(&text[range.clone()], words);
    let (targets, assessments) = opinion::mine(text, &clauses, &found, lang);
    let scores = chances.scores();
    let sentence = Sentence {
        range,
        mood: scores.mood(),
        scores,
        targets,
        assessments,
    };
    (sentence, words)
}

/// The judging words of each clause.
fn found(text: &str, clauses: &[Range<usize>]) -> Vec<(usize, Vec<Hit>)> {
    let hits = clauses.iter().map(|clause| hits(text, clause));
    hits.enumerate().collect()
}

/// What the judging words say; those after "but" count more.
fn weighed(text: &str, clauses: &[Range<usize>], found: &[(usize, Vec<Hit>)]) -> Words {
    let turn = clauses
        .iter()
        .rposition(|clause| lexicon::turns(&text[clause.clone()]));
    let factor = |nth: usize| match turn {
        Some(turn) if clauses.len() > 1 && nth >= turn => AFTER_BUT,
        Some(_) if clauses.len() > 1 => BEFORE_BUT,
        _ => 1.0,
    };
    Words::sum(found.iter().flat_map(|(nth, hits)| {
        hits.iter().map(move |hit| {
            let weight = hit.weight * factor(*nth);
            Words {
                praise: weight.max(0.0),
                blame: (-weight).max(0.0),
            }
        })
    }))
}

/// How likely a text praises, and how likely it blames: it may do both, or neither.
#[derive(Clone, Copy)]
struct Chances {
    praise: f64,
    blame: f64,
}

impl Chances {
    fn of(text: &str, words: Words) -> Chances {
        let (praise, blame) = judge::judge(text, words.praise, words.blame);
        let learnt = Chances { praise, blame };
        match praise > 0.5 || blame > 0.5 {
            true => learnt,
            false => learnt.or(words),
        }
    }

    /// What was learnt leaves it open: words of the lists decide, as in 我很喜欢北京，电话13812345678.
    fn or(self, words: Words) -> Chances {
        let weight = |strength: f64| (LIST_FORCE * strength).exp();
        let sum = weight(words.praise) + weight(words.blame) + LIST_NEITHER;
        Chances {
            praise: self.praise.max(weight(words.praise) / sum),
            blame: self.blame.max(weight(words.blame) / sum),
        }
    }

    fn mood(self, is_both: bool) -> Mood {
        match (self.praise > 0.5, self.blame > 0.5) {
            _ if is_both => Mood::Mixed,
            (true, true) => Mood::Mixed,
            (true, false) => Mood::Positive,
            (false, true) => Mood::Negative,
            (false, false) => Mood::Neutral,
        }
    }

    /// The three of which one is so; what does both is shared by how likely each is.
    fn scores(self) -> Scores {
        let Chances { praise, blame } = self;
        let both = praise * blame / (praise + blame).max(f64::MIN_POSITIVE);
        let round = |x: f64| (x * 100.0).round() / 100.0;
        let positive = round(praise * (1.0 - blame) + both * praise);
        let negative = round(blame * (1.0 - praise) + both * blame);
        let neutral = round((1.0 - positive - negative).max(0.0));
        Scores {
            positive,
            neutral,
            negative,
        }
    }
}

impl Scores {
    fn mood(&self) -> Mood {
        if self.neutral >= self.positive.max(self.negative) || self.positive == self.negative {
            Mood::Neutral
        } else if self.positive > self.negative {
            Mood::Positive
        } else {
            Mood::Negative
        }
    }
}

/// What learning needs: the marks of a text as the judge sees them, and the judge's file.
pub mod train {
    pub use super::judge::file;
    pub use super::marks::{LISTED, MARKS};

    /// The marks of a text and how strong each is; the last [`LISTED`] are of the lists of words.
    pub fn marks(text: &str) -> Vec<(usize, f32)> {
        let of = |range| {
            let clauses = super::clauses(text, &range);
            super::weighed(text, &clauses, &super::found(text, &clauses))
        };
        let words = super::Words::sum(super::sentences(text).into_iter().map(of));
        super::marks::marks(text, words.praise, words.blame)
    }
}

#[cfg(test)]
mod tests;
