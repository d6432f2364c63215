//! Holidays with the rule for their day.

use jiff::civil::{Date, DateTime};

use super::days::{date, nth_weekday, plus};
use crate::almanac::{Term, term_date};

/// A holiday.
#[derive(Debug, PartialEq)]
pub(super) struct Feast {
    /// Folded names, whole words.
    pub(super) names: &'static [&'static str],
    rule: Rule,
}

/// How the day of a holiday is found.
#[derive(Debug, PartialEq)]
enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, nth weekday of it (0 is the last), days after it. The TIMEX of a plain one shows the rule.
    Nth(i8, i8, i8, i64),
    /// Days after Easter Sunday.
    Easter(i64),
    /// A solar term.
    Term(Term),
    /// Days by year from [`EID_FIRST`] on: month and day.
    Years(&'static [(i8, i8)]),
}

/// The first year of the tables of days that follow the moon of Mecca.
const EID_FIRST: i16 = 2010;

/// Eid al-Fitr by year, as it is published for Saudi Arabia.
#[rustfmt::skip]
const EID_AL_FITR: [(i8, i8); 21] = [
    (9, 10), (8, 30), (8, 19), (8, 8), (7, 28), (7, 17), (7, 6), (6, 25), (6, 15), (6, 4), (5, 24),
    (5, 13), (5, 2), (4, 21), (4, 10), (3, 30), (3, 20), (3, 9), (2, 26), (2, 14), (2, 4),
];

/// Eid al-Adha by year.
#[rustfmt::skip]
const EID_AL_ADHA: [(i8, i8); 21] = [
    (11, 16), (11, 6), (10, 26), (10, 15), (10, 4), (9, 23), (9, 11), (9, 1), (8, 21), (8, 11), (7, 31),
    (7, 20), (7, 9), (6, 28), (6, 16), (6, 6), (5, 27), (5, 16), (5, 5), (4, 24), (4, 13),
];

impl Feast {
    pub(super) fn date(&self, year: i16) -> Option<Date> {
        match self.rule {
            Rule::Fixed(month, day) => date(year, month, day),
            Rule::Nth(month, nth, weekday, after) => {
                plus(nth_weekday(year, month, nth, weekday)?.0, after)
            }
            Rule::Easter(after) => plus(easter(year)?, after),
            Rule::Term(term) => term_date(term, year),
            Rule::Years(days) => {
                let (month, day) = days.get(usize::try_from(year - EID_FIRST).ok()?)?;
                date(year, *month, *day)
            }
        }
    }

    pub(super) fn timex(&self, year: Option<i16>, now: DateTime) -> String {
        let known = year.map_or_else(|| "XXXX".to_owned(), |year| format!("{year:04}"));
        match self.rule {
            Rule::Nth(month, nth, weekday, 0) => {
                let nth = if nth == 0 { 5 } else { nth };
                format!("{known}-{month:02}-WXX-{weekday}-{nth}")
            }
            _ => match self.date(year.unwrap_or(now.year())) {
                Some(date) => format!("{known}-{:02}-{:02}", date.month(), date.day()),
                None => known,
            },
        }
    }
}

/// Easter Sunday of the western churches (Anonymous Gregorian algorithm).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, g) = (b / 4, b % 4, (8 * b + 13) / 25);
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    date(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

const fn feast(names: &'static [&'static str], rule: Rule) -> Feast {
    Feast { names, rule }
}

use Rule::{Easter, Fixed, Nth, Years};

