//! From words to a meaning: the sentences of all skills as one automaton per language.
//!
//! It never reads a file, a clock or the network, and never fails on what was said: not understood is an
//! empty list. Start with [`Grammar::compile`] and [`understand`].
//!
//! ```
//! use ling_base::{ArgSpec, Args, Lang, Phrasebook, Phrases, Sentence};
//! use ling_understand::{Grammar, Names, Scope, understand};
//!
//! let sentence = Sentence { text: "turn (on|off) the {tint} lamp".into(), fixed: Args::new(), line: 1 };
//! let tint = ArgSpec { name: "tint".into(), kind: "text".into(), slot: "color_type".into() };
//! let book = Phrasebook {
//!     lang: Lang::En,
//!     skill: "lamp".into(),
//!     file: "lamp/en.toml".into(),
//!     intents: vec![Phrases { intent: "lamp.turn".into(), label: "iot_hue_lighton".into(), sentences: vec![sentence], args: vec![tint] }],
//!     rules: Default::default(),
//!     lists: Default::default(),
//! };
//! let grammar = Grammar::compile(&[book]).unwrap();
//! let now = "2026-03-01T08:00[Asia/Shanghai]".parse().unwrap();
//! let scope = Scope { now: &now, names: &Names::default(), open: None, langs: &Lang::ALL };
//! let reading = understand(&grammar, &["Please turn on the red lamp."], &scope);
//! assert_eq!(reading.commands[0][0].args.text("tint"), Some("red"));
//! ```

mod alike;
pub mod analyse;
mod automaton;
mod bridge;
mod compile;
mod error;
mod fragment;
mod grammar;
mod heard;
pub mod intents;
mod kind;
mod lattice;
mod matcher;
mod meaning;
mod mood;
mod names;
pub mod net;
mod nfa;
mod read;
mod repair;
mod sample;
mod skips;
mod split;
mod spoken;
pub mod template;
mod understander;
mod values;
mod words;

pub use error::GrammarError;
pub use grammar::{Grammar, OpenSlot, Scope};
pub use kind::Kind;
pub use ling_base::{
    ArgSpec, Fragment, FragmentPart, Frame, ListItem, Phrasebook, Phrases, Reading, Sentence,
};
pub use names::{Name, Names};
pub use read::understand;
pub use sample::{Examples, Sampler, Wording};
pub use spoken::{Spoken, SpokenArc};
pub use understander::{Stages, Understander};
