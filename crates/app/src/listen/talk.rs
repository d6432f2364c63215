//! One conversation: who speaks, what is heard and answered, and what is dropped because somebody spoke.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use ling_hub::Heard;
use ling_speech::{
    RATE_HZ, UTTERANCE_SECS_MAX,
    asr::sphinx::{Commands, front::LiveMean},
    ear::{Ear, Notice, SoFar},
    front::{AnswerId, Front, FrontOptions, Playback, is_own_voice},
    vad::Earshot,
    wake::WakeWord,
};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{
    meter::Who,
    screen::{Screen, ScreenOptions, hundredths},
    utterance::{Ended, Utterance},
    voice,
};
use crate::ask::{Answerer, Question};

/// Seconds after its end in which an answer may still be heard from the room.
const ROOM_SECS: f64 = 0.5;

/// What a conversation is made from.
pub struct TalkOptions {
    /// Who answers.
    pub answerer: Answerer,
    /// Ling's own ears, if they are to hear.
    pub own: Option<Arc<Commands>>,
    /// What waits for the wake word, if one is wanted.
    pub wake: Option<Box<dyn WakeWord>>,
    /// How it is shown.
    pub screen: ScreenOptions,
}

/// What was done meanwhile. Everything names the turn or the answer it belongs to: what comes for an older one is
/// dropped.
pub enum Done {
    /// What was said up to a pause was heard, if it could be.
    Paused {
        turn: u64,
        n_pauses: u32,
        heard: Option<(Heard, SoFar)>,
    },
    /// An utterance was heard.
    Heard {
        turn: u64,
        heard: anyhow::Result<Heard>,
    },
    /// A turn was answered.
    Answered {
        turn: u64,
        answer: anyhow::Result<Value>,
    },
    /// A part of an answer is sound now.
    Part {
        id: AnswerId,
        step: u32,
        sound: Vec<f32>,
    },
    /// No part follows, or why not.
    Said {
        id: AnswerId,
        why: Option<anyhow::Error>,
    },
}

/// What was said last.
#[derive(Default)]
struct Asked {
    turn: u64,
    interrupts: bool,
    over: Option<String>,
    woken: Option<String>,
    at_s: f64,
    words_after: Option<Duration>,
    began: Option<Instant>,
}

/// The answer that is being said, or was just now.
struct Saying {
    turn: String,
    say: String,
    asks: bool,
    ended_at_s: Option<f64>,
}

/// A microphone, a loudspeaker, what listens, and who answers.
pub struct Talk {
    answerer: Arc<Answerer>,
    own: Option<Arc<Commands>>,
    has_wake: bool,
    screen: Screen,
    front: Front,
    ear: Ear,
    playback: Playback,
    /// The wake word that was said, until the turn that follows it.
    woken: Option<String>,
    utterance: Option<Utterance>,
    asked: Asked,
    saying: Option<Saying>,
    /// What is known of the microphone from the utterance before.
    mean: Option<LiveMean>,
    /// Samples so far.
    at: u64,
    is_mute: bool,
    n_jobs: u32,
    done: (mpsc::UnboundedSender<Done>, mpsc::UnboundedReceiver<Done>),
    /// Turns so far.
    pub n_turns: u32,
    /// And how many of them were understood.
    pub n_understood: u32,
}

impl Talk {
    /// A conversation in which nothing was said.
    pub fn new(options: TalkOptions) -> Talk {
        Talk {
            answerer: Arc::new(options.answerer),
            own: options.own,
            has_wake: options.wake.is_some(),
            screen: Screen::new(options.screen),
            front: Front::new(FrontOptions::default()),
            ear: Ear::new(Box::new(Earshot::new()), options.wake),
            playback: Playback::default(),
            woken: None,
            utterance: None,
            asked: Asked::default(),
            saying: None,
            mean: None,
            at: 0,
            is_mute: false,
            n_jobs: 0,
            done: mpsc::unbounded_channel(),
            n_turns: 0,
            n_understood: 0,
        }
    }

    /// The next samples for the loudspeaker.
    pub fn play(&mut self, n: usize) -> Vec<f32> {
        self.playback.play(n)
    }

    /// The microphone heard `piece` while the loudspeaker played `played`.
    pub fn hear(&mut self, piece: &[f32], played: &[f32]) -> anyhow::Result<()> {
        self.at += piece.len() as u64;
        self.screen.sound(piece, self.at_s(), self.who());
        let clean = self.front.push(piece, played);
        for notice in self.ear.push(&clean) {
            self.notice(notice)?;
        }
        if let Some(utterance) = &self.utterance {
            self.ear.words_are(utterance.words());
        }
        self.settle();
        Ok(())
    }

    /// No sound follows from the microphone.
    pub fn finish(&mut self) -> anyhow::Result<()> {
        match self.ear.finish() {
            Some(notice) => self.notice(notice),
            None => Ok(()),
        }
    }

