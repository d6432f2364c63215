//! Phrases out of endless sound: where somebody speaks, and where they pause.

use ling_speech::{Edge, RATE_HZ, Vad};

/// Sound kept before the first and after the last word: detectors are late by a consonant.
const MARGIN: u64 = ms(300);

/// How far back a detector may say that speech began.
const REACH: u64 = ms(300);

/// The detector is asked so often.
const STEP: usize = 1_600;

/// A phrase that has lasted so long ends at the next short pause,
const LONG: u64 = ms(12_000);

/// which is this.
const SHORT_PAUSE: u64 = ms(250);

/// Recognisers take 30 s; a phrase that is longer is cut.
const PHRASE_MAX: u64 = ms(28_000);

const fn ms(ms: u64) -> u64 {
    ms * RATE_HZ as u64 / 1000
}

/// What ends a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    /// Silence that ends a phrase, in ms.
    pub(super) tail_ms: u64,
    /// Silence before a phrase that is told of, in ms.
    pub(super) patience_ms: u64,
    /// Only the first phrase is wanted.
    pub(super) is_once: bool,
    /// Pauses are told of, before it is known whether the phrase is over.
    pub(super) is_early: bool,
}

/// What was found. Places are samples since the first one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cut {
    /// Somebody speaks from here.
    Began { at: u64 },
    /// A phrase so far: somebody pauses, and may go on.
    Paused(Sound),
    /// A phrase, with a margin around it.
    Phrase(Sound),
    /// Nobody spoke from here to there.
    Silence { from: u64, to: u64 },
}

/// A stretch of sound in which somebody speaks.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Sound {
    /// Where the samples begin.
    pub(in super::super) at: u64,
    /// Where speech begins.
    pub(in super::super) from: u64,
    /// Where it ends.
    pub(in super::super) stop: u64,
    /// Where it ends, with the margin: this much has been listened to.
    pub(in super::super) to: u64,
    /// Mono, 16 kHz.
    pub(in super::super) samples: Vec<f32>,
}

/// Cuts endless sound.
pub(super) struct Cutter {
    vad: Box<dyn Vad>,
    manner: Manner,
    /// Samples so far.
    n: u64,
    /// The last of them, and where they begin.
    kept: Vec<f32>,
    kept_at: u64,
    /// Where the silence began that waits for a phrase.
    quiet_from: u64,
    began: Option<u64>,
    stopped: Option<u64>,
    is_done: bool,
}

impl Cutter {
    pub(super) fn new(vad: Box<dyn Vad>, manner: Manner) -> Cutter {
        Cutter {
            vad,
            manner,
            n: 0,
            kept: Vec::new(),
            kept_at: 0,
            quiet_from: 0,
            began: None,
            stopped: None,
            is_done: false,
        }
    }

    /// Phrases end in another manner from now on.
    pub(super) fn set_manner(&mut self, manner: Manner) {
        self.manner = manner;
    }

    /// Where the phrase began that is spoken.
    pub(super) fn began(&self) -> Option<u64> {
        self.began
    }

    /// Samples so far.
    pub(super) fn n_samples(&self) -> u64 {
        self.n
    }

    /// Samples that are kept.
    #[cfg(test)]
    pub(super) fn n_kept(&self) -> usize {
        self.kept.len()
    }

    /// Nothing more is listened to.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// Adds sound.
    pub(super) fn push(&mut self, samples: &[f32]) -> Vec<Cut> {
        let mut cuts = Vec::new();
        for piece in samples.chunks(STEP) {
            if self.is_done {
                break;
            }
            self.step(piece, &mut cuts);
        }
        cuts
    }

    /// No sound follows.
    pub(super) fn finish(&mut self) -> Vec<Cut> {
        let mut cuts = Vec::new();
        if !self.is_done {
            match self.began {
                Some(from) => self.phrase(from, self.stopped.unwrap_or(self.n), &mut cuts),
                None => self.silence(&mut cuts),
            }
        }
        self.is_done = true;
        cuts
    }

