//! The net against PyTorch, and against files that mean harm.

use proptest::prelude::*;

use super::file::check_sum;
use super::*;

/// A net with chance weights (`models/train/understand/tiny.py`).
const TINY: &[u8] = include_bytes!("../../tests/data/net_tiny.bin");

fn guess(net: &Net<'_>, text: &str) -> Guess {
    let now = "2026-03-02T09:00[UTC]".parse().unwrap();
    net.guess(text, &now, &Names::default())
}

#[track_caller]
fn check(net: &Net<'_>, line: &str) {
    let [text, label, chance, known, slots] = line.split('\t').collect::<Vec<_>>()[..] else {
        panic!("not five columns: {line}");
    };
    let found = guess(net, text);
    assert_eq!(found.labels[0].0, label, "text: {text}");
    let near = |found: f32, expect: &str| (found - expect.parse::<f32>().unwrap()).abs() < 2e-3;
    assert!(near(found.labels[0].1, chance), "text: {text}: {found:?}");
    assert!(near(found.known, known), "text: {text}: {found:?}");
    let shown: Vec<String> = found
        .slots
        .iter()
        .map(|slot| format!("{}:{}..{}", slot.kind, slot.span.start, slot.span.end))
        .collect();
    assert_eq!(shown.join(" "), slots, "text: {text}");
}

#[test]
fn as_in_pytorch() {
    let net = Net::load(TINY).unwrap();
    let lines = include_str!("../../tests/data/net_tiny.tsv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        check(&net, line);
    }
}

#[test]
fn equal_names_are_one_label() {
    let net = Net::load(TINY).unwrap();
    assert_eq!(
        net.labels(),
        ["general_greet", "iot_hue_lightoff", "play_music"]
    );
    let sum: f32 = guess(&net, "好").labels.iter().map(|label| label.1).sum();
    assert!((sum - 1.0).abs() < 1e-4);
}

#[test]
fn sentences_without_words_and_long_ones() {
    let net = Net::load(TINY).unwrap();
    assert_eq!(guess(&net, ""), Guess::default());
    assert_eq!(guess(&net, "?! 💡"), Guess::default());
    for long in [
        "好".repeat(10_000),
        "a b ".repeat(5_000),
        "(".repeat(10_000),
    ] {
        assert!(guess(&net, &long).known.is_finite());
    }
}

#[track_caller]
fn refused(bytes: &[u8], code: &str) {
    assert_eq!(Net::load(bytes).err().map(|error| error.code()), Some(code));
}

/// With a check sum that is right again.
fn sealed(mut body: Vec<u8>) -> Vec<u8> {
    let sum = check_sum(&body);
    body.extend(sum.to_le_bytes());
    body
}

fn body() -> Vec<u8> {
    TINY[..TINY.len() - 4].to_vec()
}

#[test]
fn foreign_and_broken_files() {
    refused(b"", "foreign");
    refused(b"GGUF and more", "foreign");
    refused(b"LNU1", "broken");
    refused(&TINY[..TINY.len() - 1], "broken");
    refused(&[TINY, b"x"].concat(), "broken");
    refused(&sealed([&body()[..], b"x"].concat()), "broken");
    refused(&sealed(b"LNU1\0\0\0\0".to_vec()), "missing");
    refused(&sealed(b"LNU1\xff\xff\xff\xff".to_vec()), "broken");
}

#[test]
fn sizes_that_no_file_holds() {
    for dims in [
        [u32::MAX, u32::MAX],
        [1 << 31, 2],
        [u32::MAX, 0],
        [0, u32::MAX],
    ] {
        for kind in 0..5 {
            let mut body = b"LNU1\x01\0\0\0\x05embed".to_vec();
            body.extend([kind, 2]);
            dims.iter().for_each(|dim| body.extend(dim.to_le_bytes()));
            assert!(Net::load(&sealed(body)).is_err());
        }
    }
}

/// Whatever it is, it is refused, or it runs.
fn survives(bytes: &[u8]) {
    if let Ok(net) = Net::load(bytes) {
        let found = guess(&net, "play 一下周杰伦的晴天");
        assert!(found.labels.len() <= LABELS_MAX);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn one_bit_is_noticed(at in 0..TINY.len(), bit in 0..8) {
        let mut bytes = TINY.to_vec();
        bytes[at] ^= 1_u8 << bit;
        prop_assert!(Net::load(&bytes).is_err());
    }

    #[test]
    fn changed_bytes_behind_a_right_sum(changes in prop::collection::vec((4..TINY.len() - 4, any::<u8>()), 1..12)) {
        let mut body = body();
        for (at, byte) in changes {
            body[at] = byte;
        }
        survives(&sealed(body));
    }

    #[test]
    fn cut_behind_a_right_sum(end in 0..TINY.len() - 4) {
        prop_assert!(Net::load(&sealed(body()[..end].to_vec())).is_err());
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survives(&sealed([&b"LNU1"[..], &bytes].concat()));
    }
}
