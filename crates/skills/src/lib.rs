//! What the assistant can do: one folder per skill, with its code, sentences, replies and cases side by side.
//!
//! A new skill is a folder with `mod.rs`, `skill.toml`, `zh.toml`, `en.toml` and `cases.toml`, and one line in
//! [`all`]. Read [`clock`] first; it is the smallest.

pub mod alarm;
pub mod calendar;
pub mod chat;
pub mod clock;
pub mod convert;
mod dues;
pub mod help;
pub mod home;
pub mod lists;
pub mod llm;
pub mod lunar;
pub mod maths;
mod moment;
pub mod music;
pub mod news;
pub mod notes;
pub mod reminder;
pub mod sight;
pub mod speaker;
pub mod timer;
pub mod translate;
pub mod weather;

use std::sync::Arc;

use ling_dialogue::{Skill, SkillEntry, Source};

/// The files of the skill in folder `$id`.
macro_rules! source {
    ($id:literal) => {
        ling_dialogue::Source {
            id: $id,
            skill: include_str!("skill.toml"),
            zh: include_str!("zh.toml"),
            en: include_str!("en.toml"),
        }
    };
}
pub(crate) use source;

/// Every skill.
pub fn all() -> Vec<SkillEntry> {
    vec![
        entry(alarm::SOURCE, alarm::Alarm),
        entry(calendar::SOURCE, calendar::Calendar),
        entry(chat::SOURCE, chat::Chat),
        entry(clock::SOURCE, clock::Clock),
        entry(convert::SOURCE, convert::Convert),
        entry(help::SOURCE, help::Help),
        entry(home::SOURCE, home::Home),
        entry(lists::SOURCE, lists::Lists),
        entry(lunar::SOURCE, lunar::Lunar),
        entry(llm::SOURCE, llm::Llm),
        entry(maths::SOURCE, maths::Maths),
        entry(news::SOURCE, news::NewsReader),
        entry(notes::SOURCE, notes::Notes),
        entry(music::SOURCE, music::Music),
        entry(reminder::SOURCE, reminder::Reminder),
        entry(sight::SOURCE, sight::Sight),
        entry(speaker::SOURCE, speaker::Speaker),
        entry(timer::SOURCE, timer::Timer),
        entry(translate::SOURCE, translate::Translate),
        entry(weather::SOURCE, weather::Weather),
    ]
}

fn entry(source: Source, skill: impl Skill + 'static) -> SkillEntry {
    SkillEntry {
        source,
        skill: Arc::new(skill),
    }
}
