//! English periods that are counted: "next five days", "within two weeks", "3 days from today", "year to date".

use jiff::civil::Date;

use super::{
    En,
    periods::{Read, quarter_of},
    words,
};
use crate::values::timex::{
    days::{date, monday, plus, plus_months},
    expr::{Day, Period},
    length::{Length, Unit},
};

impl En<'_> {
    /// "next five days", "past two quarters", "2 next days", "last 3 months", "next couple weeks".
    pub(super) fn counted_period(&self, i: usize) -> Read {
        let (forward, length, end) = self.counted_length(i)?;
        if length.has_clock() {
            return None;
        }
        let quarters = self.word_before(end).starts_with("quarter");
        Some((self.counted_span(&length, forward, quarters)?, end))
    }

    /// A direction and a length: "next five days", "5 past minutes".
    fn counted_length(&self, i: usize) -> Option<(bool, Length, usize)> {
        if let Some((shift, end)) = self.shift(i) {
            if shift == 0 {
                return None;
            }
            let at = self.sp(end);
            let (amount, unit, end) = self
                .amount(at)
                .filter(|_| !matches!(self.w(at), "a" | "an" | "all" | "another"))?;
            return Some((shift == 1, Length::of(amount, unit), end));
        }
        let (n, end) = self.number(i)?;
        let (shift, end) = self.shift(self.sp(end)).filter(|(shift, _)| *shift != 0)?;
        let (word, end) = self.scan.word(self.sp(end))?;
        let (per, unit) = words::unit(word).filter(|_| word.ends_with('s'))?;
        Some((shift == 1, Length::of(n * per, unit), end))
    }

    /// The span of a length before or after today; whole quarters count from the current one.
    fn counted_span(&self, length: &Length, forward: bool, quarters: bool) -> Option<Period> {
        let today = self.today();
        let (amount, unit) = length.only()?;
        if unit == Unit::Month && quarters {
            let this = quarter_of(today)?;
            #[allow(clippy::cast_possible_truncation)]
            let months = amount as i64;
            let (from, to) = if forward {
                let from = plus_months(this, 3)?;
                (from, plus_months(from, months)?)
            } else {
                (plus_months(this, -months)?, this)
            };
            return Some(Period::Span {
                from,
                to,
                length: length.timex(),
            });
        }
        let (from, to) = if forward {
            let from = plus(today, 1)?;
            (from, length.moved_day(from, false)?)
        } else {
            (length.moved_day(today, true)?, today)
        };
        Some(Period::Span {
            from,
            to,
            length: length.timex(),
        })
    }

    /// "within 9 months", "within the next 10 months".
    pub(super) fn within(&self, i: usize) -> Read {
        let at = self.sp(self.ph(i, &["within"])?);
        let at = self.past_any(at, &["the"]);
        let at = self.shift(at).map_or(at, |(_, end)| self.sp(end));
        let (length, end) = self.length(at)?;
        if length.has_clock() {
            return None;
        }
        let (from, end) = self.counted_from(end).unwrap_or((self.today(), end));
        Some((
            Period::Span {
                from,
                to: length.moved_day(from, false)?,
                length: length.timex(),
            },
            end,
        ))
    }

    /// "| from today", "| after tomorrow": the day from which a length runs.
    fn counted_from(&self, end: usize) -> Option<(Date, usize)> {
        let at = self.sp(end);
        if let Some(end) = self.ph(at, &["from now"]) {
            return Some((self.today(), end));
        }
        let next = self.sp(self.ph(at, &["from", "after", "starting"])?);
        let (day, end) = self.day(next).filter(|(day, _)| day.known())?;
        Some((day.next(self.now)?, end))
    }

    /// "year to date", "ytd", "to date".
    pub(super) fn to_date(&self, i: usize) -> Read {
        let today = self.today();
        if let Some(end) = self.ph(i, &["year to date", "ytd"]) {
            let from = date(today.year(), 1, 1);
            return Some((
                Period::ToDate {
                    timex: today.year().to_string(),
                    from,
                },
                end,
            ));
        }
        if let Some(end) = self.ph(i, &["month to date", "mtd"]) {
            let timex = format!("{:04}-{:02}", today.year(), today.month());
            return Some((
                Period::ToDate {
                    timex,
                    from: Some(today.first_of_month()),
                },
                end,
            ));
        }
        let end = self.ph(i, &["to date"])?;
        let used = matches!(
            self.word_before(i).as_str(),
            "up" | "year" | "month" | "equal" | "equals"
        );
        let numbered = self.ch(self.sp(end)).is_ascii_digit();
        (!used && !numbered).then(|| {
            (
                Period::ToDate {
                    timex: "PRESENT_REF".to_owned(),
                    from: None,
                },
                end,
            )
        })
    }

    /// "rest of the week", "remaining of the month".
    pub(super) fn rest_of(&self, i: usize) -> Read {
        let end = self.ph(
            i,
            &[
                "rest of",
                "remaining of",
                "remainder of",
                "the rest of",
                "rest",
            ],
        )?;
        let at = self.past_any(self.sp(end), &["the", "this", "my", "current"]);
        let (word, end) = self.scan.word(at)?;
        let today = self.today();
        let to = match word {
            "week" => plus(monday(today), 6)?,
            "month" => plus(plus_months(today.first_of_month(), 1)?, -1)?,
            "year" => date(today.year(), 12, 31)?,
            _ => return None,
        };
        // The last day of a month or year counts, that of a week does not.
        let days = i64::from(today.until(to).ok()?.get_days()) + i64::from(word != "week");
        Some((
            Period::Span {
                from: today,
                to,
                length: format!("P{days}D"),
            },
            end,
        ))
    }

    /// "3 days starting from next Monday", "for 3 days from today".
    pub(super) fn starting(&self, i: usize) -> Read {
        let at = self.past_any(i, &["for"]);
        let (length, end) = self.length(at)?;
        if at > i && self.ph(self.past_marks(end, &[',']), &["from"]).is_none() {
            return None;
        }
        let at = self.ph(
            self.past_marks(end, &[',']),
            &[
                "starting from",
                "starting",
                "starting on",
                "beginning",
                "beginning on",
                "from",
            ],
        )?;
        let from_for = self.ph(i, &["for"]).is_some();
        let stay = self.ch(self.sp(end)) == ',' || from_for;
        if length.has_clock()
            || (self.ph(self.past_marks(end, &[',']), &["from"]).is_some() && !stay)
        {
            return None;
        }
        let (day, end) = self.day(self.sp(at))?;
        let from = match day {
            Day::Yearly { month, day } => date(self.today().year(), month, day)?,
            day => day.next(self.now)?,
        };
        Some((
            Period::Span {
                from,
                to: length.moved_day(from, false)?,
                length: length.timex(),
            },
            end,
        ))
    }
}
