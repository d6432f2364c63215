//! Word lists that stand in `tables.txt`.

use std::{collections::HashMap, sync::OnceLock};

type Lists = HashMap<&'static str, Vec<&'static str>>;

fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| {
        let lines = include_str!("tables.txt")
            .lines()
            .filter(|line| !line.starts_with('#'));
        let named = lines.filter_map(|line| line.split_once(": "));
        named
            .map(|(name, words)| (name, words.split('|').collect()))
            .collect()
    })
}

/// The words of a list.
pub(super) fn list(name: &str) -> &'static [&'static str] {
    lists()
        .get(name)
        .expect("every list that is asked for is in the file")
}

/// A list that is one text.
pub(super) fn text(name: &str) -> &'static str {
    list(name)[0]
}
