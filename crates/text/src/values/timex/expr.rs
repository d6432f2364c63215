//! What was said about time, before anybody asks which day or hour it is: expressions that name only what was said.

use jiff::civil::{Date, DateTime};

use super::{feasts::Feast, length::Length};

/// A day. Weekdays count from Monday, 1, to Sunday, 7.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Day {
    /// Year, month and day, which may not exist ("February 30th").
    Full { year: i16, month: i8, day: i8 },
    /// Month and day.
    Yearly { month: i8, day: i8 },
    /// The first day of a month: a month as the end of a range.
    First(i8),
    /// The day of a month.
    Monthly(i8),
    /// A weekday.
    Weekly(i8),
    /// A weekday and the day of a month: "Monday the 21st".
    WeeklyOn { weekday: i8, day: i8 },
    /// The nth weekday of a month; 0 is the last.
    Nth {
        year: Option<i16>,
        month: i8,
        nth: i8,
        weekday: i8,
    },
    /// Two digits for the year that may mean either century.
    TwoDigit { year: i16, month: i8, day: i8 },
    /// A month and day of which the rest of the sentence tells the year.
    Pinned { month: i8, day: i8, year: i16 },
    /// A holiday.
    Feast {
        feast: &'static Feast,
        year: Option<i16>,
    },
    /// Month and day of the lunar calendar, kept in that calendar.
    Lunar {
        year: Option<i16>,
        month: i8,
        day: i8,
    },
}

impl Day {
    pub(super) fn on(date: Date) -> Day {
        Day::Full {
            year: date.year(),
            month: date.month(),
            day: date.day(),
        }
    }
}

/// An hour of the day; `open` when it may be before or after noon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) hour: i8,
    pub(super) minute: Option<i8>,
    pub(super) second: Option<i8>,
    pub(super) open: bool,
}

impl Clock {
    pub(super) fn new(hour: i8, minute: Option<i8>, second: Option<i8>) -> Option<Clock> {
        let fits = (0..=24).contains(&hour)
            && minute.is_none_or(|minute| (0..60).contains(&minute))
            && second.is_none_or(|second| (0..60).contains(&second))
            && (hour < 24 || minute.unwrap_or(0) == 0);
        fits.then_some(Clock {
            hour: hour % 24,
            minute,
            second,
            open: (1..=12).contains(&hour),
        })
    }

    /// The hour before noon or after it, when that is said.
    pub(super) fn half(self, afternoon: bool) -> Clock {
        let hour = match (self.hour, afternoon) {
            (12, false) => 0,
            (1..=11, true) => self.hour + 12,
            (hour, _) => hour,
        };
        Clock {
            hour,
            open: false,
            ..self
        }
    }

    /// The hour as it stands.
    pub(super) fn fixed(self) -> Clock {
        Clock {
            open: false,
            ..self
        }
    }

    /// The half in which this hour is the last such one before another.
    pub(super) fn last_before(self, other: Clock) -> Clock {
        let gap = |start: Clock| (other.secs() - start.secs()).rem_euclid(86_400);
        let (early, late) = (self.half(false), self.half(true));
        let near = gap(late) != 0 && (gap(late) < gap(early) || gap(early) == 0);
        if near { late } else { early }
    }

    /// The half in which this hour is the next such one after another.
    pub(super) fn next_after(self, other: Clock) -> Clock {
        let gap = |end: Clock| (end.secs() - other.secs()).rem_euclid(86_400);
        let (early, late) = (self.half(false), self.half(true));
        let near = gap(early) != 0 && gap(early) < gap(late);
        if near { early } else { late }
    }

    /// Seconds since midnight.
    pub(super) fn secs(self) -> i64 {
        i64::from(self.hour) * 3600
            + i64::from(self.minute.unwrap_or(0)) * 60
            + i64::from(self.second.unwrap_or(0))
    }

