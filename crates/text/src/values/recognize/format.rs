//! Numbers as the Recognizers write them: fifteen significant digits, and an exponent where it is shorter.

/// How many significant digits a value keeps.
const DIGITS: usize = 15;

/// `0.333333333333333`, `1E-12`, `-1.2732E+15`.
pub(super) fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return value.to_string();
    }
    let science = format!("{value:.*e}", DIGITS - 1);
    let (mantissa, exponent) = science.split_once('e').unwrap_or((&science, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if exponent > -5 && exponent < 15 {
        let places = usize::try_from(14 - exponent).unwrap_or(0);
        return trimmed(&format!("{value:.places$}")).to_owned();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}E{sign}{:02}", trimmed(mantissa), exponent.abs())
}

fn trimmed(digits: &str) -> &str {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn shapes() {
        for (value, said) in [
            (0.0, "0"),
            (-7.0, "-7"),
            (4.80, "4.8"),
            (1.0 / 3.0, "0.333333333333333"),
            (2e-12, "2E-12"),
            (-3.25e15, "-3.25E+15"),
            (0.0004, "0.0004"),
            (123_456_789_012_345.0, "123456789012345"),
        ] {
            assert_eq!(number(value), said);
        }
    }
}
