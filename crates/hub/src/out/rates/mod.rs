//! Exchange rates: the XML of the European Central Bank (`eurofxref-daily.xml`), or JSON
//! `{"base": "EUR", "date": "2026-11-23", "rates": {"USD": 1.15}}`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use ling_dialogue::{PortError, Rates, Service};
use serde::Deserialize;

use super::web;

/// Currencies that are read; more would not be rates.
const CURRENCIES_MAX: usize = 500;

#[derive(Deserialize)]
struct Table {
    base: String,
    date: Date,
    rates: BTreeMap<String, f64>,
}

/// Fetches the latest rates.
pub(crate) async fn fetch(url: &str) -> Result<Rates, PortError> {
    let url = reqwest::Url::parse(url).map_err(|_| PortError::Off(Service::Rates))?;
    let bytes = web::bytes(Service::Rates, web::client().get(url)).await?;
    let text = String::from_utf8_lossy(&bytes);
    read(&text).ok_or(PortError::Garbled(Service::Rates))
}

/// Reads either form; `None` when it is neither.
pub(crate) fn read(text: &str) -> Option<Rates> {
    let rates = match text.trim_start().starts_with('{') {
        true => from_json(text)?,
        false => from_xml(text)?,
    };
    let usable = |(code, rate): &(String, f64)| code.len() == 3 && rate.is_finite() && *rate > 0.0;
    let right = !rates.per_base.is_empty() && rates.per_base.iter().all(usable);
    right.then_some(rates)
}

fn from_json(text: &str) -> Option<Rates> {
    let table: Table = serde_json::from_str(text).ok()?;
    let per_base = table.rates.into_iter().take(CURRENCIES_MAX).collect();
    Some(Rates {
        date: table.date,
        base: table.base,
        per_base,
    })
}

/// The bank's file has one `Cube` with a `time` and inside it one with `currency` and `rate` for each.
fn from_xml(text: &str) -> Option<Rates> {
    let date = attribute(text, "time")?.parse().ok()?;
    let rows = text.split("<Cube").take(CURRENCIES_MAX).filter_map(|cube| {
        let rate = attribute(cube, "rate")?.parse().ok()?;
        Some((attribute(cube, "currency")?.to_owned(), rate))
    });
    Some(Rates {
        date,
        base: "EUR".into(),
        per_base: rows.collect(),
    })
}

/// The value of `name="…"` or `name='…'`.
fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let at = text.find(&format!(" {name}="))? + name.len() + 2;
    let rest = &text[at..];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<&str>) {
        let got = read(text).map(|rates| {
            let rows = rates
                .per_base
                .iter()
                .map(|(code, rate)| format!(" {code}={rate}"));
            format!("{} {}{}", rates.date, rates.base, rows.collect::<String>())
        });
        assert_eq!(got.as_deref(), expect, "{text}");
    }

    #[test]
    fn both_forms_and_neither() {
        check(
            "<gesmes:Envelope><Cube><Cube time='2026-11-23'><Cube currency='USD' rate='1.15'/>\
             <Cube currency=\"CNY\" rate=\"8.05\"/></Cube></Cube></gesmes:Envelope>",
            Some("2026-11-23 EUR USD=1.15 CNY=8.05"),
        );
        check(
            r#"{"base":"USD","date":"2026-11-23","rates":{"CNY":7.0}}"#,
            Some("2026-11-23 USD CNY=7"),
        );
        check(
            r#"{"base":"USD","date":"2026-11-23","rates":{"CNY":-7.0}}"#,
            None,
        );
        check("<html>not found</html>", None);
        check("{", None);
        check("", None);
        check(
            "<Cube time='2026-13-40'><Cube currency='USD' rate='1'/>",
            None,
        );
    }
}
