//! A language of four sounds: files of a model are written here, and frames of it are heard.

use std::sync::Arc;

use super::{
    Acoustics, Commands, Hearing, Listener, ModelFiles, Pronunciations, Tuning,
    front::{Feature, N_CEPSTRA, N_FEATURES},
    jsgf,
};
use crate::{ListenOptions, Recognizer};

const PHONES: [&str; 4] = ["A", "B", "C", "SIL"];

struct Files {
    mdef: Vec<u8>,
    means: Vec<u8>,
    variances: Vec<u8>,
    transition_matrices: Vec<u8>,
    sendump: Vec<u8>,
}

/// What a phone's cepstrum is.
fn level(phone: usize) -> f32 {
    phone as f32 * 4.0
}

fn numbers(bytes: &mut Vec<u8>, numbers: &[u32]) {
    bytes.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
}

fn s3(header: &[u32], floats: &[f32]) -> Vec<u8> {
    let mut bytes = b"s3\nversion 1.0\nendhdr\n".to_vec();
    numbers(&mut bytes, &[0x1122_3344]);
    numbers(&mut bytes, header);
    numbers(&mut bytes, &[floats.len() as u32]);
    bytes.extend(floats.iter().flat_map(|x| x.to_le_bytes()));
    bytes
}

fn files() -> Files {
    let mut mdef = b"BMDF".to_vec();
    numbers(&mut mdef, &[1, 4]);
    mdef.extend(b"none");
    numbers(&mut mdef, &[4, 4, 3, 12, 12, 1, 4, 3, 0, 3]);
    for name in PHONES {
        mdef.extend(name.bytes().chain([0]));
    }
    mdef.extend([0, 0]);
    for phone in 0..4 {
        numbers(&mut mdef, &[phone, 0, u32::from(phone == 3)]);
    }
    numbers(&mut mdef, &[12]);
    mdef.extend((0..12u16).flat_map(u16::to_le_bytes));
    // The first density of the first stream tells the phones apart; the others are far from everything.
    let mean = |at: usize| {
        let (phone, stream, density) = (
            at / N_CEPSTRA / 128 / 3,
            at / N_CEPSTRA / 128 % 3,
            at / N_CEPSTRA % 128,
        );
        match (stream, density) {
            (_, 1..) => 500.0,
            (0, _) => level(phone),
            _ => 0.0,
        }
    };
    let n = 4 * 3 * 128 * N_CEPSTRA;
    let means: Vec<f32> = (0..n).map(mean).collect();
    let mut sendump = Vec::new();
    for line in ["made here\0", "cluster_count 0\0"] {
        numbers(&mut sendump, &[line.len() as u32]);
        sendump.extend(line.bytes());
    }
    numbers(&mut sendump, &[0, 128, 12]);
    sendump.extend(vec![0; 3 * 128 * 12]);
    let matrix = [0.5, 0.5, 0.0, 0.0, 0.0, 0.5, 0.5, 0.0, 0.0, 0.0, 0.5, 0.5];
    Files {
        mdef,
        means: s3(&[4, 3, 128, 13, 13, 13], &means),
        variances: s3(&[4, 3, 128, 13, 13, 13], &vec![1.0; n]),
        transition_matrices: s3(&[1, 3, 4], &matrix),
        sendump,
    }
}

fn acoustics(files: &Files) -> Result<Acoustics, crate::SpeechError> {
    Acoustics::read(&ModelFiles {
        mdef: &files.mdef,
        means: &files.means,
        variances: &files.variances,
        transition_matrices: &files.transition_matrices,
        sendump: &files.sendump,
        feat_params: b"-lowerf 130\n-upperf 6800\n-nfilt 25\n-transform dct\n-lifter 22\n-feat 1s_c_d_dd\n-cmn batch\n",
        noisedict: b"<s> SIL\n<sil> SIL\n",
        phone_lm: None,
    })
}

const WORDS: &str = "ab A B\nba B A\nba(2) B B A\nc C\nlong A B C A B C\n";

