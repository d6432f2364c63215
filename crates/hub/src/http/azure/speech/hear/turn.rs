//! One turn: from its first sound to `turn.end`.

use std::collections::VecDeque;

use ling_speech::Vad;
use serde_json::{Value, json};

use super::{
    Act, Closing, Job, Names, Phrase,
    answer::{self, ticks},
    cut::{Cut, Cutter, Manner, Sound},
    wave::{Format, Wave},
    wish::{Mode, Wish},
};
use crate::http::azure::speech::frame;

/// How long a turn that continues another waits for its next stream after one has ended.
const GRACE_MS: u64 = 300;

/// The same where nobody has spoken yet: the microphone may take a moment.
const GRACE_QUIET_MS: u64 = 2_000;

/// Phrases that wait to be heard while another one is; each may have 28 s.
const WAITING_MAX: usize = 2;

/// Whether a turn goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turned {
    On,
    Over,
}

/// A phrase that is heard before it is known whether it is over.
struct Early {
    id: u64,
    /// Without its samples.
    sound: Sound,
    heard: Option<Phrase>,
}

impl Early {
    /// Whether a phrase ended up as no more than this.
    fn is_all_of(&self, sound: &Sound) -> bool {
        (self.sound.from, self.sound.stop) == (sound.from, sound.stop)
    }
}

pub(super) struct Turn {
    pub(super) id: String,
    /// When the turn ends unless more sound comes.
    pub(super) hold_until: Option<u64>,
    wish: Wish,
    cutter: Cutter,
    stream: Option<String>,
    wave: Wave,
    waiting: VecDeque<Cut>,
    heard: Option<(u64, Sound)>,
    /// What is said so far, heard at a pause.
    early: Option<Early>,
    is_early: bool,
    /// Somebody has spoken.
    is_spoken: bool,
}

impl Turn {
    pub(super) fn new(id: String, wish: Wish, vad: Box<dyn Vad>, is_early: bool) -> Turn {
        let manner = Manner {
            is_early,
            ..wish.manner()
        };
        Turn {
            id,
            hold_until: None,
            cutter: Cutter::new(vad, manner),
            wish,
            stream: None,
            wave: Wave::new(Format::USUAL),
            waiting: VecDeque::new(),
            heard: None,
            early: None,
            is_early,
            is_spoken: false,
        }
    }

    /// The context came once more, or after the first sound.
    pub(super) fn ask(&mut self, wish: Wish) {
        self.cutter.set_manner(Manner {
            is_early: self.is_early,
            ..wish.manner()
        });
        self.wish = wish;
    }

    pub(super) fn is_full(&self) -> bool {
        self.waiting.len() >= WAITING_MAX
    }

    /// Samples that are kept.
    #[cfg(test)]
    pub(super) fn n_kept(&self) -> usize {
        let waiting = self.waiting.iter().map(|cut| match cut {
            Cut::Phrase(sound) => sound.samples.len(),
            Cut::Began { .. } | Cut::Paused(_) | Cut::Silence { .. } => 0,
        });
        self.cutter.n_kept() + waiting.sum::<usize>()
    }

    /// Sound of a stream; an empty one ends the stream. The error is a sentence.
    pub(super) fn sound(
        &mut self,
        stream: Option<&str>,
        bytes: &[u8],
        now_ms: u64,
        names: &mut Names,
        acts: &mut Vec<Act>,
    ) -> Result<(), String> {
        if self.cutter.is_done() {
            return Ok(());
        }
        if bytes.is_empty() {
            self.end_stream(stream, now_ms);
            return Ok(());
        }
        self.hold_until = None;
        if stream.is_some() && self.stream.as_deref() != stream {
            if self.stream.is_some() {
                self.wave = Wave::new(self.wave.format());
            }
            self.stream = stream.map(str::to_owned);
        }
        let samples = self.wave.push(bytes)?;
        let cuts = self.cutter.push(&samples);
        self.found(cuts, names, acts);
        Ok(())
    }

    fn end_stream(&mut self, stream: Option<&str>, now_ms: u64) {
        let is_other =
            self.stream.is_some() && stream.is_some() && self.stream.as_deref() != stream;
        if is_other {
            // Of a stream that another one has followed already.
            return;
        }
        let grace = match (self.wish.continues, self.is_spoken) {
            (false, _) => 0,
            (true, false) if self.wish.mode == Mode::Interactive => GRACE_QUIET_MS,
            (true, _) => GRACE_MS,
        };
        self.hold_until = Some(now_ms + grace);
        self.time(now_ms);
    }

    /// Ends the sound if nothing more has come.
    pub(super) fn time(&mut self, now_ms: u64) {
        if self.hold_until.is_some_and(|until| until <= now_ms) {
            self.hold_until = None;
            let cuts = self.cutter.finish();
            self.waiting.extend(cuts);
        }
    }

