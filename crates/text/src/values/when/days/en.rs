//! Days in English: tomorrow, next Friday, March 8th, the 8th of March, this weekend, next month.

use jiff::civil::Weekday;

use super::{Days, digits, zh};
use crate::values::{
    numbers::{self, Form},
    scan::Scan,
    when::{
        Ctx,
        calendar::{self, Day, How},
    },
};

pub(super) fn at(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    if ctx.scan.ch(i).is_ascii_alphabetic() {
        relative(ctx, i, out);
        weekday(ctx, i, out);
        weekend(ctx, i, out);
        stretches(ctx, i, out);
        month_first(ctx, i, out);
    }
    day_first(ctx, i, out);
}

fn relative(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    const WORDS: &[(&str, i64)] = &[
        ("today", 0),
        ("tomorrow", 1),
        ("tmr", 1),
        ("tmrw", 1),
        ("tomorow", 1),
        ("yesterday", -1),
        ("the day after tomorrow", 2),
        ("day after tomorrow", 2),
        ("the day before yesterday", -2),
        ("day before yesterday", -2),
    ];
    if !matches!(ctx.scan.ch(i), 't' | 'd' | 'y') {
        return;
    }
    for (words, days) in WORDS {
        if let Some(end) = ctx.scan.phrase(i, words) {
            out.push(
                calendar::plus_days(ctx.today, *days).map(|date| Day::new(date, How::Fixed)),
                end,
            );
        }
    }
}

/// Monday to Sunday, long or short.
pub(crate) fn weekday_name(scan: &Scan, i: usize) -> Option<(Weekday, usize)> {
    let (word, mut end) = scan.word(i)?;
    let (weekday, short) = match word {
        "monday" => (Weekday::Monday, false),
        "tuesday" => (Weekday::Tuesday, false),
        "wednesday" => (Weekday::Wednesday, false),
        "thursday" => (Weekday::Thursday, false),
        "friday" => (Weekday::Friday, false),
        "saturday" => (Weekday::Saturday, false),
        "sunday" => (Weekday::Sunday, false),
        "mon" => (Weekday::Monday, true),
        "tue" | "tues" => (Weekday::Tuesday, true),
        "wed" | "weds" => (Weekday::Wednesday, true),
        "thu" | "thur" | "thurs" => (Weekday::Thursday, true),
        "fri" => (Weekday::Friday, true),
        "sat" => (Weekday::Saturday, true),
        "sun" => (Weekday::Sunday, true),
        _ => return None,
    };
    if short && scan.ch(end) == '.' {
        end += 1;
    }
    Some((weekday, end))
}

/// Weeks ahead and end of "this", "next", "last" and their like at `i`.
fn lead(scan: &Scan, i: usize) -> Option<(i64, usize)> {
    let next = ["next", "the next", "the following", "following"];
    let this = [
        "this",
        "this coming",
        "the coming",
        "coming",
        "current",
        "the current",
    ];
    let last = [
        "last",
        "the last",
        "the past",
        "past",
        "previous",
        "the previous",
    ];
    if !matches!(scan.ch(i), 'n' | 't' | 'f' | 'c' | 'l' | 'p') {
        return None;
    }
    [(1, &next[..]), (0, &this[..]), (-1, &last[..])]
        .into_iter()
        .find_map(|(ahead, words)| Some((ahead, scan.skip(scan.phrases(i, words)?))))
}

/// "Friday", "next Friday", "Friday next week".
fn weekday(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let scan = ctx.scan;
    if let Some((weekday, end)) = weekday_name(scan, i) {
        let date = calendar::next_weekday(ctx.today, weekday);
        out.push(date.map(|date| Day::new(date, How::Weekday(weekday))), end);
        let at = scan.skip(end);
        let at = scan
            .phrases(at, &["of", "in"])
            .map_or(at, |end| scan.skip(end));
        if let Some((weeks, end)) = week(scan, at) {
            let date = calendar::weekday_of_week(ctx.today, weeks, weekday);
            out.push(date.map(|date| Day::new(date, How::Fixed)), end);
        }
    }
    let Some((weeks, at)) = lead(scan, i) else {
        return;
    };
    let Some((weekday, end)) = weekday_name(scan, at) else {
        return;
    };
    let coming = scan
        .phrases(i, &["coming", "this coming", "the coming"])
        .is_some();
    let date = if coming {
        calendar::plus_days(ctx.today, 1).and_then(|after| calendar::next_weekday(after, weekday))
    } else {
        calendar::weekday_of_week(ctx.today, weeks, weekday)
    };
    out.push(date.map(|date| Day::new(date, How::Fixed)), end);
}

/// "this week", "next week", "the week after next": weeks ahead and end.
pub(super) fn week(scan: &Scan, i: usize) -> Option<(i64, usize)> {
    if let Some(end) = scan.phrases(i, &["the week after next", "week after next"]) {
        return Some((2, end));
    }
    if let Some(end) = scan.phrase(i, "the week") {
        return Some((0, end));
    }
    let (weeks, at) = lead(scan, i)?;
    Some((weeks, scan.phrase(at, "week")?))
}

