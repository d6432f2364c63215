//! What espeak-ng is asked, and how its answers are read. The program runs in `hub::out::espeak`, apart, because
//! its licence is GPL-3.
//!
//! Mandarin always goes in as numbered pinyin to the voice `cmn-latn-pinyin`: the voice `cmn` of 1.51 (Debian 12,
//! Ubuntu 22.04 and 24.04) reads characters as English, and that of 1.52 breaks erhua. The pinyin voice of 1.51 says
//! `huar1` well; that of 1.52 reads it as English, and is given `hua1 er5`.

use ling_base::{Lang, Pcm};
use ling_text::{cut, pronounce::speech_runs};

use super::{join, trimmed};
use crate::{SpeechError, Spoken, wav};

/// What errors call it.
pub const ENGINE: &str = "espeak-ng";

/// The rate espeak-ng speaks at.
pub const RATE_HZ: u32 = 22_050;

/// The oldest version with the pinyin voice.
pub const VERSION_MIN: Version = Version {
    major: 1,
    minor: 51,
};

/// Silence between two voices in one sentence.
const VOICE_GAP_MS: u32 = 60;

/// Silence after a sentence.
const SENTENCE_GAP_MS: u32 = 220;

/// Longest text that is said.
pub const TEXT_CHARS_MAX: usize = 5_000;

/// A version of espeak-ng.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// 1.
    pub major: u32,
    /// 51, 52, ...
    pub minor: u32,
}

/// Reads the version from what `espeak-ng --version` prints.
pub fn version(printed: &str) -> Option<Version> {
    let (_, rest) = printed.split_once("text-to-speech:")?;
    let mut parts = rest
        .trim_start()
        .split(|c: char| !c.is_ascii_digit())
        .map(str::parse);
    let (Some(Ok(major)), Some(Ok(minor))) = (parts.next(), parts.next()) else {
        return None;
    };
    Some(Version { major, minor })
}

/// How it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Words per minute in English; Mandarin is spoken a little slower.
    pub words_per_minute: u32,
    /// 0 to 99.
    pub pitch: u32,
}

impl Default for Manner {
    fn default() -> Manner {
        Manner {
            words_per_minute: 165,
            pitch: 50,
        }
    }
}

/// The arguments for one language; the text goes to the standard input, never here.
pub fn arguments(lang: Lang, manner: Manner) -> Vec<String> {
    let (voice, speed) = match lang {
        Lang::Zh => ("cmn-latn-pinyin", manner.words_per_minute * 9 / 10),
        Lang::En => ("en-us", manner.words_per_minute),
    };
    let fixed = ["--stdin", "--stdout", "-b", "1", "-z", "-v", voice];
    let numbers = [
        "-s".to_owned(),
        speed.clamp(80, 450).to_string(),
        "-p".to_owned(),
        manner.pitch.min(99).to_string(),
    ];
    fixed
        .into_iter()
        .map(str::to_owned)
        .chain(numbers)
        .collect()
}

/// More arguments, for the same sound with a pause after every word: [`super::marks::groups`] finds the words by it.
pub const GAPS: [&str; 2] = ["-g", "50"];

/// One thing for espeak-ng to say with one voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which voice.
    pub lang: Lang,
    /// What goes to its standard input: numbered pinyin or English words.
    pub input: String,
}

/// A sentence, as the pieces each voice says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// In order; never empty.
    pub pieces: Vec<Piece>,
}

/// What is to be said, sentence by sentence. Sentences without a word are left out.
pub fn plan(spoken: &Spoken) -> Result<Vec<Sentence>, SpeechError> {
    let got_chars = spoken.text.chars().count();
    if got_chars > TEXT_CHARS_MAX {
        return Err(SpeechError::TextTooLong {
            got_chars,
            most_chars: TEXT_CHARS_MAX,
        });
    }
    let sentences = cut::sentences(&spoken.text)
        .into_iter()
        .map(|sentence| Sentence {
            pieces: speech_runs(&sentence, spoken.lang)
                .into_iter()
                .map(|run| match run.lang {
                    Lang::Zh => Piece {
                        lang: Lang::Zh,
                        input: run.pinyin,
                    },
                    Lang::En => Piece {
                        lang: Lang::En,
                        input: run.text,
                    },
                })
                .filter(|piece| !piece.input.is_empty())
                .collect(),
        });
    Ok(sentences
        .filter(|sentence| !sentence.pieces.is_empty())
        .collect())
}

/// From this version on, erhua is written as a syllable of its own.
const SPLIT_ERHUA_FROM: Version = Version {
    major: 1,
    minor: 52,
};

/// What goes to the standard input of this version.
pub fn input(piece: &Piece, version: Version) -> String {
    if piece.lang == Lang::En || version < SPLIT_ERHUA_FROM {
        return piece.input.clone();
    }
    piece
        .input
        .split(' ')
        .map(split_erhua)
        .collect::<Vec<_>>()
        .join(" ")
}

/// "huar1," as "hua1 er5,".
fn split_erhua(syllable: &str) -> String {
    let stem = syllable
        .split_once(|c: char| c.is_ascii_digit())
        .map(|(letters, _)| letters);
    match stem.and_then(|letters| letters.strip_suffix('r')) {
        Some(stem) if stem != "e" => {
            let (tone, rest) = syllable[stem.len() + 1..].split_at(1);
            format!("{stem}{tone} er5{rest}")
        }
        _ => syllable.to_owned(),
    }
}

