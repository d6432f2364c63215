//! The little words of each language, as data.

use std::sync::OnceLock;

use ling_base::Lang;
use serde::Deserialize;

use crate::heard::{Heard, SPACE, symbols};

/// The words of one language, as the file has them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    start: Vec<String>,
    anywhere: Vec<String>,
    end: Vec<String>,
    ask_start: Vec<String>,
    ask_end: Vec<String>,
    join: Vec<String>,
    article: Vec<String>,
    it: Vec<String>,
    forbid: Vec<String>,
    tell: Vec<String>,
    asks: Vec<String>,
    wait: Vec<String>,
    not_set: Vec<String>,
    was_set: Vec<String>,
    reason: Vec<String>,
    except: Vec<String>,
    home: Vec<String>,
    slip: Vec<String>,
    slip_short: Vec<String>,
    then: Vec<String>,
    glue: Vec<String>,
    digits: Vec<String>,
    frames: Frames,
}

/// Templates around an answer without a verb.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Frames {
    follow: Vec<String>,
    change: Vec<String>,
}

/// Words that stand for words of the other language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mixed {
    pairs: Vec<Pair>,
    en_in_zh: Vec<String>,
    zh_in_en: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    en: Vec<String>,
    zh: Vec<String>,
}

/// A word of another language than the sentence, and the words that it stands for there.
#[derive(Debug)]
pub(crate) struct Foreign {
    pub word: Vec<char>,
    pub means: Vec<Vec<char>>,
}

/// Words of other languages in sentences of one language.
#[derive(Debug)]
pub(crate) struct Guests {
    pub lang: Lang,
    pub foreign: Vec<Foreign>,
    pub idle: Vec<Vec<char>>,
}

/// The little words of all languages together, longest first: people mix them.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub start: Vec<Vec<char>>,
    pub anywhere: Vec<Vec<char>>,
    pub end: Vec<Vec<char>>,
    pub ask_start: Vec<Vec<char>>,
    pub ask_end: Vec<Vec<char>>,
    pub join: Vec<Vec<char>>,
    pub article: Vec<Vec<char>>,
    pub it: Vec<Vec<char>>,
    pub forbid: Vec<Vec<char>>,
    pub tell: Vec<Vec<char>>,
    pub asks: Vec<Vec<char>>,
    pub wait: Vec<Vec<char>>,
    pub not_set: Vec<Vec<char>>,
    pub was_set: Vec<Vec<char>>,
    pub reason: Vec<Vec<char>>,
    pub except: Vec<Vec<char>>,
    pub home: Vec<Vec<char>>,
    pub slip: Vec<Vec<char>>,
    pub slip_short: Vec<Vec<char>>,
    pub then: Vec<Vec<char>>,
    pub glue: Vec<Vec<char>>,
    pub follow: Vec<(Lang, String)>,
    pub change: Vec<(Lang, String)>,
    pub guests: Vec<Guests>,
    /// For each language, its words for 0, 1, 2, ...
    pub digits: Vec<Vec<Vec<char>>>,
}

fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => include_str!("zh.toml"),
        Lang::En => include_str!("en.toml"),
    }
}