    /// Whether something is being done that will be told.
    pub fn waits(&self) -> bool {
        self.n_jobs > 0
    }

    /// Whether an answer is being said.
    pub fn speaks(&self) -> bool {
        self.playback.is_on()
    }

    /// Waits for what is done next.
    pub async fn next_done(&mut self) -> Option<Done> {
        self.done.1.recv().await
    }

    /// Takes what was done.
    pub fn done(&mut self, done: Done) -> anyhow::Result<()> {
        if !matches!(done, Done::Part { .. }) {
            self.n_jobs -= 1;
        }
        match done {
            Done::Paused {
                turn,
                n_pauses,
                heard,
            } => self.heard_so_far(turn, n_pauses, heard),
            Done::Heard { turn, heard } if turn == self.asked.turn => self.heard(heard?),
            Done::Answered { turn, answer } if turn == self.asked.turn => self.answered(answer?),
            Done::Heard { .. } | Done::Answered { .. } => {}
            Done::Part { id, step, sound } => {
                self.playback.add(id, step, sound);
            }
            Done::Said { id, why } => {
                self.playback.end(id);
                if let Some(why) = why.filter(|_| !self.is_mute) {
                    self.is_mute = true;
                    self.screen
                        .note("warning", &format!("answers are not said: {why:#}"));
                }
            }
        }
        self.settle();
        Ok(())
    }

    fn at_s(&self) -> f64 {
        self.at as f64 / f64::from(RATE_HZ)
    }

    fn who(&self) -> Who {
        match (self.ear.hears(), self.is_audible()) {
            (true, _) => Who::Person,
            (false, true) => Who::Ling,
            (false, false) => Who::Nobody,
        }
    }

    fn is_audible(&self) -> bool {
        self.playback.is_on() && !self.playback.is_held()
    }

    fn notice(&mut self, notice: Notice) -> anyhow::Result<()> {
        match notice {
            Notice::Began => self.began(),
            Notice::Sound(samples) => {
                if let Some(utterance) = &mut self.utterance {
                    utterance.push(&samples);
                }
            }
            Notice::Paused => self.paused(),
            Notice::Ended => self.ended(),
            Notice::TooLong => {
                self.utterance = None;
                let (at_s, most) = (self.at_s(), UTTERANCE_SECS_MAX);
                let what = format!("somebody speaks for more than {most} s until {at_s:.1} s");
                self.screen.note("warning", &what);
                let hint =
                    format!("one utterance has at most {most} s; pause for a second behind it");
                self.screen.note("hint", &hint);
                self.vain("too_long");
            }
            Notice::Woken(woken) => {
                let at_s = self.at_s();
                self.screen
                    .note("note", &format!("`{}` at {at_s:.1} s", woken.word));
                self.woken = Some(woken.word);
                self.utterance = None;
                self.interrupt(Playback::hush);
            }
            Notice::Nothing => {
                self.woken = None;
                self.vain("nothing");
            }
        }
        Ok(())
    }

    /// Somebody begins to speak: silence at once.
    fn began(&mut self) {
        let mut utterance = Utterance::new(self.own.as_ref(), self.mean.as_ref());
        utterance.interrupts = self.playback.is_on();
        utterance.over = self.saying.as_ref().map(|saying| saying.say.clone());
        self.utterance = Some(utterance);
        self.interrupt(|playback| _ = playback.hold());
    }

    /// Makes the answer silent, and tells if it was not.
    fn interrupt(&mut self, silence: impl FnOnce(&mut Playback)) {
        let was_audible = self.is_audible();
        silence(&mut self.playback);
        if was_audible && !self.is_audible() {
            self.tell("barge_in", &[]);
        }
    }

    /// Nothing came of what interrupted the answer: it goes on.
    fn vain(&mut self, why: &str) {
        if let Some(saying) = &self.saying
            && saying.asks
        {
            self.ear.stay_awake();
        }
        if self.playback.resume() {
            self.tell("resumed", &[("why", json!(why))]);
        }
    }

    fn tell(&self, name: &str, more: &[(&str, Value)]) {
        let Some(saying) = &self.saying else { return };
        let spoken_s = hundredths(self.playback.played_secs());
        let more = [&[("spoken_s", json!(spoken_s))], more].concat();
        self.screen.event(name, self.at_s(), &saying.turn, &more);
    }

    /// Somebody pauses: whether that may be all decides how long to wait.
    fn paused(&mut self) {
        let Some(utterance) = &mut self.utterance else {
            return;
        };
        let (sound, n_pauses) = (utterance.pause(), utterance.n_pauses);
        let Some(sound) = sound else { return };
        let turn = self.asked.turn + 1;
        let (answerer, done) = (self.answerer.clone(), self.done.0.clone());
        self.n_jobs += 1;
        tokio::spawn(async move {
            let heard = answerer.hear_so_far(sound).await;
            let _ = done.send(Done::Paused {
                turn,
                n_pauses,
                heard,
            });
        });
    }

