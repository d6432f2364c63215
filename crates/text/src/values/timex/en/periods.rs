//! English stretches of days: months, weeks, years, quarters, seasons, decades, "the last three weeks".

use jiff::civil::Date;

use super::{En, days::longest, words};
use crate::values::timex::{
    days::{date, monday, plus, plus_months},
    expr::{Day, Node, Period, Portion, Relation, Said},
    length::{Length, Unit},
    periods::week_of_year,
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
        let start = if self.portion_article(i) { at } else { i };
        let (portion, end) = self.portion(at)?;
        let next = self.scan.gap(end);
        let (mut period, end) = self.whole_period(next).filter(|_| next > end).or_else(|| {
            let bare = self.past_any(next, &["the"]);
            self.bare_unit(bare)
        })?;
        let relative = match &mut period {
            Period::Year { relative, .. } => *relative,
            Period::Month { year, .. } => {
                year.is_some() && self.shift(self.past_any(next, &["the"])).is_some()
            }
            Period::Week { .. } => true,
            Period::Named(_)
                if portion == Portion::Mid
                    || !matches!(self.w(at), "end" | "beginning" | "start") =>
            {
                false
            }
            _ => return None,
        };
        let portion = match (portion, self.w(at)) {
            (Portion::Start, "earlier")
                if self.shift(next).is_some_and(|(shift, _)| shift == 0) =>
            {
                Portion::Earlier
            }
            (Portion::End, "later") => Portion::Later,
            (portion, _) => portion,
        };
        Some(Said::new(Node::Days(period), start, end).portion(portion))
    }

    /// Whether the article before a portion stays outside its text.
    fn portion_article(&self, i: usize) -> bool {
        self.ph(i, &["the"]).is_some()
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

    /// "may", "this September", "April 2017", "2017 april", "Dec/2018", "2015-3", "12-2015".
    pub(super) fn month_period(&self, i: usize) -> Read {
        longest([
            self.named_month(i),
            self.digit_month(i),
            self.year_then_month(i),
        ])
    }

    pub(super) fn named_month(&self, i: usize) -> Read {
        let today = self.today();
        if let Some((shift, end)) = self.shift(i) {
            let at = self.sp(end);
            let (month, end) = self.month(at)?;
            if words::everyday(self.w(at)) && self.verb_follows(end) {
                return None;
            }
            let year = today.year() + shift;
            return Some((
                Period::Month {
                    year: Some(year),
                    month,
                },
                end,
            ));
        }
        let named = self.past_any(i, &["the month of", "month of"]);
        let (month, end) = self.month(named)?;
        let at = self.past_any(self.past_marks(end, &[',', '/', '-']), &["of", "in"]);
        if at > end
            && let Some((year, end)) = self
                .year(at)
                .filter(|(_, end)| self.ends(*end) && self.ch(*end) != ':')
        {
            return Some((
                Period::Month {
                    year: Some(year),
                    month,
                },
                end,
            ));
        }
        let sixties = self
            .scan
            .digits(at, 2)
            .is_some_and(|(value, n, end)| n == 2 && value >= 32 && self.plain_day_ends(end));
        if (self.ch(at) == '\'' || (sixties && at == end + 1))
            && let Some((year, end)) = self.short_year(at)
        {
            return Some((
                Period::Month {
                    year: Some(year),
                    month,
                },
                end,
            ));
        }
        if let Some((year, end)) = self.relative_year(self.past_any(self.sp(end), &["of"])) {
            return Some((
                Period::Month {
                    year: Some(year),
                    month,
                },
                end,
            ));
        }
        let meant = !words::everyday(self.w(named)) || named > i || self.month_is_meant(i, end);
        meant.then_some((Period::Month { year: None, month }, end))
    }

    /// Whether a word follows that makes "this may" a verb.
    fn verb_follows(&self, end: usize) -> bool {
        const OTHER: [&str; 14] = [
            "to", "through", "until", "till", "and", "or", "at", "on", "in", "for", "i", "we",
            "as", "with",
        ];
        let word = self.w(self.sp(end));
        !word.is_empty() && !OTHER.contains(&word)
    }

    /// Whether "may" or "march" is a month here.
    fn month_is_meant(&self, i: usize, end: usize) -> bool {
        const BEFORE: [&str; 26] = [
            "the", "in", "of", "this", "next", "last", "since", "by", "until", "till", "before",
            "after", "for", "during", "early", "mid", "late", "from", "to", "through", "between",
            "and", "around", "past", "previous", "ending",
        ];
        let before = self.word_before(i);
        if BEFORE.contains(&before.as_str()) {
            return !(before == "and" || before == "to")
                || !self.ch(self.sp(end)).is_ascii_alphabetic();
        }
        self.range_mark(end)
            .is_some_and(|(_, next)| self.month(next).is_some())
    }

    fn digit_month(&self, i: usize) -> Read {
        let (first, n, end) = self.scan.digits(i, 4)?;
        let mark = self.past_marks(end, &['-', '/']);
        if mark == end || !matches!(self.ch(self.sp(end)), '-' | '/') {
            return None;
        }
        let (second, n2, end2) = self.scan.digits(mark, 4)?;
        let (year, month) = match (n, n2) {
            (4, 1 | 2) => (first, second),
            (1 | 2, 4) => (second, first),
            _ => return None,
        };
        let clean =
            !matches!(self.ch(end2), '-' | '/' | ':') && !self.ch(end2).is_ascii_alphanumeric();
        let month = i8::try_from(month)
            .ok()
            .filter(|month| (1..=12).contains(month))?;
        let year = i16::try_from(year)
            .ok()
            .filter(|year| (1500..2200).contains(year))?;
        clean.then_some((
            Period::Month {
                year: Some(year),
                month,
            },
            end2,
        ))
    }

    fn year_then_month(&self, i: usize) -> Read {
        let (year, end) = self.year(i)?;
        let at = self.past_marks(end, &[',', '-', '/']);
        let (month, end) = self.month(at).filter(|_| at > end)?;
        Some((
            Period::Month {
                year: Some(year),
                month,
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

    /// "next five days", "past two quarters", "2 next days", "last 3 months", "next couple weeks".
    fn counted_period(&self, i: usize) -> Read {
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
            (from, length.from_day(from, false)?)
        } else {
            (length.from_day(today, true)?, today)
        };
        Some(Period::Span {
            from,
            to,
            length: length.timex(),
        })
    }

    /// "within 9 months", "within the next 10 months".
    fn within(&self, i: usize) -> Read {
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
                to: length.from_day(from, false)?,
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

    /// "2008", "year 2008", "the year 2020", "fiscal year 2008", "cy18".
    fn year_period(&self, i: usize) -> Read {
        if let Some(read) = self.kept_year(i) {
            return Some(read);
        }
        let at = self.past_any(i, &["year"]);
        if at > i
            && let Some((value, end)) = self
                .whole(at)
                .filter(|(value, _)| (100..1000).contains(value))
        {
            let year = i16::try_from(value).ok()?;
            return Some((
                Period::Year {
                    year,
                    relative: false,
                },
                end,
            ));
        }
        let (year, end) = self.year(at)?;
        let digits = self.ch(at).is_ascii_digit() && (1500..=2200).contains(&year)
            || self.year_is_meant(i, at);
        let clean = !(self.ch(end).is_ascii_alphanumeric() || matches!(self.ch(end), '%' | '$'))
            && !(matches!(self.ch(end), '/' | ',' | '.' | ':')
                && self.ch(end + 1).is_ascii_digit())
            && self.dash_is_range(end)
            && !self.dash_before(i);
        let counted = words::unit(self.w(self.sp(end))).is_some();
        (digits && clean && !counted).then_some((
            Period::Year {
                year,
                relative: false,
            },
            end,
        ))
    }

    /// Whether a number in words is a year here.
    fn year_is_meant(&self, i: usize, at: usize) -> bool {
        let led = matches!(
            self.word_before(i).as_str(),
            "in" | "since"
                | "until"
                | "till"
                | "from"
                | "before"
                | "after"
                | "year"
                | "of"
                | "during"
        );
        self.ch(at).is_ascii_alphabetic() && (led || at > i)
    }

    /// Whether a dash behind a year, if there is one, leads to another year or to words.
    fn dash_is_range(&self, end: usize) -> bool {
        let at = self.sp(end);
        let next = self.sp(at + 1);
        self.ch(at) != '-'
            || !self.ch(next).is_ascii_digit()
            || self.year(next).is_some()
            || self.scan.digits(next, 4).is_some_and(|(_, n, _)| n == 4)
            || self.numeric(next).is_some()
    }

    /// Whether a number and a dash with spaces stand before, which make it no year of its own.
    fn dash_before(&self, i: usize) -> bool {
        i >= 4 && self.ch(i - 1) == ' ' && self.ch(i - 2) == '-' && self.ch(i - 3) == ' ' && {
            let word = self.word_before(i - 3);
            word.len() < 4 && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
        }
    }

    /// A fiscal, school or calendar year.
    fn kept_year(&self, i: usize) -> Read {
        let (kind, end) = longest([
            self.ph(i, &["fiscal year", "financial year"])
                .map(|end| ("fiscal", end)),
            self.ph(i, &["school year"]).map(|end| ("school", end)),
            self.ph(i, &["calendar year"]).map(|end| ("calendar", end)),
            self.ph(i, &["fy"]).map(|end| ("fiscal", end)),
            self.ph(i, &["sy"]).map(|end| ("school", end)),
            self.ph(i, &["cy"]).map(|end| ("calendar", end)),
        ])?;
        let at = self.scan.gap(end);
        match self.year(at).or_else(|| self.short_year(at)) {
            Some((year, end)) => Some((named_year(kind, Some(year))?, end)),
            None if self.w(i).len() > 2 => Some((named_year(kind, None)?, end)),
            None => None,
        }
    }

    /// "q1", "2017 q1", "q3 of 2018", "2019-H2", "the first quarter of the year", "next year's first quarter".
    fn quarter(&self, i: usize) -> Read {
        if let Some((year, end)) = self.year(i).or_else(|| self.relative_year(i)) {
            let owns = self.ch(end) == '\'' && self.ch(end + 1) == 's';
            let end = if owns { end + 2 } else { end };
            let at = self.past_any(self.past_marks(end, &['-', ',', '/']), &["the"]);
            let (month, months, end) = self.quarter_name(at)?;
            return Some((
                Period::Months {
                    year: Some(year),
                    month,
                    months,
                },
                end,
            ));
        }
        let (month, months, end) = self.quarter_name(self.past_any(i, &["the"]))?;
        let of = self.past_any(self.past_marks(end, &[',', '-']), &["of", "in"]);
        if let Some((year, end)) = self
            .year(self.past_any(of, &["the year", "year"]))
            .filter(|(_, end)| self.ends(*end))
        {
            return Some((
                Period::Months {
                    year: Some(year),
                    month,
                    months,
                },
                end,
            ));
        }
        if let Some((year, end)) = self.relative_year(of) {
            return Some((
                Period::Months {
                    year: Some(year),
                    month,
                    months,
                },
                end,
            ));
        }
        let end = self.ph(of, &["the year"]).unwrap_or(end);
        Some((
            Period::Months {
                year: None,
                month,
                months,
            },
            end,
        ))
    }

    fn quarter_name(&self, i: usize) -> Option<(i8, i8, usize)> {
        let letter = self.ch(i);
        if matches!(letter, 'q' | 'h') && self.ch(i + 1).is_ascii_digit() {
            let (n, 1, end) = self.scan.digits(i + 1, 1)? else {
                return None;
            };
            let (months, most) = if letter == 'q' { (3, 4) } else { (6, 2) };
            let n = i8::try_from(n).ok().filter(|n| (1..=most).contains(n))?;
            return (!self.ch(end).is_ascii_alphanumeric()).then_some((
                (n - 1) * months + 1,
                months,
                end,
            ));
        }
        let (n, end) = self.place(i)?;
        let end = if self.ch(end) == '-' {
            self.sp(end + 1)
        } else {
            end
        };
        let (months, end) = match self.ph(self.sp(end), &["quarter"]) {
            Some(end) => (3, end),
            None => (6, self.ph(self.sp(end), &["half"])?),
        };
        let n = i8::try_from(n)
            .ok()
            .filter(|n| (1..=12 / months).contains(n))?;
        if months == 6 && self.ph(self.sp(end), &["of"]).is_none() {
            return None;
        }
        Some(((n - 1) * months + 1, months, end))
    }

    /// "the last week of july", "3rd week of 2018", "the third month of 2021", "the last 3 weeks of this year".
    fn nth_of(&self, i: usize) -> Read {
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
    fn week_of(&self, i: usize) -> Read {
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
    fn week_number(&self, i: usize) -> Read {
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

    /// "summer", "this summer", "winter 2019", "the summer of 2018".
    fn season(&self, i: usize) -> Read {
        let (year, at) = match self.shift(i) {
            Some((shift, end)) => (Some(self.today().year() + shift), self.sp(end)),
            None => (None, self.past_any(i, &["the"])),
        };
        let (word, end) = self.scan.word(at)?;
        let code = words::season(word)?;
        if year.is_none()
            && matches!(word, "fall" | "spring")
            && !matches!(
                self.word_before(i).as_str(),
                "in" | "the" | "during" | "of" | "early" | "late" | "since"
            )
        {
            return None;
        }
        let of = self.past_any(self.past_marks(end, &[',']), &["of", "in"]);
        let (year, end) = match self
            .year(of)
            .or_else(|| self.relative_year(of))
            .filter(|(_, end)| self.ends(*end))
        {
            Some((year, end)) if of > end.min(of) || of > 0 => (Some(year), end),
            _ => (year, end),
        };
        let timex = year.map_or_else(|| code.to_owned(), |year| format!("{year:04}-{code}"));
        Some((Period::Named(timex), end))
    }

    /// "the 1990s", "90 s", "nineties", "21st century".
    fn decade(&self, i: usize) -> Read {
        let at = self.past_any(i, &["the"]);
        let quoted = if self.ch(at) == '\'' { at + 1 } else { at };
        self.bare_decade(quoted)
    }

    fn bare_decade(&self, i: usize) -> Read {
        if let Some((n, end)) = self.place(i)
            && let Some(end) = self.ph(self.sp(end), &["century"])
        {
            let from = i16::try_from(n).ok().filter(|n| (1..=30).contains(n))? * 100 - 100;
            return Some((
                Period::Years {
                    from,
                    years: 100,
                    open: false,
                },
                end,
            ));
        }
        if let Some((value, n, end)) = self.scan.digits(i, 4) {
            let quote = usize::from(self.ch(end) == '\'');
            let at = self.sp(end + quote);
            let plural =
                self.ch(at) == 's' && !self.ch(at + 1).is_ascii_alphanumeric() && value % 10 == 0;
            let from = i16::try_from(value).ok()?;
            return match n {
                4 if plural && (1500..2100).contains(&from) => Some((
                    Period::Years {
                        from,
                        years: 10,
                        open: false,
                    },
                    at + 1,
                )),
                2 if plural && from >= 10 => Some((
                    Period::Years {
                        from,
                        years: 10,
                        open: true,
                    },
                    at + 1,
                )),
                _ => None,
            };
        }
        let (word, end) = self.scan.word(i)?;
        let from = match word {
            "twenties" => 20,
            "thirties" => 30,
            "forties" => 40,
            "fifties" => 50,
            "sixties" => 60,
            "seventies" => 70,
            "eighties" => 80,
            "nineties" => 90,
            "tens"
                if matches!(
                    self.word_before(i).as_str(),
                    "twenty" | "nineteen" | "eighteen" | "and"
                ) =>
            {
                10
            }
            "two" if self.ph(i, &["two thousands"]).is_some() => {
                let end = self.ph(i, &["two thousands"])?;
                return Some((
                    Period::Years {
                        from: 2000,
                        years: 10,
                        open: false,
                    },
                    end,
                ));
            }
            "noughties" => {
                return Some((
                    Period::Years {
                        from: 2000,
                        years: 10,
                        open: false,
                    },
                    end,
                ));
            }
            _ => {
                let (century, end) = self
                    .below_hundred(i)
                    .filter(|(n, _)| (15..=20).contains(n))?;
                let (rest, end) = self.bare_decade(self.scan.gap(end))?;
                let Period::Years {
                    from, open: true, ..
                } = rest
                else {
                    return None;
                };
                let from = i16::try_from(century).ok()? * 100 + from;
                return Some((
                    Period::Years {
                        from,
                        years: 10,
                        open: false,
                    },
                    end,
                ));
            }
        };
        Some((
            Period::Years {
                from,
                years: 10,
                open: true,
            },
            end,
        ))
    }

    /// "year to date", "ytd", "to date".
    fn to_date(&self, i: usize) -> Read {
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
    fn rest_of(&self, i: usize) -> Read {
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

    /// "labor day weekend", "the weekend of halloween", "labor day 2021 weekend".
    fn feast_weekend(&self, i: usize) -> Read {
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

    fn plain_weekend(&self, i: usize) -> Read {
        let end = self.ph(i, &["weekend"])?;
        Some((
            Period::Weekend {
                monday: monday(self.today()),
            },
            end,
        ))
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

    /// "3 days starting from next Monday", "for 3 days from today".
    fn starting(&self, i: usize) -> Read {
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
                to: length.from_day(from, false)?,
                length: length.timex(),
            },
            end,
        ))
    }
}

fn month_of(date: Date) -> Period {
    Period::Month {
        year: Some(date.year()),
        month: date.month(),
    }
}

fn quarter_of(day: Date) -> Option<Date> {
    date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1)
}

/// A year that is not counted from January, which has no dates here, or the one that is.
fn named_year(kind: &str, year: Option<i16>) -> Option<Period> {
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

/// The first or last stretch of a year; weeks are whole ones.
pub(super) fn span_of_year(year: i16, length: &Length, last: bool) -> Option<Period> {
    let weeks = length.only().is_some_and(|(_, unit)| unit == Unit::Week);
    let (first, end) = if weeks {
        (week_of_year(year, 1)?, week_of_year(year + 1, 1)?)
    } else {
        (date(year, 1, 1)?, date(year + 1, 1, 1)?)
    };
    let (from, to) = if last {
        (length.from_day(end, true)?, end)
    } else {
        (first, length.from_day(first, false)?)
    };
    Some(Period::Span {
        from,
        to,
        length: length.timex(),
    })
}
