//! From sound to the features that a Sphinx acoustic model was trained on.
//!
//! The steps and their constants are those of PocketSphinx 5.1.1, for the model has learned its sound from them;
//! `tools/ref/sphinx/front.py` compares the two. [`Front`] holds the tables, [`Cepstra`] takes sound as it comes, and
//! [`Features`] adds how the cepstra move:
//!
//! ```
//! use ling_speech::asr::sphinx::front::{Front, Params, features};
//! let front = Front::new(&Params::default());
//! let cepstra = front.cepstra(&[0.0; 16_000]);
//! assert_eq!(features(cepstra).len(), 99);
//! ```

mod cepstra;
mod features;
mod mel;
mod noise;
mod params;
mod prepare;

pub use cepstra::{Cepstra, Front};
pub use features::{Cmn, Features, LiveMean, features};
pub use params::Params;
pub use prepare::{Prepare, Prepared};

/// Cepstral coefficients a frame.
pub const N_CEPSTRA: usize = 13;

/// Features a frame: the cepstra, how they move, and how that changes.
pub const N_FEATURES: usize = 3 * N_CEPSTRA;

/// Samples from one frame to the next: 10 ms.
pub const FRAME_SHIFT: usize = 160;

/// Samples in a frame: 25.625 ms.
pub const FRAME_LEN: usize = 410;

/// One frame as cepstral coefficients.
pub type Cepstrum = [f32; N_CEPSTRA];

/// One frame as the acoustic model sees it.
pub type Feature = [f32; N_FEATURES];
