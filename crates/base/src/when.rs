use jiff::civil::{Date, Time, Weekday};

/// A moment, a day or a stretch of days that a person named, resolved against the time of speaking.
///
/// "明天早上七点" has a date and a time; "at seven" only a time; "this weekend" a date and an end;
/// "in ten minutes" is [`When::in_secs`] counted from now; "every weekday at 7" has a repeat and a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// The day, or the first day of a stretch.
    pub date: Option<Date>,
    /// The first day after the stretch, when more than one day was named.
    pub until: Option<Date>,
    /// The time of day.
    pub time: Option<Time>,
    /// The end of a stretch of hours ("from three to five").
    pub time_until: Option<Time>,
    /// False when the time could be morning or afternoon ("at seven"); the nearest future is meant.
    pub half_known: bool,
    /// Seconds from now, for "in ten minutes" and "三刻钟后". Negative for the past.
    pub in_secs: Option<i64>,
    /// How it comes again, if it does.
    pub repeat: Option<Repeat>,
}

/// How often something comes again.
#[derive(Clone, Debug, PartialEq)]
pub enum Repeat {
    /// On certain days of the week or kinds of day.
    Days(Days),
    /// Every `every` days, counted from the first.
    Daily {
        /// 1 for every day.
        every: u16,
    },
    /// Every `every` weeks on one weekday.
    Weekly {
        /// 1 for every week.
        every: u16,
        /// The day of the week.
        day: Weekday,
    },
    /// On one day of every month; a month that lacks it is passed over.
    Monthly {
        /// 1 to 31.
        day: i8,
    },
    /// On one day of every year.
    Yearly {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// On one day of every year of the Chinese lunar calendar.
    LunarYearly {
        /// 1 to 12.
        month: i8,
        /// 1 to 30.
        day: i8,
    },
    /// Every so many seconds ("every two hours").
    Every {
        /// At least 60.
        secs: i64,
    },
}

/// A set of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    /// Named days of the week.
    Week(Vec<Weekday>),
    /// Days on which the house works: make-up workdays count, public holidays do not.
    Workdays,
    /// The other days: weekends and public holidays, less make-up workdays.
    DaysOff,
}
