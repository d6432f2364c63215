//! An ear at a microphone that is always open: it waits for its wake word, if it has one, and gives the sound of one
//! utterance after the other.
//!
//! It hears nothing itself: whoever holds it gives the pieces of [`Notice::Sound`] to a recogniser, and says with
//! [`Ear::words_are`] whether the words so far may be all.

mod patience;

use std::collections::VecDeque;

pub use patience::{SoFar, Words, tail_ms};

use crate::{
    RATE_HZ, Vad,
    vad::{EndpointOptions, Endpointer, Heard},
    wake::{WakeWord, Woken},
};

/// Sound from before somebody was noticed that belongs to the utterance: detectors are late by a consonant.
const BEFORE_MS: usize = 300;

/// A wake word is recognised 50 to 250 ms after its end, and who goes on without a pause has begun by then. Sound that
/// recent belongs to what follows.
const WAKE_LATE_MS: u64 = 200;

/// So much of it is looked at for a voice: not more, for it might be the end of the wake word's.
const WAKE_VOICE_MS: u64 = 100;

/// What an [`Ear`] has noticed.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Its word was said: the next utterance is for it.
    Woken(Woken),
    /// Somebody begins to speak.
    Began,
    /// A piece of what they say.
    Sound(Vec<f32>),
    /// They are silent for a moment: these may be all the words.
    Paused,
    /// They have finished.
    Ended,
    /// They speak longer than is listened to; what they said is to be forgotten.
    TooLong,
    /// Nobody said anything. With a wake word, it has to be said again.
    Nothing,
}

/// Finds utterances in a stream of sound.
pub struct Ear {
    wake: Option<Box<dyn WakeWord>>,
    is_awake: bool,
    /// Ling speaks.
    is_answering: bool,
    end: Endpointer,
    speaks: bool,
    was_paused: bool,
    /// The sound before the next.
    before: VecDeque<f32>,
    n_samples: u64,
}

impl Ear {
    /// An ear without a wake word is always awake.
    pub fn new(vad: Box<dyn Vad>, wake: Option<Box<dyn WakeWord>>) -> Ear {
        Ear {
            is_awake: wake.is_none(),
            is_answering: false,
            wake,
            end: Endpointer::new(vad, EndpointOptions::COMMAND),
            speaks: false,
            was_paused: false,
            before: VecDeque::new(),
            n_samples: 0,
        }
    }

    /// What the words so far are: whole ones end sooner.
    pub fn words_are(&mut self, words: Words) {
        self.end.set_tail_ms(tail_ms(words));
    }

    /// The answer was a question: the next utterance needs no wake word.
    pub fn stay_awake(&mut self) {
        self.is_awake = true;
    }

    /// Whether Ling speaks now: who interrupts needs no wake word, and nobody has to say anything before the end.
    pub fn answering(&mut self, is_answering: bool) {
        if self.is_answering && !is_answering && !self.speaks {
            self.end.reset();
        }
        self.is_answering = is_answering;
    }

    /// Whether somebody is speaking to Ling.
    pub fn hears(&self) -> bool {
        self.speaks
    }

    /// Adds sound: mono, [`RATE_HZ`], in [-1, 1]; 10 to 100 ms at once.
    pub fn push(&mut self, samples: &[f32]) -> Vec<Notice> {
        let mut notices = Vec::new();
        self.n_samples += samples.len() as u64;
        let woken = self.wake.as_mut().and_then(|wake| wake.push(samples));
        let listens = self.is_awake || self.is_answering || self.speaks;
        match woken {
            Some(woken) => self.wake_up(woken, samples, &mut notices),
            None => {
                if listens {
                    self.listen(samples, &mut notices);
                }
                self.keep(samples);
            }
        }
        notices
    }

    /// No sound follows.
    pub fn finish(&mut self) -> Option<Notice> {
        let spoke = std::mem::take(&mut self.speaks);
        self.end.reset();
        spoke.then_some(Notice::Ended)
    }

