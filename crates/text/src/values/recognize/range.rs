//! Ranges of numbers: 大于二十小于三十五, 最多100最少20, 一千到一千五百, more than 30, between ten and fifteen, 5k-20k.

use super::{
    Culture, Entity, Field, format,
    number::{self, Num, Use, zh},
    ordinal,
    source::{Source, wordy},
};

/// What a word or sign says of the number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    More,
    MoreOrEqual,
    Less,
    LessOrEqual,
    Equal,
}

use Side::{Equal, Less, LessOrEqual, More, MoreOrEqual};

/// A stretch that bounds numbers from below, from above, or both.
#[derive(Clone, Copy, Debug)]
struct Range {
    start: usize,
    end: usize,
    /// The bound and whether it belongs to the range.
    low: Option<(f64, bool)>,
    high: Option<(f64, bool)>,
}

impl Range {
    fn of(side: Side, start: usize, end: usize, value: f64) -> Range {
        let low = match side {
            More => Some((value, false)),
            MoreOrEqual | Equal => Some((value, true)),
            Less | LessOrEqual => None,
        };
        let high = match side {
            Less => Some((value, false)),
            LessOrEqual | Equal => Some((value, true)),
            More | MoreOrEqual => None,
        };
        Range {
            start,
            end,
            low,
            high,
        }
    }

    /// This bound and the one that follows it, if they hold numbers between them.
    fn and(self, next: Range) -> Option<Range> {
        let (low, high) = match (self.low, self.high, next.low, next.high) {
            (Some(low), None, None, Some(high)) | (None, Some(high), Some(low), None) => {
                (low, high)
            }
            _ => return None,
        };
        (low.0 < high.0).then_some(Range {
            start: self.start,
            end: next.end,
            low: Some(low),
            high: Some(high),
        })
    }

    fn entity(&self, source: &Source) -> Entity {
        let shown =
            |bound: Option<(f64, bool)>| bound.map_or_else(String::new, |(v, _)| format::number(v));
        let open = if self.low.is_some_and(|(_, closed)| closed) {
            '['
        } else {
            '('
        };
        let close = if self.high.is_some_and(|(_, closed)| closed) {
            ']'
        } else {
            ')'
        };
        let value = format!("{open}{},{}{close}", shown(self.low), shown(self.high));
        Entity {
            start: self.start,
            end: self.end,
            text: source.shown(self.start, self.end),
            type_name: "numberrange",
            resolution: vec![("value", Field::Text(value))],
        }
    }
}

pub(super) fn entities(source: &Source, culture: Culture) -> Vec<Entity> {
    let mut found: Vec<Range> = Vec::new();
    let mut i = 0;
    while i < source.len() {
        let Some(range) = at(source, i, culture) else {
            i = past(source, i, culture);
            continue;
        };
        let next = at(source, joint(source, range.end, culture), culture);
        let both = next.and_then(|next| range.and(next));
        let range = both.unwrap_or(range);
        i = range.end.max(i + 1);
        found.push(range);
    }
    found.iter().map(|range| range.entity(source)).collect()
}

/// Past what is no range: a whole run of digits or a word, since no range starts inside one.
fn past(source: &Source, i: usize, culture: Culture) -> usize {
    match culture {
        Culture::Chinese if zh::numeral(source.ch(i)) => zh::past(source, i),
        _ => source.digits(i).max(i + 1),
    }
}

fn at(source: &Source, i: usize, culture: Culture) -> Option<Range> {
    match culture {
        Culture::Chinese => compared(source, i)
            .or_else(|| between(source, i, culture))
            .or_else(|| related(source, i, culture))
            .or_else(|| led(source, i, culture)),
        Culture::English => between(source, i, culture)
            .or_else(|| related(source, i, culture))
            .or_else(|| led(source, i, culture)),
    }
}

/// Where the other bound may stand: after spaces and a word or mark that joins.
fn joint(source: &Source, end: usize, culture: Culture) -> usize {
    let at = source.skip(end);
    let after = match culture {
        Culture::Chinese => source.any(
            at,
            &[
                "并且",
                "而且",
                "且",
                "并",
                "的同时",
                "同时",
                ",",
                "、",
                "但",
            ],
        ),
        Culture::English => source
            .phrases(at, &["and", "but"])
            .or_else(|| source.lit(at, ",")),
    };
    source.skip(after.unwrap_or(at))
}

