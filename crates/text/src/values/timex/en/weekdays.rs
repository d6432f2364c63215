//! English weekdays: alone, in a week, with the day of the month, the nth of a month.

use jiff::civil::Date;

use super::{En, days::Read, words};
use crate::values::timex::{
    days::{date, in_week, near_weekday, nth_weekday, plus, plus_months, weekday as weekday_of},
    expr::Day,
};

impl En<'_> {
    /// A weekday's full or short name.
    pub(super) fn weekday_name(&self, i: usize) -> Option<(i8, usize)> {
        let (word, end) = self.scan.word(i)?;
        let weekday = words::weekday(word)?;
        let dotted = self.ch(end) == '.'
            && word.len() <= 5
            && self.ch(end + 1) == ' '
            && self.ch(end + 2).is_ascii_digit();
        Some((weekday, if dotted { end + 1 } else { end }))
    }

    /// "second Sunday": of this month.
    pub(super) fn nth_this_month(&self, i: usize) -> Read {
        let (nth, end) = self.place(i).filter(|(nth, _)| (1..=5).contains(nth))?;
        let (weekday, end) = self.weekday_name(self.sp(end))?;
        let today = self.today();
        let nth = i8::try_from(nth).ok()?;
        let (day, _) = nth_weekday(today.year(), today.month(), nth, weekday)?;
        Some((Day::on(day), end))
    }

    /// "two sundays from now".
    pub(super) fn weekdays_from_now(&self, i: usize) -> Read {
        let (n, end) = self.whole(i).filter(|(n, _)| (1..100).contains(n))?;
        let (word, end) = self.scan.word(self.sp(end))?;
        let weekday = words::weekdays(word).or_else(|| words::weekday(word))?;
        let end = self.ph(self.sp(end), &["from now", "from today"])?;
        let first = (1..=7)
            .filter_map(|n| plus(self.today(), n))
            .find(|date| weekday_of(*date) == weekday)?;
        Some((Day::on(plus(first, 7 * (n - 1))?), end))
    }

    /// A weekday alone, with its week, or with the day of the month.
    pub(super) fn week_day(&self, i: usize) -> Read {
        if let Some(read) = self.week_then_day(i) {
            return Some(read);
        }
        let named = self.past_any(i, &["on"]);
        if let Some((shift, end)) = self.shift(i) {
            let (weekday, after) = self.weekday_name(self.sp(end))?;
            let words: Vec<char> = (i..end).map(|at| self.ch(at)).collect();
            let words: String = words.into_iter().collect();
            let today = self.today();
            let near = words.contains("coming")
                || words == "past"
                || words == "this past"
                || words == "the past";
            let day = match (shift, near) {
                (1, true) => (1..=7)
                    .filter_map(|n| plus(today, n))
                    .find(|date| weekday_of(*date) == weekday),
                (-1, true) => (1..=7)
                    .filter_map(|n| plus(today, -n))
                    .find(|date| weekday_of(*date) == weekday),
                _ => in_week(today, weekday, i64::from(shift)),
            }?;
            return Some((Day::on(day), after));
        }
        let (weekday, end) = self.weekday_name(named)?;
        if let Some((day, end)) = self.day_of_week_behind(weekday, end)
            && (named == i || day > self.today())
        {
            return Some((Day::on(day), end));
        }
        if named != i {
            return None;
        }
        if let Some(read) = self.weekday_counted(weekday, end) {
            return Some(read);
        }
        if let Some(read) = self.weekday_numbered(weekday, end) {
            return Some(read);
        }
        let alone = !words::everyday(self.w(i)) || self.weekday_is_meant(i, end);
        alone.then_some((Day::Weekly(weekday), end))
    }

    /// Whether "sat" or "sun" is a weekday here.
    fn weekday_is_meant(&self, i: usize, end: usize) -> bool {
        let before = self.word_before(i);
        let after = self.sp(end);
        matches!(
            before.as_str(),
            "on" | "this"
                | "next"
                | "last"
                | "every"
                | "by"
                | "until"
                | "till"
                | "or"
                | "and"
                | "from"
                | "to"
        ) || self
            .ph(after, &["at", "morning", "afternoon", "evening", "night"])
            .is_some()
            || self.ch(after).is_ascii_digit()
            || self.ch(end) == '.'
    }

    /// "next week on Tuesday", "this week monday", "previous week - Monday".
    fn week_then_day(&self, i: usize) -> Read {
        let (shift, end) = self.shift(i)?;
        let end = self.ph(self.sp(end), &["week"])?;
        let at = self.past_any(self.past_marks(end, &['-', ',']), &["on"]);
        let (weekday, end) = self.weekday_name(at)?;
        Some((
            Day::on(in_week(self.today(), weekday, i64::from(shift))?),
            end,
        ))
    }

    /// "Tuesday | next week", "monday | of the following week".
    pub(super) fn day_of_week_behind(&self, weekday: i8, end: usize) -> Option<(Date, usize)> {
        let at = self.past_any(
            self.past_any(self.past_marks(end, &[',']), &["of", "in"]),
            &["the"],
        );
        let (shift, end) = self.shift(at)?;
        let end = self.ph(self.sp(end), &["week"])?;
        Some((in_week(self.today(), weekday, i64::from(shift))?, end))
    }

    /// "Monday | two weeks from now", "Sunday | 3 weeks after January 15th".
    fn weekday_counted(&self, weekday: i8, end: usize) -> Read {
        let at = self.past_marks(end, &[',']);
        let (day, unit, end) = self.counted(at)?;
        Some((Day::on(near_weekday(day, weekday, unit)?), end))
    }

    /// "Monday 21", "tuesday the eleventh", "Wed 13th".
    fn weekday_numbered(&self, weekday: i8, end: usize) -> Read {
        let at = self.past_marks(end, &[',']);
        let the = self.past_any(at, &["the"]);
        let (day, ordinal, after) = self.day_number(the)?;
        if the > at {
            let found = (0..24).find_map(|n| {
                let month = plus_months(self.today().first_of_month(), n)?;
                let date = date(month.year(), month.month(), day)?;
                (weekday_of(date) == weekday).then_some(date)
            })?;
            let closed = !self.ch(self.sp(after)).is_ascii_alphanumeric();
            return (ordinal || closed).then_some((Day::on(found), after));
        }
        let digits = self.ch(the).is_ascii_digit() && after - the == 2;
        let ends = self.plain_day_ends(after)
            && !matches!(self.ch(after), '-' | '/' | '~')
            && self.range_mark(after).is_none();
        ((ordinal || (digits && ends)) && at > end)
            .then_some((Day::WeeklyOn { weekday, day }, after))
    }

    /// "the first Monday of next month", "last friday of july", "1st week of Oct. on Friday".
    pub(super) fn nth_weekday(&self, i: usize) -> Read {
        let at = self.past_any(i, &["the"]);
        let (nth, end) = match self.ph(at, &["last"]) {
            Some(end) => (0, end),
            None => self
                .place(at)
                .and_then(|(n, end)| Some((i8::try_from(n).ok()?, end)))?,
        };
        if nth > 5 {
            return None;
        }
        let next = self.sp(end);
        if let Some((weekday, end)) = self.weekday_name(next) {
            let (year, month, end) = self.month_behind(end)?;
            return Some((
                Day::Nth {
                    year,
                    month,
                    nth,
                    weekday,
                },
                end,
            ));
        }
        let end = self.ph(next, &["week"])?;
        let (year, month, end) = self.month_behind(end)?;
        let on = self.past_any(self.past_marks(end, &[',']), &["on"]);
        let (weekday, end) = self.weekday_name(on)?;
        Some((
            Day::Nth {
                year,
                month,
                nth,
                weekday,
            },
            end,
        ))
    }
}
