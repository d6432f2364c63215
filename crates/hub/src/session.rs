//! The only loop: it takes an event to the turn machine and performs the effects that come back.

mod room;
mod so_far;

use std::{collections::VecDeque, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt;
use jiff::{Timestamp, ZonedDateTime};
use ling_base::{Lang, Stage};
use ling_dialogue::{
    Answer, Call, Effect, Event, Out, PortError, Reply, Service, SkillError, Skills, Turn, Who,
};
use tokio::{
    sync::{Mutex, watch},
    time::Instant,
};
use tracing::warn;

use crate::{
    Hub,
    record::{Said, Traced, TurnRecord},
};

/// How long one turn may take.
const TURN_MAX: Duration = Duration::from_secs(30);
/// Turns of a conversation that are known as having done something; its memory is shorter.
const UNDO_MAX: usize = 32;
/// Characters of one utterance: more is a text, and nothing that somebody says.
pub(crate) const TEXT_CHARS_MAX: usize = 4_000;
/// Effects of one turn; more would be a circle.
const EFFECTS_MAX: usize = 64;

/// Which turns of a conversation did something that can be taken back.
#[derive(Default)]
struct Undo {
    /// The key of an utterance and its turn, oldest first.
    turns: VecDeque<(String, String)>,
    /// The turn that "undo" would take back now.
    next: Option<String>,
}

/// One conversation and when it was last heard.
pub(crate) struct Conversation {
    turn: Mutex<Turn>,
    undo: std::sync::Mutex<Undo>,
    /// How many utterances there were; a newer one ends the wait for an answer.
    count: watch::Sender<u64>,
    heard: std::sync::Mutex<Timestamp>,
}

impl Conversation {
    fn new(skills: Arc<Skills>, now: Timestamp) -> Conversation {
        Conversation {
            turn: Mutex::new(Turn::new(skills, None)),
            undo: std::sync::Mutex::default(),
            count: watch::Sender::new(0),
            heard: std::sync::Mutex::new(now),
        }
    }

    fn heard(&self) -> Timestamp {
        *self.heard.lock().expect("no one panics with the lock")
    }

    /// The turn whose act "undo" would take back now.
    pub(crate) fn undoable(&self) -> Option<String> {
        let undo = self.undo.lock().expect("no one panics with the lock");
        undo.next.clone()
    }

    /// Notes that a turn is over, and which one "undo" means now.
    fn ended(&self, turn: &Turn, id: &str, answer: &Answer) -> Option<String> {
        let key = turn.undo_key().map(str::to_owned);
        let mut undo = self.undo.lock().expect("no one panics with the lock");
        if answer.reply.undo.is_some()
            && let Some(key) = &key
        {
            if undo.turns.len() >= UNDO_MAX {
                undo.turns.pop_front();
            }
            undo.turns.push_back((key.clone(), id.to_owned()));
        }
        let of = |key: &String| undo.turns.iter().rfind(|(known, _)| known == key);
        undo.next = key.as_ref().and_then(of).map(|(_, turn)| turn.clone());
        undo.next.clone()
    }

    /// Something new was said: whatever only waits for an answer gives way.
    fn barge_in(&self) -> Newer {
        let mut nth = 0;
        self.count.send_modify(|count| {
            *count += 1;
            nth = *count;
        });
        Newer {
            nth,
            count: self.count.subscribe(),
        }
    }

    fn touch(&self, now: Timestamp) {
        *self.heard.lock().expect("no one panics with the lock") = now;
    }
}

/// Knows when something newer was said in the same conversation.
struct Newer {
    nth: u64,
    count: watch::Receiver<u64>,
}

impl Newer {
    /// Returns when something newer was said.
    async fn came(&mut self) {
        let nth = self.nth;
        if self.count.wait_for(|count| *count > nth).await.is_err() {
            // The conversation is forgotten; nothing newer will be said in it.
            std::future::pending().await
        }
    }
}

/// What a turn is told while it runs: finished parts of the answer.
pub type PartSink<'a> = &'a mut (dyn FnMut(&str, Lang) + Send);

/// The clock and the notes of one turn.
struct Tracer {
    began: Instant,
    trace: Vec<Traced>,
}

impl Tracer {
    /// A turn begins when its sound arrives.
    fn new(hear: Option<Traced>) -> Tracer {
        let took = Duration::from_micros(hear.as_ref().map_or(0, |hear| hear.took_us));
        let now = Instant::now();
        Tracer {
            began: now.checked_sub(took).unwrap_or(now),
            trace: hear.into_iter().collect(),
        }
    }

    fn note(&mut self, stage: &'static str, since: Instant, note: String) {
        let micros = |duration: Duration| u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        let at_us = micros(since.duration_since(self.began));
        self.trace.push(Traced {
            stage,
            at_us,
            took_us: micros(since.elapsed()),
            note,
        });
    }
}

impl Hub {
    /// Takes one utterance from words to the finished answer.
    pub async fn turn(&self, said: Said) -> TurnRecord {
        self.turn_in_parts(said, &mut |_, _| {}).await
    }

    /// As [`Hub::turn`]; finished parts of the answer go to `part` as they come.
    pub async fn turn_in_parts(&self, said: Said, part: PartSink<'_>) -> TurnRecord {
        if said.text.chars().nth(TEXT_CHARS_MAX).is_some() {
            return self.too_long(said);
        }
        if said.missed {
            return self.missed(said).await;
        }
        let now = self.now();
        let id = ling_cloud::TurnId::fresh(now.timestamp())
            .as_str()
            .to_owned();
        let conversation = said.conversation.clone().or_else(|| said.device.clone());
        let conversation = conversation.unwrap_or_else(|| id.clone());
        let mut tracer = Tracer::new(said.hear.clone());
        let mut who = self.who(&said).await;
        let sight = &self.world.sight;
        if let Some(picture) = &said.picture {
            sight.hold(&conversation, picture.clone(), Instant::now().into_std());
        }
        let is_shown = sight.has(&conversation, Instant::now().into_std());
        who.picture = is_shown.then(|| conversation.clone());
        let heard = self.heard_event(&said, who, &id);
        let talk = self.conversation(&conversation, now.timestamp());
        let mut newer = talk.barge_in();
        let mut turn = talk.turn.lock().await;
        let mut way = Way {
            tracer: &mut tracer,
            newer: &mut newer,
            part,
        };
        let mut answer = self.perform(&mut turn, &now, heard, &mut way).await;
        let undoable = talk.ended(&turn, &id, &answer);
        drop(turn);
        self.in_kind(&said.text, &mut answer.reply);
        let record = TurnRecord {
            turn: id,
            conversation,
            heard: said.text.clone(),
            answer,
            undoable,
            trace: tracer.trace,
        };
        self.keep(&record, &said, &now).await;
        record
    }

    fn heard_event(&self, said: &Said, who: Who, id: &str) -> Event {
        let config = self.config();
        let house = Lang::from_tag(&config.house.lang).unwrap_or(Lang::Zh);
        let lang = ling_text::script::lang_seen(&said.text)
            .or(said.lang)
            .unwrap_or(house);
        let key = said.key.clone().unwrap_or_else(|| id.to_owned());
        Event::Heard {
            text: said.text.clone(),
            who,
            lang,
            region: config.house.region.clone(),
            key,
        }
    }

    async fn perform(
        &self,
        turn: &mut Turn,
        now: &ZonedDateTime,
        heard: Event,
        way: &mut Way<'_>,
    ) -> Answer {
        let deadline = Instant::now() + TURN_MAX;
        turn.set_fallback(self.fallback());
        let mut queue = VecDeque::from(turn.step(now, heard));
        for _ in 0..EFFECTS_MAX {
            let Some(effect) = queue.pop_front() else {
                break;
            };
            let since = Instant::now();
            match effect {
                Effect::Understand { step, text } => {
                    let open = turn.open(now).map(room::open_slot);
                    let reading = self.read(text, now, open).await;
                    way.tracer
                        .note("understand", since, reading.steps.join("; "));
                    queue.extend(turn.step(now, Event::Meant { step, reading }));
                }
                Effect::Run { step, call } => {
                    let result = tokio::select! {
                        result = self.run(&call, deadline, way.part) => result,
                        () = way.newer.came(), if only_asks(call.skill()) => {
                            let why = "interrupted by what was said next";
                            way.tracer.note("run", since, format!("{}: {why}", call.intent));
                            return no_answer(call.lang, why);
                        }
                    };
                    way.tracer.note("run", since, call.intent.clone());
                    queue.extend(turn.step(now, Event::Answered { step, result }));
                }
                Effect::End { answer, .. } => {
                    way.tracer.note("answer", since, answer.steps.join("; "));
                    return *answer;
                }
                Effect::Speak { .. } | Effect::StopSpeaking | Effect::WakeMeAt(_) => {}
            }
        }
        no_answer(Lang::Zh, "the turn went in circles")
    }

    async fn run(
        &self,
        call: &Call,
        deadline: Instant,
        part: PartSink<'_>,
    ) -> Result<Reply, SkillError> {
        let verb = || SkillError::Verb(call.intent.clone());
        let skill = self.skills.skill(call.skill()).cloned().ok_or_else(verb)?;
        let texts = self
            .skills
            .texts(call.skill(), call.lang)
            .ok_or_else(verb)?;
        let lang = call.lang;
        let mut sink = |piece: ling_dialogue::Part| part(&piece.say, lang);
        let mut out = Out::new(texts, call, Some(&mut sink));
        let run = AssertUnwindSafe(skill.run(call, &self.world, &mut out)).catch_unwind();
        match tokio::time::timeout_at(deadline, run).await {
            Ok(Ok(result)) => result.map(|()| out.finish()),
            Ok(Err(_)) => {
                warn!(intent = call.intent, "A skill panicked.");
                Err(verb())
            }
            Err(_) => Err(SkillError::Port(PortError::Unreachable(slow_service(
                call.skill(),
            )))),
        }
    }
}

/// What one turn has along its way.
struct Way<'w> {
    tracer: &'w mut Tracer,
    newer: &'w mut Newer,
    part: PartSink<'w>,
}

/// A turn that ends without an answer.
fn no_answer(lang: Lang, why: &str) -> Answer {
    Answer {
        meanings: Vec::new(),
        reply: Reply::default(),
        lang,
        stage: Stage::None,
        steps: vec![why.to_owned()],
        asks: false,
    }
}

/// Whether a skill only asks somebody outside: its answer can be given up, and nothing is half done.
fn only_asks(skill: &str) -> bool {
    matches!(
        skill,
        "llm" | "weather" | "news" | "convert" | "translate" | "rates"
    )
}

/// The service that a skill waits for.
fn slow_service(skill: &str) -> Service {
    match skill {
        "home" => Service::Home,
        "weather" => Service::Weather,
        "news" => Service::News,
        "music" => Service::Music,
        "llm" => Service::Llm,
        _ => Service::Rates,
    }
}
