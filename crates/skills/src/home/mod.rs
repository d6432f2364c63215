//! The smart home: lights, climate, covers, media, vacuum, locks, scenes, and what they and sensors say.
//!
//! `house` is the house as a call sees it, `target` finds what a sentence is about, `change` does it and
//! says so, `explain` says why it cannot be done, `tell` answers questions.

use ling_base::{Args, Value};
use ling_dialogue::{
    Act, Ask, BoxFuture, Call, Choice, HomeAct, HomeDevice, HomeKind, Out, Skill, SkillError,
    Source, World,
};
use ling_text::Holes;

mod change;
mod explain;
mod house;
mod later;
mod target;
mod tell;

use change::Change;
use house::{House, Thing};
use target::Group;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("home");

/// Runs the house.
pub struct Home;

/// Everything one act needs.
struct Ctx<'a, 'o> {
    call: &'a Call,
    world: &'a dyn World,
    out: &'a mut Out<'o>,
    house: House,
}

impl Skill for Home {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            let house = House::read(world, call.lang, &call.heard).await?;
            let mut ctx = Ctx {
                call,
                world,
                out,
                house,
            };
            match call.verb() {
                "again" => ctx.again(),
                "restore" => ctx.restore().await?,
                "scene" => ctx.scene().await?,
                "later_on" => ctx.later(true),
                "later_off" => ctx.later(false),
                "is" | "which" | "measure" | "how" => ctx.tell(),
                _ => ctx.act().await?,
            }
            Ok(())
        })
    }
}

/// The light of a room goes up or down by this many hundredths when no amount is named.
const LIGHT_STEP: f64 = 20.0;
/// Lamps that one room may have; more of them are the lights of a house.
const LAMPS_OF_A_ROOM: usize = 4;
/// The sound of a television.
const SOUND_STEP: f64 = 10.0;
/// The speed of a fan.
const FAN_STEP: f64 = 25.0;
/// A number without "degrees" above this is no temperature of a room.
const BARE_DEGREES_MAX: f64 = 35.0;
/// Degrees of a thermostat.
const DEGREES_STEP: f64 = 1.0;
/// Hundredths of one step of a fan that has three.
const FAN_SPEED: f64 = 33.0;

impl Ctx<'_, '_> {
    /// A verb that changes devices: finds them, changes them, says so.
    async fn act(&mut self) -> Result<(), SkillError> {
        let verb = self.call.verb().to_owned();
        let Some(kinds) = kinds_of(&verb) else {
            return Err(SkillError::Verb(self.call.intent.clone()));
        };
        let fixed = match verb.as_str() {
            "coffee" => Some("coffee"),
            "light_on" | "light_off" => Some("light"),
            _ => None,
        };
        let group = match target::find(self.call, &self.house, kinds, fixed) {
            Ok(group) => group,
            Err(problem) => {
                self.explain(problem);
                return Ok(());
            }
        };
        if self.must_unlock(&verb, &group) || self.must_ask(&verb, &group) {
            return Ok(());
        }
        if verb == "light_up" && self.all_dark(&group) {
            return Ok(());
        }
        let Some(change) = self.change(&verb, group) else {
            return Ok(());
        };
        self.perform(change).await
    }

    /// "Turn everything off" and then "brighter" is no wish to light the whole house.
    fn all_dark(&mut self, group: &Group) -> bool {
        let dark = |one: &HomeDevice| one.state.on == Some(false);
        let before = !self.call.args.has("all") && !self.call.args.has("area");
        let dark =
            before && group.devices.len() > LAMPS_OF_A_ROOM && group.devices.iter().all(dark);
        if dark {
            let thing = self.thing("light");
            self.out.say("none_on", Holes::new().text("thing", thing));
        }
        dark
    }

    /// "Open the front door" is an unlocking, with all its questions.
    fn must_unlock(&mut self, verb: &str, group: &Group) -> bool {
        let locks = group
            .devices
            .iter()
            .any(|device| device.kind == HomeKind::Lock);
        let unlocks = matches!(verb, "on" | "door_unlock") && locks;
        if unlocks && !(verb == "door_unlock" && self.call.confirmed) {
            let args = Args::new().with("name", group.named());
            self.out.instead(Act {
                intent: "home.door_unlock".to_owned(),
                args,
            });
            return true;
        }
        false
    }

