//! Questions: is it on, which are open, how warm is it, what is it doing.

use ling_base::Value;
use ling_dialogue::{HomeDevice, HomeKind};
use ling_text::Holes;

use super::{
    Ctx, Thing, quantity,
    target::{self, Called, Group},
};

/// Devices that an answer names, at most.
const NAMED_MAX: usize = 12;

impl Ctx<'_, '_> {
    pub(super) fn tell(&mut self) {
        match self.call.verb() {
            "which" => self.which(),
            "measure" => self.measure(),
            "how" => self.how(),
            _ => self.is(),
        }
    }

    /// What the question is about: by name, by sort, all of a room.
    fn asked(&mut self) -> Option<Group> {
        match find(self) {
            Ok(group) => Some(group),
            Err(problem) => {
                self.explain(problem);
                None
            }
        }
    }

    fn is(&mut self) {
        let Some(group) = self.asked() else { return };
        let what = self.what(&group);
        let state = self.call.args.id("state").unwrap_or("on").to_owned();
        self.mark(&group, &what, Some(&state));
        let known = lockable(&group.devices, &state);
        let Some(first) = known.first() else {
            let away = group.devices.iter().all(|one| !one.state.available);
            let names = self.names(&group.devices);
            if away {
                self.out.say("offline", Holes::new().list("names", names))
            } else {
                self.out
                    .say("unknown_state", Holes::new().text("what", what))
            }
            return;
        };
        if first.class.as_deref() == Some("motion") {
            let key = if is_on(first) == Some(true) {
                "state_motion"
            } else {
                "state_clear"
            };
            return self.out.say(key, Holes::new().text("what", what));
        }
        if first.kind == HomeKind::Vacuum {
            let key = if is_on(first) == Some(true) {
                "state_cleaning"
            } else {
                "state_docked"
            };
            return self.out.say(key, Holes::new().text("what", what));
        }
        let state = suited(&state, first);
        let (yes, no): (Vec<HomeDevice>, Vec<HomeDevice>) = known
            .iter()
            .map(|one| (*one).clone())
            .partition(|one| is_in(one, state));
        if !yes.is_empty() && !no.is_empty() {
            let holes = Holes::new()
                .list("yes", self.own_names(&yes))
                .list("no", self.own_names(&no));
            return self.out.say(&format!("mixed_{state}"), holes);
        }
        let key = if no.is_empty() {
            format!("yes_{state}")
        } else {
            format!("no_{}", opposite(state))
        };
        self.out.say(&key, Holes::new().text("what", what));
    }

    /// "Which lights are on", "are all windows closed".
    fn which(&mut self) {
        let thing = self.call.args.id("thing").unwrap_or("light").to_owned();
        let sort = Thing::named(&thing);
        let rooms: Vec<String> = target::places(self.call, &self.house)
            .into_iter()
            .flat_map(|(_, rooms)| rooms)
            .collect();
        let there = |one: &&HomeDevice| {
            rooms.is_empty() || one.area.as_ref().is_some_and(|area| rooms.contains(area))
        };
        let all: Vec<&HomeDevice> = self
            .house
            .devices
            .iter()
            .filter(there)
            .filter(|one| is_on(one).is_some())
            .collect();
        let all = sort.pick(&all);
        let word = self.thing(&thing);
        let Some(first) = all.first() else {
            return self.explain(target::Problem::NoneAtAll(thing));
        };
        let state = suited(self.call.args.id("state").unwrap_or("on"), first);
        let (yes, no): (Vec<HomeDevice>, Vec<HomeDevice>) = all
            .iter()
            .map(|one| (*one).clone())
            .partition(|one| is_in(one, state));
        let (key, named) = if self.call.args.has("every") {
            if no.is_empty() {
                ("every", yes)
            } else {
                ("not_every", no)
            }
        } else if yes.is_empty() {
            ("none", yes)
        } else {
            ("list", yes)
        };
        let mut names = self.own_names(&named);
        let n = i64::try_from(names.len()).unwrap_or(i64::MAX);
        names.truncate(NAMED_MAX);
        let holes = Holes::new()
            .text("thing", word)
            .count("n", n)
            .list("names", names);
        self.out.say(&format!("{key}_{state}"), holes);
        if !named.is_empty() {
            let group = Group {
                devices: named,
                called: Called::Each,
            };
            let what = self.what(&group);
            self.mark(&group, &what, Some(state));
        }
    }