    /// What was said up to the wake word is forgotten, and the word with it; what follows has perhaps begun already.
    fn wake_up(&mut self, woken: Woken, samples: &[f32], notices: &mut Vec<Notice>) {
        self.is_awake = true;
        self.speaks = false;
        self.end.reset();
        self.words_are(Words::Unknown);
        let since = |late_ms: u64| {
            let n = self.n_samples.saturating_sub(woken.at) + ms(late_ms);
            usize::try_from(n).unwrap_or(usize::MAX)
        };
        let (n_late, n_voice) = (since(WAKE_LATE_MS), since(WAKE_VOICE_MS));
        notices.push(Notice::Woken(woken));
        self.before.extend(samples);
        self.before
            .drain(..self.before.len().saturating_sub(n_late));
        let n_before = self.before.len().saturating_sub(n_voice);
        let voice: Vec<f32> = self.before.drain(n_before..).collect();
        self.listen(&voice, notices);
        self.before.extend(voice);
    }

    fn listen(&mut self, samples: &[f32], notices: &mut Vec<Notice>) {
        let heard = self.end.push(samples);
        if matches!(heard, Some(Heard::Began { .. })) || self.began_and_ended(heard) {
            self.speaks = true;
            notices.push(Notice::Began);
            notices.push(Notice::Sound(self.before.iter().copied().collect()));
        }
        if self.speaks {
            notices.push(Notice::Sound(samples.to_vec()));
        }
        if heard.is_none() && self.end.is_paused() && !self.was_paused {
            notices.push(Notice::Paused);
        }
        self.was_paused = self.end.is_paused();
        let last = match heard {
            Some(Heard::Ended { .. }) => Notice::Ended,
            Some(Heard::TooLong { .. }) => Notice::TooLong,
            Some(Heard::Nothing) => Notice::Nothing,
            Some(Heard::Began { .. }) | None => return,
        };
        self.end.reset();
        if last == Notice::Nothing && self.is_answering {
            return;
        }
        notices.push(last);
        self.speaks = false;
        self.is_awake = self.wake.is_none();
        self.words_are(Words::Unknown);
    }

    fn began_and_ended(&self, heard: Option<Heard>) -> bool {
        !self.speaks && matches!(heard, Some(Heard::Ended { .. } | Heard::TooLong { .. }))
    }

    fn keep(&mut self, samples: &[f32]) {
        self.before.extend(samples);
        let most = RATE_HZ as usize * BEFORE_MS / 1000;
        let over = self.before.len().saturating_sub(most);
        self.before.drain(..over);
    }
}