    /// A garage that opens lets anybody in, as a lock does: it opens after a yes.
    fn must_ask(&mut self, verb: &str, group: &Group) -> bool {
        let lets_in =
            |one: &HomeDevice| one.class.as_deref() == Some("garage") && one.state.on != Some(true);
        let opens = matches!(verb, "on" | "cover_open" | "cover_set");
        let asks = opens && !self.call.confirmed && group.devices.iter().any(lets_in);
        if asks {
            let act = Act {
                intent: self.call.intent.clone(),
                args: self.call.args.clone(),
            };
            self.out.offer("confirm_garage", Holes::new(), act);
        }
        asks
    }

    /// What `verb` does to the group. `None` when it has asked or said something instead.
    fn change(&mut self, verb: &str, group: Group) -> Option<Change> {
        let args = &self.call.args;
        let level = args.number("level");
        let plain = |key: &str, act: HomeAct| Some(Change::all(key, act, group.clone()));
        match verb {
            // "Turn on the lamp", then "set it to thirty percent".
            "on" | "light_on" if level.is_some() => {
                Some(Change::level("done_level", group, level?))
            }
            "climate_on" if args.has("degrees") => self.target(group),
            "on" | "light_on" | "climate_on" | "cover_open" | "clean_start" | "door_unlock" => {
                let mut change = Change::switch(true, group);
                if verb == "clean_start" && args.has("area") && !args.has("name") {
                    change.key = "done_clean_room".to_owned();
                }
                Some(change)
            }
            "coffee" => plain("done_coffee", HomeAct::On),
            "off" | "light_off" | "climate_off" | "cover_close" | "clean_dock" | "door_lock" => {
                Some(Change::switch(false, group))
            }
            "light_up" => Some(Change::shift(
                "done_brighter",
                group,
                args.number("by").unwrap_or(LIGHT_STEP),
            )),
            "light_dim" if level.is_none() => Some(Change::shift(
                "done_darker",
                group,
                -args.number("by").unwrap_or(LIGHT_STEP),
            )),
            "light_set" | "light_dim" => Some(Change::level("done_level", group, level?)),
            "light_color" => self.color(group),
            "light_white" => Some(white(args, group)),
            "climate_set" => self.target(group),
            "climate_up" => self.degrees(group, args.number("by").unwrap_or(DEGREES_STEP)),
            "climate_down" => self.degrees(group, -args.number("by").unwrap_or(DEGREES_STEP)),
            "climate_mode" => self.mode(group),
            "cover_set" => Some(Change::level("done_position", group, level?)),
            "cover_stop" => plain("done_stop", HomeAct::Stop),
            "clean_stop" => plain("done_clean_stop", HomeAct::Stop),
            "fan_set" => {
                let step = args
                    .number("step")
                    .map(|step| (step * FAN_SPEED).min(100.0));
                Some(Change::level(
                    "done_level",
                    group,
                    level.or(step).unwrap_or(100.0),
                ))
            }
            "fan_up" => Some(Change::shift("done_faster", group, FAN_STEP)),
            "fan_down" => Some(Change::shift("done_slower", group, -FAN_STEP)),
            "media_play" => plain("done_play", HomeAct::Play),
            "media_pause" => plain("done_pause", HomeAct::Pause),
            "media_stop" => plain("done_stop", HomeAct::Stop),
            "media_next" => plain("done_next", HomeAct::Next),
            "media_previous" => plain("done_previous", HomeAct::Previous),
            "media_up" => Some(Change::shift("done_louder", group, SOUND_STEP)),
            "media_down" => Some(Change::shift("done_quieter", group, -SOUND_STEP)),
            "media_set" => Some(Change::level("done_level", group, level?)),
            "media_mute" => plain("done_mute", HomeAct::Mute(true)),
            "media_unmute" => plain("done_unmute", HomeAct::Mute(false)),
            _ => None,
        }
    }

