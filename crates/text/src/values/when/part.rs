//! Parts of the day: 早上, 今晚, in the afternoon, tonight.

use jiff::civil::{Time, time};

use crate::values::scan::Scan;

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// 凌晨
    Dawn,
    /// 早上
    Morning,
    /// 上午: unlike 早上 it reaches to twelve.
    Forenoon,
    /// 中午
    Noon,
    Afternoon,
    Evening,
    /// 晚上: from the evening to midnight.
    Night,
}

impl Part {
    /// The stretch that is meant when no hour is named; it ends at 00:00 where the day does.
    pub(super) fn stretch(self) -> (Time, Option<Time>) {
        match self {
            Part::Dawn => (time(0, 0, 0, 0), Some(time(6, 0, 0, 0))),
            Part::Morning => (time(6, 0, 0, 0), Some(time(12, 0, 0, 0))),
            Part::Forenoon => (time(8, 0, 0, 0), Some(time(12, 0, 0, 0))),
            Part::Noon => (time(12, 0, 0, 0), None),
            Part::Afternoon => (time(12, 0, 0, 0), Some(time(18, 0, 0, 0))),
            Part::Evening => (time(18, 0, 0, 0), Some(time(22, 0, 0, 0))),
            Part::Night => (time(18, 0, 0, 0), Some(time(0, 0, 0, 0))),
        }
    }

    /// The hour of the day that `hour` means in this part, and whether it falls on the next day.
    pub(super) fn hour(self, hour: i8) -> Option<(i8, bool)> {
        let found = match (self, hour) {
            (Part::Dawn | Part::Morning, 12) => (0, false),
            (Part::Dawn, 0..=6)
            | (Part::Morning, 0..=11)
            | (Part::Forenoon, 1..=12)
            | (Part::Noon, 10..=15) => (hour, false),
            (Part::Noon, 1..=3) => (hour + 12, false),
            (Part::Afternoon, 1..=11) => (hour + 12, false),
            (Part::Afternoon, 12..=19) => (hour, false),
            (Part::Evening | Part::Night, 4..=11) => (hour + 12, false),
            (Part::Evening | Part::Night, 16..=23) => (hour, false),
            (Part::Evening | Part::Night, 0..=3) => (hour, true),
            (Part::Evening | Part::Night, 12 | 24) => (0, true),
            _ => return None,
        };
        Some(found)
    }
}

/// The part of the day at `i`: 早上, morning, "the afternoon".
pub(super) fn at(scan: &Scan, i: usize) -> Option<(Part, usize)> {
    const ZH: &[(&str, Part)] = &[
        ("凌晨", Part::Dawn),
        ("清晨", Part::Morning),
        ("早上", Part::Morning),
        ("早晨", Part::Morning),
        ("早间", Part::Morning),
        ("一早", Part::Morning),
        ("一大早", Part::Morning),
        ("大清早", Part::Morning),
        ("早", Part::Morning),
        ("晨", Part::Morning),
        ("上午", Part::Forenoon),
        ("中午", Part::Noon),
        ("正午", Part::Noon),
        ("午间", Part::Noon),
        ("下午", Part::Afternoon),
        ("午后", Part::Afternoon),
        ("傍晚", Part::Evening),
        ("黄昏", Part::Evening),
        ("晚上", Part::Night),
        ("晚间", Part::Night),
        ("夜间", Part::Night),
        ("夜里", Part::Night),
        ("夜晚", Part::Night),
        ("半夜", Part::Night),
        ("深夜", Part::Night),
        ("大半夜", Part::Night),
        ("晚", Part::Night),
        ("夜", Part::Night),
    ];
    let c = scan.ch(i);
    if c.is_ascii_alphabetic() {
        let start = scan.phrase(i, "the").map_or(i, |end| scan.skip(end));
        let start = scan
            .phrases(start, &["early", "late"])
            .map_or(start, |end| scan.gap(end));
        return english(scan, start);
    }
    if !"凌清早一大晨上中正午下傍黄晚夜半深".contains(c) || c == '\0' {
        return None;
    }
    scan.longest(i, ZH)
}

fn english(scan: &Scan, i: usize) -> Option<(Part, usize)> {
    let (word, end) = scan.word(i)?;
    let part = match word {
        "morning" => Part::Morning,
        "afternoon" => Part::Afternoon,
        "evening" => Part::Evening,
        "night" | "nighttime" => Part::Night,
        "lunchtime" => Part::Noon,
        _ => return None,
    };
    Some((part, end))
}

/// Parts of a certain day in one word or phrase: 今晚, tonight, "this morning". Gives the part and the days from today.
pub(super) fn of_day(scan: &Scan, i: usize) -> Option<((Part, i64), usize)> {
    const ZH: &[(&str, (Part, i64))] = &[
        ("今晚", (Part::Night, 0)),
        ("今晚上", (Part::Night, 0)),
        ("今夜", (Part::Night, 0)),
        ("今早", (Part::Morning, 0)),
        ("今早上", (Part::Morning, 0)),
        ("今晨", (Part::Morning, 0)),
        ("当晚", (Part::Night, 0)),
        ("明晚", (Part::Night, 1)),
        ("明早", (Part::Morning, 1)),
        ("明早上", (Part::Morning, 1)),
        ("明晨", (Part::Morning, 1)),
        ("明晚上", (Part::Night, 1)),
        ("昨晚", (Part::Night, -1)),
        ("昨夜", (Part::Night, -1)),
        ("昨晚上", (Part::Night, -1)),
        ("后晚", (Part::Night, 2)),
    ];
    const EN: &[(&str, (Part, i64))] = &[
        ("tonight", (Part::Night, 0)),
        ("tonite", (Part::Night, 0)),
        ("later tonight", (Part::Night, 0)),
        ("this morning", (Part::Morning, 0)),
        ("this afternoon", (Part::Afternoon, 0)),
        ("this evening", (Part::Evening, 0)),
        ("last night", (Part::Night, -1)),
    ];
    match scan.ch(i) {
        '今' | '当' | '明' | '昨' | '后' => scan.longest(i, ZH),
        't' | 'l' => EN
            .iter()
            .find_map(|(words, value)| Some((*value, scan.phrase(i, words)?))),
        _ => None,
    }
}

/// Past "in", "at", "during" and the like, which may stand before an English part of the day, or nothing.
pub(super) fn lead(scan: &Scan, i: usize) -> usize {
    let at = scan.skip(i);
    scan.phrases(at, &["in", "at", "during", "on"])
        .map_or(at, |end| scan.skip(end))
}

/// The start of the part of the day that ends right before `i`, or `i`.
pub(super) fn before(scan: &Scan, i: usize) -> usize {
    (i.saturating_sub(3)..i)
        .find(|&k| at(scan, k).is_some_and(|(_, end)| scan.skip(end) == i))
        .unwrap_or(i)
}