fn weekend(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let scan = ctx.scan;
    let (weeks, at) =
        lead(scan, i).unwrap_or((0, scan.phrase(i, "the").map_or(i, |end| scan.skip(end))));
    let Some(end) = scan.phrase(at, "weekend") else {
        return;
    };
    let start = calendar::weekday_of_week(ctx.today, weeks, Weekday::Saturday);
    out.push(
        start.and_then(|date| Day::stretch(date, calendar::plus_days(date, 2), How::Stretch)),
        end,
    );
}

/// "next week", "this month", "next year", "in 2027".
fn stretches(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let scan = ctx.scan;
    if let Some((weeks, end)) =
        week(scan, i).filter(|(_, end)| scan.phrase(i, "the week") != Some(*end))
    {
        let start = calendar::weekday_of_week(ctx.today, weeks, Weekday::Monday);
        out.push(
            start.and_then(|date| Day::stretch(date, calendar::plus_days(date, 7), How::Fixed)),
            end,
        );
        let on = scan
            .phrase(scan.skip(end), "on")
            .map_or(scan.skip(end), |end| scan.skip(end));
        if let Some((weekday, end)) = weekday_name(scan, on) {
            let date = calendar::weekday_of_week(ctx.today, weeks, weekday);
            out.push(date.map(|date| Day::new(date, How::Fixed)), end);
        }
    }
    if let Some(((year, month), end)) =
        month(ctx, i).filter(|(_, end)| scan.phrase(i, "the month") != Some(*end))
    {
        out.push(
            calendar::month(year, month)
                .and_then(|(from, to)| Day::stretch(from, Some(to), How::Fixed)),
            end,
        );
        let on = scan
            .phrases(scan.skip(end), &["on the", "the"])
            .map(|end| scan.skip(end));
        if let Some((nth, end)) = on.and_then(|at| ordinal(ctx, at)) {
            out.push(
                calendar::day(year, month, nth).map(|date| Day::new(date, How::Fixed)),
                end,
            );
        }
    }
    let bare = scan
        .phrases(i, &["in", "year", "the year"])
        .map(|end| scan.skip(end));
    let named = year(ctx, i).filter(|(_, end)| scan.phrase(i, "the year") != Some(*end));
    let numbered = bare
        .and_then(|at| year_number(ctx, at))
        .filter(|(year, _)| *year >= 1000);
    if let Some((year, end)) = named.or(numbered) {
        out.push(
            calendar::year(year).and_then(|(from, to)| Day::stretch(from, Some(to), How::Fixed)),
            end,
        );
    }
}

/// "this month", "next month", "the month": year, month, end.
pub(super) fn month(ctx: &Ctx<'_>, i: usize) -> Option<((i64, i64), usize)> {
    let scan = ctx.scan;
    let (ahead, end) = match scan.phrase(i, "the month") {
        Some(end) => (0, end),
        None => {
            let (ahead, at) = lead(scan, i)?;
            (ahead, scan.phrase(at, "month")?)
        }
    };
    let first = calendar::plus_months(ctx.today.first_of_month(), ahead)?;
    Some(((first.year().into(), first.month().into()), end))
}

/// "this year", "next year", "the year".
pub(super) fn year(ctx: &Ctx<'_>, i: usize) -> Option<(i64, usize)> {
    let scan = ctx.scan;
    let this = i64::from(ctx.today.year());
    if let Some(end) = scan.phrase(i, "the year") {
        return Some((this, end));
    }
    let (ahead, at) = lead(scan, i)?;
    Some((this + ahead, scan.phrase(at, "year")?))
}

/// A year in four digits, or as people say it: "twenty twenty six", "two thousand twenty six".
pub(super) fn year_number(ctx: &Ctx<'_>, i: usize) -> Option<(i64, usize)> {
    for n in ctx.numbers.get(i)? {
        match (n.form, n.plain()?) {
            (Form::Digits(4), year) if year >= 1 => return Some((year, n.end)),
            (Form::En, year @ 1000..=2999) => return Some((year, n.end)),
            (Form::En, century @ 15..=29) => {
                let rest = ctx
                    .numbers
                    .get(ctx.scan.gap(n.end))?
                    .iter()
                    .find(|n| n.form == Form::En && n.within(10..=99).is_some());
                if let Some(rest) = rest {
                    return Some((century * 100 + rest.plain()?, rest.end));
                }
            }
            _ => {}
        }
    }
    None
}

