//! English words of the calendar and the clock, and the numbers among them.

use super::En;
use crate::values::timex::{expr::Part, length::Unit};

/// A month by its name or short name.
pub(super) fn month(word: &str) -> Option<i8> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// Whether a month's name is an everyday word too, so that something beside it must tell.
pub(super) fn everyday(word: &str) -> bool {
    matches!(
        word,
        "may" | "march" | "mar" | "sun" | "sat" | "wed" | "mon" | "fri"
    )
}

/// A weekday by its name or short name.
pub(super) fn weekday(word: &str) -> Option<i8> {
    Some(match word {
        "monday" | "mon" => 1,
        "tuesday" | "tues" | "tue" => 2,
        "wednesday" | "weds" | "wed" => 3,
        "thursday" | "thurs" | "thur" | "thu" => 4,
        "friday" | "fri" => 5,
        "saturday" | "sat" => 6,
        "sunday" | "sun" => 7,
        _ => return None,
    })
}

/// Several of a weekday: they come again.
pub(super) fn weekdays(word: &str) -> Option<i8> {
    let one = word.strip_suffix('s')?;
    weekday(one).filter(|_| one.ends_with("day"))
}

/// A unit of time with how many of it a word means ("fortnight" is two weeks).
pub(super) fn unit(word: &str) -> Option<(f64, Unit)> {
    let unit = match word {
        "second" | "seconds" | "sec" | "secs" | "s" => Unit::Second,
        "minute" | "minutes" | "min" | "mins" => Unit::Minute,
        "hour" | "hours" | "hr" | "hrs" | "h" => Unit::Hour,
        "day" | "days" | "night" | "nights" => Unit::Day,
        "week" | "weeks" | "wk" | "wks" => Unit::Week,
        "weekend" | "weekends" => Unit::Weekend,
        "month" | "months" | "mo" | "mos" => Unit::Month,
        "year" | "years" | "yr" | "yrs" => Unit::Year,
        "fortnight" | "fortnights" => return Some((2.0, Unit::Week)),
        "quarter" | "quarters" => return Some((3.0, Unit::Month)),
        "decade" | "decades" => return Some((10.0, Unit::Year)),
        "century" | "centuries" => return Some((100.0, Unit::Year)),
        _ => return None,
    };
    Some((1.0, unit))
}

/// A part of the day.
pub(super) fn part(word: &str) -> Option<Part> {
    let (code, from, to) = match word {
        "morning" | "mornings" => ("TMO", 8, 12),
        "afternoon" | "afternoons" => ("TAF", 12, 16),
        "evening" | "evenings" => ("TEV", 16, 20),
        "night" | "nights" | "tonight" | "tonite" => ("TNI", 20, 24),
        "daytime" => ("TDT", 8, 18),
        "businesshours" => ("TBH", 8, 18),
        "nighttime" => ("TNT", 0, 8),
        "breakfast" | "breakfasttime" => ("TMEB", 8, 12),
        "brunch" | "brunchtime" => ("TMER", 8, 12),
        "lunch" | "lunchtime" => ("TMEL", 11, 13),
        "dinner" | "dinnertime" | "supper" | "suppertime" => ("TMED", 16, 20),
        _ => return None,
    };
    Some(Part { code, from, to })
}

/// A season's code.
pub(super) fn season(word: &str) -> Option<&'static str> {
    Some(match word {
        "spring" => "SP",
        "summer" => "SU",
        "autumn" | "fall" => "FA",
        "winter" => "WI",
        _ => return None,
    })
}

fn small(word: &str) -> Option<i64> {
    Some(match word {
        "zero" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        _ => return None,
    })
}

