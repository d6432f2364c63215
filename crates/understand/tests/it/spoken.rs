//! What is listened for.

use std::{collections::HashSet, sync::OnceLock};

use ling_base::Lang;
use ling_understand::{Spoken, Stages, Understander};

use crate::house::{book, house, intent, names};

fn spoken() -> &'static Spoken {
    static SPOKEN: OnceLock<Spoken> = OnceLock::new();
    SPOKEN.get_or_init(|| Spoken::new(&house().books, Lang::En, &names()))
}

/// Everything that can be reached without a word.
fn widen(spoken: &Spoken, places: &mut HashSet<u32>) {
    loop {
        let n = places.len();
        for arc in &spoken.arcs {
            if arc.word.is_none() && places.contains(&arc.from) {
                places.insert(arc.to);
            }
        }
        if places.len() == n {
            return;
        }
    }
}

#[track_caller]
fn check_of(spoken: &Spoken, said: &str, expect: bool) {
    let mut places = HashSet::from([spoken.start]);
    widen(spoken, &mut places);
    for word in said.split(' ') {
        let word = spoken.words.iter().position(|known| known == word);
        let arcs = spoken.arcs.iter().filter(|arc| {
            arc.word.is_some_and(|id| Some(id as usize) == word) && places.contains(&arc.from)
        });
        places = arcs.map(|arc| arc.to).collect();
        widen(spoken, &mut places);
    }
    assert_eq!(places.contains(&spoken.end), expect, "{said}");
}

#[track_caller]
fn check(said: &str, expect: bool) {
    check_of(spoken(), said, expect);
}

#[test]
fn sentences_with_the_names_of_the_house() {
    check("turn on the light in the kitchen", true);
    check("please turn off the bedroom light", true);
    check("turn on the television thanks", true);
    check("turn on lamp two", true);
    check("turn on the light in the cellar", false);
    check("turn on the light in the", false);
    check("turn on the 电视", false);
    check("play a song by taylor swift", true);
    check("play a song by 周杰伦", false);
}

#[test]
fn values_in_words() {
    check("set a timer for twenty five minutes", true);
    check("set a timer for an hour and a half", true);
    check("wake me up at seven thirty", true);
    check("wake me at a quarter past six", true);
    check("wake me at seven thirty tomorrow", true);
    check("wake me tomorrow morning at seven", true);
    check("set a timer for twenty five", false);
    check("wake me at seventy thirty", false);
}

#[test]
fn what_is_usually_bought_and_nothing_that_is_free() {
    check("add milk and eggs to the shopping list", true);
    check("buy orange juice", true);
    check("buy a submarine", false);
    check("play whatever you like", false);
}

#[test]
fn what_goes_on_from_the_sentence_before() {
    check("and the bedroom", true);
    check("what about the kitchen", true);
    check("at half past seven", true);
    check("ten minutes", true);
}

#[test]
fn apostrophes_are_heard() {
    let books = [book(
        Lang::En,
        "talk",
        vec![intent("talk.go", &["we'll go", "don’t go"], &[])],
    )];
    let spoken = Spoken::new(&books, Lang::En, &[]);
    check_of(&spoken, "we'll go", true);
    check_of(&spoken, "don't go", true);
    check_of(&spoken, "well go", false);
}

#[test]
fn a_house_without_sentences_or_in_chinese_listens_for_nothing() {
    assert_eq!(
        Spoken::new(&house().books, Lang::Zh, &names()),
        Spoken::default()
    );
    let spoken = Spoken::new(&[], Lang::En, &[]);
    check_of(&spoken, "turn on the light", false);
}

#[test]
fn usual_words_are_more_likely() {
    let spoken = spoken();
    assert_eq!(spoken.likely.len(), spoken.words.len());
    let likely = |word: &str| {
        let at = spoken.words.iter().position(|known| known == word);
        spoken.likely[at.expect("it is a word")]
    };
    assert_eq!(likely("the"), 0.0);
    assert!(likely("turn") < 0.0 && likely("turn") > likely("television"));
}

/// Ways through what is listened for, as a generator of numbers chooses them.
fn walk(spoken: &Spoken, from: &[Vec<usize>], seed: u64) -> String {
    let mut state = seed;
    let mut place = spoken.start;
    let mut said: Vec<&str> = Vec::new();
    while place != spoken.end {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let arcs = &from[place as usize];
        let arc = &spoken.arcs[arcs[(state >> 33) as usize % arcs.len()]];
        said.extend(arc.word.map(|word| spoken.words[word as usize].as_str()));
        place = arc.to;
    }
    let said = said.join(" ");
    // Behind the name of a list, this house takes thanks for a part of the name.
    let plain = ["please", "thanks", "thank you"]
        .iter()
        .find_map(|polite| said.strip_suffix(polite));
    plain.unwrap_or(&said).trim().to_owned()
}

#[test]
fn what_is_listened_for_is_understood() {
    let spoken = spoken();
    let mut from = vec![Vec::new(); spoken.n_places as usize];
    for (at, arc) in spoken.arcs.iter().enumerate() {
        from[arc.from as usize].push(at);
    }
    let understander = Understander::new(|| house().books.clone(), None).expect("it compiles");
    let n = 400;
    let lost: Vec<String> = (0..n)
        .map(|seed| walk(spoken, &from, seed * 7_919 + 1))
        .filter(|said| {
            let reading = understander.understand(&[said], &house().scope(), Stages::All);
            reading.commands.is_empty() && reading.fragment.is_none()
        })
        .collect();
    // Of what goes on from a sentence before ("another minute"), some means nothing alone.
    assert!(lost.len() <= n as usize / 40, "{}: {lost:#?}", lost.len());
}
