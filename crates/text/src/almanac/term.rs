use jiff::ToSpan;
use jiff::civil::Date;

use super::tables::{EARLIEST, FIRST, LATER};

/// One of the 24 solar terms, 0 for Slight Cold (小寒, in January) to 23 for the Winter Solstice (冬至).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(u8);

impl Term {
    /// 清明, the only term that is a public holiday.
    pub const QINGMING: Term = Term(6);
    /// 冬至.
    pub const WINTER_SOLSTICE: Term = Term(23);

    /// The term at a place from 0 to 23.
    pub fn nth(idx: usize) -> Option<Term> {
        u8::try_from(idx).ok().filter(|idx| *idx < 24).map(Term)
    }

    /// Its place, from 0 to 23.
    pub fn idx(self) -> usize {
        self.0.into()
    }

    /// All, in the order of a year.
    pub fn all() -> impl Iterator<Item = Term> {
        (0..24).map(Term)
    }
}

/// The day of a term in a year from 1900 to 2100, in the time of China.
///
/// ```
/// use ling_text::almanac::{Term, term_date};
/// assert_eq!(term_date(Term::QINGMING, 2026), Some(jiff::civil::date(2026, 4, 5)));
/// ```
pub fn term_date(term: Term, year: i16) -> Option<Date> {
    let word = LATER.get(usize::try_from(year.checked_sub(FIRST)?).ok()?)?;
    let later = i8::try_from(word >> (2 * term.idx()) & 3).ok()?;
    let month = i8::try_from(term.idx() / 2 + 1).ok()?;
    Date::new(year, month, EARLIEST[term.idx()] + later).ok()
}

/// The term that begins on a day.
pub fn term_on(day: Date) -> Option<Term> {
    Term::all().find(|term| term_date(*term, day.year()) == Some(day))
}

/// The first term on or after a day, and its day.
pub fn next_term(from: Date) -> Option<(Term, Date)> {
    (0..20).find_map(|n: i32| {
        let day = from.checked_add(n.days()).ok()?;
        term_on(day).map(|term| (term, day))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_term_is_that_of_lunar_python() {
        let mut n_terms = 0;
        for line in include_str!("../../tests/data/solar_terms.tsv").lines() {
            let mut cells = line.split('\t');
            let year: i16 = cells.next().unwrap().parse().unwrap();
            for (term, cell) in Term::all().zip(cells) {
                let day: Date = format!("{year}{cell}").parse().unwrap();
                assert_eq!(term_date(term, year), Some(day), "{term:?}");
                assert_eq!(term_on(day), Some(term));
                n_terms += 1;
            }
        }
        assert_eq!(n_terms, 201 * 24);
    }

    #[test]
    fn terms_before_and_after() {
        assert_eq!(
            next_term(date(2026, 11, 24)),
            Some((Term(22), date(2026, 12, 7)))
        );
        assert_eq!(
            next_term(date(2026, 12, 22)),
            Some((Term(23), date(2026, 12, 22)))
        );
        assert_eq!(
            next_term(date(2026, 12, 23)),
            Some((Term(0), date(2027, 1, 5)))
        );
        assert_eq!(term_on(date(2026, 11, 24)), None);
        assert_eq!(term_date(Term(0), 1899), None);
        assert_eq!(term_date(Term(0), i16::MIN), None);
        assert_eq!(next_term(date(2100, 12, 31)), None);
        assert_eq!(next_term(Date::MAX), None);
        assert_eq!(Term::nth(24), None);
    }
}
