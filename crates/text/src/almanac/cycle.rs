use jiff::civil::{Date, date};

use super::term::{Term, term_date};

/// A place in the cycle of sixty, 0 for 甲子.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pillar(u8);

impl Pillar {
    fn new(n: i32) -> Pillar {
        Pillar(u8::try_from(n.rem_euclid(60)).unwrap_or(0))
    }

    /// The heavenly stem, 0 for 甲.
    pub fn stem(self) -> usize {
        usize::from(self.0) % 10
    }

    /// The earthly branch, 0 for 子.
    pub fn branch(self) -> usize {
        usize::from(self.0) % 12
    }
}

/// The pillar of a lunar year.
pub fn year_pillar(lunar_year: i16) -> Pillar {
    Pillar::new(i32::from(lunar_year) - 4)
}

/// The animal of a lunar year, 0 for the rat.
///
/// ```
/// assert_eq!(ling_text::almanac::zodiac(2026), 6); // the horse
/// ```
pub fn zodiac(lunar_year: i16) -> usize {
    year_pillar(lunar_year).branch()
}

/// The pillar of the month a day lies in; such months begin with the odd solar terms.
pub fn month_pillar(day: Date) -> Option<Pillar> {
    let begins = Term::nth(2 * usize::try_from(day.month() - 1).ok()?)?;
    let begun = term_date(begins, day.year())? <= day;
    let n_months = i32::from(day.year()) * 12 + i32::from(day.month()) - i32::from(!begun);
    // The month from 立春 of 1984 on (month 1984 * 12 + 2) is 丙寅, number 2.
    Some(Pillar::new(n_months - (1984 * 12 + 2) + 2))
}

/// The pillar of a day. 1 October 1949 was 甲子.
pub fn day_pillar(day: Date) -> Pillar {
    Pillar::new((day - date(1949, 10, 1)).get_days())
}

#[cfg(test)]
mod tests {
    use super::super::lunar::solar_to_lunar;
    use super::*;
    use crate::pack;
    use ling_base::Lang;

    #[test]
    fn pillars_are_those_of_lunar_python() {
        let zh = pack(Lang::Zh);
        for line in include_str!("../../tests/data/pillars.tsv").lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let day: Date = cells[0].parse().unwrap();
            let year = solar_to_lunar(day).unwrap().year;
            let found = [
                zh.pillar(year_pillar(year)),
                zh.pillar(month_pillar(day).unwrap()),
                zh.pillar(day_pillar(day)),
                zh.animal(year).to_owned(),
            ];
            assert_eq!(found, cells[1..], "{day}");
        }
    }
}
