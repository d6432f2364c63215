//! Festivals and solar terms by name: 春节, 中秋, 立冬, Christmas, Thanksgiving. The almanac knows the names and days.

use std::{collections::HashMap, sync::OnceLock};

use jiff::civil::Date;
use ling_base::Lang;

use super::{Days, en, zh};
use crate::{
    almanac::{self, Festival, Term},
    fold, pack,
    values::{
        scan::numeral,
        when::{
            Ctx,
            calendar::{Day, How},
        },
    },
};

/// A day that comes every year and has a name.
#[derive(Clone, Copy, Debug)]
enum Feast {
    Festival(Festival),
    Term(Term),
}

impl Feast {
    /// Its day in a year of the common calendar.
    fn date(self, year: i64) -> Option<Date> {
        let year = i16::try_from(year).ok()?;
        match self {
            Feast::Festival(festival) => festival.date(year),
            Feast::Term(term) => almanac::term_date(term, year),
        }
    }

    fn in_year(self, year: i64) -> Option<Day> {
        Some(Day::new(self.date(year)?, How::Fixed))
    }

    /// The nearest one that is not past.
    fn nearest(self, today: Date) -> Option<Day> {
        let this = i64::from(today.year());
        let date = (this..this + 3)
            .filter_map(|year| self.date(year))
            .find(|date| *date >= today)?;
        Some(Day::new(date, self.how(date)))
    }

    /// Whether it falls on the same day every year, of the common calendar or the lunar one.
    fn how(self, date: Date) -> How {
        let Some(next) = self.date(i64::from(date.year()) + 1) else {
            return How::Feast;
        };
        if let Feast::Term(_) = self {
            return How::Feast;
        }
        if (date.month(), date.day()) == (next.month(), next.day()) {
            return How::MonthDay(date.month(), date.day());
        }
        match (almanac::solar_to_lunar(date), almanac::solar_to_lunar(next)) {
            (Some(a), Some(b)) if (a.month, a.day) == (b.month, b.day) => {
                How::Lunar(a.month, a.day)
            }
            _ => How::Feast,
        }
    }
}

/// Names by their first character, longest first.
type Names = HashMap<char, Vec<(String, Feast)>>;

/// Terms that are weather more often than days; they need 节气 after them.
const WEATHER: &[&str] = &["雨水", "小雪", "大雪", "霜降", "大寒", "小寒"];

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = Names::new();
        let mut add = |name: String, feast: Feast| {
            if let Some(first) = name.chars().next() {
                names.entry(first).or_default().push((name, feast));
            }
        };
        for festival in Festival::all() {
            for name in Lang::ALL
                .into_iter()
                .flat_map(|lang| pack(lang).festival_names(festival.id()))
            {
                for name in spellings(name) {
                    add(name, Feast::Festival(festival));
                }
            }
        }
        for term in Term::all() {
            let name = pack(Lang::Zh).term(term);
            add(format!("{name}节气"), Feast::Term(term));
            if !WEATHER.contains(&name) {
                add(name.to_owned(), Feast::Term(term));
            }
        }
        for list in names.values_mut() {
            list.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        }
        names
    })
}

/// The name as it is scanned: "new year's eve", and "new years eve" as it is typed.
fn spellings(name: &str) -> Vec<String> {
    let plain: String = name
        .chars()
        .map(|c| fold::simplified(c).to_ascii_lowercase())
        .collect();
    let plain = plain
        .replace('-', " ")
        .replace('.', "")
        .replace("s' ", "s ");
    let typed = plain.replace('\'', "");
    if typed == plain {
        vec![plain]
    } else {
        vec![plain, typed]
    }
}

/// The longest name at `i`.
fn named(ctx: &Ctx<'_>, i: usize) -> Option<(Feast, usize)> {
    let list = names().get(&ctx.scan.ch(i))?;
    if ctx.scan.ch(i).is_ascii() {
        return list
            .iter()
            .find_map(|(name, feast)| Some((*feast, ctx.scan.phrase(i, name)?)));
    }
    list.iter()
        .find_map(|(name, feast)| Some((*feast, ctx.scan.lit(i, name)?)))
        .filter(|(_, end)| !swallowed(ctx, i, *end))
}

pub(super) fn at(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let c = ctx.scan.ch(i);
    if c.is_ascii_alphanumeric() {
        english(ctx, i, out);
    } else if let Some((feast, end)) = named(ctx, i) {
        out.push(feast.nearest(ctx.today), end);
        let day = ctx.scan.any(end, &["当天", "那天", "那一天"]);
        out.found
            .extend(day.and_then(|end| Some((feast.nearest(ctx.today)?, end))));
    }
    if let Some((year, end)) = zh::year(ctx, i)
        && let Some((feast, end)) = named(ctx, ctx.past_de(end))
    {
        out.push(feast.in_year(year), end);
    }
}

/// 五一 may be part of a longer numeral, 八月十五 of a date, and 新年 of 新年级.
fn swallowed(ctx: &Ctx<'_>, i: usize, end: usize) -> bool {
    let next = ctx.scan.ch(end);
    let counts = numeral(next) || "点月号日年个分度块元倍岁级".contains(next);
    let last = numeral(ctx.scan.before(end)) || "年".contains(ctx.scan.before(end));
    let before =
        numeral(ctx.scan.ch(i)) && (numeral(ctx.scan.before(i)) || ctx.scan.before(i) == '第');
    end < ctx.scan.len() && last && counts || before
}

fn english(ctx: &Ctx<'_>, i: usize, out: &mut Days) {
    let scan = ctx.scan;
    let lead = scan.phrases(i, &["this", "next", "last"]);
    let at = lead.map_or(i, |end| scan.skip(end));
    let Some((feast, end)) = named(ctx, at) else {
        return;
    };
    let nearest = feast.nearest(ctx.today);
    match nearest.filter(|_| lead.is_some() && scan.ch(i) == 'l') {
        Some(nearest) => out.push(feast.in_year(i64::from(nearest.date.year()) - 1), end),
        None => out.push(nearest, end),
    }
    let after = ctx.past_comma(end);
    let after = scan
        .phrases(after, &["of", "in"])
        .map_or(after, |end| scan.skip(end));
    if let Some((year, end)) = en::year_number(ctx, after).or_else(|| en::year(ctx, after)) {
        out.push(feast.in_year(year), end);
    }
}
