//! Byte-exact codecs of foreign formats, one folder per standard.
//!
//! Bytes go in with `feed`, whole messages come out of `poll`, and `encode` writes them; nothing here opens a
//! socket. Folders do not know each other. The first one to read is [`wyoming`].

pub mod wyoming;
