//! What an expression may stand for: alternatives with a start and an end, and their words in a result.

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

use super::{
    Resolved, Sort,
    days::{monday, plus},
    expr::{Clock, Day, Hours, Moment, Moments, Node, Part, Period, Portion, Relation, Said},
    length::{clock_timex, number},
};

/// One thing an expression may stand for; a point has its start as its end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alt {
    pub(super) timex: String,
    pub(super) from: Option<DateTime>,
    pub(super) to: Option<DateTime>,
}

impl Alt {
    pub(super) fn days(timex: String, from: Date, to: Date) -> Alt {
        Alt {
            timex,
            from: Some(from.at(0, 0, 0, 0)),
            to: Some(to.at(0, 0, 0, 0)),
        }
    }

    pub(super) fn unknown(timex: String) -> Alt {
        Alt {
            timex,
            from: None,
            to: None,
        }
    }

    fn point(timex: String, at: DateTime) -> Alt {
        Alt {
            timex,
            from: Some(at),
            to: Some(at),
        }
    }
}

impl Clock {
    /// `T08`, `T08:30`, `T08:30:15`.
    pub(super) fn timex(self) -> String {
        let part = |part: Option<i8>| part.map_or_else(String::new, |part| format!(":{part:02}"));
        format!(
            "T{:02}{}{}",
            self.hour,
            part(self.minute),
            part(self.second)
        )
    }

    pub(super) fn on(self, date: Date) -> DateTime {
        date.at(
            self.hour,
            self.minute.unwrap_or(0),
            self.second.unwrap_or(0),
            0,
        )
    }
}

impl Part {
    fn on(self, date: Date) -> (DateTime, DateTime) {
        let to = match self.to {
            24 => date.at(23, 59, 59, 0),
            hour => date.at(hour, 0, 0, 0),
        };
        (date.at(self.from, 0, 0, 0), to)
    }

    fn alt(self, timex: String, date: Date) -> Alt {
        let (from, to) = self.on(date);
        Alt {
            timex,
            from: Some(from),
            to: Some(to),
        }
    }
}

impl Node {
    pub(super) fn sort(&self) -> Sort {
        match self {
            Node::Day(_) => Sort::Date,
            Node::Clock(_) => Sort::Time,
            Node::Moment(_) => Sort::DateTime,
            Node::Days(_) => Sort::DateRange,
            Node::Hours(_) => Sort::TimeRange,
            Node::Moments(_) => Sort::DateTimeRange,
            Node::Length(_) => Sort::Duration,
            Node::Every(_) => Sort::Set,
        }
    }

    fn alts(&self, now: DateTime) -> Vec<Alt> {
        let today = now.date();
        match self {
            Node::Day(day) => day_alts(day, now),
            Node::Clock(clock) => clock
                .readings()
                .into_iter()
                .map(|clock| Alt::point(clock.timex(), clock.on(today)))
                .collect(),
            Node::Moment(moment) => moment.alts(now),
            Node::Days(period) => period.alts(now),
            Node::Hours(Hours::Part(part)) => vec![part.alt(part.code.to_owned(), today)],
            Node::Hours(Hours::Between(from, to)) => on_day(None, *from, *to, now),
            Node::Moments(moments) => moments.alts(now),
            Node::Length(_) | Node::Every(_) => Vec::new(),
        }
    }
}

fn day_alts(day: &Day, now: DateTime) -> Vec<Alt> {
    let timex = day.timex(now);
    match day.dates(now) {
        None => vec![Alt::unknown(timex)],
        Some((past, future)) => [past, future]
            .map(|date| Alt::point(timex.clone(), date.at(0, 0, 0, 0)))
            .into(),
    }
}