    fn color(&mut self, group: Group) -> Option<Change> {
        let Some(color) = self.call.args.id("color") else {
            let ask = Ask {
                arg: "color".into(),
                kind: "color".into(),
                choices: Vec::new(),
            };
            self.out.ask("ask_color", Holes::new(), ask);
            return None;
        };
        let word = self.out.text(&format!("color_{color}"), &Holes::new());
        let mut change = Change::all("done_color", HomeAct::Color(color.to_owned()), group);
        change.holes = change.holes.text("color", word);
        Some(change)
    }

    fn target(&mut self, group: Group) -> Option<Change> {
        let degrees = self.degrees_said(&group)?;
        let bare = matches!(self.call.args.get("degrees"), Some(Value::Number(_)));
        if bare && degrees > BARE_DEGREES_MAX && unit(&group) == "celsius" {
            self.light_meant(degrees);
            return None;
        }
        let mut change = Change::all("done_target", HomeAct::Target(degrees), group.clone());
        change.holes = change
            .holes
            .value("degrees", quantity(degrees, unit(&group)));
        change.cannot = "cannot_target".to_owned();
        Some(change)
    }

    /// "Set the bedroom to fifty": no room is that warm, so the light is meant.
    fn light_meant(&mut self, level: f64) {
        let mut args = Args::new().with("level", Value::Percent(level.min(100.0)));
        for place in ["area", "floor"] {
            for value in self.call.args.all(place) {
                args.push(place, value.clone());
            }
        }
        self.out.instead(Act {
            intent: "home.light_set".to_owned(),
            args,
        });
    }

    /// Degrees in the unit of the house.
    fn degrees_said(&self, group: &Group) -> Option<f64> {
        let house = unit(group);
        Some(match self.call.args.get("degrees")? {
            Value::Quantity { amount, unit } if unit == "fahrenheit" && house == "celsius" => {
                ((amount - 32.0) / 1.8 * 2.0).round() / 2.0
            }
            Value::Quantity { amount, unit } if unit == "celsius" && house == "fahrenheit" => {
                (amount * 1.8 + 32.0).round()
            }
            _ => self.call.args.number("degrees")?,
        })
    }

    /// Warmer or cooler. A thermostat that is off would change nothing: Ling offers to turn it on.
    fn degrees(&mut self, group: Group, by: f64) -> Option<Change> {
        let what = self.what(&group);
        let running: Vec<HomeDevice> = group
            .devices
            .iter()
            .filter(|one| one.state.on == Some(true))
            .cloned()
            .collect();
        if running.is_empty() {
            let (key, mode) = if by > 0.0 {
                ("climate_off_heat", "heat")
            } else {
                ("climate_off_cool", "cool")
            };
            let args = Args::new()
                .with("name", group.named())
                .with("mode", Value::Text(mode.to_owned()));
            let act = Act {
                intent: "home.climate_mode".to_owned(),
                args,
            };
            self.out.offer(key, Holes::new().text("what", what), act);
            return None;
        }
        let group = Group {
            devices: running,
            ..group
        };
        let first = group
            .devices
            .iter()
            .find_map(|one| one.state.target)
            .unwrap_or(22.0);
        let unit = unit(&group);
        let acts = group.devices.iter().map(|one| {
            (
                HomeAct::Target(one.state.target.unwrap_or(22.0) + by),
                one.id.clone(),
            )
        });
        let mut change = Change::each("done_target", acts.collect(), group.clone());
        change.holes = change.holes.value("degrees", quantity(first + by, unit));
        change.cannot = "cannot_target".to_owned();
        Some(change)
    }

    fn mode(&mut self, group: Group) -> Option<Change> {
        let mode = self.call.args.id("mode")?;
        let word = self.out.text(&format!("mode_{mode}"), &Holes::new());
        let mut change = Change::all("done_mode", HomeAct::Mode(mode.to_owned()), group);
        change.holes = change.holes.text("mode", word);
        Some(change)
    }

