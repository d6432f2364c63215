//! Engines that run inside this program, loaded when they are first needed.

pub(crate) mod eyes;
pub mod sense_voice;
pub mod sphinx;