fn commands(grammar: &str) -> Commands {
    let said = Pronunciations {
        words: WORDS,
        more: "",
    };
    let grammar = jsgf::parse(grammar).unwrap();
    let acoustics = Arc::new(acoustics(&files()).unwrap());
    Commands::new(acoustics, &grammar, &said, Tuning::default()).unwrap()
}

/// A frame for each letter.
fn frames(sounds: &str) -> Vec<Feature> {
    let frame = |sound: char| {
        let phone = match sound {
            '_' => 3,
            _ => "abc".find(sound).unwrap(),
        };
        let mut frame = [0.0; N_FEATURES];
        frame[..N_CEPSTRA].fill(level(phone));
        frame
    };
    sounds.chars().map(frame).collect()
}

/// What is heard of a grammar: the intent's place, the words with their times, and the values.
fn check(grammar: &str, sounds: &str, expected: &str) {
    let heard = commands(grammar)
        .hear_features(&frames(sounds), 1)
        .first()
        .map(|heard| {
            let words = heard
                .words
                .iter()
                .map(|w| format!("{} {:.2}-{:.2}", w.text, w.start_s, w.end_s));
            let slots = heard
                .slots
                .iter()
                .map(|(name, value)| format!("{name}={value}"));
            let all: Vec<String> = [heard.intent_idx.to_string()]
                .into_iter()
                .chain(words)
                .chain(slots)
                .collect();
            assert!(
                heard.margin <= 0.0 || heard.confidence > 0.5,
                "{}",
                heard.margin
            );
            all.join(", ")
        });
    assert_eq!(heard.unwrap_or_default(), expected, "{sounds}");
}

#[test]
fn words_of_a_grammar() {
    let one_of_two = "public <x> = ab | ba;";
    check(one_of_two, "aaaaabbbbb", "0, ab 0.00-0.10");
    check(one_of_two, "bbbbbaaaaa", "0, ba 0.00-0.10");
    check(one_of_two, "____aaaaabbbbb____", "0, ab 0.04-0.14");
    check(one_of_two, "bbbbbbbbbaaaaa", "0, ba 0.00-0.14");
    check(
        "public <x> = [c] ab; public <y> = c ba;",
        "cccc___bbbbaaaa",
        "1, c 0.00-0.04, ba 0.07-0.15",
    );
    check(
        "public <x> = (ab | ba)+;",
        "aaaabbbb___bbbbaaaa",
        "0, ab 0.00-0.08, ba 0.11-0.19",
    );
    check(
        "public <x> = <w>{first} c <w>{second}; <w> = ab ba | ab;",
        "aaaabbbbccccaaaabbbb",
        "0, ab 0.00-0.08, c 0.08-0.12, ab 0.12-0.20, first=ab, second=ab",
    );
    check(
        "public <x> = (ab ba){pair};",
        "aaaabbbb___bbbbaaaa",
        "0, ab 0.00-0.08, ba 0.11-0.19, pair=ab ba",
    );
    check(
        "public <x> = long;",
        "aaabbbcccaaabbbccc",
        "0, long 0.00-0.18",
    );
}

#[test]
fn nothing_that_fits() {
    check("public <x> = ab;", "", "");
    check("public <x> = ab;", "aabb", "");
    check("public <x> = strange;", "aaaabbbb", "");
    check("public <x> = <VOID>;", "aaaabbbb", "");
    assert_eq!(commands("public <x> = ab strange;").unknown(), ["strange"]);
}

#[test]
fn other_sounds_are_less_sure() {
    let commands = commands("public <x> = ab c;");
    let sure = |sounds| commands.hear_features(&frames(sounds), 1)[0].confidence;
    let (right, wrong) = (sure("aaaabbbbcccc"), sure("bbbbaaaabbbb"));
    assert!(right > 0.9 && wrong < 0.1, "{right} {wrong}");
}

/// All that is heard, best first.
fn check_all(grammar: &str, sounds: &str, expected: &[&str]) {
    let heard = commands(grammar).hear_features(&frames(sounds), 4);
    let texts: Vec<&str> = heard.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(texts, expected, "{sounds}");
    assert!(heard.is_sorted_by(|better, worse| better.margin >= worse.margin));
}

