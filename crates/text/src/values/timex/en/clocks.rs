//! English hours of the day and moments.

use super::{En, days::longest, words};
use crate::values::timex::{
    days::plus,
    expr::{Clock, Day, Moment, Node, Part, Relation, Said},
};

/// An hour with its end; `sure` when it could be nothing else, unlike a bare number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hour {
    pub(super) clock: Clock,
    pub(super) end: usize,
    pub(super) sure: bool,
    /// "7:30 pm": the half of the day was said.
    pub(super) halved: bool,
}

impl En<'_> {
    pub(super) fn clock_said(&self, i: usize) -> Option<Said> {
        if let Some(said) = self.part_then_clock(i) {
            return Some(said);
        }
        let hour = self.hour(i)?;
        let after_at = matches!(self.word_before(i).as_str(), "at");
        let bare = after_at && self.bare_hour_ends(hour.end);
        let (hour, part) = match self.part_behind(hour) {
            Some(hour) => (hour, true),
            None => (hour, false),
        };
        (hour.sure || bare || part).then(|| Said::new(Node::Clock(hour.clock), i, hour.end))
    }

    /// Whether a bare hour may end here: nothing is counted with it.
    fn bare_hour_ends(&self, end: usize) -> bool {
        let next = self.sp(end);
        let c = self.ch(next);
        if matches!(c, '%' | '/' | '-')
            || (matches!(c, '.' | ',') && self.ch(next + 1).is_ascii_digit())
        {
            return false;
        }
        !c.is_ascii_alphanumeric()
            || self
                .ph(
                    next,
                    &[
                        "on", "in", "and", "or", "for", "with", "to", "today", "tomorrow", "next",
                        "this",
                    ],
                )
                .is_some()
    }

    /// "in the morning at 7", "in the morning 9 oclock", "early morning at 8:00".
    fn part_then_clock(&self, i: usize) -> Option<Said> {
        let (part, _, end) = self
            .day_part(self.past_any(i, &["at"]))
            .filter(|(part, _, end)| !meal(*part) || self.meal_time(*end))?;
        let at = self.past_any(self.past_marks(end, &[',']), &["at", "around"]);
        let hour = self
            .hour(at)
            .filter(|hour| hour.sure || at > self.sp(end))?;
        let clock = in_part(hour.clock, part);
        Some(Said::new(Node::Clock(clock), i, hour.end))
    }

    /// Whether a meal was said as a time ("lunchtime").
    fn meal_time(&self, end: usize) -> bool {
        self.word_before(end).ends_with("time")
    }

    /// An hour in any form.
    pub(super) fn hour(&self, i: usize) -> Option<Hour> {
        self.hours.get(i, || self.any_hour(i))
    }

    fn any_hour(&self, i: usize) -> Option<Hour> {
        let c = self.ch(i);
        if !c.is_ascii_alphanumeric() {
            return None;
        }
        let found = longest([
            self.named_hour(i).map(|hour| (hour, hour.end)),
            self.mid_part(i).map(|hour| (hour, hour.end)),
            self.digit_hour(i).map(|hour| (hour, hour.end)),
            self.word_hour(i).map(|hour| (hour, hour.end)),
            self.past_hour(i).map(|hour| (hour, hour.end)),
        ]);
        found.map(|(hour, _)| hour)
    }

    /// "noon", "12 noon", "midnight", "mid night", "noonish".
    fn named_hour(&self, i: usize) -> Option<Hour> {
        let noon = self
            .ph(
                i,
                &[
                    "noon",
                    "12 noon",
                    "noonish",
                    "midday",
                    "mid day",
                    "mid-day",
                    "twelve noon",
                    "high noon",
                ],
            )
            .or_else(|| {
                (self.scan.digits(i, 2)?.0 == 12).then(|| self.ph(self.sp(i + 2), &["noon"]))?
            });
        let midnight = self
            .ph(
                i,
                &["midnight", "mid night", "mid-night", "twelve midnight"],
            )
            .or_else(|| {
                (self.scan.digits(i, 2)?.0 == 12).then(|| self.ph(self.sp(i + 2), &["midnight"]))?
            });
        let (hour, end) = noon.map(|end| (12, end)).or(midnight.map(|end| (0, end)))?;
        let clock = Clock::new(hour, None, None)?.fixed();
        Some(Hour {
            clock,
            end,
            sure: true,
            halved: true,
        })
    }

    /// "8:00:31am", "11ish", "1140 a.m.", "9a", "4 oclock", "5".
    fn digit_hour(&self, i: usize) -> Option<Hour> {
        let (value, n, end) = self.scan.digits(i, 4)?;
        if self.ch(i.wrapping_sub(1)) == '.' && i > 1 && self.ch(i - 2).is_ascii_digit() {
            return None;
        }
        if n > 2 {
            return self.run_of_digits(value, n, end, i);
        }
        let hour = i8::try_from(value).ok()?;
        if self.ch(end) == ':'
            && let Some((minute, 2, end)) = self.scan.digits(end + 1, 2)
        {
            let minute = i8::try_from(minute).ok()?;
            let (second, end) = match self
                .scan
                .digits(end + 1, 2)
                .filter(|(_, n, _)| self.ch(end) == ':' && *n == 2)
            {
                Some((second, _, end)) => (Some(i8::try_from(second).ok()?), end),
                None => (None, end),
            };
            let clock = Clock::new(hour, Some(minute), second)?;
            return Some(self.halved(clock, end, true));
        }
        if self.ch(end) == '.'
            && let Some((minute, 2, after)) = self.scan.digits(end + 1, 2)
            && !(self.ch(after) == '.' && self.ch(after + 1).is_ascii_digit())
        {
            let clock = Clock::new(hour, Some(i8::try_from(minute).ok()?), None)?;
            let hour = self.halved(clock, after, false);
            let sure = hour.halved;
            return Some(Hour { sure, ..hour });
        }
        if let Some(end) = self.ph(self.scan.gap(end), &["ish"]).or_else(|| {
            (self.ch(end) == 'i' && self.ch(end + 1) == 's' && self.ch(end + 2) == 'h')
                .then_some(end + 3)
        }) {
            let clock = Clock::new(hour, None, None)?.fixed();
            return Some(Hour {
                clock,
                end,
                sure: true,
                halved: false,
            });
        }
        let clock = Clock::new(hour, None, None)?;
        if let Some(end) = self.ph(self.sp(end), OCLOCK) {
            return Some(self.halved(clock, end, true));
        }
        let hour = self.halved(clock, end, false);
        Some(Hour {
            sure: hour.halved,
            ..hour
        })
    }

    /// "1140 a.m.", "0730", "1900 hours".
    fn run_of_digits(&self, value: i64, n: usize, end: usize, i: usize) -> Option<Hour> {
        let clock = Clock::new(
            i8::try_from(value / 100).ok()?,
            Some(i8::try_from(value % 100).ok()?),
            None,
        )?;
        if let Some(end) = self.ph(self.sp(end), &["hours", "hrs"]).filter(|_| n == 4) {
            return Some(Hour {
                clock: clock.fixed(),
                end,
                sure: true,
                halved: true,
            });
        }
        let hour = self.halved(clock, end, false);
        let zero = n == 4 && self.ch(i) == '0';
        (hour.halved || zero).then_some(Hour {
            sure: hour.halved,
            ..hour
        })
    }

    /// The hour with "am" or "pm" behind it, if it stands there.
    pub(super) fn halved(&self, clock: Clock, end: usize, sure: bool) -> Hour {
        match self.half_word(end) {
            Some((afternoon, end)) if clock.hour <= 12 || afternoon => Hour {
                clock: clock.half(afternoon),
                end,
                sure: true,
                halved: true,
            },
            _ => Hour {
                clock,
                end,
                sure,
                halved: false,
            },
        }
    }

    /// "am", "p.m.", "p . m .", "a", ".am" behind an hour: whether it is the afternoon, and the end.
    pub(super) fn half_word(&self, end: usize) -> Option<(bool, usize)> {
        let dotted =
            self.ch(end) == '.' && matches!(self.ch(end + 1), 'a' | 'p') && self.ch(end + 2) == 'm';
        let at = if dotted { end + 1 } else { self.sp(end) };
        let afternoon = match self.ch(at) {
            'p' => true,
            'a' => false,
            _ => return None,
        };
        let mut next = self.sp(at + 1);
        let point = self.ch(next) == '.' && self.ch(self.sp(next + 1)) == 'm';
        if point {
            next = self.sp(next + 1);
        }
        if self.ch(next) == 'm'
            && !self.ch(next + 1).is_ascii_alphanumeric()
            && (point || next == at + 1 || self.ch(at + 1) == ' ')
        {
            let dot = self.sp(next + 1);
            return Some((
                afternoon,
                if point && self.ch(dot) == '.' {
                    dot + 1
                } else {
                    next + 1
                },
            ));
        }
        let glued = at == end
            && self.scan.before(end).is_ascii_digit()
            && !self.ch(at + 1).is_ascii_alphanumeric();
        glued.then_some((afternoon, at + 1))
    }

    /// "seven p.m.", "two thirty", "six forty-three minutes", "one o'clock".
    fn word_hour(&self, i: usize) -> Option<Hour> {
        let (value, end) = self.below_hundred(i)?;
        let hour = i8::try_from(value)
            .ok()
            .filter(|hour| (1..=12).contains(hour))?;
        if let Some((minute, after)) = self.minute_words(end) {
            let clock = Clock::new(hour, Some(minute), None)?;
            let unit = self
                .ph(self.sp(after), &["minutes", "minute"])
                .unwrap_or(after);
            return Some(self.halved(clock, unit, true));
        }
        let clock = Clock::new(hour, None, None)?;
        if let Some(end) = self.ph(self.sp(end), OCLOCK) {
            return Some(self.halved(clock, end, true));
        }
        let hour = self.halved(clock, end, false);
        Some(Hour {
            sure: hour.halved,
            ..hour
        })
    }

    /// Minutes in words behind an hour: "thirty", "oh five".
    fn minute_words(&self, end: usize) -> Option<(i8, usize)> {
        let at = self.sp(end);
        if at == end {
            return None;
        }
        if let Some(oh) = self.ph(at, &["oh", "o"]) {
            let (n, end) = self.below_hundred(self.sp(oh))?;
            return (n < 10).then_some((i8::try_from(n).ok()?, end));
        }
        let (n, end) = self.below_hundred(at)?;
        (10..60)
            .contains(&n)
            .then_some((i8::try_from(n).ok()?, end))
    }

    /// "half past seven", "20 min past eight", "ten to 9", "a quarter to two".
    fn past_hour(&self, i: usize) -> Option<Hour> {
        let quarter = self.ph(i, &["quarter", "a quarter"]).map(|end| (15, end));
        let quarter = quarter.or_else(|| Some((45, self.ph(i, &["three quarters"])?)));
        let (minutes, end) = match quarter {
            Some(read) => read,
            None => match self.ph(i, &["half"]) {
                Some(end) => (30, end),
                None => self.whole(i).filter(|(n, _)| (1..60).contains(n))?,
            },
        };
        let at = self.past_any(self.sp(end), &["minutes", "minute", "mins", "min"]);
        let at = self.past_any(at, &["and a half"]);
        let (past, next) = match self.ph(at, &["past", "after"]) {
            Some(end) => (true, end),
            None => (false, self.ph(at, &["to", "til", "till"])?),
        };
        let spelled = at > self.sp(end);
        if !past && !spelled && (self.ch(i).is_ascii_digit() || (minutes <= 12 && minutes % 5 != 0))
        {
            return None;
        }
        let base = self
            .named_hour(self.sp(next))
            .or_else(|| self.digit_hour(self.sp(next)))
            .or_else(|| self.word_hour(self.sp(next)))?;
        if base.clock.minute.is_some()
            || (!past && !spelled && !base.sure && self.word_before(i) != "at")
                && minutes <= 12
                && minutes != 15
        {
            return None;
        }
        let minutes = i8::try_from(minutes).ok()?;
        let hour = if past {
            base.clock.hour
        } else {
            (base.clock.hour + 23) % 24
        };
        let (hour, minutes) = if past {
            (hour, minutes)
        } else {
            (hour, 60 - minutes)
        };
        let clock = Clock {
            hour,
            minute: Some(minutes),
            second: None,
            open: base.clock.open,
        };
        let clock = if clock.open && hour == 0 {
            Clock { hour: 12, ..clock }
        } else {
            clock
        };
        Some(Hour {
            clock,
            end: base.end,
            sure: true,
            halved: base.halved,
        })
    }

    /// "in the morning", "morning", "at night", "of the early evening" behind an hour.
    fn part_behind(&self, hour: Hour) -> Option<Hour> {
        if hour.halved
            && self
                .ph(self.sp(hour.end), &["in the", "early", "late"])
                .is_none()
        {
            return None;
        }
        let at = self.past_any(self.past_marks(hour.end, &[',']), &["at", "of"]);
        let (part, _, end) = self.day_part(at)?;
        if meal(part) && !self.meal_time(end) {
            return None;
        }
        let said = self
            .ph(self.sp(hour.end), &["in", "at", "early", "of"])
            .is_some()
            || hour.sure;
        let clock = in_part(hour.clock, part);
        said.then_some(Hour {
            clock,
            end,
            sure: true,
            halved: true,
        })
    }

    /// A part of the day: the part, whether early or late in it, the end.
    pub(super) fn day_part(&self, i: usize) -> Option<(Part, Option<bool>, usize)> {
        let at = self.past_any(i, &["in the", "in", "the"]);
        if self.w(i) == "in"
            && self.ph(i, &["in the"]).is_none()
            && self
                .ph(at, &["early", "late", "earlier", "later"])
                .is_some()
        {
            return None;
        }
        let (early, at) = match self.ph(at, &["early", "earlier", "early in the", "earlier in the"])
        {
            Some(end) => (Some(true), self.scan.gap(end)),
            None => match self.ph(at, &["late", "later", "late in the", "later in the"]) {
                Some(end) => (Some(false), self.scan.gap(end)),
                None => (None, at),
            },
        };
        if let Some(end) = self.ph(at, &["night-time", "night time"]) {
            return Some((words::part("nighttime")?, early, end));
        }
        if let Some(end) = self.ph(at, &["business hours", "business hour"]) {
            return Some((words::part("businesshours")?, early, end));
        }
        if let Some(end) = self.ph(at, &["day-time", "day time", "daytime"]) {
            return Some((words::part("daytime")?, early, end));
        }
        let (word, end) = self.scan.word(at)?;
        if matches!(word, "tonight" | "tonite") {
            return None;
        }
        let part = words::part(word)?;
        let end = self
            .ph(self.scan.gap(end), &["time"])
            .filter(|_| part.code.starts_with("TM"))
            .unwrap_or(end);
        Some((part, early, end))
    }

    /// A day with its part: "tonight", "last night", "tuesday in the morning", "Wednesday evening next week".
    pub(super) fn part_of_day(&self, i: usize) -> Option<(Day, Part, Option<bool>, usize)> {
        longest(
            [
                self.part_of_named_day(i),
                self.part_of_this_day(i),
                self.part_then_day(i),
            ]
            .map(|read| read.map(|(day, part, early, end)| ((day, part, early), end))),
        )
        .map(|((day, part, early), end)| (day, part, early, end))
    }

    fn part_of_this_day(&self, i: usize) -> Option<(Day, Part, Option<bool>, usize)> {
        let today = self.today();
        let (early, at) = match self.ph(i, &["early", "earlier"]) {
            Some(end) => (Some(true), self.sp(end)),
            None => match self.ph(i, &["late", "later"]) {
                Some(end) => (Some(false), self.sp(end)),
                None => (None, i),
            },
        };
        if let Some(end) = self.ph(at, &["tonight", "tonite"]) {
            return Some((Day::on(today), words::part("night")?, early, end));
        }
        let (shift, end) = self.shift(at)?;
        let (word, end) = self.scan.word(self.sp(end))?;
        let part = words::part(word).filter(|part| !word.ends_with('s') && !meal(*part))?;
        Some((Day::on(plus(today, i64::from(shift))?), part, early, end))
    }

    /// "in the morning of this Tuesday", "in the late-afternoon Tuesday", "in the afternoon, this Friday".
    fn part_then_day(&self, i: usize) -> Option<(Day, Part, Option<bool>, usize)> {
        let (part, early, end) = self.day_part(i).filter(|(part, ..)| !meal(*part))?;
        if self.ph(i, &["in the", "in"]).is_none() || self.scan.before(end) == 's' {
            return None;
        }
        let at = self.past_any(self.past_marks(end, &[',']), &["of", "on"]);
        let (day, end) = self
            .day(at)
            .filter(|(day, _)| !matches!(day, Day::Feast { .. }))?;
        Some((day, part, early, end))
    }

    fn part_of_named_day(&self, i: usize) -> Option<(Day, Part, Option<bool>, usize)> {
        let (day, end) = self.day(i)?;
        let at = self.past_marks(end, &[',']);
        if at == end {
            return None;
        }
        if let Some((code, after)) = self.half_of_day(at) {
            return Some((day, words::part(code)?, None, after));
        }
        let at = if self.ph(self.scan.gap(end), &["early", "late"]).is_some() {
            self.scan.gap(end)
        } else {
            at
        };
        let (part, early, after) = self.day_part(at)?;
        if meal(part) {
            return None;
        }
        let word: String = (at..after).map(|at| self.ch(at)).collect();
        if word.ends_with('s') || matches!(day, Day::Feast { .. }) {
            return None;
        }
        if let Day::Weekly(weekday) = day
            && let Some((date, end)) = self.day_of_week_behind(weekday, after)
        {
            return Some((Day::on(date), part, early, end));
        }
        Some((day, part, early, after))
    }

    /// "AM" or "PM" alone behind a day.
    fn half_of_day(&self, i: usize) -> Option<(&'static str, usize)> {
        let morning = self.ph(i, &["am"]).map(|end| ("morning", end));
        morning.or_else(|| self.ph(i, &["pm"]).map(|end| ("afternoon", end)))
    }

    /// "mid morning", "midafternoon".
    fn mid_part(&self, i: usize) -> Option<Hour> {
        let (hour, end) = longest([
            self.ph(i, &["mid morning", "midmorning"])
                .map(|end| (10, end)),
            self.ph(i, &["mid afternoon", "midafternoon"])
                .map(|end| (14, end)),
        ])?;
        let clock = Clock::new(hour, None, None)?.fixed();
        Some(Hour {
            clock,
            end,
            sure: true,
            halved: true,
        })
    }

    /// A moment: a day and an hour, or now.
    pub(super) fn moment(&self, i: usize) -> Option<Said> {
        self.moments.get(i, || self.any_moment(i))
    }

    fn any_moment(&self, i: usize) -> Option<Said> {
        let moment = longest([
            self.now_words(i),
            self.moment_counted(i),
            self.end_of_day(i),
            self.day_then_clock(i),
            self.clock_then_day(i),
        ]);
        let (moment, end) = moment?;
        Some(Said::new(Node::Moment(moment), i, end))
    }

    /// "now", "right now", "at the present time".
    pub(super) fn now_words(&self, i: usize) -> Option<(Moment, usize)> {
        const PRESENT: &[&str] = &[
            "now",
            "right now",
            "at present",
            "at the present time",
            "at this time",
            "at the moment",
            "at the minute",
            "at this moment",
            "at this minute",
            "at the present moment",
            "currently",
        ];
        const SOON: &[&str] = &[
            "as soon as possible",
            "asap",
            "soon",
            "shortly",
            "right away",
            "immediately",
        ];
        let (code, end) = longest([
            self.ph(i, PRESENT).map(|end| ("PRESENT_REF", end)),
            self.ph(i, SOON).map(|end| ("FUTURE_REF", end)),
            self.ph(i, &["recently", "previously", "just now"])
                .map(|end| ("PAST_REF", end)),
        ])?;
        Some((
            Moment::At {
                timex: code.to_owned(),
                at: self.now,
            },
            end,
        ))
    }

    /// "in 5 minutes", "30 min later", "2 hours ago", "half an hour from now".
    fn moment_counted(&self, i: usize) -> Option<(Moment, usize)> {
        let (length, back, end) = match self.ph(i, &["in"]) {
            Some(end) => {
                let (length, end) = self.length(self.sp(end))?;
                (
                    length,
                    false,
                    self.ph(self.sp(end), &["from now"]).unwrap_or(end),
                )
            }
            None => {
                let (length, end) = self.length(i)?;
                let at = self.sp(end);
                match self.ph(at, &["ago", "earlier", "before now"]) {
                    Some(end) => (length, true, end),
                    None => (length, false, self.later(at)?),
                }
            }
        };
        if !length.has_clock() {
            return None;
        }
        let at = length.from(self.now, back)?;
        let timex = format!("{}T{}", at.date(), at.time().strftime("%H:%M:%S"));
        Some((Moment::At { timex, at }, end))
    }

    /// "later" or "from now" behind a length, unless it belongs to what follows ("30 minutes later this week").
    pub(super) fn later(&self, i: usize) -> Option<usize> {
        if let Some(end) = self.ph(i, &["from now", "hence", "after now"]) {
            return Some(end);
        }
        let end = self.ph(i, &["later"])?;
        let next = self.w(self.sp(end));
        (!matches!(next, "this" | "in" | "today" | "tonight" | "than" | "next")).then_some(end)
    }

    /// "end of day", "the end of tomorrow", "eod", "end of this sunday".
    fn end_of_day(&self, i: usize) -> Option<(Moment, usize)> {
        let last = Clock::new(23, Some(59), Some(59))?;
        let today = Day::on(self.today());
        let at = self.past_any(i, &["the"]);
        if let Some(end) = self.ph(at, &["eod", "end of day", "end of the day"]) {
            return Some((Moment::On(today, last), end));
        }
        let end = self.ph(at, &["end of the", "end of"])?;
        let (day, end) = self.day(self.sp(end))?;
        Some((Moment::On(day, last), end))
    }

    /// "tomorrow at 8:45a", "friday 23 at 4", "tonight around 7", "5/3/18 @ 17:49:19".
    fn day_then_clock(&self, i: usize) -> Option<(Moment, usize)> {
        if let Some((day, part, _, end)) = self.part_of_day(i) {
            let (hour, _) = self.clock_behind(end, true)?;
            return Some((Moment::On(day, in_part(hour.clock, part)), hour.end));
        }
        let (day, end) = self.day(i)?;
        if matches!(day, Day::Feast { year: None, .. }) {
            return None;
        }
        let (hour, _) = self.clock_behind(end, false)?;
        let hour = self.part_behind(hour).unwrap_or(hour);
        if let Day::Yearly { month, day } = day
            && let Some((year, end)) = self
                .year(self.sp(hour.end))
                .filter(|(_, end)| self.ends(*end))
            && hour.clock.second.is_some()
        {
            return Some((Moment::On(Day::Full { year, month, day }, hour.clock), end));
        }
        Some((Moment::On(day, hour.clock), hour.end))
    }

    /// The hour behind a day, and whether a word such as "at" stood before it.
    fn clock_behind(&self, end: usize, in_part: bool) -> Option<(Hour, bool)> {
        const LINKS: &[&str] = &[
            "at",
            "for",
            "around",
            "about",
            "at around",
            "at about",
            "by",
            "on",
            "@",
        ];
        if self.ch(end) == 't'
            && self.ch(end + 1).is_ascii_digit()
            && self.scan.before(end).is_ascii_digit()
        {
            // 2016-12-16T12:23:59
            let hour = self.digit_hour(end + 1)?;
            return Some((
                Hour {
                    clock: hour.clock.fixed(),
                    ..hour
                },
                true,
            ));
        }
        let marks = self.past_marks(end, &[',', '-', '@']);
        if marks == end && self.ch(end) != '-' {
            return None;
        }
        let linked = self
            .ph(marks, LINKS)
            .filter(|_| !self.ph(marks, &["by"]).is_some());
        let at = linked.map_or(marks, |end| self.sp(end));
        let hour = self.hour(at).or_else(|| self.part_hour(at))?;
        let lean = self.ph(marks, &["for"]).is_some() && !hour.sure;
        let strong = !lean
            && self
                .ph(marks, &["at", "around", "about", "at around"])
                .is_some()
            || self.scan.before(marks) == '@'
            || self.ch(self.sp(end)) == '@';
        let sure = hour.sure
            || (strong && self.bare_hour_ends(hour.end))
            || (in_part && linked.is_some() && !lean);
        sure.then_some((hour, strong))
    }

    /// "in the morning at 7" behind a day.
    fn part_hour(&self, i: usize) -> Option<Hour> {
        let said = self.part_then_clock(i)?;
        match said.node {
            Node::Clock(clock) => Some(Hour {
                clock,
                end: said.end,
                sure: true,
                halved: true,
            }),
            _ => None,
        }
    }

    /// "3pm today", "13:00 February 28, 2013", "10, tonight", "8am this morning".
    fn clock_then_day(&self, i: usize) -> Option<(Moment, usize)> {
        let hour = self.hour(i)?;
        if self.scan.before(i) == '$' {
            return None;
        }
        let hour = self.part_behind(hour).unwrap_or(hour);
        let at = self.past_marks(hour.end, &[',']);
        let comma = self.ch(self.sp(hour.end)) == ',';
        let at = self.past_any(at, &["on", "of", "for"]);
        if let Some((day, part, _, end)) = self.part_of_day(at)
            && (hour.sure || comma)
        {
            return Some((Moment::On(day, in_part(hour.clock, part)), end));
        }
        let linked = self.word_before(at) == "on" && self.word_before(i) == "at";
        let (day, end) = self.day(at).filter(|_| hour.sure || linked)?;
        if matches!(day, Day::Feast { .. }) {
            return None;
        }
        Some((Moment::On(day, hour.clock), end))
    }

    /// "before", "after" and the like between a day and an hour.
    pub(super) fn relation_word(&self, i: usize) -> Option<(Relation, usize)> {
        longest([
            self.ph(
                i,
                &[
                    "before",
                    "by",
                    "until",
                    "till",
                    "earlier than",
                    "prior to",
                    "no later than",
                    "not later than",
                ],
            )
            .map(|end| (Relation::Before, end)),
            self.ph(i, &["after", "later than", "past", "from after"])
                .map(|end| (Relation::After, end)),
            self.ph(
                i,
                &["since", "starting", "starting at", "starting from", "from"],
            )
            .map(|end| (Relation::Since, end)),
        ])
    }
}

const OCLOCK: &[&str] = &["o'clock", "oclock", "o clock", "o' clock"];

/// Whether a part of the day is a meal.
pub(super) fn meal(part: Part) -> bool {
    matches!(part.code, "TMEB" | "TMEL" | "TMED" | "TMER")
}

/// The hour as it lies in a part of the day.
pub(super) fn in_part(clock: Clock, part: Part) -> Clock {
    if !clock.open {
        return clock;
    }
    match part.code {
        "TMO" | "TMEB" => clock.half(false),
        "TNI" if clock.hour < 5 || clock.hour == 12 => clock.half(false),
        "TMEL" => clock.half(!(9..12).contains(&clock.hour)),
        "TDT" => clock.half(clock.hour < 7 || clock.hour == 12),
        "TNT" => clock.half(false),
        _ => clock.half(true),
    }
}
