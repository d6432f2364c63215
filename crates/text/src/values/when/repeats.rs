//! Repeats: 每天, 每周一三五, 每隔两小时, every other day, weekdays, on the 15th of every month.

use jiff::civil::Weekday;
use ling_base::{Days, Repeat};

use super::{
    Ctx, Reads,
    calendar::{Day, How},
    days::{weekday_digit, weekday_name},
    part::{self, Part},
};
use crate::values::durations::Length;

/// A repeat, with the part of the day that its words hold ("every morning").
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Again {
    pub(super) repeat: Repeat,
    pub(super) part: Option<Part>,
}

/// A repeat and where it ends.
type Read = (Again, usize);

/// Every repeat that starts at `i`.
pub(super) fn at(ctx: &Ctx<'_>, days: &Reads<Day>, i: usize) -> Vec<Read> {
    let mut found = Vec::new();
    let mut plain = |repeat: Option<(Repeat, usize)>| {
        found.extend(repeat.map(|(repeat, end)| (Again { repeat, part: None }, end)))
    };
    plain(kinds_of_day(ctx, i));
    plain(words(ctx, i));
    plain(
        weekday_list(ctx, i)
            .filter(|(days, _)| days.len() > 1)
            .map(|(days, end)| (week(days), end)),
    );
    let daily =
        weekday_list(ctx, i).and_then(|(days, end)| Some((week(days), every_day(ctx, end)?)));
    plain(daily);
    plain(plural_weekday(ctx, i));
    plain(of_every_month(ctx, days, i));
    for (repeat, end) in after_day(ctx, days, i) {
        plain(Some((repeat, end)));
    }
    if let Some(start) = every(ctx, i) {
        for (repeat, end) in after_every(ctx, days, start) {
            plain(Some((repeat, end)));
        }
    }
    let parts: Vec<Read> = found
        .iter()
        .filter_map(|(again, end)| with_part(ctx, again, *end))
        .collect();
    found.extend(parts);
    found.extend(every_part(ctx, i));
    found
}

/// The end of 每天 or "every day" after a list of weekdays.
fn every_day(ctx: &Ctx<'_>, end: usize) -> Option<usize> {
    let at = ctx.past_de(end);
    ctx.scan
        .any(at, &["每天", "每日", "都"])
        .or_else(|| ctx.scan.phrases(at, &["every day", "each day", "daily"]))
}

/// Past 每, 每个, "every", "each".
pub(super) fn every(ctx: &Ctx<'_>, i: usize) -> Option<usize> {
    let scan = ctx.scan;
    let end = scan
        .any(i, &["每", "每个", "每一", "每一个", "每逢", "逢"])
        .or_else(|| scan.phrases(i, &["every", "each", "every single"]))?;
    Some(scan.skip(end))
}

/// 每天早上, every Monday morning.
fn with_part(ctx: &Ctx<'_>, again: &Again, end: usize) -> Option<Read> {
    let at = part::lead(ctx.scan, ctx.past_de(end));
    let (part, end) = part::at(ctx.scan, at)?;
    Some((
        Again {
            part: Some(part),
            ..again.clone()
        },
        end,
    ))
}

/// "every morning", 每晚, 每早.
fn every_part(ctx: &Ctx<'_>, i: usize) -> Option<Read> {
    let at = every(ctx, i)?;
    let (part, end) = part::at(ctx.scan, at)?;
    Some((
        Again {
            repeat: Repeat::Daily { every: 1 },
            part: Some(part),
        },
        end,
    ))
}

