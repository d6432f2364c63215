use std::{collections::VecDeque, sync::Arc};

use jiff::{Timestamp, ZonedDateTime};
use ling_base::{Lang, Meaning, Reading, Stage};
use ling_text::{Holes, Style};

use crate::{
    Act, Call, Memory, Reply, SkillError, Skills, Who,
    memory::{Done, Open},
};

mod answer;
mod follow;
mod open;
mod plan;
mod question;

/// Numbers the steps of a conversation, so that an answer which comes too late is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step(u64);

/// Something that happened to a conversation.
#[derive(Debug)]
pub enum Event {
    /// Words arrived. Whatever was going on is given up.
    Heard {
        /// The words.
        text: String,
        /// Who said them, and where.
        who: Who,
        /// The language of the person or device, for words that tell no language.
        lang: Lang,
        /// Which holidays count: `CN`, `US`, `GB`.
        region: String,
        /// One key for one wish.
        key: String,
    },
    /// The answer to [`Effect::Understand`].
    Meant {
        /// The step of the effect.
        step: Step,
        /// What was understood.
        reading: Reading,
    },
    /// The answer to [`Effect::Run`].
    Answered {
        /// The step of the effect.
        step: Step,
        /// What the skill said.
        result: Result<Reply, SkillError>,
    },
    /// [`Effect::Speak`] has been heard to its end.
    Spoken {
        /// The step of the effect.
        step: Step,
    },
    /// The person speaks while Ling does.
    BargeIn,
    /// Time has passed.
    Tick,
}

/// Something that the caller does for a conversation. Each ends in at most one event.
#[derive(Debug)]
pub enum Effect {
    /// Find out what the words mean.
    Understand {
        /// Comes back in [`Event::Meant`].
        step: Step,
        /// The words.
        text: String,
    },
    /// Let a skill do something.
    Run {
        /// Comes back in [`Event::Answered`].
        step: Step,
        /// What to do.
        call: Box<Call>,
    },
    /// Say the answer aloud, where there is a voice.
    Speak {
        /// Comes back in [`Event::Spoken`].
        step: Step,
        /// The words.
        say: String,
        /// Their language.
        lang: Lang,
    },
    /// Be silent at once.
    StopSpeaking,
    /// The turn is over; this is its record.
    End {
        /// The step in which it ended.
        step: Step,
        /// The record.
        answer: Box<Answer>,
    },
    /// Send [`Event::Tick`] then.
    WakeMeAt(Timestamp),
}

/// What a turn came to.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The commands that were understood, in order.
    pub meanings: Vec<Meaning>,
    /// The whole answer.
    pub reply: Reply,
    /// The language of the answer.
    pub lang: Lang,
    /// Whether it asks something that the next words may answer: keep the microphone open.
    pub asks: bool,
    /// Which stage decided.
    pub stage: Stage,
    /// Why, in short steps for the trace.
    pub steps: Vec<String>,
}

/// One conversation.
///
/// ```text
///            Heard                Meant                 Answered (last)        Spoken
///   Idle ───────────▶ Understanding ───▶ Running ─┬───────────────▶ Speaking ────────▶ Idle
///    ▲                      │               ▲     │ (more commands)     │
///    │                      └── question ───┼─────┼────────────────────▶│
///    └────────────── BargeIn, Heard: StopSpeaking, everything pending is dropped
/// ```
pub struct Turn {
    skills: Arc<Skills>,
    memory: Memory,
    fallback: Option<String>,
    step: Step,
    state: State,
}

enum State {
    Idle,
    Understanding(Heard),
    Running(Box<Running>),
    Speaking,
}

/// What the current utterance brought along.
#[derive(Clone, Debug)]
struct Heard {
    text: String,
    who: Who,
    lang: Lang,
    region: String,
    key: String,
}

struct Running {
    heard: Heard,
    queue: VecDeque<Planned>,
    current: Planned,
    meanings: Vec<Meaning>,
    reply: Reply,
    lang: Lang,
    stage: Stage,
    steps: Vec<String>,
    hops: u8,
    amends: Option<Box<Amends>>,
}

/// An act that is being put right. Where that fails, everything becomes as it was.
struct Amends {
    done: Done,
    /// What takes back its taking back; where there is none, it is done anew.
    redo: Option<Act>,
}

