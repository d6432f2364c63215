//! Mandarin hours of the day and moments.

use super::{Zh, words};
use crate::values::timex::{
    days::plus,
    expr::{Clock, Day, Moment, Node, Part, Said},
    pick::longest,
};

/// An hour with its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hour {
    pub(super) clock: Clock,
    pub(super) end: usize,
}

impl Zh<'_> {
    pub(super) fn clock_said(&self, i: usize) -> Option<Said> {
        let hour = self.hour(i)?;
        Some(Said::new(Node::Clock(hour.clock), i, hour.end))
    }

    /// An hour with what stands around it: 大约晚上十点左右, 下午5:00, 零点整, 2:00pm.
    pub(super) fn hour(&self, i: usize) -> Option<Hour> {
        self.hours.get(i, || self.any_hour(i))
    }

    fn any_hour(&self, i: usize) -> Option<Hour> {
        let at = self.past_any(i, &["大约", "大概", "差不多", "约"]);
        let (part_at, at) = match self.part(at) {
            Some((_, end)) => (Some(at), self.past_any(self.de(end), &["大约", "大概"])),
            None => (None, at),
        };
        let (clock, end) = longest([self.colon(at), self.spoken(at), self.before_hour(at)])?;
        let end = self
            .scan
            .any(self.sp(end), &["左右", "前后"])
            .unwrap_or(end);
        let clock = part_at.map_or(clock, |from| self.in_part(clock, from));
        Some(Hour { clock, end })
    }

    /// A part of the day.
    pub(super) fn part(&self, i: usize) -> Option<(Part, usize)> {
        self.scan.longest(i, words::PARTS)
    }

    /// The hour in the half of the day that the part which starts at `from` tells.
    pub(super) fn in_part(&self, clock: Clock, from: usize) -> Clock {
        if !clock.open {
            return clock;
        }
        let word = |words: &[&str]| self.scan.any(from, words).is_some();
        if word(&["凌晨", "清晨", "早", "晨", "一早", "一大早", "上午", "午前"]) {
            return clock.half(false);
        }
        if word(&["中午", "正午"]) {
            return clock.half(!(9..12).contains(&clock.hour));
        }
        if word(&["半夜", "深夜", "夜里", "午夜"]) {
            return clock.half((6..12).contains(&clock.hour));
        }
        if word(&["晚", "夜"]) && clock.hour == 12 {
            return clock.half(false);
        }
        clock.half(true)
    }

    /// "5:00", "17:55:23", "8:00 a.m.".
    fn colon(&self, i: usize) -> Option<(Clock, usize)> {
        let (hour, _, end) = self.scan.digits(i, 2)?;
        let (mut minute, mut second, mut after) = (None, None, end);
        if self.ch(end) == ':' {
            let (value, 2, end) = self.scan.digits(end + 1, 2)? else {
                return None;
            };
            (minute, after) = (Some(i8::try_from(value).ok()?), end);
            if self.ch(end) == ':'
                && let Some((value, 2, end)) = self.scan.digits(end + 1, 2)
            {
                (second, after) = (Some(i8::try_from(value).ok()?), end);
            }
        }
        let clock = Clock::new(i8::try_from(hour).ok()?, minute, second)?;
        match self.half_word(after) {
            Some((afternoon, end)) => Some((clock.half(afternoon), end)),
            None => minute.is_some().then_some((clock, after)),
        }
    }

    /// "am", "p.m." behind an hour.
    fn half_word(&self, end: usize) -> Option<(bool, usize)> {
        let at = self.sp(end);
        let afternoon = match self.ch(at) {
            'p' => true,
            'a' => false,
            _ => return None,
        };
        let dot = usize::from(self.ch(at + 1) == '.');
        if self.ch(at + 1 + dot) != 'm' || self.ch(at + 2 + dot).is_ascii_alphanumeric() {
            return None;
        }
        let close = usize::from(dot == 1 && self.ch(at + 2 + dot) == '.');
        Some((afternoon, at + 2 + dot + close))
    }

    /// 十点, 9点半, 五点一刻, 15时20分, 8时25分10秒, 零点整.
    fn spoken(&self, i: usize) -> Option<(Clock, usize)> {
        let (hour, end) = self.within(i, 24)?;
        let end = self.scan.any(self.sp(end), &["点钟", "点", "时"])?;
        let clock = |minute, second| Clock::new(hour, minute, second);
        let at = self.past_any(end, &["零", "过"]);
        if let Some((minute, end)) = self.scan.longest(
            self.sp(end),
            &[
                ("半", 30),
                ("一刻", 15),
                ("1刻", 15),
                ("三刻", 45),
                ("3刻", 45),
            ],
        ) {
            return Some((
                clock(Some(minute), None)?,
                self.scan.any(end, &["钟"]).unwrap_or(end),
            ));
        }
        if let Some((minute, after)) = self.within(at, 59) {
            let tail = self.scan.any(self.sp(after), &["分钟", "分"]);
            let at = tail.unwrap_or(after);
            if let Some((second, end)) = self.within(self.sp(at), 59).filter(|_| tail.is_some())
                && let Some(end) = self.scan.any(self.sp(end), &["秒钟", "秒"])
            {
                return Some((clock(Some(minute), Some(second))?, end));
            }
            let bare = tail.is_none()
                && (minute >= 10 || at > self.sp(end))
                && self.scan.before(end) != '时'
                && self.minutes_end(after);
            if tail.is_some() || bare {
                return Some((clock(Some(minute), None)?, at));
            }
        }
        let end = self.scan.any(self.sp(end), &["整", "正"]).unwrap_or(end);
        Some((clock(None, None)?, end))
    }

    /// Whether bare minutes may end here: nothing is counted with them.
    fn minutes_end(&self, end: usize) -> bool {
        let at = self.sp(end);
        self.scan.longest(at, words::UNITS).is_none()
            && !matches!(self.ch(at), '个' | '点' | '人' | '%' | '.' | ':')
            && !self.ch(end).is_ascii_alphanumeric()
    }

    /// 差五分八点, 差一刻七点.
    fn before_hour(&self, i: usize) -> Option<(Clock, usize)> {
        let end = self.scan.lit(i, "差")?;
        let (minutes, end) = match self.scan.any(end, &["一刻", "1刻"]) {
            Some(end) => (15, end),
            None => {
                let (minutes, end) = self.within(end, 59)?;
                (minutes, self.scan.any(end, &["分钟", "分"])?)
            }
        };
        let (clock, end) = self
            .spoken(self.past_any(end, &["到"]))
            .filter(|(clock, _)| clock.minute.is_none() && minutes > 0)?;
        let hour = if clock.hour == 0 { 23 } else { clock.hour - 1 };
        let earlier = Clock {
            hour,
            minute: Some(60 - minutes),
            ..clock
        };
        Some((earlier, end))
    }

    /// A moment: a day and an hour, so long from now, or now itself.
    pub(super) fn moment(&self, i: usize) -> Option<Said> {
        self.moments.get(i, || self.any_moment(i))
    }

    fn any_moment(&self, i: usize) -> Option<Said> {
        let (moment, end) = longest([
            self.now_word(i),
            self.counted_moment(i),
            self.day_then_clock(i),
        ])?;
        Some(Said::new(Node::Moment(moment), i, end))
    }

    fn now_word(&self, i: usize) -> Option<(Moment, usize)> {
        const WORDS: &[(&str, &str)] = &[
            ("现在", "PRESENT_REF"),
            ("此刻", "PRESENT_REF"),
            ("这会儿", "PRESENT_REF"),
            ("目前", "PRESENT_REF"),
            ("马上", "FUTURE_REF"),
            ("立刻", "FUTURE_REF"),
            ("立即", "FUTURE_REF"),
            ("刚刚", "PAST_REF"),
            ("刚才", "PAST_REF"),
        ];
        let (code, end) = self.scan.longest(i, WORDS)?;
        Some((
            Moment::At {
                timex: code.to_owned(),
                at: self.now,
            },
            end,
        ))
    }

    /// 2分钟前, 两小时后. The TIMEX of these names the day alone.
    fn counted_moment(&self, i: usize) -> Option<(Moment, usize)> {
        let (length, end) = self.length(i).filter(|(length, _)| length.has_clock())?;
        let (back, end) = self.ago(end)?;
        let at = length.moved(self.now, back)?;
        Some((
            Moment::At {
                timex: at.date().to_string(),
                at,
            },
            end,
        ))
    }

    /// 后天下午4:40, 今晚6点, 去年5月2日九点.
    fn day_then_clock(&self, i: usize) -> Option<(Moment, usize)> {
        let (day, at) = self.day_before_clock(i)?;
        let hour = self.hour(at)?;
        Some((Moment::On(day, hour.clock), hour.end))
    }

    /// The day in front of an hour or a part of the day, and where that starts: 明天|下午, 今|晚.
    pub(super) fn day_before_clock(&self, i: usize) -> Option<(Day, usize)> {
        if let Some((day, end)) = self.day(i) {
            return Some((day, self.past_any(end, &["的", ",", "在"])));
        }
        let (shift, end) = self.scan.longest(i, words::SHORT_DAYS)?;
        self.scan.any(end, &["早", "晚", "晨", "夜"])?;
        Some((Day::on(plus(self.today(), shift)?), end))
    }
}