impl Words {
    /// The words, read once.
    pub fn shared() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(Words::new)
    }

    /// Reads the files that are part of the program.
    fn new() -> Words {
        let mut words = Words::default();
        for lang in Lang::ALL {
            let file: File =
                toml::from_str(source(lang)).expect("the words of the program are tested");
            add(&mut words.start, &file.start);
            add(&mut words.anywhere, &file.anywhere);
            add(&mut words.end, &file.end);
            add(&mut words.ask_start, &file.ask_start);
            add(&mut words.ask_end, &file.ask_end);
            add(&mut words.join, &file.join);
            add(&mut words.article, &file.article);
            add(&mut words.it, &file.it);
            add(&mut words.forbid, &file.forbid);
            add(&mut words.tell, &file.tell);
            add(&mut words.asks, &file.asks);
            add(&mut words.wait, &file.wait);
            add(&mut words.not_set, &file.not_set);
            add(&mut words.was_set, &file.was_set);
            add(&mut words.reason, &file.reason);
            add(&mut words.except, &file.except);
            add(&mut words.home, &file.home);
            add(&mut words.slip, &file.slip);
            add(&mut words.slip_short, &file.slip_short);
            add(&mut words.then, &file.then);
            add(&mut words.glue, &file.glue);
            words
                .digits
                .push(file.digits.iter().map(|text| symbols(text)).collect());
            words
                .follow
                .extend(file.frames.follow.into_iter().map(|text| (lang, text)));
            words
                .change
                .extend(file.frames.change.into_iter().map(|text| (lang, text)));
        }
        let mixed: Mixed = toml::from_str(include_str!("mixed.toml"))
            .expect("the words of the program are tested");
        words.guests = vec![
            guests(
                Lang::Zh,
                &mixed.en_in_zh,
                mixed.pairs.iter().map(|pair| (&pair.en, &pair.zh)),
            ),
            guests(
                Lang::En,
                &mixed.zh_in_en,
                mixed.pairs.iter().map(|pair| (&pair.zh, &pair.en)),
            ),
        ];
        words
    }
}

/// A foreign word in a text: where it ends, and the words it stands for; none for an idle one.
pub(crate) struct Guest<'w> {
    pub end: usize,
    pub means: Option<&'w [Vec<char>]>,
}

impl Guests {
    /// For each position, the foreign words that begin there.
    pub fn found(&self, heard: &Heard<'_>) -> Vec<Vec<Guest<'_>>> {
        let here = |at: usize| {
            let foreign = self.foreign.iter().filter_map(move |foreign| {
                let end = heard.past_space(heard.after_words(at, &foreign.word)?);
                Some(Guest {
                    end,
                    means: Some(&foreign.means[..]),
                })
            });
            let idle = self.idle.iter().filter_map(move |word| {
                let end = heard.past_space(heard.after_words(at, word)?);
                Some(Guest { end, means: None })
            });
            foreign.chain(idle).collect()
        };
        (0..heard.len()).map(here).collect()
    }
}

fn guests<'p>(
    lang: Lang,
    idle: &[String],
    pairs: impl Iterator<Item = (&'p Vec<String>, &'p Vec<String>)>,
) -> Guests {
    let all = |texts: &[String]| texts.iter().map(|text| symbols(text)).collect::<Vec<_>>();
    let foreign = pairs.flat_map(|(words, means)| {
        let means = all(means);
        all(words).into_iter().map(move |word| Foreign {
            word,
            means: means.clone(),
        })
    });
    Guests {
        lang,
        foreign: foreign.collect(),
        idle: all(idle),
    }
}

fn add(list: &mut Vec<Vec<char>>, texts: &[String]) {
    list.extend(
        texts
            .iter()
            .map(|text| symbols(text))
            .filter(|word| !word.is_empty()),
    );
    list.sort_by_key(|word| std::cmp::Reverse(word.len()));
    list.dedup();
}

/// Positions behind any of `words` at `at`, spaces on both sides passed over.
pub(crate) fn behind<'w>(
    heard: &'w Heard<'_>,
    words: &'w [Vec<char>],
    at: usize,
) -> impl Iterator<Item = usize> + 'w {
    let from = heard.past_space(at);
    words
        .iter()
        .filter_map(move |word| heard.after_words(from, word))
        .map(|end| heard.past_space(end))
}

/// Positions before any of `words` that end at `at`, spaces on both sides passed over.
pub(crate) fn before<'w>(
    heard: &'w Heard<'_>,
    words: &'w [Vec<char>],
    at: usize,
) -> impl Iterator<Item = usize> + 'w {
    let back = |at: usize| at - usize::from(at > 0 && heard.syms[at - 1] == SPACE);
    let end = back(at);
    words.iter().filter_map(move |word| {
        let start = end.checked_sub(word.len())?;
        heard.after_words(start, word).map(|_| back(start))
    })
}
