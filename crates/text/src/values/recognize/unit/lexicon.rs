//! Names of units, found by their first character.

use std::collections::HashMap;

use crate::values::recognize::source::{Source, wordy};

/// What a name stands for and where it may stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Name {
    /// The unit, as an index into the table it comes from.
    pub(super) unit: usize,
    /// May stand before the number.
    pub(super) head: bool,
    /// Never stands after one.
    pub(super) only_head: bool,
    /// Means the unit without any number.
    pub(super) alone: bool,
    /// Says what kind of unit, not which ("degrees", 元): another name may say it more exactly.
    pub(super) generic: bool,
    /// Counts only in the case it was written in here.
    pub(super) cased: bool,
}

/// Names by first character, longest first.
#[derive(Default)]
pub(super) struct Lexicon {
    names: HashMap<char, Vec<(Vec<char>, Name)>>,
}

impl Lexicon {
    /// Adds the names of a unit, apart by `|`. Marks before a name: `~` not alone, `<` also before the number,
    /// `^` only before it, `=` in this very case, `?` generic.
    pub(super) fn add(&mut self, unit: usize, names: &str) {
        for spelled in names.split('|').filter(|name| !name.is_empty()) {
            let marks = spelled
                .chars()
                .take_while(|c| matches!(c, '~' | '<' | '^' | '=' | '?'))
                .collect::<String>();
            let has = |mark: char| marks.contains(mark);
            let name = Name {
                unit,
                head: has('<') || has('^'),
                only_head: has('^'),
                alone: !has('~') && !has('^'),
                generic: has('?'),
                cased: has('='),
            };
            self.insert(&spelled[marks.len()..], name);
        }
    }

    /// Adds one name.
    pub(super) fn insert(&mut self, spelled: &str, name: Name) {
        let chars: Vec<char> = if name.cased {
            spelled.chars().collect()
        } else {
            spelled.to_lowercase().chars().collect()
        };
        let Some(first) = chars.first() else { return };
        let key = first.to_lowercase().next().unwrap_or(*first);
        let list = self.names.entry(key).or_default();
        if list.iter().all(|(known, _)| *known != chars) {
            list.push((chars, name));
        }
    }

    /// Sorts the names; to be called once, after the last of them.
    pub(super) fn ready(mut self) -> Lexicon {
        for list in self.names.values_mut() {
            // A name that asks for its case stands before one of the same length that does not.
            list.sort_by_key(|(chars, name)| (std::cmp::Reverse(chars.len()), !name.cased));
        }
        self
    }

    /// The longest name at `i` that `fits` and ends where a word may end.
    pub(super) fn longest(
        &self,
        source: &Source,
        i: usize,
        fits: impl Fn(&Name) -> bool,
    ) -> Option<(Name, usize)> {
        let list = self.names.get(&source.ch(i))?;
        list.iter().find_map(|(chars, name)| {
            let end = fits(name).then(|| matched(source, i, chars, name.cased))??;
            let last = source.before(end);
            let whole = !wordy(last)
                || !source.ch(end).is_ascii_alphanumeric()
                || name.only_head
                || name.head;
            (whole && ends(source, end, last, name)).then_some((*name, end))
        })
    }
}

/// A name before a number may touch its digits; any other Latin name ends with its word.
fn ends(source: &Source, end: usize, last: char, name: &Name) -> bool {
    let next = source.ch(end);
    if !wordy(last) {
        return true;
    }
    !wordy(next) || (name.head && next.is_ascii_digit())
}

fn matched(source: &Source, i: usize, chars: &[char], cased: bool) -> Option<usize> {
    let mut at = i;
    for &c in chars {
        if c == ' ' {
            let next = source.skip(at);
            if next == at {
                return None;
            }
            at = next;
            continue;
        }
        let here = if cased { source.raw(at) } else { source.ch(at) };
        if here != c {
            return None;
        }
        at += 1;
    }
    Some(at)
}
