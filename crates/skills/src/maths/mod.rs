//! Arithmetic with spoken numbers.

use ling_base::Value;
use ling_dialogue::{BoxFuture, Call, Out, Skill, SkillError, Source, World};
use ling_text::Holes;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("maths");

/// Results beyond this are not read out digit by digit.
const RESULT_MAX: f64 = 1e15;
/// Results are rounded to this many decimals.
const DECIMALS: i32 = 6;

/// Adds, multiplies, takes roots and percentages.
pub struct Maths;

/// Why there is no result.
enum Trouble {
    DividedByZero,
    NoRealRoot,
    TooLarge,
}

impl Skill for Maths {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        _world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            let number = |name: &str| call.args.number(name).unwrap_or_default();
            let result = match call.verb() {
                "sum" => sum(call),
                "share" => checked(number("part") / 100.0 * number("whole")),
                "power" => checked(number("a").powf(call.args.number("b").unwrap_or(2.0))),
                "root" => root(number("a"), call.args.number("b").unwrap_or(2.0)),
                verb => return Err(SkillError::Verb(verb.to_owned())),
            };
            answer(result, out);
            Ok(())
        })
    }
}

fn answer(result: Result<f64, Trouble>, out: &mut Out<'_>) {
    match result {
        Ok(result) => {
            out.say(
                "result",
                Holes::new().value("result", Value::Number(result)),
            );
            out.about("a", Value::Number(result));
        }
        Err(Trouble::DividedByZero) => out.say("by_zero", Holes::new()),
        Err(Trouble::NoRealRoot) => out.say("no_root", Holes::new()),
        Err(Trouble::TooLarge) => out.say("too_large", Holes::new()),
    }
}

/// `a op b [op2 c [op3 d]]`: products before sums.
fn sum(call: &Call) -> Result<f64, Trouble> {
    let mut terms = vec![call.args.number("a").unwrap_or_default()];
    for (op, arg) in [("op", "b"), ("op2", "c"), ("op3", "d")] {
        let (Some(op), Some(value)) = (call.args.id(op), call.args.number(arg)) else {
            break;
        };
        match op {
            "plus" => terms.push(value),
            "minus" => terms.push(-value),
            "times" => scale(&mut terms, value),
            _ if value == 0.0 => return Err(Trouble::DividedByZero),
            _ => scale(&mut terms, 1.0 / value),
        }
    }
    checked(terms.iter().sum())
}

fn scale(terms: &mut [f64], by: f64) {
    if let Some(last) = terms.last_mut() {
        *last *= by;
    }
}

fn root(of: f64, degree: f64) -> Result<f64, Trouble> {
    let odd = degree.rem_euclid(2.0) == 1.0;
    match of {
        _ if degree == 0.0 => Err(Trouble::DividedByZero),
        negative if negative < 0.0 && !odd => Err(Trouble::NoRealRoot),
        negative if negative < 0.0 => checked(-(-negative).powf(1.0 / degree)),
        of => checked(of.powf(1.0 / degree)),
    }
}

fn checked(result: f64) -> Result<f64, Trouble> {
    if !result.is_finite() || result.abs() > RESULT_MAX {
        return Err(Trouble::TooLarge);
    }
    let scale = 10f64.powi(DECIMALS);
    Ok((result * scale).round() / scale)
}
