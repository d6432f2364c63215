//! What is judged: the thing that a judging word is said of.

use std::ops::Range;

use ling_base::Lang;

use super::{super::words, lexicon::Hit};

/// A judging word.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Whether it praises.
    pub is_positive: bool,
    /// How sure that is, from 0.5 to 1.
    pub score: f64,
    /// Whether something turns it around ("not good").
    pub is_negated: bool,
}

/// A thing that is judged.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Whether it is praised on the whole.
    pub is_positive: bool,
    /// How sure that is, from 0.5 to 1.
    pub score: f64,
    /// Which of the sentence's assessments are said of it.
    pub assessments: Vec<usize>,
}

/// Words that judge nothing by themselves and stand in the list for the sake of the sum.
const WEAK: f64 = 1.0;
/// English words that are never what is judged.
const EN_NO_TARGET: &str = "i we you he she it they me us him her them this that these those there here the a an my our your \
    his its their and or but so is are was were be been being am do does did have has had will would can could should very \
    really so too quite just also more most not no never n't than then when where who what which if as at by for from in into \
    of off on out over to up with about all any some every each only even still again ever both much many lot thing things \
    one ones time way day bit everything anything something nothing because while after before during though although \
    however feel feels felt look looks looked seem seems seemed get gets got make makes made find found think thought";

/// The targets and assessments of a sentence.
pub(super) fn mine(
    text: &str,
    clauses: &[Range<usize>],
    found: &[(usize, Vec<Hit>)],
    lang: Lang,
) -> (Vec<Target>, Vec<Assessment>) {
    let (mut targets, mut assessments): (Vec<Target>, Vec<Assessment>) = (Vec::new(), Vec::new());
    for (nth, hits) in found {
        let nouns = nouns(text, &clauses[*nth], lang, hits);
        for hit in hits.iter().filter(|hit| judges(text, hit)) {
            let Some(noun) = nearest(&nouns, hit, lang) else {
                continue;
            };
            let score = 0.5 + hit.weight.abs().min(4.0) / 8.0;
            let is_positive = hit.weight > 0.0;
            let index = assessments.len();
            assessments.push(Assessment {
                range: hit.range.clone(),
                is_positive,
                score,
                is_negated: hit.is_negated,
            });
            match targets.iter_mut().find(|target| target.range == noun) {
                Some(target) => target.assessments.push(index),
                None => targets.push(Target {
                    range: noun,
                    is_positive,
                    score,
                    assessments: vec![index],
                }),
            }
        }
    }
    (targets, assessments)
}

/// Words judge things; faces and weak words only set the mood.
fn judges(text: &str, hit: &Hit) -> bool {
    let is_word = text[hit.range.clone()].chars().any(char::is_alphanumeric);
    is_word && hit.weight.abs() > WEAK
}

/// What may be judged in a clause.
fn nouns(text: &str, clause: &Range<usize>, lang: Lang, hits: &[Hit]) -> Vec<Range<usize>> {
    let part = &text[clause.clone()];
    let is_hit = |range: &Range<usize>| {
        hits.iter()
            .any(|hit| hit.range.start < range.end && range.start < hit.range.end)
    };
    let shifted = |range: &Range<usize>| clause.start + range.start..clause.start + range.end;
    let words = match lang {
        Lang::Zh => words::chinese(part),
        Lang::En => words::english(part),
    };
    let is_noun = |word: &words::Word<'_>| match lang {
        Lang::Zh => {
            (word.tag.starts_with('n') || word.tag == "vn" || word.tag == "eng")
                && (word.text.chars().count() > 1 || word.tag == "n")
        }
        Lang::En => {
            !EN_NO_TARGET
                .split_whitespace()
                .any(|one| one.eq_ignore_ascii_case(word.text))
                && !word.text.ends_with("n't")
        }
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in words.iter().filter(|word| is_noun(word)) {
        let range = shifted(&word.range);
        if is_hit(&range) {
            continue;
        }
        // Neighbours make one name: 前台 + 服务, "front" + "desk".
        let is_next = |last: &Range<usize>| {
            text[last.end..range.start].chars().all(|c| c == ' ') && range.start >= last.end
        };
        match found.last_mut() {
            Some(last) if is_next(last) => last.end = range.end,
            _ => found.push(range),
        }
    }
    found
}

/// The thing that a word is said of: what stands right after an English adjective, else the last before.
fn nearest(nouns: &[Range<usize>], hit: &Hit, lang: Lang) -> Option<Range<usize>> {
    let after = nouns.iter().find(|noun| noun.start >= hit.range.end);
    let before = nouns.iter().rev().find(|noun| noun.end <= hit.range.start);
    let is_beside = |noun: &&Range<usize>| noun.start - hit.range.end <= '的'.len_utf8();
    let attribute = after.filter(is_beside);
    match lang {
        Lang::En => attribute.or(before).or(after).cloned(),
        Lang::Zh => before.or(attribute).or(after).cloned(),
    }
}
