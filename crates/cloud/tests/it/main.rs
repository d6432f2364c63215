//! The verbs on real files in a folder of their own. Time is given, nothing sleeps.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod calendar;
mod commit;
mod copies;
mod dues;
mod house;
mod keys;
mod lists;
mod notes;
mod open;
mod support;
mod turns;
