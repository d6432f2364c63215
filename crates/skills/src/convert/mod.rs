//! Units of measure and money, one in another.

use ling_base::{Value, When};
use ling_dialogue::{Ask, BoxFuture, Call, Out, Rates, Skill, SkillError, Source, World};
use ling_text::{
    Holes,
    units::{self, Dimension, Unit},
};

/// The files of this folder.
pub const SOURCE: Source = crate::source!("convert");

/// Converts.
pub struct Convert;

impl Skill for Convert {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "units" => measure(call, out),
                "money" => money(call, world, out).await?,
                verb => return Err(SkillError::Verb(verb.to_owned())),
            }
            Ok(())
        })
    }
}

fn measure(call: &Call, out: &mut Out<'_>) {
    let wanted = call.args.text("to").unwrap_or_default();
    let Some(to) = units::by_name(wanted) else {
        out.say("no_unit", Holes::new().text("to", wanted));
        return;
    };
    let span = call.args.duration("span");
    let amount = match (call.args.get("amount"), span) {
        (Some(Value::Quantity { amount, unit }), _) => {
            units::by_id(unit).map(|unit| (*amount, meant(unit, to)))
        }
        (None, None) => call
            .args
            .text("per")
            .and_then(units::by_name)
            .map(|unit| (1.0, meant(unit, to))),
        (_, Some(secs)) => units::by_id("second").map(|unit| (secs as f64, unit)),
        _ => None,
    };
    let Some((amount, from)) = amount else {
        out.say("ask_amount", Holes::new());
        return;
    };
    let said = Value::Quantity {
        amount,
        unit: from.id.to_owned(),
    };
    let Some(result) = units::convert(amount, from, to) else {
        out.say(
            "not_same",
            Holes::new().value("from", said).text("to", wanted),
        );
        return;
    };
    let result = Value::Quantity {
        amount: rounded(result, to),
        unit: to.id.to_owned(),
    };
    match span {
        Some(secs) => {
            let holes = Holes::new()
                .value("from", Value::Duration(secs))
                .value("to", result);
            out.say("unit_span", holes);
        }
        None => out.say("unit", Holes::new().value("from", said).value("to", result)),
    }
}

/// Degrees whose scale was not said are of the other scale than the one asked for.
fn meant(from: &'static Unit, to: &'static Unit) -> &'static Unit {
    let other = match (from.id, to.id) {
        ("degree", "celsius") => units::by_id("fahrenheit"),
        ("degree", "fahrenheit" | "kelvin") => units::by_id("celsius"),
        _ => None,
    };
    other.unwrap_or(from)
}

/// Four figures, but never less than whole ones; temperatures to a tenth of a degree.
fn rounded(n: f64, unit: &Unit) -> f64 {
    if n == 0.0 || !n.is_finite() {
        return n;
    }
    let figures = (3 - n.abs().log10().floor() as i32).clamp(0, 12);
    let places = match unit.dimension {
        Dimension::Temperature => 1,
        _ => figures,
    };
    let scale = 10_f64.powi(places);
    (n * scale).round() / scale
}

async fn money(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let (amount, from) = match call.args.get("amount") {
        Some(Value::Money { amount, currency }) => (*amount, currency.clone()),
        _ => (1.0, call.args.id("from").unwrap_or("USD").to_owned()),
    };
    let home = if from == "CNY" { "USD" } else { "CNY" };
    let to = call.args.id("to").unwrap_or(home).to_owned();
    if from == to {
        let ask = Ask {
            arg: "to".into(),
            kind: "currency".into(),
            choices: Vec::new(),
        };
        out.ask("same_money", Holes::new(), ask);
        return Ok(());
    }
    let rates = world.rates().latest().await?;
    let (Some(one), Some(other)) = (per_base(&rates, &from), per_base(&rates, &to)) else {
        let missing = if per_base(&rates, &from).is_none() {
            from
        } else {
            to
        };
        out.say("no_rate", Holes::new().text("code", &missing));
        return Ok(());
    };
    let at = When {
        date: Some(rates.date),
        ..When::default()
    };
    let value = |amount: f64, currency: String| Value::Money { amount, currency };
    let holes = Holes::new()
        .value("at", Value::When(at))
        .value("from", value(amount, from))
        .value(
            "to",
            value((amount / one * other * 100.0).round() / 100.0, to),
        );
    out.say("money", holes);
    Ok(())
}

/// How many of a currency make one of the table's base.
fn per_base(rates: &Rates, code: &str) -> Option<f64> {
    if rates.base == code {
        return Some(1.0);
    }
    let found = rates.per_base.iter().find(|(known, _)| known == code);
    found.map(|(_, n)| *n).filter(|n| *n > 0.0)
}
