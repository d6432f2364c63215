//! Recognises the sentences of a grammar with a Sphinx acoustic model.

pub mod front;