/// A call, and why it is made.
#[derive(Clone, Debug)]
struct Planned {
    call: Call,
    why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// The person wishes it.
    Wish,
    /// It takes back the last act, and cannot itself be taken back.
    Undo,
    /// The first half of "改成…": its answer is kept from the person.
    Before,
    /// The second half failed: the act that was to be put right is done again, and nothing is said.
    Redo,
}

/// How often one utterance may lead from skill to skill through a model's choice.
const HOPS_MAX: u8 = 3;

impl Turn {
    /// A new conversation. `fallback` is the intent that gets what nothing else understands (`llm.ask`).
    pub fn new(skills: Arc<Skills>, fallback: Option<String>) -> Turn {
        Turn {
            skills,
            memory: Memory::default(),
            fallback,
            step: Step::default(),
            state: State::Idle,
        }
    }

    /// Sets which intent gets what nothing else understands.
    pub fn set_fallback(&mut self, fallback: Option<String>) {
        self.fallback = fallback;
    }

    /// The argument that the open question asks for, if one is open: its kind and the choices it named.
    pub fn open(&self, now: &ZonedDateTime) -> Option<&crate::Ask> {
        match self.memory.open(now.timestamp())? {
            Open::Slot { ask, .. } => Some(ask),
            Open::Confirm { .. } => None,
        }
    }

    /// The key of the utterance whose act "undo" would take back now.
    pub fn undo_key(&self) -> Option<&str> {
        let key = self.memory.undo_key()?;
        // One utterance may have several acts, which are numbered.
        Some(key.rsplit_once(':').map_or(key, |(heard, _)| heard))
    }

    /// Takes one event and says what to do.
    pub fn step(&mut self, now: &ZonedDateTime, event: Event) -> Vec<Effect> {
        match event {
            Event::Heard {
                text,
                who,
                lang,
                region,
                key,
            } => self.heard(Heard {
                text,
                who,
                lang,
                region,
                key,
            }),
            Event::Meant { step, reading } if step == self.step => self.meant(now, reading),
            Event::Answered { step, result } if step == self.step => self.answered(now, result),
            Event::Spoken { step } if step == self.step => self.spoken(),
            Event::BargeIn => self.barge_in(),
            Event::Tick => self.tick(now),
            Event::Meant { .. } | Event::Answered { .. } | Event::Spoken { .. } => Vec::new(),
        }
    }

    fn heard(&mut self, heard: Heard) -> Vec<Effect> {
        let mut effects = self.barge_in();
        let text = heard.text.clone();
        self.state = State::Understanding(heard);
        effects.push(Effect::Understand {
            step: self.next(),
            text,
        });
        effects
    }

    fn spoken(&mut self) -> Vec<Effect> {
        if matches!(self.state, State::Speaking) {
            self.state = State::Idle;
        }
        Vec::new()
    }

    fn barge_in(&mut self) -> Vec<Effect> {
        let speaking = matches!(self.state, State::Speaking);
        self.state = State::Idle;
        self.next();
        if speaking {
            vec![Effect::StopSpeaking]
        } else {
            Vec::new()
        }
    }

    fn tick(&mut self, now: &ZonedDateTime) -> Vec<Effect> {
        self.memory.forget_stale(now.timestamp());
        Vec::new()
    }

    fn next(&mut self) -> Step {
        self.step = Step(self.step.0 + 1);
        self.step
    }

    /// A sentence of the conversation itself.
    fn talk(&self, key: &str, holes: Holes, lang: Lang, now: &ZonedDateTime) -> Reply {
        let Some(texts) = self.skills.texts(crate::TALK.id, lang) else {
            return Reply::default();
        };
        let say = texts.fill(key, &holes, now, Style::Say);
        let show = texts.fill(key, &holes, now, Style::Show);
        Reply {
            show: (show != say).then_some(show),
            say,
            ..Reply::default()
        }
    }

    fn call(&self, heard: &Heard, act: Act, lang: Lang, now: &ZonedDateTime, nth: usize) -> Call {
        Call {
            intent: act.intent,
            args: act.args,
            heard: heard.text.clone(),
            lang,
            now: now.clone(),
            who: heard.who.clone(),
            region: heard.region.clone(),
            confirmed: false,
            before: Vec::new(),
            key: format!("{}:{nth}", heard.key),
        }
    }
}
