use jiff::ZonedDateTime;
use jiff::civil::{Date, Time, Weekday};
use ling_base::{Lang, Repeat, When};

use crate::Style;
use crate::almanac::{LunarDate, Pillar, Term};
use crate::lang::{en, zh};

/// What a language knows about saying things. Every method is total: any value gives words.
pub trait Pack: Sync {
    /// Which language this is.
    fn lang(&self) -> Lang;
    /// A bare number: 二百二 / two hundred and twenty.
    fn number(&self, n: f64, style: Style) -> String;
    /// A number of things, right before a measure word or a noun: 两 / two.
    fn count(&self, n: i64, style: Style) -> String;
    /// A place in an order; -1 is the last: 第三 / third.
    fn ordinal(&self, n: i64, style: Style) -> String;
    /// Digit by digit, as in a telephone number; other characters stay.
    fn digits(&self, text: &str, style: Style) -> String;
    /// A year: 二零二六年 / twenty twenty-six.
    fn year(&self, year: i16, style: Style) -> String;
    /// Hundredths: 百分之二十 / twenty percent.
    fn percent(&self, n: f64, style: Style) -> String;
    /// Money in an ISO 4217 currency: 五块六 / five dollars sixty.
    fn money(&self, amount: f64, currency: &str, style: Style) -> String;
    /// Something measured: 五公里 / five kilometers.
    fn quantity(&self, amount: f64, unit: &str, style: Style) -> String;
    /// A span of time in seconds: 一个半小时 / an hour and a half.
    fn duration(&self, secs: i64, style: Style) -> String;
    /// A time of day.
    fn time(&self, time: Time, look: TimeLook, style: Style) -> String;
    /// A day, seen from `today`.
    fn date(&self, date: Date, look: DateLook, today: Date, style: Style) -> String;
    /// A day of the week: 星期三 / Wednesday.
    fn weekday(&self, day: Weekday, style: Style) -> String;
    /// A moment, a stretch or a repeat as an adverb: 明天早上七点 / tomorrow at seven a.m.
    fn when(&self, when: &When, now: &ZonedDateTime, style: Style) -> String;
    /// A repeat alone: 每个工作日 / every workday.
    fn repeat(&self, repeat: &Repeat, style: Style) -> String;
    /// Several things in one breath: 牛奶、鸡蛋和面包 / milk, eggs and bread.
    fn list(&self, items: &[String]) -> String;
    /// Things to choose from: 五分钟、八分钟还是十分钟 / five, eight or ten minutes.
    fn choice(&self, items: &[String]) -> String;
    /// A day of the Chinese calendar without its year: 农历十月十六 / the 16th day of the 10th lunar month.
    fn lunar_date(&self, lunar: LunarDate, style: Style) -> String;
    /// A place in the cycle of sixty: 丙午 / bingwu.
    fn pillar(&self, pillar: Pillar) -> String;
    /// The animal of a lunar year: 马 / Horse.
    fn animal(&self, lunar_year: i16) -> &'static str;
    /// A solar term: 立春 / Start of Spring.
    fn term(&self, term: Term) -> &'static str;
    /// What people call a festival, the usual name first; empty for an unknown id.
    fn festival_names(&self, id: &str) -> &'static [String];
    /// Which of the forms `one|other` goes with `n`; a language without plurals takes the last.
    fn plural_idx(&self, n: f64) -> usize;
    /// Puts a piece at the end of a sentence that is being written, with the language's manners
    /// where pieces meet: "at seven a.m." and "." give one stop.
    fn append(&self, sentence: &mut String, piece: &str);
    /// What stands between two sentences.
    fn sentence_gap(&self) -> &'static str;
    /// The piece as the first of a sentence.
    fn opening(&self, piece: String) -> String;
}

/// How much of a time of day is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeLook {
    /// As the language usually says it: 早上七点半 / half past seven.
    Usual,
    /// So that morning and evening cannot be confused: 早上七点半 / half past seven in the morning.
    Half,
    /// Without any part of the day: 七点半 / half past seven.
    Bare,
}

/// How much of a date is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateLook {
    /// Relative where people would: 明天, 下周三 / tomorrow, next Wednesday.
    Usual,
    /// The calendar date, with the year only when it is another one.
    Plain,
    /// Year, month, day and day of the week.
    Full,
}

/// The pack of a language. The only `match` on [`Lang`] outside `base`.
pub fn pack(lang: Lang) -> &'static dyn Pack {
    match lang {
        Lang::Zh => &zh::Zh,
        Lang::En => &en::En,
    }
}