    /// What it may be: itself, or the morning and the afternoon.
    pub(super) fn readings(self) -> Vec<Clock> {
        if !self.open {
            return vec![self];
        }
        let other = Clock {
            hour: (self.hour + 12) % 24,
            ..self
        };
        vec![self.fixed(), other.fixed()]
    }
}

/// A part of the day with its code and hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) code: &'static str,
    pub(super) from: i8,
    /// 24 stands for a second before midnight.
    pub(super) to: i8,
}

impl Part {
    /// Whether it is named by a meal.
    pub(super) fn meal(self) -> bool {
        matches!(self.code, "TMEB" | "TMER" | "TMEL" | "TMED")
    }
}

/// A stretch of days.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Period {
    /// `relative` when it was counted from now ("this year").
    Year {
        year: i16,
        relative: bool,
    },
    Month {
        year: Option<i16>,
        month: i8,
    },
    /// A week by its Monday, of so many days.
    Week {
        monday: Date,
        days: i64,
    },
    Weekend {
        monday: Date,
    },
    /// The weekend next to a day.
    WeekendOf(Day),
    /// The nth week of a month; 0 is the last.
    WeekOfMonth {
        year: Option<i16>,
        month: i8,
        nth: i8,
    },
    /// The week of a day.
    WeekOf(Day),
    /// Quarters and halves: so many months from a month on.
    Months {
        year: Option<i16>,
        month: i8,
        months: i8,
    },
    /// So many years from a year of which only the last two digits may be said.
    Years {
        from: i16,
        years: i16,
        open: bool,
    },
    /// Named, and without dates: a season, a fiscal year.
    Named(String),
    /// Two known dates and the length as it was said.
    Span {
        from: Date,
        to: Date,
        length: String,
    },
    /// From one day to another.
    Between(Edge, Edge),
    /// Known dates that the TIMEX does not show ("the same week").
    Vague {
        timex: String,
        from: Date,
        to: Date,
    },
    /// Up to now.
    ToDate {
        timex: String,
        from: Option<Date>,
    },
}

/// How exactly the end of a range is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Year,
    Month,
    Week,
    Day,
}

/// One end of a range of days.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Edge {
    pub(super) day: Day,
    pub(super) grain: Grain,
}

/// A stretch of hours on any day.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Hours {
    Part(Part),
    Between(Clock, Clock),
}

/// A stretch between moments.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Moments {
    Part(Day, Part),
    /// On one day, from an hour to another.
    OnDay(Day, Clock, Clock),
    /// From a moment to another.
    Between(Moment, Moment),
    /// Known moments.
    Span {
        from: DateTime,
        to: DateTime,
        timex: String,
    },
}

/// A day with an hour, or now.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Moment {
    On(Day, Clock),
    At { timex: String, at: DateTime },
}

/// Anything that is said about time.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Day(Day),
    Clock(Clock),
    Moment(Moment),
    Days(Period),
    Hours(Hours),
    Moments(Moments),
    Length(Length),
    /// Something that comes again, by its TIMEX.
    Every(String),
}

/// Which portion of a period is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Portion {
    Start,
    Mid,
    End,
    /// The first half of a period counted from now, without a mark.
    Earlier,
    /// What is left of the second half of a period, without a mark.
    Later,
}

/// How the meant time lies to the one that is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Before,
    After,
    Since,
    Until,
    Approx,
    Less,
    More,
    /// "the same week": which one is not known.
    Undefined,
}

/// An expression with what modifies it, and the end of its text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    pub(super) node: Node,
    pub(super) portion: Option<Portion>,
    pub(super) relation: Option<Relation>,
    pub(super) approx: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Said {
    pub(super) fn new(node: Node, start: usize, end: usize) -> Said {
        Said {
            node,
            portion: None,
            relation: None,
            approx: false,
            start,
            end,
        }
    }

    pub(super) fn portion(self, portion: Portion) -> Said {
        Said {
            portion: Some(portion),
            ..self
        }
    }

    pub(super) fn relation(self, relation: Relation) -> Said {
        Said {
            relation: Some(relation),
            ..self
        }
    }
}
