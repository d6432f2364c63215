use ling_base::Lang;

use super::Later;

/// What came of looking at a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Look<T> {
    /// What is there.
    Seen(T),
    /// Nobody has shown one, or it is too long ago.
    Gone,
    /// It is damaged, too large, or of a kind that is not read.
    Unreadable,
    /// The package with this name has not been pulled.
    Missing(String),
    /// Other pictures are being looked at.
    Busy,
}

/// What is written in a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// Its lines, from the top; what stands side by side is one.
    pub lines: Vec<String>,
    /// What is to be paid, as it is written, where it is a receipt or an invoice.
    pub total: Option<String>,
}

/// What a picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// The things in it, in a composed phrase: `照片里有狗`, `a picture of a dog`.
    pub things: Option<String>,
    /// What it looks like as a whole, where no thing was found.
    pub kind: Option<String>,
    /// What is written in it, where that can be read.
    pub lines: Vec<String>,
}

/// The picture that somebody shows in a conversation.
pub trait SightPort: Send + Sync {
    /// What is written in the picture of that conversation.
    fn read<'a>(&'a self, picture: &'a str) -> Later<'a, Look<Written>>;
    /// What it shows, in the words of a language.
    fn show<'a>(&'a self, picture: &'a str, lang: Lang) -> Later<'a, Look<Shown>>;
}
