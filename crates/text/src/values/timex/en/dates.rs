//! English dates with a month and a day, in digits and words.

use super::{En, days::Read};
use crate::values::timex::{days::date, expr::Day, pick::longest};

impl En<'_> {
    /// A date with month and day, perhaps after its weekday.
    pub(super) fn date(&self, i: usize) -> Read {
        let at = match self.weekday_name(i) {
            Some((_, end)) => {
                let next = self.past_marks(end, &[',', '-']);
                if next == end {
                    return None;
                }
                next
            }
            None => i,
        };
        let at = if at > i {
            self.past_any(at, &["the"])
        } else {
            at
        };
        let pointed = if at > i { self.pointed(at) } else { None };
        let (day, end) = longest([
            self.numeric(at),
            self.month_day(at),
            self.day_month(at),
            pointed,
        ])?;
        let Some((_, weekday_end)) = self.weekday_after(end) else {
            return Some((day, end));
        };
        Some((day, weekday_end))
    }

    /// "(Tue)" or ", Tuesday" behind a date.
    fn weekday_after(&self, end: usize) -> Option<(i8, usize)> {
        if self.ch(end) == '(' {
            let (weekday, after) = self.weekday_name(end + 1)?;
            return (self.ch(after) == ')').then_some((weekday, after + 1));
        }
        None
    }

    /// Past spaces and at most one of `marks` with spaces around.
    pub(super) fn past_marks(&self, i: usize, marks: &[char]) -> usize {
        let at = self.sp(i);
        if marks.contains(&self.ch(at)) {
            self.sp(at + 1)
        } else {
            at
        }
    }

    /// "10/1/2018", "2018-7-6", "22/04", "23.04.2022", "20161016", "2016 10 16".
    pub(super) fn numeric(&self, i: usize) -> Read {
        let (first, n, end) = self.scan.digits(i, 8)?;
        if n == 8 {
            let day = full(first / 10_000, first / 100 % 100, first % 100)?;
            return ((1800..2200).contains(&(first / 10_000))).then_some((day, end));
        }
        let mark = self.ch(end);
        if !matches!(mark, '/' | '-' | '.' | ' ') || n > 4 {
            return None;
        }
        let (second, _, end2) = self.scan.digits(end + 1, 2)?;
        if self.ch(end2).is_ascii_alphabetic() {
            return None;
        }
        if n == 4 {
            let (third, _, end3) =
                (self.ch(end2) == mark).then(|| self.scan.digits(end2 + 1, 2))??;
            return Some((full(first, second, third)?, end3));
        }
        if self.ch(end2) == mark
            && mark != ' '
            && n <= 2
            && let Some((year, n3, end3)) = self.scan.digits(end2 + 1, 4)
            && !(n3 == 4 && self.ch(end3) == ':')
        {
            let (month, day) = month_first(first, second)?;
            return Some((self.with_year(year, n3, month, day)?, end3));
        }
        let comma = self.ch(end2) == ',' && mark == '/';
        if let Some((year, n3 @ (2 | 4), end3)) = self.scan.digits(end2 + 1, 4).filter(|_| comma) {
            let (month, day) = month_first(first, second)?;
            return Some((self.with_year(year, n3, month, day)?, end3));
        }
        let plain = mark == '/';
        let ends = !matches!(self.ch(end2), '/' | '%') && !self.ch(end2).is_ascii_digit();
        let (month, day) = month_first(first, second)?;
        (plain && ends && n <= 2).then_some((Day::Yearly { month, day }, end2))
    }

    fn with_year(&self, year: i64, digits: usize, month: i8, day: i8) -> Option<Day> {
        let year = i16::try_from(year).ok()?;
        match (digits, year) {
            (4, _) => Some(Day::Full { year, month, day }),
            (2, 0..=29) => Some(Day::Full {
                year: 2000 + year,
                month,
                day,
            }),
            (2, 40..=99) => Some(Day::Full {
                year: 1900 + year,
                month,
                day,
            }),
            (2, _) => Some(Day::TwoDigit { year, month, day }),
            _ => None,
        }
    }

    /// "October 14", "Oct/2", "may twenty nine", "june the 28th 2020", "Dec31 , 1994".
    fn month_day(&self, i: usize) -> Read {
        let (month, end) = self.month(i)?;
        let at = self.past_marks(end, &['/', '-', ',', '.']);
        let at = self.past_any(at, &["the"]);
        let (day, ordinal, end) = self.day_number(at)?;
        if !ordinal && !self.plain_day_ends(end) {
            return None;
        }
        Some(self.year_behind(month, day, end))
    }

    /// Whether a plain number that ends here may be the day of a month: no hour, decimal or percentage.
    pub(super) fn plain_day_ends(&self, end: usize) -> bool {
        let next = self.ch(end);
        let decimal = matches!(next, '.' | ':') && self.ch(end + 1).is_ascii_digit();
        let half = matches!(self.w(self.sp(end)), "o'clock" | "oclock");
        !(next.is_ascii_alphanumeric() || decimal || next == '%' || half)
    }

    /// "the 09th of May", "05-Aug-2016", "15 April of 87", "2019/aug/01", "26 june in 2020".
    fn day_month(&self, i: usize) -> Read {
        if let Some((year, end)) = self
            .scan
            .digits(i, 4)
            .and_then(|(year, n, end)| (n == 4).then_some((year, end)))
            && matches!(self.ch(end), '/' | '-')
            && let Some((month, end)) = self.month(end + 1)
            && matches!(self.ch(end), '/' | '-')
        {
            let (day, _, end) = self.scan.digits(end + 1, 2)?;
            return Some((full(year, i64::from(month), day)?, end));
        }
        let at = self.past_any(i, &["the"]);
        let (day, ordinal, end) = self.day_number(at)?;
        if at > i && !(ordinal && self.ch(at).is_ascii_digit()) {
            return None;
        }
        let next = self.past_any(self.past_marks(end, &['/', '-', ',', '.']), &["day"]);
        let next = self.past_any(next, &["of"]);
        let (month, end) = self.month(next)?;
        Some(self.year_behind(month, day, end))
    }

    /// A month and day with the year that may stand behind.
    fn year_behind(&self, month: i8, day: i8, end: usize) -> (Day, usize) {
        let at = self.past_marks(end, &[',', '-', '/']);
        let of = self.past_any(at, &["of", "in"]);
        let glued = at > end || of > at;
        if glued {
            if let Some((year, year_end)) = self
                .year(of)
                .filter(|(_, end)| self.ends(*end) && self.ch(*end) != ':')
            {
                return (Day::Full { year, month, day }, year_end);
            }
            let quoted = self.ch(at) == '\'';
            if let Some((year, year_end)) = self
                .short_year(of)
                .filter(|_| of > at || quoted || matches!(self.ch(end), '-' | '/'))
            {
                return (Day::Full { year, month, day }, year_end);
            }
        }
        if let Some((year, year_end)) = self.relative_year(self.past_any(self.sp(end), &["of"])) {
            return (Day::Full { year, month, day }, year_end);
        }
        (Day::Yearly { month, day }, end)
    }

    /// "this 5/12", "next friday 5/12", "next 6th of April": a date of which the year is told.
    pub(super) fn pinned(&self, i: usize) -> Read {
        let (shift, end) = self.shift(i)?;
        let at = self.sp(end);
        let (day, end) = match self.weekday_name(at) {
            Some((_, end)) => {
                let next = self.past_marks(end, &[',', '-']);
                let pointed = self.pointed(next);
                let (day, end) = pointed.or_else(|| {
                    longest([
                        self.numeric(next),
                        self.month_day(next),
                        self.day_month(next),
                    ])
                })?;
                let Day::Yearly { month, day } = day else {
                    return Some((day, end));
                };
                return Some((
                    Day::Pinned {
                        month,
                        day,
                        year: self.today().year(),
                    },
                    end,
                ));
            }
            None => longest([self.numeric(at), self.month_day(at), self.day_month(at)])?,
        };
        let Day::Yearly { month, day } = day else {
            return None;
        };
        let this = date(self.today().year(), month, day)?;
        let year = match shift {
            1 => this.year() + i16::from(this < self.today()),
            0 => this.year(),
            _ => this.year() - i16::from(this >= self.today()),
        };
        Some((Day::Pinned { month, day, year }, end))
    }

    /// "7.6" right behind a weekday.
    fn pointed(&self, i: usize) -> Read {
        let (first, _, end) = self.scan.digits(i, 2)?;
        let (second, _, end2) = (self.ch(end) == '.').then(|| self.scan.digits(end + 1, 2))??;
        let (month, day) = month_first(first, second)?;
        let ends = !self.ch(end2).is_ascii_alphanumeric();
        ends.then_some((Day::Yearly { month, day }, end2))
    }

    /// "on | 4.22", "on | 4-22".
    pub(super) fn pointed_after_on(&self, i: usize) -> Read {
        if !self.ch(i).is_ascii_digit() || !matches!(self.word_before(i).as_str(), "on" | "in") {
            return None;
        }
        let (first, _, end) = self.scan.digits(i, 2)?;
        if !matches!(self.ch(end), '.' | '-') {
            return None;
        }
        let (second, 2, after) = self.scan.digits(end + 1, 2)? else {
            return None;
        };
        let (month, day) = month_first(first, second)?;
        let closed = !self.ch(self.sp(after)).is_ascii_alphanumeric()
            && !matches!(self.ch(after), '-' | '%');
        closed.then_some((Day::Yearly { month, day }, after))
    }

    /// "| of july", "| in next month", "| of october 2020".
    pub(super) fn month_behind(&self, end: usize) -> Option<(Option<i16>, i8, usize)> {
        let at = self.past_any(self.past_any(self.sp(end), &["of", "in"]), &["the"]);
        if let Some((month, end)) = self.month_of_ordinal(end) {
            return Some((Some(month.year()), month.month(), end));
        }
        let (month, end) = self.month(at)?;
        let of = self.past_any(self.past_marks(end, &[',']), &["of", "in"]);
        match self.year(of).filter(|(_, end)| self.ends(*end)) {
            Some((year, end)) => Some((Some(year), month, end)),
            None => Some((None, month, end)),
        }
    }
}

fn full(year: i64, month: i64, day: i64) -> Option<Day> {
    let day = i8::try_from(day)
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    let month = i8::try_from(month)
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    Some(Day::Full {
        year: i16::try_from(year).ok()?,
        month,
        day,
    })
}

/// Month and day of two numbers: the month first, unless it cannot be one.
fn month_first(first: i64, second: i64) -> Option<(i8, i8)> {
    let (month, day) = if first > 12 {
        (second, first)
    } else {
        (first, second)
    };
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then_some((i8::try_from(month).ok()?, i8::try_from(day).ok()?))
}
