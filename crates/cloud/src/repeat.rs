//! The JSON of [`Repeat`], for the database, the API and the page.

use jiff::civil::Weekday;
use ling_base::{Days, Repeat};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::{Value, json};

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

/// `{"days": ["monday"]}`, `{"days": "workdays"}`, `{"daily": {"every": 2}}`,
/// `{"weekly": {"every": 2, "day": "monday"}}`, `{"monthly": {"day": 1}}`, `{"yearly": {"month": 1, "day": 1}}`,
/// `{"lunar_yearly": ...}`, `{"every": {"secs": 7200}}`.
pub fn repeat_to_json(repeat: &Repeat) -> Value {
    match repeat {
        Repeat::Days(Days::Week(days)) => {
            json!({ "days": days.iter().copied().map(day_word).collect::<Vec<_>>() })
        }
        Repeat::Days(Days::Workdays) => json!({ "days": "workdays" }),
        Repeat::Days(Days::DaysOff) => json!({ "days": "days_off" }),
        Repeat::Daily { every } => json!({ "daily": { "every": every } }),
        Repeat::Weekly { every, day } => {
            json!({ "weekly": { "every": every, "day": day_word(*day) } })
        }
        Repeat::Monthly { day } => json!({ "monthly": { "day": day } }),
        Repeat::Yearly { month, day } => json!({ "yearly": { "month": month, "day": day } }),
        Repeat::LunarYearly { month, day } => {
            json!({ "lunar_yearly": { "month": month, "day": day } })
        }
        Repeat::Every { secs } => json!({ "every": { "secs": secs } }),
    }
}

/// Reads what [`repeat_to_json`] writes; `None` for anything else or numbers out of range.
pub fn repeat_from_json(json: &Value) -> Option<Repeat> {
    let object = json.as_object().filter(|object| object.len() == 1)?;
    let (name, value) = object.iter().next()?;
    let every = || u16::try_from(number(value, "every", 1..=1_000)?).ok();
    let month = || i8::try_from(number(value, "month", 1..=12)?).ok();
    let day = |max| i8::try_from(number(value, "day", 1..=max)?).ok();
    Some(match name.as_str() {
        "days" => Repeat::Days(days(value)?),
        "daily" => Repeat::Daily { every: every()? },
        "weekly" => Repeat::Weekly {
            every: every()?,
            day: weekday(value.get("day")?)?,
        },
        "monthly" => Repeat::Monthly { day: day(31)? },
        "yearly" => Repeat::Yearly {
            month: month()?,
            day: day(31)?,
        },
        "lunar_yearly" => Repeat::LunarYearly {
            month: month()?,
            day: day(30)?,
        },
        "every" => Repeat::Every {
            secs: number(value, "secs", 60..=366 * 86_400)?,
        },
        _ => return None,
    })
}

fn days(value: &Value) -> Option<Days> {
    match value {
        Value::String(word) if word == "workdays" => Some(Days::Workdays),
        Value::String(word) if word == "days_off" => Some(Days::DaysOff),
        Value::Array(days) if (1..=7).contains(&days.len()) => days
            .iter()
            .map(weekday)
            .collect::<Option<Vec<_>>>()
            .map(Days::Week),
        _ => None,
    }
}

fn number(value: &Value, name: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    value
        .get(name)?
        .as_i64()
        .filter(|number| range.contains(number))
}

fn day_word(day: Weekday) -> &'static str {
    WEEKDAYS
        .iter()
        .find(|(known, _)| *known == day)
        .expect("the table has every weekday")
        .1
}

fn weekday(value: &Value) -> Option<Weekday> {
    let word = value.as_str()?;
    WEEKDAYS
        .iter()
        .find(|(_, known)| *known == word)
        .map(|(day, _)| *day)
}

/// For `#[serde(with)]` on an optional repeat.
pub(crate) mod serde_repeat {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(
        repeat: &Option<Repeat>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        repeat.as_ref().map(repeat_to_json).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Repeat>, D::Error> {
        let json = Option::<Value>::deserialize(from)?;
        json.map(|json| repeat_from_json(&json).ok_or_else(|| D::Error::custom("is no repeat")))
            .transpose()
    }
}

/// For `#[serde(with)]` on a language.
pub(crate) mod serde_lang {
    use super::*;
    use ling_base::Lang;

    pub(crate) fn serialize<S: Serializer>(lang: &Lang, to: S) -> Result<S::Ok, S::Error> {
        lang.tag().serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Lang, D::Error> {
        let tag = String::deserialize(from)?;
        Lang::from_tag(&tag).ok_or_else(|| D::Error::custom("is no language"))
    }
}

/// For `#[serde(with)]` on a language that may be unknown.
pub(crate) mod serde_lang_opt {
    use super::*;
    use ling_base::Lang;

    pub(crate) fn serialize<S: Serializer>(lang: &Option<Lang>, to: S) -> Result<S::Ok, S::Error> {
        lang.map(Lang::tag).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Lang>, D::Error> {
        let tag = Option::<String>::deserialize(from)?;
        tag.map(|tag| Lang::from_tag(&tag).ok_or_else(|| D::Error::custom("is no language")))
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, repeat: Option<Repeat>) {
        let value: Value = serde_json::from_str(json).expect("the case is JSON");
        assert_eq!(repeat_from_json(&value), repeat, "json: {json}");
        if let Some(repeat) = repeat {
            assert_eq!(repeat_to_json(&repeat), value);
        }
    }

    #[test]
    fn repeats_have_json() {
        check(
            r#"{"days":["monday","sunday"]}"#,
            Some(Repeat::Days(Days::Week(vec![
                Weekday::Monday,
                Weekday::Sunday,
            ]))),
        );
        check(r#"{"days":"workdays"}"#, Some(Repeat::Days(Days::Workdays)));
        check(r#"{"days":"days_off"}"#, Some(Repeat::Days(Days::DaysOff)));
        check(r#"{"daily":{"every":2}}"#, Some(Repeat::Daily { every: 2 }));
        check(
            r#"{"weekly":{"every":2,"day":"friday"}}"#,
            Some(Repeat::Weekly {
                every: 2,
                day: Weekday::Friday,
            }),
        );
        check(
            r#"{"monthly":{"day":31}}"#,
            Some(Repeat::Monthly { day: 31 }),
        );
        check(
            r#"{"yearly":{"month":2,"day":29}}"#,
            Some(Repeat::Yearly { month: 2, day: 29 }),
        );
        check(
            r#"{"lunar_yearly":{"month":8,"day":15}}"#,
            Some(Repeat::LunarYearly { month: 8, day: 15 }),
        );
        check(
            r#"{"every":{"secs":7200}}"#,
            Some(Repeat::Every { secs: 7200 }),
        );
        check(r#"{"every":{"secs":0}}"#, None);
        check(r#"{"days":[]}"#, None);
        check(r#"{"days":["funday"]}"#, None);
        check(r#"{"daily":{"every":2},"monthly":{"day":1}}"#, None);
        check(r#"{"lunar_yearly":{"month":13,"day":1}}"#, None);
        check("null", None);
        check("[]", None);
    }
}
