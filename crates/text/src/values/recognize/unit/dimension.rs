//! Measures: 三千米, 两斤半, 5 ft 2 in, 660 square meters, 188 miles an hour, 20 (kg), 100 MB.

use std::sync::LazyLock;

use super::{Hit, hits, lexicon::Lexicon, measures_en, measures_zh, temperature::about_warmth};
use crate::values::recognize::{
    Culture, Entity, Field,
    source::{Source, wordy},
};

/// A unit of measure.
pub(super) struct Unit {
    pub(super) name: String,
    /// "Length", "Weight" ...; Chinese results do without.
    pub(super) sort: &'static str,
}

/// Units and the names they are found by.
pub(super) struct Measures {
    pub(super) units: Vec<Unit>,
    pub(super) names: Lexicon,
}

impl Measures {
    pub(super) fn new() -> Measures {
        Measures {
            units: Vec::new(),
            names: Lexicon::default(),
        }
    }

    pub(super) fn add(&mut self, sort: &'static str, name: &str, spelled: &str) {
        self.units.push(Unit {
            name: name.to_owned(),
            sort,
        });
        self.names.add(self.units.len() - 1, spelled);
    }

    pub(super) fn ready(self) -> Measures {
        Measures {
            names: self.names.ready(),
            ..self
        }
    }
}

static CHINESE: LazyLock<Measures> = LazyLock::new(measures_zh::measures);
static ENGLISH: LazyLock<Measures> = LazyLock::new(measures_en::measures);

/// Times a speed may be per.
const PER: &[(&str, &[&str])] = &[
    ("hour", &["hour", "hr", "h"]),
    ("minute", &["minute", "min"]),
    ("second", &["second", "sec", "s"]),
    ("millisecond", &["millisecond", "milliseconds", "ms"]),
    ("microsecond", &["microsecond", "microseconds", "μs"]),
    ("nanosecond", &["nanosecond", "nanoseconds", "ns"]),
];

/// Parts of lengths, that "5 ft 2 in" adds up.
const PARTS: &[(&str, &str, f64)] = &[
    ("Foot", "Inch", 12.0),
    ("Yard", "Foot", 3.0),
    ("Mile", "Yard", 1760.0),
];

/// A hit with its unit spelled out.
struct Found {
    hit: Hit,
    unit: String,
    sort: &'static str,
    /// Summed up from two units, and written with all its digits.
    summed: bool,
}

pub(in super::super) fn entities(source: &Source, culture: Culture) -> Vec<Entity> {
    let measures = match culture {
        Culture::Chinese => &*CHINESE,
        Culture::English => &*ENGLISH,
    };
    let warm = about_warmth(source);
    let hits = hits(source, culture, &measures.names);
    let meant = hits.into_iter().filter(|hit| meant(source, hit));
    let found = meant.map(|hit| {
        let unit = &measures.units[hit.name.unit];
        Found {
            hit,
            unit: unit.name.clone(),
            sort: unit.sort,
            summed: false,
        }
    });
    let found = found.filter(|found| !(warm && found.unit == "Degree"));
    let mut found: Vec<Found> = found.collect();
    if culture == Culture::English {
        found.iter_mut().for_each(|found| speed(source, found));
        found = joined(source, found);
    }
    found
        .iter()
        .map(|found| entity(source, culture, found))
        .collect()
}

fn entity(source: &Source, culture: Culture, found: &Found) -> Entity {
    let mut entity = found.hit.entity(source, "dimension", &found.unit);
    if let Some(value) = found.hit.value.filter(|_| found.summed) {
        entity.resolution[0].1 = Field::Text(value.to_string());
    }
    if culture == Culture::English {
        entity
            .resolution
            .insert(1, ("subtype", Field::text(found.sort)));
    }
    entity
}

/// Whether the unit is one: "11 pm" is an hour, 一位先生 a person.
fn meant(source: &Source, hit: &Hit) -> bool {
    let unit = source.shown(hit.num_end, hit.end);
    match unit.trim() {
        "pm" | "am" => false,
        "位" => {
            let next = source.ch(hit.end);
            next == '是' || next == '\0' || "二整浮处寄系加".contains(next)
        }
        "分" => false,
        _ => !(source.before(hit.start) == ':' && hit.value.is_some()),
    }
}

/// Makes a length a speed where a time follows: per hour, an hour, /s.
fn speed(source: &Source, found: &mut Found) {
    if found.sort != "Length" || !source.before(found.hit.end).is_alphabetic() {
        return;
    }
    let at = source.skip(found.hit.end);
    let link = match source.ch(at) {
        '/' => Some(at + 1),
        _ if at > found.hit.end => source.phrases(at, &["per", "an", "a", "p"]),
        _ => None,
    };
    let Some(time) = link.map(|end| source.skip(end)) else {
        return;
    };
    let Some((name, end)) = PER.iter().find_map(|(name, words)| {
        let end = words
            .iter()
            .filter_map(|word| source.lit(time, word))
            .max()?;
        (!wordy(source.ch(end))).then_some((name, end))
    }) else {
        return;
    };
    found.hit.end = end;
    found.unit = format!("{} per {name}", found.unit);
    found.sort = "Speed";
}

/// Joins "5 ft 2 in".
fn joined(source: &Source, found: Vec<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        let part = kept.last().and_then(|last| {
            let parts = PARTS
                .iter()
                .find(|(whole, part, _)| last.unit == *whole && next.unit == *part)?;
            let beside = source.skip(last.hit.end) == next.hit.start;
            beside.then_some(parts.2)
        });
        match (kept.last_mut(), part, next.hit.value) {
            (Some(last), Some(parts), Some(value)) if last.hit.value.is_some() => {
                last.hit.end = next.hit.end;
                last.hit.value = last.hit.value.map(|whole| whole + value / parts);
                last.summed = true;
            }
            _ => kept.push(next),
        }
    }
    kept
}
