//! The whole program, from outside: it is started, talked to over HTTP, and killed.

mod http;
mod kill;
mod server;
mod whole;
