//! The values that travel along one utterance: types only.
//!
//! Nothing here reads a clock, a file or the network, and nothing here depends on another crate of
//! the workspace. Start with [`Meaning`], which is what understanding hands to a skill:
//!
//! ```
//! use ling_base::{Args, Value};
//! let args = Args::new().with("name", Value::Text("tea".into()));
//! assert_eq!(args.text("name"), Some("tea"));
//! ```

mod args;
mod meaning;
mod phrasebook;
mod reading;
mod sound;
mod value;
mod when;

pub use args::Args;
pub use meaning::{Meaning, Slot, Span, Stage};
pub use phrasebook::{ArgSpec, ListItem, Phrasebook, Phrases, Sentence};
pub use reading::{Fragment, FragmentPart, Frame, Mood, Reading};
pub use sound::Pcm;
pub use value::Value;
pub use when::{Days, Repeat, When};

/// A language Ling speaks. Adding one starts here; the only other `match` on it is `text::pack`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// Mandarin Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order in which ties are broken.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// Every language, this one first.
    pub fn and_others(self) -> [Lang; 2] {
        match self {
            Lang::Zh => [Lang::Zh, Lang::En],
            Lang::En => [Lang::En, Lang::Zh],
        }
    }

    /// The two-letter tag: `zh` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// Reads `zh`, `zh-CN`, `en-US`, ...; `None` for any other language.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Lang::ALL
            .into_iter()
            .find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }
}