fn ms(ms: u64) -> u64 {
    ms * u64::from(RATE_HZ) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Edge;

    /// Speech is what is louder than nothing.
    #[derive(Default)]
    struct Loud {
        at: u64,
        is_loud: bool,
    }

    impl Vad for Loud {
        fn push(&mut self, samples: &[f32]) -> Option<Edge> {
            let was = self.is_loud;
            let begins = self.at;
            self.at += samples.len() as u64;
            self.is_loud = samples.last().map_or(was, |last| *last > 0.1);
            match (was, self.is_loud) {
                (false, true) => Some(Edge::Start(begins)),
                (true, false) => Some(Edge::End(begins)),
                _ => None,
            }
        }

        fn reset(&mut self) {
            *self = Loud::default();
        }
    }

    /// Wakes 100 ms after a sample of 9.
    #[derive(Default)]
    struct Nine {
        at: u64,
        is_said: bool,
    }

    impl WakeWord for Nine {
        fn push(&mut self, samples: &[f32]) -> Option<Woken> {
            self.at += samples.len() as u64;
            let was_said = std::mem::replace(&mut self.is_said, samples.contains(&9.0));
            was_said.then(|| Woken {
                word: "nine".into(),
                at: self.at,
                score: 1.0,
            })
        }

        fn reset(&mut self) {}
    }

    /// Plays 100 ms a letter: `.` silence, `a` speech, `w` the wake word. `W` and `O` say that the words are whole
    /// or open, `!` that the answer was a question, `(` and `)` that Ling begins and ends to speak. What is noticed stands behind the letter after which it was; sound
    /// is told by its length in ms.
    fn check(wake: bool, played: &str, expect: &str) {
        let wake = wake.then(|| Box::new(Nine::default()) as Box<dyn WakeWord>);
        let mut ear = Ear::new(Box::new(Loud::default()), wake);
        let (mut told, mut sound, mut at) = (Vec::new(), 0, 0);
        for letter in played.chars() {
            let level = match letter {
                'W' => {
                    ear.words_are(Words::Whole);
                    continue;
                }
                'O' => {
                    ear.words_are(Words::Open);
                    continue;
                }
                '!' => {
                    ear.stay_awake();
                    continue;
                }
                '(' | ')' => {
                    ear.answering(letter == '(');
                    continue;
                }
                '.' => 0.0,
                'a' => 1.0,
                _ => 9.0,
            };
            at += 1;
            for notice in ear.push(&[level; 1_600]) {
                match notice {
                    Notice::Paused => {}
                    Notice::Sound(samples) => sound += samples.len() / 16,
                    Notice::Woken(woken) => told.push(format!("{at} {}", woken.word)),
                    Notice::Began => {
                        told.push(format!("{at} began"));
                        sound = 0;
                    }
                    Notice::Ended => {
                        told.push(format!("{at} ended {}", std::mem::take(&mut sound)))
                    }
                    Notice::TooLong => told.push(format!("{at} too long")),
                    Notice::Nothing => told.push(format!("{at} nothing")),
                }
            }
        }
        if ear.finish().is_some() {
            told.push(format!("end {sound}"));
        }
        assert_eq!(told.join(", "), expect, "{played}");
    }

    #[test]
    fn utterances_one_after_the_other() {
        check(false, ".....aaa........", "6 began, 16 ended 1400");
        check(
            false,
            "aaa.........aaa",
            "1 began, 11 ended 1100, 13 began, end 600",
        );
        check(false, "aa.aa.....", "1 began, end 1000");
        check(false, &".".repeat(130), "60 nothing, 120 nothing");
    }

    #[test]
    fn whole_words_end_sooner_and_open_ones_later() {
        check(false, "..aaW.......", "3 began, 9 ended 900");
        check(false, "..aaO..........aa..", "3 began, end 1800");
        check(
            false,
            "..aaOW.....aa.........",
            "3 began, 9 ended 900, 10 began, 19 ended 1300",
        );
    }

    #[test]
    fn a_wake_word_comes_first() {
        check(true, "aaaa.........", "");
        check(
            true,
            "aaw...aa.........aa....",
            "4 nine, 7 began, 16 ended 1300",
        );
        check(
            true,
            "aaw...aa........!..aa..........",
            "4 nine, 7 began, 16 ended 1300, 19 began, 28 ended 1300",
        );
        check(true, &format!("w{}", ".".repeat(99)), "2 nine, 61 nothing");
    }

    #[test]
    fn what_follows_a_wake_word_without_a_pause_is_whole() {
        // The sound begins where the word ends.
        check(true, "aawaaa..........", "4 nine, 4 began, 14 ended 1200");
        check(true, "w.aaa..........", "2 nine, 3 began, 13 ended 1300");
        // Its own end is not taken for a voice.
        check(true, "aaw.............", "4 nine");
    }

    #[test]
    fn a_wake_word_begins_anew() {
        check(
            true,
            "w..aaaaw..aa........",
            "2 nine, 4 began, 9 nine, 11 began, 20 ended 1300",
        );
        check(
            true,
            "w.aaaawaa.........",
            "2 nine, 3 began, 8 nine, 8 began, 17 ended 1100",
        );
    }

    #[test]
    fn who_interrupts_needs_no_wake_word() {
        check(
            true,
            "..aa.......(..aa.........)..aa.....",
            "14 began, 23 ended 1300",
        );
        // Who begins before the end is heard to theirs.
        check(true, "(..aa)aa.........aa", "3 began, 14 ended 1400");
        // Nobody has to say anything while Ling speaks, and then there is time.
        let asked = format!("({}!){}", ".".repeat(90), ".".repeat(70));
        check(true, &asked, "150 nothing");
        check(true, "!(...).aa.........", "5 began, 14 ended 1300");
    }
}
