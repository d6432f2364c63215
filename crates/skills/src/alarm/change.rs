//! Another time for an alarm, or one ring less.

use jiff::SignedDuration;
use ling_dialogue::{Call, Due, DueChange, DueKind, Out, SkillError, World};
use ling_text::Holes;

use super::{explain, one, set_instead, tell};
use crate::{
    dues,
    moment::{self, Moment, Part},
};

pub(super) async fn change(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Alarm)).await?;
    if all.is_empty() {
        set_instead(call, out);
        return Ok(());
    }
    let Some(due) = one(call, "from", all, out) else {
        return Ok(());
    };
    let Some(asked) = moment::asked(&call.args) else {
        return Ok(());
    };
    match dues::moved(&due, &asked, call, Part::Asks) {
        Ok(moment) => keep(&due, &moment, call, world, out).await,
        Err(why) => {
            let (unclear, when) = *why;
            explain(unclear, &when, call, out);
            Ok(())
        }
    }
}

pub(super) async fn shift(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Alarm)).await?;
    let Some(due) = one(call, "from", all, out) else {
        return Ok(());
    };
    let by = call.args.duration("by").unwrap_or(0);
    let by = if call.args.text("way") == Some("earlier") {
        -by
    } else {
        by
    };
    let old = due.due.to_zoned_datetime(call.now.time_zone().clone());
    let moved = old
        .checked_add(SignedDuration::from_secs(by))
        .unwrap_or(old);
    if moved <= call.now {
        out.say("past", Holes::new());
        return Ok(());
    }
    let time = due.time.map(|_| moved.time());
    let moment = Moment {
        repeat: due.repeat.clone(),
        time,
        at: moved,
        gap: false,
    };
    keep(&due, &moment, call, world, out).await
}

async fn keep(
    due: &Due,
    moment: &Moment,
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let change = DueChange {
        due: Some(moment.at.timestamp()),
        again: Some((moment.repeat.clone(), moment.time)),
        ..DueChange::default()
    };
    let changed = world
        .dues()
        .change(&due.id, change, call.now.timestamp())
        .await?;
    out.say("changed", tell::holes(moment));
    if moment.gap {
        out.say("gap", Holes::new());
    }
    dues::warn_if_silent(world, out).await;
    out.undo("alarm.restore", dues::these([changed.id.clone()]));
    dues::about(out, &changed);
    Ok(())
}

pub(super) async fn skip(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Alarm)).await?;
    let Some(mut these) = super::these(call, "when", all, out) else {
        return Ok(());
    };
    let due = these.swap_remove(0);
    let at = due.due.to_zoned_datetime(call.now.time_zone().clone());
    let next = due
        .repeat
        .as_ref()
        .and_then(|repeat| moment::next(repeat, due.time, &at, &call.region));
    let now = call.now.timestamp();
    match next {
        None => {
            world.dues().remove(&due.id, now).await?;
            out.say("skipped", Holes::new().moment("when", &at));
        }
        Some(next) => {
            let change = DueChange {
                due: Some(next.timestamp()),
                ..DueChange::default()
            };
            world.dues().change(&due.id, change, now).await?;
            out.say(
                "skipped_once",
                Holes::new().moment("when", &at).moment("next", &next),
            );
        }
    }
    out.undo("alarm.restore", dues::these([due.id]));
    Ok(())
}
