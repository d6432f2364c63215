//! A miniature with random weights, made by `tools/ref/miniatures/zipformer.py --size spotter`. What sherpa-onnx finds in
//! one sound was written down by `tests/peers/graphs/spotter.py --fixture`; that script compares a hundred.

use super::*;
use crate::{RATE_HZ, wav};

const SOUND: &[u8] = include_bytes!("../../../tests/data/spotter/sound.wav");
const KEYWORDS: &str = include_str!("../../../tests/data/spotter/keywords.txt");
/// The first keyword and the chunk that it is found in.
const SHERPA: &str = include_str!("../../../tests/data/spotter/sherpa.txt");

fn model() -> SpotterModel {
    let files = Files {
        encoder: include_bytes!("../../../tests/data/spotter/encoder.onnx").to_vec(),
        decoder: include_bytes!("../../../tests/data/spotter/decoder.onnx").to_vec(),
        joiner: include_bytes!("../../../tests/data/spotter/joiner.onnx").to_vec(),
        tokens: include_str!("../../../tests/data/spotter/tokens.txt").to_owned(),
    };
    SpotterModel::open(files, &NetOptions::default()).unwrap()
}

fn spotter() -> Spotter {
    let model = model();
    let keywords = KEYWORDS.lines().map(|line| model.keyword(line, ""));
    let keywords = keywords.collect::<Result<Vec<_>, _>>().unwrap();
    Spotter::new(model, keywords)
}

fn found(spotter: &mut Spotter, samples: &[f32], n: usize) -> Vec<Woken> {
    let mut found = Vec::new();
    for piece in samples.chunks(n) {
        found.extend(spotter.push(piece));
        found.extend(std::iter::from_fn(|| spotter.push(&[])));
    }
    found
}

fn sound() -> Vec<f32> {
    wav::read(SOUND, &wav::Limits::UTTERANCE).unwrap().samples
}

/// In pieces of `n`, the sound has the keyword first that sherpa-onnx finds first, in the same chunk.
#[track_caller]
fn check_pieces(spotter: &mut Spotter, n: usize) {
    let found = found(spotter, &sound(), n);
    // Of two in one chunk sherpa-onnx tells the second.
    let chunk = |woken: &Woken| (woken.at / 160 - 45) / 32;
    let after = found.iter().skip(1).map(Some).chain([None]);
    let told = found.iter().zip(after);
    let told = told.filter(|(woken, after)| after.map(chunk) != Some(chunk(woken)));
    let lines = told.map(|(woken, _)| format!("{} {}", woken.word, chunk(woken)));
    let expect: Vec<&str> = SHERPA.lines().collect();
    assert_eq!(lines.take(1).collect::<Vec<_>>(), expect, "pieces of {n}");
    assert!(found.iter().all(|woken| (0.0..=1.0).contains(&woken.score)));
}

#[test]
fn keywords_are_those_of_sherpa_onnx() {
    let mut spotter = spotter();
    for n in [160, 1_000, 16_001, 480_000] {
        check_pieces(&mut spotter, n);
        spotter.reset();
    }
}

/// With that threshold, whether any of the keywords is found.
#[track_caller]
fn check_threshold(threshold: f32, n: usize) {
    let model = model();
    let keywords = KEYWORDS.lines().map(|line| Keyword {
        threshold,
        ..model.keyword(line, "").unwrap()
    });
    let mut spotter = Spotter::new(model.clone(), keywords.collect());
    let all = found(&mut spotter, &sound(), 1_000);
    assert!(all.iter().all(|woken| woken.score >= threshold));
    assert_eq!(all.len().min(1), n, "{threshold}");
}

#[test]
fn what_is_not_sure_is_not_told() {
    check_threshold(0.0001, 1);
    check_threshold(1.1, 0);
}

#[test]
fn whatever_sound_comes_is_no_panic() {
    let mut spotter = spotter();
    for odd in [0.0, 1.0, f32::NAN, f32::INFINITY, -1e30] {
        found(&mut spotter, &vec![odd; RATE_HZ as usize], 1_000);
    }
    let mut deaf = Spotter::new(model(), Vec::new());
    assert_eq!(found(&mut deaf, &sound(), 1_000), []);
}
