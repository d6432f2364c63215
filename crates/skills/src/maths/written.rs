//! Sums that are written and not said: "(2+3)*4".

use super::{Trouble, checked};

/// Characters of a written sum, at most.
const CHARS_MAX: usize = 200;
/// Brackets in brackets, at most.
const DEPTH_MAX: usize = 20;

/// The result of the written sum in a text; `None` where it has none.
///
/// Products go before sums and brackets before both; `*`, `x`, `×`, `/`, `÷` and `^` are known.
pub(super) fn written(text: &str) -> Option<Result<f64, Trouble>> {
    let stretches = text.split(|c: char| !is_part(c));
    let longest = stretches.max_by_key(|stretch| stretch.trim().chars().count())?;
    let symbols: Vec<char> = longest.chars().filter(|c| !c.is_whitespace()).collect();
    if symbols.len() > CHARS_MAX || !symbols.iter().any(|&c| is_operator(c)) {
        return None;
    }
    let mut reader = Reader {
        symbols: &symbols,
        at: 0,
        depth: 0,
    };
    let result = reader.sum()?;
    let is_whole = reader.at == symbols.len();
    is_whole.then(|| result.and_then(checked))
}

fn is_part(c: char) -> bool {
    c.is_ascii_digit() || is_operator(c) || matches!(c, '.' | ' ' | '(' | ')' | '（' | '）')
}

fn is_operator(c: char) -> bool {
    matches!(c, '+' | '-' | '−' | '*' | '×' | 'x' | '/' | '÷' | '^')
}

/// A number, or why there is none; `None` where the writing is no sum.
type Read = Option<Result<f64, Trouble>>;

struct Reader<'s> {
    symbols: &'s [char],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn sum(&mut self) -> Read {
        self.row(&['+', '-', '−'], Reader::product)
    }

    fn product(&mut self) -> Read {
        self.row(&['*', '×', 'x', '/', '÷'], Reader::power)
    }

    /// Parts with any of `operators` between them, from left to right.
    fn row(&mut self, operators: &[char], part: fn(&mut Self) -> Read) -> Read {
        let mut all = part(self)?;
        while let Some(operator) = self.next_of(operators) {
            let more = part(self)?;
            all = all.and_then(|all| more.and_then(|more| join(all, operator, more)));
        }
        Some(all)
    }

    fn power(&mut self) -> Read {
        let base = self.one()?;
        if self.next_of(&['^']).is_none() {
            return Some(base);
        }
        let degree = self.one()?;
        Some(base.and_then(|base| degree.map(|degree| base.powf(degree))))
    }

    /// A number or what stands in brackets, with a sign or without.
    fn one(&mut self) -> Read {
        let is_negative = self.next_of(&['-', '−']).is_some();
        let value = if self.next_of(&['(', '（']).is_some() {
            self.depth += 1;
            let inside = (self.depth <= DEPTH_MAX).then(|| self.sum()).flatten()?;
            self.next_of(&[')', '）'])?;
            self.depth -= 1;
            inside
        } else {
            Ok(self.number()?)
        };
        Some(value.map(|value| if is_negative { -value } else { value }))
    }

    fn number(&mut self) -> Option<f64> {
        let rest = &self.symbols[self.at..];
        let digits = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '.');
        let digits: String = digits.collect();
        self.at += digits.len();
        digits.parse().ok()
    }

    fn next_of(&mut self, wanted: &[char]) -> Option<char> {
        let next = *self.symbols.get(self.at)?;
        wanted.contains(&next).then(|| {
            self.at += 1;
            next
        })
    }
}

fn join(a: f64, operator: char, b: f64) -> Result<f64, Trouble> {
    match operator {
        '+' => Ok(a + b),
        '-' | '−' => Ok(a - b),
        '*' | '×' | 'x' => Ok(a * b),
        _ if b == 0.0 => Err(Trouble::DividedByZero),
        _ => Ok(a / b),
    }
}

#[cfg(test)]
mod tests {
    use super::{Trouble, written};

    #[track_caller]
    fn check(text: &str, expect: Option<f64>) {
        let found = written(text).and_then(Result::ok);
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn brackets_before_products_before_sums() {
        check("(2+3)*4", Some(20.0));
        check("what is 2 + 3 * 4?", Some(14.0));
        check("（2+3）×（4-6）等于多少", Some(-10.0));
        check("算一下 1+2+3+4+5+6", Some(21.0));
        check("10-3-2", Some(5.0));
        check("-2 * -3", Some(6.0));
        check("2^10", Some(1024.0));
    }

    #[test]
    fn what_is_no_sum() {
        check("(2+3", None);
        check("2+", None);
        check("three plus four", None);
        check("room 12", None);
        check("1.2.3+4", None);
        check(&"(".repeat(10_000), None);
        check(&format!("{}1{}+1", "(".repeat(50), ")".repeat(50)), None);
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        let found = written("4/(2-2)");
        assert!(matches!(found, Some(Err(Trouble::DividedByZero))));
    }
}
