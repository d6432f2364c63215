//! Chinese numerals: 两千零五, 一万三, 五兆六十二亿, 3万5千, 十多万, 二点五, 三又五分之一, 半百.

use super::{Num, Subtype, Use, digits};
use crate::values::recognize::{Culture, source::Source};

/// Longer numerals are cut: nobody says them, and time stays linear.
const CHARS_MAX: usize = 80;

/// A digit of a numeral; 两 and its like count, but do not spell out decimals.
pub(crate) fn digit(c: char) -> Option<f64> {
    match c {
        '两' => Some(2.0),
        '俩' => Some(2.0),
        '仨' => Some(3.0),
        '幺' => None,
        _ => crate::values::numbers::digit(c).map(digits_as_f64),
    }
}

#[allow(clippy::cast_precision_loss)]
fn digits_as_f64(digit: i64) -> f64 {
    digit as f64
}

fn counts_only(c: char) -> bool {
    matches!(c, '两' | '俩' | '仨')
}

fn unit(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 10.0,
        '百' | '佰' => 100.0,
        '千' | '仟' => 1000.0,
        '万' => 1e4,
        '亿' => 1e8,
        '兆' => 1e12,
        _ => return None,
    })
}

fn about(c: char) -> bool {
    matches!(c, '多' | '几' | '余')
}

/// Whether `c` can stand in a numeral.
pub(crate) fn numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some()
}

/// Past what holds no number at `i`: a run of digits without units is read as a whole or not at all.
pub(crate) fn past(source: &Source, i: usize) -> usize {
    let mut end = i;
    while digit(source.ch(end)).is_some() {
        end += 1;
    }
    if end > i && unit(source.ch(end)).is_some() {
        while unit(source.ch(end)).is_some() {
            end += 1;
        }
    }
    end.max(i + 1)
}

/// The number that starts at `i`.
pub(crate) fn at(source: &Source, i: usize, usage: Use) -> Option<Num> {
    let signed = source.ch(i) == '负';
    let from = if signed { source.skip(i + 1) } else { i };
    if let Some(mut num) = fraction(source, from, i) {
        num.value *= if signed { -1.0 } else { 1.0 };
        return Some(num);
    }
    let plain = digits::at(source, from, Culture::Chinese, usage);
    let words = written(source, from, usage);
    let mut num = match (plain, words) {
        (Some(plain), Some(words)) if plain.end >= words.end => plain,
        (plain, words) => words.or(plain)?,
    };
    if signed {
        num.value = -num.value;
        num.start = i;
    }
    Some(num)
}

/// A numeral, with decimals or dozens.
fn written(source: &Source, i: usize, usage: Use) -> Option<Num> {
    let num = |value, end, subtype| {
        Some(Num {
            start: i,
            end,
            value,
            subtype,
        })
    };
    if source.ch(i) == '半' {
        let scale = match source.ch(i + 1) {
            '打' => 12.0,
            c => unit(c)?,
        };
        return num(scale / 2.0, i + 2, Subtype::Integer);
    }
    let whole = whole(source, i)?;
    if let Some((value, end)) = decimals(source, whole.value, whole.end) {
        return num(value, end, Subtype::Decimal);
    }
    if whole.lone && usage == Use::Alone && !stands_alone(source, i, whole.end) {
        return None;
    }
    if in_a_word(source, i, whole.end) && usage == Use::Alone {
        return None;
    }
    let dozen = source.ch(whole.end) == '打'
        && !"电折算开球架扰扫印断败破击工的听字".contains(source.ch(whole.end + 1))
        && !numeral(source.ch(whole.end + 1));
    if dozen {
        return num(whole.value * 12.0, whole.end + 1, Subtype::Integer);
    }
    num(whole.value, whole.end, Subtype::Integer)
}

/// A whole numeral.
#[derive(Clone, Copy)]
pub(crate) struct Whole {
    pub(crate) value: f64,
    pub(crate) end: usize,
    /// A single digit, which may be part of a word.
    lone: bool,
    /// It starts with a unit: 百, 千三.
    pub(crate) unit_first: bool,
}

