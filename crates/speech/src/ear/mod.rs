//! An ear at a microphone that is always open: it waits for its wake word, if it has one, and gives the sound of one
//! utterance after the other.
//!
//! It hears nothing itself: whoever holds it gives the pieces of [`Notice::Sound`] to a recogniser, and says with
//! [`Ear::words_are`] whether the words so far may be all.

use std::collections::VecDeque;

use crate::{
    RATE_HZ, Vad,
    vad::{EndpointOptions, Endpointer, Heard},
    wake::{WakeWord, Woken},
};

/// Sound from before somebody was noticed that belongs to the utterance: detectors are late by a consonant.
const BEFORE_MS: usize = 300;

/// Silence that ends words that are a whole command.
const TAIL_WHOLE_MS: u32 = 450;

/// Silence that ends words of which nothing is known.
const TAIL_MS: u32 = EndpointOptions::COMMAND.tail_ms;

/// Silence that ends words in which something is still missing.
const TAIL_OPEN_MS: u32 = 1_200;

/// What the words so far are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// Nobody knows.
    #[default]
    Unknown,
    /// They may be all.
    Whole,
    /// Something is missing.
    Open,
}

/// What an [`Ear`] has noticed.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Its word was said: the next utterance is for it.
    Woken(Woken),
    /// Somebody begins to speak.
    Began,
    /// A piece of what they say.
    Sound(Vec<f32>),
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
    end: Endpointer,
    speaks: bool,
    /// The sound before the next.
    before: VecDeque<f32>,
}

impl Ear {
    /// An ear without a wake word is always awake.
    pub fn new(vad: Box<dyn Vad>, wake: Option<Box<dyn WakeWord>>) -> Ear {
        Ear {
            is_awake: wake.is_none(),
            wake,
            end: Endpointer::new(vad, EndpointOptions::COMMAND),
            speaks: false,
            before: VecDeque::new(),
        }
    }

    /// What the words so far are: whole ones end sooner.
    pub fn words_are(&mut self, words: Words) {
        self.end.set_tail_ms(match words {
            Words::Unknown => TAIL_MS,
            Words::Whole => TAIL_WHOLE_MS,
            Words::Open => TAIL_OPEN_MS,
        });
    }

    /// The answer was a question: the next utterance needs no wake word.
    pub fn stay_awake(&mut self) {
        self.is_awake = true;
    }

    /// Adds sound: mono, [`RATE_HZ`], in [-1, 1]; 10 to 100 ms at once.
    pub fn push(&mut self, samples: &[f32]) -> Vec<Notice> {
        let mut notices = Vec::new();
        if self.is_awake {
            self.listen(samples, &mut notices);
        } else if let Some(woken) = self.wake.as_mut().and_then(|wake| wake.push(samples)) {
            self.is_awake = true;
            self.end.reset();
            // The wake word is no part of what follows.
            self.before.clear();
            notices.push(Notice::Woken(woken));
            return notices;
        }
        self.keep(samples);
        notices
    }

    /// No sound follows.
    pub fn finish(&mut self) -> Option<Notice> {
        let spoke = std::mem::take(&mut self.speaks);
        self.end.reset();
        spoke.then_some(Notice::Ended)
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
        let last = match heard {
            Some(Heard::Ended { .. }) => Notice::Ended,
            Some(Heard::TooLong { .. }) => Notice::TooLong,
            Some(Heard::Nothing) => Notice::Nothing,
            Some(Heard::Began { .. }) | None => return,
        };
        notices.push(last);
        self.speaks = false;
        self.is_awake = self.wake.is_none();
        self.end.reset();
        self.words_are(Words::Unknown);
        self.wake.iter_mut().for_each(|wake| wake.reset());
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

    /// Wakes at a sample of 9.
    struct Nine(u64);

    impl WakeWord for Nine {
        fn push(&mut self, samples: &[f32]) -> Option<Woken> {
            self.0 += samples.len() as u64;
            samples.contains(&9.0).then(|| Woken {
                word: "nine".into(),
                at: self.0,
                score: 1.0,
            })
        }

        fn reset(&mut self) {}
    }

    /// Plays 100 ms a letter: `.` silence, `a` speech, `w` the wake word. `W` and `O` say that the words are whole
    /// or open, `!` that the answer was a question. What is noticed stands behind the letter after which it was; sound
    /// is told by its length in ms.
    fn check(wake: bool, played: &str, expect: &str) {
        let wake = wake.then(|| Box::new(Nine(0)) as Box<dyn WakeWord>);
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
                '.' => 0.0,
                'a' => 1.0,
                _ => 9.0,
            };
            at += 1;
            for notice in ear.push(&[level; 1_600]) {
                match notice {
                    Notice::Sound(samples) => sound += samples.len() / 16,
                    Notice::Woken(woken) => told.push(format!("{at} {}", woken.word)),
                    Notice::Began => told.push(format!("{at} began")),
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
            "aaw.aa.........aa....",
            "3 nine, 5 began, 14 ended 1100",
        );
        check(
            true,
            "aawaa........!..aa..........",
            "3 nine, 4 began, 13 ended 1000, 16 began, 25 ended 1300",
        );
    }
}