/// Holidays that English names.
#[rustfmt::skip]
pub(super) static ENGLISH: [Feast; 52] = [
    feast(&["new year's eve", "new year eve", "new years eve"], Fixed(12, 31)),
    feast(&["new year's day", "new year day", "new years day", "new year's", "new years", "new year", "yuandan"], Fixed(1, 1)),
    feast(&["martin luther king day", "martin luther king jr day", "mlk day"], Nth(1, 3, 1, 0)),
    feast(&["inauguration day"], Fixed(1, 20)),
    feast(&["groundhog day", "ground hog day"], Fixed(2, 2)),
    feast(&["valentine's day", "valentine day", "valentines day", "saint valentine's day", "st valentine's day"], Fixed(2, 14)),
    feast(&["presidents' day", "president's day", "presidents day", "president day", "washington's birthday"], Nth(2, 3, 1, 0)),
    feast(&["women's day", "international women's day", "womens day"], Fixed(3, 8)),
    feast(&["saint patrick's day", "st patrick's day", "st. patrick's day", "saint patrick", "st patrick", "st patricks day", "saint patricks day"], Fixed(3, 17)),
    feast(&["april fools' day", "april fool's day", "april fools day", "april fools", "fools' day", "fool's day"], Fixed(4, 1)),
    feast(&["tax day"], Fixed(4, 15)),
    feast(&["earth day"], Fixed(4, 22)),
    feast(&["arbor day"], Nth(4, 0, 5, 0)),
    feast(&["may day", "international workers' day", "international workers day", "workers' day", "int'l workers day"], Fixed(5, 1)),
    feast(&["cinco de mayo"], Fixed(5, 5)),
    feast(&["mother's day", "mothers day", "mothers' day", "mother day"], Nth(5, 2, 7, 0)),
    feast(&["memorial day"], Nth(5, 0, 1, 0)),
    feast(&["flag day"], Fixed(6, 14)),
    feast(&["father's day", "fathers day", "fathers' day", "father day"], Nth(6, 3, 7, 0)),
    feast(&["juneteenth", "freedom day", "jubilee day"], Fixed(6, 19)),
    feast(&["independence day", "us independence day", "usa independence day"], Fixed(7, 4)),
    feast(&["bastille day"], Fixed(7, 14)),
    feast(&["labor day", "labour day"], Nth(9, 1, 1, 0)),
    feast(&["teacher's day", "teachers' day", "teachers day"], Fixed(9, 10)),
    feast(&["columbus day"], Nth(10, 2, 1, 0)),
    feast(&["halloween", "hallowe'en", "halloween day", "all hallow's eve", "all hallows' eve"], Fixed(10, 31)),
    feast(&["all saints' day", "all saint's day", "all saints day", "all hallows' day", "all hallow's day"], Fixed(11, 1)),
    feast(&["all souls' day", "all souls day", "all soul's day"], Fixed(11, 2)),
    feast(&["guy fawkes day", "guy fawkes night", "bonfire night"], Fixed(11, 5)),
    feast(&["singles' day", "singles day", "single day"], Fixed(11, 11)),
    feast(&["veterans day", "veteran's day", "veterans' day"], Fixed(11, 11)),
    feast(&["thanksgiving", "thanksgiving day", "thanks giving day", "thanks giving"], Nth(11, 4, 4, 0)),
    feast(&["black friday"], Nth(11, 4, 4, 1)),
    feast(&["cyber monday"], Nth(11, 4, 4, 4)),
    feast(&["christmas eve", "xmas eve", "x-mas eve"], Fixed(12, 24)),
    feast(&["christmas", "christmas day", "xmas", "x-mas", "xmas day"], Fixed(12, 25)),
    feast(&["boxing day"], Fixed(12, 26)),
    feast(&["mardi gras", "fat tuesday", "shrove tuesday"], Easter(-47)),
    feast(&["ash wednesday"], Easter(-46)),
    feast(&["palm sunday"], Easter(-7)),
    feast(&["maundy thursday"], Easter(-3)),
    feast(&["good friday"], Easter(-2)),
    feast(&["easter saturday"], Easter(-1)),
    feast(&["easter", "easter sunday", "easter day"], Easter(0)),
    feast(&["easter monday"], Easter(1)),
    feast(&["ascension day", "ascension of christ"], Easter(39)),
    feast(&["pentecost", "whit sunday", "whitsunday", "white sunday"], Easter(49)),
    feast(&["whit monday", "white monday"], Easter(50)),
    feast(&["trinity sunday"], Easter(56)),
    feast(&["corpus christi"], Easter(60)),
    feast(&["eid al-fitr", "eid al fitr", "eid ul-fitr", "eid ul fitr", "festival of breaking the fast"], Years(&EID_AL_FITR)),
    feast(&["eid al-adha", "eid al adha", "feast of the sacrifice"], Years(&EID_AL_ADHA)),
];

/// Holidays of the common calendar that Mandarin names.
#[rustfmt::skip]
pub(super) static CHINESE: [Feast; 28] = [
    feast(&["清明节", "清明"], Rule::Term(Term::QINGMING)),
    feast(&["冬至", "冬至节"], Rule::Term(Term::WINTER_SOLSTICE)),
    feast(&["元旦", "元旦节", "新年"], Fixed(1, 1)),
    feast(&["情人节"], Fixed(2, 14)),
    feast(&["女生节"], Fixed(3, 7)),
    feast(&["妇女节", "三八妇女节", "三八节"], Fixed(3, 8)),
    feast(&["植树节"], Fixed(3, 12)),
    feast(&["愚人节"], Fixed(4, 1)),
    feast(&["地球日"], Fixed(4, 22)),
    feast(&["劳动节", "五一", "五一劳动节", "五一节"], Fixed(5, 1)),
    feast(&["青年节", "五四青年节"], Fixed(5, 4)),
    feast(&["母亲节"], Nth(5, 2, 7, 0)),
    feast(&["儿童节", "六一儿童节", "六一"], Fixed(6, 1)),
    feast(&["父亲节"], Nth(6, 3, 7, 0)),
    feast(&["建党节"], Fixed(7, 1)),
    feast(&["建军节", "八一建军节"], Fixed(8, 1)),
    feast(&["教师节"], Fixed(9, 10)),
    feast(&["国庆节", "国庆", "十一国庆"], Fixed(10, 1)),
    feast(&["万圣节"], Fixed(10, 31)),
    feast(&["双十一", "光棍节", "双11"], Fixed(11, 11)),
    feast(&["感恩节"], Nth(11, 4, 4, 0)),
    feast(&["平安夜"], Fixed(12, 24)),
    feast(&["圣诞节", "圣诞"], Fixed(12, 25)),
    feast(&["记者节"], Fixed(11, 8)),
    feast(&["双十二"], Fixed(12, 12)),
    feast(&["护士节"], Fixed(5, 12)),
    feast(&["复活节"], Easter(0)),
    feast(&["黑色星期五"], Nth(11, 4, 4, 1)),
];

/// Festivals of the lunar calendar: name, month and day there.
pub(super) const LUNAR: [(&str, (i8, i8)); 22] = [
    ("春节", (1, 1)),
    ("大年初一", (1, 1)),
    ("元宵节", (1, 15)),
    ("元宵", (1, 15)),
    ("端午节", (5, 5)),
    ("端午", (5, 5)),
    ("七夕节", (7, 7)),
    ("七夕", (7, 7)),
    ("中元节", (7, 15)),
    ("中秋节", (8, 15)),
    ("中秋", (8, 15)),
    ("重阳节", (9, 9)),
    ("重阳", (9, 9)),
    ("腊八节", (12, 8)),
    ("腊八", (12, 8)),
    ("大年三十", (1, 30)),
    ("大年初二", (1, 2)),
    ("大年初三", (1, 3)),
    ("大年初四", (1, 4)),
    ("大年初五", (1, 5)),
    ("大年初六", (1, 6)),
    ("大年初七", (1, 7)),
];
