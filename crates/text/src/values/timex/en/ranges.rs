//! English stretches from one day, month, quarter or year to another.

use super::En;
use crate::values::timex::{
    days::{date, in_week, plus, weekday as weekday_of},
    expr::{Day, Edge, Grain, Node, Period, Portion, Said},
    periods::first_of,
    pick::longest,
};

impl En<'_> {
    pub(super) fn day_range(&self, i: usize) -> Option<Said> {
        let (period, end) = longest([
            self.days_of_month(i),
            self.month_with_days(i),
            self.edge_to_edge(i),
            self.day_to_date(i),
            self.within_week(i),
        ])?;
        Some(Said::new(Node::Days(period), i, end))
    }

    /// "from 4-23 in next month", "between 3 and 12 of Sept", "ninth till seventeenth of april", "18-19 june".
    fn days_of_month(&self, i: usize) -> Option<(Period, usize)> {
        let (at, and) = self.range_opening(i);
        let at = self.past_any(at, &["the"]);
        let (from, _, end) = self.day_number(at)?;
        let next = self.past_any(self.joins(end, and)?, &["the"]);
        let (to, _, end) = self.day_number(next)?;
        let of = self.past_any(self.sp(end), &["day"]);
        let (year, month, end) = self.month_behind(of)?;
        if self.day_number(self.sp(end)).is_some() && year.is_none() {
            return None;
        }
        between_days(year, month, from, to).map(|period| (period, end))
    }

    /// "November 18-19", "april ninth through seventeenth", "on november 18-19 2020".
    fn month_with_days(&self, i: usize) -> Option<(Period, usize)> {
        let (at, and) = self.range_opening(i);
        let at = if at == i {
            self.past_any(i, &["on"])
        } else {
            at
        };
        let (month, end) = self.month(at)?;
        let inner = self.past_any(self.sp(end), &["between", "from"]);
        let and = and || inner > self.sp(end);
        let (from, _, end) = self.day_number(self.past_any(inner, &["the"]))?;
        let next = self.past_any(self.joins(end, and)?, &["the"]);
        let (to, _, end) = self.day_number(next)?;
        if self.ch(end) == ':'
            || self.month(self.past_any(self.sp(end), &["of"])).is_some()
            || self.half_word(end).is_some()
        {
            return None;
        }
        let comma = self.past_any(self.past_marks(end, &[',']), &["of", "in"]);
        let year = self.year(comma).filter(|(_, end)| self.ends(*end));
        let (year, end) = year.map_or((None, end), |(year, end)| (Some(year), end));
        between_days(year, month, from, to).map(|period| (period, end))
    }

    /// "next week between Wednesday and Friday".
    fn within_week(&self, i: usize) -> Option<(Period, usize)> {
        let (shift, end) = self.shift(i)?;
        let end = self.ph(self.sp(end), &["week"])?;
        let (at, and) = self.range_opening(self.sp(end));
        let (from, end) = self.weekday_name(at).filter(|_| at > self.sp(end))?;
        let (to, end) = self.weekday_name(self.joins(end, and)?)?;
        let day = |weekday| in_week(self.today(), weekday, i64::from(shift));
        let (from, to) = (day(from)?, day(to)?);
        Some((
            Period::Between(Edge::day(from, Grain::Day), Edge::day(to, Grain::Day)),
            end,
        ))
    }

    /// "from 4 to January 22, 1995": the first day lies in the month of the second.
    fn day_to_date(&self, i: usize) -> Option<(Period, usize)> {
        let (at, and) = self.range_opening(i);
        let (from, _, end) = self
            .day_number(self.past_any(at, &["the"]))
            .filter(|_| at > i)?;
        let next = self.joins(end, and)?;
        let (day, end) = self.date(next)?;
        let (year, month, to) = match day {
            Day::Full { year, month, day } => (Some(year), month, day),
            Day::Yearly { month, day } => (None, month, day),
            _ => return None,
        };
        between_days(year, month, from, to).map(|period| (period, end))
    }

    /// From one edge to another; the second one's year holds for the first when that has none.
    fn edge_to_edge(&self, i: usize) -> Option<(Period, usize)> {
        let (at, and) = self.range_opening(i);
        let opened = at > i;
        let at = if opened {
            at
        } else {
            self.past_any(i, &["in"])
        };
        let (from, end) = self.edge(at)?;
        let next = self.joins(end, and)?;
        let dash = matches!(self.ch(self.sp(end)), '-' | '~');
        let (to, end) = self.edge(next)?;
        if !opened && dash && !self.tight_dash(&from, &to) {
            return None;
        }
        if at > i && !opened && !(from.grain == Grain::Year && to.grain == Grain::Year) {
            return None;
        }
        let to = self.after_known(&from, to);
        let lends = self.ph(next, &["date"]).is_some()
            || self.date(next).is_some_and(|(_, date_end)| date_end == end)
            || self
                .month_period(next)
                .is_some_and(|(_, month_end)| month_end == end);
        let from = if lends { lend_year(from, &to) } else { from };
        Some((Period::Between(from, to), end))
    }

    /// A weekday as the end of a range is the first one after a known start.
    fn after_known(&self, from: &Edge, to: Edge) -> Edge {
        let Day::Weekly(weekday) = to.day else {
            return to;
        };
        let start = from.day.next(self.now).filter(|_| from.day.known());
        let next = start.and_then(|start| {
            let mut days = (1..=7).filter_map(|n| plus(start, n));
            days.find(|date| weekday_of(*date) == weekday)
        });
        next.map_or(to.clone(), |date| Edge::day(date, Grain::Day))
    }

    /// Whether a dash between two edges makes a range.
    fn tight_dash(&self, from: &Edge, to: &Edge) -> bool {
        !(matches!(from.day, Day::Weekly(_)) && to.grain != Grain::Day)
    }

    /// A day, month, quarter, year or now as one end of a range.
    fn edge(&self, i: usize) -> Option<(Edge, usize)> {
        if let Some(end) = self.ph(i, &["now", "today", "present", "the present", "right now"]) {
            return Some((Edge::day(self.today(), Grain::Day), end));
        }
        let opened = self.word_before(i) == "to" && self.word_before(i.saturating_sub(3)) != "year";
        if let Some(end) = self.ph(i, &["date"]).filter(|_| opened) {
            return Some((Edge::day(self.today(), Grain::Day), end));
        }
        longest([
            self.portion_edge(i),
            self.day(i).map(|(day, end)| {
                (
                    Edge {
                        day,
                        grain: Grain::Day,
                    },
                    end,
                )
            }),
            self.whole_period(i)
                .and_then(|(period, end)| Some((period.first(self.now)?, end))),
            self.range_month(i),
        ])
    }

    /// A month's name as an end, where the other end shows that it is one.
    fn range_month(&self, i: usize) -> Option<(Edge, usize)> {
        let (month, end) = self.month(i)?;
        Some((
            Edge {
                day: first_of(None, month),
                grain: Grain::Month,
            },
            end,
        ))
    }

    /// "the end of 2008", "the middle of March", "the start of June".
    fn portion_edge(&self, i: usize) -> Option<(Edge, usize)> {
        let (portion, end) = self.portion(self.past_any(i, &["the"]))?;
        let (period, end) = self.whole_period(self.sp(end))?;
        let edge = match portion {
            Portion::End | Portion::Later => period.last()?,
            Portion::Start | Portion::Earlier => Edge {
                grain: Grain::Month,
                ..period.first(self.now)?
            },
            Portion::Mid => Edge {
                day: middle(&period)?,
                grain: Grain::Month,
            },
        };
        Some((edge, end))
    }
}

