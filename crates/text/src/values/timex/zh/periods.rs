//! Mandarin stretches of days: years, months, weeks, seasons, decades, 前三周, 上半年.

use super::{Zh, words};
use crate::values::timex::{
    days::{monday, plus, plus_months},
    expr::{Node, Period, Portion, Said},
    length::Length,
    periods::{span_of_year, week_of_year},
    pick::longest,
};

/// A period with the end of its text.
pub(super) type Read = Option<(Period, usize)>;

impl Zh<'_> {
    pub(super) fn period(&self, i: usize) -> Option<Said> {
        let (period, end) = self.whole_period(i)?;
        let said = Said::new(Node::Days(period), i, end);
        const PORTIONS: &[(&str, Portion)] = &[
            ("初", Portion::Start),
            ("年初", Portion::Start),
            ("月初", Portion::Start),
            ("中旬", Portion::Mid),
            ("中期", Portion::Mid),
            ("末", Portion::End),
            ("底", Portion::End),
            ("月底", Portion::End),
            ("年底", Portion::End),
            ("年末", Portion::End),
            ("月末", Portion::End),
        ];
        match self.scan.longest(self.de(end), PORTIONS) {
            Some((portion, after))
                if !matches!(
                    said.node,
                    Node::Days(Period::Named(_) | Period::Span { .. })
                ) =>
            {
                Some(Said { end: after, ..said }.portion(portion))
            }
            _ => Some(said),
        }
    }

    pub(super) fn whole_period(&self, i: usize) -> Read {
        self.periods.get(i, || self.any_period(i))
    }

    fn any_period(&self, i: usize) -> Read {
        longest([
            self.year_period(i),
            self.month_period(i),
            self.week_period(i),
            self.run(i),
            self.part_of_period(i),
            self.quarter(i),
            self.season(i),
            self.nth_of_year(i),
            self.weeks_of_month(i),
            self.decade(i),
        ])
    }

    /// 2018年, 明年, "2018", "= 2019".
    fn year_period(&self, i: usize) -> Read {
        if let Some((year, end)) = self.year(i) {
            let relative = self.relative_year(i).is_some();
            return Some((Period::Year { year, relative }, end));
        }
        let equal = self.past_any(i, &["="]);
        let (value, n, end) = self.scan.digits(equal, 4)?;
        let year = i16::try_from(value)
            .ok()
            .filter(|year| n == 4 && (1500..2100).contains(year))?;
        let next = self.ch(end);
        let clean = !next.is_ascii_alphanumeric()
            && !matches!(next, '.' | '/' | '-' | ':' | ',' | '%')
            || (matches!(next, '-' | ',') && !self.ch(end + 1).is_ascii_digit());
        let counted = self.scan.longest(self.sp(end), words::UNITS).is_some()
            || "个元块人件万米克名部张号度本家".contains(self.ch(self.sp(end)))
                && self.ch(self.sp(end)) != '\0';
        (clean && !counted).then_some((
            Period::Year {
                year,
                relative: false,
            },
            end,
        ))
    }

    /// 3月, 2011年冬月, 明年四月, 下个月, 神龙元年十一月.
    fn month_period(&self, i: usize) -> Read {
        if let Some((year, end)) = self.year(i) {
            let (month, _, end) = self.month(self.de(end))?;
            return Some((
                Period::Month {
                    year: Some(year),
                    month,
                },
                end,
            ));
        }
        if let Some((shift, end)) = self.scan.longest(i, words::SHIFTS)
            && let Some(end) = self.scan.any(end, &["月份", "月"])
        {
            let month = plus_months(self.today().first_of_month(), shift)?;
            return Some((
                Period::Month {
                    year: Some(month.year()),
                    month: month.month(),
                },
                end,
            ));
        }
        let (month, lunar, end) = self.month(i)?;
        (!lunar).then_some((Period::Month { year: None, month }, end))
    }

    /// 下周, 上上个星期, 这周末, 周末.
    fn week_period(&self, i: usize) -> Read {
        const WEEKS: &[&str] = &["周", "星期", "礼拜"];
        let this = monday(self.today());
        let (shift, end) = match self.scan.longest(i, words::SHIFTS) {
            Some((shift, end)) => (shift, end),
            None => {
                let end = self.scan.any(i, &["周末"])?;
                return Some((Period::Weekend { monday: this }, end));
            }
        };
        let end = self.scan.any(end, WEEKS)?;
        let monday = plus(this, 7 * shift)?;
        match self.scan.lit(end, "末") {
            Some(end) => Some((Period::Weekend { monday }, end)),
            None => Some((Period::Week { monday, days: 7 }, end)),
        }
    }

    /// A length before or after now: 前1周, 近三年, 未来的3小时, 之后5分钟. Forward, length, end.
    pub(super) fn run_length(&self, i: usize) -> Option<(bool, Length, usize)> {
        let (forward, end) = self.scan.longest(i, words::RUNS)?;
        let (length, end) = self.length(self.sp(end))?;
        let half = length.only().is_some_and(|(amount, _)| amount == 0.5);
        (!half && self.scan.before(end) != '日' && self.scan.before(end) != '时'
            || self.scan.any(end.saturating_sub(2), &["小时"]).is_some())
        .then_some((forward, length, end))
    }

    fn run(&self, i: usize) -> Read {
        let (forward, length, end) = self
            .run_length(i)
            .filter(|(_, length, _)| !length.has_clock())?;
        let today = self.today();
        let (from, to) = if forward {
            let from = plus(today, 1)?;
            (from, length.moved_day(from, false)?)
        } else {
            (length.moved_day(today, true)?, today)
        };
        Some((
            Period::Span {
                from,
                to,
                length: length.timex(),
            },
            end,
        ))
    }

    /// 上半年, 去年下半年, 上半月, 下半周.
    fn part_of_period(&self, i: usize) -> Read {
        let (year, at) = match self.year(i) {
            Some((year, end)) => (Some(year), self.de(end)),
            None => (None, i),
        };
        let (second, end) = self.scan.longest(
            at,
            &[
                ("上半", false),
                ("前半", false),
                ("下半", true),
                ("后半", true),
            ],
        )?;
        let today = self.today();
        if let Some(end) = self.scan.any(end, &["年度", "年"]) {
            let year = year.unwrap_or(today.year());
            return Some((
                Period::Months {
                    year: Some(year),
                    month: if second { 7 } else { 1 },
                    months: 6,
                },
                end,
            ));
        }
        if year.is_some() {
            return None;
        }
        let (from, half, to, end) = if let Some(end) = self.scan.any(end, &["个月", "月"]) {
            let first = today.first_of_month();
            (first, plus(first, 15)?, plus_months(first, 1)?, end)
        } else {
            let end = self.scan.any(end, &["周", "星期", "个星期"])?;
            let first = monday(today);
            (first, plus(first, 3)?, plus(first, 7)?, end)
        };
        let (from, to) = if second { (half, to) } else { (from, half) };
        let days = from.until(to).ok()?.get_days();
        Some((
            Period::Span {
                from,
                to,
                length: format!("P{days}D"),
            },
            end,
        ))
    }

    /// 第一季度, 今年第二季度, 2017年q1.
    fn quarter(&self, i: usize) -> Read {
        let (year, at) = match self.year(i) {
            Some((year, end)) => (Some(year), self.de(end)),
            None => (None, i),
        };
        let (n, end) = if self.ch(at) == 'q' {
            let (n, 1, end) = self.scan.digits(at + 1, 1)? else {
                return None;
            };
            (i8::try_from(n).ok()?, end)
        } else {
            let end = self.past_any(at, &["第"]);
            let (n, end) = self.within(end, 4)?;
            (n, self.scan.any(self.past_any(end, &["个"]), &["季度"])?)
        };
        (1..=4).contains(&n).then_some((
            Period::Months {
                year,
                month: n * 3 - 2,
                months: 3,
            },
            end,
        ))
    }

    /// 今年夏天, 2018年冬季, 春天.
    fn season(&self, i: usize) -> Read {
        let (year, at) = match self.year(i) {
            Some((year, end)) => (Some(year), self.de(end)),
            None => (None, i),
        };
        let (code, end) = self.scan.longest(at, words::SEASONS)?;
        let bare = year.is_none()
            && self
                .scan
                .any(end.saturating_sub(1), &["天", "季"])
                .is_none();
        let timex = year.map_or_else(|| code.to_owned(), |year| format!("{year:04}-{code}"));
        (!bare).then_some((Period::Named(timex), end))
    }

    /// 2021年的第一周, 明年第九个月, 2021年的前2周, 今年的最后3周.
    fn nth_of_year(&self, i: usize) -> Read {
        let (year, end) = self.year(i)?;
        let at = self.de(end);
        if let Some((nth, end)) = self.place(at) {
            let unit = self.past_any(end, &["个"]);
            if let Some(end) = self.scan.any(unit, &["周", "星期", "礼拜"]) {
                return Some((
                    Period::Week {
                        monday: week_of_year(year, nth)?,
                        days: 7,
                    },
                    end,
                ));
            }
            let end = self.scan.lit(unit, "月")?;
            let month = if nth == 0 { 12 } else { nth };
            return (month <= 12).then_some((
                Period::Month {
                    year: Some(year),
                    month,
                },
                end,
            ));
        }
        let (last, end) = self.scan.longest(
            at,
            &[("前", false), ("最后", true), ("后", true), ("头", false)],
        )?;
        let (length, end) = self
            .length(self.sp(end))
            .filter(|(length, _)| !length.has_clock())?;
        span_of_year(year, &length, last).map(|period| (period, end))
    }

    /// 十月的第一周, 明年三月最后一周.
    fn weeks_of_month(&self, i: usize) -> Read {
        let (period, end) = self.month_period(i)?;
        let Period::Month { year, month } = period else {
            return None;
        };
        let (nth, end) = self.place(self.de(end)).filter(|(nth, _)| *nth <= 5)?;
        let end = self
            .scan
            .any(self.past_any(end, &["个"]), &["周", "星期", "礼拜"])?;
        let weekday = self.weekday_digit(end).is_some();
        (!weekday).then_some((Period::WeekOfMonth { year, month, nth }, end))
    }

    /// 九十年代, 二十世纪三十年代, 上世纪90年代, 21世纪.
    fn decade(&self, i: usize) -> Read {
        let today = self.today();
        let hundred = today.year() / 100 * 100;
        let century = self
            .scan
            .longest(
                i,
                &[
                    ("上个世纪", -100),
                    ("上世纪", -100),
                    ("本世纪", 0),
                    ("这个世纪", 0),
                    ("下世纪", 100),
                    ("下个世纪", 100),
                ],
            )
            .map(|(shift, end)| (hundred + shift, end))
            .or_else(|| {
                let (n, end) = self.within(i, 30).filter(|(n, _)| *n > 0)?;
                Some((i16::from(n) * 100 - 100, self.scan.lit(end, "世纪")?))
            });
        let at = century.map_or(i, |(_, end)| self.de(end));
        let decade = self.whole(at).or_else(|| {
            let (value, _, end) = self.digit_row(at)?;
            Some((value, end))
        });
        let decade = decade.and_then(|(value, end)| {
            Some((
                i16::try_from(value).ok()?,
                self.scan.any(self.sp(end), &["年代"])?,
            ))
        });
        match (century, decade) {
            (Some((from, _)), Some((decade, end))) if decade < 100 => Some((
                Period::Years {
                    from: from + decade,
                    years: 10,
                    open: false,
                },
                end,
            )),
            (Some((from, end)), None) => Some((
                Period::Years {
                    from,
                    years: 100,
                    open: false,
                },
                end,
            )),
            (None, Some((decade, end))) if decade < 100 && decade % 10 == 0 => Some((
                Period::Years {
                    from: decade,
                    years: 10,
                    open: true,
                },
                end,
            )),
            (None, Some((year, end))) if (1000..2200).contains(&year) && year % 10 == 0 => Some((
                Period::Years {
                    from: year,
                    years: 10,
                    open: false,
                },
                end,
            )),
            _ => None,
        }
    }
}
