//! English days: dates in digits and words, weekdays, days counted from others, holidays.

use jiff::civil::Date;

use super::{En, words};
use crate::values::timex::{
    days::{date, in_week, plus, plus_months, weekday},
    expr::{Day, Node, Relation, Said},
    feasts,
    length::Unit,
};

/// A day with the end of its text.
pub(super) type Read = Option<(Day, usize)>;

/// The longest of several readings; the first of equally long ones.
pub(super) fn longest<T>(
    readings: impl IntoIterator<Item = Option<(T, usize)>>,
) -> Option<(T, usize)> {
    let mut best: Option<(T, usize)> = None;
    for (value, end) in readings.into_iter().flatten() {
        if best.as_ref().is_none_or(|(_, longest)| *longest < end) {
            best = Some((value, end));
        }
    }
    best
}

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

    /// "this 5/12", "next friday 5/12", "next 6th of April": a date of which the year is told.
    fn pinned(&self, i: usize) -> Read {
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
    fn pointed_after_on(&self, i: usize) -> Read {
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

    /// "second Sunday": of this month.
    fn nth_this_month(&self, i: usize) -> Read {
        let (nth, end) = self.place(i).filter(|(nth, _)| (1..=5).contains(nth))?;
        let (weekday, end) = self.weekday_name(self.sp(end))?;
        let today = self.today();
        let nth = i8::try_from(nth).ok()?;
        let (day, _) = super::super::days::nth_weekday(today.year(), today.month(), nth, weekday)?;
        Some((Day::on(day), end))
    }

    /// "two sundays from now".
    fn weekdays_from_now(&self, i: usize) -> Read {
        let (n, end) = self.whole(i).filter(|(n, _)| (1..100).contains(n))?;
        let (word, end) = self.scan.word(self.sp(end))?;
        let weekday = words::weekdays(word).or_else(|| words::weekday(word))?;
        let end = self.ph(self.sp(end), &["from now", "from today"])?;
        let first = (1..=7)
            .filter_map(|n| plus(self.today(), n))
            .find(|date| self::weekday(*date) == weekday)?;
        Some((Day::on(plus(first, 7 * (n - 1))?), end))
    }

    /// A weekday alone, with its week, or with the day of the month.
    fn week_day(&self, i: usize) -> Read {
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
                    .find(|date| self::weekday(*date) == weekday),
                (-1, true) => (1..=7)
                    .filter_map(|n| plus(today, -n))
                    .find(|date| self::weekday(*date) == weekday),
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
                (self::weekday(date) == weekday).then_some(date)
            })?;
            let closed = !self.ch(self.sp(after)).is_ascii_alphanumeric();
            return (ordinal || closed).then_some((Day::on(found), after));
        }
        let digits = self.ch(the).is_ascii_digit() && after - the == 2;
        let ends = self.plain_day_ends(after)
            && !matches!(self.ch(after), '-' | '/' | '~')
            && self.range_mark(after).is_none();
        ((ordinal || digits) && (ordinal || ends) && at > end)
            .then_some((Day::WeeklyOn { weekday, day }, after))
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
    fn counted(&self, i: usize) -> Option<(Date, Unit, usize)> {
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
                return Some((length.from_day(date(year, 1, 1)?, false)?, unit, end));
            }
            return Some((length.from_day(today, false)?, unit, end));
        }
        let (length, end) = self.length(i)?;
        let unit = length.0.last()?.1;
        if length.has_clock() {
            return None;
        }
        let at = self.sp(end);
        if let Some(end) = self.ph(at, &["ago", "earlier", "prior"]) {
            return Some((length.from_day(today, true)?, unit, end));
        }
        if let Some(end) = self.ph(
            at,
            &["later", "from now", "hence", "after now", "from today"],
        ) {
            return Some((length.from_day(today, false)?, unit, end));
        }
        let (back, next) = self
            .ph(at, &["before", "prior to"])
            .map(|end| (true, end))
            .or_else(|| {
                self.ph(at, &["after", "from", "following"])
                    .map(|end| (false, end))
            })?;
        let (base, end) = self.base_day(self.sp(next))?;
        Some((length.from_day(base.next(self.now)?, back)?, unit, end))
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
    fn month_of_ordinal(&self, end: usize) -> Option<(Date, usize)> {
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

    pub(super) fn feast_name(&self, i: usize) -> Option<(&'static feasts::Feast, usize)> {
        if !self.ch(i).is_ascii_alphabetic() {
            return None;
        }
        longest(
            feasts::ENGLISH
                .iter()
                .map(|feast| Some((feast, self.ph(i, feast.names)?))),
        )
    }

    /// "the first Monday of next month", "last friday of july", "1st week of Oct. on Friday".
    fn nth_weekday(&self, i: usize) -> Read {
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

/// The weekday near a counted day: in the same week, or the next one when whole months were counted.
fn near_weekday(day: Date, weekday: i8, unit: Unit) -> Option<Date> {
    let ahead = i64::from((weekday - self::weekday(day)).rem_euclid(7));
    let sunday_first = i64::from(weekday % 7) - i64::from(self::weekday(day) % 7);
    plus(
        day,
        if matches!(unit, Unit::Month | Unit::Year) {
            ahead
        } else {
            sunday_first
        },
    )
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
