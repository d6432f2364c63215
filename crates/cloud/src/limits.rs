//! Every limit of the household's data, with its reason.

use crate::CloudError;

/// A thing on a list is read out; more than this is no item but a text.
pub const ITEM_CHARS_MAX: usize = 500;
/// Things added to a list by one sentence or request.
pub const ITEMS_AT_ONCE_MAX: usize = 100;
/// Things on one list.
pub const LIST_ITEMS_MAX: usize = 1_000;
/// Lists of a household.
pub const LISTS_MAX: usize = 100;
/// Names of people, rooms, devices, lists, tokens and browsers.
pub const NAME_CHARS_MAX: usize = 100;
/// Kinds, zones, conversation ids and other short words.
pub const WORD_CHARS_MAX: usize = 100;
/// Timers, alarms and reminders that are not over.
pub const DUES_MAX: usize = 500;
/// A timer's name or a reminder's text.
pub const DUE_CHARS_MAX: usize = 500;
/// A note.
pub const NOTE_CHARS_MAX: usize = 2_000;
/// Notes of a household; a search reads them all.
pub const NOTES_MAX: usize = 2_000;
/// Title and place of a calendar entry.
pub const EVENT_CHARS_MAX: usize = 500;
/// Notes of a calendar entry.
pub const EVENT_NOTES_CHARS_MAX: usize = 5_000;
/// Calendar entries of a household: forty years at one a day.
pub const EVENTS_MAX: usize = 15_000;
/// Single days taken out of one repeating entry.
pub const EVENT_SKIPS_MAX: usize = 400;
/// People of a household.
pub const PEOPLE_MAX: usize = 50;
/// Rooms of a household.
pub const ROOMS_MAX: usize = 100;
/// Devices of a household; one that was not seen for longest makes room for a new one.
pub const DEVICES_MAX: usize = 500;
/// Tokens of a household.
pub const TOKENS_MAX: usize = 100;
/// Signed-in browsers; the one not seen for longest makes room for a new one.
pub const SESSIONS_MAX: usize = 100;
/// Sign-in links that wait to be used; the oldest makes room for a new one.
pub const LINKS_MAX: usize = 20;
/// Minutes a sign-in link is good for.
pub const LINK_MINUTES: i64 = 15;
/// Days a browser stays signed in without being seen.
pub const SESSION_DAYS: i64 = 90;
/// Settings of a household.
pub const SETTINGS_MAX: usize = 1_000;
/// One setting, as JSON.
pub const SETTING_BYTES_MAX: usize = 64 * 1024;
/// Values kept with their age.
pub const MEMORY_MAX: usize = 1_000;
/// One value kept with its age, as JSON: a forecast or a feed.
pub const MEMORY_BYTES_MAX: usize = 512 * 1024;
/// What was heard or said in one turn; the rest is cut off in the record.
pub const TURN_CHARS_MAX: usize = 4_000;
/// The trace of one turn, as JSON; a longer one is left out of the record.
pub const TRACE_BYTES_MAX: usize = 64 * 1024;
/// Turns marked as wrong that are kept beyond the others.
pub const WRONG_TURNS_MAX: usize = 1_000;
/// An idempotency key.
pub const KEY_CHARS_MAX: usize = 200;
/// Days for which an idempotency key is remembered.
pub const KEY_DAYS: i64 = 7;
/// Days for which a timer, alarm or reminder that is over, and its rings, are kept.
pub const DONE_DAYS: i64 = 30;
/// Rows in one page of an answer.
pub const PAGE_MAX: u32 = 500;
/// Rings claimed at once; the rest follow with the next claim.
pub const CLAIM_MAX: u32 = 100;
/// Seconds after which an unclaimed ring counts as missed: a restart takes less.
pub const MISSED_AFTER_SECS: i64 = 60;
/// Writes that wait for the writer; more make their callers wait.
pub const WRITE_QUEUE_MAX: usize = 4_096;
/// Writes in one transaction: bounds how long the first one waits.
pub const WRITE_BATCH_MAX: usize = 256;

/// Text that must be there and may not be longer than `max` characters.
pub(crate) fn text(what: &'static str, text: &str, max: usize) -> Result<(), CloudError> {
    if text.trim().is_empty() {
        return Err(CloudError::Empty { what });
    }
    long_text(what, text, max)
}

/// A name: it must be there, is short, and shows what it is. Control characters, and those that turn the
/// direction of a line around (Unicode Standard Annex 9, "explicit directional formatting"), hide that.
pub(crate) fn name(what: &'static str, name: &str) -> Result<(), CloudError> {
    text(what, name, NAME_CHARS_MAX)?;
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}');
    let hidden = |c: char| c.is_control() || turns(c) || matches!(c, '\u{2028}' | '\u{2029}');
    if name.trim().chars().any(hidden) {
        return Err(CloudError::Characters { what });
    }
    Ok(())
}

/// Text that may be empty but not longer than `max` characters.
pub(crate) fn long_text(what: &'static str, text: &str, max: usize) -> Result<(), CloudError> {
    // The bytes are looked at first, so that a very long text costs nothing.
    if text.len() <= max {
        return Ok(());
    }
    match text.chars().nth(max) {
        None => Ok(()),
        Some(_) => Err(CloudError::TooLong {
            what,
            got: text.chars().count(),
            max,
        }),
    }
}

/// Refuses more than `max` of something.
pub(crate) fn count(what: &'static str, got: usize, max: usize) -> Result<(), CloudError> {
    if got > max {
        Err(CloudError::TooMany { what, max })
    } else {
        Ok(())
    }
}

/// The first `max` characters.
pub(crate) fn cut(text: &str, max: usize) -> &str {
    text.char_indices()
        .nth(max)
        .map_or(text, |(at, _)| &text[..at])
}
