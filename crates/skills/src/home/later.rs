//! "Turn off the lights in ten minutes": not yet. Ling says so and offers to remind.

use ling_base::{Args, Value, When};
use ling_dialogue::{Act, HomeKind};
use ling_text::Holes;

use super::{Ctx, target};
use crate::moment::{self, Part, Unclear};

/// So near that it is now, in seconds.
const NOW_SECS: i64 = 30;

impl Ctx<'_, '_> {
    pub(super) fn later(&mut self, on: bool) {
        let call = self.call;
        let when = moment::asked(&call.args).unwrap_or_default();
        let at = match moment::resolve(&when, &call.now, &call.region, Part::Stands) {
            Ok(found) if call.now.duration_until(&found.at).as_secs() > NOW_SECS => found.at,
            // "Now", "today": at once.
            Ok(_) | Err(Unclear::NoTime | Unclear::Past(_) | Unclear::Never)
                if when.date.is_none_or(|date| date <= call.now.date()) =>
            {
                return self.at_once(on);
            }
            Ok(_) | Err(_) => call.now.clone(),
        };
        let known = When {
            date: Some(at.date()),
            time: Some(at.time()),
            half_known: true,
            ..When::default()
        };
        let text = self.deed(on);
        let asked = if at == call.now { when } else { known };
        let args = Args::new()
            .with("when", Value::When(asked.clone()))
            .with("what", Value::Text(text.clone()));
        let holes = Holes::new()
            .value("at", Value::When(asked))
            .text("text", text);
        let act = Act {
            intent: "reminder.set".to_owned(),
            args,
        };
        self.out.offer("later", holes, act);
    }

    fn at_once(&mut self, on: bool) {
        let mut args = self.call.args.clone();
        args.remove("when");
        let light = !args.has("name") && args.id("thing").is_none_or(|thing| thing == "light");
        let intent = match (light, on) {
            (true, true) => "home.light_on",
            (true, false) => "home.light_off",
            (false, true) => "home.on",
            (false, false) => "home.off",
        };
        if light {
            args.remove("thing");
        }
        self.out.instead(Act {
            intent: intent.to_owned(),
            args,
        });
    }

    /// What is to be done, in words.
    fn deed(&self, on: bool) -> String {
        let group = target::find(self.call, &self.house, &[], Some("light"));
        let kind = group.as_ref().ok().and_then(|group| group.devices.first());
        let sort = match (kind.map(|one| one.kind), on) {
            (Some(HomeKind::Cover), true) => "open",
            (Some(HomeKind::Cover), false) => "close",
            (Some(HomeKind::Lock), true) => "unlock",
            (Some(HomeKind::Lock), false) => "lock",
            (_, true) => "on",
            (_, false) => "off",
        };
        let what = match &group {
            Ok(group) => self.what(group),
            Err(_) => self.the(&self.thing(self.call.args.id("thing").unwrap_or("light"))),
        };
        self.out
            .text(&format!("later_{sort}"), &Holes::new().text("what", what))
    }
}
