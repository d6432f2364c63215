//! Units of measure: ids, names in both languages, and conversion.
//!
//! ```
//! use ling_text::units;
//! let (mile, km) = (units::by_id("mile").unwrap(), units::by_id("km").unwrap());
//! assert!((units::convert(1.0, mile, km).unwrap() - 1.609344).abs() < 1e-9);
//! ```

mod table;

use std::{cmp::Reverse, collections::HashMap, sync::OnceLock};

pub use table::UNITS;

/// What a unit measures. Only units of one dimension convert into each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Base: metre.
    Length,
    /// Base: square metre.
    Area,
    /// Base: litre.
    Volume,
    /// Base: gram.
    Mass,
    /// Base: kelvin.
    Temperature,
    /// Degrees of which the scale was not said: of heat or of an angle.
    Degree,
    /// Base: metre per second.
    Speed,
    /// Base: byte.
    Data,
    /// Base: bit per second.
    DataRate,
    /// Base: joule.
    Energy,
    /// Base: watt.
    Power,
    /// Base: pascal.
    Pressure,
    /// Base: hertz.
    Frequency,
    /// Base: volt.
    Voltage,
    /// Base: ampere.
    Current,
    /// Base: lux.
    Light,
    /// Base: decibel.
    Loudness,
    /// Base: year of life.
    Age,
    /// Base: part per million.
    Share,
    /// Base: second. For conversion; a span of time is tagged as a duration.
    Time,
}

/// One unit.
#[derive(Debug)]
pub struct Unit {
    /// The id that travels in [`ling_base::Value::Quantity`].
    pub id: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// Base units in one of it.
    pub factor: f64,
    /// Added before the factor; only temperatures have one.
    pub offset: f64,
    /// Names in Chinese, the first being the one to say.
    pub zh: &'static [&'static str],
    /// Names in English, lower case: singular, plural, then the rest.
    pub en: &'static [&'static str],
    /// Signs and abbreviations, lower case.
    pub signs: &'static [&'static str],
}

/// The unit with that id.
pub fn by_id(id: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|unit| unit.id == id)
}

/// The unit with that name in either language, or that sign; case and script do not matter.
pub fn by_name(name: &str) -> Option<&'static Unit> {
    let folded: String = name
        .trim()
        .chars()
        .map(|c| crate::fold::simplified(c).to_ascii_lowercase())
        .collect();
    let first = folded.chars().next()?;
    by_first(first)
        .iter()
        .find(|(known, _)| *known == folded)
        .map(|(_, unit)| *unit)
}

/// `amount` of one unit in another; `None` where they measure different things.
pub fn convert(amount: f64, from: &Unit, to: &Unit) -> Option<f64> {
    if from.dimension != to.dimension {
        return None;
    }
    Some((amount + from.offset) * from.factor / to.factor - to.offset)
}

/// Names and signs that begin with a character, longest first.
pub(crate) fn by_first(first: char) -> &'static [(&'static str, &'static Unit)] {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX
        .get_or_init(index)
        .get(&first)
        .map_or(&[], Vec::as_slice)
}

type Index = HashMap<char, Vec<(&'static str, &'static Unit)>>;

fn index() -> Index {
    let mut index = Index::new();
    for unit in UNITS {
        for name in unit.zh.iter().chain(unit.en).chain(unit.signs) {
            if let Some(first) = name.chars().next() {
                index.entry(first).or_default().push((name, unit));
            }
        }
    }
    for names in index.values_mut() {
        names.sort_by_key(|(name, _)| Reverse(name.len()));
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(amount: f64, from: &str, to: &str, expect: f64) {
        let (a, b) = (by_name(from).unwrap(), by_name(to).unwrap());
        let got = convert(amount, a, b).unwrap();
        let close = (got - expect).abs() <= expect.abs() * 1e-6 + 1e-9;
        assert!(close, "{amount} {from} = {got} {to}, not {expect}");
    }

    /// Against the definitions: NIST SP 811, and 市制 as fixed by the State Council in 1959.
    #[test]
    fn conversions() {
        check(1.0, "mile", "公里", 1.609_344);
        check(1.0, "英寸", "cm", 2.54);
        check(6.0, "feet", "米", 1.8288);
        check(100.0, "摄氏度", "fahrenheit", 212.0);
        check(-40.0, "华氏度", "°C", -40.0);
        check(0.0, "kelvin", "摄氏度", -273.15);
        check(1.0, "斤", "pounds", 1.102_311_3);
        check(1.0, "公斤", "斤", 2.0);
        check(10.0, "兩", "斤", 1.0);
        check(3.0, "尺", "米", 1.0);
        check(15.0, "亩", "公顷", 1.0);
        check(1.0, "gallon", "升", 3.785_411_784);
        check(1.0, "cup", "ml", 236.588_236_5);
        check(100.0, "km/h", "米每秒", 27.777_777_8);
        check(1.0, "度电", "千焦", 3600.0);
        check(1.0, "GB", "mb", 1024.0);
        check(1.0, "里", "米", 500.0);
        check(1.0, "stone", "pounds", 14.0);
        check(2.0, "小时", "分钟", 120.0);
    }

    #[test]
    fn unlike_units_do_not_convert() {
        assert_eq!(
            convert(1.0, by_name("米").unwrap(), by_name("pound").unwrap()),
            None
        );
        assert!(by_name("").is_none() && by_name("furlongs per moon").is_none());
    }

    #[test]
    fn ids_and_names_are_unique() {
        let mut ids = HashMap::new();
        let mut names = HashMap::new();
        for unit in UNITS {
            assert!(ids.insert(unit.id, unit.id).is_none(), "id {}", unit.id);
            for name in unit.zh.iter().chain(unit.en).chain(unit.signs) {
                let other = names.insert(*name, unit.id);
                assert!(other.is_none(), "{name} is {} and {other:?}", unit.id);
                assert_eq!(name.to_lowercase(), *name);
            }
        }
    }
}