/// 工作日, weekdays, weekends, days off.
fn kinds_of_day(ctx: &Ctx<'_>, i: usize) -> Option<(Repeat, usize)> {
    const WORKDAYS_ZH: &[&str] = &["工作日", "平日", "上班日", "上班的日子", "上班那天"];
    const OFF_ZH: &[&str] = &["休息日", "节假日", "放假的时候", "不上班的日子", "放假日"];
    const WORKDAYS: &[&str] = &[
        "weekdays",
        "workdays",
        "work days",
        "working days",
        "week days",
        "business days",
    ];
    const OFF: &[&str] = &["days off", "off days", "non working days", "non workdays"];
    const ENDS: &[&str] = &["weekends", "the weekends"];
    let scan = ctx.scan;
    let start = every(ctx, i).unwrap_or(i);
    let one = start != i;
    let workday = scan
        .any(start, WORKDAYS_ZH)
        .or_else(|| scan.phrases(start, WORKDAYS));
    let workday = workday.or_else(|| {
        scan.phrases(
            start,
            &[
                "weekday",
                "workday",
                "work day",
                "working day",
                "business day",
            ],
        )
        .filter(|_| one)
    });
    if let Some(end) = workday {
        return Some((Repeat::Days(Days::Workdays), end));
    }
    if let Some(end) = scan
        .any(start, OFF_ZH)
        .or_else(|| scan.phrases(start, OFF))
        .or_else(|| scan.phrases(start, &["day off"]).filter(|_| one))
    {
        return Some((Repeat::Days(Days::DaysOff), end));
    }
    let weekend = scan
        .phrases(start, ENDS)
        .or_else(|| scan.phrases(start, &["weekend"]).filter(|_| one));
    let weekend = weekend.or_else(|| {
        scan.any(start, &["周末", "个周末"])
            .filter(|_| !"下上这本".contains(scan.before(start)) || start == 0)
    });
    weekend.map(|end| {
        (
            Repeat::Days(Days::Week(vec![Weekday::Saturday, Weekday::Sunday])),
            end,
        )
    })
}

/// Repeats that are words of their own.
fn words(ctx: &Ctx<'_>, i: usize) -> Option<(Repeat, usize)> {
    let scan = ctx.scan;
    let today = ctx.today;
    if let Some(end) = scan.any(i, &["天天", "日日", "每天", "每日", "每一天"]) {
        return Some((Repeat::Daily { every: 1 }, end));
    }
    if let Some(end) = scan.any(i, &["隔天", "隔日", "每隔一天", "每隔一日"]) {
        return Some((Repeat::Daily { every: 2 }, end));
    }
    if let Some(end) = scan.phrases(
        i,
        &[
            "everyday",
            "daily",
            "every day",
            "each day",
            "once a day",
            "every single day",
        ],
    ) {
        return Some((Repeat::Daily { every: 1 }, end));
    }
    if let Some(end) = scan.phrases(i, &["every other day", "every second day"]) {
        return Some((Repeat::Daily { every: 2 }, end));
    }
    if let Some(end) = scan.phrases(i, &["hourly", "once an hour"]) {
        return Some((Repeat::Every { secs: 3600 }, end));
    }
    if let Some(end) = scan
        .any(i, &["每周", "每个星期", "每星期", "每个礼拜", "每礼拜"])
        .or_else(|| scan.phrases(i, &["weekly", "every week", "once a week"]))
    {
        return weekly_on(ctx, 1, end).or(Some((
            Repeat::Weekly {
                every: 1,
                day: today.weekday(),
            },
            end,
        )));
    }
    if let Some(end) = scan
        .any(i, &["每月", "每个月"])
        .or_else(|| scan.phrases(i, &["monthly", "every month", "each month", "once a month"]))
    {
        return Some((Repeat::Monthly { day: today.day() }, end));
    }
    let end = scan.any(i, &["每年"]).or_else(|| {
        scan.phrases(
            i,
            &[
                "yearly",
                "annually",
                "every year",
                "each year",
                "once a year",
            ],
        )
    })?;
    Some((
        Repeat::Yearly {
            month: today.month(),
            day: today.day(),
        },
        end,
    ))
}

