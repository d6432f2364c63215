//! Whether a text praises or blames: words that do, what turns or strengthens them, and what they are said of.

mod lexicon;
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

/// What a text says, sentence by sentence. The language is that of the frame; words of the other count too.
///
/// ```
/// use ling_base::Lang;
/// use ling_understand::analyse::sentiment::{Mood, analyse};
/// assert_eq!(analyse("菜很好吃，服务也热情。", Lang::Zh).mood, Mood::Positive);
/// assert_eq!(analyse("The room was dirty and the staff rude.", Lang::En).mood, Mood::Negative);
/// assert_eq!(analyse("Great food. Terrible service.", Lang::En).mood, Mood::Mixed);
/// ```
pub fn analyse(text: &str, lang: Lang) -> Sentiment {
    let all: Vec<Sentence> = sentences(text)
        .into_iter()
        .map(|range| sentence(text, range, lang))
        .collect();
    let has = |mood: Mood| all.iter().any(|sentence| sentence.mood == mood);
    let mood = match (has(Mood::Positive), has(Mood::Negative)) {
        (true, true) => Mood::Mixed,
        (true, false) => Mood::Positive,
        (false, true) => Mood::Negative,
        (false, false) => Mood::Neutral,
    };
    Sentiment {
        mood,
        scores: mean(&all),
        sentences: all,
    }
}

fn sentence(text: &str, range: Range<usize>, lang: Lang) -> Sentence {
    let clauses = clauses(text, &range);
    let found: Vec<(usize, Vec<Hit>)> = clauses
        .iter()
        .map(|clause| hits(text, clause))
        .enumerate()
        .collect();
    let turn = clauses
        .iter()
        .rposition(|clause| lexicon::turns(&text[clause.clone()]));
    let (mut praise, mut blame) = (0.0, 0.0);
    for (nth, hits) in &found {
        let factor = match turn {
            Some(turn) if turn > 0 || clauses.len() > 1 => {
                if *nth >= turn {
                    AFTER_BUT
                } else {
                    BEFORE_BUT
                }
            }
            _ => 1.0,
        };
        for hit in hits {
            let weight = hit.weight * factor;
            if weight > 0.0 {
                praise += weight
            } else {
                blame -= weight
            }
        }
    }
    let scores = scores(praise, blame);
    let (targets, assessments) = opinion::mine(text, &clauses, &found, lang);
    Sentence {
        range,
        mood: scores.mood(),
        scores,
        targets,
        assessments,
    }
}

/// Praise and blame as likelihoods: none leaves neither most likely.
fn scores(praise: f64, blame: f64) -> Scores {
    let (positive, neutral, negative) = ((0.9 * praise).exp(), 2.4_f64, (0.9 * blame).exp());
    let sum = positive + neutral + negative;
    let round = |x: f64| (x / sum * 100.0).round() / 100.0;
    let (positive, negative) = (round(positive), round(negative));
    let neutral = ((1.0 - positive - negative).max(0.0) * 100.0).round() / 100.0;
    Scores {
        positive,
        neutral,
        negative,
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

/// The mean of the sentences, long ones counting more.
fn mean(all: &[Sentence]) -> Scores {
    let weight = |sentence: &Sentence| (sentence.range.len() as f64).sqrt();
    let sum: f64 = all.iter().map(weight).sum();
    let of = |part: fn(&Scores) -> f64| {
        let total: f64 = all
            .iter()
            .map(|sentence| part(&sentence.scores) * weight(sentence))
            .sum();
        if sum > 0.0 {
            (total / sum * 100.0).round() / 100.0
        } else {
            0.0
        }
    };
    let (positive, negative) = (of(|s| s.positive), of(|s| s.negative));
    let neutral = ((1.0 - positive - negative).max(0.0) * 100.0).round() / 100.0;
    Scores {
        positive,
        neutral,
        negative,
    }
}

#[cfg(test)]
mod tests;
