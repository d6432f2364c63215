//! Small talk: greetings, thanks, who Ling is, a joke, a coin, a die.

use ling_base::Value;
use ling_dialogue::{BoxFuture, Call, Out, Skill, SkillError, Source, World};
use ling_text::Holes;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("chat");

/// The largest number that is drawn.
const DRAW_MAX: f64 = 1e9;

/// Talks small.
pub struct Chat;

impl Skill for Chat {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        _world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "greet" => out.say(time_of_day(call), Holes::new()),
                "coin" => out.say(
                    if draw(call, 2) == 0 { "heads" } else { "tails" },
                    Holes::new(),
                ),
                "dice" => out.say("dice", number(draw(call, 6) + 1)),
                "draw" => between(call, out),
                verb @ ("mood" | "who" | "name" | "age" | "maker" | "thanks" | "bye" | "night"
                | "love" | "praise" | "scold" | "joke" | "sing" | "bored" | "alive"
                | "secret") => out.say(verb, Holes::new()),
                verb => return Err(SkillError::Verb(verb.to_owned())),
            }
            Ok(())
        })
    }
}

fn time_of_day(call: &Call) -> &'static str {
    match call.now.hour() {
        5..=10 => "morning",
        11..=13 => "noon",
        14..=17 => "afternoon",
        18..=22 => "evening",
        _ => "late",
    }
}

fn between(call: &Call, out: &mut Out<'_>) {
    let low = call.args.number("low").unwrap_or(1.0).round();
    let high = call.args.number("high").unwrap_or(100.0).round();
    let (low, high) = if low <= high {
        (low, high)
    } else {
        (high, low)
    };
    if low.abs() > DRAW_MAX || high.abs() > DRAW_MAX {
        out.say("draw_range", Holes::new());
        return;
    }
    // Both are whole and within a billion.
    let drawn = low as i64 + draw(call, (high - low) as u64 + 1);
    out.say("drawn", number(drawn));
}

/// A number in `0..sides` that nobody can foresee but a test can repeat: the call's key and time decide it.
fn draw(call: &Call, sides: u64) -> i64 {
    let seed = call.now.timestamp().as_nanosecond().unsigned_abs();
    let seed = call.key.bytes().fold(seed as u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    let mixed = (seed ^ (seed >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    i64::try_from((mixed >> 17) % sides).unwrap_or_default()
}

fn number(n: i64) -> Holes {
    Holes::new().value("n", Value::Number(n as f64))
}
