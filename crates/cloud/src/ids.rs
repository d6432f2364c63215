use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Digits of an id, in ascending order so that ids sort by time; without the letters I, L, O and U.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Digits of the time: 45 bits of milliseconds last until the year 3084.
const TIME_DIGITS: u32 = 9;
/// Digits of chance: 35 bits for each millisecond.
const CHANCE_DIGITS: u32 = 7;

/// Sixteen characters that sort by time of making and never come twice.
pub(crate) fn fresh(now: Timestamp) -> String {
    let time = u64::try_from(now.as_millisecond()).unwrap_or(0);
    let mut id = String::with_capacity(16);
    push_digits(&mut id, time, TIME_DIGITS);
    push_digits(&mut id, rand::random::<u64>(), CHANCE_DIGITS);
    id
}

/// A secret of 160 bits in the same digits.
pub(crate) fn fresh_secret() -> String {
    let mut secret = String::with_capacity(32);
    for _ in 0..4 {
        push_digits(&mut secret, rand::random::<u64>(), 8);
    }
    secret
}

fn push_digits(into: &mut String, number: u64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = (number >> (5 * place)) & 31;
        into.push(char::from(
            DIGITS[usize::try_from(digit).expect("below 32")],
        ));
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(String);

        impl $name {
            /// A new id, which sorts behind every id made at an earlier millisecond.
            pub fn fresh(now: Timestamp) -> $name {
                $name(fresh(now))
            }

            /// An id that came from outside; it need not exist.
            pub fn new(id: impl Into<String>) -> $name {
                $name(id.into())
            }

            /// The characters of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A household's account.
    AccountId,
    /// A person of the household.
    PersonId,
    /// A room.
    RoomId,
    /// A device: a speaker, a phone's page, a program.
    DeviceId,
    /// A program's key.
    TokenId,
    /// A browser that is signed in.
    SessionId,
    /// A timer, an alarm or a reminder.
    DueId,
    /// One sounding of a due row.
    RingId,
    /// A list.
    ListId,
    /// A thing on a list.
    ItemId,
    /// A note.
    NoteId,
    /// A calendar entry.
    EventId,
    /// One turn of a conversation.
    TurnId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_differ() {
        let early = Timestamp::from_millisecond(1_700_000_000_000).expect("in range");
        let late = Timestamp::from_millisecond(1_700_000_000_001).expect("in range");
        let ids: Vec<String> = (0..1000).map(|_| fresh(early)).collect();
        assert!(ids.iter().all(|id| id.len() == 16 && *id < fresh(late)));
        assert_eq!(
            ids.iter().collect::<std::collections::HashSet<_>>().len(),
            1000
        );
        assert_eq!(fresh_secret().len(), 32);
    }
}
