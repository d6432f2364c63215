//! What differs between storage engines: opening, group commit, fault codes, copies.
//!
//! The statements of the verbs beside this folder are written in the SQL that SQLite and PostgreSQL
//! share; they know the engine only by the names below.

pub(crate) mod sqlite;

pub(crate) use sqlite::{Conn, Row};
