//! Which reminders there are.

use jiff::ZonedDateTime;
use ling_dialogue::{Call, Due, DueKind, Out, SkillError, World};
use ling_text::Holes;
use serde_json::json;

use crate::alarm::holes_of;

/// Reminders read out in one answer; the page shows them all.
const READ_MAX: usize = 8;

pub(super) async fn query(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Reminder)).await?;
    let Some(these) = super::these(call, "when", all, out) else {
        return Ok(());
    };
    let count = i64::try_from(these.len()).unwrap_or(i64::MAX);
    if count > 1 {
        out.say("several", Holes::new().count("n", count));
    }
    these
        .iter()
        .take(READ_MAX)
        .for_each(|due| out.say("item", holes_named(due, &call.now)));
    if these.len() > READ_MAX {
        out.say("more", Holes::new().count("n", count - READ_MAX as i64));
    }
    if let [one] = these.as_slice() {
        crate::dues::about(out, one);
    }
    let reminders: Vec<_> = these
        .iter()
        .map(|due| json!({ "id": due.id, "name": due.name, "due": due.due.to_string(), "repeats": due.repeat.is_some() }))
        .collect();
    out.card("reminders", json!(reminders));
    Ok(())
}

pub(super) fn holes_named(due: &Due, now: &ZonedDateTime) -> Holes {
    holes_of(due, now).text("what", due.name.clone().unwrap_or_default())
}
