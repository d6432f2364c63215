//! English days: dates in digits and words, weekdays, days counted from others, holidays.

use jiff::civil::Date;

use super::En;
use crate::values::timex::{
    days::{date, near_weekday, plus, plus_months},
    expr::{Day, Node, Relation, Said},
    feasts,
    length::Unit,
    pick::longest,
};

/// A day with the end of its text.
pub(super) type Read = Option<(Day, usize)>;

impl En<'_> {
    pub(super) fn day_said(&self, i: usize) -> Option<Said> {
        if let Some((day, end)) = self.day(i) {
            return Some(Said::new(Node::Day(day), i, end));
        }
        let end = self.ph(i, &["same day"])?;
        Some(Said::new(Node::Day(Day::on(self.today())), i, end).relation(Relation::Undefined))
    }

    /// A day in any form.
    pub(super) fn day(&self, i: usize) -> Read {
        self.days.get(i, || self.any_day(i))
    }

    fn any_day(&self, i: usize) -> Read {
        longest([
            self.pinned(i),
            self.date(i),
            self.week_day(i),
            self.relative_day(i),
            self.counted_day(i),
            self.ordinal_day(i),
            self.pointed_after_on(i),
            self.nth_this_month(i),
            self.weekdays_from_now(i),
            self.feast(i),
            self.nth_weekday(i),
        ])
    }

    /// "this year", "next year", "last year".
    pub(super) fn relative_year(&self, i: usize) -> Option<(i16, usize)> {
        let (shift, end) = self.shift(i)?;
        let end = self.ph(self.sp(end), &["year"])?;
        Some((self.today().year() + shift, end))
    }

    /// "this" is 0, "next" is 1, "last" is -1.
    pub(super) fn shift(&self, i: usize) -> Option<(i16, usize)> {
        const THIS: &[&str] = &["this", "current"];
        const NEXT: &[&str] = &[
            "next",
            "following",
            "coming",
            "upcoming",
            "this coming",
            "this upcoming",
        ];
        const LAST: &[&str] = &["last", "past", "previous", "this past", "preceding"];
        const LASTING: [&str; 12] = [
            "will", "to", "t", "should", "would", "can", "could", "may", "might", "must", "not",
            "it",
        ];
        let first = self.w(i).bytes().next()?;
        if !matches!(first, b't' | b'n' | b'l' | b'p' | b'f' | b'c' | b'u') {
            return None;
        }
        if self.w(i) == "last" && LASTING.contains(&self.word_before(i).as_str()) {
            return None;
        }
        longest([
            self.ph(i, THIS).map(|end| (0, end)),
            self.ph(i, NEXT).map(|end| (1, end)),
            self.ph(i, LAST).map(|end| (-1, end)),
        ])
    }

    /// "today", "the day after tomorrow", "the day after tmr", "the day after tmrw", "the day before", "the next day".
    fn relative_day(&self, i: usize) -> Read {
        const WORDS: &[(&[&str], i64)] = &[
            (&["the day before yesterday", "day before yesterday"], -2),
            (
                &[
                    "yesterday",
                    "the day before",
                    "the previous day",
                    "previous day",
                    "last day",
                    "the last day",
                    "day before",
                    "the other day",
                    "past day",
                ],
                -1,
            ),
            (&["today", "the day", "this day", "otd", "the same day"], 0),
            (
                &[
                    "tomorrow",
                    "tmr",
                    "tomorow",
                    "tmrw",
                    "the day after",
                    "the next day",
                    "next day",
                    "the following day",
                    "following day",
                    "day after",
                ],
                1,
            ),
            (
                &[
                    "the day after tomorrow",
                    "the day after tmr",
                    "the day after tmrw",
                    "day after tomorrow",
                ],
                2,
            ),
        ];
        let first = self.ch(i);
        if !matches!(first, 't' | 'd' | 'y' | 'n' | 'p' | 'l' | 'f' | 'o') {
            return None;
        }
        let (shift, end) = longest(
            WORDS
                .iter()
                .map(|(words, shift)| Some((*shift, self.ph(i, words)?))),
        )?;
        let said: String = (i..end).map(|at| self.ch(at)).collect();
        let vague = said.ends_with("day after") || said.ends_with("day before");
        if vague && (!said.starts_with("the") || self.day(self.sp(end)).is_some()) {
            return None;
        }
        Some((Day::on(plus(self.today(), shift)?), end))
    }

    /// "two days ago", "in 2 weeks", "3 days from today", "4 months after Christmas on Friday".
    fn counted_day(&self, i: usize) -> Read {
        let (day, unit, end) = self.counted(i)?;
        let on = self.past_any(self.past_marks(end, &[',']), &["on"]);
        if on > self.sp(end)
            && let Some((weekday, end)) = self.weekday_name(on)
        {
            return Some((Day::on(near_weekday(day, weekday, unit)?), end));
        }
        Some((Day::on(day), end))
    }

    /// A day that lies a length from another, with the unit and the end.
    pub(super) fn counted(&self, i: usize) -> Option<(Date, Unit, usize)> {
        let today = self.today();
        if let Some(end) = self.ph(i, &["in"]) {
            let (length, end) = self.length(self.sp(end))?;
            let unit = length.0.last()?.1;
            if length.has_clock() {
                return None;
            }
            let since = self.past_any(self.past_any(self.sp(end), &["since"]), &["the year"]);
            if since > self.sp(end)
                && let Some((year, end)) = self.year(since)
            {
                return Some((length.moved_day(date(year, 1, 1)?, false)?, unit, end));
            }
            return Some((length.moved_day(today, false)?, unit, end));
        }
        let (length, end) = self.length(i)?;
        let unit = length.0.last()?.1;
        if length.has_clock() {
            return None;
        }
        let at = self.sp(end);
        if let Some(end) = self.ph(at, &["ago", "earlier", "prior"]) {
            return Some((length.moved_day(today, true)?, unit, end));
        }
        if let Some(end) = self.ph(
            at,
            &["later", "from now", "hence", "after now", "from today"],
        ) {
            return Some((length.moved_day(today, false)?, unit, end));
        }
        let (back, next) = self
            .ph(at, &["before", "prior to"])
            .map(|end| (true, end))
            .or_else(|| {
                self.ph(at, &["after", "from", "following"])
                    .map(|end| (false, end))
            })?;
        let (base, end) = self.base_day(self.sp(next))?;
        Some((length.moved_day(base.next(self.now)?, back)?, unit, end))
    }

    /// A day from which others are counted.
    fn base_day(&self, i: usize) -> Read {
        longest([
            self.date(i),
            self.week_day(i),
            self.relative_day(i),
            self.feast(i),
        ])
    }

    /// "on | the 18th", "the 15th day of next month", "the 21st this month", "on | 29th".
    fn ordinal_day(&self, i: usize) -> Read {
        let at = self.past_any(i, &["the"]);
        let (day, ordinal, end) = self.day_number(at)?;
        if let Some((month, end)) = self.month_of_ordinal(end) {
            let (year, month) = (month.year(), month.month());
            return (ordinal).then_some((Day::Full { year, month, day }, end));
        }
        let before = self.word_before(i);
        let digits = self.ch(at).is_ascii_digit();
        let closed = !self.ch(self.sp(end)).is_ascii_alphanumeric() && self.plain_day_ends(end);
        let meant = match before.as_str() {
            "on" if ordinal && at > i && closed => true,
            "on" if ordinal || at > i => digits && self.plain_day_ends(end),
            "on" => {
                digits
                    && self.plain_day_ends(end)
                    && (closed || self.ph(self.sp(end), &["at"]).is_some())
            }
            "for" => at > i && closed,
            _ => false,
        };
        meant.then_some((Day::Monthly(day), end))
    }

    /// "| day of next month", "| this month".
    pub(super) fn month_of_ordinal(&self, end: usize) -> Option<(Date, usize)> {
        let at = self.past_any(self.sp(end), &["day"]);
        let at = self.past_any(at, &["of", "in"]);
        let first = self.today().first_of_month();
        if let Some(end) = self.ph(at, &["the month"]) {
            return Some((first, end));
        }
        let (shift, end) = self.shift(at)?;
        let end = self.ph(self.sp(end), &["month"])?;
        Some((plus_months(first, i64::from(shift))?, end))
    }

    /// A holiday, its year, or the next or last one.
    pub(super) fn feast(&self, i: usize) -> Read {
        if let Some((shift, end)) = self.shift(i) {
            let (feast, end) = self.feast_name(self.sp(end))?;
            let (past, future) = Day::Feast { feast, year: None }.dates(self.now)?;
            let year = match shift {
                1 => future.year(),
                0 => self.today().year(),
                _ if past.year() == self.today().year() => past.year() - 1,
                _ => past.year(),
            };
            return Some((Day::on(feast.date(year)?), end));
        }
        let (feast, end) = self
            .feast_name(self.past_any(i, &["the"]))
            .or_else(|| self.feast_name(i))?;
        let the = self.ph(i, &["the"]).is_some();
        if the {
            return None;
        }
        let at = self.past_any(self.past_marks(end, &[',']), &["of", "in"]);
        let year = self.year(at).or_else(|| self.relative_year(at));
        Some(match year.filter(|(_, end)| self.ends(*end)) {
            Some((year, end)) => (
                Day::Feast {
                    feast,
                    year: Some(year),
                },
                end,
            ),
            None => (Day::Feast { feast, year: None }, end),
        })
    }

    fn feast_name(&self, i: usize) -> Option<(&'static feasts::Feast, usize)> {
        if !self.ch(i).is_ascii_alphabetic() {
            return None;
        }
        longest(
            feasts::ENGLISH
                .iter()
                .map(|feast| Some((feast, self.ph(i, feast.names)?))),
        )
    }
}
