//! Days in Chinese: 大后天, 下周三, 三月八号, 二〇二六年, 下个月五号, 农历八月十五.

use jiff::civil::{Date, Weekday};

use super::{Days, digits};
use crate::values::{
    numbers::{Form, Num},
    when::{
        Ctx,
        calendar::{self, Day, How},
        lunar,
    },
};

pub(super) fn at(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    match ctx.scan.ch(i) {
        '今' | '明' | '后' | '大' | '昨' | '前' | '去' | '本' | '这' | '当' => {
            relative(ctx, i, out);
            weeks(ctx, i, out);
        }
        '下' | '上' | '周' | '星' | '礼' => weeks(ctx, i, out),
        _ => {}
    }
    if let Some((year, end)) = year(ctx, i) {
        out.push(
            calendar::year(year).and_then(|(from, to)| Day::stretch(from, Some(to), How::Fixed)),
            end,
        );
        let at = ctx.past_de(end);
        month_day(ctx, at, Some(year), out);
        lunar::at(ctx, at, Some(year), out_found(out));
    }
    if let Some(((year, month), end)) = month(ctx, i) {
        in_month(ctx, year, month, end, out);
    }
    month_day(ctx, i, None, out);
    day_of_month(ctx, i, out);
    lunar::at(ctx, i, None, out_found(out));
}

fn out_found(out: &mut Days) -> &mut Vec<super::Read> {
    &mut out.found
}

/// 今天, 大后天.
fn relative(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    const WORDS: &[(&str, i64)] = &[
        ("今天", 0),
        ("今日", 0),
        ("今儿", 0),
        ("今儿个", 0),
        ("当天", 0),
        ("明天", 1),
        ("明日", 1),
        ("明儿", 1),
        ("明儿个", 1),
        ("后天", 2),
        ("后日", 2),
        ("后儿", 2),
        ("大后天", 3),
        ("大后日", 3),
        ("昨天", -1),
        ("昨日", -1),
        ("昨儿", -1),
        ("前天", -2),
        ("前日", -2),
        ("大前天", -3),
    ];
    // 大后天 holds 后天, and 三天后天气 holds 后天 too.
    if ctx.scan.before(i) == '大'
        || (ctx.scan.ch(i) == '后'
            && "天年月周时钟".contains(ctx.scan.before(i))
            && ctx.scan.before(i) != '\0')
    {
        return;
    }
    if let Some((days, end)) = ctx.scan.longest(i, WORDS) {
        out.push(
            calendar::plus_days(ctx.today, days).map(|date| Day::new(date, How::Fixed)),
            end,
        );
    }
}

/// Whether the 个 before `i` belongs to a number or a lead ("三个|星期", "下个|周三") and not to a verb
/// ("定个|周日的闹钟", "建一个|周日的提醒").
fn counted(ctx: &Ctx<'_>, i: usize) -> bool {
    let before = ctx.scan.before(i.saturating_sub(1));
    let one = before == '一' && ctx.scan.ch(i) == '周';
    "下上这每几".contains(before) || crate::values::scan::numeral(before) && !one
}

