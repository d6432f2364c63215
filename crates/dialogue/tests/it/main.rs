//! The turn machine under every order of events.

use std::sync::Arc;

use jiff::ZonedDateTime;
use ling_base::{Args, Lang, Meaning, Reading, Stage};
use ling_dialogue::{Effect, Event, Reply, SkillEntry, Skills, Source, Step, Turn, Who, fake};
use proptest::prelude::*;

/// A skill with a plain act, one that asks for a yes, and one that lacks an argument.
const LAMP: Source = Source {
    id: "lamp",
    skill: r#"
id = "lamp"
on = { label = "iot_hue_lighton", does = true }
sell = { label = "iot_scene", confirm = true }
name = { label = "iot_scene", args.name = { kind = "text", need = true } }
"#,
    zh: r#"
[replies]
ask_name = "叫什么？"
confirm_sell = "真的要卖吗？"
"#,
    en: r#"
[replies]
ask_name = "What is its name?"
confirm_sell = "Really sell it?"
"#,
};

/// Something that may happen, in any order.
#[derive(Clone, Debug)]
enum Happening {
    Heard,
    Meant(Option<&'static str>),
    Answered(bool),
    /// An answer to a step that is long over.
    AnsweredLate,
    Spoken,
    BargeIn,
    Tick,
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let intents = [
        "lamp.on",
        "lamp.sell",
        "lamp.name",
        "talk.affirm",
        "talk.undo",
        "talk.repeat",
        "talk.cancel",
    ];
    let meant = prop::option::of(prop::sample::select(intents.to_vec())).prop_map(Happening::Meant);
    let one = prop_oneof![
        3 => Just(Happening::Heard),
        3 => meant,
        3 => any::<bool>().prop_map(Happening::Answered),
        1 => Just(Happening::AnsweredLate),
        1 => Just(Happening::Spoken),
        1 => Just(Happening::BargeIn),
        1 => Just(Happening::Tick),
    ];
    prop::collection::vec(one, 0..60)
}

/// A conversation and the steps that wait for an answer.
struct Talk {
    turn: Turn,
    now: ZonedDateTime,
    understand: Option<Step>,
    run: Option<Step>,
    speak: Option<Step>,
    old: Option<Step>,
}

impl Talk {
    fn new() -> Talk {
        let entry = SkillEntry {
            source: LAMP,
            skill: Arc::new(fake::Nothing),
        };
        let skills = Skills::load(vec![entry]).expect("the files above are right");
        Talk {
            turn: Turn::new(Arc::new(skills), None),
            now: "2026-11-24T10:00:00+08:00[Asia/Shanghai]"
                .parse()
                .expect("a fixed time"),
            understand: None,
            run: None,
            speak: None,
            old: None,
        }
    }

    fn event(&mut self, happening: &Happening) -> Option<Event> {
        Some(match happening {
            Happening::Heard => Event::Heard {
                text: "x".into(),
                who: Who::default(),
                lang: Lang::En,
                region: "CN".into(),
                key: "k".into(),
            },
            Happening::Meant(intent) => {
                let step = self.understand.take()?;
                let commands = intent.iter().map(|intent| vec![meaning(intent)]).collect();
                Event::Meant {
                    step,
                    reading: Reading {
                        commands,
                        ..Reading::default()
                    },
                }
            }
            Happening::Answered(fine) => {
                let step = self.run.take()?;
                self.old = Some(step);
                let done = Reply {
                    say: "done".into(),
                    ..Reply::default()
                };
                let failed = || ling_dialogue::PortError::Storage.into();
                Event::Answered {
                    step,
                    result: if *fine { Ok(done) } else { Err(failed()) },
                }
            }
            Happening::AnsweredLate => {
                let result = Ok(Reply {
                    say: "late".into(),
                    ..Reply::default()
                });
                Event::Answered {
                    step: self.old?,
                    result,
                }
            }
            Happening::Spoken => Event::Spoken {
                step: self.speak.take()?,
            },
            Happening::BargeIn => Event::BargeIn,
            Happening::Tick => Event::Tick,
        })
    }

    /// Performs effects by noting them; how often the answer was spoken.
    fn perform(&mut self, effects: Vec<Effect>) -> usize {
        let mut spoken = 0;
        for effect in effects {
            match effect {
                Effect::Understand { step, .. } => self.understand = Some(step),
                Effect::Run { step, .. } => self.run = Some(step),
                Effect::Speak { step, say, .. } => {
                    assert_ne!(say, "late", "a late answer was spoken");
                    self.speak = Some(step);
                    spoken += 1;
                }
                Effect::StopSpeaking | Effect::End { .. } | Effect::WakeMeAt(_) => {}
            }
        }
        spoken
    }
}

fn meaning(intent: &str) -> Meaning {
    Meaning {
        intent: intent.to_owned(),
        label: String::new(),
        lang: Lang::En,
        slots: Vec::new(),
        args: Args::new(),
        score: 1.0,
        stage: Stage::Grammar,
    }
}

proptest! {
    #[test]
    fn no_order_of_events_speaks_twice_for_one_utterance(happenings in happenings()) {
        let mut talk = Talk::new();
        let mut heard = 0;
        let mut spoken = 0;
        for happening in &happenings {
            heard += usize::from(matches!(happening, Happening::Heard));
            let Some(event) = talk.event(happening) else { continue };
            let effects = talk.turn.step(&talk.now.clone(), event);
            spoken += talk.perform(effects);
            prop_assert!(spoken <= heard, "{spoken} answers to {heard} utterances");
        }
    }
}
