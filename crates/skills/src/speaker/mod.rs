//! The speaking device: how loud it is, and being quiet at once.

use ling_base::{Args, Value};
use ling_dialogue::{BoxFuture, Call, DueKind, DueState, Out, Skill, SkillError, Source, World};
use ling_text::Holes;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("speaker");

/// How loud it is after a silence of which nobody knows what was before, in hundredths.
const UNMUTED: f64 = 40.0;
/// One "louder" or "quieter", in hundredths.
const STEP: f64 = 10.0;

/// Sets the volume and stops whatever sounds.
pub struct Speaker;

impl Skill for Speaker {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            let device = call.who.device.as_deref();
            let by = call.args.number("by").unwrap_or(STEP);
            match call.verb() {
                "louder" => shift(call, world, out, by).await,
                "quieter" => shift(call, world, out, -by).await,
                "set" => set(call, world, out).await,
                "mute" => mute(call, world, out).await,
                "unmute" => unmute(call, world, out).await,
                "level" => {
                    let level = world.speaker().volume(device).await?;
                    out.say("level", percent(f64::from(level)));
                    Ok(())
                }
                "stop" => stop(call, world, out).await,
                verb => Err(SkillError::Verb(verb.to_owned())),
            }
        })
    }
}

async fn shift(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
    by: f64,
) -> Result<(), SkillError> {
    let now = f64::from(world.speaker().volume(call.who.device.as_deref()).await?);
    let edge = if by > 0.0 { 100.0 } else { 0.0 };
    if now == edge {
        out.say(if by > 0.0 { "loudest" } else { "quietest" }, Holes::new());
        return Ok(());
    }
    change(call, world, out, now + by, "set").await?;
    // "A bit more".
    out.about("again", Value::Text(call.intent.clone()));
    Ok(())
}

async fn mute(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let before = world.speaker().volume(call.who.device.as_deref()).await?;
    change(call, world, out, 0.0, "muted").await?;
    out.about("level", Value::Percent(f64::from(before)));
    Ok(())
}

/// The sound comes back as loud as it was, where that is still known.
async fn unmute(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let now = world.speaker().volume(call.who.device.as_deref()).await?;
    if now > 0 {
        out.say("level", percent(f64::from(now)));
        return Ok(());
    }
    let before = call.args.number("level").filter(|level| *level > 0.0);
    change(call, world, out, before.unwrap_or(UNMUTED), "set").await
}

async fn set(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    // "volume five" means five of ten, "volume fifty" means fifty of a hundred.
    let of_ten = call.args.number("n").map(|n| {
        if (0.0..=10.0).contains(&n) {
            n * 10.0
        } else {
            n
        }
    });
    let Some(level) = call.args.number("level").or(of_ten) else {
        out.say("range", Holes::new());
        return Ok(());
    };
    if !(0.0..=100.0).contains(&level) {
        out.say("range", Holes::new());
        return Ok(());
    }
    change(call, world, out, level, "set").await
}

async fn change(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
    level: f64,
    key: &str,
) -> Result<(), SkillError> {
    let level = level.clamp(0.0, 100.0);
    // In [0, 100], so nothing is cut off.
    let before = world
        .speaker()
        .set_volume(call.who.device.as_deref(), level as u8)
        .await?;
    out.say(key, percent(level));
    out.undo(
        "speaker.set",
        Args::new().with("level", Value::Percent(f64::from(before))),
    );
    Ok(())
}

/// What sounds is stopped: a ring first, then music.
async fn stop(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let device = call.who.device.as_deref();
    let mut ringing = world.dues().list(None).await.unwrap_or_default();
    ringing.retain(|due| due.state == DueState::Ringing);
    for due in &ringing {
        world
            .dues()
            .acknowledge(&due.id, device, call.now.timestamp())
            .await?;
    }
    if let Some(due) = ringing.first() {
        let key = match due.kind {
            DueKind::Alarm => "alarm_off",
            DueKind::Timer => "timer_off",
            DueKind::Reminder => "stopped",
        };
        out.say(key, Holes::new());
        return Ok(());
    }
    if world
        .music()
        .playing(device)
        .await
        .ok()
        .flatten()
        .is_some_and(|now| !now.paused)
    {
        world.music().pause(device).await?;
    }
    out.say("stopped", Holes::new());
    Ok(())
}

fn percent(level: f64) -> Holes {
    Holes::new().value("level", Value::Percent(level))
}
