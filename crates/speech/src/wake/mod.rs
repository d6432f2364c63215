//! Words that wake: an engine listens to everything, keeps nothing, and says when its word was said.
//!
//! Start with [`WakeWord`]; [`MicroWake`] runs the small nets of microWakeWord,
//! [`Spotter`] waits for phrases that nobody trained a net for.

pub mod micro;
pub mod spotter;

pub use micro::{MicroWake, WakeModel};
pub use spotter::{Spotter, SpotterModel};

/// A wake word was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Woken {
    /// The word, as it is written.
    pub word: String,
    /// When it was recognised, in samples since the first one pushed; the word has ended shortly before.
    pub at: u64,
    /// How sure, in [0, 1].
    pub score: f32,
}

/// An engine that waits for one wake word or more.
pub trait WakeWord: Send {
    /// Adds sound: mono, [`RATE_HZ`](crate::RATE_HZ), in [-1, 1]. Returns the first word found in it; call with an
    /// empty slice for further ones.
    fn push(&mut self, samples: &[f32]) -> Option<Woken>;
    /// Forgets everything: the next sample is the first of another stream.
    fn reset(&mut self);
}
