//! What timers, alarms and reminders have in common: which one is meant, and what is said about all of them.

use jiff::{ZonedDateTime, civil::Time};
use ling_base::{Args, Value, When};
use ling_dialogue::{Act, Ask, Call, Choice, Due, DueKind, Out, SkillError, Sounds, World};
use ling_text::Holes;

use crate::moment::{self, Moment, Part, Unclear};

/// What a call refers to.
pub(crate) enum Which {
    /// There are none at all.
    Nothing,
    /// None is as it was called.
    Unknown(String),
    /// These.
    These(Vec<Due>),
}

/// Those of `dues` that the call names by id (`due`) or by name (`name`); all of them when it names none.
pub(crate) fn named(call: &Call, dues: Vec<Due>) -> Which {
    let args = &call.args;
    if dues.is_empty() {
        return Which::Nothing;
    }
    let ids: Vec<&str> = args
        .all("due")
        .iter()
        .filter_map(id)
        .chain(args.get("name").and_then(known))
        .collect();
    if !ids.is_empty() {
        let these: Vec<Due> = dues
            .into_iter()
            .filter(|due| ids.contains(&due.id.as_str()))
            .collect();
        return if these.is_empty() {
            Which::Nothing
        } else {
            Which::These(these)
        };
    }
    match args.text("name") {
        None => Which::These(dues),
        Some(name) => {
            let these = called(name, &dues);
            let these = if these.is_empty() {
                pointed(name, &dues, &call.now)
            } else {
                these
            };
            if these.is_empty() {
                Which::Unknown(name.to_owned())
            } else {
                Which::These(these)
            }
        }
    }
}

/// An id under `due`, as undo and "it" give it.
fn id(value: &Value) -> Option<&str> {
    match value {
        Value::Text(id) | Value::Named { id, .. } => Some(id),
        _ => None,
    }
}

/// The id of a choice that was picked when Ling asked.
fn known(name: &Value) -> Option<&str> {
    match name {
        Value::Named { id, .. } => Some(id),
        _ => None,
    }
}

/// Those whose name is `name`, else those whose name contains it or is part of it.
fn called(name: &str, dues: &[Due]) -> Vec<Due> {
    let want = plain(name);
    let own = |due: &Due| due.name.as_deref().map(plain).unwrap_or_default();
    let exact: Vec<Due> = dues
        .iter()
        .filter(|due| own(due) == want)
        .cloned()
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let near =
        |due: &Due| !own(due).is_empty() && (own(due).contains(&want) || want.contains(&own(due)));
    dues.iter().filter(|due| near(due)).cloned().collect()
}

