//! Behaviour of the grammar engine: what is said, and what a skill receives.

#![allow(clippy::unwrap_used)]

mod commands;
mod errors;
mod home_assistant;
mod house;
mod intents;
mod kinds;
mod limits;
mod spoken;
mod wordings;