    /// "How warm is the bedroom".
    fn measure(&mut self) {
        let what = self
            .call
            .args
            .id("what")
            .unwrap_or("temperature")
            .to_owned();
        let named = self
            .call
            .args
            .id("name")
            .and_then(|id| self.house.device(id))
            .cloned();
        let places = target::places(self.call, &self.house);
        let room = self.house.room(self.call.who.room.as_deref());
        let (rooms, place): (Vec<String>, String) = match (&places[..], room) {
            ([], Some(room)) => (vec![room], self.out.text("here", &Holes::new())),
            ([], None) => (Vec::new(), self.places(&[])),
            (said, _) => {
                let ids: Vec<String> = said.iter().map(|(place, _)| place.clone()).collect();
                (
                    said.iter().flat_map(|(_, rooms)| rooms.clone()).collect(),
                    self.places(&ids),
                )
            }
        };
        let found = named.or_else(|| self.sensor(&what, &rooms).cloned());
        let Some(device) = found else {
            return self
                .out
                .say("nothing_measures", Holes::new().text("where", place));
        };
        let place = if self.call.args.has("name") {
            self.house.name(&device)
        } else {
            place
        };
        self.reading(&device, &what, place);
    }

    /// The sensor that measures `what` in the rooms, or anywhere where none is named; a thermostat knows the
    /// temperature too.
    fn sensor(&self, what: &str, rooms: &[String]) -> Option<&HomeDevice> {
        let there = |one: &&HomeDevice| {
            rooms.is_empty() || one.area.as_ref().is_some_and(|area| rooms.contains(area))
        };
        let measures = |one: &&HomeDevice| one.state.available && one.state.measured.is_some();
        let mut here = self.house.devices.iter().filter(there).filter(measures);
        let sensor = here
            .clone()
            .find(|one| one.kind == HomeKind::Sensor && one.class.as_deref() == Some(what));
        sensor.or_else(|| here.find(|one| what == "temperature" && one.kind == HomeKind::Climate))
    }

    fn reading(&mut self, device: &HomeDevice, what: &str, place: String) {
        let holes = Holes::new().text("where", place);
        let class = if device.kind == HomeKind::Climate {
            "temperature"
        } else {
            device.class.as_deref().unwrap_or(what)
        };
        let Some(n) = device.state.measured else {
            let word = device.state.mode.clone();
            return match word {
                Some(word) => self.out.say("measured_word", holes.text("word", word)),
                None => self.out.say("nothing_measures", holes),
            };
        };
        let unit = device.state.unit.as_deref().unwrap_or_default();
        match class {
            "temperature" => {
                let unit = if unit == "fahrenheit" {
                    unit
                } else {
                    "celsius"
                };
                self.out
                    .say("temperature", holes.value("degrees", quantity(n, unit)));
            }
            "humidity" | "battery" => self.out.say(class, holes.value("n", Value::Percent(n))),
            "pm25" | "carbon_dioxide" | "illuminance" | "power" => {
                self.out.say(class, holes.number("n", n))
            }
            _ => self
                .out
                .say("measured", holes.number("n", n).text("unit", unit)),
        }
    }

    fn how(&mut self) {
        let Some(group) = self.asked() else { return };
        for device in group.devices.iter().take(NAMED_MAX) {
            self.one(device);
        }
        let what = self.what(&group);
        self.mark(&group, &what, Some("on"));
    }

    /// How one device is, in one sentence.
    fn one(&mut self, device: &HomeDevice) {
        let what = self.the(&self.house.name(device));
        let holes = Holes::new().text("what", what);
        let state = &device.state;
        if !state.available {
            let names = vec![self.house.name(device)];
            return self.out.say("offline", Holes::new().list("names", names));
        }
        let level = |key: &str, level: f64| {
            (
                key.to_owned(),
                holes.clone().value("level", Value::Percent(level)),
            )
        };
        let degrees = |n: f64| quantity(n, state.unit.as_deref().unwrap_or("celsius"));
        let (key, holes) = match (device.kind, state.on, state.level, state.target) {
            (HomeKind::Light, Some(true), Some(at), _) => level("how_light", at),
            (HomeKind::Cover, Some(true), Some(at), _) if at < 100.0 => level("how_cover", at),
            (HomeKind::Media, Some(true), Some(at), _) => level("how_media", at),
            (HomeKind::Climate, Some(true), _, Some(target)) => match state.measured {
                Some(room) => (
                    "how_climate_room".to_owned(),
                    holes
                        .value("degrees", degrees(target))
                        .value("room", degrees(room)),
                ),
                None => (
                    "how_climate".to_owned(),
                    holes.value("degrees", degrees(target)),
                ),
            },
            (HomeKind::Sensor, None, _, _) => {
                return self.reading(device, "measured", self.house.name(device));
            }
            (_, None, _, _) => ("unknown_state".to_owned(), holes),
            (HomeKind::Vacuum, Some(on), _, _) => (
                format!("state_{}", if on { "cleaning" } else { "docked" }),
                holes,
            ),
            (_, Some(_), _, _) => (
                format!(
                    "state_{}",
                    suited(if state.on == Some(true) { "on" } else { "off" }, device)
                ),
                holes,
            ),
        };
        self.out.say(&key, holes);
        if let (HomeKind::Vacuum, Some(battery)) = (device.kind, state.level) {
            self.out.say(
                "how_battery",
                Holes::new().value("level", Value::Percent(battery)),
            );
        }
    }
}