/// "weekly | on Monday".
fn weekly_on(ctx: &Ctx<'_>, every: u16, end: usize) -> Option<(Repeat, usize)> {
    let scan = ctx.scan;
    let at = ctx.past_de(end);
    let at = scan
        .phrases(at, &["on", "on a"])
        .map_or(at, |end| scan.skip(end));
    if let Some((day, end)) = weekday_name(scan, at) {
        return Some((Repeat::Weekly { every, day }, end));
    }
    let at = scan.any(at, &["周", "星期", "礼拜"])?;
    Some((
        Repeat::Weekly {
            every,
            day: weekday_digit(scan.ch(at))?,
        },
        at + 1,
    ))
}

/// What may follow "every": weekdays, days by name or number, spans of time.
fn after_every(ctx: &Ctx<'_>, days: &Reads<Day>, start: usize) -> Vec<(Repeat, usize)> {
    let mut found = Vec::new();
    let scan = ctx.scan;
    if let Some((list, end)) = weekday_list(ctx, start) {
        found.push((week(list), end));
    }
    for (day, end) in days.get(start).into_iter().flatten() {
        found.extend(named(*day).map(|repeat| (repeat, *end)));
        let of = scan
            .phrases(scan.skip(*end), &["of the month", "of each month"])
            .filter(|_| matches!(day.how, How::DayOfMonth(_)));
        found.extend(of.and_then(|end| Some((named(*day)?, end))));
    }
    let other = scan.any(start, &["隔"]).map(|end| (end, true));
    let other = other.or_else(|| {
        scan.phrases(start, &["other", "second"])
            .map(|end| (scan.skip(end), true))
    });
    let (span_at, skipping) = other.unwrap_or((start, false));
    if skipping && let Some((day, end)) = weekday_name(scan, span_at) {
        found.push((Repeat::Weekly { every: 2, day }, end));
    }
    for (length, end) in spans(ctx, span_at) {
        let Some(repeat) = of_length(ctx, length, skipping) else {
            continue;
        };
        if let Repeat::Weekly { every, .. } = repeat {
            found.extend(weekly_on(ctx, every, end));
        }
        found.push((repeat, end));
    }
    found.extend(inside(ctx, days, start));
    found
}

/// 每月 | 15号, 每年 | 三月八号, every month | on the 15th.
fn inside(ctx: &Ctx<'_>, days: &Reads<Day>, start: usize) -> Vec<(Repeat, usize)> {
    let scan = ctx.scan;
    let month = scan
        .any(start, &["月", "个月"])
        .or_else(|| scan.phrases(start, &["month"]));
    let year = scan
        .any(start, &["年"])
        .or_else(|| scan.phrases(start, &["year"]));
    let Some(end) = month.or(year) else {
        return Vec::new();
    };
    let at = ctx.past_de(end);
    let at = scan.phrases(at, &["on"]).map_or(at, |end| scan.skip(end));
    let fits = |day: &Day| match day.how {
        How::DayOfMonth(_) => month.is_some(),
        How::MonthDay(..) | How::Lunar(..) => year.is_some(),
        _ => false,
    };
    let here = days
        .get(at)
        .into_iter()
        .flatten()
        .filter(|(day, _)| fits(day));
    here.filter_map(|(day, end)| Some((named(*day)?, *end)))
        .collect()
}

/// "the 15th of every month".
fn of_every_month(ctx: &Ctx<'_>, days: &Reads<Day>, i: usize) -> Option<(Repeat, usize)> {
    let (day, end) = days[i]
        .iter()
        .find(|(day, _)| matches!(day.how, How::DayOfMonth(_)))?;
    let end = ctx.scan.phrases(
        ctx.scan.skip(*end),
        &[
            "of every month",
            "of each month",
            "every month",
            "each month",
            "of the month",
        ],
    )?;
    Some((named(*day)?, end))
}

/// "March 8th | every year".
fn after_day(ctx: &Ctx<'_>, days: &Reads<Day>, i: usize) -> Vec<(Repeat, usize)> {
    let yearly = |end: usize| {
        ctx.scan.phrases(
            ctx.scan.skip(end),
            &["every year", "each year", "of every year", "yearly"],
        )
    };
    let named = days[i]
        .iter()
        .filter(|(day, _)| matches!(day.how, How::MonthDay(..) | How::Lunar(..)));
    named
        .filter_map(|(day, end)| Some((self::named(*day)?, yearly(*end)?)))
        .collect()
}

