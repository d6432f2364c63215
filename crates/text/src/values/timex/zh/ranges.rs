//! Mandarin stretches from one day, month or year to another.

use super::Zh;
use crate::values::timex::{
    days::plus,
    days::weekday,
    expr::{Day, Edge, Grain, Node, Period, Said},
    periods::first_of,
    pick::longest,
};

impl Zh<'_> {
    /// 到, 至, "-" between the ends of a range; 和 and 与 too when 间 closes it. Past the spaces around.
    pub(super) fn joins(&self, end: usize) -> Option<(bool, usize)> {
        let at = self.sp(end);
        if matches!(self.ch(at), '-' | '~') {
            return Some((false, self.sp(at + 1)));
        }
        if let Some(end) = self.scan.any(at, &["一直到", "到", "至"]) {
            return Some((false, self.sp(end)));
        }
        self.scan
            .any(at, &["和", "与", "跟"])
            .map(|end| (true, self.sp(end)))
    }

    /// Past 从 and the like.
    pub(super) fn opening(&self, i: usize) -> usize {
        self.past_any(i, &["从", "自从", "自", "由"])
    }

    pub(super) fn day_range(&self, i: usize) -> Option<Said> {
        let (period, end) = longest([self.edge_to_edge(i), self.after_and_before(i)])?;
        Some(Said::new(Node::Days(period), i, end))
    }

    /// From one edge to another. The second takes from the first what it does not say.
    fn edge_to_edge(&self, i: usize) -> Option<(Period, usize)> {
        let at = self.opening(i);
        let opened = at > i;
        let (from, end) =
            longest([self.edge(at), self.day_without_end(at)]).or_else(|| self.bare_edge(at))?;
        let (and, next) = self.joins(end)?;
        let dash = matches!(self.ch(self.sp(end)), '-' | '~');
        let (to, end) = longest([
            self.day_like(&from, next),
            self.edge(next),
            self.bare_edge(next).filter(|_| from.grain == Grain::Year),
        ])?;
        let closed = self.scan.any(self.sp(end), &["之间", "期间", "间"]);
        if and && closed.is_none() {
            return None;
        }
        if dash && !opened && to.grain != from.grain {
            return None;
        }
        let end = closed.unwrap_or(end);
        let to = self.settle(&from, to);
        Some((Period::Between(from, to), end))
    }

    /// A day, month, quarter, year or now as one end of a range.
    fn edge(&self, i: usize) -> Option<(Edge, usize)> {
        if let Some(end) = self
            .scan
            .any(i, &["现在", "目前", "今"])
            .filter(|end| self.scan.any(*end, &["天", "年", "日"]).is_none())
        {
            return Some((Edge::day(self.today(), Grain::Day), end));
        }
        longest([
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
        ])
    }

    /// A year without 年 in 从2016到2018 and "1995-1997年".
    fn bare_edge(&self, i: usize) -> Option<(Edge, usize)> {
        let (value, n, end) = self.scan.digits(i, 4).or_else(|| self.digit_row(i))?;
        let year = i16::try_from(value)
            .ok()
            .filter(|year| n == 4 && (1500..2200).contains(year))?;
        let end = self.scan.any(end, &["年"]).unwrap_or(end);
        (!self.ch(end).is_ascii_alphanumeric()).then(|| {
            (
                Edge {
                    day: first_of(Some(year), 1),
                    grain: Grain::Year,
                },
                end,
            )
        })
    }

    /// 一月19 in 一月19到20日.
    fn day_without_end(&self, i: usize) -> Option<(Edge, usize)> {
        let (month, _, end) = self.month(i)?;
        let (day, end) = self.within(self.sp(end), 31).filter(|(day, _)| *day > 0)?;
        let (_, next) = self.joins(end)?;
        let (_, after) = self.within(next, 31)?;
        self.scan.any(self.sp(after), &["日", "号"])?;
        Some((
            Edge {
                day: Day::Yearly { month, day },
                grain: Grain::Day,
            },
            end,
        ))
    }

    /// The day of the month alone, behind a date: 一月十日到|十二日.
    fn day_like(&self, from: &Edge, i: usize) -> Option<(Edge, usize)> {
        let (day, end) = self.within(i, 31).filter(|(day, _)| *day > 0)?;
        let end = self.scan.any(self.sp(end), &["日", "号"]).or_else(|| {
            (from.grain == Grain::Day && !self.scan.before(end).is_ascii_digit()).then_some(end)
        })?;
        let day = match from.day {
            Day::Full { year, month, .. } if from.grain == Grain::Day => {
                Day::Full { year, month, day }
            }
            Day::Yearly { month, .. } => Day::Yearly { month, day },
            Day::Lunar { year, month, .. } => Day::Lunar { year, month, day },
            _ => return None,
        };
        Some((
            Edge {
                day,
                grain: Grain::Day,
            },
            end,
        ))
    }

    /// The end in the year of the start, or the first weekday after it.
    fn settle(&self, from: &Edge, to: Edge) -> Edge {
        let day = match (&from.day, &to.day) {
            (
                Day::Full {
                    year,
                    month,
                    day: start,
                },
                Day::Yearly { month: last, day },
            ) => {
                let over = (*last, *day) < (*month, *start);
                Day::Full {
                    year: year + i16::from(over),
                    month: *last,
                    day: *day,
                }
            }
            (Day::Full { year, month, .. }, Day::First(last)) => {
                let over = last < month;
                Day::Full {
                    year: year + i16::from(over),
                    month: *last,
                    day: 1,
                }
            }
            (start, Day::Weekly(wanted)) if start.known() => {
                let begin = start.next(self.now);
                let next = begin.and_then(|begin| {
                    (1..=7)
                        .filter_map(|n| plus(begin, n))
                        .find(|date| weekday(*date) == *wanted)
                });
                next.map_or_else(|| to.day.clone(), Day::on)
            }
            _ => return to,
        };
        Edge { day, ..to }
    }

    /// 2010年之后2018年之前.
    fn after_and_before(&self, i: usize) -> Option<(Period, usize)> {
        let (from, end) = self.edge(i)?;
        let next = self.scan.any(self.sp(end), &["之后", "以后", "后"])?;
        let (to, end) = self.edge(self.past_any(next, &[",", "到", "且"]))?;
        let end = self.scan.any(self.sp(end), &["之前", "以前", "前"])?;
        let near = self.past_any(next, &["到", "且"]) == self.sp(next);
        (near && from.grain == Grain::Year).then_some((Period::Between(from, to), end))
    }
}