/// Those that "五分钟的", "the first one" or "the seven o'clock one" point at.
fn pointed(name: &str, dues: &[Due], now: &ZonedDateTime) -> Vec<Due> {
    let tags = ling_text::values::tag(name, now);
    let pick = |value: &Value| -> Vec<Due> {
        match value {
            Value::Ordinal(nth) => nth_of(dues, *nth).into_iter().collect(),
            Value::Duration(secs) => dues
                .iter()
                .filter(|due| due.total_secs == Some(*secs))
                .cloned()
                .collect(),
            Value::When(when) => at_time(dues, when, now),
            _ => Vec::new(),
        }
    };
    tags.iter()
        .map(|tag| pick(&tag.value))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

fn nth_of(dues: &[Due], nth: i64) -> Option<Due> {
    let idx = match nth {
        1.. => usize::try_from(nth - 1).ok()?,
        ..0 => dues.len().checked_sub(usize::try_from(-nth).ok()?)?,
        0 => return None,
    };
    dues.get(idx).cloned()
}

/// Those that come due at the day and hour of `when`; an hour of unknown half fits both halves.
pub(crate) fn at_time(dues: &[Due], when: &When, now: &ZonedDateTime) -> Vec<Due> {
    let fits = |due: &Due| {
        let at = due.due.to_zoned_datetime(now.time_zone().clone());
        let day = match (when.date, when.until) {
            (None, _) => true,
            (Some(first), None) => at.date() == first,
            (Some(first), Some(until)) => first <= at.date() && at.date() < until,
        };
        let repeat = when.repeat.is_none() || when.repeat == due.repeat;
        day && repeat && hour_fits(at.time(), when)
    };
    dues.iter().filter(|due| fits(due)).cloned().collect()
}

fn hour_fits(at: Time, when: &When) -> bool {
    let minutes = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    match (when.time, when.time_until) {
        (None, _) => true,
        (Some(from), Some(until)) => {
            let span = (minutes(until) - minutes(from)).rem_euclid(1_440);
            (minutes(at) - minutes(from)).rem_euclid(1_440) < span
        }
        (Some(time), None) if when.half_known => minutes(at) == minutes(time),
        (Some(time), None) => (minutes(at) - minutes(time)) % 720 == 0,
    }
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Asks which of `dues` is meant. `describe` names each so that they can be told apart.
pub(crate) fn ask_which(
    out: &mut Out<'_>,
    dues: &[Due],
    describe: impl Fn(&Out<'_>, &Due) -> String,
) {
    let choices: Vec<Choice> = dues
        .iter()
        .map(|due| Choice {
            id: due.id.clone(),
            name: describe(out, due),
        })
        .collect();
    let names = choices.iter().map(|choice| choice.name.clone()).collect();
    let ask = Ask {
        arg: "name".into(),
        kind: "text".into(),
        choices,
    };
    out.ask("ask_which", Holes::new().list("which", names), ask);
}

/// A key for the `nth` thing of one wish.
pub(crate) fn key(call: &Call, nth: usize) -> String {
    if nth == 0 {
        call.key.clone()
    } else {
        format!("{}:{nth}", call.key)
    }
}

/// Whether "both" or a yes makes it sure that all of `count` are meant.
pub(crate) fn says_both(call: &Call, count: i64) -> bool {
    call.confirmed || (call.args.has("both") && count == 2)
}

/// The same verb of another skill, where "it" is another kind of thing than a timer.
pub(crate) fn other_kind(call: &Call, all: &[Due], verb: &str) -> Option<Act> {
    let ids = ids(call);
    let due = all.iter().find(|due| ids.contains(&due.id))?;
    let skill = match due.kind {
        DueKind::Timer => return None,
        DueKind::Alarm => "alarm",
        DueKind::Reminder => "reminder",
    };
    let intent = format!("{skill}.{verb}");
    (intent != call.intent).then(|| Act {
        intent,
        args: call.args.clone(),
    })
}

/// The call without "it", where that is none of `dues`: "pause it" after a question about the weather.
pub(crate) fn without_strangers(call: &Call, dues: &[Due]) -> Call {
    let mut call = call.clone();
    let ids = ids(&call);
    if !ids.is_empty() && !dues.iter().any(|due| ids.contains(&due.id)) {
        call.args.remove("due");
    }
    call
}

/// What "it" means in the next sentence.
pub(crate) fn about(out: &mut Out<'_>, due: &Due) {
    let name = due.name.clone().unwrap_or_default();
    out.about(
        "due",
        Value::Named {
            id: due.id.clone(),
            name,
        },
    );
}

/// The arguments that name these rows, for undo.
pub(crate) fn these(ids: impl IntoIterator<Item = String>) -> Args {
    ids.into_iter()
        .fold(Args::new(), |args, id| args.with("due", Value::Text(id)))
}

/// The ids of a call from undo.
pub(crate) fn ids(call: &Call) -> Vec<String> {
    call.args
        .all("due")
        .iter()
        .filter_map(id)
        .map(str::to_owned)
        .collect()
}

/// Adds that nothing would sound, where no page is open, no device is connected and no sound card is chosen.
pub(crate) async fn warn_if_silent(world: &dyn World, out: &mut Out<'_>) {
    if world.speaker().sounds().await == Ok(Sounds::Nowhere) {
        out.say("silent", Holes::new());
    }
}

/// Puts rows back as they were; says `restored` once.
pub(crate) async fn restore(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    for id in ids(call) {
        world.dues().restore(&id, call.now.timestamp()).await?;
    }
    out.say("restored", Holes::new());
    out.undo(&format!("{}.restore", call.skill()), these(ids(call)));
    Ok(())
}

/// The new moment of a row: what is not said stays as it was.
pub(crate) fn moved(
    due: &Due,
    asked: &When,
    call: &Call,
    part: Part,
) -> Result<Moment, Box<(Unclear, When)>> {
    let old = due.due.to_zoned_datetime(call.now.time_zone().clone());
    let mut when = asked.clone();
    if when.in_secs.is_none() {
        same_half(&mut when, &old);
        if when.time.is_none() {
            (when.time, when.half_known) = (Some(old.time()), true);
        }
        if when.repeat.is_none() && when.date.is_none() {
            when.repeat.clone_from(&due.repeat);
            when.date = when.repeat.is_none().then(|| old.date());
        }
    }
    let resolve = |when: &When| moment::resolve(when, &call.now, &call.region, part);
    match resolve(&when) {
        // The day of the alarm is today and the new hour is over: the next time that hour comes.
        Err(Unclear::Past(_)) if asked.date.is_none() => {
            when.date = None;
            resolve(&when).map_err(|unclear| Box::new((unclear, when)))
        }
        resolved => resolved.map_err(|unclear| Box::new((unclear, when))),
    }
}

/// "改到八点" about one in the evening means eight in the evening.
fn same_half(when: &mut When, old: &ZonedDateTime) {
    let Some(time) = when
        .time
        .filter(|_| !when.half_known && when.date.is_none())
    else {
        return;
    };
    let late = old.time().hour() >= 12;
    let hour = time.hour() % 12 + if late { 12 } else { 0 };
    when.time = Some(jiff::civil::time(hour, time.minute(), time.second(), 0));
    when.half_known = true;
}

/// Takes rows away without asking, as the undo of setting them; says `taken_back` once.
pub(crate) async fn take_back(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    for id in ids(call) {
        world.dues().remove(&id, call.now.timestamp()).await?;
    }
    out.say("taken_back", Holes::new());
    out.undo(&format!("{}.restore", call.skill()), these(ids(call)));
    Ok(())
}
