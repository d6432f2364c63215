//! Mandarin words of the calendar and the clock.

use super::Zh;
use crate::values::timex::{expr::Part, length::Unit};

const MORNING: Part = Part {
    code: "TMO",
    from: 8,
    to: 12,
};
const NOON: Part = Part {
    code: "TMI",
    from: 11,
    to: 13,
};
const AFTERNOON: Part = Part {
    code: "TAF",
    from: 12,
    to: 16,
};
const EVENING: Part = Part {
    code: "TEV",
    from: 16,
    to: 20,
};
const NIGHT: Part = Part {
    code: "TNI",
    from: 20,
    to: 24,
};

/// Parts of the day; which half of the day an hour lies in is told by [`in_part`].
pub(super) const PARTS: &[(&str, Part)] = &[
    ("凌晨", MORNING),
    ("清晨", MORNING),
    ("早上", MORNING),
    ("早晨", MORNING),
    ("早间", MORNING),
    ("一早", MORNING),
    ("一大早", MORNING),
    ("早", MORNING),
    ("晨", MORNING),
    ("上午", MORNING),
    ("午前", MORNING),
    ("中午", NOON),
    ("正午", NOON),
    ("下午", AFTERNOON),
    ("午后", AFTERNOON),
    ("傍晚", EVENING),
    ("晚上", EVENING),
    ("晚间", EVENING),
    ("夜晚", EVENING),
    ("晚", EVENING),
    ("夜里", EVENING),
    ("夜间", NIGHT),
    ("深夜", NIGHT),
    ("半夜", NIGHT),
    ("午夜", NIGHT),
];

/// Days counted from today.
pub(super) const DAYS: &[(&str, i64)] = &[
    ("大前天", -3),
    ("前天", -2),
    ("前日", -2),
    ("昨天", -1),
    ("昨日", -1),
    ("昨儿", -1),
    ("今天", 0),
    ("今日", 0),
    ("今儿", 0),
    ("最近", 0),
    ("明天", 1),
    ("明日", 1),
    ("明儿", 1),
    ("后天", 2),
    ("后日", 2),
    ("大后天", 3),
];

/// One character for a day, before a part of it: 今晚, 明早, 昨夜.
pub(super) const SHORT_DAYS: &[(&str, i64)] = &[("今", 0), ("明", 1), ("昨", -1), ("当", 0)];

/// Years counted from this one.
pub(super) const YEARS: &[(&str, i16)] = &[
    ("大前年", -3),
    ("前年", -2),
    ("去年", -1),
    ("上年", -1),
    ("上一年", -1),
    ("今年", 0),
    ("本年", 0),
    ("本年度", 0),
    ("这一年", 0),
    ("明年", 1),
    ("来年", 1),
    ("下一年", 1),
    ("后年", 2),
    ("大后年", 3),
];

/// Directions of what is counted in weeks and months.
pub(super) const SHIFTS: &[(&str, i64)] = &[
    ("上上一个", -2),
    ("上上个", -2),
    ("上上", -2),
    ("上一个", -1),
    ("上个", -1),
    ("上一", -1),
    ("上", -1),
    ("这一个", 0),
    ("这个", 0),
    ("这一", 0),
    ("这", 0),
    ("本", 0),
    ("当", 0),
    ("下一个", 1),
    ("下个", 1),
    ("下一", 1),
    ("下", 1),
    ("下下一个", 2),
    ("下下个", 2),
    ("下下", 2),
];

/// Directions of so many units before or after now, and whether they look forward.
pub(super) const RUNS: &[(&str, bool)] = &[
    ("过去的", false),
    ("过去", false),
    ("最近的", false),
    ("最近", false),
    ("近", false),
    ("前", false),
    ("之前", false),
    ("之前的", false),
    ("上", false),
    ("以前", false),
    ("未来的", true),
    ("未来", true),
    ("将来", true),
    ("接下来的", true),
    ("接下来", true),
    ("今后的", true),
    ("今后", true),
    ("后", true),
    ("之后", true),
    ("之后的", true),
    ("以后", true),
    ("下", true),
];