/// A numeral as read so far.
#[derive(Default)]
struct Sum {
    total: f64,
    /// What the last large unit added, for 万万 and 万亿.
    last_part: f64,
    /// The last large unit.
    large: f64,
    section: f64,
    /// The last small unit of this section.
    small: f64,
    digit: Option<f64>,
    /// The digit is one Chinese numeral, which may be short for tens: 一百五.
    short: bool,
    /// The unit just read.
    unit: f64,
    zero: bool,
    n_units: usize,
    n_digits: usize,
}

impl Sum {
    fn take_unit(&mut self, unit: f64, first: bool) -> bool {
        let after_unit = self.unit > 0.0 && self.digit.is_none() && !self.zero;
        if unit < 1e4 {
            let implied = unit == 10.0 || first;
            let low = self.small == 0.0 || unit < self.small;
            if !low || (after_unit && self.unit < 1e4) || (self.digit.is_none() && !implied) {
                return false;
            }
            self.section += self.digit.take().unwrap_or(1.0) * unit;
            self.small = unit;
        } else {
            let section = self.section + self.digit.take().unwrap_or(0.0);
            if section > 0.0 && self.large > 0.0 && unit > self.large {
                self.total = (self.total + section) * unit;
                self.last_part = self.total;
            } else if section > 0.0 {
                self.last_part = section * unit;
                self.total += self.last_part;
            } else if after_unit && self.unit >= 1e4 {
                self.total += self.last_part * (unit - 1.0);
                self.last_part *= unit;
            } else {
                return false;
            }
            (self.section, self.small, self.large) = (0.0, 0.0, unit);
        }
        (self.unit, self.zero) = (unit, false);
        self.n_units += 1;
        true
    }

    fn finish(&mut self) -> f64 {
        if let Some(digit) = self.digit.take() {
            let short = self.short && !self.zero && self.unit > 10.0;
            self.section += if short {
                digit * self.unit / 10.0
            } else {
                digit
            };
        }
        self.total + self.section
    }
}

/// The whole numeral at `i`: at least one digit or 十, spaces allowed between its characters.
pub(crate) fn whole(source: &Source, i: usize) -> Option<Whole> {
    let first = source.ch(i);
    let first_unit = unit(first);
    if first_unit.is_some_and(|unit| unit > 10.0) && digit(source.ch(i + 1)).is_none() {
        return None;
    }
    if first_unit.is_some_and(|unit| unit >= 1e4)
        || (first_unit.is_none() && digit(first).is_none() && !first.is_ascii_digit())
    {
        return None;
    }
    let mut sum = Sum::default();
    let (mut p, mut end) = (i, i);
    while p < i + CHARS_MAX {
        let at = if p == i { i } else { source.skip(p) };
        let Some(next) = step(source, &mut sum, i, at, p) else {
            break;
        };
        p = next;
        end = p;
    }
    if sum.n_units == 0 && first.is_ascii_digit() {
        return None;
    }
    let weighed = source.ch(end) == '两' && end == i + 1 && digit(source.ch(end + 1)).is_none();
    if sum.n_units == 0 && digit(source.ch(end)).is_some() && !weighed {
        return None;
    }
    let lone = sum.n_units == 0;
    let value = sum.finish();
    (end > i).then_some(Whole {
        value,
        end,
        lone,
        unit_first: first_unit.is_some_and(|unit| unit > 10.0),
    })
}

