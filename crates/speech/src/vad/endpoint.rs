//! When an utterance is over.

use crate::{Edge, RATE_HZ, UTTERANCE_SECS_MAX, Vad};

/// What counts as an utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndpointOptions {
    /// Silence that ends it.
    pub tail_ms: u32,
    /// Silence at the beginning after which nobody is going to speak.
    pub patience_ms: u32,
    /// Longest utterance.
    pub secs_max: u32,
}

impl EndpointOptions {
    /// Commands to a speaker: 0.8 s of silence end them, 6 s without a word too.
    pub const COMMAND: EndpointOptions = EndpointOptions {
        tail_ms: 800,
        patience_ms: 6_000,
        secs_max: UTTERANCE_SECS_MAX,
    };
}

/// What an [`Endpointer`] has noticed. Positions are samples since the first one pushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Somebody began to speak.
    Began {
        /// Where.
        at: u64,
    },
    /// They have finished.
    Ended {
        /// Where they began.
        from: u64,
        /// Where they stopped.
        to: u64,
    },
    /// Nobody spoke for as long as was waited.
    Nothing,
    /// The utterance is longer than is taken.
    TooLong {
        /// Where it began.
        from: u64,
    },
}

/// Finds where an utterance begins and ends. After [`Heard::Ended`], [`Heard::Nothing`] or [`Heard::TooLong`] it is
/// done and says nothing more until [`Endpointer::reset`].
pub struct Endpointer {
    vad: Box<dyn Vad>,
    options: EndpointOptions,
    n_samples: u64,
    began: Option<u64>,
    /// Where speech stopped, while it has not begun again.
    stopped: Option<u64>,
    is_done: bool,
}

impl Endpointer {
    /// An endpointer at the beginning of a stream.
    pub fn new(vad: Box<dyn Vad>, options: EndpointOptions) -> Endpointer {
        Endpointer {
            vad,
            options,
            n_samples: 0,
            began: None,
            stopped: None,
            is_done: false,
        }
    }

    /// Changes the silence that ends the utterance: shorter when the words so far are a whole command,
    /// longer when they cannot be.
    pub fn set_tail_ms(&mut self, tail_ms: u32) {
        self.options.tail_ms = tail_ms;
    }

    /// Whether somebody has begun to speak, and is silent now.
    pub fn is_paused(&self) -> bool {
        self.stopped.is_some()
    }

    /// Begins again with another utterance.
    pub fn reset(&mut self) {
        self.vad.reset();
        (self.n_samples, self.began, self.stopped, self.is_done) = (0, None, None, false);
    }

    /// Adds sound: mono, 16 kHz, in [-1, 1].
    pub fn push(&mut self, samples: &[f32]) -> Option<Heard> {
        if self.is_done {
            return None;
        }
        self.n_samples += samples.len() as u64;
        let had_begun = self.began.is_some();
        let mut edge = self.vad.push(samples);
        while let Some(found) = edge {
            match found {
                Edge::Start(at) => {
                    self.began = self.began.or(Some(at));
                    self.stopped = None;
                }
                Edge::End(at) => self.stopped = Some(at),
            }
            edge = self.vad.push(&[]);
        }
        let heard = self.verdict();
        self.is_done = heard.is_some();
        heard.or_else(|| {
            self.began
                .filter(|_| !had_begun)
                .map(|at| Heard::Began { at })
        })
    }

    /// No sound follows: what was it?
    pub fn finish(&mut self) -> Heard {
        self.is_done = true;
        match self.began {
            Some(from) => Heard::Ended {
                from,
                to: self.stopped.unwrap_or(self.n_samples),
            },
            None => Heard::Nothing,
        }
    }

    fn verdict(&self) -> Option<Heard> {
        let samples = |ms: u32| u64::from(ms) * u64::from(RATE_HZ) / 1000;
        let Some(from) = self.began else {
            return (self.n_samples >= samples(self.options.patience_ms)).then_some(Heard::Nothing);
        };
        match self.stopped {
            Some(to) if self.n_samples - to >= samples(self.options.tail_ms) => {
                Some(Heard::Ended { from, to })
            }
            _ => {
                let is_long =
                    self.n_samples - from >= u64::from(self.options.secs_max) * u64::from(RATE_HZ);
                is_long.then_some(Heard::TooLong { from })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says the edges it was given when their time has come.
    struct Script {
        edges: Vec<Edge>,
        n_samples: u64,
    }

    impl Vad for Script {
        fn push(&mut self, samples: &[f32]) -> Option<Edge> {
            self.n_samples += samples.len() as u64;
            let (Edge::Start(at) | Edge::End(at)) = *self.edges.first()?;
            (at <= self.n_samples).then(|| self.edges.remove(0))
        }

        fn reset(&mut self) {}
    }

    /// Edges in ms; what is noticed, and after how many ms.
    #[track_caller]
    fn check(edges_ms: &[(bool, u64)], length_ms: u64, expect: &[(u64, Heard)]) {
        let edge = |&(is_start, ms): &(bool, u64)| {
            if is_start {
                Edge::Start(ms * 16)
            } else {
                Edge::End(ms * 16)
            }
        };
        let script = Script {
            edges: edges_ms.iter().map(edge).collect(),
            n_samples: 0,
        };
        let mut endpointer = Endpointer::new(Box::new(script), EndpointOptions::COMMAND);
        let found: Vec<(u64, Heard)> = (1..=length_ms / 20)
            .filter_map(|step| endpointer.push(&[0.0; 320]).map(|heard| (step * 20, heard)))
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn one_utterance() {
        let (began, ended) = (
            Heard::Began { at: 16_000 },
            Heard::Ended {
                from: 16_000,
                to: 32_000,
            },
        );
        check(
            &[(true, 1000), (false, 2000)],
            5_000,
            &[(1000, began), (2800, ended)],
        );
    }

    #[test]
    fn a_pause_for_thought_is_not_the_end() {
        let (began, ended) = (
            Heard::Began { at: 16_000 },
            Heard::Ended {
                from: 16_000,
                to: 48_000,
            },
        );
        check(
            &[(true, 1000), (false, 2000), (true, 2500), (false, 3000)],
            5_000,
            &[(1000, began), (3800, ended)],
        );
    }

    #[test]
    fn silence() {
        check(&[], 9_000, &[(6000, Heard::Nothing)]);
    }

    #[test]
    fn endless_speech() {
        let (began, long) = (Heard::Began { at: 16_000 }, Heard::TooLong { from: 16_000 });
        check(&[(true, 1000)], 40_000, &[(1000, began), (31_000, long)]);
    }

    #[test]
    fn a_shorter_tail_ends_sooner_and_the_end_of_sound_ends_at_once() {
        let script = |edges| {
            Box::new(Script {
                edges,
                n_samples: 0,
            })
        };
        let mut endpointer = Endpointer::new(
            script(vec![Edge::Start(0), Edge::End(16_000)]),
            EndpointOptions::COMMAND,
        );
        endpointer.set_tail_ms(300);
        endpointer.push(&[0.0; 20_000]);
        assert_eq!(
            endpointer.push(&[0.0; 1_600]),
            Some(Heard::Ended {
                from: 0,
                to: 16_000
            })
        );
        let mut endpointer =
            Endpointer::new(script(vec![Edge::Start(0)]), EndpointOptions::COMMAND);
        endpointer.push(&[0.0; 20_000]);
        assert_eq!(
            endpointer.finish(),
            Heard::Ended {
                from: 0,
                to: 20_000
            }
        );
    }
}