impl Moment {
    fn alts(&self, now: DateTime) -> Vec<Alt> {
        match self {
            Moment::At { timex, at } => vec![Alt::point(timex.clone(), *at)],
            Moment::On(day, clock) => {
                let readings = clock.readings();
                let of = |clock: &Clock| {
                    let timex = format!("{}{}", day.timex(now), clock.timex());
                    match day.dates(now) {
                        None => vec![Alt::unknown(timex)],
                        Some((past, future)) => [past, future]
                            .map(|date| Alt::point(timex.clone(), clock.on(date)))
                            .into(),
                    }
                };
                readings.iter().flat_map(of).collect()
            }
        }
    }
}

impl Moments {
    fn alts(&self, now: DateTime) -> Vec<Alt> {
        match self {
            Moments::Part(day, part) => {
                let timex = format!("{}{}", day.timex(now), part.code);
                match day.dates(now) {
                    None => vec![Alt::unknown(timex)],
                    Some((past, future)) => [past, future]
                        .map(|date| part.alt(timex.clone(), date))
                        .into(),
                }
            }
            Moments::OnDay(day, from, to) => on_day(Some(day), *from, *to, now),
            Moments::Between(from, to) => moments_between(from, to, now),
            Moments::Span { from, to, timex } => vec![Alt {
                timex: timex.clone(),
                from: Some(*from),
                to: Some(*to),
            }],
        }
    }
}

/// Both halves of the day for hours that name none; the end is the next such hour after the start.
fn halves(from: Clock, to: Clock) -> Vec<(Clock, Clock)> {
    if !(from.open && to.open) {
        return vec![(from.fixed(), to.fixed())];
    }
    let at = |afternoon: bool| {
        let from = from.half(afternoon);
        let same = to.half(afternoon);
        let to = if same.secs() < from.secs() {
            to.half(!afternoon)
        } else {
            same
        };
        (from, to)
    };
    vec![at(false), at(true)]
}

/// From an hour to another, on a day or on any day.
fn on_day(day: Option<&Day>, from: Clock, to: Clock, now: DateTime) -> Vec<Alt> {
    let mut alts = Vec::new();
    for (from, to) in halves(from, to) {
        let over = to.secs() < from.secs();
        let secs = (to.secs() - from.secs()).rem_euclid(86_400);
        let timex = |date: &dyn Fn(bool) -> String| {
            let (start, end) = (date(false), date(over));
            let length = clock_timex(secs);
            format!("({start}{},{end}{},{length})", from.timex(), to.timex())
        };
        let mut put = |timex: String, date: Date| {
            let end = if over { plus(date, 1) } else { Some(date) };
            alts.push(Alt {
                timex,
                from: Some(from.on(date)),
                to: end.map(|end| to.on(end)),
            });
        };
        match day {
            None => put(timex(&|_| String::new()), now.date()),
            Some(day) => {
                let Some((past, future)) = day.dates(now) else {
                    continue;
                };
                let timex = timex(&|next| {
                    if next {
                        next_day(day, now)
                    } else {
                        day.timex(now)
                    }
                });
                put(timex.clone(), past);
                put(timex, future);
            }
        }
    }
    alts
}

/// The TIMEX of the day after `day`.
fn next_day(day: &Day, now: DateTime) -> String {
    let next = match day {
        Day::Weekly(weekday) => Some(Day::Weekly(weekday % 7 + 1)),
        _ if day.known() => day.next(now).and_then(|date| plus(date, 1)).map(Day::on),
        _ => None,
    };
    next.unwrap_or_else(|| day.clone()).timex(now)
}

fn moments_between(from: &Moment, to: &Moment, now: DateTime) -> Vec<Alt> {
    let (starts, ends) = (from.alts(now), to.alts(now));
    let n = starts.len().max(ends.len());
    let nth = |alts: &[Alt], i: usize| {
        let i = if alts.len() == n {
            i
        } else {
            i * alts.len() / n
        };
        alts.get(i).cloned()
    };
    let pairs = (0..n).filter_map(|i| Some((nth(&starts, i)?, nth(&ends, i)?)));
    pairs
        .filter_map(|(start, end)| {
            let (from, to) = (start.from?, end.from?);
            let secs = from.until((jiff::Unit::Second, to)).ok()?.get_seconds();
            let timex = format!("({},{},{})", start.timex, end.timex, clock_timex(secs));
            Some(Alt {
                timex,
                from: Some(from),
                to: Some(to),
            })
        })
        .collect()
}