/// Units of time; 月 alone is a month of the year, not a length.
pub(super) const UNITS: &[(&str, Unit)] = &[
    ("年", Unit::Year),
    ("个月", Unit::Month),
    ("周", Unit::Week),
    ("个周", Unit::Week),
    ("星期", Unit::Week),
    ("个星期", Unit::Week),
    ("礼拜", Unit::Week),
    ("个礼拜", Unit::Week),
    ("天", Unit::Day),
    ("日", Unit::Day),
    ("个工作日", Unit::BusinessDay),
    ("工作日", Unit::BusinessDay),
    ("小时", Unit::Hour),
    ("个小时", Unit::Hour),
    ("钟头", Unit::Hour),
    ("个钟头", Unit::Hour),
    ("个钟", Unit::Hour),
    ("时", Unit::Hour),
    ("分钟", Unit::Minute),
    ("分", Unit::Minute),
    ("秒钟", Unit::Second),
    ("秒", Unit::Second),
];

pub(super) const SEASONS: &[(&str, &str)] = &[
    ("春天", "SP"),
    ("春季", "SP"),
    ("春", "SP"),
    ("夏天", "SU"),
    ("夏季", "SU"),
    ("夏", "SU"),
    ("秋天", "FA"),
    ("秋季", "FA"),
    ("秋", "FA"),
    ("冬天", "WI"),
    ("冬季", "WI"),
    ("冬", "WI"),
];

/// Reigns by the year before their first one.
#[rustfmt::skip]
pub(super) const REIGNS: &[(&str, i16)] = &[
    ("建元", -141), ("元光", -135), ("太初", -105), ("建安", 195), ("黄初", 219), ("太康", 279), ("永和", 344), ("太和", 476),
    ("开皇", 580), ("大业", 604), ("武德", 617), ("贞观", 626), ("永徽", 649), ("显庆", 655), ("垂拱", 684), ("神龙", 704),
    ("景龙", 706), ("景云", 709), ("先天", 711), ("开元", 712), ("天宝", 741), ("至德", 755), ("乾元", 757), ("大历", 765),
    ("建中", 779), ("贞元", 784), ("元和", 805), ("长庆", 820), ("开成", 835), ("会昌", 840), ("大中", 846), ("咸通", 859),
    ("乾符", 873), ("广明", 879), ("建隆", 959), ("开宝", 967), ("太平兴国", 975), ("淳化", 989), ("咸平", 997), ("景德", 1003),
    ("天圣", 1022), ("庆历", 1040), ("嘉祐", 1055), ("治平", 1063), ("熙宁", 1067), ("元丰", 1077), ("元祐", 1085), ("绍圣", 1093),
    ("崇宁", 1101), ("政和", 1110), ("宣和", 1118), ("靖康", 1125), ("建炎", 1126), ("绍兴", 1130), ("淳熙", 1173), ("庆元", 1194),
    ("开禧", 1204), ("嘉定", 1207), ("至元", 1263), ("大德", 1296), ("至正", 1340), ("洪武", 1367), ("建文", 1398), ("永乐", 1402),
    ("洪熙", 1424), ("宣德", 1425), ("正统", 1435), ("景泰", 1449), ("天顺", 1456), ("成化", 1464), ("弘治", 1487), ("正德", 1505),
    ("嘉靖", 1521), ("隆庆", 1566), ("万历", 1572), ("泰昌", 1619), ("天启", 1620), ("崇祯", 1627), ("顺治", 1643), ("康熙", 1661),
    ("雍正", 1722), ("乾隆", 1735), ("嘉庆", 1795), ("道光", 1820), ("咸丰", 1850), ("同治", 1861), ("光绪", 1874), ("宣统", 1908),
    ("民国", 1911), ("昭和", 1925), ("平成", 1988), ("令和", 2018),
];

/// Names that begin with a word for a day.
pub(super) const NAMES: &[&str] = &["今日头条", "明日方舟", "明日之星", "明日之子", "今日说法"];

impl Zh<'_> {
    /// A weekday: 星期三, 周日, 礼拜天.
    pub(super) fn weekday(&self, i: usize) -> Option<(i8, usize)> {
        let end = self.scan.any(i, &["星期", "周", "礼拜"])?;
        let day = self.weekday_digit(end)?;
        Some((day, end + 1))
    }

    /// The character of a weekday behind 星期 or 周.
    pub(super) fn weekday_digit(&self, i: usize) -> Option<i8> {
        Some(match self.ch(i) {
            '一' | '1' => 1,
            '二' | '2' => 2,
            '三' | '3' => 3,
            '四' | '4' => 4,
            '五' | '5' => 5,
            '六' | '6' => 6,
            '日' | '天' | '7' => 7,
            _ => return None,
        })
    }
}