/// The sound of one piece from what espeak-ng wrote to its standard output; empty where it has no word for the
/// signs it was given.
pub fn sound(written: &[u8]) -> Result<Pcm, SpeechError> {
    let bad = |why: String| SpeechError::BadAnswer {
        engine: ENGINE.to_owned(),
        why,
    };
    let mut pcm = wav::read_at_own_rate(written, &wav::Limits::RECORDING)
        .map_err(|error| bad(error.to_string()))?;
    if trimmed(&pcm.samples).is_empty() {
        pcm.samples.clear();
    }
    Ok(pcm)
}

/// Where each piece begins in their sentence, in seconds.
pub fn starts(pieces: &[Pcm]) -> Vec<f64> {
    let mut at = 0;
    let gap = usize::try_from(RATE_HZ * VOICE_GAP_MS / 1000).unwrap_or(0);
    let start = |piece: &Pcm| {
        let n_samples = trimmed(&piece.samples).len();
        if n_samples > 0 && at > 0 {
            at += gap;
        }
        let start = at;
        at += n_samples;
        start as f64 / f64::from(RATE_HZ)
    };
    pieces.iter().map(start).collect()
}

/// A sentence from the sounds of its pieces, with the silence that follows it.
pub fn sentence(pieces: &[Pcm]) -> Pcm {
    let mut whole = join(pieces, RATE_HZ, VOICE_GAP_MS);
    if pieces.iter().all(|piece| piece.samples.is_empty()) {
        whole.samples.clear();
        return whole;
    }
    let gap = usize::try_from(RATE_HZ * SENTENCE_GAP_MS / 1000).unwrap_or(0);
    whole.samples.resize(whole.samples.len() + gap, 0.0);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let check = |printed, expect| {
            assert_eq!(
                version(printed).map(|v| (v.major, v.minor)),
                expect,
                "{printed}"
            )
        };
        check(
            "eSpeak NG text-to-speech: 1.51  Data at: /usr/lib/x86_64-linux-gnu/espeak-ng-data",
            Some((1, 51)),
        );
        check(
            "eSpeak NG text-to-speech: 1.52.0  Data at: /usr/share/espeak-ng-data",
            Some((1, 52)),
        );
        check(
            "eSpeak NG text-to-speech: 1.52-dev  Data at: /x",
            Some((1, 52)),
        );
        check("eSpeak text-to-speech: 1.48.15  16.Apr.15", Some((1, 48)));
        check("command not found", None);
        check("", None);
    }

    #[track_caller]
    fn check(text: &str, lang: Lang, expect: &[&[(Lang, &str)]]) {
        let found = plan(&Spoken {
            text: text.to_owned(),
            lang,
        })
        .unwrap();
        let found: Vec<Vec<(Lang, &str)>> = found
            .iter()
            .map(|s| {
                s.pieces
                    .iter()
                    .map(|p| (p.lang, p.input.as_str()))
                    .collect()
            })
            .collect();
        assert_eq!(found, expect, "text: {text}");
    }

    #[test]
    fn plans() {
        use Lang::{En, Zh};
        check(
            "好的。明天7点叫您。",
            Zh,
            &[
                &[(Zh, "hao3 de5.")],
                &[(Zh, "ming2 tian1 qi1 dian3 jiao4 nin2.")],
            ],
        );
        check(
            "Okay. It is 7:30.",
            En,
            &[&[(En, "Okay.")], &[(En, "It is seven thirty.")]],
        );
        check(
            "正在播放 Yesterday。",
            Zh,
            &[&[(Zh, "zheng4 zai4 bo1 fang4"), (En, "Yesterday.")]],
        );
        check(
            "Playing 青花瓷.",
            En,
            &[&[(En, "Playing"), (Zh, "qing1 hua1 ci2.")]],
        );
        check("……", Zh, &[]);
        check("", En, &[]);
    }

    #[test]
    fn erhua_by_version() {
        let piece = Piece {
            lang: Lang::Zh,
            input: "huar1, er2 zi5 nar3.".to_owned(),
        };
        assert_eq!(
            input(
                &piece,
                Version {
                    major: 1,
                    minor: 51
                }
            ),
            "huar1, er2 zi5 nar3."
        );
        assert_eq!(
            input(
                &piece,
                Version {
                    major: 1,
                    minor: 52
                }
            ),
            "hua1 er5, er2 zi5 na3 er5."
        );
        let piece = Piece {
            lang: Lang::En,
            input: "Bar1 her2".to_owned(),
        };
        assert_eq!(
            input(
                &piece,
                Version {
                    major: 1,
                    minor: 52
                }
            ),
            "Bar1 her2"
        );
    }

    #[test]
    fn too_much_text() {
        let text = "好".repeat(TEXT_CHARS_MAX + 1);
        assert_eq!(
            plan(&Spoken {
                text,
                lang: Lang::Zh
            })
            .unwrap_err()
            .code(),
            "text_too_long"
        );
    }

    #[test]
    fn the_text_is_never_an_argument() {
        let said = arguments(Lang::Zh, Manner::default()).join(" ");
        assert_eq!(
            said,
            "--stdin --stdout -b 1 -z -v cmn-latn-pinyin -s 148 -p 50"
        );
        assert!(
            arguments(
                Lang::En,
                Manner {
                    words_per_minute: 9_999,
                    pitch: 999
                }
            )
            .join(" ")
            .ends_with("-v en-us -s 450 -p 99")
        );
    }

    #[test]
    fn silence_is_no_word_and_rubbish_no_voice() {
        let silent = wav::write(&Pcm {
            rate_hz: RATE_HZ,
            samples: vec![0.0; 1000],
        });
        let nothing = sound(&silent).unwrap();
        assert!(nothing.samples.is_empty());
        assert!(sentence(&[nothing]).samples.is_empty());
        assert_eq!(sound(b"").unwrap_err().code(), "bad_answer");
    }
}