/// The day in the middle of a year or month.
fn middle(period: &Period) -> Option<Day> {
    match period {
        Period::Year { year, .. } => {
            let (from, to) = (date(*year, 1, 1)?, date(year + 1, 1, 1)?);
            let days = i64::from(from.until(to).ok()?.get_days());
            Some(Day::on(plus(from, days / 2)?))
        }
        Period::Month {
            year: Some(year),
            month,
        } => Some(Day::Full {
            year: *year,
            month: *month,
            day: 16,
        }),
        Period::Month { year: None, month } => Some(Day::Yearly {
            month: *month,
            day: 16,
        }),
        _ => None,
    }
}

fn between_days(year: Option<i16>, month: i8, from: i8, to: i8) -> Option<Period> {
    let day = |day: i8| Edge {
        day: match year {
            Some(year) => Day::Full { year, month, day },
            None => Day::Yearly { month, day },
        },
        grain: Grain::Day,
    };
    (from < to).then(|| Period::Between(day(from), day(to)))
}

/// The first end in the year of the second, or in the one before when it would come later.
fn lend_year(from: Edge, to: &Edge) -> Edge {
    let Day::Full {
        year,
        month: last_month,
        day: last_day,
    } = to.day
    else {
        return from;
    };
    let day = match from.day {
        Day::Yearly { month, day } => {
            let over = (month, day) > (last_month, last_day);
            Day::Full {
                year: year - i16::from(over),
                month,
                day,
            }
        }
        Day::First(month) => {
            let over = month > last_month;
            Day::Full {
                year: year - i16::from(over),
                month,
                day: 1,
            }
        }
        day => day,
    };
    Edge { day, ..from }
}
