//! Mandarin.

mod days;
mod measures;
mod numbers;
mod times;

use std::sync::OnceLock;

use jiff::ZonedDateTime;
use jiff::civil::{Date, Time, Weekday};
use ling_base::{Lang, Repeat, When};

use super::names::Names;
use crate::almanac::{LunarDate, Pillar, Term, zodiac};
use crate::{DateLook, Pack, Style, TimeLook};

/// The Mandarin pack.
pub(crate) struct Zh;

impl Pack for Zh {
    fn lang(&self) -> Lang {
        Lang::Zh
    }
    fn number(&self, n: f64, style: Style) -> String {
        numbers::number(n, style)
    }
    fn count(&self, n: i64, style: Style) -> String {
        numbers::count(n, style)
    }
    fn ordinal(&self, n: i64, style: Style) -> String {
        numbers::ordinal(n, style)
    }
    fn digits(&self, text: &str, style: Style) -> String {
        match style {
            Style::Say => numbers::digits(text),
            Style::Show => text.to_owned(),
        }
    }
    fn year(&self, year: i16, style: Style) -> String {
        days::year(year, style)
    }
    fn percent(&self, n: f64, style: Style) -> String {
        numbers::percent(n, style)
    }
    fn money(&self, amount: f64, currency: &str, style: Style) -> String {
        measures::money(amount, currency, style)
    }
    fn quantity(&self, amount: f64, unit: &str, style: Style) -> String {
        measures::quantity(amount, unit, style)
    }
    fn duration(&self, secs: i64, style: Style) -> String {
        times::duration(secs, style)
    }
    fn time(&self, time: Time, look: TimeLook, style: Style) -> String {
        times::time(time, look, style)
    }
    fn date(&self, date: Date, look: DateLook, today: Date, style: Style) -> String {
        days::date(date, look, today, style)
    }
    fn weekday(&self, day: Weekday, _style: Style) -> String {
        format!("星期{}", days::weekday_char(day))
    }
    fn when(&self, when: &When, now: &ZonedDateTime, style: Style) -> String {
        days::when(when, now, style)
    }
    fn repeat(&self, repeat: &Repeat, style: Style) -> String {
        days::repeat(repeat, style)
    }
    fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [head @ .., last] => format!("{}和{last}", head.join("、")),
        }
    }
    fn choice(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [head @ .., last] => format!("{}还是{last}", head.join("、")),
        }
    }
    fn lunar_date(&self, lunar: LunarDate, _style: Style) -> String {
        format!("农历{}", days::lunar_date(lunar))
    }
    fn pillar(&self, pillar: Pillar) -> String {
        format!(
            "{}{}",
            names().stems[pillar.stem()],
            names().branches[pillar.branch()]
        )
    }
    fn animal(&self, lunar_year: i16) -> &'static str {
        &names().animals[zodiac(lunar_year)]
    }
    fn term(&self, term: Term) -> &'static str {
        names().term(term.idx())
    }
    fn festival_names(&self, id: &str) -> &'static [String] {
        names().festival(id)
    }
    fn plural_idx(&self, _n: f64) -> usize {
        usize::MAX
    }
    fn append(&self, sentence: &mut String, piece: &str) {
        sentence.push_str(piece);
    }
    fn sentence_gap(&self) -> &'static str {
        ""
    }
    fn opening(&self, piece: String) -> String {
        piece
    }
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| Names::read(include_str!("almanac.toml")))
}
