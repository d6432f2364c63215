//! Mandarin days: dates in digits and characters, weekdays, days counted from now, holidays, the lunar calendar.

use super::{Zh, words};
use crate::values::timex::{
    days::{in_week, plus, plus_months},
    expr::{Day, Node, Said},
    feasts,
    pick::longest,
};

/// A day with the end of its text.
pub(super) type Read = Option<(Day, usize)>;

impl Zh<'_> {
    pub(super) fn day_said(&self, i: usize) -> Option<Said> {
        let (day, end) = self.day(i)?;
        let number_of = matches!(day, Day::Monthly(_))
            && self.scan.before(end) == '号'
            && i == 0
            && self.sp(end) == self.scan.len();
        (!number_of).then(|| Said::new(Node::Day(day), i, end))
    }

    /// A day in any form, with the weekday that may stand behind.
    pub(super) fn day(&self, i: usize) -> Read {
        self.days.get(i, || self.any_day(i))
    }

    fn any_day(&self, i: usize) -> Read {
        let (day, end) = longest([
            self.numeric(i),
            self.written(i),
            self.day_word(i),
            self.week_day(i),
            self.counted_day(i),
            self.feast(i),
            self.nth_weekday(i),
        ])?;
        let named = !matches!(day, Day::Weekly(_));
        let at = self.past_any(end, &[",", "(", "的"]);
        if let Some((_, after)) = self.weekday(at).filter(|_| named) {
            let close = usize::from(self.ch(at.saturating_sub(1)) == '(' && self.ch(after) == ')');
            return Some((day, after + close));
        }
        Some((day, end))
    }

    /// "2011/03/18", "2011.3.18", "2011 03 18", "5/2/2011" (the day first), "9/2" (the month first), "11-9-8".
    fn numeric(&self, i: usize) -> Read {
        let (first, n, end) = self.scan.digits(i, 8)?;
        if n == 8 {
            let day = full(first / 10_000, first / 100 % 100, first % 100)?;
            return (1500..2200)
                .contains(&(first / 10_000))
                .then_some((day, end));
        }
        let mark = self.ch(end);
        if !matches!(mark, '/' | '-' | '.' | ' ') {
            return None;
        }
        let (second, _, end2) = self.scan.digits(end + 1, 2)?;
        let third = (self.ch(end2) == mark)
            .then(|| self.scan.digits(end2 + 1, 4))
            .flatten();
        match (n, third) {
            (4, Some((third, 1 | 2, end))) => Some((full(first, second, third)?, end)),
            (1 | 2, Some((year, 4, end))) if mark != ' ' => {
                let day = full(year, second, first).or_else(|| full(year, first, second))?;
                Some((day, end))
            }
            (1 | 2, Some((third, n3 @ (1 | 2), end))) if mark != ' ' && mark != '.' => {
                let year_first = if n == 2 {
                    full(century(first), second, third)
                } else {
                    None
                };
                let day = year_first.or_else(|| {
                    if n3 == 2 {
                        full(century(third), second, first)
                    } else {
                        None
                    }
                })?;
                Some((day, end))
            }
            (1 | 2, None)
                if mark == '/' && !self.ch(end2).is_ascii_digit() && self.ch(end2) != '/' =>
            {
                let fits = (1..=12).contains(&first) && (1..=31).contains(&second);
                let (month, day) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
                fits.then_some((Day::Yearly { month, day }, end2))
            }
            _ => None,
        }
    }

    /// 1972年5月2日, 一月十日, 农历十月初一, 本月十日, 29日, 贞观三年正月初五.
    fn written(&self, i: usize) -> Read {
        let lunar_at = self.past_any(i, &["农历", "阴历"]);
        let lunar = lunar_at > i;
        let (year, at) = match self.year(lunar_at) {
            Some((year, end)) => (Some(year), self.de(end)),
            None => (None, lunar_at),
        };
        if let Some((day, end)) = self.day_of_shifted_month(at, year) {
            return Some((day, end));
        }
        if let Some(((month, day), end)) = self
            .scan
            .longest(at, &feasts::LUNAR)
            .filter(|_| year.is_some() || self.ch(at) == '大')
        {
            return Some((Day::Lunar { year, month, day }, end));
        }
        if let Some((month, lunar_month, end)) = self.month(at) {
            let begun = self.scan.lit(self.sp(end), "初");
            let (day, end) = self
                .within(begun.unwrap_or_else(|| self.sp(end)), 31)
                .filter(|(day, _)| *day > 0)?;
            let tail = self.scan.any(self.sp(end), &["日", "号"]);
            let spelled = !self.scan.before(end).is_ascii_digit();
            if tail.is_none() && (!spelled || self.more_follows(end)) {
                return None;
            }
            let end = tail.unwrap_or(end);
            let by_moon = lunar || lunar_month || begun.is_some();
            return Some(match (by_moon, year) {
                (true, year) => (Day::Lunar { year, month, day }, end),
                (false, Some(year)) => (Day::Full { year, month, day }, end),
                (false, None) => (Day::Yearly { month, day }, end),
            });
        }
        if year.is_some() || lunar {
            return None;
        }
        let (day, end) = self.within(at, 31).filter(|(day, _)| *day > 0)?;
        let tail = self.scan.any(self.sp(end), &["日", "号"])?;
        let counted = self
            .scan
            .any(
                tail,
                &["线", "楼", "院", "店", "门", "馆", "桌", "机", "元", "本"],
            )
            .is_some();
        let whole = self.ch(at).is_ascii_digit() || self.scan.before(tail) == '日' || !counted;
        (whole && !counted).then_some((Day::Monthly(day), tail))
    }

    /// Whether a unit follows a bare numeral, so that it is not the day of a month.
    fn more_follows(&self, end: usize) -> bool {
        let at = self.sp(end);
        self.scan.longest(at, words::UNITS).is_some()
            || "月点个年份季".contains(self.ch(at)) && self.ch(at) != '\0'
            || self.scan.any(at, &["到", "至", "-"]).is_some_and(|end| {
                self.month(self.sp(end))
                    .is_some_and(|(.., end)| self.within(self.sp(end), 31).is_none())
            })
    }

    /// 本月十日, 下个月3号, 去年本月十日.
    fn day_of_shifted_month(&self, i: usize, year: Option<i16>) -> Read {
        let (at, year) = match self.relative_year(i) {
            Some((year, end)) => (self.de(end), Some(year)),
            None => (i, year),
        };
        let (shift, end) = self.scan.longest(at, words::SHIFTS)?;
        let end = self.scan.any(end, &["月份", "月"])?;
        let (day, end) = self.within(self.de(end), 31).filter(|(day, _)| *day > 0)?;
        let end = self.scan.any(self.sp(end), &["日", "号"])?;
        let month = plus_months(self.today().first_of_month(), shift)?;
        let year = year.unwrap_or(month.year());
        Some((
            Day::Full {
                year,
                month: month.month(),
                day,
            },
            end,
        ))
    }

    /// A month of the year: 10月, 十二月, 正月, 腊月; whether it is one of the lunar calendar.
    pub(super) fn month(&self, i: usize) -> Option<(i8, bool, usize)> {
        if let Some((month, end)) = self
            .scan
            .longest(i, &[("正月", 1), ("腊月", 12), ("冬月", 11)])
        {
            return Some((month, true, end));
        }
        let (month, end) = self.within(i, 12).filter(|(month, _)| *month > 0)?;
        let end = self.scan.any(self.sp(end), &["月份", "月"])?;
        Some((month, false, end))
    }

    /// A year with 年: 2018年, 二零一六年, 零八年, 两千年, 神龙二年, 康熙20年, 明年.
    pub(super) fn year(&self, i: usize) -> Option<(i16, usize)> {
        longest([
            self.relative_year(i),
            self.reign_year(i),
            self.counted_year(i),
        ])
    }

    fn reign_year(&self, i: usize) -> Option<(i16, usize)> {
        let (before, end) = self.scan.longest(i, words::REIGNS)?;
        let at = self.sp(end);
        let (n, end) = match self.scan.lit(at, "元") {
            Some(end) => (1, end),
            None => self.within(at, 99).map(|(n, end)| (i16::from(n), end))?,
        };
        let end = self.scan.lit(self.sp(end), "年")?;
        Some((before + n, end))
    }

    pub(super) fn counted_year(&self, i: usize) -> Option<(i16, usize)> {
        let (value, n, end) = match self.scan.digits(i, 4) {
            Some((value, n, end)) => (value, n, end),
            None => match self.digit_row(i) {
                Some(row) => row,
                None => {
                    let (value, end) = self
                        .whole(i)
                        .filter(|(value, _)| (1000..3000).contains(value))?;
                    (value, 4, end)
                }
            },
        };
        let after = self.scan.any(self.sp(end), &["年度", "年份", "年"])?;
        let short = self.scan.digits(i, 4).is_some() && n == 2 && self.ch(i) != '0';
        let month_follows = self.month(self.sp(after)).is_some();
        let year = match n {
            4 | 3 => value,
            2 if !short || month_follows => century(value),
            _ => return None,
        };
        Some((i16::try_from(year).ok()?, after))
    }

    /// 今年, 去年, 明年.
    pub(super) fn relative_year(&self, i: usize) -> Option<(i16, usize)> {
        let (shift, end) = self.scan.longest(i, words::YEARS)?;
        Some((self.today().year() + shift, end))
    }

    /// 今天, 明日, 大前天.
    fn day_word(&self, i: usize) -> Read {
        let (shift, end) = self.scan.longest(i, words::DAYS)?;
        let run = self.scan.lit(i, "最近").is_some() && self.run_length(i).is_some();
        (!run).then_some((Day::on(plus(self.today(), shift)?), end))
    }

    /// 周一, 下周日, 上上个星期三, 这个星期一.
    fn week_day(&self, i: usize) -> Read {
        if let Some((shift, end)) = self.scan.longest(i, words::SHIFTS)
            && let Some((weekday, end)) = self.weekday(end)
        {
            return Some((Day::on(in_week(self.today(), weekday, shift)?), end));
        }
        let (weekday, end) = self.weekday(i)?;
        Some((Day::Weekly(weekday), end))
    }

    /// 5年前, 三天后, 两个星期以前.
    fn counted_day(&self, i: usize) -> Read {
        let (length, end) = self.length(i).filter(|(length, _)| !length.has_clock())?;
        let (back, end) = self.ago(end)?;
        Some((Day::on(length.moved_day(self.today(), back)?), end))
    }

    /// 前 or 后 behind a length.
    pub(super) fn ago(&self, end: usize) -> Option<(bool, usize)> {
        let at = self.sp(end);
        self.scan.longest(
            at,
            &[
                ("之前", true),
                ("以前", true),
                ("前", true),
                ("之后", false),
                ("以后", false),
                ("过后", false),
                ("后", false),
            ],
        )
    }

    /// 国庆节, 明年春节, 2018年元旦.
    fn feast(&self, i: usize) -> Read {
        let (year, at) = match self.year(i) {
            Some((year, end)) => (Some(year), self.de(end)),
            None => (None, i),
        };
        let solar = longest(
            feasts::CHINESE
                .iter()
                .map(|feast| Some((feast, self.scan.any(at, feast.names)?))),
        );
        let moon = self.scan.longest(at, &feasts::LUNAR);
        match (solar, moon) {
            (Some((feast, end)), moon) if moon.is_none_or(|(_, other)| other <= end) => {
                let span = self.ch(end) == '期'
                    || self.scan.any(end, &["假期", "长假", "黄金周"]).is_some();
                (!span).then_some((Day::Feast { feast, year }, end))
            }
            (_, Some(((month, day), end))) => Some((Day::Lunar { year, month, day }, end)),
            _ => None,
        }
    }

    /// 四月的最后一个星期一, 明年五月第二个周日.
    fn nth_weekday(&self, i: usize) -> Read {
        let (year, at) = match self.year(i) {
            Some((year, end)) => (Some(year), self.de(end)),
            None => (None, i),
        };
        let (year, month, end) = match self.month(at) {
            Some((month, _, end)) => (year, month, end),
            None => {
                let (shift, end) = self.scan.longest(at, words::SHIFTS)?;
                let end = self.scan.lit(end, "月")?;
                let month = plus_months(self.today().first_of_month(), shift)?;
                (Some(month.year()), month.month(), end)
            }
        };
        let (nth, end) = self.place(self.de(end))?;
        let (weekday, end) = self.weekday(self.past_any(end, &["个"]))?;
        (nth <= 5).then_some((
            Day::Nth {
                year,
                month,
                nth,
                weekday,
            },
            end,
        ))
    }

    /// 第一, 最后一 (0).
    pub(super) fn place(&self, i: usize) -> Option<(i8, usize)> {
        if let Some(end) = self.scan.any(i, &["最后一", "最后1"]) {
            return Some((0, end));
        }
        let end = self.scan.lit(i, "第")?;
        self.within(self.sp(end), 53).filter(|(n, _)| *n > 0)
    }
}

/// The year of two digits: this century's until 2040.
fn century(value: i64) -> i64 {
    match value {
        0..=39 => 2000 + value,
        40..=99 => 1900 + value,
        _ => value,
    }
}

fn full(year: i64, month: i64, day: i64) -> Option<Day> {
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    fits.then_some(Day::Full {
        year: i16::try_from(year).ok()?,
        month,
        day,
    })
}
