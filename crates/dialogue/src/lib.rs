//! One conversation: the turn machine, its memory, and what a skill is.
//!
//! This crate never does anything itself: [`Turn::step`] takes the time and an event and answers with
//! effects that the caller performs. Read [`Turn`] first, then [`Skill`] and [`World`].

mod call;
mod machine;
mod memory;
mod out;
mod skill;
mod spec;
mod talk;
mod world;

#[cfg(any(test, feature = "fake"))]
pub mod fake;

pub use call::{Act, Call, Who};
pub use machine::{Answer, Effect, Event, Step, Turn};
pub use memory::Memory;
pub use out::{Ask, Card, Choice, Out, Part, Reply};
pub use skill::{BoxFuture, Skill, SkillEntry, SkillError, Skills, Source};
pub use spec::{Argument, IntentSpec, SkillSpec, SpecError, Texts};
pub use talk::TALK;
pub use world::*;
