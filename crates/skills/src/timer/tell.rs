//! How long timers still run.

use jiff::Timestamp;
use ling_dialogue::{Call, Due, DueKind, DueState, Out, SkillError, World};
use ling_text::Holes;
use serde_json::json;

/// Seconds are said below this many; above it nobody wants to hear them.
const SECONDS_BELOW: i64 = 3_600;

pub(super) async fn query(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Timer)).await?;
    let Some(these) = super::these(call, all, out) else {
        return Ok(());
    };
    let now = call.now.timestamp();
    if let [one] = these.as_slice() {
        tell(one, now, true, out);
        crate::dues::about(out, one);
    } else {
        let count = i64::try_from(these.len()).unwrap_or(i64::MAX);
        out.say("several", Holes::new().count("n", count));
        these.iter().for_each(|due| tell(due, now, false, out));
    }
    let timers: Vec<_> = these
        .iter()
        .map(|due| json!({ "id": due.id, "name": due.name, "due": due.due.to_string(), "left": left(due, now) }))
        .collect();
    out.card("timers", json!(timers));
    Ok(())
}

/// What is left, in seconds.
pub(super) fn left(due: &Due, now: Timestamp) -> i64 {
    match due.state {
        DueState::Paused => due.left_secs.unwrap_or(0),
        DueState::Waiting | DueState::Ringing => {
            (due.due.duration_since(now).as_millis().max(0) as i64 + 999) / 1000
        }
    }
}

/// One sentence about one timer. One that is alone needs no telling apart.
pub(super) fn tell(due: &Due, now: Timestamp, alone: bool, out: &mut Out<'_>) {
    let key = match due.state {
        DueState::Waiting => "left",
        DueState::Paused => "left_paused",
        DueState::Ringing => "rings",
    };
    let secs = left(due, now);
    let secs = if secs < SECONDS_BELOW {
        secs
    } else {
        (secs + 59) / 60 * 60
    };
    say(due, key, alone, Holes::new().duration("left", secs), out);
}

/// The sentence `key` about a timer, in the form for one with a name or for one without.
pub(super) fn about(due: &Due, key: &str, out: &mut Out<'_>) {
    say(due, key, true, Holes::new(), out);
}

pub(super) fn say(due: &Due, key: &str, alone: bool, holes: Holes, out: &mut Out<'_>) {
    let holes = holes.duration("total", due.total_secs.unwrap_or(0));
    match &due.name {
        Some(name) => out.say(&format!("{key}_named"), holes.text("name", name)),
        None if alone => out.say(key, holes),
        None => out.say(&format!("{key}_span"), holes),
    }
}
