//! Which alarms there are.

use jiff::ZonedDateTime;
use ling_base::{Value, When};
use ling_dialogue::{Call, Due, DueKind, DueState, Out, SkillError, World};
use ling_text::Holes;
use serde_json::json;

use crate::moment::Moment;

pub(super) async fn query(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Alarm)).await?;
    let Some(mut these) = super::these(call, "when", all, out) else {
        return Ok(());
    };
    if call.args.has("next") {
        these.truncate(1);
    }
    let count = i64::try_from(these.len()).unwrap_or(i64::MAX);
    if count > 1 {
        out.say("several", Holes::new().count("n", count));
    }
    these.iter().for_each(|due| tell(due, &call.now, out));
    if let [one] = these.as_slice() {
        crate::dues::about(out, one);
    }
    let alarms: Vec<_> = these
        .iter()
        .map(|due| json!({ "id": due.id, "name": due.name, "due": due.due.to_string(), "repeats": due.repeat.is_some() }))
        .collect();
    out.card("alarms", json!(alarms));
    Ok(())
}

fn tell(due: &Due, now: &ZonedDateTime, out: &mut Out<'_>) {
    if due.state == DueState::Ringing {
        out.say("rings", Holes::new());
        return;
    }
    match &due.name {
        Some(name) => out.say("item_named", holes_of(due, now).text("name", name)),
        None => out.say("item", holes_of(due, now)),
    }
}

/// A few words that tell an alarm from others.
pub(super) fn label(due: &Due, now: &ZonedDateTime, out: &Out<'_>) -> String {
    match &due.name {
        Some(name) => name.clone(),
        None => out.spoken("which", &holes_of(due, now)),
    }
}

/// `when` says how it comes again if it does, else the moment; `first` is the moment.
pub(crate) fn holes(moment: &Moment) -> Holes {
    let at = Holes::new().moment("first", &moment.at);
    match (&moment.repeat, moment.time) {
        (Some(repeat), time) => {
            let when = When {
                repeat: Some(repeat.clone()),
                time,
                half_known: true,
                ..When::default()
            };
            at.value("when", Value::When(when))
        }
        (None, _) => at.moment("when", &moment.at),
    }
}

/// The same of an alarm that is kept.
pub(crate) fn holes_of(due: &Due, now: &ZonedDateTime) -> Holes {
    let at = due.due.to_zoned_datetime(now.time_zone().clone());
    holes(&Moment {
        at,
        repeat: due.repeat.clone(),
        time: due.time,
        gap: false,
    })
}