/// Takes the part at `at` into the sum and gives where the next may stand; `None` where the numeral ends.
fn step(source: &Source, sum: &mut Sum, i: usize, at: usize, p: usize) -> Option<usize> {
    let c = source.ch(at);
    if let Some(unit) = unit(c) {
        return sum.take_unit(unit, at == i).then_some(at + 1);
    }
    if about(c) && (sum.digit.is_some() || sum.unit > 0.0) {
        let next = source.skip(at + 1);
        let unit = unit(source.ch(next)).filter(|unit| *unit >= 100.0)?;
        return sum.take_unit(unit, false).then_some(next + 1);
    }
    if sum.digit.is_some() {
        return None;
    }
    if let Some(d) = digit(c) {
        return take_digit(source, sum, c, d, at);
    }
    if c.is_ascii_digit() && !source.before(at).is_ascii_digit() {
        let read = digits::bare(source, at, Culture::Chinese)?;
        let next = source.skip(read.end);
        let scaled = unit(source.ch(next)).is_some()
            || (about(source.ch(next)) && unit(source.ch(source.skip(next + 1))).is_some());
        if !scaled && (at == i || at != p || sum.unit == 0.0) {
            return None;
        }
        sum.digit = Some(read.value);
        sum.short = read.end - at == 1;
        sum.n_digits += 1;
        return Some(read.end);
    }
    None
}

fn take_digit(source: &Source, sum: &mut Sum, c: char, d: f64, at: usize) -> Option<usize> {
    let next = source.skip(at + 1);
    let scaled = unit(source.ch(next)).is_some();
    if d == 0.0 && (sum.unit > 0.0 || sum.n_digits > 0) {
        sum.zero = true;
        let after = source.ch(next);
        let goes_on = digit(after).is_some() || after == '十' || after == '拾' || about(after);
        return (goes_on || after.is_ascii_digit()).then_some(at + 1);
    }
    if counts_only(c) && sum.unit > 0.0 && !scaled {
        return None;
    }
    if sum.unit > 0.0 && digit(source.ch(at + 1)).is_some() && !sum.zero {
        return None;
    }
    if scaled
        && let Some(next_unit) = unit(source.ch(next))
        && next_unit < 1e4
        && sum.small > 0.0
        && next_unit >= sum.small
    {
        return None;
    }
    sum.digit = Some(d);
    sum.short = true;
    sum.n_digits += 1;
    Some(at + 1)
}

/// 点 and digits: 二点五, 三千点零五. Not an hour ("三点二十", "三点一刻").
fn decimals(source: &Source, whole: f64, end: usize) -> Option<(f64, usize)> {
    let point = source.skip(end);
    if !matches!(source.ch(point), '点' | '.') {
        return None;
    }
    let mut text = format!("{whole}.");
    let (mut p, mut last) = (source.skip(point + 1), end);
    while let Some(d) = digit(source.ch(p)).filter(|_| !counts_only(source.ch(p))) {
        if text.len() > CHARS_MAX {
            break;
        }
        text.push_str(&d.to_string());
        last = p + 1;
        p = source.skip(last);
    }
    if last == end || matches!(source.ch(last), '十' | '拾' | '刻' | '百' | '千') {
        return None;
    }
    let mut value: f64 = text.parse().ok()?;
    while let Some(scale) = unit(source.ch(last)) {
        value *= scale;
        last += 1;
    }
    Some((value, last))
}

/// 三分之一, 五又三分之一, 16分之3; 百分之 and its like are percentages.
fn fraction(source: &Source, i: usize, start: usize) -> Option<Num> {
    let first = side(source, i)?;
    let and = source.skip(first.1);
    let (mixed, bottom) = if source.ch(and) == '又' {
        let from = source.skip(and + 1);
        let minus = source.ch(from) == '负';
        (first.0, side(source, if minus { from + 1 } else { from })?)
    } else {
        (0.0, first)
    };
    let over = source.spaced(source.skip(bottom.1), "分之")?;
    let from = source.skip(over);
    let minus = source.ch(from) == '负';
    let top_at = if minus { source.skip(from + 1) } else { from };
    let top = side_with_decimals(source, top_at)?;
    let part = top.0 / bottom.0 * if minus { -1.0 } else { 1.0 };
    part.is_finite().then_some(Num {
        start,
        end: top.1,
        value: mixed + part,
        subtype: Subtype::Fraction,
    })
}

