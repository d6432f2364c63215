//! Edges of months and years: 月底, 下个月初, 年底, end of the month, beginning of next year.

use jiff::civil::Date;

use super::{Days, en, zh};
use crate::values::when::{
    Ctx,
    calendar::{self, Day, How},
};

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Start,
    Middle,
    End,
    /// 下旬
    LastTen,
}

pub(super) fn at(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    if ctx.scan.ch(i).is_ascii_alphabetic() {
        english(ctx, i, out);
    } else {
        chinese(ctx, i, out);
    }
}

fn chinese(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    const OF_MONTH: &[(&str, Edge)] = &[
        ("底", Edge::End),
        ("末", Edge::End),
        ("初", Edge::Start),
        ("中", Edge::Middle),
        ("上旬", Edge::Start),
        ("中旬", Edge::Middle),
        ("下旬", Edge::LastTen),
    ];
    const OF_YEAR: &[(&str, Edge)] = &[
        ("年底", Edge::End),
        ("年末", Edge::End),
        ("年初", Edge::Start),
        ("年中", Edge::Middle),
    ];
    let own = !crate::values::scan::numeral(ctx.scan.before(i)) && ctx.scan.before(i) != '个';
    if ctx.scan.ch(i) == '月'
        && own
        && let Some((edge, end)) = ctx.scan.longest(i + 1, OF_MONTH)
    {
        let this = (i64::from(ctx.today.year()), i64::from(ctx.today.month()));
        out.push(nearest(ctx.today, edge, this), end);
    }
    if let Some((edge, end)) = ctx.scan.longest(i, OF_YEAR) {
        out.push(of_year(edge, ctx.today.year().into()), end);
    }
    if let Some((year, end)) = zh::year(ctx, i) {
        let at = ctx.past_de(end);
        let edge = ctx.scan.longest(at, OF_YEAR).or_else(|| {
            ctx.scan.longest(
                end,
                &[("底", Edge::End), ("末", Edge::End), ("初", Edge::Start)],
            )
        });
        if let Some((edge, end)) = edge {
            out.push(of_year(edge, year), end);
        }
    }
    // 三月底, 下个月底: the month has been read already.
    for (day, end) in out.found.clone() {
        let whole = day.date.day() == 1 && day.until == calendar::plus_months(day.date, 1);
        let at = ctx
            .scan
            .lit(ctx.past_de(end), "月")
            .filter(|at| *at > end + 1)
            .unwrap_or(end);
        if whole && let Some((edge, stop)) = ctx.scan.longest(at, OF_MONTH) {
            let day = of_month(edge, day.date.year().into(), day.date.month().into());
            out.push(day, stop);
        }
    }
}

fn nearest(today: Date, edge: Edge, (year, month): (i64, i64)) -> Option<Day> {
    let this = of_month(edge, year, month)?;
    let past = this.until.map_or(this.date < today, |until| until <= today);
    if !past {
        return Some(this);
    }
    let next = calendar::plus_months(today.first_of_month(), 1)?;
    of_month(edge, next.year().into(), next.month().into())
}

fn of_month(edge: Edge, year: i64, month: i64) -> Option<Day> {
    let (first, next) = calendar::month(year, month)?;
    let on = |day| calendar::day(year, month, day);
    match edge {
        Edge::Start => Day::stretch(first, on(11), How::Fixed),
        Edge::Middle => Day::stretch(on(11)?, on(21), How::Fixed),
        Edge::End => Some(Day::new(first.last_of_month(), How::Fixed)),
        Edge::LastTen => Day::stretch(on(21)?, Some(next), How::Fixed),
    }
}

fn of_year(edge: Edge, year: i64) -> Option<Day> {
    let on = |month, day| calendar::day(year, month, day);
    match edge {
        Edge::Start => Day::stretch(on(1, 1)?, on(2, 1), How::Fixed),
        Edge::Middle => Day::stretch(on(6, 1)?, on(8, 1), How::Fixed),
        Edge::End | Edge::LastTen => Some(Day::new(on(12, 31)?, How::Fixed)),
    }
}

/// "the end of the month", "beginning of next year", "end of March".
fn english(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let scan = ctx.scan;
    let start = scan.phrase(i, "the").map_or(i, |end| scan.skip(end));
    let edge = if let Some(end) = scan.phrases(start, &["end of", "last day of"]) {
        (Edge::End, end)
    } else if let Some(end) = scan.phrases(start, &["beginning of", "start of"]) {
        (Edge::Start, end)
    } else if let Some(end) = scan.phrases(start, &["middle of"]) {
        (Edge::Middle, end)
    } else {
        return;
    };
    let at = scan.skip(edge.1);
    let this = (i64::from(ctx.today.year()), i64::from(ctx.today.month()));
    let bare = |word: &str| scan.phrase(at, word);
    if let Some(((year, month), end)) = en::month(ctx, at).or_else(|| Some((this, bare("month")?)))
    {
        out.push(of_month(edge.0, year, month), end);
    }
    if let Some((month, end)) = en::month_name(scan, at)
        && let Some(day) = zh::whole_month(ctx, month, None)
    {
        out.push(of_month(edge.0, day.date.year().into(), month), end);
    }
    if let Some((year, end)) = en::year(ctx, at).or_else(|| Some((this.0, bare("year")?))) {
        out.push(of_year(edge.0, year), end);
    }
    if edge.0 == Edge::End
        && let Some((weeks, end)) = en::week(scan, at)
    {
        let sunday = calendar::weekday_of_week(ctx.today, weeks, jiff::civil::Weekday::Sunday);
        out.push(sunday.map(|date| Day::new(date, How::Fixed)), end);
    }
}
