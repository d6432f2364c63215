//! English hours of the day and moments.

use super::{En, parts::in_part};
use crate::values::timex::{
    expr::{Clock, Node, Said},
    pick::longest,
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
    pub(super) fn bare_hour_ends(&self, end: usize) -> bool {
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
    pub(super) fn part_then_clock(&self, i: usize) -> Option<Said> {
        let (part, _, end) = self
            .day_part(self.past_any(i, &["at"]))
            .filter(|(part, _, end)| !part.meal() || self.meal_time(*end))?;
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
    pub(super) fn digit_hour(&self, i: usize) -> Option<Hour> {
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
    fn halved(&self, clock: Clock, end: usize, sure: bool) -> Hour {
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
    pub(super) fn part_behind(&self, hour: Hour) -> Option<Hour> {
        if hour.halved
            && self
                .ph(self.sp(hour.end), &["in the", "early", "late"])
                .is_none()
        {
            return None;
        }
        let at = self.past_any(self.past_marks(hour.end, &[',']), &["at", "of"]);
        let (part, _, end) = self.day_part(at)?;
        if part.meal() && !self.meal_time(end) {
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
}

const OCLOCK: &[&str] = &["o'clock", "oclock", "o clock", "o' clock"];
