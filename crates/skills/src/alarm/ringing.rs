//! What to do with what rings now.

use jiff::SignedDuration;
use ling_dialogue::{Call, Due, DueState, Out, SkillError, World};
use ling_text::Holes;

/// How long a snooze is when nobody says.
const SNOOZE_SECS: i64 = 600;
/// The longest snooze, in seconds: half a day. Later is another alarm.
const SNOOZE_SECS_MAX: i64 = 12 * 3600;

/// How often in a row it can be put off: an hour of snoozes as they are when nobody says.
const SNOOZES_MAX: u32 = 6;

pub(super) fn any(dues: &[Due]) -> bool {
    dues.iter().any(|due| due.state == DueState::Ringing)
}

async fn ringing(world: &dyn World) -> Result<Vec<Due>, SkillError> {
    let mut dues = world.dues().list(None).await?;
    dues.retain(|due| due.state == DueState::Ringing);
    Ok(dues)
}

pub(super) async fn snooze(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let secs = call.args.duration("by").unwrap_or(SNOOZE_SECS);
    if !(1..=SNOOZE_SECS_MAX).contains(&secs) {
        out.say(
            "snooze_range",
            Holes::new().duration("limit", SNOOZE_SECS_MAX),
        );
        return Ok(());
    }
    let dues = ringing(world).await?;
    if dues.is_empty() {
        out.say("nothing_rings", Holes::new());
        return Ok(());
    }
    if dues.iter().any(|due| due.n_snoozed >= SNOOZES_MAX) {
        out.say(
            "snoozed_enough",
            Holes::new().count("n", SNOOZES_MAX.into()),
        );
        return Ok(());
    }
    let now = call.now.timestamp();
    let until = now + SignedDuration::from_secs(secs);
    for due in &dues {
        world
            .dues()
            .snooze(&due.id, call.who.device.as_deref(), until, now)
            .await?;
    }
    let until = until.to_zoned_datetime(call.now.time_zone().clone());
    out.say(
        "snoozed",
        Holes::new().duration("by", secs).moment("until", &until),
    );
    Ok(())
}

pub(super) async fn stop(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let dues = ringing(world).await?;
    for due in &dues {
        world
            .dues()
            .acknowledge(&due.id, call.who.device.as_deref(), call.now.timestamp())
            .await?;
    }
    let key = if dues.is_empty() {
        "nothing_rings"
    } else {
        "stopped"
    };
    out.say(key, Holes::new());
    Ok(())
}
