//! Mandarin repeats: 每天, 每周一下午八点, 每两周, 每年.

use super::Zh;
use crate::values::timex::{
    expr::{Node, Said},
    length::{Length, Unit},
    pick::longest,
};

impl Zh<'_> {
    pub(super) fn every(&self, i: usize) -> Option<Said> {
        let (timex, end) = longest([self.each(i), self.all_weekdays(i)])?;
        Some(Said::new(Node::Every(timex), i, end))
    }

    fn each(&self, i: usize) -> Option<(String, usize)> {
        let at = self.sp(self.scan.any(i, &["每一", "每逢", "每隔", "每"])?);
        if let Some((weekday, end)) = self.weekday(self.past_any(at, &["个"])) {
            let timex = format!("XXXX-WXX-{weekday}");
            return Some(self.with_clock(timex, end, false));
        }
        if let Some(end) = self.scan.any(at, &["周末", "个周末"]) {
            return Some(("XXXX-WXX-WE".to_owned(), end));
        }
        if let Some(end) = self.scan.any(at, &["个工作日", "工作日"]) {
            return Some(("P1WD".to_owned(), end));
        }
        if let Some((unit, end)) = self.scan.longest(
            at,
            &[
                ("天", "P1D"),
                ("日", "P1D"),
                ("周", "P1W"),
                ("星期", "P1W"),
                ("个星期", "P1W"),
                ("礼拜", "P1W"),
                ("个礼拜", "P1W"),
                ("个月", "P1M"),
                ("月", "P1M"),
                ("季度", "P3M"),
                ("个季度", "P3M"),
                ("年", "P1Y"),
                ("小时", "PT1H"),
                ("个小时", "PT1H"),
                ("分钟", "PT1M"),
                ("秒", "PT1S"),
                ("秒钟", "PT1S"),
            ],
        ) {
            return Some(self.with_clock(unit.to_owned(), end, unit == "P1D"));
        }
        if let Some((part, end)) = self.part(at).filter(|(_, end)| *end > at) {
            return Some((part.code.to_owned(), end));
        }
        let (amount, unit, end) = self.amount(at)?;
        (unit != Unit::BusinessDay).then(|| (Length::of(amount, unit).timex(), end))
    }

    /// 天天, 年年, 周周.
    fn all_weekdays(&self, i: usize) -> Option<(String, usize)> {
        let (timex, end) = self
            .scan
            .longest(i, &[("天天", "P1D"), ("年年", "P1Y"), ("月月", "P1M")])?;
        Some(self.with_clock(timex.to_owned(), end, timex == "P1D"))
    }

    /// A repeat with the hour or part of the day behind it.
    fn with_clock(&self, timex: String, end: usize, daily: bool) -> (String, usize) {
        let at = self.de(end);
        let range = self.clock_range(at).is_some();
        let clocked = timex.starts_with("XXXX") || daily;
        if !clocked || range {
            return (timex, end);
        }
        let base = if daily { String::new() } else { timex.clone() };
        if let Some(hour) = self.hour(at) {
            return (format!("{base}{}", hour.clock.timex()), hour.end);
        }
        match self.part(at) {
            Some((part, end)) => (format!("{base}{}", part.code), end),
            None => (timex, end),
        }
    }
}
