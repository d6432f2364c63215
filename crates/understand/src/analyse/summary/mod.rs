//! The sentences that say most of a text.

use std::{collections::HashMap, ops::Range};

use ling_base::Lang;

use super::{phrases, sentences, words};

/// A sentence and how much of the text it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// From 0 to 1; the best has 1.
    pub rank: f64,
}

/// Rounds of the walk from sentence to sentence; it hardly changes after so many.
const ROUNDS: usize = 30;
/// How often the walk goes on instead of starting anywhere.
const DAMPING: f64 = 0.85;
/// More sentences than that are not compared with each other.
const SENTENCES_MAX: usize = 400;
/// What stands first says more: news and letters open with the point.
const FIRST: f64 = 1.25;

/// The so many best sentences in the order of the text: TextRank over the words they share.
pub fn extract(text: &str, lang: Lang, n: usize) -> Vec<Ranked> {
    let mut ranges = sentences(text);
    ranges.truncate(SENTENCES_MAX);
    let bags: Vec<Vec<String>> = ranges
        .iter()
        .map(|range| bag(&text[range.clone()], lang))
        .collect();
    let mut ranks = walk(&bags);
    if let Some(first) = ranks.first_mut() {
        *first *= FIRST;
    }
    let best = ranks.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let mut ranked: Vec<Ranked> = ranges
        .into_iter()
        .zip(ranks)
        .map(|(range, rank)| Ranked {
            range,
            rank: (rank / best * 100.0).round() / 100.0,
        })
        .collect();
    ranked.sort_by(|a, b| {
        b.rank
            .total_cmp(&a.rank)
            .then(a.range.start.cmp(&b.range.start))
    });
    ranked.truncate(n);
    ranked.sort_by_key(|sentence| sentence.range.start);
    ranked
}

/// The telling words of a sentence.
fn bag(sentence: &str, lang: Lang) -> Vec<String> {
    let words = match lang {
        Lang::Zh => words::chinese(sentence),
        Lang::En => words::english(sentence),
    };
    let told = words.iter().filter(|word| phrases::tells(word));
    let mut bag: Vec<String> = told.map(|word| word.text.to_lowercase()).collect();
    bag.sort();
    bag.dedup();
    bag
}

fn walk(bags: &[Vec<String>]) -> Vec<f64> {
    let n = bags.len();
    let rare = rareness(bags);
    let likeness = |a: &[String], b: &[String]| {
        let shared: f64 = a
            .iter()
            .filter(|word| b.binary_search(word).is_ok())
            .map(|word| rare[word.as_str()])
            .sum();
        let size = ((a.len() + 1) as f64).ln() + ((b.len() + 1) as f64).ln();
        if size > 0.0 { shared / size } else { 0.0 }
    };
    let mut links = vec![vec![0.0; n]; n];
    for a in 0..n {
        for b in 0..a {
            let value = likeness(&bags[a], &bags[b]);
            (links[a][b], links[b][a]) = (value, value);
        }
    }
    let sums: Vec<f64> = links.iter().map(|row| row.iter().sum()).collect();
    let mut ranks = vec![1.0; n];
    for _ in 0..ROUNDS {
        let step = |to: usize| {
            let from = (0..n).filter(|&from| sums[from] > 0.0);
            let sum: f64 = from
                .map(|from| links[from][to] / sums[from] * ranks[from])
                .sum();
            1.0 - DAMPING + DAMPING * sum
        };
        ranks = (0..n).map(step).collect();
    }
    ranks
}

/// Words of few sentences tell more than words of all.
fn rareness(bags: &[Vec<String>]) -> HashMap<&str, f64> {
    let mut counts: HashMap<&str, f64> = HashMap::new();
    for word in bags.iter().flatten() {
        *counts.entry(word.as_str()).or_default() += 1.0;
    }
    let n = bags.len() as f64;
    counts
        .into_iter()
        .map(|(word, count)| (word, (1.0 + n / count).ln()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, n: usize, expect: &[&str]) {
        let lang = ling_text::script::lang_of(text);
        let found = extract(text, lang, n);
        let texts: Vec<&str> = found.iter().map(|one| &text[one.range.clone()]).collect();
        assert_eq!(texts, expect, "{text}");
    }

    #[test]
    fn what_says_most() {
        let zh = "市政府今天宣布将新建三条地铁线路。新的地铁线路会连接机场和市中心。我中午吃了面条。市民希望地铁线路早日开通。";
        let about = [
            "市政府今天宣布将新建三条地铁线路。",
            "新的地铁线路会连接机场和市中心。",
            "市民希望地铁线路早日开通。",
        ];
        check(zh, 3, &about);
        let en = "The city will build three new metro lines. The metro lines connect the airport with the city centre. \
                  I had noodles for lunch. Citizens hope that the metro lines open soon.";
        check(en, 1, &["The city will build three new metro lines."]);
        check("一句话。", 3, &["一句话。"]);
        check("", 3, &[]);
    }
}
