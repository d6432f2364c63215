//! How long a silence must be to end an utterance.

/// What the words so far are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// Nobody knows.
    #[default]
    Unknown,
    /// They are a whole command.
    Whole,
    /// Something is missing, or they are nothing that is understood so far.
    Open,
}

/// What the words so far mean, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SoFar {
    /// Somebody has looked for a meaning.
    pub is_read: bool,
    /// How many commands the words hold that a sentence of a skill matches from its first to its last word.
    pub n_matched: usize,
    /// How many that were only guessed.
    pub n_guessed: usize,
    /// The words are a part of a sentence that goes on from an earlier one: "and the bedroom".
    pub is_part: bool,
    /// A command lacks what it cannot do without: "set a timer".
    pub lacks: bool,
}

impl SoFar {
    /// What the words are.
    pub fn words(self) -> Words {
        match self {
            SoFar { is_read: false, .. } => Words::Unknown,
            SoFar { lacks: true, .. } => Words::Open,
            SoFar { n_guessed: 1.., .. } => Words::Unknown,
            SoFar { n_matched: 1.., .. } => Words::Whole,
            SoFar { is_part: true, .. } => Words::Unknown,
            SoFar { .. } => Words::Open,
        }
    }
}

/// Silence that ends the words so far, in ms. The gate itself needs 240 ms to be sure that nobody speaks.
pub fn tail_ms(words: Words) -> u32 {
    match words {
        Words::Whole => 450,
        Words::Unknown => 800,
        Words::Open => 1_200,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `m` a command that matches, `g` one that was guessed, `p` part of a sentence, `l` something is missing;
    /// `-` for words that nobody looked at.
    #[track_caller]
    fn check(so_far: &str, ms: std::ops::RangeInclusive<u32>) {
        let n = |letter: char| so_far.matches(letter).count();
        let so_far = SoFar {
            is_read: n('-') == 0,
            n_matched: n('m'),
            n_guessed: n('g'),
            is_part: n('p') > 0,
            lacks: n('l') > 0,
        };
        let tail = tail_ms(so_far.words());
        assert!(ms.contains(&tail), "{so_far:?}: {tail}");
    }

    #[test]
    fn the_surer_the_sooner() {
        let (soon, some, late) = (300..=500, 600..=900, 1_000..=1_200);
        check("m", soon.clone());
        check("mm", soon);
        check("-", some.clone());
        check("g", some.clone());
        check("mg", some.clone());
        check("p", some);
        check("", late.clone());
        check("ml", late.clone());
        check("gl", late);
    }
}
