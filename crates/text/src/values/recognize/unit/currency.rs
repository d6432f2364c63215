//! Money: 1200亿美元, 50元6角三分, $ 31.7 billion, 3 dollars 50 cents, EUR 125.

use std::sync::LazyLock;

use super::{
    Hit, currency_en,
    currency_names::{CAPITALS_ONLY, CURRENCIES, PARTS},
    hits,
    lexicon::{Lexicon, Name},
};
use crate::values::recognize::{
    Culture, Entity, Field,
    number::zh,
    source::{Source, wordy},
};

/// What a name stands for.
#[derive(Clone, Copy)]
struct Unit {
    name: &'static str,
    iso: &'static str,
    /// How many make a whole unit; 1 for whole units.
    parts: f64,
    /// "MEUR" counts millions.
    scale: f64,
}

/// Codes that people also use without a number, in any case.
const KNOWN: &[&str] = &["USD", "EUR", "GBP", "CNY", "JPY", "HKD"];

static UNITS: LazyLock<Vec<Unit>> = LazyLock::new(|| {
    let whole = |scale| {
        CURRENCIES.iter().map(move |(name, iso, _, _)| Unit {
            name,
            iso,
            parts: 1.0,
            scale,
        })
    };
    let parts = PARTS.iter().map(|(name, parts, _, _)| Unit {
        name,
        iso: "",
        parts: *parts,
        scale: 1.0,
    });
    whole(1.0).chain(parts).chain(whole(1e6)).collect()
});

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut names = Lexicon::default();
    for (unit, (name, iso, english, _)) in CURRENCIES.iter().enumerate() {
        if name.contains(' ') {
            names.add(unit, &format!("{name}|{name}s"));
        }
        names.add(unit, english);
        codes(&mut names, unit, iso);
    }
    for (nth, (_, _, english, _)) in PARTS.iter().enumerate() {
        names.add(CURRENCIES.len() + nth, english);
    }
    names.ready()
});

static CHINESE: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut names = Lexicon::default();
    for (unit, (_, iso, _, chinese)) in CURRENCIES.iter().enumerate() {
        names.add(unit, chinese);
        codes(&mut names, unit, iso);
    }
    for (nth, (_, _, _, chinese)) in PARTS.iter().enumerate() {
        names.add(CURRENCIES.len() + nth, chinese);
    }
    names.ready()
});

/// The code of a currency before or after a number, with a sign, or in millions.
fn codes(names: &mut Lexicon, unit: usize, iso: &str) {
    if iso.is_empty() {
        return;
    }
    let cased = if CAPITALS_ONLY.contains(&iso) {
        "="
    } else {
        ""
    };
    let quiet = if KNOWN.contains(&iso) { "" } else { "~" };
    names.add(
        unit,
        &format!("<{quiet}{cased}{iso}|<~{cased}{iso}$|<~{cased}{iso} $"),
    );
    names.add(CURRENCIES.len() + PARTS.len() + unit, &format!("<~=M{iso}"));
}

/// Money as it was read.
#[derive(Clone, Copy)]
pub(super) struct Money {
    pub(super) hit: Hit,
    unit: Unit,
    /// The smallest part added so far.
    smallest: f64,
}

pub(in super::super) fn entities(source: &Source, culture: Culture) -> Vec<Entity> {
    let lexicon = match culture {
        Culture::Chinese => &*CHINESE,
        Culture::English => &*ENGLISH,
    };
    let found = hits(source, culture, lexicon);
    let found = found.into_iter().filter(|hit| meant(source, culture, hit));
    let mut kept: Vec<Money> = Vec::new();
    for hit in found {
        let unit = UNITS[hit.name.unit];
        let mut money = Money {
            hit: Hit {
                value: hit.value.map(|value| value * unit.scale),
                ..hit
            },
            unit,
            smallest: unit.parts,
        };
        if culture == Culture::English {
            currency_en::scaled(source, &mut money);
        }
        let last = kept.last_mut().filter(|last| last.hit.end <= hit.start);
        if let Some(last) = last
            && adds(source, culture, last, &money)
        {
            let whole = last.hit.value.unwrap_or_default();
            let more = money.hit.value.unwrap_or_default() / unit.parts;
            last.hit.value = Some(whole + more);
            last.hit.end = money.hit.end;
            last.hit.num_end = money.hit.num_end;
            last.smallest = unit.parts;
        } else if kept.last().is_none_or(|last| last.hit.end <= hit.start) {
            kept.push(money);
        }
    }
    kept.iter_mut()
        .for_each(|money| finish(source, culture, money));
    kept.iter().map(|money| entity(source, money)).collect()
}

