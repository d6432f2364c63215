//! English weeks and weekends, and what is the nth of a month or year.

use super::{En, periods::Read, words};
use crate::values::timex::{
    days::monday,
    expr::{Day, Period},
    length::Length,
    periods::{span_of_year, week_of_year},
};

impl En<'_> {
    /// "the last week of july", "3rd week of 2018", "the third month of 2021", "the last 3 weeks of this year".
    pub(super) fn nth_of(&self, i: usize) -> Read {
        let at = self.past_any(i, &["the"]);
        let (nth, end) = match self.ph(at, &["last"]) {
            Some(end) => (0, end),
            None => self
                .place(at)
                .and_then(|(n, end)| Some((i8::try_from(n).ok()?, end)))?,
        };
        let next = self.sp(end);
        if let Some(read) = self.counted_of(nth, next) {
            return Some(read);
        }
        let (word, end) = self.scan.word(next)?;
        match word {
            "week" => {
                if let Some((year, month, end)) = self.month_behind(end).filter(|_| nth <= 5) {
                    return Some((Period::WeekOfMonth { year, month, nth }, end));
                }
                let (year, end) = self.year_behind_of(end)?;
                Some((
                    Period::Week {
                        monday: week_of_year(year, nth)?,
                        days: 7,
                    },
                    end,
                ))
            }
            "month" => {
                let (year, end) = self.year_behind_of(end)?;
                let month = if nth == 0 { 12 } else { nth };
                (month <= 12).then_some((
                    Period::Month {
                        year: Some(year),
                        month,
                    },
                    end,
                ))
            }
            _ => None,
        }
    }

    /// "first | two weeks of 2021", "last | four months of 2021".
    fn counted_of(&self, nth: i8, i: usize) -> Read {
        let (n, end) = self
            .whole(i)
            .filter(|(n, _)| nth <= 1 && (1..400).contains(n))?;
        let (word, end) = self.scan.word(self.sp(end))?;
        let (per, unit) = words::unit(word)?;
        let (year, end) = self.year_behind_of(end)?;
        #[allow(clippy::cast_precision_loss)]
        let length = Length::of(n as f64 * per, unit);
        Some((span_of_year(year, &length, nth == 0)?, end))
    }

    fn year_behind_of(&self, end: usize) -> Option<(i16, usize)> {
        let Some(of) = self.ph(self.sp(end), &["of", "in"]) else {
            return self.relative_year(self.sp(end));
        };
        let at = self.sp(of);
        if let Some(end) = self.ph(at, &["the year"]) {
            return Some(
                self.year(self.sp(end))
                    .unwrap_or((self.today().year(), end)),
            );
        }
        self.year(at)
            .filter(|(_, end)| self.ends(*end))
            .or_else(|| self.relative_year(at))
    }

    /// "the week of the 18th", "week beginning February 4", "w/c Feb 4".
    pub(super) fn week_of(&self, i: usize) -> Read {
        let at =
            if self.ch(i) == 'w' && self.ch(i + 1) == '/' && matches!(self.ch(i + 2), 'c' | 'b') {
                i + 3
            } else {
                let the = self.past_any(i, &["the"]);
                self.ph(
                    the,
                    &[
                        "week of",
                        "week beginning",
                        "week starting",
                        "week commencing",
                        "week beginning on",
                        "week starting on",
                        "week commencing on",
                        "wc",
                        "wb",
                    ],
                )?
            };
        let at = self.sp(at);
        if let Some((day, end)) = self.date(at) {
            return Some((Period::WeekOf(day), end));
        }
        let (day, ordinal, end) = self.day_number(self.past_any(at, &["the"]))?;
        ordinal.then_some((Period::WeekOf(Day::Monthly(day)), end))
    }

    /// "week 31", "week 27 of last year", "w31".
    pub(super) fn week_number(&self, i: usize) -> Read {
        let end = self.ph(i, &["week"])?;
        let (n, _, end) = self.scan.digits(self.sp(end), 2)?;
        let nth = i8::try_from(n).ok().filter(|n| (1..=53).contains(n))?;
        if self.ch(end).is_ascii_alphanumeric() {
            return None;
        }
        let (year, end) = self
            .year_behind_of(end)
            .unwrap_or((self.today().year(), end));
        Some((
            Period::Week {
                monday: week_of_year(year, nth)?,
                days: 7,
            },
            end,
        ))
    }

    /// "labor day weekend", "the weekend of halloween", "labor day 2021 weekend".
    pub(super) fn feast_weekend(&self, i: usize) -> Read {
        if let Some(end) = self.ph(i, &["the weekend of", "weekend of"]) {
            let (day, end) = self.feast(self.sp(end))?;
            return Some((Period::WeekendOf(day), end));
        }
        let (day, end) = self.feast(i)?;
        let end = self.ph(self.sp(end), &["weekend"])?;
        if let Day::Feast { feast, year: None } = day
            && let Some((year, end)) = self.year(self.sp(end)).filter(|(_, end)| self.ends(*end))
        {
            return Some((
                Period::WeekendOf(Day::Feast {
                    feast,
                    year: Some(year),
                }),
                end,
            ));
        }
        Some((Period::WeekendOf(day), end))
    }

    pub(super) fn plain_weekend(&self, i: usize) -> Read {
        let end = self.ph(i, &["weekend"])?;
        Some((
            Period::Weekend {
                monday: monday(self.today()),
            },
            end,
        ))
    }
}
