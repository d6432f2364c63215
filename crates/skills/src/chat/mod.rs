//! Small talk: greetings, thanks, who Ling is, a joke, a coin, a die.

use ling_base::{Args, Value, When};
use ling_dialogue::{Act, BoxFuture, Call, Out, Skill, SkillError, Source, World};
use ling_text::Holes;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("chat");

/// How many jokes there are: `joke_0`, `joke_1`, ...
const JOKES: u64 = 8;
/// Dice of one throw.
const DICE_MAX: f64 = 10.0;
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
                "greet" => greet(call, out),
                "coin" => {
                    let side = draw(call, 2, 0);
                    out.say(if side == 0 { "heads" } else { "tails" }, Holes::new());
                    out.about("again", Value::Text("chat.coin".to_owned()));
                }
                "dice" => dice(call, out),
                "joke" => joke(call, out),
                "draw" => between(call, out),
                "emergency" => emergency(call, out),
                verb @ ("mood" | "who" | "name" | "age" | "maker" | "thanks" | "bye" | "night"
                | "love" | "praise" | "scold" | "sing" | "bored" | "alive" | "secret"
                | "understands" | "order" | "back" | "sad" | "tired") => {
                    out.say(verb, Holes::new())
                }
                verb => return Err(SkillError::Verb(verb.to_owned())),
            }
            Ok(())
        })
    }
}

/// Whom to call; Ling cannot call by itself. The numbers are those of the region where the house is.
fn emergency(call: &Call, out: &mut Out<'_>) {
    let kind = call.args.text("what").unwrap_or_default();
    let region = match call.region.as_str() {
        region @ ("CN" | "US" | "GB") => region,
        _ => "EU",
    };
    let kind = Some(kind).filter(|kind| ["despair", "fire"].contains(kind));
    out.say(
        &format!("{}_{region}", kind.unwrap_or("help")),
        Holes::new(),
    );
}

/// "Good morning" in the evening: people look at the clock.
fn greet(call: &Call, out: &mut Out<'_>) {
    let fits = match (call.args.text("part"), call.now.hour()) {
        (Some("morning"), hour) => (4..=11).contains(&hour),
        (Some("afternoon"), hour) => (12..=18).contains(&hour),
        (Some("evening"), hour) => !(4..17).contains(&hour),
        (_, _) => true,
    };
    if fits {
        return out.say(time_of_day(call), Holes::new());
    }
    let at = When {
        time: Some(call.now.time()),
        half_known: true,
        ..When::default()
    };
    let greeting = out.text(time_of_day(call), &Holes::new());
    let holes = Holes::new()
        .value("at", Value::When(at))
        .text("greeting", greeting);
    out.say("other_part", holes);
}

/// Another one than the last; "another one" after something else asks back.
fn joke(call: &Call, out: &mut Out<'_>) {
    let again = call.args.text("again");
    if call.args.has("more") && again != Some("chat.joke") {
        let known = matches!(again, Some("chat.dice" | "chat.coin"));
        return match again.filter(|_| known) {
            Some(intent) => out.instead(Act {
                intent: intent.to_owned(),
                args: Args::new(),
            }),
            None => out.say("another_what", Holes::new()),
        };
    }
    let told = call.args.number("told").map(|told| told as i64 + 1);
    let nth = told
        .unwrap_or_else(|| draw(call, JOKES, 0))
        .rem_euclid(JOKES as i64);
    out.say(&format!("joke_{nth}"), Holes::new());
    out.about("told", Value::Number(nth as f64));
    out.about("again", Value::Text("chat.joke".to_owned()));
}

fn dice(call: &Call, out: &mut Out<'_>) {
    let n = call.args.number("n").unwrap_or(1.0);
    if !(1.0..=DICE_MAX).contains(&n) {
        return out.say(
            "dice_range",
            Holes::new().value("max", Value::Number(DICE_MAX)),
        );
    }
    let thrown: Vec<i64> = (0..n as u64).map(|nth| draw(call, 6, nth) + 1).collect();
    let holes = number(thrown.iter().sum());
    match thrown.len() {
        1 => out.say("dice", holes),
        _ => {
            let each = thrown.iter().map(i64::to_string).collect();
            out.say("dice_many", holes.list("each", each));
        }
    }
    out.about("again", Value::Text("chat.dice".to_owned()));
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
    let drawn = low as i64 + draw(call, (high - low) as u64 + 1, 0);
    out.say("drawn", number(drawn));
}

/// The `nth` number in `0..sides` that nobody can foresee but a test can repeat: the call's key and time decide it.
fn draw(call: &Call, sides: u64, nth: u64) -> i64 {
    let seed = call.now.timestamp().as_nanosecond().unsigned_abs();
    let seed = (seed as u64).wrapping_add(nth.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let seed = call.key.bytes().fold(seed, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    let mixed = (seed ^ (seed >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    i64::try_from((mixed >> 17) % sides).unwrap_or_default()
}

fn number(n: i64) -> Holes {
    Holes::new().value("n", Value::Number(n as f64))
}