/// The repeat of a day by its name.
fn named(day: Day) -> Option<Repeat> {
    if day.until.is_some() {
        return None;
    }
    Some(match day.how {
        How::Weekday(day) => Repeat::Weekly { every: 1, day },
        How::DayOfMonth(day) => Repeat::Monthly { day },
        How::MonthDay(month, day) => Repeat::Yearly { month, day },
        How::Lunar(month, day) => Repeat::LunarYearly { month, day },
        How::Fixed | How::Feast | How::Stretch => return None,
    })
}

/// The spans of time after "every"; 每小时 and "every hour" have no number.
fn spans(ctx: &Ctx<'_>, at: usize) -> Vec<(Length, usize)> {
    let mut found: Vec<(Length, usize)> = ctx
        .durations
        .get(at)
        .into_iter()
        .flatten()
        .filter(|span| !span.loose)
        .map(|span| (span.length, span.end))
        .collect();
    let one = |months, days, secs| Length { months, days, secs };
    let scan = ctx.scan;
    let bare: &[(&[&str], &[&str], Length)] = &[
        (
            &["小时", "个小时", "钟头", "个钟头"],
            &["hour"],
            one(0, 0, 3600),
        ),
        (&["分钟"], &["minute"], one(0, 0, 60)),
        (&["天"], &["day"], one(0, 1, 0)),
        (
            &["周", "星期", "个星期", "礼拜", "个礼拜"],
            &["week"],
            one(0, 7, 0),
        ),
        (&[], &["half hour"], one(0, 0, 1800)),
    ];
    for (zh, en, length) in bare {
        if let Some(end) = scan.any(at, zh).or_else(|| scan.phrases(at, en)) {
            found.push((*length, end));
        }
    }
    found
}

/// The repeat of a span; 隔 and "other" leave one out.
fn of_length(ctx: &Ctx<'_>, length: Length, skipping: bool) -> Option<Repeat> {
    if length.secs > 0 {
        let secs = length.total_secs()?;
        return (secs >= 60).then_some(Repeat::Every { secs });
    }
    if length.months != 0 {
        return match (length.months, length.days) {
            (1, 0) => Some(Repeat::Monthly {
                day: ctx.today.day(),
            }),
            (12, 0) => Some(Repeat::Yearly {
                month: ctx.today.month(),
                day: ctx.today.day(),
            }),
            _ => None,
        };
    }
    let days = u16::try_from(length.days).ok().filter(|days| *days > 0)?;
    if days % 7 == 0 {
        let every = days / 7 + u16::from(skipping);
        return Some(Repeat::Weekly {
            every,
            day: ctx.today.weekday(),
        });
    }
    Some(Repeat::Daily {
        every: days.checked_add(u16::from(skipping))?,
    })
}

/// One day a week, or several.
fn week(mut days: Vec<Weekday>) -> Repeat {
    days.sort_by_key(|day| day.to_monday_zero_offset());
    days.dedup();
    match days[..] {
        [day] => Repeat::Weekly { every: 1, day },
        _ => Repeat::Days(Days::Week(days)),
    }
}

/// "Mondays", "Mondays and Fridays".
fn plural_weekday(ctx: &Ctx<'_>, i: usize) -> Option<(Repeat, usize)> {
    let (mut days, mut end) = (Vec::new(), i);
    let mut at = i;
    while days.len() < 7 {
        let Some((day, stop)) = plural(ctx, at) else {
            break;
        };
        days.push(day);
        end = stop;
        at = past_and(ctx, end);
    }
    (!days.is_empty()).then(|| (week(days), end))
}

