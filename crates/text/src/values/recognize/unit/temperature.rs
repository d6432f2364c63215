//! Temperatures: 20摄氏度, 华氏温度98度, 72 degrees f, -7 degrees fahrenheit.

use std::sync::LazyLock;

use super::{Hit, hits, lexicon::Lexicon};
use crate::values::recognize::{Culture, Entity, source::Source};

const UNITS: &[&str] = &["F", "C", "K", "R", "Degree"];
const DEGREE: usize = 4;

/// No room and no oven is warmer or colder, so a bare "F" after such a number is a letter.
const BARE_MAX: f64 = 600.0;

static CHINESE: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut names = Lexicon::default();
    for (unit, spelled) in [
        (0, "^华氏温度|^华氏|华氏度|华氏温度|华氏|℉|°f|°F|~f"),
        (1, "^摄氏温度|^摄氏|摄氏度|摄氏温度|摄氏|℃|°c|°C|~c"),
        (2, "开尔文|开氏度|~k"),
        (3, "兰氏度|°r"),
        (DEGREE, "~?度|~?°"),
    ] {
        names.add(unit, spelled);
    }
    names.ready()
});

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    let scales: [(usize, &[&str], char); 4] = [
        (
            0,
            &["fahrenheit", "farenheit", "fahrenheits", "farenheits"],
            'f',
        ),
        (1, &["celsius", "celcius", "centigrade", "centigrate"], 'c'),
        (2, &["kelvin", "kelvins"], 'k'),
        (3, &["rankine", "rankines"], 'r'),
    ];
    let mut names = Lexicon::default();
    for (unit, words, letter) in scales {
        for word in words {
            names.add(unit, word);
            for degree in ["degrees", "degree", "deg", "degs", "deg."] {
                names.add(unit, &format!("{degree} {word}"));
            }
            names.add(unit, &format!("° {word}|°{word}"));
        }
        for degree in ["degrees", "degree", "deg", "degs", "deg."] {
            names.add(unit, &format!("~{degree} {letter}"));
        }
        names.add(unit, &format!("°{letter}|° {letter}|~{letter}"));
    }
    names.add(0, "℉");
    names.add(1, "℃");
    names.add(DEGREE, "~?degrees|~?degree|~?deg.|~?deg|~?degs|~?°");
    names.ready()
});

pub(in super::super) fn entities(source: &Source, culture: Culture) -> Vec<Entity> {
    let lexicon = match culture {
        Culture::Chinese => &*CHINESE,
        Culture::English => &*ENGLISH,
    };
    let found = hits(source, culture, lexicon);
    let turning = about_angles(source);
    let warm = about_warmth(source);
    let meant = |hit: &&Hit| {
        let bare = hit.end - hit.num_end <= 2 && source.before(hit.end).is_ascii_alphabetic();
        let bare = bare && !source.shown(hit.num_end, hit.end).contains('°');
        match hit.value {
            _ if hit.name.unit == DEGREE => !turning,
            Some(value) if bare => {
                let free = !matches!(source.ch(hit.end), '/' | '-' | '\'');
                let apart = source.ch(hit.num_end) == ' ' && value.abs() < BARE_MAX;
                free && (warm || apart)
            }
            _ => true,
        }
    };
    let below = |hit: &Hit| {
        let under = source.follows(hit.start, "零下");
        Hit {
            start: hit.start - if under { 2 } else { 0 },
            value: hit.value.map(|value| if under { -value } else { value }),
            ..*hit
        }
    };
    let found = found.iter().filter(meant).map(below);
    let entity = |hit: Hit| hit.entity(source, "temperature", UNITS[hit.name.unit]);
    found.map(entity).collect()
}

/// Whether the text speaks of turning, so that degrees are those of an angle.
pub(super) fn about_angles(source: &Source) -> bool {
    const WORDS: &[&str] = &[
        "rotate",
        "rotates",
        "rotated",
        "rotating",
        "rotation",
        "angle",
        "angles",
        "turn",
        "turns",
        "turned",
        "tilt",
        "tilted",
        "spin",
        "pivot",
        "latitude",
        "longitude",
    ];
    says(source, WORDS) || says_han(source, &["旋转", "转动", "角度", "夹角", "经度", "纬度"])
}

/// Whether the text speaks of warmth, so that degrees are those of a thermometer.
pub(super) fn about_warmth(source: &Source) -> bool {
    const WORDS: &[&str] = &[
        "temperature",
        "temperatures",
        "fahrenheit",
        "farenheit",
        "celsius",
        "celcius",
        "centigrade",
        "kelvin",
        "warm",
        "warmer",
        "cold",
        "colder",
        "hot",
        "hotter",
        "heat",
        "heating",
        "cool",
        "cooler",
        "weather",
        "thermostat",
        "boil",
        "boils",
        "freeze",
        "freezes",
        "oven",
        "fever",
        "outside",
        "room",
    ];
    says(source, WORDS)
}

fn says(source: &Source, words: &[&str]) -> bool {
    (0..source.len()).any(|i| source.phrases(i, words).is_some())
}

fn says_han(source: &Source, words: &[&str]) -> bool {
    (0..source.len()).any(|i| source.any(i, words).is_some())
}
