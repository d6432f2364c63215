//! A miniature with random weights, made by `tools/ref/miniatures/sense_voice.py`. What onnxruntime and sherpa-onnx make
//! of one sound was written down by `tests/peers/graphs/sense_voice.py --fixture`; that script compares a hundred.

use ling_nn::{Int8, NetOptions};

use super::*;
use crate::{ListenOptions, Recognizer, wav};

const F32: &[u8] = include_bytes!("../../../tests/data/sense_voice/model.onnx");
const INT8: &[u8] = include_bytes!("../../../tests/data/sense_voice/model.int8.onnx");
const TOKENS: &str = include_str!("../../../tests/data/sense_voice/tokens.txt");
const SOUND: &[u8] = include_bytes!("../../../tests/data/sense_voice/sound.wav");
/// The last layer's values in onnxruntime.
const LOGITS: &[u8] = include_bytes!("../../../tests/data/sense_voice/logits.f32");
const LOGITS_INT8: &[u8] = include_bytes!("../../../tests/data/sense_voice/logits.int8.f32");
/// Language, emotion, event and tokens in sherpa-onnx, a line each.
const SHERPA: &str = include_str!("../../../tests/data/sense_voice/sherpa.txt");

fn open(onnx: &[u8], int8: Int8) -> SenseVoice {
    let options = NetOptions { n_threads: 1, int8 };
    SenseVoice::open(onnx.to_vec(), TOKENS, &options).unwrap()
}

fn engine() -> SenseVoice {
    open(F32, Int8::WhereExact)
}

fn sound() -> Vec<f32> {
    wav::read(SOUND, &wav::Limits::UTTERANCE).unwrap().samples
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    let four = bytes.as_chunks::<4>().0.iter();
    four.map(|four| f32::from_le_bytes(*four)).collect()
}

/// The error against values computed in floats: the root of the mean square.
fn error(found: &[f32], right: &[f32]) -> f32 {
    assert_eq!(found.len(), right.len());
    let squares = found
        .iter()
        .zip(right)
        .map(|(one, other)| (one - other).powi(2));
    (squares.sum::<f32>() / right.len() as f32).sqrt()
}

#[test]
fn floats_are_those_of_onnxruntime_and_tokens_those_of_sherpa_onnx() {
    let engine = engine();
    let found = engine.logits(&sound(), &Wish::default()).unwrap();
    let errors = found.iter().zip(floats(LOGITS));
    let worst = errors
        .map(|(one, other)| (one - other).abs())
        .fold(0.0, f32::max);
    assert!(worst <= 1e-4, "{worst}");
    let tokens = engine.tokens(&found).into_iter();
    let tokens: Vec<String> = tokens.map(|token| token.replace('▁', " ")).collect();
    // sherpa-onnx does not print the fourth, the form of the text.
    let (tags, words) = tokens.split_at(4);
    assert_eq!(
        [&tags[..3], words].concat(),
        SHERPA.lines().collect::<Vec<_>>()
    );
}

/// 8-bit weights, computed in each way, are as near to f32 as in onnxruntime. The two may round a sum differently.
#[test]
fn bytes_are_as_right_as_those_of_onnxruntime() {
    let right = floats(LOGITS);
    let most = error(&floats(LOGITS_INT8), &right) * 1.05;
    for int8 in [Int8::WhereExact, Int8::Never] {
        let found = open(INT8, int8).logits(&sound(), &Wish::default()).unwrap();
        let error = error(&found, &right);
        assert!(error <= most, "{int8:?}: {error}, but {most}");
    }
}

/// The language wished for, and what the net then says besides words.
#[track_caller]
fn check_tags(lang: Option<Lang>, written: bool, expect: [&str; 4]) {
    let wish = Wish {
        lang,
        written,
        ..Wish::default()
    };
    let heard = engine().hear(&sound(), &wish).unwrap();
    let Tags {
        lang: said,
        emotion,
        event,
        form,
    } = heard.tags.clone();
    let tags = [said, emotion, event, form].map(Option::unwrap_or_default);
    assert_eq!(tags, expect);
    assert_eq!(heard.transcript().lang, Lang::from_tag(expect[0]));
}

#[test]
fn tags_are_told_and_are_no_words() {
    check_tags(None, true, ["zh", "NEUTRAL", "Speech", "withitn"]);
    check_tags(Some(Lang::Zh), false, ["zh", "NEUTRAL", "Speech", "woitn"]);
    check_tags(Some(Lang::En), true, ["en", "NEUTRAL", "Speech", "withitn"]);
    check_tags(Some(Lang::En), false, ["en", "NEUTRAL", "Speech", "woitn"]);
}