impl Said {
    /// The sort of the whole and its values.
    pub(super) fn resolved(&self, now: DateTime) -> (Sort, Vec<Resolved>) {
        let sort = self.node.sort();
        match &self.node {
            Node::Length(length) => {
                let seconds = self.plain(sort, length.timex(), number(length.secs()));
                return (sort, vec![seconds]);
            }
            Node::Every(timex) => {
                let every = self.plain(sort, timex.clone(), NOT_RESOLVED.to_owned());
                return (sort, vec![every]);
            }
            _ => {}
        }
        let mut alts = self.node.alts(now);
        if let Some(portion) = self.portion {
            for alt in &mut alts {
                narrow(alt, portion, &self.node, now);
            }
        }
        let ranged = match self.relation {
            Some(Relation::Undefined) | None => sort,
            Some(_) => sort.ranged(),
        };
        let whole = if self.relation == Some(Relation::Approx) {
            sort
        } else {
            ranged
        };
        let mut values: Vec<Resolved> = Vec::new();
        for alt in alts {
            let value = self.value(alt, sort, ranged);
            if !values.contains(&value) {
                values.push(value);
            }
        }
        (whole, values)
    }

    fn plain(&self, kind: Sort, timex: String, value: String) -> Resolved {
        Resolved {
            timex,
            kind,
            value: Some(value),
            start: None,
            end: None,
            modifier: self.modifier(),
            lunar: false,
        }
    }

    fn value(&self, alt: Alt, sort: Sort, ranged: Sort) -> Resolved {
        let (Some(from), to) = (alt.from, alt.to) else {
            let start_open = alt.to.map(|to| ranged.shown(to));
            let unknown = start_open.is_none().then(|| NOT_RESOLVED.to_owned());
            return Resolved {
                end: start_open,
                value: unknown.clone(),
                ..self.plain(ranged, alt.timex, String::new())
            };
        };
        let to = to.unwrap_or(from);
        let show = |at: DateTime| Some(ranged.shown(at));
        let before_end = self.portion == Some(Portion::End);
        let (mut value, mut start, mut end) = (None, None, None);
        match self.relation {
            Some(Relation::Before) => end = show(if before_end { to } else { from }),
            Some(Relation::Until) => end = show(to),
            Some(Relation::After) => start = show(to),
            Some(Relation::Since) => start = show(from),
            _ if sort.is_range() => (start, end) = (show(from), show(to)),
            _ => value = show(from),
        }
        Resolved {
            timex: alt.timex,
            kind: ranged,
            value,
            start,
            end,
            modifier: self.modifier(),
            lunar: matches!(&self.node, Node::Day(day) if day.lunar()),
        }
    }

    fn modifier(&self) -> Option<String> {
        let portion = match self.portion {
            Some(Portion::Start) => Some("start"),
            Some(Portion::Mid) => Some("mid"),
            Some(Portion::End) => Some("end"),
            Some(Portion::Earlier | Portion::Later) | None => None,
        };
        let relation = self.relation.map(|relation| match relation {
            Relation::Before => "before",
            Relation::After => "after",
            Relation::Since => "since",
            Relation::Until => "until",
            Relation::Approx => "approx",
            Relation::Less => "less",
            Relation::More => "more",
            Relation::Undefined => "ref_undef",
        });
        let approx = self.approx.then_some("approx");
        let words: Vec<&str> = [relation, portion, approx].into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join("-"))
    }
}

const NOT_RESOLVED: &str = "not resolved";

