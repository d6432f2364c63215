//! What the loudspeaker plays: one answer, part by part, until it has been heard, or somebody speaks.

use std::collections::VecDeque;

use crate::RATE_HZ;

/// Numbers the answers of a conversation, so that what comes late for an older one is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnswerId(u64);

/// How often one answer is silent for somebody who then says nothing. Whoever goes on making noise is listened to
/// while it is spoken.
const HOLDS_MAX: u32 = 2;

/// A sentence that was broken off this early is begun again: 3 s.
const AGAIN_MAX: usize = 3 * RATE_HZ as usize;

/// Parts that wait to be played: more is a voice that never ends.
const PARTS_MAX: usize = 400;

/// One answer on its way through the loudspeaker. Sound is mono, [`RATE_HZ`].
///
/// ```
/// use ling_speech::front::Playback;
/// let mut playback = Playback::default();
/// let first = playback.begin();
/// assert!(playback.add(first, 0, vec![0.5; 100]));
/// playback.begin();
/// assert!(!playback.add(first, 1, vec![0.5; 100]), "too late");
/// assert_eq!(playback.play(10), [0.0; 10]);
/// ```
#[derive(Debug, Default)]
pub struct Playback {
    answer: AnswerId,
    /// The step that comes next.
    step: u32,
    parts: VecDeque<Vec<f32>>,
    /// Samples of the first part that were played.
    at: usize,
    /// Samples of the answer that were played.
    n_played: u64,
    is_whole: bool,
    is_held: bool,
    n_holds: u32,
}

impl Playback {
    /// Another answer begins; what is left of the one before is never played.
    pub fn begin(&mut self) -> AnswerId {
        *self = Playback {
            answer: AnswerId(self.answer.0 + 1),
            ..Playback::default()
        };
        self.answer
    }

    /// Adds the part `step` of an answer, counted from 0. Whether it will be played: it is not if its answer was
    /// broken off, or if it came before.
    pub fn add(&mut self, answer: AnswerId, step: u32, sound: Vec<f32>) -> bool {
        let is_next = answer == self.answer && step == self.step && !self.is_whole;
        let is_taken = is_next && self.parts.len() < PARTS_MAX;
        if is_taken {
            self.step += 1;
            self.parts.push_back(sound);
        }
        is_taken
    }

    /// No part follows.
    pub fn end(&mut self, answer: AnswerId) {
        self.is_whole |= answer == self.answer;
    }

    /// Whether the answer has not been heard to its end, silent for a moment or not.
    pub fn is_on(&self) -> bool {
        !self.parts.is_empty() || (self.step > 0 && !self.is_whole)
    }

    /// The next `n` samples; silence where there are none.
    pub fn play(&mut self, n: usize) -> Vec<f32> {
        let mut played = Vec::with_capacity(n);
        while let Some(part) = self.parts.front().filter(|_| !self.is_held)
            && played.len() < n
        {
            let to = (self.at + n - played.len()).min(part.len());
            played.extend_from_slice(&part[self.at..to]);
            self.n_played += (to - self.at) as u64;
            self.at = to;
            if to == part.len() {
                self.parts.pop_front();
                self.at = 0;
            }
        }
        played.resize(n, 0.0);
        played
    }

    /// Somebody begins to speak: silence at once, unless that was for nothing twice. Whether it is silent now.
    pub fn hold(&mut self) -> bool {
        if self.is_on() && self.n_holds < HOLDS_MAX {
            self.is_held = true;
            self.n_holds += 1;
        }
        self.is_held
    }

    /// Silence at once, as often as it takes: the wake word was said, or something else that was understood.
    pub fn hush(&mut self) {
        self.is_held = self.is_on();
    }

    /// Whether it is silent for somebody who speaks.
    pub fn is_held(&self) -> bool {
        self.is_held
    }

    /// They said nothing: the answer goes on, with the sentence in which it was broken off. Whether it was silent.
    pub fn resume(&mut self) -> bool {
        if self.is_held && self.at <= AGAIN_MAX {
            self.at = 0;
        }
        std::mem::take(&mut self.is_held)
    }

