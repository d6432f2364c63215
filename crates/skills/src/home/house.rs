//! The house as one call sees it, and how its things are called.

use ling_base::Lang;
use ling_dialogue::{Area, HomeDevice, HomeKind, PortError, World};

/// Names that are near enough to be offered, at most.
const NEAR_MAX: usize = 3;

/// Floors, rooms and devices, and the language in which they are named.
pub(super) struct House {
    pub(super) areas: Vec<Area>,
    pub(super) floors: Vec<Area>,
    pub(super) devices: Vec<HomeDevice>,
    lang: Lang,
    heard: String,
}

impl House {
    pub(super) async fn read(
        world: &dyn World,
        lang: Lang,
        heard: &str,
    ) -> Result<House, PortError> {
        let home = world.home();
        Ok(House {
            areas: home.areas().await?,
            floors: home.floors().await?,
            devices: home.devices().await?,
            lang,
            heard: heard.to_lowercase(),
        })
    }

    pub(super) fn device(&self, id: &str) -> Option<&HomeDevice> {
        self.devices.iter().find(|device| device.id == id)
    }

    /// What people hear: the name that they have just used, else one that fits the language, else the name.
    pub(super) fn name(&self, device: &HomeDevice) -> String {
        let names = || device.aliases.iter().chain([&device.name]);
        let said = names().filter(|name| stands_in(&self.heard, name) && fits(name, self.lang));
        if let Some(said) = said.max_by_key(|name| name.len()) {
            return said.clone();
        }
        called(&device.name, &device.aliases, self.lang)
    }

    /// The first name that fits the language.
    pub(super) fn own_name(&self, device: &HomeDevice) -> String {
        called(&device.name, &device.aliases, self.lang)
    }

    /// What a room or a floor is called; the id where it is not known.
    pub(super) fn place(&self, id: &str) -> String {
        let known = self
            .areas
            .iter()
            .chain(&self.floors)
            .find(|area| area.id == id);
        known.map_or_else(
            || id.to_owned(),
            |area| called(&area.name, &area.aliases, self.lang),
        )
    }

    /// The room of the device that heard the sentence: by id, or by one of its names.
    pub(super) fn room(&self, room: Option<&str>) -> Option<String> {
        let room = room?;
        let same = |name: &String| name.to_lowercase() == room.to_lowercase();
        let by_id = self.areas.iter().find(|area| area.id == room);
        let found = by_id.or_else(|| {
            self.areas
                .iter()
                .find(|area| area.aliases.iter().chain([&area.name]).any(same))
        });
        found.map(|area| area.id.clone())
    }

    /// Rooms of a floor, and the floor itself.
    pub(super) fn on_floor(&self, floor: &str) -> Vec<String> {
        let rooms = self
            .areas
            .iter()
            .filter(|area| area.floor.as_deref() == Some(floor));
        rooms.map(|area| area.id.clone()).collect()
    }

    /// Devices that share a name with `device` which stands in what was heard, itself among them.
    pub(super) fn twins(&self, device: &HomeDevice, heard: &str) -> Vec<&HomeDevice> {
        let heard = heard.to_lowercase();
        let said = |name: &&String| heard.contains(&name.to_lowercase());
        let names = |one: &HomeDevice| -> Vec<String> {
            one.aliases
                .iter()
                .chain([&one.name])
                .filter(said)
                .map(|name| name.to_lowercase())
                .collect()
        };
        let Some(longest) = names(device).into_iter().max_by_key(String::len) else {
            return Vec::new();
        };
        self.devices
            .iter()
            .filter(|one| names(one).contains(&longest))
            .collect()
    }

    /// Names of devices that look or sound like `name`, nearest first.
    pub(super) fn near(&self, name: &str) -> Vec<String> {
        let wanted = pieces(name);
        let mut found: Vec<(usize, String)> = Vec::new();
        for device in &self.devices {
            let likeness = |word: &String| {
                wanted
                    .iter()
                    .filter(|piece| pieces(word).contains(piece))
                    .count()
            };
            let best = device
                .aliases
                .iter()
                .chain([&device.name])
                .map(likeness)
                .max()
                .unwrap_or(0);
            if best > 0 {
                found.push((best, self.name(device)));
            }
        }
        found.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
        found
            .into_iter()
            .take(NEAR_MAX)
            .map(|(_, name)| name)
            .collect()
    }
}

/// Characters of Mandarin and words of English, for likeness.
fn pieces(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() > 2)
        .map(str::to_owned);
    let characters = lower.chars().filter(|c| is_han(*c)).map(String::from);
    words.chain(characters).collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// Whether `name` stands in `heard` as whole words.