#[test]
fn other_ways_to_hear_it() {
    check_all("public <x> = (ab | ba) c;", "aaaabbbbcccc", &["ab c"]);
    check_all("public <x> = ab | ba ab;", "bbbbaaaabbbb", &["ba ab", "ab"]);
    check_all("public <x> = ab | ab;", "aaaabbbb", &["ab"]);
}

#[test]
fn any_sound_is_listened_to() {
    let listener = Listener(Arc::new(commands("public <x> = ab;")));
    for samples in [
        vec![],
        vec![0.0; 1],
        vec![f32::NAN; 16_000],
        vec![5.0; 16_000],
        vec![0.0; 48_000],
    ] {
        let mut listening = listener.start(&ListenOptions::default()).unwrap();
        listening.push(&samples).unwrap();
        let heard = listening.finish().unwrap();
        assert!(
            heard
                .alternatives
                .iter()
                .all(|one| (0.0..=1.0).contains(&one.score))
        );
    }
    let mut listening = listener.start(&ListenOptions::default()).unwrap();
    let error = listening.push(&vec![0.0; 31 * 16_000]).unwrap_err();
    assert_eq!(error.code(), "too_long");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    /// However the sound is cut, the same is heard, with the same sureness.
    #[test]
    fn cuts_do_not_matter(cuts in proptest::collection::vec(1usize..4_000, 1..20), known in proptest::bool::ANY) {
        let commands = Arc::new(commands("public <x> = (ab | ba | c)+;"));
        let sound = crate::fake::steps();
        let mean = known.then(super::front::LiveMean::default);
        let mut whole = Hearing::new(commands.clone(), mean.clone());
        whole.push(&sound);
        let mut cut = Hearing::new(commands, mean);
        let mut rest = &sound[..];
        for n in cuts {
            let (piece, after) = rest.split_at(n.min(rest.len()));
            cut.push(piece);
            rest = after;
        }
        cut.push(rest);
        let whole = whole.finish(3);
        proptest::prop_assert!(!whole.0.is_empty());
        proptest::prop_assert_eq!(whole, cut.finish(3));
    }
}

/// Damages one file, and expects an error that names it.
fn check_damaged(name: &str, damage: impl Fn(&mut Vec<u8>)) {
    let mut files = files();
    damage(match name {
        "mdef" => &mut files.mdef,
        "means" => &mut files.means,
        "variances" => &mut files.variances,
        "transition_matrices" => &mut files.transition_matrices,
        _ => &mut files.sendump,
    });
    let error = acoustics(&files).unwrap_err().to_string();
    assert!(error.contains(&format!("`{name}`")), "{name}: {error}");
}

#[test]
fn damaged_files_are_named() {
    for name in [
        "mdef",
        "means",
        "variances",
        "transition_matrices",
        "sendump",
    ] {
        check_damaged(name, Vec::clear);
        check_damaged(name, |bytes| bytes.truncate(bytes.len() / 2));
        check_damaged(name, |bytes| bytes.truncate(bytes.len() - 1));
        check_damaged(name, |bytes| bytes.truncate(11));
        check_damaged(name, |bytes| bytes.extend([0; 9]));
        check_damaged(name, |bytes| *bytes = b"<html>not here</html>".to_vec());
    }
    check_damaged("mdef", |bytes| bytes[16..20].fill(0xff));
    check_damaged("mdef", |bytes| bytes[4] = 9);
    check_damaged("means", |bytes| bytes[26] = 5);
    check_damaged("means", |bytes| {
        let n = bytes.len();
        bytes[n - 4..].fill(0xff);
    });
    check_damaged("sendump", |bytes| bytes[0] = 0xff);
    check_damaged("transition_matrices", |bytes| {
        let n = bytes.len();
        bytes[n - 16..n - 12].copy_from_slice(&1f32.to_le_bytes());
    });
}

#[test]
fn broken_dictionaries_are_named() {
    let acoustics = Arc::new(acoustics(&files()).unwrap());
    let grammar = jsgf::parse("public <x> = ab;").unwrap();
    let said = Pronunciations {
        words: "ba B A\nab A X\n",
        more: "",
    };
    let error = Commands::new(acoustics, &grammar, &said, Tuning::default()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("line 2: the model has no phone `X`"),
        "{error}"
    );
}
