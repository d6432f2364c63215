//! Holidays by name: 春节, 中秋, 国庆, Christmas, Thanksgiving.

use jiff::civil::{Date, Weekday};

use super::{Days, en, zh};
use crate::values::when::{
    Ctx,
    calendar::{self, Day, How},
    lunar,
};

/// When a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Feast {
    /// The same day every year.
    On(i64, i64),
    /// The nth weekday of a month; -1 is the last.
    Nth(i64, Weekday, i8),
    /// Days after Easter Sunday.
    Easter(i64),
    /// A day of the lunar year.
    Lunar(i8, i8),
    /// 除夕
    LunarEve,
}

const ZH: &[(&str, Feast)] = &[
    ("元旦", Feast::On(1, 1)),
    ("新年", Feast::On(1, 1)),
    ("情人节", Feast::On(2, 14)),
    ("妇女节", Feast::On(3, 8)),
    ("三八节", Feast::On(3, 8)),
    ("三八妇女节", Feast::On(3, 8)),
    ("植树节", Feast::On(3, 12)),
    ("愚人节", Feast::On(4, 1)),
    ("五一", Feast::On(5, 1)),
    ("五一节", Feast::On(5, 1)),
    ("五一劳动节", Feast::On(5, 1)),
    ("劳动节", Feast::On(5, 1)),
    ("青年节", Feast::On(5, 4)),
    ("儿童节", Feast::On(6, 1)),
    ("六一", Feast::On(6, 1)),
    ("六一儿童节", Feast::On(6, 1)),
    ("建党节", Feast::On(7, 1)),
    ("建军节", Feast::On(8, 1)),
    ("教师节", Feast::On(9, 10)),
    ("国庆", Feast::On(10, 1)),
    ("国庆节", Feast::On(10, 1)),
    ("十一国庆节", Feast::On(10, 1)),
    ("万圣节", Feast::On(10, 31)),
    ("光棍节", Feast::On(11, 11)),
    ("双十一", Feast::On(11, 11)),
    ("双十二", Feast::On(12, 12)),
    ("平安夜", Feast::On(12, 24)),
    ("圣诞", Feast::On(12, 25)),
    ("圣诞节", Feast::On(12, 25)),
    ("跨年", Feast::On(12, 31)),
    ("母亲节", Feast::Nth(5, Weekday::Sunday, 2)),
    ("父亲节", Feast::Nth(6, Weekday::Sunday, 3)),
    ("感恩节", Feast::Nth(11, Weekday::Thursday, 4)),
    ("复活节", Feast::Easter(0)),
    ("春节", Feast::Lunar(1, 1)),
    ("大年初一", Feast::Lunar(1, 1)),
    ("元宵", Feast::Lunar(1, 15)),
    ("元宵节", Feast::Lunar(1, 15)),
    ("端午", Feast::Lunar(5, 5)),
    ("端午节", Feast::Lunar(5, 5)),
    ("七夕", Feast::Lunar(7, 7)),
    ("七夕节", Feast::Lunar(7, 7)),
    ("中元节", Feast::Lunar(7, 15)),
    ("中秋", Feast::Lunar(8, 15)),
    ("中秋节", Feast::Lunar(8, 15)),
    ("重阳", Feast::Lunar(9, 9)),
    ("重阳节", Feast::Lunar(9, 9)),
    ("腊八", Feast::Lunar(12, 8)),
    ("腊八节", Feast::Lunar(12, 8)),
    ("小年", Feast::Lunar(12, 23)),
    ("除夕", Feast::LunarEve),
    ("除夕夜", Feast::LunarEve),
    ("大年三十", Feast::LunarEve),
    ("年三十", Feast::LunarEve),
];

const EN: &[(&str, Feast)] = &[
    ("new year's day", Feast::On(1, 1)),
    ("new years day", Feast::On(1, 1)),
    ("new year", Feast::On(1, 1)),
    ("new year's", Feast::On(1, 1)),
    ("new year's eve", Feast::On(12, 31)),
    ("new years eve", Feast::On(12, 31)),
    ("valentine's day", Feast::On(2, 14)),
    ("valentines day", Feast::On(2, 14)),
    ("valentine's", Feast::On(2, 14)),
    ("st patrick's day", Feast::On(3, 17)),
    ("saint patrick's day", Feast::On(3, 17)),
    ("april fools", Feast::On(4, 1)),
    ("april fools day", Feast::On(4, 1)),
    ("april fool's day", Feast::On(4, 1)),
    ("earth day", Feast::On(4, 22)),
    ("juneteenth", Feast::On(6, 19)),
    ("independence day", Feast::On(7, 4)),
    ("halloween", Feast::On(10, 31)),
    ("bonfire night", Feast::On(11, 5)),
    ("veterans day", Feast::On(11, 11)),
    ("christmas", Feast::On(12, 25)),
    ("christmas day", Feast::On(12, 25)),
    ("xmas", Feast::On(12, 25)),
    ("christmas eve", Feast::On(12, 24)),
    ("boxing day", Feast::On(12, 26)),
    ("martin luther king day", Feast::Nth(1, Weekday::Monday, 3)),
    ("mlk day", Feast::Nth(1, Weekday::Monday, 3)),
    ("presidents day", Feast::Nth(2, Weekday::Monday, 3)),
    ("president's day", Feast::Nth(2, Weekday::Monday, 3)),
    ("mother's day", Feast::Nth(5, Weekday::Sunday, 2)),
    ("mothers day", Feast::Nth(5, Weekday::Sunday, 2)),
    ("memorial day", Feast::Nth(5, Weekday::Monday, -1)),
    ("father's day", Feast::Nth(6, Weekday::Sunday, 3)),
    ("fathers day", Feast::Nth(6, Weekday::Sunday, 3)),
    ("labor day", Feast::Nth(9, Weekday::Monday, 1)),
    ("labour day", Feast::On(5, 1)),
    ("columbus day", Feast::Nth(10, Weekday::Monday, 2)),
    ("thanksgiving", Feast::Nth(11, Weekday::Thursday, 4)),
    ("thanksgiving day", Feast::Nth(11, Weekday::Thursday, 4)),
    ("easter", Feast::Easter(0)),
    ("easter sunday", Feast::Easter(0)),
    ("easter monday", Feast::Easter(1)),
    ("good friday", Feast::Easter(-2)),
    ("chinese new year", Feast::Lunar(1, 1)),
    ("lunar new year", Feast::Lunar(1, 1)),
    ("spring festival", Feast::Lunar(1, 1)),
    ("chinese new year's eve", Feast::LunarEve),
    ("lantern festival", Feast::Lunar(1, 15)),
    ("dragon boat festival", Feast::Lunar(5, 5)),
    ("mid autumn festival", Feast::Lunar(8, 15)),
    ("moon festival", Feast::Lunar(8, 15)),
];

