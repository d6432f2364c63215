//! Recognisers that run inside this program, one folder each.

pub mod ctc;
pub mod sense_voice;
pub mod sphinx;
