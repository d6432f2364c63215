//! A miniature of the nets, with what TensorFlow Lite answers: `tools/ref/wake/miniature.py` wrote both. The whole nets
//! are compared by `tools/ref/wake/oracle.py`.

use proptest::prelude::*;

use super::{Frames, MicroWake, N_CHANNELS, WakeModel, step::Factor};
use crate::{WakeWord, Woken};

const NET: &[u8] = include_bytes!("../../../tests/data/wake_miniature.tflite");

/// Chance numbers, the same as in the script.
struct Chance(u32);

impl Chance {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) % n
    }

    fn frame(&mut self) -> [u16; N_CHANNELS] {
        std::array::from_fn(|_| self.below(640) as u16)
    }
}

fn description(cutoff: &str, n_window: &str) -> String {
    format!(
        r#"{{"wake_word": "Hey", "micro": {{"probability_cutoff": {cutoff}, "sliding_window_size": {n_window}}}}}"#
    )
}

fn model(cutoff: &str, n_window: &str) -> WakeModel {
    WakeModel::read("hey", description(cutoff, n_window).as_bytes(), NET).unwrap()
}

/// A second of noise whose loudness goes in steps.
fn noise() -> Vec<i16> {
    let mut chance = Chance(2);
    (0..16_000)
        .map(|at| (chance.below(65_536) as i32 - 32_768, 1 + at / 1_600 % 8))
        .map(|(sample, level)| (sample * level).div_euclid(8) as i16)
        .collect()
}

/// Checks what the front end makes of the noise, against pymicro-features.
#[track_caller]
fn check_frame(idx: usize, expected: [u16; N_CHANNELS]) {
    let (mut made, noise) = (Frames::new(), noise());
    let (mut at, mut frames) = (0, Vec::new());
    while at < noise.len() {
        let (n, frame) = made.push(&noise[at..]);
        at += n;
        frames.extend(frame);
    }
    assert_eq!(frames.len(), 98);
    assert_eq!(frames[idx], expected, "frame {idx}");
}

#[test]
fn frames_are_those_of_the_package() {
    check_frame(
        0,
        [
            648, 597, 647, 593, 646, 595, 653, 596, 652, 596, 657, 597, 649, 592, 651, 597, 653,
            597, 653, 596, 653, 599, 653, 599, 653, 600, 657, 600, 653, 600, 657, 600, 657, 600,
            657, 600, 657, 600, 654, 599,
        ],
    );
    check_frame(
        40,
        [
            387, 325, 292, 306, 457, 274, 416, 0, 400, 0, 368, 339, 459, 236, 328, 203, 423, 322,
            473, 414, 463, 418, 406, 248, 461, 177, 428, 381, 447, 342, 425, 297, 369, 236, 460,
            297, 421, 274, 461, 322,
        ],
    );
    check_frame(
        70,
        [
            498, 258, 377, 386, 401, 177, 468, 431, 405, 222, 414, 258, 385, 357, 455, 133, 401,
            203, 424, 325, 477, 311, 236, 133, 392, 0, 334, 0, 292, 0, 306, 222, 177, 0, 353, 0,
            133, 274, 414, 287,
        ],
    );
}

#[test]
fn answers_are_those_of_tensorflow_lite() {
    let expected: &[u16] = &[
        246, 243, 151, 3, 246, 3, 3, 3, 246, 63, 246, 246, 246, 3, 246, 246, 21, 3, 246, 3, 245, 3,
        149, 191, 61, 3, 76, 246, 246, 105, 55, 65, 246, 246, 11, 3, 246, 246, 246, 246, 20, 242,
        246, 246, 3, 62, 209, 246, 246, 246, 246, 246, 3, 3, 246, 246, 246, 113, 246, 3, 49, 182,
        102, 246, 4, 15, 246, 58, 246, 232,
    ];
    let (mut model, mut chance) = (model("0.5", "1"), Chance(1));
    let answers: Vec<f32> = (0..210)
        .filter_map(|_| model.hear(&chance.frame()))
        .collect();
    let expected: Vec<f32> = expected.iter().map(|n| f32::from(*n) / 256.0).collect();
    assert_eq!(answers, expected);
}

/// Checks a product that lies halfway between two numbers; read from a layer of "Hey Jarvis" in TensorFlow Lite.
#[track_caller]
fn check_half(factor: f64, is_away: bool, sum: i32, expected: i32) {
    let factor = Factor::of(factor, is_away).unwrap();
    assert_eq!(factor.times(sum), expected, "{sum}");
}

#[test]
fn halves_go_where_they_go_in_tensorflow_lite() {
    check_half(0.002483727191884611, false, 17_917, 45);
    check_half(0.0033444766697615235, false, -448, -1);
    check_half(0.002708216885943714, false, -185, 0);
    check_half(0.0030203504159119913, false, -496, -1);
    check_half(0.0028304147523285296, false, -2_296, -6);
    check_half(0.00432810664643184, true, -1_039, -5);
    check_half(0.00432810664643184, true, 1_270, 6);
    check_half(0.0027817442835580916, true, -180, -1);
    check_half(0.0027817442835580916, true, 5_931, 17);
}

