//! One folder per language.

pub(crate) mod en;
mod names;
pub(crate) mod zh;