/// 周三, 下周三, 这周末, 下下个星期.
fn weeks(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    const LEADS: &[(&str, i64)] = &[
        ("这", 0),
        ("本", 0),
        ("这个", 0),
        ("下", 1),
        ("下个", 1),
        ("下下", 2),
        ("下下个", 2),
        ("上", -1),
        ("上个", -1),
        ("上上", -2),
        ("上上个", -2),
    ];
    let lead = ctx.scan.longest(i, LEADS);
    let (weeks, at) = lead.map_or((0, i), |(weeks, end)| (weeks, end));
    if lead.is_none()
        && (crate::values::scan::numeral(ctx.scan.before(i))
            || "下上这本每".contains(ctx.scan.before(i)) && i > 0
            || ctx.scan.before(i) == '个' && counted(ctx, i))
    {
        return;
    }
    let Some(at) = ctx.scan.any(at, &["周", "星期", "礼拜"]) else {
        return;
    };
    if ctx.scan.ch(at) == '末' {
        let start = calendar::weekday_of_week(ctx.today, weeks, Weekday::Saturday);
        out.push(
            start.and_then(|date| Day::stretch(date, calendar::plus_days(date, 2), How::Stretch)),
            at + 1,
        );
        return;
    }
    match weekday_digit(ctx.scan.ch(at)) {
        Some(weekday) if lead.is_some() => {
            let date = calendar::weekday_of_week(ctx.today, weeks, weekday);
            out.push(date.map(|date| Day::new(date, How::Fixed)), at + 1);
        }
        Some(weekday) => {
            let date = calendar::next_weekday(ctx.today, weekday);
            out.push(
                date.map(|date| Day::new(date, How::Weekday(weekday))),
                at + 1,
            );
        }
        None => {}
    }
    if lead.is_some() {
        let start = calendar::weekday_of_week(ctx.today, weeks, Weekday::Monday);
        out.push(
            start.and_then(|date| Day::stretch(date, calendar::plus_days(date, 7), How::Fixed)),
            at,
        );
    }
}

/// The weekday that a character after 周 names.
pub(crate) fn weekday_digit(c: char) -> Option<Weekday> {
    let nth = match c {
        '日' | '天' | '七' | '7' => 7,
        '一' | '1' => 1,
        '二' | '2' => 2,
        '三' | '3' => 3,
        '四' | '4' => 4,
        '五' | '5' => 5,
        '六' | '6' => 6,
        _ => return None,
    };
    calendar::weekday(nth)
}

/// 今年, 明年, 2026年, 二〇二六年, 零八年.
pub(in crate::values::when) fn year(ctx: &Ctx<'_>, i: usize) -> Option<(i64, usize)> {
    const WORDS: &[(&str, i64)] = &[
        ("今年", 0),
        ("本年", 0),
        ("明年", 1),
        ("后年", 2),
        ("大后年", 3),
        ("去年", -1),
        ("前年", -2),
        ("大前年", -3),
    ];
    if let Some((ahead, end)) = ctx.scan.longest(i, WORDS) {
        return Some((i64::from(ctx.today.year()) + ahead, end));
    }
    let n = ctx.numbers[i]
        .iter()
        .find(|n| matches!(n.form, Form::Digits(2 | 4) | Form::ZhDigits(2 | 4)))?;
    let end = ctx.scan.skip(n.end);
    let value = n.plain()?;
    let full = match n.form {
        Form::Digits(4) | Form::ZhDigits(4) => value,
        _ if value < 50 => 2000 + value,
        _ => 1900 + value,
    };
    let years = ctx.scan.ch(end) == '年' && !"级代前后内以之多半".contains(ctx.scan.ch(end + 1));
    let years = years || (ctx.scan.ch(end) == '年' && end + 1 == ctx.scan.len());
    let two = matches!(n.form, Form::Digits(2)) && value < 20;
    (years && full >= 1 && !two).then_some((full, end + 1))
}

/// 这个月, 下个月, 上月.
pub(super) fn month(ctx: &Ctx<'_>, i: usize) -> Option<((i64, i64), usize)> {
    const WORDS: &[(&str, i64)] = &[
        ("这个月", 0),
        ("这月", 0),
        ("本月", 0),
        ("当月", 0),
        ("下个月", 1),
        ("下月", 1),
        ("下下个月", 2),
        ("下下月", 2),
        ("上个月", -1),
        ("上月", -1),
        ("上上个月", -2),
    ];
    let (ahead, end) = ctx.scan.longest(i, WORDS)?;
    let first = calendar::plus_months(ctx.today.first_of_month(), ahead)?;
    Some(((first.year().into(), first.month().into()), end))
}

