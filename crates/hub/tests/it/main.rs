//! The server over HTTP, as programs and pages see it.

mod house;
mod refused;
mod rows;
mod settings;
mod speech;
