//! Ages: 五岁, 十个月大, 29 years old, a 90-day-old, age 87.

use std::sync::LazyLock;

use super::{Hit, hits, lexicon::Lexicon};
use crate::values::recognize::{Culture, Entity, source::Source};

const UNITS: &[&str] = &["Year", "Month", "Week", "Day", "Age"];

static CHINESE: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut names = Lexicon::default();
    for (unit, spelled) in [
        (0, "~岁|~周岁|~虚岁|~岁大|~年大"),
        (1, "~个月大|~月大|~月龄|~个月龄"),
        (2, "~周大|~个星期大|~星期大|~周龄"),
        (3, "~天大|~日龄|~日大"),
    ] {
        names.add(unit, spelled);
    }
    names.ready()
});

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut names = Lexicon::default();
    for (unit, word) in ["year", "month", "week", "day"].iter().enumerate() {
        for link in [" ", "-", " - "] {
            names.add(unit, &format!("~{word}s{link}old|~{word}{link}old"));
        }
        names.add(unit, &format!("~{word}s of age|~{word} of age"));
    }
    names.add(0, "~yo|~y.o.|~y.o|~yrs old|~yr old|~y/o");
    names.add(4, "^age|^aged");
    names.ready()
});

pub(in super::super) fn entities(source: &Source, culture: Culture) -> Vec<Entity> {
    let lexicon = match culture {
        Culture::Chinese => &*CHINESE,
        Culture::English => &*ENGLISH,
    };
    let found = hits(source, culture, lexicon);
    let entity = |hit: &Hit| hit.entity(source, "age", UNITS[hit.name.unit]);
    found.iter().map(entity).collect()
}
