//! Reminders of something else than a time: before an event, on a birthday.

use jiff::SignedDuration;
use ling_base::{Repeat, When};
use ling_dialogue::{Call, Out, SkillError, World};
use ling_text::{Holes, almanac::solar_to_lunar};

use super::ask;

/// "Ten minutes before my meeting": the event, and when that is. Asks for a time when no such event is known.
pub(super) async fn event(
    call: &Call,
    title: &str,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<Option<(String, When)>, SkillError> {
    let lead = SignedDuration::from_secs(call.args.duration("lead").unwrap_or(0));
    let person = call.who.person.as_deref();
    let events = world.calendar().find(person, title, &call.now).await?;
    let moment = events.into_iter().find_map(|event| {
        let at = event.start.checked_sub(lead).ok()?;
        (at > call.now).then_some((event.title, at))
    });
    let Some((title, at)) = moment else {
        out.ask(
            "no_event",
            Holes::new().text("event", title),
            ask("when", "when"),
        );
        return Ok(None);
    };
    let when = When {
        date: Some(at.date()),
        time: Some(at.time()),
        half_known: true,
        ..When::default()
    };
    Ok(Some((title, when)))
}

/// A birthday comes every year, by the calendar in which its day was said.
pub(super) fn birthday(call: &Call, whens: &mut [When], out: &Out<'_>) {
    if !call.args.has("birthday") {
        return;
    }
    let signs = out.text("lunar", &Holes::new());
    let is_lunar = signs.split('|').any(|sign| call.heard.contains(sign));
    for when in whens.iter_mut().filter(|when| when.repeat.is_none()) {
        let Some(day) = when.date.take() else {
            continue;
        };
        let lunar = solar_to_lunar(day).filter(|_| is_lunar);
        when.until = None;
        when.repeat = Some(match lunar {
            Some(lunar) => Repeat::LunarYearly {
                month: lunar.month,
                day: lunar.day,
            },
            None => Repeat::Yearly {
                month: day.month(),
                day: day.day(),
            },
        });
    }
}