/// January to December, long or short.
pub(crate) fn month_name(scan: &Scan, i: usize) -> Option<(i64, usize)> {
    let (word, mut end) = scan.word(i)?;
    let (month, short) = match word {
        "january" => (1, false),
        "february" => (2, false),
        "march" => (3, false),
        "april" => (4, false),
        "may" => (5, false),
        "june" => (6, false),
        "july" => (7, false),
        "august" => (8, false),
        "september" => (9, false),
        "october" => (10, false),
        "november" => (11, false),
        "december" => (12, false),
        "jan" => (1, true),
        "feb" => (2, true),
        "mar" => (3, true),
        "apr" => (4, true),
        "jun" => (6, true),
        "jul" => (7, true),
        "aug" => (8, true),
        "sep" | "sept" => (9, true),
        "oct" => (10, true),
        "nov" => (11, true),
        "dec" => (12, true),
        _ => return None,
    };
    if short && scan.ch(end) == '.' {
        end += 1;
    }
    Some((month, end))
}

/// 8th, eighth: number and end.
fn ordinal(ctx: &Ctx<'_>, i: usize) -> Option<(i64, usize)> {
    ctx.numbers.get(i)?;
    let found = numbers::ordinals(ctx.scan, ctx.numbers, i);
    found
        .into_iter()
        .filter(|(nth, _)| (1..=99).contains(nth))
        .max_by_key(|(_, end)| *end)
}

/// A day of the month, as an ordinal or as a number: number, end, and whether it is an ordinal.
pub(in crate::values::when) fn nth(ctx: &Ctx<'_>, i: usize) -> Option<(i64, usize, bool)> {
    if let Some((nth, end)) = ordinal(ctx, i) {
        return Some((nth, end, true));
    }
    let n = ctx
        .numbers
        .get(i)?
        .iter()
        .find(|n| matches!(n.form, Form::Digits(1 | 2) | Form::En))?;
    Some((n.within(1..=99)?, n.end, false))
}

/// "March 8th, 2027", "March 2027", "March".
fn month_first(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let scan = ctx.scan;
    let Some((month, end)) = month_name(scan, i) else {
        return;
    };
    let at = scan.skip(end);
    if let Some((year, end)) = year_number(
        ctx,
        scan.phrases(at, &["of", "in"])
            .map_or(ctx.past_comma(end), |end| scan.skip(end)),
    ) {
        out.push(zh::whole_month(ctx, month, Some(year)), end);
    }
    let the = scan
        .phrases(at, &["the", "on the"])
        .map_or(scan.gap(end), |end| scan.skip(end));
    if let Some((day, end, named)) = nth(ctx, the) {
        let clock = scan.ch(end) == ':' || crate::values::when::half_word(scan, end);
        if calendar::possible(month, day) {
            if !clock || named {
                with_year(ctx, month, day, end, out);
            }
        } else if named || (day > 24 && !clock) {
            out.no(end);
            return;
        }
    }
    let verb = scan.phrase(i, "may").is_some()
        && scan
            .phrases(
                at,
                &[
                    "i", "we", "you", "he", "she", "they", "it", "be", "not", "also", "have",
                ],
            )
            .is_some();
    out.push(zh::whole_month(ctx, month, None).filter(|_| !verb), end);
}

/// A month and day, and the year that may follow.
fn with_year(ctx: &Ctx<'_>, month: i64, day: i64, end: usize, out: &mut Days) {
    let nearest = digits::nearest(ctx, month, day);
    out.push(nearest, end);
    let at = ctx.past_comma(end);
    let at = ctx
        .scan
        .phrases(at, &["of", "in"])
        .map_or(at, |end| ctx.scan.skip(end));
    let said = year_number(ctx, at).or_else(|| year(ctx, at));
    if let Some((year, stop)) = said {
        match calendar::day(year, month, day) {
            Some(date) => out.push(Some(Day::new(date, How::Fixed)), stop),
            None => out.no(stop),
        }
    }
}

/// "the 8th of March", "8 March 2027", "the 15th", "the 15th of next month".
fn day_first(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let scan = ctx.scan;
    let the = scan.phrase(i, "the").map(|end| scan.skip(end));
    let start = the.unwrap_or(i);
    if scan.ch(start).is_ascii_digit() && !scan.starts_clean(start) {
        return;
    }
    let Some((day, end, named)) = nth(ctx, start) else {
        return;
    };
    let at = scan.gap(end);
    let at = scan
        .phrases(at, &["of", "day of"])
        .map_or(at, |end| scan.skip(end));
    if let Some((month, end)) = month_name(scan, at) {
        if calendar::possible(month, day) {
            with_year(ctx, month, day, end, out);
        } else {
            out.no(end);
        }
        return;
    }
    if named && let Some(((year, month), end)) = self::month(ctx, at) {
        out.push(
            calendar::day(year, month, day).map(|date| Day::new(date, How::Fixed)),
            end,
        );
    }
    if named && (the.is_some() || scan.ch(start).is_ascii_digit()) {
        out.push(zh::nearest_nth(ctx.today, day), end);
    }
}
