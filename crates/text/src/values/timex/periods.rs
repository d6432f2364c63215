//! Which days a period may stand for.

use jiff::civil::{Date, DateTime};

use super::{
    alts::Alt,
    days::{Dates, date, in_week, monday, month_years, nth_weekday, plus, plus_months, weekday},
    expr::{Day, Edge, Grain, Period},
    length::{Length, Unit},
};

impl Period {
    /// Every stretch of days it may stand for, with the TIMEX of each.
    pub(super) fn alts(&self, now: DateTime) -> Vec<Alt> {
        self.stretches(now)
            .unwrap_or_else(|| vec![Alt::unknown(self.timex(now))])
    }

    fn stretches(&self, now: DateTime) -> Option<Vec<Alt>> {
        let one = |from: Date, to: Date| Some(vec![Alt::days(self.timex(now), from, to)]);
        match self {
            Period::Year { year, .. } => one(date(*year, 1, 1)?, date(year + 1, 1, 1)?),
            Period::Month { year, month } => self.months(now, *year, *month, 1),
            Period::Months {
                year,
                month,
                months,
            } => self.months(now, *year, *month, *months),
            Period::Week { monday, days } => one(*monday, plus(*monday, *days)?),
            Period::Weekend { monday } => one(plus(*monday, 5)?, plus(*monday, 7)?),
            Period::WeekendOf(day) => weekends(day.dates(now)),
            Period::WeekOfMonth { year, month, nth } => self.weeks(now, *year, *month, *nth),
            Period::WeekOf(day) => {
                let week = |day: Date| {
                    let monday = monday(day);
                    Some(Alt::days(self.timex(now), monday, plus(monday, 7)?))
                };
                let (past, future) = day.dates(now)?;
                Some(vec![week(past)?, week(future)?])
            }
            Period::Years { from, years, open } => {
                let at = |from: i16| {
                    let (from, to) = (date(from, 1, 1)?, date(from + years, 1, 1)?);
                    Some(Alt::days(self.timex(now), from, to))
                };
                if *open {
                    Some(vec![at(1900 + from)?, at(2000 + from)?])
                } else {
                    Some(vec![at(*from)?])
                }
            }
            Period::Named(_) => None,
            Period::Span { from, to, .. } | Period::Vague { from, to, .. } => one(*from, *to),
            Period::Between(from, to) => between(from, to, now),
            Period::ToDate { from, .. } => Some(vec![Alt {
                timex: self.timex(now),
                from: from.map(|from| from.at(0, 0, 0, 0)),
                to: Some(now.date().at(0, 0, 0, 0)),
            }]),
        }
    }

    fn months(&self, now: DateTime, year: Option<i16>, month: i8, months: i8) -> Option<Vec<Alt>> {
        let at = |year: i16| {
            let from = date(year, month, 1)?;
            let to = plus_months(from, i64::from(months))?;
            Some(Alt::days(self.timex(now), from, to))
        };
        match year {
            Some(year) => Some(vec![at(year)?]),
            None if matches!(self, Period::Months { .. }) => {
                Some(vec![at(now.year())?, at(now.year() + 1)?])
            }
            None => {
                let (past, future) = month_years(now, month);
                Some(vec![at(past)?, at(future)?])
            }
        }
    }

    fn weeks(&self, now: DateTime, year: Option<i16>, month: i8, nth: i8) -> Option<Vec<Alt>> {
        let at = |year: i16| {
            let monday = week_of_month(year, month, nth)?;
            Some(Alt::days(self.timex(now), monday, plus(monday, 7)?))
        };
        match year {
            Some(year) => Some(vec![at(year)?]),
            None => {
                let this = at(now.year())?;
                let begun = this.from? < now;
                let other = at(now.year() + if begun { 1 } else { -1 })?;
                Some(if begun {
                    vec![this, other]
                } else {
                    vec![other, this]
                })
            }
        }
    }

    fn timex(&self, now: DateTime) -> String {
        match self {
            Period::Year { year, .. } => format!("{year:04}"),
            Period::Month { year, month } => format!("{}-{month:02}", known(*year)),
            Period::Week { monday, .. } => week(*monday),
            Period::Weekend { monday } => format!("{}-WE", week(*monday)),
            Period::WeekendOf(day) => day.timex(now),
            Period::WeekOfMonth { year, month, nth } => {
                let nth = if *nth == 0 { 5 } else { *nth };
                format!("{}-{month:02}-W{nth:02}", known(*year))
            }
            Period::WeekOf(day) => day.timex(now),
            Period::Months {
                year,
                month,
                months,
            } => {
                let (end, end_month) = match month + months {
                    over @ 13.. => (year.map(|year| year + 1), over - 12),
                    month => (*year, month),
                };
                let (from, to) = (known(*year), known(end));
                format!("({from}-{month:02}-01,{to}-{end_month:02}-01,P{months}M)")
            }
            Period::Years { from, years, open } => {
                let (from, to) = if *open {
                    (
                        format!("XX{from:02}"),
                        format!("XX{:02}", (from + years) % 100),
                    )
                } else {
                    (format!("{from:04}"), format!("{:04}", from + years))
                };
                format!("({from}-01-01,{to}-01-01,P{years}Y)")
            }
            Period::Named(timex) => timex.clone(),
            Period::Span { from, to, length } => format!("({from},{to},{length})"),
            Period::Between(from, to) => {
                format!("({},{},PXD)", from.day.timex(now), to.day.timex(now))
            }
            Period::Vague { timex, .. } | Period::ToDate { timex, .. } => timex.clone(),
        }
    }

