//! The nth weekday of a month: 下个月第一个周一, the first Monday of next month, last Friday of May.

use jiff::civil::{Date, Weekday};

use super::{Days, en, zh};
use crate::values::{
    numbers,
    when::{
        Ctx,
        calendar::{self, Day, How},
    },
};

pub(super) fn at(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    if ctx.scan.ch(i).is_ascii_alphanumeric() {
        english(ctx, i, out);
    }
    chinese(ctx, i, out);
}

/// 下个月 | 第一个 | 周一.
fn chinese(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let month = zh::month(ctx, i).map(|((year, month), end)| (calendar::day(year, month, 1), end));
    let month = month.or_else(|| {
        let year = zh::year(ctx, i);
        let at = year.map_or(i, |(_, end)| ctx.past_de(end));
        let (month, end) = zh::month_number(ctx, at)?;
        let day = zh::whole_month(ctx, month, year.map(|(year, _)| year))?;
        Some((Some(day.date), end))
    });
    let Some((Some(first), end)) = month else {
        return;
    };
    let at = ctx.past_de(end);
    if !"第最倒".contains(ctx.scan.ch(at)) || at == ctx.scan.len() {
        return;
    }
    for (nth, end) in numbers::ordinals(ctx.scan, ctx.numbers, at) {
        let end = ctx.scan.any(end, &["个"]).unwrap_or(end);
        let Some(weekday_at) = ctx.scan.any(end, &["周", "星期", "礼拜"]) else {
            continue;
        };
        if let Some(weekday) = zh::weekday_digit(ctx.scan.ch(weekday_at)) {
            out.push(nth_weekday(first, nth, weekday), weekday_at + 1);
        }
    }
}

/// "the first Monday | of next month".
fn english(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let scan = ctx.scan;
    let start = scan.phrase(i, "the").map_or(i, |end| scan.skip(end));
    for (nth, end) in numbers::ordinals(scan, ctx.numbers, start) {
        let Some((weekday, end)) = en::weekday_name(scan, scan.skip(end)) else {
            continue;
        };
        let Some(end) = scan.phrases(scan.skip(end), &["of", "in"]) else {
            continue;
        };
        let at = scan.skip(end);
        if let Some(((year, month), end)) = en::month(ctx, at) {
            out.push(
                calendar::day(year, month, 1).and_then(|first| nth_weekday(first, nth, weekday)),
                end,
            );
        }
        if let Some((month, end)) = en::month_name(scan, at) {
            let year = en::year_number(ctx, ctx.past_comma(end));
            let day = zh::whole_month(ctx, month, year.map(|(year, _)| year));
            let stop = year.map_or(end, |(_, end)| end);
            out.push(
                day.and_then(|day| nth_weekday(day.date, nth, weekday)),
                stop,
            );
        }
    }
}

/// The nth such weekday of the month that begins on `first`; negative counts from its end.
fn nth_weekday(first: Date, nth: i64, weekday: Weekday) -> Option<Day> {
    let nth = i8::try_from(nth)
        .ok()
        .filter(|nth| (-5..=5).contains(nth))?;
    Some(Day::new(
        first.nth_weekday_of_month(nth, weekday).ok()?,
        How::Fixed,
    ))
}