    fn step(&mut self, piece: &[f32], cuts: &mut Vec<Cut>) {
        self.kept.extend_from_slice(piece);
        self.n += piece.len() as u64;
        let was_stopped = self.stopped;
        let mut edge = self.vad.push(piece);
        while let Some(found) = edge {
            self.edge(found, cuts);
            edge = self.vad.push(&[]);
        }
        self.judge(cuts);
        if let (true, Some(from), Some(stop)) = (self.manner.is_early, self.began, self.stopped)
            && was_stopped.is_none()
        {
            cuts.push(Cut::Paused(self.sound(from, stop)));
        }
        if self.began.is_none() {
            let from = self.n.saturating_sub(MARGIN + REACH).max(self.kept_at);
            self.forget(from);
        }
    }

    fn edge(&mut self, edge: Edge, cuts: &mut Vec<Cut>) {
        match edge {
            Edge::Start(at) => {
                self.stopped = None;
                if self.began.is_none() {
                    let at = at.max(self.kept_at);
                    self.began = Some(at);
                    cuts.push(Cut::Began { at });
                }
            }
            Edge::End(at) => self.stopped = self.began.map(|from| at.max(from)),
        }
    }

    fn judge(&mut self, cuts: &mut Vec<Cut>) {
        let Some(from) = self.began else {
            if self.n - self.quiet_from >= ms(self.manner.patience_ms) {
                self.silence(cuts);
            }
            return;
        };
        let tail = match self.n - from > LONG {
            true => ms(self.manner.tail_ms).min(SHORT_PAUSE),
            false => ms(self.manner.tail_ms),
        };
        match self.stopped {
            Some(to) if self.n - to >= tail => self.phrase(from, to, cuts),
            None | Some(_) if self.n - from >= PHRASE_MAX => {
                let speaks_on = self.stopped.is_none();
                self.phrase(from, self.n, cuts);
                self.began = (speaks_on && !self.is_done).then_some(self.n);
            }
            None | Some(_) => {}
        }
    }

    fn phrase(&mut self, from: u64, to: u64, cuts: &mut Vec<Cut>) {
        let sound = self.sound(from, to);
        let to = sound.to;
        cuts.push(Cut::Phrase(sound));
        self.forget(to);
        (self.began, self.stopped, self.quiet_from) = (None, None, to);
        self.is_done = self.manner.is_once;
    }

    /// What is kept of a phrase, with a margin around it.
    fn sound(&self, from: u64, stop: u64) -> Sound {
        let at = from.saturating_sub(MARGIN).max(self.kept_at);
        let to = (stop + MARGIN).min(self.n);
        let place = |at: u64| usize::try_from(at - self.kept_at).unwrap_or(self.kept.len());
        Sound {
            at,
            from,
            stop,
            to,
            samples: self.kept[place(at)..place(to)].to_vec(),
        }
    }

    fn silence(&mut self, cuts: &mut Vec<Cut>) {
        let (from, to) = (self.quiet_from, self.n);
        cuts.push(Cut::Silence { from, to });
        self.quiet_from = to;
        self.is_done = self.manner.is_once;
    }

