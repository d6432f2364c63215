//! Another time for an alarm, or one ring less.

use jiff::SignedDuration;
use ling_base::{Args, Value};
use ling_dialogue::{Act, Call, Due, DueChange, DueKind, Out, SkillError, World};
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
    let all = world.dues().list(None).await?;
    if let Some(act) = dues::other_kind(call, &all, "change") {
        out.instead(act);
        return Ok(());
    }
    let all: Vec<Due> = all
        .into_iter()
        .filter(|due| due.kind == DueKind::Alarm)
        .collect();
    if all.is_empty() {
        set_instead(call, out);
        return Ok(());
    }
    let call = &dues::without_strangers(call, &all);
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
    let all = world.dues().list(None).await?;
    if let Some(act) = instead_of_shift(call, &all) {
        out.instead(act);
        return Ok(());
    }
    let it = dues::ids(call);
    let fits = |due: &Due| due.kind == DueKind::Alarm || it.contains(&due.id);
    let all: Vec<Due> = all.into_iter().filter(fits).collect();
    let call = &dues::without_strangers(call, &all);
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

/// "Ten minutes later" about a timer gives it more time, and about what rings lets it wait.
fn instead_of_shift(call: &Call, all: &[Due]) -> Option<Act> {
    let later = call.args.text("way") == Some("later");
    let by = call.args.get("by").cloned()?;
    let it = dues::ids(call);
    let timer = all
        .iter()
        .find(|due| due.kind == DueKind::Timer && it.contains(&due.id));
    let (intent, due) = match timer {
        Some(timer) if later => ("timer.add", Some(timer)),
        Some(timer) => ("timer.subtract", Some(timer)),
        None if later && !call.args.has("from") && super::ringing::any(all) => {
            ("alarm.snooze", None)
        }
        None => return None,
    };
    let args = Args::new().with("by", by);
    let due = due.map(|due| Value::Text(due.id.clone()));
    Some(Act {
        intent: intent.to_owned(),
        args: due
            .into_iter()
            .fold(args, |args, due| args.with("due", due)),
    })
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
