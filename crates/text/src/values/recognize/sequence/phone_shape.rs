//! Which groups of digits make a phone number, and how sure that is.

/// What stands between two groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    Space,
    Dash,
    Dot,
    Slash,
}

/// A group of digits.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) n_digits: usize,
    pub(super) end: usize,
    /// What joins it to the one before.
    pub(super) mark: Mark,
    /// It is a country code with a plus.
    pub(super) plus: bool,
    /// It stands in brackets.
    pub(super) paren: bool,
    /// Its first digits.
    pub(super) head: String,
}

impl Group {
    fn zero_first(&self) -> bool {
        self.head.starts_with('0')
    }

    fn year(&self) -> bool {
        self.n_digits == 4 && (self.head.starts_with("19") || self.head.starts_with("20"))
    }
}

/// The longest number with its country code and prefix.
const DIGITS_MAX: usize = 17;

pub(super) fn plausible(groups: &[Group]) -> bool {
    let total: usize = groups.iter().map(|group| group.n_digits).sum();
    let dotted = groups
        .iter()
        .filter(|group| group.mark == Mark::Dot)
        .count();
    if total > DIGITS_MAX || (dotted > 0 && !dots_fit(groups, total, dotted)) {
        return false;
    }
    let Some(first) = groups.first() else {
        return false;
    };
    if first.plus {
        return international(groups, total);
    }
    if groups.iter().any(|group| group.paren) {
        return bracketed(groups, total);
    }
    match groups {
        [only] => bare(only),
        [a, b] => pair(a, b),
        _ => several(groups, total),
    }
}

/// Dots separate all groups, and the last has four digits; else it is an address or a decimal.
fn dots_fit(groups: &[Group], total: usize, dotted: usize) -> bool {
    let last = groups.last().map_or(0, |group| group.n_digits);
    let open = groups[0].paren;
    let all = dotted == groups.len() - 1;
    all && last == 4 && groups.len() > 2 && (9..=13).contains(&total) || (open && last == 4 && all)
}

/// +44 ..., (+45) ...: the dash right after a code joins only longer groups.
fn international(groups: &[Group], total: usize) -> bool {
    let code = groups[0].n_digits;
    let dashed = groups
        .get(1)
        .is_some_and(|next| next.mark == Mark::Dash && next.n_digits < 3 && code <= 3);
    let brackets = groups[1..].iter().filter(|group| group.paren).count();
    let nested = groups[1..].iter().skip(2).any(|group| group.paren);
    let short = groups[1..]
        .iter()
        .skip(2)
        .any(|group| group.n_digits < 2 && !group.paren);
    let last = groups.last().is_some_and(|group| group.paren);
    (8..=16).contains(&total) && !dashed && brackets <= 1 && !nested && !short && !last
}

/// (area) number, 1 (area) number, (011) 44 ..., 123)456-7890.
fn bracketed(groups: &[Group], total: usize) -> bool {
    let at = groups.iter().position(|group| group.paren).unwrap_or(0);
    let area = &groups[at];
    let more = groups[at + 1..].iter().any(|group| group.paren);
    let rest: usize = groups[at + 1..].iter().map(|group| group.n_digits).sum();
    let code = match at {
        0 => true,
        1 => groups[0].n_digits <= 3 && area.mark != Mark::Dash,
        _ => false,
    };
    let joined = groups[at + 1..]
        .iter()
        .skip(1)
        .all(|group| group.n_digits >= 2);
    code && !more && joined && (1..=5).contains(&area.n_digits) && rest >= 5 && total >= 8
}

/// Digits without marks.
fn bare(only: &Group) -> bool {
    match only.n_digits {
        6 => only.zero_first(),
        7..=12 => true,
        13..=15 => only.zero_first(),
        _ => false,
    }
}

