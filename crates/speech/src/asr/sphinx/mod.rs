//! Commands of a grammar, heard with acoustic models in Sphinx's format.
//!
//! A hidden Markov model of 6 MB hears what a grammar allows, and nothing else: few sentences, at once, on any
//! machine. [`Acoustics`] is the model, read from the files of a PocketSphinx model folder; [`jsgf::parse`] reads a
//! grammar; [`Commands`] listens for it.

mod bytes;
mod commands;
pub mod front;
mod gaussians;
mod grammar;
mod hearing;
mod hmm;
pub mod jsgf;
mod listener;
mod logs;
mod mdef;
mod model;
mod network;
mod phone_lm;
mod phones;
mod score;
mod search;
mod transitions;
mod weights;
mod words;

#[cfg(test)]
mod tests;

pub use commands::{Command, Commands, HeardWord, Pronunciations, SURE, Tuning};
pub use grammar::{Grammar, Intent, Phrase, WordGraph};
pub use hearing::Hearing;
pub use listener::Listener;
pub use model::{Acoustics, ModelFiles};
pub use network::Weighing;
pub use search::Beams;
