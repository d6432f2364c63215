//! `RatesPort` for tests.

use jiff::civil::date;

use crate::*;

/// Rates of one day, 23 November 2026; made up, but near what they are.
#[derive(Default)]
pub struct FakeRates;

impl RatesPort for FakeRates {
    fn latest<'a>(&'a self) -> Later<'a, Rates> {
        let table = [
            ("USD", 1.15),
            ("CNY", 8.05),
            ("GBP", 0.875),
            ("JPY", 170.0),
            ("HKD", 8.95),
        ];
        let per_base = table.map(|(code, n)| (code.to_owned(), n)).to_vec();
        Box::pin(async {
            Ok(Rates {
                date: date(2026, 11, 23),
                base: "EUR".into(),
                per_base,
            })
        })
    }
}