    async fn scene(&mut self) -> Result<(), SkillError> {
        let scenes = || {
            self.house
                .devices
                .iter()
                .filter(|one| one.kind == HomeKind::Scene)
        };
        let id = self.call.args.id("scene").unwrap_or_default();
        let Some(scene) = scenes().find(|one| one.id == id).cloned() else {
            let choices: Vec<Choice> = scenes()
                .map(|one| Choice {
                    id: one.id.clone(),
                    name: self.house.name(one),
                })
                .collect();
            if choices.is_empty() {
                self.out.say("no_scene", Holes::new());
                return Ok(());
            }
            let names = choices.iter().map(|one| one.name.clone()).collect();
            let ask = Ask {
                arg: "scene".into(),
                kind: "scene".into(),
                choices,
            };
            self.out
                .ask("ask_scene", Holes::new().list("names", names), ask);
            return Ok(());
        };
        self.perform_scene(scene).await
    }

    /// "那卧室的灯呢": the last act again, for something else.
    fn again(&mut self) {
        let known = [
            "home.light_on",
            "home.light_off",
            "home.on",
            "home.off",
            "home.is",
            "home.measure",
            "home.how",
            "home.light_up",
            "home.light_dim",
            "home.light_set",
            "home.cover_open",
            "home.cover_close",
            "home.climate_up",
            "home.climate_down",
            "home.fan_up",
            "home.fan_down",
            "home.media_up",
            "home.media_down",
            "speaker.louder",
            "speaker.quieter",
            "home.climate_on",
            "home.climate_off",
        ];
        let before = self.call.args.text("again").unwrap_or_default();
        let (intent, state) = before
            .split_once(' ')
            .map_or((before, None), |(intent, state)| (intent, Some(state)));
        if !known.contains(&intent) {
            self.out.say("nothing_to_repeat", Holes::new());
            return;
        }
        let mut args = self.call.args.clone();
        args.remove("again");
        if let Some(state) = state {
            args.set("state", Value::Text(state.to_owned()));
        }
        let thing = args.id("thing").map(Thing::named);
        let light = thing.is_none_or(|thing| thing.kinds.contains(&HomeKind::Light));
        let intent = match intent {
            "home.light_on" if !light => "home.on",
            "home.light_off" if !light => "home.off",
            other => other,
        };
        self.out.instead(Act {
            intent: intent.to_owned(),
            args,
        });
    }
}

/// The kinds of device that a verb is about; none for all that can be switched.
fn kinds_of(verb: &str) -> Option<&'static [HomeKind]> {
    let (head, _) = verb.split_once('_').unwrap_or((verb, ""));
    Some(match head {
        "light" => &[HomeKind::Light],
        "climate" => &[HomeKind::Climate],
        "cover" => &[HomeKind::Cover],
        "clean" => &[HomeKind::Vacuum],
        "door" => &[HomeKind::Lock],
        "fan" => &[HomeKind::Fan],
        "media" => &[HomeKind::Media],
        "coffee" => &[HomeKind::Switch],
        "on" | "off" => &[],
        _ => return None,
    })
}

fn white(args: &Args, group: Group) -> Change {
    let (word, kelvin) = match (args.id("white"), args.number("kelvin")) {
        (_, Some(kelvin)) if kelvin < 3_500.0 => ("warm", kelvin),
        (_, Some(kelvin)) if kelvin < 4_800.0 => ("neutral", kelvin),
        (_, Some(kelvin)) => ("cool", kelvin),
        (Some("cool"), None) => ("cool", 6_000.0),
        (Some("neutral"), None) => ("neutral", 4_000.0),
        (_, None) => ("warm", 2_700.0),
    };
    let kelvin = kelvin.clamp(1_000.0, 10_000.0) as u32;
    Change::all(
        &format!("done_white_{word}"),
        HomeAct::Kelvin(kelvin),
        group,
    )
}

fn unit(group: &Group) -> &str {
    let unit = group
        .devices
        .iter()
        .find_map(|one| one.state.unit.as_deref());
    unit.unwrap_or("celsius")
}

fn quantity(amount: f64, unit: &str) -> Value {
    Value::Quantity {
        amount,
        unit: unit.to_owned(),
    }
}