fn in_month(ctx: &Ctx<'_>, year: i64, month: i64, end: usize, out: &mut Days) {
    out.push(
        calendar::month(year, month)
            .and_then(|(from, to)| Day::stretch(from, Some(to), How::Fixed)),
        end,
    );
    let Some((nth, end)) = day_number(ctx, ctx.past_de(end)) else {
        return;
    };
    match calendar::day(year, month, nth) {
        Some(date) => out.push(Some(Day::new(date, How::Fixed)), end),
        None => out.no(end),
    }
}

/// 八号, 15日: number and end.
fn day_number(ctx: &Ctx<'_>, i: usize) -> Option<(i64, usize)> {
    let n = ctx.numbers.get(i)?.iter().find(|n| n.plain().is_some())?;
    let mark = ctx.scan.skip(n.end);
    let ends = match ctx.scan.ch(mark) {
        '号' => {
            !"线楼门机码房店厅院台桌位选".contains(ctx.scan.ch(mark + 1))
                || mark + 1 == ctx.scan.len()
        }
        '日' => !"元圆语本常".contains(ctx.scan.ch(mark + 1)) || mark + 1 == ctx.scan.len(),
        _ => false,
    };
    ends.then_some((n.plain()?, mark + 1))
}

/// 三月, 十二月份: number and end.
pub(super) fn month_number(ctx: &Ctx<'_>, i: usize) -> Option<(i64, usize)> {
    let n: &Num = ctx.numbers.get(i)?.iter().find(|n| n.plain().is_some())?;
    let mark = ctx.scan.skip(n.end);
    let end = if ctx.scan.lit(mark, "月份").is_some() {
        mark + 2
    } else {
        mark + 1
    };
    (ctx.scan.ch(mark) == '月').then_some((n.plain()?, end))
}

/// 三月八号, 2026年三月, 三月.
fn month_day(ctx: &Ctx<'_>, i: usize, year: Option<i64>, out: &mut Days) {
    let Some((month, month_end)) = month_number(ctx, i) else {
        return;
    };
    let at = ctx.past_de(month_end);
    if let Some((nth, end)) = day_number(ctx, at) {
        let day = match year {
            Some(year) => calendar::day(year, month, nth).map(|date| Day::new(date, How::Fixed)),
            None => digits::nearest(ctx, month, nth),
        };
        match day {
            Some(day) => out.push(Some(day), end),
            None => out.no(end),
        }
        if day.is_none() {
            return;
        }
    }
    if ctx.scan.ch(month_end) == '初' {
        return;
    }
    out.push(whole_month(ctx, month, year), month_end);
}

/// All of a month: the one that is running or the next to come.
pub(super) fn whole_month(ctx: &Ctx<'_>, month: i64, year: Option<i64>) -> Option<Day> {
    let this = i64::from(ctx.today.year());
    let later = if month < i64::from(ctx.today.month()) {
        1
    } else {
        0
    };
    let (from, to) = calendar::month(year.unwrap_or(this + later), month)?;
    Day::stretch(
        from,
        Some(to),
        if year.is_some() {
            How::Fixed
        } else {
            How::Stretch
        },
    )
}

/// 五号: the nearest fifth. 三十号二月 is nothing.
fn day_of_month(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let Some((nth, end)) = day_number(ctx, i) else {
        return;
    };
    if let Some((month, stop)) = month_number(ctx, ctx.past_de(end))
        && !calendar::possible(month, nth)
    {
        out.no(stop);
        return;
    }
    out.push(nearest_nth(ctx.today, nth), end);
}

/// The nearest day of the month with that number.
pub(super) fn nearest_nth(today: Date, nth: i64) -> Option<Day> {
    let nth = i8::try_from(nth)
        .ok()
        .filter(|nth| (1..=31).contains(nth))?;
    Some(Day::new(
        calendar::next_day_of_month(today, nth)?,
        How::DayOfMonth(nth),
    ))
}
