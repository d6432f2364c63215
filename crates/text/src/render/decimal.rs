//! A number cut into the parts that are spoken.

use crate::units::Dimension;

/// Digits after the point that are worth saying.
const PLACES_MAX: usize = 6;
/// Larger numbers are shown in scientific notation rather than read out.
const WHOLE_MAX: f64 = 1e18;

/// Sign, whole part and digits after the point, without trailing zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub negative: bool,
    pub whole: u64,
    pub fraction: String,
}

impl Decimal {
    /// `None` for numbers that cannot be read out: not finite, or too large.
    pub fn of(n: f64) -> Option<Decimal> {
        Decimal::rounded(n, PLACES_MAX)
    }

    /// A measured amount: three places, more only for what is less than one.
    pub fn measured(n: f64) -> Option<Decimal> {
        Decimal::rounded(n, if n.abs() < 1.0 { PLACES_MAX } else { 3 })
    }

    /// The same, rounded to `places` digits after the point.
    pub fn rounded(n: f64, places: usize) -> Option<Decimal> {
        if !n.is_finite() || n.abs() >= WHOLE_MAX {
            return None;
        }
        let text = format!("{:.places$}", n.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let fraction = fraction.trim_end_matches('0').to_owned();
        let whole = whole.parse().ok()?;
        let negative = n < 0.0 && (whole != 0 || !fraction.is_empty());
        Some(Decimal {
            negative,
            whole,
            fraction,
        })
    }

    /// Whether nothing stands after the point.
    pub fn is_whole(&self) -> bool {
        self.fraction.is_empty()
    }

    /// The number again, as it was rounded.
    pub fn value(&self) -> f64 {
        self.figures(false).parse().unwrap_or(0.0)
    }

    /// The first two digits after the point as a number.
    pub fn hundredths(&self) -> u64 {
        format!("{:0<2}", self.fraction).parse().unwrap_or(0)
    }

    /// As a price: `-$1,234.50`, without the point for whole amounts.
    pub fn priced(&self, sign: &str) -> String {
        let minus = if self.negative { "-" } else { "" };
        let point = if self.is_whole() {
            String::new()
        } else {
            format!(".{:02}", self.hundredths())
        };
        format!("{minus}{sign}{}{point}", grouped(self.whole))
    }

    /// In digits: `-1234.5`; `group` puts commas between thousands.
    pub fn figures(&self, group: bool) -> String {
        let sign = if self.negative { "-" } else { "" };
        let whole = if group {
            grouped(self.whole)
        } else {
            self.whole.to_string()
        };
        let point = if self.is_whole() { "" } else { "." };
        format!("{sign}{whole}{point}{}", self.fraction)
    }
}

/// 1234567 as `1,234,567`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Whether people say "half a" of what is measured.
pub(crate) fn has_halves(dimension: Dimension) -> bool {
    use Dimension::{Area, Length, Mass, Volume};
    matches!(dimension, Length | Area | Volume | Mass)
}
