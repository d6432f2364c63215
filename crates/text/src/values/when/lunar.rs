//! Days of the Chinese lunar calendar: 农历八月十五, 正月初一, 大年三十.

use jiff::civil::Date;

use super::{
    Ctx,
    calendar::{Day, How},
    days,
};
use crate::almanac::{self, LunarDate};

/// Adds the lunar day at `i`, in a year or the nearest.
pub(super) fn at(ctx: &Ctx<'_>, i: usize, year: Option<i64>, out: &mut Vec<(Day, usize)>) {
    if let Some(at) = ctx.scan.any(i, &["农历", "阴历", "旧历"])
        && let Some((year, end)) = days::zh_year(ctx, ctx.scan.skip(at))
        && let Some((month, end, _)) = month(ctx, ctx.past_de(end))
        && let Some((nth, end)) = nth_day(ctx, end)
    {
        out.extend(find(ctx.today, month, nth, Some(year)).map(|day| (day, end)));
    }
    if let Some((month, nth, end)) = month_and_day(ctx, i) {
        let day = find(ctx.today, month, nth, year);
        out.extend(day.map(|day| (day, end)));
    }
}

/// The day of that lunar month and day: in a year, or the nearest to come.
pub(super) fn find(today: Date, month: i8, nth: i8, year: Option<i64>) -> Option<Day> {
    let how = if year.is_some() {
        How::Fixed
    } else {
        How::Lunar(month, nth)
    };
    let this = i64::from(today.year());
    let date = match year {
        Some(year) => solar(year, month, nth),
        None => (this - 1..this + 3)
            .filter_map(|year| solar(year, month, nth))
            .find(|date| *date >= today),
    };
    Some(Day::new(date?, how))
}

/// Month, day and end.
fn month_and_day(ctx: &Ctx<'_>, i: usize) -> Option<(i8, i8, usize)> {
    let scan = ctx.scan;
    if let Some(end) = scan.any(i, &["大年", "年"]).filter(|_| scan.ch(i) == '大') {
        let (nth, end) = nth_day(ctx, end)?;
        return (nth < 16).then_some((1, nth, end));
    }
    let named = scan.any(i, &["农历", "阴历", "旧历"]);
    let at = scan.skip(named.unwrap_or(i));
    let at = if named.is_some() {
        scan.any(at, &["的"]).unwrap_or(at)
    } else {
        at
    };
    let (month, end, lunar_month) = month(ctx, at)?;
    let at = scan.skip(end);
    let lunar_day = scan.ch(at) == '初' || scan.ch(at) == '廿';
    if named.is_none() && !lunar_month && !lunar_day {
        return None;
    }
    let (nth, end) = nth_day(ctx, at)?;
    Some((month, nth, end))
}

/// 正月, 腊月, 八月: number, end, and whether only the lunar calendar has the name.
fn month(ctx: &Ctx<'_>, i: usize) -> Option<(i8, usize, bool)> {
    if let Some((month, end)) = ctx
        .scan
        .longest(i, &[("正月", 1), ("冬月", 11), ("腊月", 12)])
    {
        return Some((month, end, true));
    }
    let n = ctx
        .numbers
        .get(i)?
        .iter()
        .find(|n| n.within(1..=12).is_some())?;
    let month = i8::try_from(n.plain()?).ok()?;
    (ctx.scan.ch(n.end) == '月').then_some((month, n.end + 1, false))
}

/// 初八, 十五, 廿三, 三十.
fn nth_day(ctx: &Ctx<'_>, i: usize) -> Option<(i8, usize)> {
    let at = ctx.scan.any(i, &["初"]).unwrap_or(i);
    let n = ctx.numbers.get(at)?.iter().find(|n| n.plain().is_some())?;
    let nth = i8::try_from(n.within(1..=30)?).ok()?;
    let end = ctx.scan.any(n.end, &["号", "日"]).unwrap_or(n.end);
    (at == i || nth <= 10).then_some((nth, end))
}

/// The day on which that lunar day of that lunar year falls.
fn solar(year: i64, month: i8, day: i8) -> Option<Date> {
    let year = i16::try_from(year).ok()?;
    almanac::lunar_to_solar(LunarDate {
        year,
        month,
        leap: false,
        day,
    })
}