fn pair(a: &Group, b: &Group) -> bool {
    let total = a.n_digits + b.n_digits;
    let exchange = !a.head.starts_with('1');
    if a.n_digits == 3 && b.n_digits == 4 {
        return exchange && b.mark != Mark::Slash;
    }
    if (a.year() && b.year()) || (a.n_digits == 5 && b.n_digits == 4) {
        return false;
    }
    let long = if b.mark == Mark::Slash { 7 } else { 4 };
    let code = a.n_digits >= 2 || b.mark == Mark::Dash && b.n_digits == 10;
    let prefix = if a.head.starts_with("00") { 8 } else { 5 };
    total >= 8 && code && a.n_digits <= prefix && b.n_digits >= long
}

fn several(groups: &[Group], total: usize) -> bool {
    let sizes: Vec<usize> = groups.iter().map(|group| group.n_digits).collect();
    let marks: Vec<Mark> = groups[1..].iter().map(|group| group.mark).collect();
    let same = |mark: Mark| marks.iter().all(|m| *m == mark);
    let fields = same(Mark::Dash) || same(Mark::Slash);
    let three = sizes.len() == 3 && [sizes[0], sizes[2]].iter().all(|n| (3..=4).contains(n));
    if three && sizes[1] <= 4 && fields {
        let social = sizes == [3, 2, 4];
        return total >= 8 && !social && !(groups[0].year() && sizes[1] <= 2);
    }
    let date = fields && sizes.len() == 3 && sizes.iter().all(|&n| n <= 4) && total <= 8;
    let slashes = marks.iter().filter(|mark| **mark == Mark::Slash).count();
    if date || slashes > 0 || sizes == [3, 2, 4] {
        return false;
    }
    let trunk = sizes[0] == 1 && sizes[1..] == [3, 3, 4] && groups[0].head == "1";
    let first = trunk || (2..=5).contains(&sizes[0]);
    let dotted = same(Mark::Dot);
    let inner = dotted || sizes[1..].iter().all(|&n| n >= 2);
    let longest = sizes.iter().max().copied().unwrap_or(0);
    total >= 8 && first && inner && longest <= 12
}

/// Whether the groups are those of a payment card: 4-4-4-4, 4-4-4-3, 4-6-5.
pub(super) fn is_card(groups: &[Group]) -> bool {
    let sizes: Vec<usize> = groups.iter().map(|group| group.n_digits).collect();
    let plain = groups.iter().all(|group| !group.paren && !group.plus);
    plain && matches!(sizes[..], [4, 4, 4, 3 | 4] | [4, 6, 5])
}

/// How sure it is, as a fraction of one: a country code, an area code and groups speak for it, equal digits at the end
/// against it.
pub(super) fn score(text: &str, groups: &[Group]) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let coded = groups[0].plus || text.starts_with("00") || text.starts_with("(00");
    let area = groups.iter().any(|group| group.paren && !group.plus);
    let marks = text
        .split(|c: char| !matches!(c, ' ' | '-' | '/' | '.'))
        .filter(|mark| !mark.is_empty());
    let marks: Vec<&str> = marks.collect();
    let wide = marks.iter().any(|mark| mark.len() > 1);
    let mut sure = 30_i32;
    sure += if coded { 40 } else { 0 };
    sure += if area { 20 } else { 0 };
    sure += 20 * i32::try_from(marks.len().min(3)).unwrap_or(3);
    sure -= if wide { 20 } else { 0 };
    sure += 10 * i32::try_from(digits.len().saturating_sub(8).min(3)).unwrap_or(3);
    sure = sure.min(100);
    let tail = text.chars().last();
    let equal = text.chars().rev().take_while(|c| Some(*c) == tail).count();
    sure -= 10 * i32::try_from(equal.saturating_sub(2)).unwrap_or(10);
    if text.len() == digits.len() {
        sure -= 10 * i32::try_from(digits.len().saturating_sub(11)).unwrap_or(10);
    }
    super::super::format::number(f64::from(sure.clamp(0, 100)) / 100.0)
}