#[test]
fn factors_are_from_zero_to_one() {
    check_half(0.0, true, i32::MIN, 0);
    check_half(0.5, false, 8, 4);
    check_half(1e-12, true, -1, 0);
    for value in [1.0, -0.1, f64::NAN, f64::INFINITY] {
        assert!(Factor::of(value, false).is_none(), "{value}");
    }
}

/// Checks which answers in a row wake a word that wants three on average above one half.
#[track_caller]
fn check_window(answers: &[f32], expected: &[bool]) {
    let mut model = model("0.5", "3");
    let woke: Vec<bool> = answers
        .iter()
        .map(|one| model.weigh(*one).is_some())
        .collect();
    assert_eq!(woke, expected, "{answers:?}");
}

#[test]
fn the_average_decides() {
    check_window(&[1.0, 1.0, 1.0], &[false, false, true]);
    check_window(&[0.5, 0.5, 0.5, 0.75], &[false, false, false, true]);
    check_window(
        &[1.0, 0.0, 0.0, 1.0, 0.75],
        &[false, false, false, false, true],
    );
}

/// What is found in four seconds of noise, pushed in pieces of `n` samples.
fn found(wake: &mut MicroWake, n: usize) -> Vec<Woken> {
    let noise: Vec<f32> = noise()
        .iter()
        .map(|sample| f32::from(*sample) / 32_768.0)
        .collect();
    let noise = noise.repeat(4);
    let mut found = Vec::new();
    for piece in noise.chunks(n) {
        let mut woken = wake.push(piece);
        while let Some(one) = woken {
            found.push(one);
            woken = wake.push(&[]);
        }
    }
    found
}

#[test]
fn pieces_of_any_size_sound_the_same() {
    let words = || vec![model("0.5", "2"), model("0.9", "1")];
    let whole = found(&mut MicroWake::new(words()), usize::MAX);
    assert!(whole.len() >= 2);
    for n in [1, 159, 160, 1_000, 40_001] {
        assert_eq!(
            found(&mut MicroWake::new(words()), n),
            whole,
            "pieces of {n}"
        );
    }
}

#[test]
fn a_word_is_told_once() {
    let found = found(&mut MicroWake::new(vec![model("0.01", "1")]), 4_000);
    let places: Vec<u64> = found.iter().map(|woken| woken.at).collect();
    assert!(
        places.len() >= 3 && places.windows(2).all(|pair| pair[1] - pair[0] >= 16_000),
        "{places:?}"
    );
}

#[test]
fn forgetting_is_beginning_anew() {
    let mut wake = MicroWake::new(vec![model("0.5", "2")]);
    let first = found(&mut wake, 1_000);
    wake.push(&[0.3; 77]);
    wake.reset();
    assert_eq!(found(&mut wake, 1_000), first);
}

#[test]
fn odd_samples_do_no_harm() {
    let mut wake = MicroWake::new(vec![model("0.5", "2")]);
    for sample in [f32::NAN, f32::INFINITY, -9.0, 1.0, -1.0] {
        let found = wake.push(&[sample; 4_000]);
        assert!(found.is_none_or(|woken| (0.0..=1.0).contains(&woken.score)));
    }
}

#[track_caller]
fn check_refused(description: &str, net: &[u8], expected: &str) {
    let error = WakeModel::read("hey", description.as_bytes(), net)
        .err()
        .unwrap();
    assert_eq!(error.code(), "model");
    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn what_is_no_model_is_refused() {
    let good = description("0.5", "2");
    check_refused(
        &good,
        b"",
        "`hey.tflite` cannot be read: it is no TensorFlow Lite model",
    );
    check_refused(
        &good,
        b"<!DOCTYPE html><html>",
        "it is no TensorFlow Lite model",
    );
    check_refused(&good, &NET[..NET.len() / 2], "it is cut off");
    check_refused(&good, &vec![0; 9 << 20], "at most 8388608 are taken");
    check_refused(
        "{}",
        NET,
        "`hey.json` cannot be read: missing field `wake_word`",
    );
    check_refused("", NET, "`hey.json` cannot be read");
    check_refused(&description("1.5", "2"), NET, "`probability_cutoff`");
    check_refused(&description("0.5", "0"), NET, "`sliding_window_size`");
    check_refused(&description("0.5", "100000"), NET, "`sliding_window_size`");
    check_refused(&" ".repeat(70_000), NET, "more than 65536 bytes");
}

#[test]
fn a_net_that_is_cut_off_anywhere_is_refused_or_run() {
    for n in 0..NET.len() {
        run(&NET[..n]);
    }
}

/// Runs whatever can be read.
fn run(net: &[u8]) {
    let description = description("0.5", "2");
    if let Ok(model) = WakeModel::read("hey", description.as_bytes(), net) {
        let mut wake = MicroWake::new(vec![model]);
        wake.push(&[0.25; 2_400]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_change_of_a_net_is_refused_or_run(
        changes in proptest::collection::vec((0..NET.len(), any::<u8>()), 1..6),
    ) {
        let mut net = NET.to_vec();
        changes.iter().for_each(|(at, byte)| net[*at] = *byte);
        run(&net);
    }

    #[test]
    fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        run(&[b"....TFL3", &bytes[..]].concat());
    }
}
