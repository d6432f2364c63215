//! Ways out of the house and out of this process: one folder per program or service.
//!
//! What leaves the house is off until the owner chooses it.

mod bridge;
pub mod espeak;
mod guard;
pub(crate) mod home_assistant;
pub(crate) mod llm;
pub mod models;
pub(crate) mod news;
pub mod openai_audio;
pub(crate) mod pictures;
pub(crate) mod rates;
pub(crate) mod virtual_house;
pub(crate) mod weather;
pub(crate) mod web;
pub mod wyoming;