/// Whether `part` goes on the sum of `whole`: 元 and 角, dollars and cents.
fn adds(source: &Source, culture: Culture, whole: &Money, part: &Money) -> bool {
    let both = whole.hit.value.is_some() && part.hit.value.is_some();
    if !both
        || part.unit.parts <= whole.smallest
        || whole.unit.parts > 1.0 && whole.unit.name != "Jiao"
    {
        return false;
    }
    let at = match culture {
        Culture::Chinese => {
            let at = source.skip(whole.hit.end);
            source.any(at, &["又", "再", "零", "加"]).unwrap_or(at)
        }
        Culture::English => currency_en::joint(source, whole.hit.end),
    };
    at == part.hit.start
}

/// Hundredths or tenths that follow without a name.
fn finish(source: &Source, culture: Culture, money: &mut Money) {
    let whole = money.unit.parts == 1.0;
    let more = match culture {
        Culture::English if whole => currency_en::bare_part(source, &money.hit, money.smallest),
        Culture::Chinese if whole => short(source, money),
        Culture::English | Culture::Chinese => None,
    };
    if let (Some((more, end)), Some(value)) = (more, money.hit.value) {
        money.hit.value = Some(value + more);
        money.hit.end = end;
    }
}

/// 三块五, 两块三毛五: a digit that ends the sum.
fn short(source: &Source, money: &Money) -> Option<(f64, usize)> {
    let at = money.hit.end;
    let digit = zh::digit(source.ch(at))?;
    let unit = source.before(at);
    let next = source.ch(at + 1);
    let last = next == '\0' || (!next.is_alphanumeric() && next != '.');
    (matches!(unit, '块' | '毛' | '角') && last)
        .then_some((digit / (money.smallest * 10.0), at + 1))
}

/// Whether a name is meant as money: 三块蛋糕 and 三分之一 are not.
fn meant(source: &Source, culture: Culture, hit: &Hit) -> bool {
    if culture == Culture::English || hit.value.is_none() {
        return true;
    }
    let next = source.ch(hit.end);
    match source.before(hit.end) {
        '分' => !"钟之数米别贝比店部公校队支享辨".contains(next) || next == '\0',
        '角' => !"形度色落洲函".contains(next) || next == '\0',
        '块' => {
            let money = zh::numeral(next)
                || next.is_ascii_digit()
                || "钱的吗吧了呢啊呀多人又再零".contains(next);
            next == '\0' || !next.is_alphanumeric() || money
        }
        '毛' => {
            next == '\0'
                || !next.is_alphanumeric()
                || zh::numeral(next)
                || "的吗吧了呢".contains(next)
        }
        '元' | '圆' => !"素旦宵月件气首帅".contains(next) || next == '\0',
        _ => true,
    }
}

/// The unit whose name stands after a number that ends at `end`.
pub(super) fn part_of(source: &Source, end: usize) -> Option<Name> {
    let at = source.skip(end);
    let name = ENGLISH.longest(source, at, |name| !name.only_head);
    name.filter(|_| !wordy(source.before(at)) || at > end)
        .map(|(name, _)| name)
}

fn entity(source: &Source, money: &Money) -> Entity {
    let mut entity = money.hit.entity(source, "currency", money.unit.name);
    if !money.unit.iso.is_empty() {
        let iso = ("isoCurrency", Field::text(money.unit.iso));
        entity.resolution.push(iso);
    }
    entity
}