    fn forget(&mut self, before: u64) {
        let n = usize::try_from(before - self.kept_at).unwrap_or(usize::MAX);
        self.kept.drain(..n.min(self.kept.len()));
        self.kept_at = before;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Speech is what is louder than half.
    #[derive(Default)]
    pub(in super::super) struct Loud {
        n: u64,
        is_speech: bool,
        edges: std::collections::VecDeque<Edge>,
    }

    impl Vad for Loud {
        fn push(&mut self, samples: &[f32]) -> Option<Edge> {
            for sample in samples {
                let is_speech = *sample > 0.5;
                if is_speech != self.is_speech {
                    self.edges.push_back(match is_speech {
                        true => Edge::Start(self.n),
                        false => Edge::End(self.n),
                    });
                    self.is_speech = is_speech;
                }
                self.n += 1;
            }
            self.edges.pop_front()
        }

        fn reset(&mut self) {
            *self = Loud::default();
        }
    }

    /// Loud and quiet stretches by turns, in ms, a quiet one first.
    pub(in super::super) fn sound(stretches_ms: &[u64]) -> Vec<f32> {
        let mut all = Vec::new();
        for (nth, length) in stretches_ms.iter().enumerate() {
            let n = usize::try_from(ms(*length)).expect("it is short");
            all.resize(all.len() + n, if nth % 2 == 1 { 0.9 } else { 0.0 });
        }
        all
    }

    fn cuts(samples: &[f32], manner: Manner, size: usize) -> Vec<Cut> {
        let mut cutter = Cutter::new(Box::<Loud>::default(), manner);
        let pieces = samples.chunks(size);
        let mut found: Vec<Cut> = pieces.flat_map(|piece| cutter.push(piece)).collect();
        found.extend(cutter.finish());
        found
    }

    fn shown(cuts: &[Cut]) -> Vec<String> {
        let ms = |samples: u64| samples * 1000 / u64::from(RATE_HZ);
        let show = |cut: &Cut| match cut {
            Cut::Began { at } => format!("began {}", ms(*at)),
            Cut::Silence { from, to } => format!("silence {} {}", ms(*from), ms(*to)),
            Cut::Phrase(sound) | Cut::Paused(sound) => {
                let n = ms(sound.samples.len() as u64);
                let word = if matches!(cut, Cut::Paused(_)) {
                    "paused"
                } else {
                    "phrase"
                };
                format!("{word} {} {} of {n}", ms(sound.from), ms(sound.to))
            }
        };
        cuts.iter().map(show).collect()
    }

    const MANY: Manner = Manner {
        tail_ms: 700,
        patience_ms: 5_000,
        is_once: false,
        is_early: false,
    };

    #[track_caller]
    fn check(stretches_ms: &[u64], manner: Manner, expect: &[&str]) {
        let found = cuts(&sound(stretches_ms), manner, 1_600);
        assert_eq!(shown(&found), expect, "{stretches_ms:?}");
    }

    #[test]
    fn phrases() {
        let two = [1000, 1000, 1000, 500, 300, 500, 900];
        let expect = [
            "began 1000",
            "phrase 1000 2300 of 1600",
            "began 3000",
            "phrase 3000 4600 of 1900",
            "silence 4600 5200",
        ];
        check(&two, MANY, &expect);
        let once = Manner {
            is_once: true,
            ..MANY
        };
        check(&two, once, &expect[..2]);
        check(&[9000], once, &["silence 0 5000"]);
        check(
            &[11_000],
            MANY,
            &[
                "silence 0 5000",
                "silence 5000 10000",
                "silence 10000 11000",
            ],
        );
        check(&[500, 600], once, &["began 500", "phrase 500 1100 of 900"]);
        check(&[], once, &["silence 0 0"]);
    }

    #[test]
    fn pauses_are_told_of() {
        let early = Manner {
            is_early: true,
            ..MANY
        };
        let expect = [
            "began 500",
            "paused 500 1600 of 1400",
            "paused 500 2600 of 2400",
            "phrase 500 2800 of 2600",
            "silence 2800 3400",
        ];
        check(&[500, 1000, 300, 700, 900], early, &expect);
    }

    #[test]
    fn long_speech_ends_at_a_short_pause_or_is_cut() {
        let pause = [
            "began 0",
            "phrase 0 13300 of 13300",
            "began 13300",
            "phrase 13300 14300 of 1000",
        ];
        check(&[0, 13_000, 300, 1000], MANY, &pause);
        let cut = [
            "began 0",
            "phrase 0 28000 of 28000",
            "phrase 28000 31000 of 3000",
        ];
        check(&[0, 31_000], MANY, &cut);
    }

    proptest! {
        /// However sound is cut into messages, the phrases are the same, to a step of the detector.
        #[test]
        fn pieces_do_not_matter(stretches in proptest::collection::vec(1u64..40, 0..12), size in 1usize..20) {
            let stretches: Vec<u64> = stretches.iter().map(|length| length * 100).collect();
            let whole = sound(&stretches);
            let once = cuts(&whole, MANY, STEP);
            let pieces = cuts(&whole, MANY, STEP * size);
            prop_assert_eq!(once, pieces);
        }
    }
}
