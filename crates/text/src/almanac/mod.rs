//! The calendar that people live by: the Chinese lunar year, solar terms, festivals, days off, and when something
//! that comes again comes next.
//!
//! Everything is computed from tables and rules inside the program. Dates outside them give `None`.

mod cycle;
mod festival;
mod lunar;
mod region;
mod repeat;
mod tables;
mod term;
mod workday;

pub use cycle::{Pillar, day_pillar, month_pillar, year_pillar, zodiac};
pub use festival::{Festival, festival_named, festivals_on, holiday_by_name, next_holiday};
pub use lunar::{LunarDate, leap_month, lunar_month_days, lunar_to_solar, solar_to_lunar};
pub use region::Region;
pub use repeat::{Series, next_occurrence};
pub use term::{Term, next_term, term_date, term_on};
pub use workday::{Why, Workday, is_workday, table_missing};
