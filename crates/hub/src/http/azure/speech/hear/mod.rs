//! One connection on which a program is heard: turn after turn. Messages, results and the time go in, messages and
//! sound to be heard come out; nothing here waits or knows a socket.
//!
//! A turn begins with `speech.context` (or with sound of an id that is new) and is answered by `turn.start`, phrases
//! and `turn.end`. Each of its sounds has a stream, and an empty message ends the stream, not the turn: in a turn that
//! continues another the rest of the earlier sound comes first, as a stream of its own.

mod answer;
mod cut;
mod turn;
mod wave;
mod wish;

use std::collections::VecDeque;

use ling_base::Lang;
use ling_speech::{Vad, vad::Earshot};
use serde_json::Value;

use super::frame::{self, Message};
pub(super) use answer::{Phrase, silence, whole};
pub(super) use cut::Sound;
use turn::{Turn, Turned};
pub(super) use wish::{Mode, Wish};

/// Most sound in one message; the SDK sends 3,200 bytes at a time.
pub(super) const PAYLOAD_BYTES_MAX: usize = 512 << 10;

/// Ids of ended turns whose late sound is passed over.
const OVER_MAX: usize = 16;

/// The client is at fault: it does not try again and shows the reason.
pub(super) const BAD: u16 = 1007;

/// Ling is at fault: the client tries again a few times.
pub(super) const FAULT: u16 = 1011;

/// What can happen on a connection.
pub(super) enum Event<'a> {
    Text(&'a str),
    Binary(&'a [u8]),
    /// What an engine made of a sound.
    Heard(u64, Result<Phrase, Closing>),
    /// It is the time that [`Hearing::wakes_at`] told.
    Time,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    Send(String),
    Hear(Job),
    Close(Closing),
}

/// A sound to be heard.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Job {
    pub(super) id: u64,
    /// Mono, 16 kHz.
    pub(super) samples: Vec<f32>,
    pub(super) lang: Option<Lang>,
    /// What is likely to be said.
    pub(super) phrases: Vec<String>,
}

/// Why a connection is closed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Closing {
    pub(super) code: u16,
    /// A sentence for whoever reads it.
    pub(super) reason: String,
}

impl Closing {
    pub(super) fn bad(reason: impl Into<String>) -> Closing {
        let (code, reason) = (BAD, reason.into());
        Closing { code, reason }
    }
}

/// Who hears.
#[derive(Clone, Debug)]
pub(super) struct Ears {
    /// The engine's name.
    pub(super) engine: String,
    /// It costs nothing but time: what is said so far is heard at every pause.
    pub(super) is_early: bool,
    /// What it hears; nothing if there is none.
    pub(super) langs: Vec<Lang>,
}

/// One connection.
pub(super) struct Hearing {
    asked: Wish,
    ears: Ears,
    new_vad: fn() -> Box<dyn Vad>,
    turn: Option<Turn>,
    over: VecDeque<String>,
    names: Names,
}

/// Numbers and ids that no other connection has.
struct Names {
    seed: u64,
    n: u64,
}

impl Names {
    fn number(&mut self) -> u64 {
        self.n += 1;
        self.n
    }

    fn id(&mut self) -> String {
        let n = self.number();
        format!("{:016x}{n:016x}", self.seed)
    }
}

impl Hearing {
    /// A connection with what its address asks for. `seed` makes its ids its own.
    pub(super) fn new(asked: Wish, ears: Ears, seed: u64) -> Hearing {
        Hearing {
            asked,
            ears,
            new_vad: || Box::new(Earshot::new()),
            turn: None,
            over: VecDeque::new(),
            names: Names { seed, n: 0 },
        }
    }

    /// Something happened at `now_ms`, which never goes back.
    pub(super) fn take(&mut self, event: Event<'_>, now_ms: u64) -> Vec<Act> {
        let mut acts = Vec::new();
        let done = match event {
            Event::Text(whole) => self.text(whole, &mut acts),
            Event::Binary(whole) => self.binary(whole, now_ms, &mut acts),
            Event::Heard(id, heard) => self.heard(id, heard, &mut acts),
            Event::Time => self.time(now_ms),
        };
        match done.and_then(|()| self.go_on(&mut acts)) {
            Ok(()) => {}
            Err(closing) => acts.push(Act::Close(closing)),
        }
        acts
    }

    /// When [`Event::Time`] is waited for.
    pub(super) fn wakes_at(&self) -> Option<u64> {
        self.turn.as_ref()?.hold_until
    }

    /// Phrases wait to be heard: no more messages, please.
    pub(super) fn is_full(&self) -> bool {
        self.turn.as_ref().is_some_and(Turn::is_full)
    }

    /// Whether a turn is going on.
    #[cfg(test)]
    pub(super) fn is_busy(&self) -> bool {
        self.turn.is_some()
    }

    fn text(&mut self, whole: &str, acts: &mut Vec<Act>) -> Result<(), Closing> {
        let message = frame::text(whole).map_err(unreadable)?;
        if message.path != "speech.context" {
            // `speech.config`, `telemetry` and the like say nothing that is needed.
            return Ok(());
        }
        let id = message.request.ok_or_else(|| {
            Closing::bad("The message `speech.context` has no header `X-RequestId`.")
        })?;
        let context: Value = serde_json::from_slice(message.body)
            .map_err(|error| Closing::bad(format!("`speech.context` is no JSON: {error}.")))?;
        let wish = self
            .asked
            .clone()
            .with_context(&context)
            .map_err(Closing::bad)?;
        match &mut self.turn {
            Some(turn) if turn.id == id => turn.ask(wish),
            _ => self.begin(id, wish, acts)?,
        }
        Ok(())
    }

