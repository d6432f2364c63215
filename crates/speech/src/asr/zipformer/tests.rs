//! A miniature with random weights, made by `tools/ref/miniatures/zipformer.py`. What onnxruntime and sherpa-onnx make of
//! one sound was written down by `tests/peers/graphs/zipformer.py --fixture`; that script compares a hundred.

use super::*;
use crate::{ListenOptions, Recognizer, wav};

const ENCODER: &[u8] = include_bytes!("../../../tests/data/zipformer/encoder.onnx");
const DECODER: &[u8] = include_bytes!("../../../tests/data/zipformer/decoder.onnx");
const JOINER: &[u8] = include_bytes!("../../../tests/data/zipformer/joiner.onnx");
const TOKENS: &str = include_str!("../../../tests/data/zipformer/tokens.txt");
const SOUND: &[u8] = include_bytes!("../../../tests/data/zipformer/sound.wav");
/// The encoder's frames in onnxruntime.
const FRAMES: &[u8] = include_bytes!("../../../tests/data/zipformer/frames.f32");
/// Tokens and their seconds in sherpa-onnx: a line for each way to search.
const SHERPA: &str = include_str!("../../../tests/data/zipformer/sherpa.txt");

fn files() -> Files {
    Files {
        encoder: ENCODER.to_vec(),
        decoder: DECODER.to_vec(),
        joiner: JOINER.to_vec(),
        tokens: TOKENS.to_owned(),
    }
}

fn engine() -> Zipformer {
    Zipformer::open(files(), &NetOptions::default()).unwrap()
}

fn sound() -> Vec<f32> {
    wav::read(SOUND, &wav::Limits::UTTERANCE).unwrap().samples
}

#[test]
fn frames_are_those_of_onnxruntime() {
    let found = engine().frames(&sound()).unwrap();
    let expect = FRAMES.as_chunks::<4>().0.iter();
    let expect: Vec<f32> = expect.map(|four| f32::from_le_bytes(*four)).collect();
    assert_eq!(found.len(), expect.len());
    let errors = found.iter().zip(expect).map(|(one, two)| (one - two).abs());
    let worst = errors.fold(0.0, f32::max);
    assert!(worst <= 1e-4, "{worst}");
}

/// A way to search as it stands in the file, and the tokens of sherpa-onnx.
fn ways() -> impl Iterator<Item = (Wish, &'static str)> {
    SHERPA.lines().map(|line| {
        let (way, tokens) = line.split_once('\t').unwrap();
        let parts: Vec<&str> = way.split(' ').collect();
        let names = parts[2].split(',').filter(|name| !name.is_empty());
        let wish = Wish {
            n_paths: parts[1].parse().unwrap(),
            names: names.map(str::to_owned).collect(),
            ..Wish::default()
        };
        (wish, tokens)
    })
}

#[test]
fn tokens_are_those_of_sherpa_onnx() {
    let engine = engine();
    for (wish, expect) in ways() {
        let heard = engine.hear(&sound(), &wish).unwrap();
        let tokens = heard.tokens.iter();
        let tokens = tokens.map(|(token, at)| format!("{token}@{at:.2}"));
        assert_eq!(tokens.collect::<Vec<_>>().join(" "), expect, "{wish:?}");
    }
}

/// Pushed in pieces of `n`, the sound is heard as at once.
#[track_caller]
fn check_pieces(n: usize, n_partials: usize) {
    let engine = engine();
    let names = vec!["播八".to_owned()];
    let wish = Wish {
        names: names.clone(),
        ..Wish::default()
    };
    let options = ListenOptions { lang: None, names };
    let mut hearing = engine.start(&options).unwrap();
    let sound = sound();
    let partials = sound
        .chunks(n)
        .filter_map(|piece| hearing.push(piece).unwrap());
    let n_found = partials.count();
    assert!(
        (1..=n_partials).contains(&n_found),
        "pieces of {n}: {n_found}"
    );
    let whole = engine.hear(&sound, &wish).unwrap();
    assert_eq!(
        hearing.finish().unwrap(),
        whole.transcript(),
        "pieces of {n}"
    );
}

#[test]
fn sound_may_come_in_pieces() {
    // 3 s have 8 whole chunks.
    check_pieces(160, 8);
    check_pieces(5_120, 8);
    check_pieces(16_001, 3);
    check_pieces(48_000, 1);
    check_pieces(7, 8);
}