const RELATIONS_ZH: &[(&str, Side)] = &[
    ("大于", More),
    ("多于", More),
    ("高于", More),
    ("超过", More),
    ("超出", More),
    ("大过", More),
    ("过", More),
    (">", More),
    ("小于", Less),
    ("少于", Less),
    ("低于", Less),
    ("不到", Less),
    ("不足", Less),
    ("<", Less),
    ("等于", Equal),
    ("=", Equal),
    ("至少", MoreOrEqual),
    ("最少", MoreOrEqual),
    ("起码", MoreOrEqual),
    ("至多", LessOrEqual),
    ("最多", LessOrEqual),
    ("顶多", LessOrEqual),
    ("≥", MoreOrEqual),
    ("≤", LessOrEqual),
    ("不小于", MoreOrEqual),
    ("不少于", MoreOrEqual),
    ("不低于", MoreOrEqual),
    ("不大于", LessOrEqual),
    ("不多于", LessOrEqual),
    ("不高于", LessOrEqual),
    ("不超过", LessOrEqual),
];

const RELATIONS_EN: &[(&str, Side)] = &[
    ("above", More),
    ("over", More),
    ("exceed", More),
    ("exceeds", More),
    ("exceeded", More),
    ("exceeding", More),
    ("surpass", More),
    ("surpasses", More),
    ("surpassed", More),
    ("surpassing", More),
    ("below", Less),
    ("under", Less),
    ("at least", MoreOrEqual),
    ("at most", LessOrEqual),
    ("up to", LessOrEqual),
    ("equal to", Equal),
    ("equals", Equal),
    ("equal", Equal),
];

const SIGNS: &[(&str, Side)] = &[
    (">=", MoreOrEqual),
    ("<=", LessOrEqual),
    (">", More),
    ("<", Less),
    ("=", Equal),
    ("≥", MoreOrEqual),
    ("≤", LessOrEqual),
];

const LARGER: &[&str] = &["bigger", "greater", "more", "higher", "larger"];
const SMALLER: &[&str] = &["less", "lower", "smaller", "fewer"];

/// The relation at `i` and where it ends.
fn relation(source: &Source, i: usize, culture: Culture) -> Option<(Side, usize)> {
    let sign = SIGNS
        .iter()
        .filter_map(|(sign, side)| Some((*side, source.spaced(i, sign)?)))
        .max_by_key(|(_, end)| *end);
    if let Some(sign) = sign {
        let doubled = matches!(source.before(i), '<' | '>' | '=');
        return (!doubled).then_some(sign);
    }
    match culture {
        Culture::Chinese => {
            let hits = RELATIONS_ZH
                .iter()
                .filter_map(|(words, side)| Some((*side, source.lit(i, words)?)));
            let (side, end) = hits.max_by_key(|(_, end)| *end)?;
            let end = source.any(end, &["了", "有", "是", "为"]).unwrap_or(end);
            let or = source.any(source.skip(end), &["或者", "或"]).unwrap_or(end);
            let equal = source.any(source.skip(or), &["等于", "="]);
            Some(equal.map_or((side, end), |end| (or_equal(side), end)))
        }
        Culture::English => english(source, i),
    }
}

fn or_equal(side: Side) -> Side {
    match side {
        More | MoreOrEqual => MoreOrEqual,
        Less | LessOrEqual => LessOrEqual,
        Equal => Equal,
    }
}

fn english(source: &Source, i: usize) -> Option<(Side, usize)> {
    let (side, end) = comparison(source, i)?;
    let or = source.phrase(source.skip(end), "or");
    let Some(next) = or.map(|end| source.skip(end)) else {
        return Some((side, end));
    };
    match (side, comparison(source, next)) {
        (Equal, Some((other, end))) if other != Equal => Some((or_equal(other), end)),
        (side, Some((Equal, end))) => Some((or_equal(side), end)),
        _ => Some((side, end)),
    }
}

