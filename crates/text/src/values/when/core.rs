//! An hour and its minutes, without the part of the day: 七点半, 7:30, quarter past seven.

use std::cmp::Reverse;

use crate::values::{
    numbers::{Form, Num},
    scan::Scan,
};

/// An hour as said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Core {
    pub(super) end: usize,
    /// 0 to 24.
    pub(super) hour: i8,
    pub(super) minute: i8,
    pub(super) second: i8,
    /// Written like a 24-hour clock ("07:30", "19:05").
    pub(super) whole_day: bool,
    /// A bare number, which is an hour only if something around it says so.
    pub(super) weak: bool,
}

impl Core {
    fn new(end: usize, hour: i64, minute: i64) -> Option<Core> {
        Core::with_seconds(end, hour, minute, 0)
    }

    fn with_seconds(end: usize, hour: i64, minute: i64, second: i64) -> Option<Core> {
        let fits = (0..=23).contains(&hour) || (hour == 24 && minute == 0 && second == 0);
        let fits = fits && (0..60).contains(&minute) && (0..60).contains(&second);
        let small = |n: i64| i8::try_from(n).ok();
        let whole_day = hour == 0 || hour > 12;
        fits.then_some(Core {
            end,
            hour: small(hour)?,
            minute: small(minute)?,
            second: small(second)?,
            whole_day,
            weak: false,
        })
    }
}

/// What stands at one position.
#[derive(Debug, Default)]
pub(super) struct Cores {
    pub(super) found: Vec<Core>,
    /// Up to here stands something that looks like an hour and is none ("25:61").
    pub(super) impossible: Option<usize>,
}

