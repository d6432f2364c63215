//! Sentences in Home Assistant's format: `sentences`, `lists`, `expansion_rules`, `responses`.
//!
//! The files are read unchanged, in the layout of its own intents or as a household writes them under
//! `custom_sentences`. What a text means is chosen as Home Assistant chooses it: the longer name, then fewer
//! free parts, then more literal words.
//!
//! ```
//! use ling_understand::intents::{File, Home, House, HouseItem, Intents};
//!
//! let text = "
//! language: en
//! intents:
//!   HassTurnOn:
//!     data:
//!       - sentences: ['turn on [the] {name}']
//! ";
//! let files = [File { path: "lights.yaml", text, own: true }];
//! let intents = Intents::compile("en", &files, &[]).unwrap();
//! let house = House { lists: vec![("name".into(), vec![HouseItem::named("Fan")])] };
//! let home = Home::new(&intents, &house).unwrap();
//! let meant = intents.recognize("Turn on the fan!", &home, &vec![]).unwrap();
//! assert_eq!((meant.intent, meant.slots[0].text.as_str()), ("HassTurnOn", "fan"));
//! ```

mod book;
mod build;
mod context;
mod error;
mod house;
mod lists;
mod machine;
mod numbers;
mod plain;
mod recognize;
mod said;
mod walk;
mod yaml;

pub use book::File;
pub use build::Intents;
pub use error::{IntentsError, Place};
pub use house::{Home, House, HouseItem, is_template};
pub use plain::Plain;
pub use recognize::{Context, Recognized, Slot};

/// Reads a YAML file, such as a description of a house; an empty one is [`Plain::Null`].
pub fn read_yaml(file: &str, text: &str) -> Result<Plain, IntentsError> {
    Ok(yaml::read(file, text)?.map_or(Plain::Null, |yaml| yaml.plain()))
}