/// "no more than", "larger than", "equal to".
fn comparison(source: &Source, i: usize) -> Option<(Side, usize)> {
    let not = source
        .phrases(i, &["no", "not"])
        .map(|end| source.skip(end));
    let at = not.unwrap_or(i);
    let than = |end: usize| {
        let after = source.skip(end);
        source.phrases(after, &["than", "to"]).unwrap_or(end)
    };
    if let Some(end) = source.phrases(at, LARGER) {
        return Some((if not.is_some() { LessOrEqual } else { More }, than(end)));
    }
    if let Some(end) = source.phrases(at, SMALLER) {
        return Some((if not.is_some() { MoreOrEqual } else { Less }, than(end)));
    }
    let hits = RELATIONS_EN
        .iter()
        .filter_map(|(words, side)| Some((*side, source.phrase(i, words)?)));
    let (side, end) = hits.max_by_key(|(_, end)| *end)?;
    let end = if side == Equal { than(end) } else { end };
    Some((side, end))
}

/// A number or a place in an order, "the" allowed before it.
fn number(source: &Source, i: usize, culture: Culture) -> Option<Num> {
    let at = match culture {
        Culture::Chinese => source.lit(i, "第").unwrap_or(i),
        Culture::English => source.phrase(i, "the").map_or(i, |end| source.skip(end)),
    };
    if wordy(source.before(at)) && source.ch(at).is_ascii_alphanumeric() {
        return None;
    }
    let place = match culture {
        Culture::Chinese => None,
        Culture::English => ordinal::place(source, at),
    };
    let num = number::at(source, at, culture, Use::Part);
    let num = match (place, num) {
        (Some((value, end)), num) if num.is_none_or(|num| num.end <= end) => Num {
            start: at,
            end,
            value,
            subtype: number::Subtype::Integer,
        },
        (_, num) => num?,
    };
    let unit = culture == Culture::English && wordy(source.ch(num.end));
    (!unit).then_some(Num { start: i, ..num })
}

/// A relation and its number, and what may be added: "less than 5000 or equal", "equal to 5000 or less".
fn related(source: &Source, i: usize, culture: Culture) -> Option<Range> {
    if wordy(source.before(i)) && source.ch(i).is_ascii_alphanumeric() {
        return None;
    }
    let (side, end) = relation(source, i, culture)?;
    let num = number(source, source.skip(end), culture)?;
    let (side, end) = added(source, &num, side, culture).unwrap_or((side, num.end));
    Some(Range::of(side, i, end, num.value))
}

fn added(source: &Source, num: &Num, side: Side, culture: Culture) -> Option<(Side, usize)> {
    if culture == Culture::Chinese {
        return None;
    }
    let or = source.phrase(source.skip(num.end), "or")?;
    let (other, end) = comparison(source, source.skip(or))?;
    // "equal to 5000 or less than 6000" is two ranges.
    let next = source.skip(end);
    if number(source, next, culture).is_some() {
        return None;
    }
    match (side, other) {
        (Equal, Equal) => None,
        (Equal, other) => Some((or_equal(other), end)),
        (side, Equal) => Some((or_equal(side), end)),
        _ => None,
    }
}

/// A number first: 五百以上, 三十或以上, 五百多, "five hundred or more", and from one number to another.
fn led(source: &Source, i: usize, culture: Culture) -> Option<Range> {
    let num = number(source, i, culture)?;
    let num = one_in(source, num, culture).unwrap_or(num);
    if let Some(range) = till(source, i, &num, culture) {
        return Some(range);
    }
    let at = source.skip(num.end);
    match culture {
        Culture::Chinese => {
            let about = |c: char| matches!(c, '多' | '几' | '余');
            if (i..num.end).any(|k| about(source.ch(k))) {
                return Some(Range::of(More, i, num.end, num.value));
            }
            if about(source.ch(num.end)) {
                return Some(Range::of(More, i, num.end + 1, num.value));
            }
            let or = source.any(at, &["或者", "或"]);
            let from = source.skip(or.unwrap_or(at));
            let up = source.any(from, &["以上", "之上", "更多", "更大", "更高"]);
            let down = source.any(
                from,
                &["以下", "之下", "更少", "更小", "更低", "以内", "之内"],
            );
            match (up, down, or.is_some()) {
                (Some(end), _, true) => Some(Range::of(MoreOrEqual, i, end, num.value)),
                (Some(end), _, false) => Some(Range::of(More, i, end, num.value)),
                (_, Some(end), true) => Some(Range::of(LessOrEqual, i, end, num.value)),
                (_, Some(end), false) => Some(Range::of(Less, i, end, num.value)),
                _ => None,
            }
        }
        Culture::English => {
            let or = source.phrases(at, &["or", "and"])?;
            let from = source.skip(or);
            let up = source
                .phrases(from, LARGER)
                .or_else(|| source.phrases(from, &["above", "over"]));
            let down = source
                .phrases(from, SMALLER)
                .or_else(|| source.phrases(from, &["below", "under"]));
            let side = if up.is_some() {
                MoreOrEqual
            } else {
                LessOrEqual
            };
            let end = up.or(down)?;
            // "more than 10 and less than 5": the words belong to the number that follows.
            let than = source.phrase(source.skip(end), "than").is_some();
            let other = number(source, source.skip(end), culture).is_some();
            (!than && !other).then(|| Range::of(side, i, end, num.value))
        }
    }
}