#[test]
fn words_lie_in_the_sound_and_alternatives_in_order() {
    let samples = sound();
    let heard = engine().hear(&samples, &Wish::default()).unwrap();
    let best = &heard.alternatives[0];
    let words: String = heard.words.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(words, best.text.replace(' ', ""));
    let mut before = 0.0;
    for word in &heard.words {
        let is_later = word.start_s >= before && word.end_s > word.start_s;
        assert!(is_later, "{:?}", heard.words);
        before = word.start_s;
    }
    assert!(before < samples.len() as f64 / f64::from(RATE_HZ) + 1.0);
    assert!(heard.alternatives.len() > 1);
    for pair in heard.alternatives.windows(2) {
        assert!(pair[0].score >= pair[1].score && pair[0].text != pair[1].text);
    }
}

#[test]
fn whatever_sound_comes_is_no_panic() {
    let engine = engine();
    let wish = Wish::default();
    for odd in [0.0, 1.0, f32::NAN, f32::INFINITY, -1e30] {
        for n in [0, 1, 399, 16_000] {
            assert!(engine.hear(&vec![odd; n], &wish).is_ok(), "{odd}, {n}");
        }
    }
    let strange = Wish {
        n_paths: 0,
        names: vec![String::new(), "播".repeat(1_000)],
        boost: f32::NAN,
        n_best: 0,
    };
    assert_eq!(
        engine.hear(&sound(), &strange).unwrap().alternatives.len(),
        1
    );
    let long = vec![0.1; 31 * RATE_HZ as usize];
    assert_eq!(engine.hear(&long, &wish).unwrap_err().code(), "too_long");
    assert_eq!(engine.frames(&long).unwrap_err().code(), "too_long");
}

/// A net's bytes with other words in them.
fn replaced(onnx: &[u8], says: &str, instead: &str) -> Vec<u8> {
    assert_eq!(says.len(), instead.len());
    let mut onnx = onnx.to_vec();
    let mut any = false;
    for at in 0..=onnx.len() - says.len() {
        if onnx[at..].starts_with(says.as_bytes()) {
            onnx[at..][..says.len()].copy_from_slice(instead.as_bytes());
            any = true;
        }
    }
    assert!(any, "{says}");
    onnx
}

/// Files of another model, and why they are refused.
#[track_caller]
fn check_refused(files: Files, why: &str) {
    let error = Zipformer::open(files, &NetOptions::default()).unwrap_err();
    assert_eq!(error.code(), "model", "{error}");
    assert!(error.to_string().contains(why), "{error}");
}

#[test]
fn a_model_that_is_another_is_refused() {
    let encoder = |says, instead| Files {
        encoder: replaced(ENCODER, says, instead),
        ..files()
    };
    let decoder = |says, instead| Files {
        decoder: replaced(DECODER, says, instead),
        ..files()
    };
    check_refused(encoder("zipformer2", "conformer2"), "no zipformer");
    check_refused(
        encoder("decode_chunk_len", "decode_chunk_lem"),
        "no `decode_chunk_len`; take a file that was exported for streaming",
    );
    check_refused(encoder("T\x12\x0245", "T\x12\x02xy"), "no whole number");
    check_refused(encoder("T\x12\x0245", "T\x12\x0231"), "makes no sense");
    check_refused(encoder("T\x12\x0245", "T\x12\x0247"), "encoder.int8.onnx");
    check_refused(
        encoder("new_cached_key_3", "old_cached_key_3"),
        "takes `cached_key_3`, but gives no `new_cached_key_3`",
    );
    check_refused(decoder("context_size", "kontext_size"), "no `context_size`");
    check_refused(
        decoder("context_size\x12\x012", "context_size\x12\x013"),
        "joiner.int8.onnx",
    );
    check_refused(
        decoder("vocab_size\x12\x03150", "vocab_size\x12\x03151"),
        "151 tokens",
    );
    check_refused(
        Files {
            encoder: DECODER.to_vec(),
            ..files()
        },
        "no zipformer",
    );
    check_refused(
        Files {
            decoder: JOINER.to_vec(),
            ..files()
        },
        "decoder.onnx",
    );
    check_refused(
        Files {
            joiner: DECODER.to_vec(),
            ..files()
        },
        "joiner.int8.onnx",
    );
    check_refused(
        Files {
            tokens: "a 0\n".into(),
            ..files()
        },
        "150 tokens",
    );
}

#[test]
fn a_model_that_is_cut_off_is_refused() {
    for part in 1..8 {
        let cut = |bytes: &[u8]| bytes[..bytes.len() * part / 8].to_vec();
        let all = [
            Files {
                encoder: cut(ENCODER),
                ..files()
            },
            Files {
                decoder: cut(DECODER),
                ..files()
            },
            Files {
                joiner: cut(JOINER),
                ..files()
            },
        ];
        for files in all {
            check_refused(files, "cannot be read");
        }
    }
}