fn plural(ctx: &Ctx<'_>, i: usize) -> Option<(Weekday, usize)> {
    let (word, end) = ctx.scan.word(i)?;
    let day = match word {
        "mondays" => Weekday::Monday,
        "tuesdays" => Weekday::Tuesday,
        "wednesdays" => Weekday::Wednesday,
        "thursdays" => Weekday::Thursday,
        "fridays" => Weekday::Friday,
        "saturdays" => Weekday::Saturday,
        "sundays" => Weekday::Sunday,
        _ => return None,
    };
    Some((day, end))
}

/// Past what joins two weekdays of a list.
fn past_and(ctx: &Ctx<'_>, end: usize) -> usize {
    let scan = ctx.scan;
    let at = ctx.past_comma(end);
    let at = scan
        .any(at, &["和", "跟", "及", "与", "还有"])
        .map_or(at, |end| scan.skip(end));
    let at = scan
        .phrases(at, &["and", "and on", "on", "and every"])
        .map_or(at, |end| scan.skip(end));
    scan.any(at, &["每"]).unwrap_or(at)
}

/// 周一三五, 周一到周五, "Monday, Wednesday and Friday": the days and the end.
fn weekday_list(ctx: &Ctx<'_>, i: usize) -> Option<(Vec<Weekday>, usize)> {
    let (mut days, mut end) = one_or_run(ctx, i)?;
    while days.len() < 7 {
        let at = ctx.scan.skip(end);
        let to = ctx
            .scan
            .any(at, &["到", "至", "-", "~"])
            .or_else(|| ctx.scan.phrases(at, &["to", "through", "thru", "until"]));
        if let Some(at) = to.map(|end| ctx.scan.skip(end)) {
            let Some((last, stop)) = one(ctx, at) else {
                break;
            };
            let first = *days.last()?;
            days.extend(
                std::iter::successors(Some(first), |day| Some(day.next()))
                    .skip(1)
                    .take_while(|day| *day != last)
                    .take(6),
            );
            days.push(last);
            end = stop;
            continue;
        }
        let at = past_and(ctx, end);
        let Some((more, stop)) = one_or_run(ctx, at).filter(|_| at > end) else {
            break;
        };
        days.extend(more);
        end = stop;
    }
    Some((days, end))
}

/// One weekday: 周三, 三 (of 周一至三), Friday.
fn one(ctx: &Ctx<'_>, i: usize) -> Option<(Weekday, usize)> {
    let scan = ctx.scan;
    if let Some(found) = weekday_name(scan, i) {
        return Some(found);
    }
    let at = scan.any(i, &["周", "星期", "礼拜"]).unwrap_or(i);
    let hour = at == i && "点时个号月".contains(scan.ch(at + 1)) && at + 1 < scan.len();
    Some((
        weekday_digit(scan.ch(at)).filter(|_| !hour && !scan.ch(at).is_ascii())?,
        at + 1,
    ))
}

/// 周一三五 as a run, or one weekday by name.
fn one_or_run(ctx: &Ctx<'_>, i: usize) -> Option<(Vec<Weekday>, usize)> {
    let scan = ctx.scan;
    if let Some((day, end)) = weekday_name(scan, i) {
        return Some((vec![day], end));
    }
    let start = scan.any(i, &["周", "星期", "礼拜"])?;
    let mut days: Vec<Weekday> = vec![weekday_digit(scan.ch(start))?];
    let mut end = start + 1;
    loop {
        let comma = if scan.ch(end) == ',' { end + 1 } else { end };
        let Some(day) =
            weekday_digit(scan.ch(comma)).filter(|_| !scan.ch(comma).is_ascii() && days.len() < 7)
        else {
            break;
        };
        days.push(day);
        end = comma + 1;
    }
    // 周一三点 is Monday at three: the last of a run may be an hour.
    if days.len() > 1 && "点时十".contains(scan.ch(end)) && end < scan.len() && scan.ch(end) != '十'
    {
        days.pop();
        end -= 1;
        if scan.before(end) == ',' {
            end -= 1;
        }
    }
    Some((days, end))
}
