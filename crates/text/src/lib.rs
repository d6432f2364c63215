//! Everything that differs between Mandarin and English and is not a net: folding, scripts, numbers,
//! dates, measure words, pronunciation, sentence cutting and the texts people read or hear.
//!
//! It never reads a file, a clock or the network. Start with [`fold::fold`].

pub mod cut;
pub mod fold;
pub mod script;
mod stub;
pub mod values;
pub use stub::*;
