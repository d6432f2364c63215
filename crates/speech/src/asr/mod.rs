//! Recognisers that run inside this program, one folder each.

pub mod sphinx;