fn stands_in(heard: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    let Some(at) = heard.find(&name) else {
        return false;
    };
    let after = heard[at + name.len()..].chars().next();
    !after.is_some_and(|c| c.is_ascii_alphanumeric())
}

fn fits(name: &str, lang: Lang) -> bool {
    match lang {
        Lang::Zh => name.chars().any(is_han),
        Lang::En => !name.chars().any(is_han),
    }
}

fn called(name: &str, aliases: &[String], lang: Lang) -> String {
    let fits = |name: &&str| fits(name, lang);
    let all = [name].into_iter().chain(aliases.iter().map(String::as_str));
    all.clone().find(fits).unwrap_or(name).to_owned()
}

/// A sort of device, as people name it: "curtains", "the TV".
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Thing {
    /// Its id in the lists of the skill.
    pub(super) id: String,
    /// Kinds of device that it may be.
    pub(super) kinds: &'static [HomeKind],
    /// Classes that it may have; none for any.
    classes: &'static [&'static str],
}

impl Thing {
    /// The sort of that id; an appliance that Ling knows nothing about is a switch of that class.
    pub(super) fn named(id: &str) -> Thing {
        use HomeKind::*;
        let (kinds, classes): (&[HomeKind], &[&str]) = match id {
            "light" => (&[Light], &[]),
            "ac" | "heating" => (&[Climate], &[]),
            "curtain" => (&[Cover], &["curtain", "shade"]),
            "blind" => (&[Cover], &["blind", "shade", "shutter"]),
            "garage" => (&[Cover], &["garage", "garage_door", "gate"]),
            "window" => (&[Sensor, Cover], &["window", "opening"]),
            "cover" => (&[Cover], &[]),
            "door" => (
                &[Lock, Sensor, Cover],
                &["door", "garage_door", "gate", "garage", "opening"],
            ),
            "lock" => (&[Lock], &[]),
            "tv" => (&[Media], &["tv", "receiver"]),
            "speaker" => (&[Media], &["speaker"]),
            "media" => (&[Media], &[]),
            "fan" => (&[Fan], &[]),
            "vacuum" => (&[Vacuum], &[]),
            "outlet" => (&[Switch], &["outlet"]),
            "switch" => (&[Switch], &[]),
            "everything" => (&[Light, Switch, Climate, Media, Fan], &[]),
            _ => (&[Switch], &["-"]),
        };
        Thing {
            id: id.to_owned(),
            kinds,
            classes,
        }
    }

    /// The sort that `device` is an example of, for "the same in the bedroom".
    pub(super) fn of(device: &HomeDevice) -> Thing {
        let class = device.class.as_deref().unwrap_or_default();
        let id = match device.kind {
            HomeKind::Light => "light",
            HomeKind::Climate => "ac",
            HomeKind::Lock => "door",
            HomeKind::Fan => "fan",
            HomeKind::Vacuum => "vacuum",
            HomeKind::Media if class == "speaker" => "speaker",
            HomeKind::Media => "tv",
            HomeKind::Cover if matches!(class, "blind" | "garage" | "window") => class,
            HomeKind::Cover => "curtain",
            HomeKind::Sensor | HomeKind::Switch | HomeKind::Scene if !class.is_empty() => class,
            HomeKind::Sensor | HomeKind::Switch | HomeKind::Scene => "switch",
        };
        Thing::named(id)
    }

    /// The devices of this sort: those whose class or name says so; where none does, those of the kind that
    /// tell no class.
    pub(super) fn pick<'d>(&self, devices: &[&'d HomeDevice]) -> Vec<&'d HomeDevice> {
        let of_kind = || {
            devices
                .iter()
                .copied()
                .filter(|one| self.kinds.contains(&one.kind))
        };
        let locks = self.id == "door";
        let exact = of_kind().filter(|one| {
            let class = one.class.as_deref();
            let named = one.name.to_lowercase().contains(&self.id.replace('_', " "));
            self.classes.is_empty()
                || (locks && one.kind == HomeKind::Lock)
                || class.is_some_and(|class| self.classes.contains(&class) || class == self.id)
                || (named && one.kind != HomeKind::Sensor)
        });
        let exact: Vec<&HomeDevice> = exact.collect();
        if !exact.is_empty() || matches!(self.classes, ["-"]) {
            return exact;
        }
        of_kind()
            .filter(|one| one.class.is_none() && one.kind != HomeKind::Sensor)
            .collect()
    }
}