#[test]
fn words_lie_in_the_sound_and_alternatives_in_order() {
    let samples = sound();
    let heard = engine().hear(&samples, &Wish::default()).unwrap();
    let best = &heard.alternatives[0];
    let spaceless = |text: &str| text.replace(' ', "");
    let words: String = heard.words.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(words, spaceless(&best.text));
    let mut before = 0.0;
    for word in &heard.words {
        assert!(
            word.start_s >= before && word.end_s > word.start_s,
            "{:?}",
            heard.words
        );
        before = word.start_s;
    }
    assert!(before < samples.len() as f64 / f64::from(RATE_HZ));
    let alternatives = &heard.alternatives;
    assert_eq!(alternatives.len(), 5);
    for pair in alternatives.windows(2) {
        assert!(pair[0].score >= pair[1].score && pair[0].text != pair[1].text);
    }
    let one = Wish {
        n_best: 0,
        ..Wish::default()
    };
    assert_eq!(
        engine().hear(&samples, &one).unwrap().alternatives,
        alternatives[..1]
    );
}

/// Pushed in pieces of `n`, the sound is heard as at once, with partial results on the way.
#[track_caller]
fn check_pieces(n: usize, n_partials: usize) {
    let engine = engine();
    let mut hearing = engine.start(&ListenOptions::default()).unwrap();
    let pieces = sound();
    let partials = pieces
        .chunks(n)
        .filter_map(|piece| hearing.push(piece).unwrap());
    assert_eq!(partials.count(), n_partials, "pieces of {n}");
    let whole = engine.hear(&sound(), &Wish::default()).unwrap();
    assert_eq!(
        hearing.finish().unwrap(),
        whole.transcript(),
        "pieces of {n}"
    );
}

#[test]
fn sound_may_come_in_pieces() {
    // 3 s: after 0.6, 1.2, 1.8, 2.4 and 3 s.
    check_pieces(160, 5);
    check_pieces(1_000, 4);
    check_pieces(16_001, 3);
    check_pieces(48_000, 1);
    check_pieces(7, 4);
}

#[test]
fn whatever_sound_comes_is_no_panic() {
    let engine = engine();
    let wish = Wish::default();
    let hear = |samples: &[f32]| engine.hear(samples, &wish).map(Heard::transcript);
    for n in [0, 1, 399] {
        assert_eq!(hear(&vec![0.1; n]).unwrap(), Transcript::default());
    }
    for odd in [0.0, 1.0, f32::NAN, f32::INFINITY, -1e30] {
        assert!(hear(&vec![odd; 16_000]).is_ok());
    }
    let noise = sound().into_iter().cycle();
    let long: Vec<f32> = noise.take(31 * RATE_HZ as usize).collect();
    assert_eq!(hear(&long).unwrap_err().code(), "too_long");
    let mut hearing = engine.start(&ListenOptions::default()).unwrap();
    let last = long
        .chunks(8_000)
        .map(|piece| hearing.push(piece).map(|_| ()))
        .last();
    assert_eq!(last.unwrap().unwrap_err().code(), "too_long");
}

/// A model whose file says something else, and why it is refused.
#[track_caller]
fn check_refused(says: &str, instead: &str, why: &str) {
    assert_eq!(says.len(), instead.len());
    let mut onnx = F32.to_vec();
    let at = onnx
        .windows(says.len())
        .rposition(|part| part == says.as_bytes());
    onnx[at.unwrap()..][..says.len()].copy_from_slice(instead.as_bytes());
    let found = SenseVoice::open(onnx, TOKENS, &NetOptions::default());
    let found = found.unwrap_err().to_string();
    assert!(found.contains(why), "{found}");
}

#[test]
fn a_model_that_is_another_is_refused() {
    check_refused("sense_voice_ctc", "zipformer2_ctc_", "no SenseVoice");
    check_refused("random weights", "A Nano of them", "no SenseVoice");
    check_refused("lang_auto", "lang_otto", "no `lang_auto`");
    check_refused("neg_mean", "pos_mean", "no `neg_mean`");
    check_refused("inv_stddev", "inv_stddew", "no `inv_stddev`");
    check_refused("with_itn", "with_ito", "no `with");
    check_refused(
        "lfr_window_size\x12\x017",
        "lfr_window_size\x12\x016",
        "is 6 instead of 7",
    );
    check_refused(
        "vocab_size\x12\x03120",
        "vocab_size\x12\x03xyz",
        "no whole number",
    );
    check_refused(
        "vocab_size\x12\x03120",
        "vocab_size\x12\x03121",
        "121 tokens",
    );
    check_refused("blank_id\x12\x010", "blank_id\x12\x01-", "no whole number");
    let cut = SenseVoice::open(
        F32[..F32.len() / 2].to_vec(),
        TOKENS,
        &NetOptions::default(),
    );
    assert_eq!(cut.unwrap_err().code(), "model");
    let fewer: String = TOKENS
        .lines()
        .take(100)
        .map(|line| format!("{line}\n"))
        .collect();
    let fewer = SenseVoice::open(F32.to_vec(), &fewer, &NetOptions::default());
    assert!(fewer.unwrap_err().to_string().contains("120 tokens"));
}
