//! What a slot may match.

use ling_base::Value;

/// Names of the kinds of value, in the order of their ids.
pub(crate) const VALUES: [&str; 10] = [
    "number", "ordinal", "percent", "money", "quantity", "duration", "date", "time", "when",
    "repeat",
];

/// Lists of names that a house may have, in the order of their ids.
pub(crate) const NAMES: [&str; 33] = [
    "area",
    "floor",
    "device",
    "list",
    "person",
    "song",
    "artist",
    "album",
    "playlist",
    "scene",
    "genre",
    "script",
    "automation",
    "calendar",
    "station",
    "podcast",
    "audiobook",
    "contact",
    "place",
    "speaker",
    "timer",
    "alarm",
    "note",
    "skill",
    "light",
    "switch",
    "climate",
    "cover",
    "media",
    "vacuum",
    "fan",
    "lock",
    "sensor",
];

/// What a slot may match, as [`crate::ArgSpec::kind`] names it.
///
/// | word | matches |
/// |---|---|
/// | `number` `ordinal` `percent` `money` `quantity` `duration` `date` `time` `when` `repeat` | a value of that kind |
/// | `area` `floor` `device` `list` `person` `song` `artist` ... | one or several names of the house; `name` is `device` |
/// | the name of a list of the phrasebook | one or several things on it |
/// | `text` | any words, at least one character |
/// | `phrase` | any words, up to a connector such as 然后 or "and then" |
/// | `items` | any words, cut into several at 和 / 、 / "and" / commas |
/// | `any` | any value or name |
/// | `1..100` or `1..100,5` | a number within the range, and step |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A tagged value; the id is a place in the list of value kinds.
    Value(u8),
    /// A number from, to and in steps of.
    Range(i64, i64, i64),
    /// A name of the house; the id is a place in the list of name lists.
    Name(u8),
    /// A thing on a list of the phrasebook.
    List(u32),
    /// Any value or name.
    Any,
    /// Any words.
    Text,
    /// Any words up to a connector.
    Phrase,
    /// Any words, several items.
    Items,
}

/// What stands at a stretch of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Value(u8),
    Name(u8),
    List(u32),
}

impl Kind {
    /// Reads a kind, `None` where no kind has that name.
    pub fn from_word(word: &str) -> Option<Kind> {
        let place = |list: &[&str]| {
            let at = list.iter().position(|name| *name == word)?;
            u8::try_from(at).ok()
        };
        match word {
            "text" => Some(Kind::Text),
            "phrase" => Some(Kind::Phrase),
            "items" => Some(Kind::Items),
            "any" => Some(Kind::Any),
            "name" => Kind::from_word("device"),
            _ => None
                .or_else(|| place(&VALUES).map(Kind::Value))
                .or_else(|| place(&NAMES).map(Kind::Name))
                .or_else(|| range(word)),
        }
    }

    /// Whether it takes any words.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Kind::Text | Kind::Phrase | Kind::Items)
    }

    /// Whether it takes what stands there.
    pub(crate) fn takes(self, class: Class, value: Option<&Value>) -> bool {
        match (self, class) {
            (Kind::Value(want), Class::Value(have)) => {
                want == have || (want == WHEN && (DATE..=REPEAT).contains(&have))
            }
            (Kind::Range(from, to, step), Class::Value(NUMBER)) => {
                matches!(value, Some(Value::Number(n)) if in_range(*n, from, to, step))
            }
            (Kind::Name(want), Class::Name(have)) => want == have,
            (Kind::List(want), Class::List(have)) => want == have,
            (Kind::Any, Class::Value(_) | Class::Name(_)) => true,
            _ => false,
        }
    }
}

pub(crate) const NUMBER: u8 = 0;
const DATE: u8 = 6;
const WHEN: u8 = 8;
const REPEAT: u8 = 9;

impl Class {
    /// The word for it, as in [`Kind`]; `lists` are the names of all lists.
    pub(crate) fn word(self, lists: &[String]) -> &str {
        let of = |names: &[&'static str], at: u8| names.get(usize::from(at)).copied();
        let word = match self {
            Class::Value(at) => of(&VALUES, at),
            Class::Name(at) => of(&NAMES, at),
            Class::List(at) => lists.get(at as usize).map(String::as_str),
        };
        word.unwrap_or("any")
    }
}

fn in_range(n: f64, from: i64, to: i64, step: i64) -> bool {
    let (from, to, step) = (from as f64, to as f64, step.max(1) as f64);
    from <= n && n <= to && ((n - from) % step).abs() < 1e-9
}

/// `1..100` or `1..100,5`.
fn range(word: &str) -> Option<Kind> {
    let (from, rest) = word.split_once("..")?;
    let (to, step) = rest.split_once(',').unwrap_or((rest, "1"));
    Some(Kind::Range(
        from.trim().parse().ok()?,
        to.trim().parse().ok()?,
        step.trim().parse().ok()?,
    ))
}
