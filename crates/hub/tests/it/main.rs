//! The server over HTTP, as programs and pages see it.

mod azure_speech;
mod house;
mod limits;
mod models;
mod refused;
mod rights;
mod rows;
mod settings;
mod speech;