/// A whole number in either script: value, end.
fn side(source: &Source, i: usize) -> Option<(f64, usize)> {
    if source.ch(i).is_ascii_digit() && source.before(i).is_ascii_digit() {
        return None;
    }
    if let Some(whole) = whole(source, i) {
        return (!whole.unit_first).then_some((whole.value, whole.end));
    }
    let end = source.digits(i);
    (end > i)
        .then(|| digits::bare(source, i, Culture::Chinese))?
        .map(|read| (read.value, read.end))
}

fn side_with_decimals(source: &Source, i: usize) -> Option<(f64, usize)> {
    let (value, end) = side(source, i)?;
    if source.ch(i).is_ascii_digit() {
        return Some((value, end));
    }
    Some(decimals(source, value, end).unwrap_or((value, end)))
}

/// What may follow a single digit that is a number: a measure word, a mark, a verb of being.
const AFTER_ONE: &str = "。，、（）“”‘’《》；：！？…,.;:!?()\"'[]~是到以至国周夜点个倍票项亩分元角天双对加减乘除打方米厘毫\
    条船车辆群页杯人张次位份批届级种套笔根块件座步颗棵节支只名年月日号朵克吨磅码升立台罗令卷头箱包桶袋家行期层度面所\
    架把片阵间等叠碟下季部小时秒章段星款代维重户楼路篇句键本者字郎道边场口线世岸金类组卦声更带色战轮食首股站井流\
    洲回集练环处省里遍品体尾版阶侧波扫房木居岛课式通区文端味班连单事丝副岁幕枚招卡幅言街指室堆作封厢城族圈\
    脸排模网科村审刀册例关粒局寸碗瞬游脚宅格趟界社肢滴问院堂尺寨档举盘门客餐艘丈剑曲任叶团派桥枝拳列机盒\
    队栋席斤词击题型宗柱拍剧旬命扇匹湖壶校泉串束球轴株栏炮斗缕桌针帧梯县帮箭盏锅截顶屋旗巷员翼池勺库棒树缸伙签桩\
    顿纸案厂杆床担帖瓶罐听枪职亭背围的和与或比而则倍成";

/// Whether the digit `i..end` is a number of its own and not part of a word (一切, 四川).
fn stands_alone(source: &Source, i: usize, end: usize) -> bool {
    if digit(source.before(i)).is_some() {
        return false;
    }
    let next = source.ch(end);
    if next == '\0' || next.is_whitespace() || AFTER_ONE.contains(next) {
        return true;
    }
    let cue = ['这', '那', '不', '也', '还', '而', '却', '更', '但'];
    if cue.contains(&next) && source.ch(end + 1) == '是' {
        return true;
    }
    [
        "公里", "公顷", "公分", "公斤", "平方", "英尺", "英寸", "英里", "加仑", "大批", "大片",
        "学期", "毫升",
    ]
    .iter()
    .any(|unit| source.lit(end, unit).is_some())
}

/// Words that are written with a numeral and count nothing.
const WORDS: &[&str] = &[
    "十足",
    "队伍",
    "放肆",
    "肆意",
    "肆无忌惮",
    "大陆",
    "陆地",
    "登陆",
    "着陆",
    "海陆",
    "内陆",
    "水陆",
    "拾取",
    "拾起",
    "收拾",
    "拾到",
    "拾遗",
    "朝花夕拾",
    "入伍",
    "退伍",
    "落伍",
    "军伍",
    "行伍",
    "十分感",
    "十字路",
    "零件",
    "零钱",
    "零部件",
    "零食",
    "零售",
    "零星",
    "零头",
    "零碎",
    "零用",
    "零散",
];

fn in_a_word(source: &Source, i: usize, end: usize) -> bool {
    if end > i + 1 {
        return false;
    }
    let c = source.ch(i);
    let stands = |word: &&&str| {
        word.chars()
            .enumerate()
            .any(|(nth, known)| known == c && i >= nth && source.lit(i - nth, word).is_some())
    };
    WORDS.iter().find(stands).is_some()
}
