//! Arithmetic with spoken numbers, and with written ones.

mod written;

use ling_base::Value;
use ling_dialogue::{BoxFuture, Call, Out, Skill, SkillError, Source, World};
use ling_text::Holes;
use written::written;

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
    /// What was said has no two numbers.
    Unclear,
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
            let is_sum = matches!(call.verb(), "sum" | "share" | "power");
            if let Some(result) = written(&call.heard).filter(|_| is_sum) {
                answer(result, out);
                return Ok(());
            }
            let result = match call.verb() {
                "sum" | "more" => sum(call),
                "tip" => return tip(call, out),
                "constant" => return constant(call, out),
                "share" => share(call),
                "power" => checked(number("a").powf(call.args.number("b").unwrap_or(2.0))),
                "root" => root(number("a"), call.args.number("b").unwrap_or(2.0)),
                verb => return Err(SkillError::Verb(verb.to_owned())),
            };
            match (result, money(call)) {
                (Ok(amount), Some((_, currency))) => {
                    out.say(
                        "money",
                        Holes::new().value("result", paid(amount, &currency)),
                    );
                }
                (result, _) => answer(result, out),
            }
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
        Err(Trouble::Unclear) => out.say("unclear", Holes::new()),
    }
}

/// Pi and its like, to as many decimals as other results.
fn constant(call: &Call, out: &mut Out<'_>) -> Result<(), SkillError> {
    let value = match call.args.id("which") {
        Some("e") => std::f64::consts::E,
        Some("golden") => (1.0 + 5.0_f64.sqrt()) / 2.0,
        _ => std::f64::consts::PI,
    };
    let scale = 10.0_f64.powi(DECIMALS);
    let result = Value::Number((value * scale).round() / scale);
    out.say("about", Holes::new().value("result", result.clone()));
    out.about("a", result);
    Ok(())
}

/// What a sentence takes a part of, in money.
fn money(call: &Call) -> Option<(f64, String)> {
    match call.args.get("bill")? {
        Value::Money { amount, currency } => Some((*amount, currency.clone())),
        _ => None,
    }
}

/// To the hundredth: smaller coins there are not.
fn paid(amount: f64, currency: &str) -> Value {
    Value::Money {
        amount: (amount * 100.0).round() / 100.0,
        currency: currency.to_owned(),
    }
}

/// A part of a whole: in hundredths, as a fraction.
fn share(call: &Call) -> Result<f64, Trouble> {
    let whole = money(call).map(|(amount, _)| amount);
    let whole = whole.or(call.args.number("whole"));
    let whole = whole.ok_or(Trouble::Unclear)?;
    let fraction = call.args.id("fraction").map(|name| match name {
        "third" => 1.0 / 3.0,
        "quarter" => 0.25,
        "fifth" => 0.2,
        "sixth" => 1.0 / 6.0,
        "eighth" => 0.125,
        "tenth" => 0.1,
        "hundredth" => 0.01,
        _ => 0.5,
    });
    let part = call.args.number("part").map(|part| part / 100.0);
    let part = part.or(fraction).or(call.args.number("a"));
    checked(part.ok_or(Trouble::Unclear)? * whole)
}

fn tip(call: &Call, out: &mut Out<'_>) -> Result<(), SkillError> {
    let part = call.args.number("part").unwrap_or_default() / 100.0;
    match money(call) {
        Some((bill, currency)) => {
            let holes = Holes::new()
                .value("tip", paid(bill * part, &currency))
                .value("all", paid(bill + bill * part, &currency));
            out.say("tip", holes);
        }
        None => {
            let bill = call.args.number("whole").unwrap_or_default();
            let round = |n: f64| Value::Number((n * 100.0).round() / 100.0);
            let holes = Holes::new()
                .value("tip", round(bill * part))
                .value("all", round(bill + bill * part));
            out.say("tip_number", holes);
        }
    }
    Ok(())
}

/// `a op b [op2 c [op3 d]]`: products before sums, but one after the other where "then" stands between them.
fn sum(call: &Call) -> Result<f64, Trouble> {
    let in_turn = call.args.has("then");
    let mut terms = vec![call.args.number("a").unwrap_or_default()];
    for (op, arg) in [("op", "b"), ("op2", "c"), ("op3", "d")] {
        let (Some(op), Some(value)) = (call.args.id(op), call.args.number(arg)) else {
            break;
        };
        if in_turn {
            terms = vec![terms.iter().sum()];
        }
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