/// "two in seven", which is a share where a bound follows it.
fn one_in(source: &Source, top: Num, culture: Culture) -> Option<Num> {
    if culture == Culture::Chinese {
        return None;
    }
    let at = source.skip(source.phrase(source.skip(top.end), "in")?);
    let bottom = number(source, at, culture).filter(|bottom| top.value < bottom.value)?;
    Some(Num {
        end: bottom.end,
        value: top.value / bottom.value,
        ..top
    })
}

/// The number after a dash, a wave, 到 or 至; not a date, a phone number or a fraction.
fn till(source: &Source, start: usize, first: &Num, culture: Culture) -> Option<Range> {
    let at = source.skip(first.end);
    let dash = matches!(source.ch(at), '-' | '–' | '—' | '~' | '～');
    let after = match culture {
        Culture::Chinese => source.any(at, &["到", "至", "--", "-", "–", "——", "—", "~"]),
        Culture::English => source.any(at, &["--", "-", "–", "—", "~"]),
    }?;
    let last = number(source, source.skip(after), culture)?;
    let digits =
        source.ch(first.start).is_ascii_digit() && source.before(last.end).is_ascii_alphanumeric();
    let chained = |c: char| matches!(c, '-' | '/' | '+' | '.' | ':');
    let part = chained(source.before(start))
        || (chained(source.ch(last.end)) && source.ch(last.end + 1).is_ascii_digit());
    let fits = first.value < last.value && (!dash || (digits && !part));
    fits.then_some(Range {
        start,
        end: last.end,
        low: Some((first.value, true)),
        high: Some((last.value, false)),
    })
}

/// "between A and B", "from A to B", 在A和B之间, A与B间.
fn between(source: &Source, i: usize, culture: Culture) -> Option<Range> {
    let (first_at, joints, closing): (usize, &[&str], bool) = match culture {
        Culture::English => {
            let between = source.phrase(i, "between");
            let from = source.phrase(i, "from");
            let joints: &[&str] = if between.is_some() {
                &["and"]
            } else {
                &["to", "through", "till"]
            };
            (source.skip(between.or(from)?), joints, false)
        }
        Culture::Chinese => {
            let at = source.any(i, &["位于", "介于", "在"]).unwrap_or(i);
            (
                source.skip(at),
                &["和", "与", "到", "至", "~", "-", "–"],
                true,
            )
        }
    };
    let first = number(source, first_at, culture)?;
    let at = source.skip(first.end);
    let after = match culture {
        Culture::English => source.phrases(at, joints)?,
        Culture::Chinese => source.any(at, joints)?,
    };
    let last = number(source, source.skip(after), culture)?;
    let mut end = last.end;
    if closing {
        end = source.any(source.skip(end), &["之间", "间"])?;
    }
    (first.value < last.value).then_some(Range {
        start: i,
        end,
        low: Some((first.value, true)),
        high: Some((last.value, false)),
    })
}

/// 比四分之一大, 比二十小.
fn compared(source: &Source, i: usize) -> Option<Range> {
    let at = source.lit(i, "比")?;
    let num = number(source, source.skip(at), Culture::Chinese)?;
    let from = source.skip(num.end);
    let from = source.lit(from, "更").unwrap_or(from);
    let side = match source.ch(from) {
        '大' | '多' | '高' => More,
        '小' | '少' | '低' => Less,
        _ => return None,
    };
    Some(Range::of(side, i, from + 1, num.value))
}
