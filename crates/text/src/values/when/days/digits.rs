//! Days in digits: 2026-12-01, 2026/12/1, 8/3, 8/3/2027.

use super::{super::Ctx, Days};
use crate::values::when::calendar::{self, Day, How};

pub(super) fn at(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let scan = ctx.scan;
    let Some((first, n, mark)) = scan.digits(i, 4) else {
        return;
    };
    let sep = scan.ch(mark);
    if !matches!(sep, '-' | '/' | '.') || scan.before(i).is_ascii_digit() {
        return;
    }
    let Some((second, n2, end)) = scan.digits(mark + 1, 2) else {
        return;
    };
    let third = (scan.ch(end) == sep)
        .then(|| scan.digits(end + 1, 4))
        .flatten();
    match (n, third) {
        (4, Some((day, 1..=2, end))) => year_first(first, second, day, end, out),
        (1..=2, Some((year, n3 @ (2 | 4), end))) if sep != '.' || n3 == 4 => {
            let year = if n3 == 2 { 2000 + year } else { year };
            let (month, day) = month_and_day(first, second);
            match calendar::day(year, month, day) {
                Some(date) => out.push(Some(Day::new(date, How::Fixed)), end),
                None => out.no(end),
            }
        }
        (4, None) if sep == '-' && n2 == 2 => {
            let span = calendar::month(first, second);
            out.push(
                span.and_then(|(from, to)| Day::stretch(from, Some(to), How::Fixed)),
                end,
            );
        }
        (1..=2, None) if sep == '/' => {
            let (month, day) = month_and_day(first, second);
            out.push(nearest(ctx, month, day), end);
        }
        _ => {}
    }
}

fn year_first(year: i64, month: i64, day: i64, end: usize, out: &mut Days) {
    match calendar::day(year, month, day) {
        Some(date) => out.push(Some(Day::new(date, How::Fixed)), end),
        None => out.no(end),
    }
}

/// Month first, as in Chinese and American English, unless only the other order is a day.
fn month_and_day(first: i64, second: i64) -> (i64, i64) {
    if first > 12 && second <= 12 {
        (second, first)
    } else {
        (first, second)
    }
}

/// The nearest such day that is not past.
pub(super) fn nearest(ctx: &Ctx<'_>, month: i64, day: i64) -> Option<Day> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let date = calendar::next_month_day(ctx.today, month, day)?;
    Some(Day::new(date, How::MonthDay(month, day)))
}
