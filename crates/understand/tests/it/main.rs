//! Behaviour of the grammar engine: what is said, and what a skill receives.

mod commands;
mod errors;
mod house;
mod limits;
