//! English years, quarters, seasons, decades and centuries.

use super::{
    En,
    periods::{Read, named_year},
    words,
};
use crate::values::timex::{expr::Period, pick::longest};

impl En<'_> {
    /// "2008", "year 2008", "the year 2020", "fiscal year 2008", "cy18".
    pub(super) fn year_period(&self, i: usize) -> Read {
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
        let digits = (self.ch(at).is_ascii_digit() && (1500..=2200).contains(&year))
            || self.year_is_meant(i, at);
        let next = self.ch(end);
        let decimal = matches!(next, '/' | ',' | '.' | ':') && self.ch(end + 1).is_ascii_digit();
        let clean = !(next.is_ascii_alphanumeric() || matches!(next, '%' | '$') || decimal)
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
    pub(super) fn quarter(&self, i: usize) -> Read {
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

    /// "summer", "this summer", "winter 2019", "the summer of 2018".
    pub(super) fn season(&self, i: usize) -> Read {
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
    pub(super) fn decade(&self, i: usize) -> Read {
        let at = self.past_any(i, &["the"]);
        let quoted = if self.ch(at) == '\'' { at + 1 } else { at };
        self.bare_decade(quoted)
    }

    fn bare_decade(&self, i: usize) -> Read {
        if self.ch(i).is_ascii_digit() {
            return longest([self.century(i), self.digit_decade(i)]);
        }
        longest([
            self.century(i),
            self.word_decade(i),
            self.decade_of_century(i),
        ])
    }

    /// "21st century".
    fn century(&self, i: usize) -> Read {
        let (n, end) = self.place(i)?;
        let end = self.ph(self.sp(end), &["century"])?;
        let nth = i16::try_from(n).ok().filter(|n| (1..=30).contains(n))?;
        let (from, years) = (nth * 100 - 100, 100);
        Some((
            Period::Years {
                from,
                years,
                open: false,
            },
            end,
        ))
    }

    /// "1990s", "90's".
    fn digit_decade(&self, i: usize) -> Read {
        let (value, n, end) = self.scan.digits(i, 4)?;
        let quote = usize::from(self.ch(end) == '\'');
        let at = self.sp(end + quote);
        let plural = self.ch(at) == 's' && !self.ch(at + 1).is_ascii_alphanumeric();
        let from = i16::try_from(value)
            .ok()
            .filter(|from| plural && from % 10 == 0)?;
        let open = n == 2;
        let fits = if open {
            from >= 10
        } else {
            n == 4 && (1500..2100).contains(&from)
        };
        fits.then_some((
            Period::Years {
                from,
                years: 10,
                open,
            },
            at + 1,
        ))
    }

    /// "nineties", "noughties", "two thousands".
    fn word_decade(&self, i: usize) -> Read {
        const TENS_AFTER: [&str; 4] = ["twenty", "nineteen", "eighteen", "and"];
        if let Some(end) = self.ph(i, &["noughties", "two thousands"]) {
            return Some((
                Period::Years {
                    from: 2000,
                    years: 10,
                    open: false,
                },
                end,
            ));
        }
        let (word, end) = self.scan.word(i)?;
        let from = match word {
            "tens" if TENS_AFTER.contains(&self.word_before(i).as_str()) => 10,
            "twenties" => 20,
            "thirties" => 30,
            "forties" => 40,
            "fifties" => 50,
            "sixties" => 60,
            "seventies" => 70,
            "eighties" => 80,
            "nineties" => 90,
            _ => return None,
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

    /// "nineteen seventies".
    fn decade_of_century(&self, i: usize) -> Read {
        let (century, end) = self
            .below_hundred(i)
            .filter(|(n, _)| (15..=20).contains(n))?;
        let (rest, end) = self.word_decade(self.scan.gap(end))?;
        let Period::Years {
            from, open: true, ..
        } = rest
        else {
            return None;
        };
        let from = i16::try_from(century).ok()? * 100 + from;
        Some((
            Period::Years {
                from,
                years: 10,
                open: false,
            },
            end,
        ))
    }
}