/// Questions may be about everything, sensors too; "the light" of no room is every light.
fn find(ctx: &Ctx<'_, '_>) -> Result<Group, target::Problem> {
    let args = &ctx.call.args;
    if args.has("name") {
        return target::find(ctx.call, &ctx.house, ANY, None);
    }
    let thing = args.id("thing").unwrap_or("light");
    let motion = ctx.call.verb() == "is"
        && !args.has("thing")
        && !args.has("like")
        && !args.has("state")
        && args.has("area");
    let sort = match args
        .id("like")
        .and_then(|ids| ctx.house.device(ids.split(',').next()?))
    {
        Some(like) => Thing::of(like),
        None if motion => Thing::named("motion"),
        None => Thing::named(thing),
    };
    let rooms: Vec<String> = target::places(ctx.call, &ctx.house)
        .into_iter()
        .flat_map(|(_, rooms)| rooms)
        .collect();
    let places: Vec<String> = target::places(ctx.call, &ctx.house)
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    let there = |one: &&HomeDevice| {
        rooms.is_empty() || one.area.as_ref().is_some_and(|area| rooms.contains(area))
    };
    let all: Vec<&HomeDevice> = ctx.house.devices.iter().filter(there).collect();
    let found: Vec<HomeDevice> = if motion {
        let seen = |one: &&&HomeDevice| {
            matches!(
                one.class.as_deref(),
                Some("motion" | "occupancy" | "presence")
            )
        };
        all.iter().filter(seen).map(|one| (*one).clone()).collect()
    } else {
        sort.pick(&all).into_iter().cloned().collect()
    };
    if found.is_empty() {
        return Err(if places.is_empty() {
            target::Problem::NoneAtAll(sort.id)
        } else {
            target::Problem::NoneIn {
                thing: sort.id,
                places,
                elsewhere: Vec::new(),
            }
        });
    }
    let called = Called::All {
        thing: sort.id,
        places,
        but: Vec::new(),
    };
    Ok(Group {
        devices: found,
        called,
    })
}

/// The devices that tell their state. Where it is about being locked, those that lock, if there are such:
/// a garage door beside the front door is no answer.
fn lockable<'d>(devices: &'d [HomeDevice], state: &str) -> Vec<&'d HomeDevice> {
    let known = || devices.iter().filter(|one| is_on(one).is_some());
    let locks: Vec<&HomeDevice> = known().filter(|one| one.kind == HomeKind::Lock).collect();
    if matches!(state, "locked" | "unlocked") && !locks.is_empty() {
        locks
    } else {
        known().collect()
    }
}

/// Everything that can be asked about.
const ANY: &[HomeKind] = &HomeKind::ALL;

fn is_on(device: &HomeDevice) -> Option<bool> {
    device
        .state
        .on
        .filter(|_| device.state.available && device.kind != HomeKind::Scene)
}

fn is_in(device: &HomeDevice, state: &str) -> bool {
    let on = is_on(device) == Some(true);
    matches!(state, "on" | "open" | "unlocked") == on
}

fn opposite(state: &str) -> &'static str {
    match state {
        "on" => "off",
        "off" => "on",
        "open" => "closed",
        "closed" => "open",
        "locked" => "unlocked",
        _ => "locked",
    }
}

/// The word for that state which suits the device: doors are open, lights are on, locks are locked.
fn suited(state: &str, device: &HomeDevice) -> &'static str {
    let on = matches!(state, "on" | "open" | "unlocked");
    match (device.kind, on) {
        (HomeKind::Lock, true) => "unlocked",
        (HomeKind::Lock, false) => "locked",
        (HomeKind::Cover | HomeKind::Sensor, true) => "open",
        (HomeKind::Cover | HomeKind::Sensor, false) => "closed",
        (_, true) => "on",
        (_, false) => "off",
    }
}