impl Feast {
    /// The day it falls on in a year of the common calendar.
    fn in_year(self, year: i64) -> Option<Date> {
        match self {
            Feast::On(month, day) => calendar::day(year, month, day),
            Feast::Nth(month, weekday, nth) => calendar::day(year, month, 1)?
                .nth_weekday_of_month(nth, weekday)
                .ok(),
            Feast::Easter(days) => calendar::plus_days(easter(year)?, days),
            Feast::Lunar(month, day) => {
                let later = i64::from(month >= 12);
                [year, year - later]
                    .into_iter()
                    .filter_map(|lunar| {
                        lunar::find(calendar::day(year, 1, 1)?, month, day, Some(lunar))
                    })
                    .map(|day| day.date)
                    .find(|date| i64::from(date.year()) == year)
            }
            Feast::LunarEve => {
                lunar::eve(calendar::day(year, 1, 1)?, Some(year)).map(|day| day.date)
            }
        }
    }

    /// The nearest one that is not past.
    fn nearest(self, today: Date) -> Option<Day> {
        let this = i64::from(today.year());
        let date = (this..this + 3)
            .filter_map(|year| self.in_year(year))
            .find(|date| *date >= today)?;
        let how = match self {
            Feast::On(month, day) => {
                How::MonthDay(i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            }
            Feast::Lunar(month, day) => How::Lunar(month, day),
            _ => How::Feast,
        };
        Some(Day::new(date, how))
    }
}

pub(super) fn at(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    if ctx.scan.ch(i).is_ascii_alphabetic() {
        english(ctx, i, out);
        return;
    }
    if let Some((feast, end)) = ctx
        .scan
        .longest(i, ZH)
        .filter(|(_, end)| !swallowed(ctx, i, *end))
    {
        let end = ctx.scan.any(end, &["当天", "那天"]).unwrap_or(end);
        out.push(feast.nearest(ctx.today), end);
    }
    if let Some((year, end)) = zh::year(ctx, i)
        && let Some((feast, end)) = ctx.scan.longest(ctx.past_de(end), ZH)
    {
        out.push(
            feast.in_year(year).map(|date| Day::new(date, How::Fixed)),
            end,
        );
    }
}

/// 五一 may be part of a longer numeral, and 新年 of 新年级.
fn swallowed(ctx: &Ctx<'_>, i: usize, end: usize) -> bool {
    let numeral = |i: usize| crate::values::scan::numeral(ctx.scan.ch(i));
    (numeral(i)
        && numeral(end.saturating_sub(1))
        && (numeral(end)
            || "点月号日年个分度块元倍".contains(ctx.scan.ch(end)) && end < ctx.scan.len()))
        || (ctx.scan.ch(end) == '级')
}

fn english(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let scan = ctx.scan;
    let lead = scan.phrases(i, &["this", "next", "last"]);
    let at = lead.map_or(i, |end| scan.skip(end));
    if !matches!(
        scan.ch(at),
        'n' | 'v'
            | 's'
            | 'a'
            | 'e'
            | 'j'
            | 'i'
            | 'h'
            | 'b'
            | 'c'
            | 'x'
            | 'm'
            | 'p'
            | 'f'
            | 'l'
            | 't'
            | 'g'
            | 'd'
    ) {
        return;
    }
    let hit = EN
        .iter()
        .filter_map(|(words, feast)| Some((*feast, scan.phrase(at, words)?)))
        .max_by_key(|(_, end)| *end);
    let Some((feast, end)) = hit else { return };
    let Some(nearest) = feast.nearest(ctx.today) else {
        return;
    };
    let year = i64::from(nearest.date.year());
    match lead.map(|_| scan.ch(i)) {
        None | Some('t' | 'n') => out.push(Some(nearest), end),
        Some(_) => out.push(
            feast
                .in_year(year - 1)
                .map(|date| Day::new(date, How::Fixed)),
            end,
        ),
    }
    let after = ctx.past_comma(end);
    let after = scan
        .phrases(after, &["of", "in"])
        .map_or(after, |end| scan.skip(end));
    if let Some((year, end)) = en::year_number(ctx, after).or_else(|| en::year(ctx, after)) {
        out.push(
            feast.in_year(year).map(|date| Day::new(date, How::Fixed)),
            end,
        );
    }
}

/// Easter Sunday (the anonymous Gregorian algorithm, Meeus 1991).
fn easter(year: i64) -> Option<Date> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    calendar::day(year, n / 31, n % 31 + 1)
}