    fn found(&mut self, cuts: Vec<Cut>, names: &mut Names, acts: &mut Vec<Act>) {
        for cut in cuts {
            match cut {
                Cut::Began { at } if !self.is_spoken => {
                    self.is_spoken = true;
                    let body = json!({ "Id": names.id(), "Offset": ticks(at) });
                    self.send("speech.startDetected", &body, acts);
                }
                Cut::Began { .. } => {}
                Cut::Paused(sound) => self.hear_early(sound, names, acts),
                cut => self.waiting.push_back(cut),
            }
        }
    }

    /// What an engine made of the sound that it was given.
    pub(super) fn heard(
        &mut self,
        id: u64,
        heard: Result<Phrase, Closing>,
        names: &mut Names,
        acts: &mut Vec<Act>,
    ) -> Result<(), Closing> {
        if self.heard.as_ref().is_some_and(|(waited, _)| *waited == id)
            && let Some((_, sound)) = self.heard.take()
        {
            let body = answer::phrase(&names.id(), &self.wish, &sound, &heard?);
            self.send("speech.phrase", &body, acts);
        } else if self.early.as_ref().is_some_and(|early| early.id == id) {
            self.heard_early(heard.ok(), names, acts);
        }
        Ok(())
    }

    /// Gives the next phrase to be heard, or ends the turn when all is said.
    pub(super) fn go_on(&mut self, names: &mut Names, acts: &mut Vec<Act>) -> Turned {
        while self.heard.is_none()
            && let Some(cut) = self.waiting.pop_front()
        {
            match cut {
                Cut::Phrase(sound) => self.give(sound, names, acts),
                Cut::Silence { from, to } => self.silence(from, to, names, acts),
                Cut::Began { .. } | Cut::Paused(_) => {}
            }
        }
        if self.heard.is_some() || !self.cutter.is_done() {
            return Turned::On;
        }
        self.end(names, acts);
        Turned::Over
    }

    fn give(&mut self, mut sound: Sound, names: &mut Names, acts: &mut Vec<Act>) {
        if let Some(early) = self.early.take_if(|early| early.is_all_of(&sound)) {
            sound.samples.clear();
            match early.heard {
                Some(heard) => {
                    let body = answer::phrase(&names.id(), &self.wish, &sound, &heard);
                    self.send("speech.phrase", &body, acts);
                }
                None => self.heard = Some((early.id, sound)),
            }
            return;
        }
        let id = self.hear(&mut sound, names, acts);
        self.heard = Some((id, sound));
    }

    /// Has a sound heard; its samples go there.
    fn hear(&self, sound: &mut Sound, names: &mut Names, acts: &mut Vec<Act>) -> u64 {
        let id = names.number();
        acts.push(Act::Hear(Job {
            id,
            samples: std::mem::take(&mut sound.samples),
            lang: self.wish.lang(),
            phrases: self.wish.phrases.clone(),
        }));
        id
    }

    /// Has heard what is said so far, unless something else is being heard.
    fn hear_early(&mut self, mut sound: Sound, names: &mut Names, acts: &mut Vec<Act>) {
        let is_busy = self
            .early
            .as_ref()
            .is_some_and(|early| early.heard.is_none());
        if is_busy || self.heard.is_some() || !self.waiting.is_empty() {
            return;
        }
        let id = self.hear(&mut sound, names, acts);
        self.early = Some(Early {
            id,
            sound,
            heard: None,
        });
    }

    /// Tells what is said so far. If it could not be heard, the whole phrase will tell why.
    fn heard_early(&mut self, heard: Option<Phrase>, names: &mut Names, acts: &mut Vec<Act>) {
        let Some(early) = self.early.take() else {
            return;
        };
        let Some(heard) = heard else { return };
        if self.cutter.began() == Some(early.sound.from)
            && let Some(body) = answer::hypothesis(&names.id(), &self.wish, &early.sound, &heard)
        {
            self.send("speech.hypothesis", &body, acts);
        }
        self.early = Some(Early {
            heard: Some(heard),
            ..early
        });
    }

    /// Silence is told of when it is all there is, and when it is long: then the client may forget the sound.
    fn silence(&mut self, from: u64, to: u64, names: &mut Names, acts: &mut Vec<Act>) {
        let is_long = ticks(to - from) / 10_000 >= self.wish.manner().patience_ms;
        if self.wish.mode == Mode::Interactive || is_long {
            let (from, length) = (ticks(from), ticks(to - from));
            let body = answer::status(&names.id(), "InitialSilenceTimeout", from, length);
            self.send("speech.phrase", &body, acts);
        }
    }

    fn end(&mut self, names: &mut Names, acts: &mut Vec<Act>) {
        let at = ticks(self.cutter.n_samples());
        if self.is_spoken {
            let body = json!({ "Id": names.id(), "Offset": at });
            self.send("speech.endDetected", &body, acts);
        }
        if self.wish.mode != Mode::Interactive {
            let body = answer::status(&names.id(), "EndOfDictation", at, 0);
            self.send("speech.phrase", &body, acts);
        }
        self.send("turn.end", &json!({}), acts);
    }

    fn send(&self, path: &str, body: &Value, acts: &mut Vec<Act>) {
        acts.push(Act::Send(frame::json(&self.id, path, body)));
    }
}
