//! Finding short texts by some of their words, in both languages, without an index: a household's notes fit
//! into memory.
//!
//! Words are counted by how rare they are among the texts (inverse document frequency, Sparck Jones 1972),
//! which makes "the" and "的" count little without a table of stop words.

use std::collections::{HashMap, HashSet};

/// A text must have this share of the question's weight.
const SHARE_MIN: f64 = 0.35;
/// What a word counts that no text has: it may be the one that matters ("dentist"), or "where" and "did".
const UNSEEN_WORD: f64 = 0.25;
/// The same for two Han characters: half of such pairs straddle two words.
const UNSEEN_PAIR: f64 = 0.15;
/// What words of up to three letters count: most are "the" and "is".
const SHORT_WORD: f64 = 0.3;

/// Positions of the texts that answer `wanted`, the best first; equal ones keep their order.
pub(crate) fn find<'t>(
    wanted: &str,
    texts: impl Iterator<Item = &'t str>,
    max: usize,
) -> Vec<usize> {
    let whole = fold(wanted);
    let whole = whole.trim();
    let terms = terms(whole);
    let found: Vec<(bool, HashSet<&Term>)> = texts
        .map(|text| {
            let text = fold(text);
            let words = self::terms(&text);
            let has = |term: &&Term| words.contains(*term) || term.is_start_of_any(&words);
            (
                !whole.is_empty() && text.contains(whole),
                terms.iter().filter(has).collect(),
            )
        })
        .collect();
    let mut often: HashMap<&Term, usize> = HashMap::new();
    found
        .iter()
        .flat_map(|(_, has)| has)
        .for_each(|term| *often.entry(term).or_default() += 1);
    let weight = |term: &Term| term.worth(often.get(term).copied().unwrap_or(0), found.len());
    let all: f64 = terms.iter().map(weight).sum();
    let mut ranked: Vec<(usize, f64)> = found
        .iter()
        .enumerate()
        .map(|(at, (exact, has))| {
            let share = if all > 0.0 {
                has.iter().map(|term| weight(term)).sum::<f64>() / all
            } else {
                0.0
            };
            (at, if *exact { 1.0 + share } else { share })
        })
        .filter(|(_, score)| *score >= SHARE_MIN)
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranked.into_iter().take(max).map(|(at, _)| at).collect()
}

/// How much a term says that `n` of `all` texts have.
fn rarity(n: usize, all: usize) -> f64 {
    let (n, all) = (n as f64, all as f64);
    (1.0 + (all - n + 0.5) / (n + 0.5)).ln()
}

/// A word of letters and digits, or two neighbouring Han characters.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Term {
    Word(String),
    Pair(char, char),
    Single(char),
}

impl Term {
    /// What it counts when `n` of `all` texts have it.
    fn worth(&self, n: usize, all: usize) -> f64 {
        let unseen = |share: f64| if n == 0 { share } else { 1.0 };
        let share = match self {
            Term::Word(word) if word.len() <= 3 && word.chars().all(char::is_alphabetic) => {
                SHORT_WORD * unseen(UNSEEN_WORD)
            }
            Term::Word(_) => unseen(UNSEEN_WORD),
            Term::Pair(..) | Term::Single(_) => unseen(UNSEEN_PAIR),
        };
        share * rarity(n, all)
    }

    /// "passport" finds "passports"; a single Han character finds every pair that has it.
    fn is_start_of_any(&self, words: &HashSet<Term>) -> bool {
        words.iter().any(|word| match (self, word) {
            (Term::Word(part), Term::Word(word)) => {
                part.len() >= 3 && word.starts_with(part.as_str())
            }
            (Term::Single(one), Term::Pair(a, b)) => one == a || one == b,
            _ => false,
        })
    }
}

fn terms(text: &str) -> HashSet<Term> {
    let mut terms = HashSet::new();
    for run in text.split(|c: char| !c.is_alphanumeric()) {
        for part in run.split_inclusive(is_han).flat_map(split_last_han) {
            if !part.is_empty() && !part.starts_with(is_han) {
                terms.insert(Term::Word(part.to_owned()));
            }
        }
        let chars: Vec<char> = run.chars().collect();
        for han in chars
            .chunk_by(|a, b| is_han(*a) == is_han(*b))
            .filter(|run| is_han(run[0]))
        {
            match han {
                [one] => drop(terms.insert(Term::Single(*one))),
                _ => terms.extend(han.windows(2).map(|pair| Term::Pair(pair[0], pair[1]))),
            }
        }
    }
    terms
}

/// "play歌" -> "play", "歌".
fn split_last_han(part: &str) -> [&str; 2] {
    match part.char_indices().next_back() {
        Some((at, last)) if is_han(last) => [&part[..at], &part[at..]],
        _ => [part, ""],
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Lower case, and full-width forms as plain ones.
fn fold(text: &str) -> String {
    let plain = text.chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    });
    plain.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::find;

    const NOTES: [&str; 8] = [
        "The passports are in the blue drawer",
        "护照在蓝色的抽屉里",
        "Wi-Fi password of the guests: tulip 42",
        "阳台的花每三天浇一次水",
        "Grandma's birthday cake: no nuts",
        "车停在地下二层 B2-17",
        "把 router 放在书房",
        "The boiler was checked in March",
    ];

    #[track_caller]
    fn check(wanted: &str, expect: &[usize]) {
        assert_eq!(
            find(wanted, NOTES.into_iter(), 10),
            expect,
            "wanted: {wanted}"
        );
    }

    #[test]
    fn notes_are_found_in_both_languages() {
        check("passport", &[0]);
        check("where did I put the passports", &[0]);
        check("护照", &[1]);
        check("护照放在哪里", &[1, 6]);
        check("wifi password", &[2]);
        check("花", &[3]);
        check("ＢＯＩＬＥＲ", &[7]);
        check("router在哪", &[6]);
        check("b2-17", &[5]);
        check("dentist", &[]);
        check("the dentist", &[]);
        check("where is the dentist", &[]);
        check("牙医", &[]);
        check("", &[]);
        check("？！", &[]);
    }
}
