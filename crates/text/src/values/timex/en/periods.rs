//! English stretches of days: months, weeks, years, quarters, seasons, decades, "the last three weeks".

use jiff::civil::Date;

use super::En;
use crate::values::timex::{
    days::{date, monday, plus, plus_months},
    expr::{Node, Period, Portion, Relation, Said},
    pick::longest,
};

/// A period with the end of its text.
pub(super) type Read = Option<(Period, usize)>;

impl En<'_> {
    pub(super) fn period(&self, i: usize) -> Option<Said> {
        let mut best = self
            .whole_period(i)
            .map(|(period, end)| Said::new(Node::Days(period), i, end));
        let mut offer = |said: Option<Said>| {
            if let Some(said) = said
                && best.as_ref().is_none_or(|best| best.end < said.end)
            {
                best = Some(said);
            }
        };
        offer(self.portioned(i));
        offer(self.undefined(i));
        offer(self.counted_clock(i));
        best
    }

    /// A period that is not a portion of another.
    pub(super) fn whole_period(&self, i: usize) -> Read {
        self.periods.get(i, || self.any_period(i))
    }

    fn any_period(&self, i: usize) -> Read {
        longest([
            self.month_period(i),
            self.relative_period(i),
            self.counted_period(i),
            self.within(i),
            self.year_period(i),
            self.quarter(i),
            self.nth_of(i),
            self.week_of(i),
            self.week_number(i),
            self.season(i),
            self.decade(i),
            self.to_date(i),
            self.rest_of(i),
            self.feast_weekend(i),
            self.plain_weekend(i),
            self.starting(i),
        ])
    }

    /// "early July", "mid-November", "the end of 2000", "later this week".
    fn portioned(&self, i: usize) -> Option<Said> {
        let at = self.past_any(i, &["the"]);
        let (portion, end) = self.portion(at)?;
        let next = self.scan.gap(end);
        let (period, end) = self.whole_period(next).filter(|_| next > end).or_else(|| {
            let bare = self.past_any(next, &["the"]);
            self.bare_unit(bare)
        })?;
        match &period {
            Period::Year { .. } | Period::Month { .. } | Period::Week { .. } => {}
            Period::Named(_) if !matches!(self.w(at), "end" | "beginning" | "start") => {}
            _ => return None,
        }
        let portion = match (portion, self.w(at)) {
            (Portion::Start, "earlier")
                if self.shift(next).is_some_and(|(shift, _)| shift == 0) =>
            {
                Portion::Earlier
            }
            (Portion::End, "later") => Portion::Later,
            (portion, _) => portion,
        };
        Some(Said::new(Node::Days(period), at, end).portion(portion))
    }

    pub(super) fn portion(&self, i: usize) -> Option<(Portion, usize)> {
        longest([
            self.ph(
                i,
                &[
                    "early",
                    "earlier",
                    "beginning of",
                    "start of",
                    "the beginning of",
                    "the start of",
                    "earlier in",
                    "early in",
                ],
            )
            .map(|end| (Portion::Start, end)),
            self.ph(i, &["mid", "middle of", "the middle of"])
                .map(|end| (Portion::Mid, end)),
            self.ph(
                i,
                &[
                    "late",
                    "later",
                    "end of",
                    "the end of",
                    "later in",
                    "late in",
                ],
            )
            .map(|end| (Portion::End, end)),
        ])
    }

    /// "week", "month", "year" alone, behind "end of".
    fn bare_unit(&self, i: usize) -> Read {
        let (word, end) = self.scan.word(i)?;
        let today = self.today();
        Some((
            match word {
                "week" => Period::Week {
                    monday: monday(today),
                    days: 7,
                },
                "month" => month_of(today),
                "year" => Period::Year {
                    year: today.year(),
                    relative: true,
                },
                _ => return None,
            },
            end,
        ))
    }

    /// "next month", "this weekend", "the following week", "last quarter", "the week after next", "the month".
    fn relative_period(&self, i: usize) -> Read {
        if let Some(end) = self.ph(
            i,
            &[
                "the weekend after next",
                "the weekend after the next",
                "weekend after next",
            ],
        ) {
            return Some((self.shifted("weekend", 2)?, end));
        }
        if let Some(end) = self.ph(i, &["my week", "my weekend", "my month", "my year"]) {
            let unit = self.w(self.past_any(i, &["my"]));
            return Some((self.shifted(unit, 0)?, end));
        }
        if let Some(end) = self.ph(
            i,
            &[
                "the week after next",
                "week after next",
                "the week after the next",
            ],
        ) {
            return Some((self.shifted("week", 2)?, end));
        }
        if let Some(end) = self.ph(i, &["the month after next", "the year after next"]) {
            return Some((
                self.shifted(
                    if self.ph(i, &["the month after next"]).is_some() {
                        "month"
                    } else {
                        "year"
                    },
                    2,
                )?,
                end,
            ));
        }
        let the = self.ph(i, &["the"]);
        if let Some(end) = the {
            let (word, end) = self.scan.word(self.sp(end))?;
            if matches!(word, "week" | "month" | "year" | "weekend" | "fortnight")
                && self.bare_period_ends(end)
            {
                return Some((self.shifted(word, 0)?, end));
            }
            let (shift, end) = self.shift(self.sp(the?)).filter(|(shift, _)| *shift != 0)?;
            return self.decades(self.sp(end), shift == 1);
        }
        let (shift, end) = self.shift(i)?;
        if shift != 0
            && let Some(read) = self.decades(self.sp(end), shift == 1)
        {
            return Some(read);
        }
        let (word, end) = self.scan.word(self.scan.gap(end))?;
        if matches!(word, "fiscal" | "financial" | "school" | "calendar") {
            let end = self.ph(self.sp(end), &["year"])?;
            let year = self.today().year() + shift;
            return Some((named_year(word, Some(year))?, end));
        }
        Some((self.shifted(word, i64::from(shift))?, end))
    }

    /// Whether "the year" stands for itself and nothing that follows says which.
    fn bare_period_ends(&self, end: usize) -> bool {
        self.ph(
            self.sp(end),
            &[
                "of",
                "beginning",
                "starting",
                "commencing",
                "after",
                "ending",
            ],
        )
        .is_none()
            && self.scan.digits(self.sp(end), 4).is_none()
            && self.ph(self.sp(end), &["to date"]).is_none()
    }

    /// "next | two decades".
    fn decades(&self, i: usize, forward: bool) -> Read {
        let (n, end) = self
            .whole(i)
            .filter(|(n, _)| (1..20).contains(n))
            .unwrap_or((1, i));
        let end = self.ph(self.sp(end), &["decades", "decade"])?;
        let this = self.today().year() / 10 * 10;
        let years = i16::try_from(n).ok()? * 10;
        let from = if forward { this + 10 } else { this - years };
        Some((
            Period::Years {
                from,
                years,
                open: false,
            },
            end,
        ))
    }

    /// The period of that unit so many units from the current one.
    fn shifted(&self, unit: &str, shift: i64) -> Option<Period> {
        let today = self.today();
        let this = monday(today);
        let small = i16::try_from(shift).ok()?;
        Some(match unit {
            "week" => Period::Week {
                monday: plus(this, 7 * shift)?,
                days: 7,
            },
            "workweek" => Period::Week {
                monday: plus(this, 7 * shift)?,
                days: 5,
            },
            "weekend" => Period::Weekend {
                monday: plus(this, 7 * shift)?,
            },
            "month" => month_of(plus_months(today.first_of_month(), shift)?),
            "year" => Period::Year {
                year: today.year() + small,
                relative: true,
            },
            "quarter" => {
                let first = quarter_of(today)?;
                let from = plus_months(first, 3 * shift)?;
                Period::Months {
                    year: Some(from.year()),
                    month: from.month(),
                    months: 3,
                }
            }
            "fortnight" => {
                let from = plus(this, 14 * shift)?;
                Period::Span {
                    from,
                    to: plus(from, 14)?,
                    length: "P2W".to_owned(),
                }
            }
            "decade" => Period::Years {
                from: today.year() / 10 * 10 + 10 * small,
                years: 10,
                open: false,
            },
            "century" => Period::Years {
                from: today.year() / 100 * 100 + 100 * small,
                years: 100,
                open: false,
            },
            _ => return None,
        })
    }

    /// "the same week", "that weekend": it is not said which.
    fn undefined(&self, i: usize) -> Option<Said> {
        let end = self.ph(i, &["same", "that"])?;
        let (word, end) = self.scan.word(self.sp(end))?;
        let (timex, unit) = match word {
            "week" => ("XXXX-WXX", "week"),
            "month" => ("XXXX-XX", "month"),
            "weekend" => ("XXXX-WXX-WE", "weekend"),
            "year" => ("XXXX", "year"),
            _ => return None,
        };
        let alts = self.shifted(unit, 0)?.alts(self.now);
        let alt = alts.first()?;
        let period = Period::Vague {
            timex: timex.to_owned(),
            from: alt.from?.date(),
            to: alt.to?.date(),
        };
        Some(Said::new(Node::Days(period), i, end).relation(Relation::Undefined))
    }
}

fn month_of(date: Date) -> Period {
    Period::Month {
        year: Some(date.year()),
        month: date.month(),
    }
}

/// The first day of the quarter of a day.
pub(super) fn quarter_of(day: Date) -> Option<Date> {
    date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1)
}

/// A year that is not counted from January, which has no dates here, or the one that is.
pub(super) fn named_year(kind: &str, year: Option<i16>) -> Option<Period> {
    let code = match kind {
        "fiscal" | "financial" => "FY",
        "school" => "SY",
        _ => {
            return Some(Period::Year {
                year: year?,
                relative: false,
            });
        }
    };
    let year = year.map_or_else(|| "XXXX".to_owned(), |year| format!("{year:04}"));
    Some(Period::Named(format!("{code}{year}")))
}