    fn heard_so_far(&mut self, turn: u64, n_pauses: u32, heard: Option<(Heard, SoFar)>) {
        let is_next = turn == self.asked.turn + 1;
        let utterance = self.utterance.as_mut().filter(|_| is_next);
        if let Some(utterance) = utterance.filter(|one| one.n_pauses == n_pauses) {
            utterance.early = heard.map(|(heard, so_far)| (heard, so_far.words()));
        }
    }

    /// Somebody has finished.
    fn ended(&mut self) {
        let Some(utterance) = self.utterance.take() else {
            return;
        };
        self.asked = Asked {
            turn: self.asked.turn + 1,
            interrupts: utterance.interrupts,
            over: utterance.over.clone(),
            woken: self.woken.take(),
            at_s: self.at_s(),
            words_after: None,
            began: Some(Instant::now()),
        };
        match utterance.end() {
            Ended::Heard(heard, mean) => {
                self.mean = mean.or(self.mean.take());
                self.heard(heard);
            }
            Ended::Sound(sound) if self.asked.over.is_some() => self.listen_to(sound),
            Ended::Sound(sound) => self.ask(Question::Sound(sound)),
        }
    }

    /// Has sound heard, before anything is done about it.
    fn listen_to(&mut self, sound: Vec<u8>) {
        let turn = self.asked.turn;
        let (answerer, done) = (self.answerer.clone(), self.done.0.clone());
        self.n_jobs += 1;
        tokio::spawn(async move {
            let heard = answerer.hear(sound).await;
            let _ = done.send(Done::Heard { turn, heard });
        });
    }

    fn heard(&mut self, heard: Heard) {
        let began = self.asked.began;
        self.asked.words_after = began.map(|began| began.elapsed());
        let over = self.asked.over.as_deref().unwrap_or_default();
        if is_own_voice(&heard.text, over) {
            return self.vain("own_voice");
        }
        if self.asked.interrupts {
            if heard.text.is_empty() {
                return self.vain("no_words");
            }
            self.interrupt(Playback::hush);
        }
        self.ask(Question::Heard(heard));
    }

    fn ask(&mut self, question: Question) {
        let turn = self.asked.turn;
        let (answerer, done) = (self.answerer.clone(), self.done.0.clone());
        self.n_jobs += 1;
        tokio::spawn(async move {
            let answer = answerer.ask(question, None).await;
            let _ = done.send(Done::Answered { turn, answer });
        });
    }

    fn answered(&mut self, mut answer: Value) {
        let is_understood = answer["stage"] != "none";
        let is_called = !self.has_wake || self.asked.woken.is_some();
        if self.asked.interrupts && !is_called && !is_understood {
            return self.vain("not_for_ling");
        }
        self.n_turns += 1;
        self.n_understood += u32::from(is_understood);
        let asked = std::mem::take(&mut self.asked.woken);
        answer["at_s"] = json!(hundredths(self.asked.at_s));
        if let Some(word) = asked {
            answer["woken_by"] = json!(word);
        }
        if let Some(after) = self.asked.words_after.filter(|_| self.own.is_some()) {
            answer["words_after_ms"] = json!(after.as_millis() as u64);
        }
        self.screen.turn(&answer);
        self.say(&answer);
    }

    /// Says an answer; the one before is over.
    fn say(&mut self, answer: &Value) {
        let id = self.playback.begin();
        let spoken = voice::words(answer);
        let asks = answer["reply"]["asks"] == true;
        if asks {
            self.ear.stay_awake();
        }
        self.saying = spoken.as_ref().map(|spoken| Saying {
            turn: answer["turn"].as_str().unwrap_or_default().to_owned(),
            say: spoken.text.clone(),
            asks,
            ended_at_s: None,
        });
        if let Some(spoken) = spoken.filter(|_| !self.is_mute) {
            self.n_jobs += 1;
            tokio::spawn(voice::speak(
                self.answerer.clone(),
                spoken,
                id,
                self.done.0.clone(),
            ));
        }
    }

    /// Tells the ear who speaks, and forgets an answer that was heard to its end.
    fn settle(&mut self) {
        self.ear.answering(self.is_audible());
        let (at_s, is_over) = (self.at_s(), !self.playback.is_on() && self.n_jobs == 0);
        let Some(saying) = self.saying.as_mut().filter(|_| is_over) else {
            return;
        };
        match saying.ended_at_s {
            None => {
                saying.ended_at_s = Some(at_s);
                self.tell("spoken", &[]);
            }
            Some(ended_at_s) if at_s > ended_at_s + ROOM_SECS => self.saying = None,
            Some(_) => {}
        }
    }
}