    fn binary(&mut self, whole: &[u8], now_ms: u64, acts: &mut Vec<Act>) -> Result<(), Closing> {
        let message = frame::binary(whole).map_err(unreadable)?;
        if message.path != "audio" {
            return Ok(());
        }
        if message.body.len() > PAYLOAD_BYTES_MAX {
            let most = PAYLOAD_BYTES_MAX;
            let reason = format!(
                "A message may hold {most} bytes of sound, not {}.",
                message.body.len()
            );
            return Err(Closing::bad(reason));
        }
        if self.belongs(&message, acts)?
            && let Some(turn) = &mut self.turn
        {
            turn.sound(
                message.stream.as_deref(),
                message.body,
                now_ms,
                &mut self.names,
                acts,
            )
            .map_err(Closing::bad)?;
        }
        Ok(())
    }

    /// Whether sound belongs to the turn that goes on. Sound of a new id begins one; without an id, it belongs to
    /// whatever goes on.
    fn belongs(&mut self, message: &Message<'_>, acts: &mut Vec<Act>) -> Result<bool, Closing> {
        let Some(id) = &message.request else {
            return Ok(self.turn.is_some());
        };
        if self.over.contains(id) {
            return Ok(false);
        }
        if self.turn.as_ref().is_none_or(|turn| turn.id != *id) {
            self.begin(id.clone(), self.asked.clone(), acts)?;
        }
        Ok(true)
    }

    fn begin(&mut self, id: String, wish: Wish, acts: &mut Vec<Act>) -> Result<(), Closing> {
        can_hear(&self.ears, &wish)?;
        if let Some(turn) = self.turn.take() {
            self.forget(turn.id);
        }
        self.over.retain(|over| *over != id);
        let tag = self.names.id();
        let start = serde_json::json!({ "context": { "serviceTag": tag } });
        acts.push(Act::Send(frame::json(&id, "turn.start", &start)));
        self.turn = Some(Turn::new(id, wish, (self.new_vad)(), self.ears.is_early));
        Ok(())
    }

    fn heard(
        &mut self,
        id: u64,
        heard: Result<Phrase, Closing>,
        acts: &mut Vec<Act>,
    ) -> Result<(), Closing> {
        match &mut self.turn {
            Some(turn) => turn.heard(id, heard, &mut self.names, acts),
            None => Ok(()),
        }
    }

    fn time(&mut self, now_ms: u64) -> Result<(), Closing> {
        if let Some(turn) = &mut self.turn {
            turn.time(now_ms);
        }
        Ok(())
    }

    fn go_on(&mut self, acts: &mut Vec<Act>) -> Result<(), Closing> {
        let Some(turn) = &mut self.turn else {
            return Ok(());
        };
        if turn.go_on(&mut self.names, acts) == Turned::Over
            && let Some(turn) = self.turn.take()
        {
            self.forget(turn.id);
        }
        Ok(())
    }

    fn forget(&mut self, id: String) {
        self.over.push_back(id);
        if self.over.len() > OVER_MAX {
            self.over.pop_front();
        }
    }
}

/// Whether there is an ear for what is spoken.
pub(super) fn can_hear(ears: &Ears, wish: &Wish) -> Result<(), Closing> {
    let langs = &ears.langs;
    if langs.is_empty() {
        let reason = "Ling has no recogniser yet: `ling models pull sphinx-en` brings one for English commands.";
        return Err(Closing::bad(reason));
    }
    if wish.languages.is_empty() {
        return Ok(());
    }
    let asked: Vec<Lang> = wish
        .languages
        .iter()
        .filter_map(|tag| Lang::from_tag(tag))
        .collect();
    if asked.iter().any(|lang| langs.contains(lang)) {
        return Ok(());
    }
    let tags = wish.languages.join(", ");
    let engine = &ears.engine;
    Err(Closing::bad(match asked.is_empty() {
        true => format!("Ling hears Mandarin and English, not {tags}."),
        false => format!(
            "{engine} does not hear {tags}. Choose a recogniser that does, in [speech] recogniser."
        ),
    }))
}

/// The phrases of a whole sound: mono, 16 kHz.
pub(super) fn phrases(samples: &[f32]) -> Vec<Sound> {
    let manner = cut::Manner {
        tail_ms: 700,
        patience_ms: u64::from(u32::MAX),
        is_once: false,
        is_early: false,
    };
    let mut cutter = cut::Cutter::new(Box::new(Earshot::new()), manner);
    let mut cuts = cutter.push(samples);
    cuts.extend(cutter.finish());
    let sounds = cuts.into_iter().filter_map(|cut| match cut {
        cut::Cut::Phrase(sound) => Some(sound),
        cut::Cut::Began { .. } | cut::Cut::Paused(_) | cut::Cut::Silence { .. } => None,
    });
    sounds.collect()
}

/// What is asked of an engine for a sound.
pub(super) fn job(asked: &Wish, samples: Vec<f32>) -> Job {
    Job {
        id: 0,
        samples,
        lang: asked.lang(),
        phrases: Vec::new(),
    }
}

fn unreadable(flaw: frame::Flaw) -> Closing {
    Closing::bad(format!("The message {flaw}."))
}

#[cfg(test)]
mod tests;
