use crate::When;

/// What a slot means, once it is understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words to be kept as they were said: an item, a note, a song.
    Text(String),
    /// A thing of the house, matched by one of its names.
    Named {
        /// What the house calls it (`light.kitchen`, `living_room`, `shopping`).
        id: String,
        /// The name that people hear.
        name: String,
    },
    /// A plain number.
    Number(f64),
    /// A place in an order, 1 for "first", -1 for "last".
    Ordinal(i64),
    /// Hundredths: 50 for "50 %".
    Percent(f64),
    /// An amount of money.
    Money {
        /// In whole units of the currency.
        amount: f64,
        /// ISO 4217 code.
        currency: String,
    },
    /// An amount of something measured.
    Quantity {
        /// In `unit`s.
        amount: f64,
        /// Unit id from `text::units` (`km`, `celsius`, `jin`).
        unit: String,
    },
    /// A span of time, in seconds.
    Duration(i64),
    /// A moment, a day or a repeat.
    When(When),
}