/// Every hour at `i`.
pub(super) fn at(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Cores {
    let mut cores = Cores::default();
    colon(scan, i, &mut cores);
    chinese(scan, numbers, i, &mut cores);
    chinese_before(scan, numbers, i, &mut cores);
    english(scan, numbers, i, &mut cores.found);
    cores.found.sort_by_key(|read| Reverse(read.end));
    cores.found.dedup();
    cores
}

/// 7:30, 19:05:10, 7.30pm.
fn colon(scan: &Scan, i: usize, out: &mut Cores) {
    let Some((hour, n_hour, mark)) = scan.digits(i, 2) else {
        return;
    };
    let dotted = scan.ch(mark) == '.';
    if scan.ch(mark) != ':' && !dotted {
        return;
    }
    let Some((minute, n, end)) = scan
        .digits(mark + 1, 4)
        .or_else(|| scan.digits(mark + 1, 18))
    else {
        return;
    };
    if dotted {
        let followed = half_word(scan, end).is_some();
        if n == 2 && followed {
            out.found.extend(Core::new(end, hour, minute));
        }
        return;
    }
    let (mut second, mut stop) = (0, end);
    if scan.ch(end) == ':'
        && let Some((value, 2, after)) = scan.digits(end + 1, 2)
    {
        (second, stop) = (value, after);
    }
    match Core::with_seconds(stop, hour, minute, second) {
        Some(core) if n == 2 => {
            let whole_day = core.whole_day || (n_hour == 2 && hour < 10);
            out.found.push(Core { whole_day, ..core });
        }
        _ => out.impossible = Some(stop),
    }
}

/// 七点半, 7点05分, 十九时, 八点差五分.
fn chinese(scan: &Scan, numbers: &[Vec<Num>], i: usize, out: &mut Cores) {
    for n in numbers[i].iter().filter(|n| names_hour(scan, i, n)) {
        let mark = scan.skip(n.end);
        let Some(hour) = n
            .plain()
            .filter(|_| "点时".contains(scan.ch(mark)) && scan.ch(mark) != '\0')
        else {
            continue;
        };
        let end = mark + 1;
        if scan.ch(mark) == '时' && "间候段期区代".contains(scan.ch(end)) && scan.ch(end) != '\0'
        {
            continue;
        }
        let before = out.found.len();
        out.found.extend(Core::new(end, hour, 0));
        minutes(scan, numbers, end, hour, out);
        if out.found.len() == before && !"周期拜初".contains(scan.before(i)) {
            out.impossible = Some(out.impossible.unwrap_or(0).max(end));
        }
    }
}

/// 一三 is no hour, 零八 is; 大一点 is no hour, 一点 may be.
fn names_hour(scan: &Scan, i: usize, n: &Num) -> bool {
    let little = scan.lit(i, "一点").is_some_and(|end| {
        let more =
            super::super::scan::numeral(scan.ch(end)) || "半钟整零过差".contains(scan.ch(end));
        let compared = i > 0
            && "大小高低亮暗响轻快慢长短早晚多少有差好远近热冷暖凉重淡浓粗细"
                .contains(scan.before(i));
        let compared = compared
            && !(i > 1 && "今明昨后".contains(scan.ch(i - 2)) && "早晚".contains(scan.before(i)));
        end < scan.len() && scan.ch(end) == '儿' || (compared && (!more || end == scan.len()))
    });
    if little {
        return false;
    }
    !matches!(n.form, Form::ZhDigits(_)) || "零〇".contains(scan.ch(i))
}

/// What follows 点.
fn minutes(scan: &Scan, numbers: &[Vec<Num>], end: usize, hour: i64, out: &mut Cores) {
    if let Some(after) = scan.any(end, &["钟", "整", "正", "钟整"]) {
        out.found.extend(Core::new(after, hour, 0));
        return;
    }
    if scan.ch(end) == '半' {
        out.found.extend(Core::new(end + 1, hour, 30));
        return;
    }
    if let Some((value, after)) = short_of(scan, numbers, end) {
        out.found.extend(to(after, hour, value));
    }
    let at = scan.any(end, &["过"]).unwrap_or(end);
    let at = scan.skip(at);
    if let Some((minute, after)) = quarter(scan, numbers, at) {
        out.found.extend(Core::new(after, hour, minute));
        return;
    }
    let zero = scan.any(at, &["零", "〇"]);
    for n in numbers.get(at).into_iter().flatten() {
        minute_number(scan, numbers, n, hour, zero.is_some(), out);
    }
    if let Some(n) = zero
        .and_then(|at| numbers.get(at))
        .and_then(|found| found.first())
    {
        minute_number(scan, numbers, n, hour, true, out);
    }
}

fn minute_number(
    scan: &Scan,
    numbers: &[Vec<Num>],
    n: &Num,
    hour: i64,
    zero: bool,
    out: &mut Cores,
) {
    let Some(minute) = n.plain() else { return };
    let mark = scan.skip(n.end);
    let marked = scan.ch(mark) == '分' && scan.ch(mark + 1) != '之';
    let bare = zero
        || matches!(n.form, Form::Digits(2) | Form::ZhDigits(2))
        || (n.form == Form::Zh && minute >= 10);
    if marked && scan.ch(mark + 1) == '钟' {
        return;
    }
    if !(0..60).contains(&minute) {
        if marked {
            out.found.retain(|core| core.end > mark);
            out.impossible = Some(mark + 1);
        }
        return;
    }
    if marked {
        out.found.extend(Core::new(mark + 1, hour, minute));
        out.found
            .extend(seconds(scan, numbers, scan.skip(mark + 1), hour, minute));
    } else if bare && !other_unit(scan.ch(mark)) {
        out.found.extend(Core::new(n.end, hour, minute));
    }
}

/// Whether what follows shows that a bare number is no hour.
fn counted(scan: &Scan, i: usize) -> bool {
    i < scan.len() && "月日号年天周个块元度斤米分秒小楼层岁次条首%点时刻".contains(scan.ch(i))
}

/// Whether a number before `c` counts something else than minutes.
fn other_unit(c: char) -> bool {
    c != '\0' && "秒度个块斤天年月号日周%".contains(c)
}

fn seconds(scan: &Scan, numbers: &[Vec<Num>], i: usize, hour: i64, minute: i64) -> Option<Core> {
    let n = numbers
        .get(i)?
        .iter()
        .find(|n| n.within(0..=59).is_some() && scan.ch(n.end) == '秒')?;
    Core::with_seconds(n.end + 1, hour, minute, n.plain()?)
}

/// 一刻, 三刻.
fn quarter(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Option<(i64, usize)> {
    let n = numbers
        .get(i)?
        .iter()
        .find(|n| scan.ch(n.end) == '刻' && n.within(1..=3).is_some())?;
    let end = n.end + 1;
    (scan.ch(end) != '钟').then_some((n.plain()? * 15, end))
}

/// 差五分, 差一刻, 欠十分.
fn short_of(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Option<(i64, usize)> {
    let at = scan.skip(scan.any(i, &["差", "欠"])?);
    if let Some(found) = quarter(scan, numbers, at) {
        return Some(found);
    }
    let n = numbers
        .get(at)?
        .iter()
        .find(|n| n.within(1..=59).is_some())?;
    let end = scan.any(scan.skip(n.end), &["分", "分钟"])?;
    Some((n.plain()?, end))
}

/// 差五分八点, 差一刻到九点.
fn chinese_before(scan: &Scan, numbers: &[Vec<Num>], i: usize, out: &mut Cores) {
    let Some((short, end)) = short_of(scan, numbers, i) else {
        return;
    };
    let at = scan.skip(scan.any(end, &["到", "就"]).unwrap_or(end));
    for n in numbers.get(at).into_iter().flatten() {
        if let Some(hour) = n.plain().filter(|_| scan.ch(n.end) == '点') {
            let end = scan.any(n.end + 1, &["钟", "整"]).unwrap_or(n.end + 1);
            out.found.extend(to(end, hour, short));
        }
    }
}

/// So many minutes before an hour.
fn to(end: usize, hour: i64, short: i64) -> Option<Core> {
    let hour = match hour {
        0 | 24 => 23,
        1 => 12,
        _ => hour - 1,
    };
    Core::new(end, hour, 60 - short)
}

/// The hour that an English number at `i` names, 0 to 23, or "noon" and "midnight".
fn english_hour(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Option<(i64, usize)> {
    if let Some(found) = named_hour(scan, i) {
        return Some(found);
    }
    let n = numbers
        .get(i)?
        .iter()
        .find(|n| matches!(n.form, Form::En | Form::Digits(1 | 2)))?;
    Some((n.within(0..=23)?, n.end))
}

/// "noon", "midnight".
pub(super) fn named_hour(scan: &Scan, i: usize) -> Option<(i64, usize)> {
    match scan.word(i)? {
        ("noon" | "midday" | "noontime", end) => Some((12, end)),
        ("midnight", end) => Some((0, end)),
        _ => None,
    }
}

fn english(scan: &Scan, numbers: &[Vec<Num>], i: usize, out: &mut Vec<Core>) {
    let c = scan.ch(i);
    if !c.is_ascii_alphanumeric() {
        return;
    }
    past_and_to(scan, numbers, i, out);
    half(scan, numbers, i, out);
    clock_digits(scan, i, out);
    out.extend(numbers[i].iter().find_map(|n| hundreds(scan, n)));
    let Some((hour, end)) = english_hour(scan, numbers, i) else {
        return;
    };
    if named_hour(scan, i).is_some() {
        out.extend(Core::new(end, hour, 0).map(|core| Core {
            whole_day: true,
            ..core
        }));
        return;
    }
    if let Some(after) = scan.phrases(
        scan.skip(end),
        &[
            "o'clock",
            "oclock",
            "o clock",
            "o' clock",
            "hundred hours",
            "sharp",
        ],
    ) {
        out.extend(Core::new(after, hour, 0));
    }
    out.extend(english_minutes(scan, numbers, hour, end));
    if stands_alone(scan, end) || half_word(scan, end).is_some() {
        out.extend(Core::new(end, hour, 0).map(|core| Core { weak: true, ..core }));
    }
}

/// Whether a bare number that ends here may be an hour: it is no part of a longer number and counts nothing.
fn stands_alone(scan: &Scan, end: usize) -> bool {
    let next = scan.ch(end);
    let glued = ".:/,".contains(next) && scan.ch(end + 1).is_ascii_digit();
    !glued && next != '%' && !next.is_ascii_alphanumeric() && !counted(scan, scan.skip(end))
}

/// "seven | thirty", "seven | oh five", "7 | 30".
fn english_minutes(scan: &Scan, numbers: &[Vec<Num>], hour: i64, end: usize) -> Option<Core> {
    let at = scan.gap(end);
    if at == end {
        return None;
    }
    if let Some((12 | 0, end)) = named_hour(scan, at).filter(|_| hour == 12) {
        let noon = named_hour(scan, at).is_some_and(|(hour, _)| hour == 12);
        return Core::new(end, if noon { 12 } else { 0 }, 0).map(|core| Core {
            whole_day: true,
            ..core
        });
    }
    if let Some(zero) = scan.phrases(at, &["oh", "o", "zero"]) {
        let n = numbers
            .get(scan.gap(zero))?
            .iter()
            .find(|n| matches!(n.form, Form::En | Form::Digits(1)))?;
        return Core::new(n.end, hour, n.within(1..=9)?);
    }
    let n = numbers
        .get(at)?
        .iter()
        .find(|n| matches!(n.form, Form::En | Form::Digits(2)))?;
    let minute = n.within(0..=59)?;
    let spelled = n.form == Form::En && minute >= 10 && hour <= 12;
    let digits = matches!(n.form, Form::Digits(2))
        && scan.ch(at - 1) == ' '
        && !":/.".contains(scan.ch(n.end));
    let ends = !scan.ch(n.end).is_ascii_alphabetic() || half_word(scan, n.end).is_some();
    let digits = digits && ends;
    let core = Core::new(n.end, hour, minute)?;
    (spelled || digits).then_some(Core {
        weak: digits,
        ..core
    })
}

/// "quarter past seven", "ten minutes to eight", "twenty five past".
fn past_and_to(scan: &Scan, numbers: &[Vec<Num>], i: usize, out: &mut Vec<Core>) {
    for (minutes, end) in leading_minutes(scan, numbers, i) {
        let at = scan.skip(end);
        let (past, after) = match scan.phrases(at, &["past", "after"]) {
            Some(after) => (true, after),
            None => match scan.phrases(at, &["to", "till", "til", "until", "before"]) {
                Some(after) => (false, after),
                None => continue,
            },
        };
        let Some((hour, mut stop)) = english_hour(scan, numbers, scan.skip(after)) else {
            continue;
        };
        if let Some(end) = scan.phrases(scan.skip(stop), &["o'clock", "oclock", "o clock"]) {
            stop = end;
        }
        let named = named_hour(scan, scan.skip(after)).is_some();
        let core = if past {
            Core::new(stop, hour, minutes)
        } else {
            to(stop, hour, minutes)
        };
        out.extend(core.map(|core| Core {
            whole_day: core.whole_day || named,
            ..core
        }));
    }
}

fn leading_minutes(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Vec<(i64, usize)> {
    let mut found = Vec::new();
    if let Some(end) = scan.phrases(i, &["quarter", "a quarter"]) {
        found.push((15, end));
    }
    if let Some(end) = scan.phrases(i, &["half"]) {
        found.push((30, end));
    }
    for n in &numbers[i] {
        if let Some(minutes) = n.within(1..=59) {
            let spelled = scan.phrases(scan.skip(n.end), &["minutes", "minute", "mins", "min"]);
            found.push((minutes, spelled.unwrap_or(n.end)));
        }
    }
    found
}

/// British "half seven" is half past.
fn half(scan: &Scan, numbers: &[Vec<Num>], i: usize, out: &mut Vec<Core>) {
    let Some(end) = scan.phrase(i, "half") else {
        return;
    };
    if let Some((hour, end)) =
        english_hour(scan, numbers, scan.skip(end)).filter(|(hour, _)| (1..=12).contains(hour))
    {
        out.extend(Core::new(end, hour, 30));
    }
}

/// "four hundred am", "nineteen hundred hours".
fn hundreds(scan: &Scan, n: &Num) -> Option<Core> {
    let value = n
        .plain()
        .filter(|value| n.form == Form::En && value % 100 == 0)?;
    let hours = scan.phrases(scan.skip(n.end), &["hours"]);
    let said = hours.or_else(|| half_word(scan, n.end).map(|_| n.end));
    Core::new(said?, value / 100, 0)
}

/// "0730", "730pm", "1900 hours".
fn clock_digits(scan: &Scan, i: usize, out: &mut Vec<Core>) {
    let Some((value, n, end)) = scan.digits(i, 4) else {
        return;
    };
    let hours = scan.phrases(scan.skip(end), &["hours", "hrs"]);
    let wanted = match n {
        4 => scan.ch(i) == '0' || hours.is_some() || half_word(scan, end).is_some(),
        3 => half_word(scan, end).is_some(),
        _ => false,
    };
    if wanted {
        let core = Core::new(hours.unwrap_or(end), value / 100, value % 100);
        out.extend(core.map(|core| Core {
            whole_day: core.whole_day || (n == 4 && hours.is_some()) || scan.ch(i) == '0',
            ..core
        }));
    }
}

/// "am" or "pm" after an hour: whether it is the afternoon, and the end.
pub(super) fn half_word(scan: &Scan, end: usize) -> Option<(bool, usize)> {
    let at = scan.skip(end);
    let afternoon = match scan.ch(at) {
        'p' => true,
        'a' => false,
        _ => return None,
    };
    let mut p = scan.skip(at + 1);
    if scan.ch(p) == '.' {
        p += 1;
    }
    p = scan.skip(p);
    if scan.ch(p) != 'm' || scan.ch(p + 1).is_ascii_alphanumeric() {
        return None;
    }
    let dotted = scan.ch(p - 1) == '.' || scan.ch(p - 1) == ' ';
    let dot = scan.skip(p + 1);
    let end = if dotted && scan.ch(dot) == '.' {
        dot + 1
    } else {
        p + 1
    };
    Some((afternoon, end))
}