    /// The first day as the end of a range, with how exactly it is said.
    pub(super) fn first(&self, now: DateTime) -> Option<Edge> {
        Some(match self {
            Period::Year { year, .. } => Edge::day(date(*year, 1, 1)?, Grain::Year),
            Period::Month { year, month } => Edge {
                day: first_of(*year, *month),
                grain: Grain::Month,
            },
            Period::Months { year, month, .. } => Edge {
                day: first_of(*year, *month),
                grain: Grain::Month,
            },
            Period::Week { monday, .. } => Edge::day(*monday, Grain::Week),
            Period::Weekend { monday } => Edge::day(plus(*monday, 5)?, Grain::Day),
            Period::Years { .. } | Period::WeekOfMonth { .. } => {
                Edge::day(self.alts(now).first()?.from?.date(), Grain::Day)
            }
            _ => return None,
        })
    }

    /// The day after the last one.
    pub(super) fn last(&self) -> Option<Edge> {
        let (year, month) = match self {
            Period::Year { year, .. } => (Some(year + 1), 1),
            Period::Month { year, month: 12 } => (year.map(|year| year + 1), 1),
            Period::Month { year, month } => (*year, month + 1),
            _ => return None,
        };
        Some(Edge {
            day: first_of(year, month),
            grain: Grain::Month,
        })
    }
}

impl Edge {
    pub(super) fn day(date: Date, grain: Grain) -> Edge {
        Edge {
            day: Day::on(date),
            grain,
        }
    }
}

pub(super) fn first_of(year: Option<i16>, month: i8) -> Day {
    match year {
        Some(year) => Day::Full {
            year,
            month,
            day: 1,
        },
        None => Day::First(month),
    }
}

fn known(year: Option<i16>) -> String {
    year.map_or_else(|| "XXXX".to_owned(), |year| format!("{year:04}"))
}

/// The year and week of the calendar that counts weeks from Monday.
fn week(monday: Date) -> String {
    let week = monday.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The Monday of the nth week of a year that counts weeks from Monday; 0 is the last one.
pub(super) fn week_of_year(year: i16, nth: i8) -> Option<Date> {
    let first = monday(date(year, 1, 4)?);
    if nth == 0 {
        return plus(monday(date(year + 1, 1, 4)?), -7);
    }
    let monday = plus(first, 7 * i64::from(nth - 1))?;
    (nth <= 53).then_some(monday)
}

/// The first or last stretch of a year; weeks are whole ones.
pub(super) fn span_of_year(year: i16, length: &Length, last: bool) -> Option<Period> {
    let weeks = length.only().is_some_and(|(_, unit)| unit == Unit::Week);
    let (first, end) = if weeks {
        (week_of_year(year, 1)?, week_of_year(year + 1, 1)?)
    } else {
        (date(year, 1, 1)?, date(year + 1, 1, 1)?)
    };
    let (from, to) = if last {
        (length.moved_day(end, true)?, end)
    } else {
        (first, length.moved_day(first, false)?)
    };
    Some(Period::Span {
        from,
        to,
        length: length.timex(),
    })
}

/// The Monday of the nth week of a month: it belongs to the month of its Thursday.
fn week_of_month(year: i16, month: i8, nth: i8) -> Option<Date> {
    let (thursday, _) =
        nth_weekday(year, month, nth, 4).or_else(|| nth_weekday(year, month, 0, 4))?;
    plus(thursday, -3)
}

fn weekends(days: Dates) -> Option<Vec<Alt>> {
    let (past, future) = days?;
    // A Monday that is off belongs to the weekend before it.
    let at = |day: Date| {
        let monday_off = weekday(day) == 1;
        let saturday = in_week(day, 6, if monday_off { -1 } else { 0 })?;
        let to = plus(saturday, if monday_off { 3 } else { 2 })?;
        Some(Alt::days(
            format!("{}-WE", week(monday(saturday))),
            saturday,
            to,
        ))
    };
    Some(vec![at(past)?, at(future)?])
}

/// From one day to another: ends that name no year are taken so that the range runs forward.
fn between(from: &Edge, to: &Edge, now: DateTime) -> Option<Vec<Alt>> {
    let (past_from, mut future_from) = from.day.dates(now)?;
    let (mut past_to, future_to) = to.day.dates(now)?;
    if future_from > future_to {
        future_from = past_from;
    }
    if past_to < past_from {
        past_to = future_to;
    }
    if let Some(same) = date(past_from.year(), past_to.month(), past_to.day())
        && past_from.month() == 2
        && past_from.day() == 29
        && same > past_from
    {
        // The last leap day lies further back than the last of the other end.
        past_to = same;
    }
    let at = |first: Date, last: Date| {
        let length = length(first, last, from.grain.max(to.grain))?;
        let timex = format!("({},{},{length})", from.day.timex(now), to.day.timex(now));
        Some(Alt::days(timex, first, last))
    };
    Some(vec![at(past_from, past_to)?, at(future_from, future_to)?])
}

fn length(from: Date, to: Date, grain: Grain) -> Option<String> {
    let months = i32::from(to.year() - from.year()) * 12 + i32::from(to.month() - from.month());
    Some(match grain {
        Grain::Year => format!("P{}Y", to.year() - from.year()),
        Grain::Month => format!("P{months}M"),
        Grain::Week => format!("P{}W", from.until(to).ok()?.get_days() / 7),
        Grain::Day => format!("P{}D", from.until(to).ok()?.get_days()),
    })
}
