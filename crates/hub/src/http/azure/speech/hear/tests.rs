use proptest::prelude::*;
use serde_json::json;

use super::{
    cut::tests::{Loud, sound},
    *,
};
use ling_speech::Alternative;

/// What a program does, in short: a turn's context, sound in ms (quiet and loud by turns), the end of a stream.
enum Step<'a> {
    Context(&'a str, Value),
    Sound(&'a str, &'a str, &'a [u64]),
    End(&'a str, &'a str),
    /// The engine is done with what it was given last.
    Heard(&'a str),
    Wait(u64),
    Raw(&'a [u8]),
    Text(&'a str),
}

use Step::{Context, End, Heard, Raw, Text, Wait};

fn wish(mode: Mode) -> Wish {
    Wish::of_address(mode, |_| None)
}

fn hearing(mode: Mode) -> Hearing {
    let ears = Ears {
        engine: "sphinx".into(),
        is_early: false,
        langs: vec![Lang::En],
    };
    Hearing {
        new_vad: || Box::<Loud>::default(),
        ..Hearing::new(wish(mode), ears, 7)
    }
}

fn pcm(stretches_ms: &[u64]) -> Vec<u8> {
    let samples = sound(stretches_ms);
    let bytes = samples.iter().map(|sample| (sample * 32_767.0) as i16);
    bytes.flat_map(i16::to_le_bytes).collect()
}

/// Acts as short words.
fn shown(act: &Act) -> String {
    match act {
        Act::Hear(job) => format!("hear {}", job.samples.len() / 16),
        Act::Close(closing) => format!("close {} {}", closing.code, closing.reason),
        Act::Send(whole) => {
            let message = frame::text(whole).expect("it is one");
            let body: Value = serde_json::from_slice(message.body).expect("it is JSON");
            let id = message.request.expect("it has one");
            let word = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
            let at = body["Offset"]
                .as_u64()
                .map_or(String::new(), |at| format!(" {}", at / 10_000));
            let path = message.path.trim_start_matches("speech.");
            format!(
                "{id} {path}{at} {}{}",
                word("RecognitionStatus"),
                word("DisplayText")
            )
            .trim()
            .to_owned()
        }
    }
}

fn acts(hearing: &mut Hearing, steps: &[Step<'_>]) -> Vec<String> {
    let (mut now, mut jobs, mut found) = (0, VecDeque::new(), Vec::new());
    for step in steps {
        let acts = match step {
            Context(id, body) => {
                let whole = frame::json(id, "speech.context", body);
                hearing.take(Event::Text(&whole), now)
            }
            Step::Sound(id, stream, stretches) => {
                let whole = frame::audio(id, stream, &pcm(stretches));
                hearing.take(Event::Binary(&whole), now)
            }
            End(id, stream) => hearing.take(Event::Binary(&frame::audio(id, stream, &[])), now),
            Heard(text) => {
                let alternatives = vec![Alternative {
                    text: (*text).to_owned(),
                    score: 1.0,
                }];
                let phrase = Phrase {
                    alternatives,
                    ..Phrase::default()
                };
                let id = jobs.pop_front().expect("something is heard");
                hearing.take(Event::Heard(id, Ok(phrase)), now)
            }
            Wait(ms) => {
                now += ms;
                hearing.take(Event::Time, now)
            }
            Raw(whole) => hearing.take(Event::Binary(whole), now),
            Text(whole) => hearing.take(Event::Text(whole), now),
        };
        for act in &acts {
            if let Act::Hear(job) = act {
                jobs.push_back(job.id);
            }
        }
        found.extend(acts.iter().map(shown));
    }
    found
}

#[track_caller]
fn check(mode: Mode, steps: &[Step<'_>], expect: &[&str]) {
    assert_eq!(acts(&mut hearing(mode), steps), expect);
}

#[test]
fn one_phrase() {
    let steps = [
        Text("Path:speech.config\r\n\r\n{}"),
        Context("ab", json!({})),
        Step::Sound("ab", "1", &[500, 1000, 1000]),
        // The speaker has stopped; what still comes is passed over.
        Step::Sound("ab", "1", &[500]),
        Heard("stop the music"),
        Step::Sound("ab", "1", &[500]),
        End("ab", "1"),
    ];
    let expect = [
        "ab turn.start",
        "ab startdetected 500",
        "hear 1600",
        "ab phrase 500 SuccessStop the music.",
        "ab enddetected 2300",
        "ab turn.end",
    ];
    check(Mode::Interactive, &steps, &expect);
}

#[test]
fn sound_that_ends() {
    let steps = [
        Context("ab", json!({})),
        Step::Sound("ab", "1", &[500, 1000]),
        End("ab", "1"),
        Heard("stop"),
    ];
    let expect = [
        "ab turn.start",
        "ab startdetected 500",
        "hear 1300",
        "ab phrase 500 SuccessStop.",
        "ab enddetected 1500",
        "ab turn.end",
    ];
    check(Mode::Interactive, &steps, &expect);
    let silence = [
        "ab turn.start",
        "ab phrase 0 InitialSilenceTimeout",
        "ab turn.end",
    ];
    let quiet = [
        Context("ab", json!({})),
        Step::Sound("ab", "1", &[900]),
        End("ab", "1"),
    ];
    check(Mode::Interactive, &quiet, &silence);
    check(
        Mode::Interactive,
        &[Context("ab", json!({})), End("ab", "1")],
        &silence,
    );
    check(Mode::Interactive, &[End("ab", "1")], &silence);
    let nothing = [
        Step::Sound("ab", "1", &[0, 900]),
        End("ab", "1"),
        Heard(" "),
    ];
    let expect = [
        "ab turn.start",
        "ab startdetected 0",
        "hear 900",
        "ab phrase 0 NoMatch",
        "ab enddetected 900",
        "ab turn.end",
    ];
    check(Mode::Interactive, &nothing, &expect);
}

/// The pattern of a speaker: the rest of the sound comes again, its stream ends, and another one follows.
#[test]
fn a_second_recognition() {
    let again = json!({ "continuation": { "previousServiceTag": "x" } });
    let steps = [
        Context("ab", again.clone()),
        Step::Sound("ab", "1", &[600]),
        End("ab", "1"),
        Wait(200),
        Step::Sound("ab", "2", &[400, 1000]),
        End("ab", "1"),
        Step::Sound("ab", "2", &[900]),
        Heard("stop"),
    ];
    let expect = [
        "ab turn.start",
        "ab startdetected 1000",
        "hear 1600",
        "ab phrase 1000 SuccessStop.",
        "ab enddetected 2800",
        "ab turn.end",
    ];
    check(Mode::Interactive, &steps, &expect);
    let over = [
        Context("ab", again),
        Step::Sound("ab", "1", &[100, 800]),
        End("ab", "1"),
        Wait(299),
        Wait(1),
        Heard("stop"),
    ];
    let expect = [
        "ab turn.start",
        "ab startdetected 100",
        "hear 900",
        "ab phrase 100 SuccessStop.",
        "ab enddetected 900",
        "ab turn.end",
    ];
    check(Mode::Interactive, &over, &expect);
}

#[test]
fn phrase_after_phrase() {
    let steps = [
        Context("ab", json!({})),
        Step::Sound("ab", "1", &[500, 1000, 1000, 1000, 1000]),
        Heard("one"),
        Heard("two"),
        Step::Sound("ab", "1", &[16_000]),
        End("ab", "1"),
        Context("cd", json!({})),
        Step::Sound("ab", "1", &[100]),
        End("cd", "1"),
    ];
    let expect = [
        "ab turn.start",
        "ab startdetected 500",
        "hear 1600",
        "ab phrase 500 SuccessOne.",
        "hear 1600",
        "ab phrase 2500 SuccessTwo.",
        "ab phrase 3800 InitialSilenceTimeout",
        "ab enddetected 20500",
        "ab phrase 20500 EndOfDictation",
        "ab turn.end",
        "cd turn.start",
        "cd phrase 0 EndOfDictation",
        "cd turn.end",
    ];
    check(Mode::Conversation, &steps, &expect);
}

/// What is said so far is told at a pause, and nothing is heard twice when that was all.
#[test]
fn words_so_far() {
    let steps = [
        Context("ab", json!({})),
        Step::Sound("ab", "1", &[0, 500, 300]),
        Heard("stop"),
        Step::Sound("ab", "1", &[0, 500, 300]),
        Step::Sound("ab", "1", &[900]),
        Heard("stop the music"),
    ];
    let expect = [
        "ab turn.start",
        "ab startdetected 0",
        "hear 600",
        "ab hypothesis 0",
        "hear 1400",
        "ab phrase 0 SuccessStop the music.",
        "ab enddetected 2100",
        "ab turn.end",
    ];
    let mut early = hearing(Mode::Interactive);
    early.ears.is_early = true;
    assert_eq!(acts(&mut early, &steps), expect);
    // Heard before it is known that it was all.
    let steps = [
        Step::Sound("cd", "1", &[0, 500, 300]),
        Heard("stop"),
        Step::Sound("cd", "1", &[900]),
    ];
    let expect = [
        "cd turn.start",
        "cd startdetected 0",
        "hear 600",
        "cd hypothesis 0",
        "cd phrase 0 SuccessStop.",
        "cd enddetected 1300",
        "cd turn.end",
    ];
    assert_eq!(acts(&mut early, &steps), expect);
}

#[test]
fn headers_that_lack() {
    // No stream and no id: it belongs to what goes on.
    let bare = [&[0, 10], b"Path:audio".as_slice(), &pcm(&[0, 900])].concat();
    let end = [&[0, 10], b"Path:audio".as_slice()].concat();
    let steps = [
        Raw(&bare),
        Context("ab", json!({})),
        Raw(&bare),
        Raw(&end),
        Heard("stop"),
    ];
    let expect = [
        "ab turn.start",
        "ab startdetected 0",
        "hear 900",
        "ab phrase 0 SuccessStop.",
        "ab enddetected 900",
        "ab turn.end",
    ];
    check(Mode::Interactive, &steps, &expect);
    let no_path = "close 1007 The message has no header `Path`.";
    check(Mode::Interactive, &[Text("rubbish")], &[no_path]);
    check(Mode::Interactive, &[Raw(&[0, 0])], &[no_path]);
    let no_id = "close 1007 The message `speech.context` has no header `X-RequestId`.";
    check(
        Mode::Interactive,
        &[Text("Path:speech.context\r\n\r\n{}")],
        &[no_id],
    );
    let no_json = acts(
        &mut hearing(Mode::Interactive),
        &[Text("Path:speech.context\r\nX-RequestId:a\r\n\r\n{")],
    );
    assert!(
        no_json[0].starts_with("close 1007 `speech.context` is no JSON"),
        "{no_json:?}"
    );
}

#[test]
fn languages_that_nobody_hears() {
    let ask = |languages: &[&str]| {
        let body = json!({ "languageId": { "languages": languages } });
        acts(&mut hearing(Mode::Interactive), &[Context("ab", body)])
    };
    assert_eq!(
        ask(&["de-DE"]),
        ["close 1007 Ling hears Mandarin and English, not de-DE."]
    );
    let other = "close 1007 sphinx does not hear zh-CN. Choose a recogniser that does, in [speech] recogniser.";
    assert_eq!(ask(&["zh-CN"]), [other]);
    assert_eq!(ask(&["zh-CN", "en-GB"]), ["ab turn.start"]);
}

#[test]
fn too_much_at_once() {
    let large = frame::audio("ab", "1", &vec![0; PAYLOAD_BYTES_MAX + 1]);
    let found = acts(&mut hearing(Mode::Interactive), &[Raw(&large)]);
    assert!(
        found[0].starts_with("close 1007 A message may hold"),
        "{found:?}"
    );
    // Phrases wait, and nothing more is read until one of them is heard.
    let mut full = hearing(Mode::Conversation);
    let phrases = Step::Sound("ab", "1", &[0, 500, 1000, 500, 1000, 500, 1000]);
    assert_eq!(acts(&mut full, &[phrases]).len(), 3);
    assert!(full.is_full());
    full.take(Event::Heard(3, Ok(Phrase::default())), 0);
    assert!(!full.is_full());
}

#[test]
fn half_an_hour_keeps_little() {
    let mut hearing = hearing(Mode::Conversation);
    let talk = frame::audio("ab", "1", &pcm(&[500, 2000, 1500]));
    let mut n_phrases = 0;
    for _ in 0..450 {
        let mut acts = hearing.take(Event::Binary(&talk), 0);
        while let Some(Act::Hear(job)) = acts.pop() {
            n_phrases += 1;
            acts = hearing.take(Event::Heard(job.id, Ok(Phrase::default())), 0);
        }
    }
    assert_eq!(n_phrases, 450);
    let turn = hearing.turn.expect("it goes on");
    assert!(turn.n_kept() < 16_000, "{}", turn.n_kept());
}

/// A step that chance may choose.
fn chance() -> impl Strategy<Value = (u8, u8, u8, Vec<u64>)> {
    (
        0u8..8,
        0u8..3,
        1u8..3,
        proptest::collection::vec(1u64..20, 0..4),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever comes in whatever order, a turn starts once, ends at most once, and says nothing after its end.
    #[test]
    fn any_order(steps in proptest::collection::vec(chance(), 0..40), is_once in any::<bool>(), is_early in any::<bool>()) {
        let mode = if is_once { Mode::Interactive } else { Mode::Conversation };
        let mut hearing = hearing(mode);
        hearing.ears.is_early = is_early;
        let (mut now, mut job, mut going) = (0, None, None::<String>);
        for (kind, id, stream, stretches) in steps {
            let (id, stream) = (format!("{id}"), format!("{stream}"));
            let stretches: Vec<u64> = stretches.iter().map(|length| length * 100).collect();
            let continued = match stream.as_str() { "1" => json!({}), _ => json!({ "continuation": {} }) };
            let acts = match kind {
                0 | 1 => hearing.take(Event::Text(&frame::json(&id, "speech.context", &continued)), now),
                2..=4 => hearing.take(Event::Binary(&frame::audio(&id, &stream, &pcm(&stretches))), now),
                5 => hearing.take(Event::Binary(&frame::audio(&id, &stream, &[])), now),
                6 => hearing.take(Event::Heard(job.unwrap_or(0), Ok(Phrase::default())), now),
                _ => { now += 300; hearing.take(Event::Time, now) }
            };
            for act in &acts {
                match act {
                    Act::Close(_) => prop_assert!(false, "nothing here is refused"),
                    Act::Hear(heard) => job = Some(heard.id),
                    Act::Send(whole) => {
                        let message = frame::text(whole).expect("it is one");
                        if message.path == "turn.start" {
                            going = message.request;
                        } else {
                            prop_assert_eq!(&going, &message.request);
                            if message.path == "turn.end" { going = None; }
                        }
                    }
                }
            }
            prop_assert_eq!(hearing.is_busy(), going.is_some());
        }
    }

    #[test]
    fn any_bytes(whole in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut hearing = hearing(Mode::Interactive);
        let sound = [&[0u8, 25], b"Path:audio\r\nX-RequestId:a".as_slice(), &whole].concat();
        hearing.take(Event::Binary(&sound), 0);
        hearing.take(Event::Binary(&whole), 0);
        hearing.take(Event::Text(&String::from_utf8_lossy(&whole)), 0);
    }
}
