//! The whole program, from outside: it is started, talked to over HTTP, and killed.

mod commands;
mod fuzz;
mod http;
mod intents;
mod kill;
mod models;
mod once;
mod only;
mod server;
mod spoken;
mod stages;
mod talk;
mod whole;
