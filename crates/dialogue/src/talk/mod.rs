//! What people say about the conversation itself: yes, no, cancel, undo, again. The sentences stand
//! beside this file, in the form of a skill; [`crate::Turn`] is the code.

use crate::Source;

/// The texts of the conversation itself.
pub const TALK: Source = Source {
    id: "talk",
    skill: include_str!("skill.toml"),
    zh: include_str!("zh.toml"),
    en: include_str!("en.toml"),
};