fn tens(word: &str) -> Option<i64> {
    Some(match word {
        "twenty" => 20,
        "thirty" => 30,
        "forty" | "fourty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

fn ordinal(word: &str) -> Option<i64> {
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" | "forth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" => 12,
        "thirteenth" => 13,
        "fourteenth" => 14,
        "fifteenth" => 15,
        "sixteenth" => 16,
        "seventeenth" => 17,
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        "thirtieth" => 30,
        _ => return None,
    })
}

impl En<'_> {
    /// A number below a hundred in words.
    pub(super) fn below_hundred(&self, i: usize) -> Option<(i64, usize)> {
        let (word, end) = self.scan.word(i)?;
        if let Some(n) = small(word) {
            return Some((n, end));
        }
        let n = tens(word)?;
        let more = self
            .scan
            .word(self.scan.gap(end))
            .and_then(|(word, end)| Some((small(word).filter(|n| (1..10).contains(n))?, end)));
        Some(more.map_or((n, end), |(unit, end)| (n + unit, end)))
    }

    /// A whole number in words: "forty", "one hundred and twenty", "two thousand".
    fn number_words(&self, i: usize) -> Option<(i64, usize)> {
        let (mut section, mut end) = self.below_hundred(i)?;
        let mut total = 0;
        loop {
            let (word, after) = self.scan.word(self.scan.gap(end)).unwrap_or(("", end));
            match word {
                "hundred" if section < 100 => section *= 100,
                "thousand" if total == 0 => {
                    total = section * 1000;
                    section = 0;
                }
                _ => break,
            }
            end = after;
            let next = self.sp(end);
            let next = self
                .scan
                .phrase(next, "and")
                .map_or(next, |end| self.sp(end));
            if let Some((n, after)) = self.below_hundred(self.scan.gap(next)) {
                section += n;
                end = after;
            }
        }
        Some((total + section, end))
    }

    /// A whole number in digits or words.
    pub(super) fn whole(&self, i: usize) -> Option<(i64, usize)> {
        match self.scan.digits(i, 6) {
            Some((value, _, end)) => Some((value, end)),
            None => self.number_words(i),
        }
    }

    /// A number with decimals, or in words.
    pub(super) fn number(&self, i: usize) -> Option<(f64, usize)> {
        let (value, end) = self.whole(i)?;
        let digits = self.scan.ch(i).is_ascii_digit();
        if digits && self.ch(end) == '.' && self.ch(end + 1).is_ascii_digit() {
            let (_, _, end) = self.scan.digits(end + 1, 6)?;
            let text: String = (i..end).map(|at| self.ch(at)).collect();
            return Some((text.parse().ok()?, end));
        }
        #[allow(clippy::cast_precision_loss)]
        Some((value as f64, end))
    }

    /// "3rd", "third", "twenty third".
    pub(super) fn place(&self, i: usize) -> Option<(i64, usize)> {
        if let Some((value, _, end)) = self.scan.digits(i, 2) {
            let suffix: String = (end..end + 2).map(|at| self.ch(at)).collect();
            let ends = !self.ch(end + 2).is_ascii_alphanumeric();
            let fits = matches!(suffix.as_str(), "st" | "nd" | "rd" | "th") && ends;
            return fits.then_some((value, end + 2));
        }
        let (word, end) = self.scan.word(i)?;
        if let Some(n) = ordinal(word) {
            return Some((n, end));
        }
        let ten = tens(word)?;
        let (word, end) = self.scan.word(self.scan.gap(end))?;
        let unit = ordinal(word).filter(|n| (1..10).contains(n))?;
        Some((ten + unit, end))
    }

    /// The number of a day of a month, and whether it is an ordinal.
    pub(super) fn day_number(&self, i: usize) -> Option<(i8, bool, usize)> {
        let (value, ordinal, end) = match self.place(i) {
            Some((value, end)) => (value, true, end),
            None => match self.scan.digits(i, 2) {
                Some((value, _, end)) => (value, false, end),
                None => {
                    let (value, end) = self.below_hundred(i)?;
                    (value, false, end)
                }
            },
        };
        let day = i8::try_from(value)
            .ok()
            .filter(|day| (1..=31).contains(day))?;
        Some((day, ordinal, end))
    }

    /// A year of four digits, or in words.
    pub(super) fn year(&self, i: usize) -> Option<(i16, usize)> {
        if let Some((value, n, end)) = self.scan.digits(i, 4) {
            let year = i16::try_from(value).ok().filter(|_| n == 4)?;
            let ends = !self.ch(end).is_ascii_alphanumeric() || self.ch(end) == 's';
            return (ends && (1000..=2200).contains(&year)).then_some((year, end));
        }
        let (value, end) = self.year_words(i)?;
        Some((i16::try_from(value).ok()?, end))
    }

    /// "nineteen eighty six", "nineteen hundred ninety three", "two thousand and fifteen", "twenty twenty".
    fn year_words(&self, i: usize) -> Option<(i64, usize)> {
        let (century, end) = self.below_hundred(i)?;
        if (15..=21).contains(&century)
            && let Some((rest, end)) = self.below_hundred(self.scan.gap(end))
            && (10..100).contains(&rest)
        {
            return Some((century * 100 + rest, end));
        }
        if (15..=21).contains(&century)
            && let Some(zero) = self.ph(self.scan.gap(end), &["zero", "oh", "o"])
            && let Some((rest, end)) = self.below_hundred(self.scan.gap(zero))
            && (1..10).contains(&rest)
        {
            return Some((century * 100 + rest, end));
        }
        let (value, end) = self.number_words(i)?;
        (1500..2200).contains(&value).then_some((value, end))
    }

    /// A year of two digits: the nearest century, when there is no doubt.
    pub(super) fn short_year(&self, i: usize) -> Option<(i16, usize)> {
        let at = if self.ch(i) == '\'' { i + 1 } else { i };
        let (value, n, end) = self.scan.digits(at, 2)?;
        let ends = n == 2 && !self.ch(end).is_ascii_alphanumeric();
        let value = i16::try_from(value).ok().filter(|_| ends)?;
        match value {
            0..=29 => Some((2000 + value, end)),
            40..=99 => Some((1900 + value, end)),
            _ => None,
        }
    }

    /// A month by name, past an abbreviating dot.
    pub(super) fn month(&self, i: usize) -> Option<(i8, usize)> {
        let (word, end) = self.letters(i)?;
        let month = month(word)?;
        let dotted = self.ch(end) == '.' && word.len() <= 4 && word != "may";
        Some((month, if dotted { end + 1 } else { end }))
    }

    /// The letters from `i` on, even when digits follow ("mar4").
    fn letters(&self, i: usize) -> Option<(&str, usize)> {
        self.scan.word(i)
    }
}
