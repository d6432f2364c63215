//! Towns that are known by name, so that whoever names one need not know its zone or its coordinates.

use std::sync::OnceLock;

use ling_text::fold::folded;
use serde::Serialize;

/// Country, zone, degrees north, degrees east, Chinese and English name. Coordinates and zones are facts from
/// GeoNames (geonames.org), rounded to a hundredth of a degree; the choice and the names are ours.
const TABLE: &str = include_str!("towns.tsv");
/// Towns that one answer offers.
const OFFERED_MAX: usize = 8;

/// A town.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Town {
    /// Its ISO 3166 country code.
    pub country: &'static str,
    /// Its IANA zone.
    pub zone: &'static str,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// Whose public holidays count there, as `house.region` says it.
    pub region: &'static str,
    /// The usual units there, as `house.units` says it.
    pub units: &'static str,
}

/// Every town, once read.
fn towns() -> &'static [Town] {
    static TOWNS: OnceLock<Vec<Town>> = OnceLock::new();
    TOWNS.get_or_init(|| TABLE.lines().filter_map(town).collect())
}

fn town(line: &'static str) -> Option<Town> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    let (country, zone) = (next()?, next()?);
    let region = match country {
        "CN" | "US" | "GB" => country,
        _ => "none",
    };
    Some(Town {
        country,
        zone,
        latitude: next()?.parse().ok()?,
        longitude: next()?.parse().ok()?,
        zh: next()?,
        en: next()?,
        region,
        units: if country == "US" {
            "imperial"
        } else {
            "metric"
        },
    })
}

/// The town of that name, in either language and script.
pub(crate) fn named(name: &str) -> Option<&'static Town> {
    let wanted = plain(name);
    towns()
        .iter()
        .find(|town| plain(town.zh) == wanted || plain(town.en) == wanted)
}

/// Towns whose name begins with the words, then those that have them elsewhere.
pub(crate) fn matching(words: &str) -> Vec<&'static Town> {
    let wanted = plain(words);
    if wanted.is_empty() {
        return Vec::new();
    }
    let place = |town: &Town| {
        let names = [plain(town.zh), plain(town.en)];
        let at = names.iter().filter_map(|name| name.find(&wanted));
        at.min()
    };
    let mut found: Vec<(usize, &Town)> = towns()
        .iter()
        .filter_map(|town| Some((place(town)?, town)))
        .collect();
    found.sort_by_key(|(at, _)| (*at > 0).then_some(*at));
    let found = found.into_iter().map(|(_, town)| town);
    found.take(OFFERED_MAX).collect()
}

/// "Xi’an", "xian" and "西安市" are the same towns as "Xi'an" and "西安".
fn plain(name: &str) -> String {
    let name = folded(name.trim());
    let name = name.strip_suffix('市').unwrap_or(&name);
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: Option<(&str, &str)>) {
        let found = named(name).map(|town| (town.zone, town.region));
        assert_eq!(found, expect, "{name}");
    }

    #[test]
    fn towns_are_known_in_both_languages() {
        check("Shanghai", Some(("Asia/Shanghai", "CN")));
        check("上海市", Some(("Asia/Shanghai", "CN")));
        check(" SHANGHAI ", Some(("Asia/Shanghai", "CN")));
        check("廣州", Some(("Asia/Shanghai", "CN")));
        check("Xi’an", Some(("Asia/Shanghai", "CN")));
        check("new york", Some(("America/New_York", "US")));
        check("Zürich", Some(("Europe/Zurich", "none")));
        check("伦敦", Some(("Europe/London", "GB")));
        check("Atlantis", None);
        check("", None);
    }

    #[test]
    fn every_line_is_a_town() {
        assert_eq!(towns().len(), TABLE.lines().count());
        for town in towns() {
            assert!(jiff::tz::TimeZone::get(town.zone).is_ok(), "{town:?}");
            assert!((-90.0..=90.0).contains(&town.latitude), "{town:?}");
            assert!((-180.0..=180.0).contains(&town.longitude), "{town:?}");
            assert!(named(town.zh).is_some() && named(town.en).is_some());
        }
    }

    #[track_caller]
    fn check_matching(words: &str, first: &str) {
        let found = matching(words);
        assert_eq!(found.first().map(|town| town.en), Some(first), "{words}");
        assert!(found.len() <= OFFERED_MAX);
    }

    #[test]
    fn what_is_typed_is_completed() {
        check_matching("shangh", "Shanghai");
        check_matching("上", "Shanghai");
        check_matching("York", "York");
        check_matching("new y", "New York");
        assert!(matching("qqq").is_empty() && matching(" ").is_empty());
    }
}