impl Sort {
    fn ranged(self) -> Sort {
        match self {
            Sort::Date => Sort::DateRange,
            Sort::Time => Sort::TimeRange,
            Sort::DateTime => Sort::DateTimeRange,
            other => other,
        }
    }

    fn is_range(self) -> bool {
        matches!(
            self,
            Sort::DateRange | Sort::TimeRange | Sort::DateTimeRange
        )
    }

    fn shown(self, at: DateTime) -> String {
        let (date, time) = (at.date(), at.time());
        let clock = format!(
            "{:02}:{:02}:{:02}",
            time.hour(),
            time.minute(),
            time.second()
        );
        match self {
            Sort::Time | Sort::TimeRange => clock,
            Sort::DateTime | Sort::DateTimeRange => format!("{} {clock}", day_text(date)),
            _ => day_text(date),
        }
    }
}

fn day_text(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Takes the start, middle or end of a stretch.
fn narrow(alt: &mut Alt, portion: Portion, node: &Node, now: DateTime) {
    let (Some(from), Some(to)) = (alt.from, alt.to) else {
        return;
    };
    let cuts = match node {
        Node::Days(period) => period_cuts(period, portion, from.date(), now),
        Node::Day(_) => Some((from, from, from)),
        Node::Moments(Moments::Part(_, part)) if part.code.is_empty() => None,
        _ => half_way(from, to),
    };
    let Some((early, late, half)) = cuts else {
        return;
    };
    let (start, end) = match portion {
        Portion::Start => (from, early),
        Portion::Mid => (early, late),
        Portion::End => (late, to),
        Portion::Earlier => (from, half.min(now.date().at(0, 0, 0, 0)).max(from)),
        Portion::Later => (half.max(now.date().at(0, 0, 0, 0)), to),
    };
    (alt.from, alt.to) = (Some(start), Some(end));
}

/// Where the start ends, where the end starts, and the middle.
type Cuts = (DateTime, DateTime, DateTime);

fn half_way(from: DateTime, to: DateTime) -> Option<Cuts> {
    let secs = from.until((jiff::Unit::Second, to)).ok()?.get_seconds();
    // A second before midnight stands for midnight.
    let half = from.checked_add(((secs + 1) / 2).seconds()).ok()?;
    Some((half, half, half))
}

fn period_cuts(period: &Period, portion: Portion, from: Date, now: DateTime) -> Option<Cuts> {
    let at = |month: i8, day: i8| Some(Date::new(from.year(), month, day).ok()?.at(0, 0, 0, 0));
    let day = |day: i8| {
        Some(
            Date::new(from.year(), from.month(), day)
                .ok()?
                .at(0, 0, 0, 0),
        )
    };
    match period {
        Period::Year {
            relative: false, ..
        } => Some((at(5, 1)?, at(9, 1)?, at(7, 1)?)),
        Period::Year { relative: true, .. } => Some((at(7, 1)?, at(7, 1)?, at(7, 1)?)),
        Period::Month { .. } if portion == Portion::Mid => Some((day(10)?, day(21)?, day(16)?)),
        Period::Month { .. } => Some((day(16)?, day(16)?, day(16)?)),
        Period::Week { .. } if portion == Portion::Mid => {
            let at = |days| Some(plus(monday(from), days)?.at(0, 0, 0, 0));
            Some((at(1)?, at(5)?, at(3)?))
        }
        Period::Week { .. } => {
            let thursday = plus(monday(from), 3)?.at(0, 0, 0, 0);
            Some((thursday, thursday, thursday))
        }
        _ => {
            let alts = period.alts(now);
            let alt = alts.first()?;
            half_way(alt.from?, alt.to?)
        }
    }
}

/// A moment as a TIMEX writes it.
pub(super) fn stamp(at: DateTime) -> String {
    format!("{}T{}", at.date(), at.time().strftime("%H:%M:%S"))
}
