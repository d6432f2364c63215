//! More time, less time, a pause.

use jiff::{SignedDuration, Timestamp};
use ling_dialogue::{Act, Call, Due, DueChange, DueKind, DueState, Out, SkillError, World};
use ling_text::Holes;

use super::{SECS_MAX, one, refused, tell};
use crate::dues;

/// Gives a timer more time (`sign` 1) or less (-1).
pub(super) async fn shift(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
    sign: i64,
) -> Result<(), SkillError> {
    let by = call.args.duration("by").unwrap_or(0);
    if refused(by, out) {
        return Ok(());
    }
    let all = world.dues().list(None).await?;
    if let Some(act) = sleep_on(call, &all).filter(|_| sign > 0) {
        out.instead(act);
        return Ok(());
    }
    let timers = all
        .into_iter()
        .filter(|due| due.kind == DueKind::Timer)
        .collect();
    let Some(due) = one(call, timers, out) else {
        return Ok(());
    };
    let now = call.now.timestamp();
    let secs = tell::left(&due, now).saturating_add(sign * by);
    if secs <= 0 {
        out.say(
            "less_than_nothing",
            Holes::new().duration("left", tell::left(&due, now)),
        );
        return Ok(());
    }
    if secs > SECS_MAX {
        out.say("too_long", Holes::new().duration("limit", SECS_MAX));
        return Ok(());
    }
    let total = due
        .total_secs
        .map(|total| total.saturating_add(sign * by).max(secs));
    let change = run_for(&due, secs, now);
    let changed = world
        .dues()
        .change(
            &due.id,
            DueChange {
                total_secs: total,
                ..change
            },
            now,
        )
        .await?;
    let key = if sign > 0 { "more" } else { "less" };
    tell::say(
        &changed,
        key,
        true,
        Holes::new().duration("by", by).duration("left", secs),
        out,
    );
    undo(&changed, out);
    Ok(())
}

/// With no timer and something else that rings, "five more minutes" is about that.
fn sleep_on(call: &Call, all: &[Due]) -> Option<Act> {
    let timers = all.iter().any(|due| due.kind == DueKind::Timer);
    let rings = all.iter().any(|due| due.state == DueState::Ringing);
    let by = call.args.get("by").cloned()?;
    (!timers && rings).then(|| Act {
        intent: "alarm.snooze".into(),
        args: ling_base::Args::new().with("by", by),
    })
}

pub(super) async fn change(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let secs = call.args.duration("after").unwrap_or(0);
    if refused(secs, out) {
        return Ok(());
    }
    let all = world.dues().list(Some(DueKind::Timer)).await?;
    let Some(due) = one(call, all, out) else {
        return Ok(());
    };
    let now = call.now.timestamp();
    let change = DueChange {
        total_secs: Some(secs),
        ..run_for(&due, secs, now)
    };
    let changed = world.dues().change(&due.id, change, now).await?;
    tell::say(
        &changed,
        "changed",
        true,
        Holes::new().duration("left", secs),
        out,
    );
    undo(&changed, out);
    Ok(())
}

pub(super) async fn restart(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Timer)).await?;
    let Some(due) = one(call, all, out) else {
        return Ok(());
    };
    let now = call.now.timestamp();
    let secs = due.total_secs.unwrap_or(0).max(1);
    let change = DueChange {
        due: Some(now + SignedDuration::from_secs(secs)),
        ..DueChange::default()
    };
    let changed = world.dues().change(&due.id, change, now).await?;
    tell::say(
        &changed,
        "changed",
        true,
        Holes::new().duration("left", secs),
        out,
    );
    undo(&changed, out);
    Ok(())
}

pub(super) async fn pause(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Timer)).await?;
    let running = |due: &Due| due.state == DueState::Waiting;
    let Some(due) = one_of(call, all, running, "already_paused", out) else {
        return Ok(());
    };
    let now = call.now.timestamp();
    let paused = world.dues().pause(&due.id, now).await?;
    tell::say(
        &paused,
        "paused",
        true,
        Holes::new().duration("left", tell::left(&paused, now)),
        out,
    );
    out.undo("timer.resume", dues::these([paused.id.clone()]));
    dues::about(out, &paused);
    Ok(())
}

pub(super) async fn resume(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Timer)).await?;
    let paused = |due: &Due| due.state == DueState::Paused;
    if !all.iter().any(paused) && names_none(call) {
        let music = world.music().playing(call.who.device.as_deref()).await;
        if music.ok().flatten().is_some() {
            out.instead(act("music.resume"));
            return Ok(());
        }
    }
    let Some(due) = one_of(call, all, paused, "not_paused", out) else {
        return Ok(());
    };
    let now = call.now.timestamp();
    let resumed = world.dues().resume(&due.id, now).await?;
    tell::say(
        &resumed,
        "resumed",
        true,
        Holes::new().duration("left", tell::left(&resumed, now)),
        out,
    );
    out.undo("timer.pause", dues::these([resumed.id.clone()]));
    dues::about(out, &resumed);
    Ok(())
}

fn names_none(call: &Call) -> bool {
    !call.args.has("name") && !call.args.has("of")
}

fn act(intent: &str) -> Act {
    Act {
        intent: intent.to_owned(),
        args: ling_base::Args::new(),
    }
}

/// The timer that the call means among those that are `fit`; when none is, says `otherwise`.
fn one_of(
    call: &Call,
    all: Vec<Due>,
    fit: impl Fn(&Due) -> bool,
    otherwise: &str,
    out: &mut Out<'_>,
) -> Option<Due> {
    let fits: Vec<Due> = all.iter().filter(|due| fit(due)).cloned().collect();
    if fits.is_empty() && !all.is_empty() {
        out.say(otherwise, Holes::new());
        return None;
    }
    one(call, fits, out)
}

/// The change that lets a timer run for `secs` from now; one that is paused stays paused.
fn run_for(due: &Due, secs: i64, now: Timestamp) -> DueChange {
    match due.state {
        DueState::Paused => DueChange {
            left_secs: Some(secs),
            ..DueChange::default()
        },
        DueState::Waiting | DueState::Ringing => DueChange {
            due: Some(now + SignedDuration::from_secs(secs)),
            ..DueChange::default()
        },
    }
}

fn undo(due: &Due, out: &mut Out<'_>) {
    out.undo("timer.restore", dues::these([due.id.clone()]));
    dues::about(out, due);
}