    /// Seconds of the answer that were played.
    pub fn played_secs(&self) -> f64 {
        self.n_played as f64 / f64::from(RATE_HZ)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `b` begins an answer, `1` to `9` add a part of that many samples to it, `e` ends it, `l` adds a part to the answer
    /// before, `d` the part before once more; `h` holds, `r` resumes, `.` plays two samples. What was played: each part
    /// by its number within the test, `_` for silence.
    #[track_caller]
    fn check(what: &str, expect: &str) {
        let (mut playback, mut ids) = (Playback::default(), vec![AnswerId::default()]);
        let (mut step, mut n_parts, mut heard) = (0, 0, String::new());
        for c in what.chars() {
            let id = ids[ids.len() - 1];
            match c {
                'b' => {
                    ids.push(playback.begin());
                    step = 0;
                }
                'e' => playback.end(id),
                'l' => assert!(!playback.add(ids[ids.len() - 2], step, vec![9.0; 4])),
                'd' => assert!(!playback.add(id, step - 1, vec![9.0; 4])),
                'h' => {
                    playback.hold();
                }
                'r' => {
                    playback.resume();
                }
                '.' => {
                    let letters = playback.play(2).into_iter().map(|x| match x {
                        0.0 => '_',
                        x => char::from_digit(x as u32, 10).unwrap_or('?'),
                    });
                    heard.extend(letters);
                }
                n => {
                    n_parts += 1;
                    let n = n.to_digit(10).expect("a length") as usize;
                    assert!(playback.add(id, step, vec![n_parts as f32; n]));
                    step += 1;
                }
            }
        }
        assert_eq!(heard, expect, "{what}");
    }

    #[test]
    fn parts_in_their_order_and_nothing_late() {
        check("b35e.....", "11122222__");
        check("b.3.2e..", "__11122_");
        check("b9.b2..", "1122__");
        check("b9.bl2l..", "1122__");
        check("b2d3d...", "11222_");
    }

    #[test]
    fn silence_for_somebody() {
        check("b3h..", "____");
        // It goes on with the sentence in which it was broken off.
        check("b53...h..r..", "111112____222_");
        check("b53..h.r..", "1111__1111");
        // Twice for nothing is enough.
        check("b9.h.r.h.r.h.", "11__11__1111");
        // Another answer starts afresh.
        check("b9.h.b4.h.r.", "11__22__22");
        check("h.r.b2.", "____11");
    }

    #[test]
    fn whether_it_was_heard_to_its_end() {
        let mut playback = Playback::default();
        assert!(!playback.is_on());
        let id = playback.begin();
        assert!(!playback.is_on());
        playback.add(id, 0, vec![1.0; 2]);
        playback.play(9);
        assert!(playback.is_on(), "more may come");
        playback.end(id);
        assert!(!playback.is_on());
    }

    proptest! {
        /// In any order of events, what was broken off is never heard again, and parts keep their order.
        #[test]
        fn nothing_is_said_twice(events in prop::collection::vec((0u8..7, 0u64..4, 0u32..4), 0..60)) {
            let mut playback = Playback::default();
            let (mut now, mut last) = (0, (0.0, 0.0));
            for (what, answer, step) in events {
                match what {
                    0 => now = playback.begin().0,
                    1 | 2 => {
                        let sound = (answer * 10 + u64::from(step) + 1) as f32;
                        let taken = playback.add(AnswerId(answer), step, vec![sound; 3]);
                        prop_assert!(!taken || answer == now);
                    }
                    3 => playback.end(AnswerId(answer)),
                    4 => _ = playback.hold(),
                    5 => _ = playback.resume(),
                    _ => for x in playback.play(2).into_iter().filter(|x| *x > 0.0) {
                        let place = (((x - 1.0) / 10.0).floor(), x);
                        prop_assert_eq!(place.0 as u64, now);
                        prop_assert!(place >= last);
                        last = place;
                    },
                }
            }
        }
    }
}
