//! A house that exists only as values: what a device does when it is told to, without any device.

use serde::Deserialize;

use super::{Area, HomeAct, HomeDevice, HomeState, Kind};

/// Degrees that a thermostat can aim at.
const TARGET: std::ops::RangeInclusive<f64> = 7.0..=35.0;
/// Light temperatures that a lamp can take, in kelvin.
const KELVIN: std::ops::RangeInclusive<u32> = 2_000..=6_500;

/// Rooms, floors and devices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HouseModel {
    /// Floors.
    pub floors: Vec<Area>,
    /// Rooms.
    pub areas: Vec<Area>,
    /// Devices with their states.
    pub devices: Vec<HomeDevice>,
    /// What each scene does: its id, a device and an act.
    pub scenes: Vec<(String, String, HomeAct)>,
}

/// The house that one can try without any device, as its file gives it.
#[derive(Clone, Copy, Debug)]
pub struct BuiltInHouse;

impl BuiltInHouse {
    /// The house as it is at first.
    pub fn model() -> HouseModel {
        let file: File = toml::from_str(include_str!("house.toml")).expect("house.toml is tested");
        file.model()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    floor: Vec<PlaceFile>,
    area: Vec<PlaceFile>,
    device: Vec<DeviceFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceFile {
    id: String,
    names: Vec<String>,
    floor: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeviceFile {
    id: String,
    names: Vec<String>,
    class: Option<String>,
    area: Option<String>,
    #[serde(default)]
    on: Option<bool>,
    level: Option<f64>,
    color: Option<String>,
    kelvin: Option<u32>,
    measured: Option<f64>,
    unit: Option<String>,
    target: Option<f64>,
    mode: Option<String>,
    /// For scenes: device, act, value.
    #[serde(default)]
    does: Vec<String>,
}

impl File {
    fn model(self) -> HouseModel {
        let scene = |device: &DeviceFile| {
            let acts = device.does.iter().filter_map(|line| deed(line));
            acts.map(|(id, act)| (device.id.clone(), id, act))
                .collect::<Vec<_>>()
        };
        HouseModel {
            scenes: self.device.iter().flat_map(scene).collect(),
            floors: self.floor.into_iter().map(PlaceFile::area).collect(),
            areas: self.area.into_iter().map(PlaceFile::area).collect(),
            devices: self.device.into_iter().map(DeviceFile::device).collect(),
        }
    }
}

/// `light.kitchen level 20`.
fn deed(line: &str) -> Option<(String, HomeAct)> {
    let mut words = line.split(' ');
    let (id, act) = (words.next()?, words.next()?);
    Some((id.to_owned(), HomeAct::from_words(act, words.next())?))
}

fn named(names: Vec<String>) -> (String, Vec<String>) {
    let mut names = names.into_iter();
    (names.next().unwrap_or_default(), names.collect())
}

impl PlaceFile {
    fn area(self) -> Area {
        let (name, aliases) = named(self.names);
        Area {
            id: self.id,
            name,
            aliases,
            floor: self.floor,
        }
    }
}

impl DeviceFile {
    fn device(self) -> HomeDevice {
        let (name, aliases) = named(self.names);
        let kind = self
            .id
            .split('.')
            .next()
            .and_then(Kind::from_word)
            .expect("house.toml is tested");
        let state = HomeState {
            available: true,
            on: self.on,
            level: self.level,
            color: self.color,
            kelvin: self.kelvin,
            measured: self.measured,
            unit: self.unit,
            target: self.target,
            mode: self.mode,
        };
        HomeDevice {
            id: self.id,
            name,
            aliases,
            kind,
            class: self.class,
            area: self.area,
            state,
        }
    }
}

impl HouseModel {
    /// Does something to devices; gives the ids of those that cannot.
    pub fn act(&mut self, ids: &[String], act: &HomeAct) -> Vec<String> {
        let scenes: Vec<(String, HomeAct)> = (self.scenes.iter())
            .filter(|(scene, _, _)| *act == HomeAct::On && ids.contains(scene))
            .map(|(_, id, act)| (id.clone(), act.clone()))
            .collect();
        for (id, act) in scenes {
            self.act(&[id], &act);
        }
        let failed = ids.iter().filter(|id| {
            let device = self.devices.iter_mut().find(|device| device.id == **id);
            !device.is_some_and(|device| device.state.available && take(device, act))
        });
        failed.cloned().collect()
    }
}

/// Puts `device` into the state that `act` asks for; false where it cannot do that.
fn take(device: &mut HomeDevice, act: &HomeAct) -> bool {
    let (kind, class) = (device.kind, device.class.as_deref());
    let state = &mut device.state;
    match (act, kind) {
        (_, Kind::Sensor) => return false,
        (HomeAct::On | HomeAct::Off, Kind::Scene) => {}
        (HomeAct::On, _) => turn(kind, state, true),
        (HomeAct::Off, _) => turn(kind, state, false),
        (HomeAct::Level(level), Kind::Light | Kind::Fan | Kind::Media | Kind::Cover) => {
            return state.level.is_some() && set_level(kind, state, *level);
        }
        (HomeAct::Color(color), Kind::Light) if class == Some("color") => {
            state.on = Some(true);
            state.color = Some(color.clone());
            state.kelvin = None;
        }
        (HomeAct::Kelvin(kelvin), Kind::Light)
            if state.kelvin.is_some() || state.color.is_some() =>
        {
            state.on = Some(true);
            state.kelvin = Some((*kelvin).clamp(*KELVIN.start(), *KELVIN.end()));
            state.color = None;
        }
        (HomeAct::Target(degrees), Kind::Climate) => {
            if !TARGET.contains(degrees) {
                return false;
            }
            state.target = Some(*degrees);
        }
        (HomeAct::Mode(mode), Kind::Climate) => {
            state.on = Some(mode != "off");
            state.mode = Some(mode.clone());
        }
        (HomeAct::Stop, Kind::Cover | Kind::Vacuum | Kind::Media) => stop(kind, state),
        (HomeAct::Play | HomeAct::Next | HomeAct::Previous, Kind::Media) => {
            state.on = Some(true);
            state.mode = Some("playing".to_owned());
        }
        (HomeAct::Pause, Kind::Media) => state.mode = Some("paused".to_owned()),
        (HomeAct::Mute(muted), Kind::Media) => {
            state.mode = Some(if *muted { "muted" } else { "playing" }.to_owned());
        }
        _ => return false,
    }
    true
}

fn turn(kind: Kind, state: &mut HomeState, on: bool) {
    state.on = Some(on);
    match kind {
        Kind::Light if on && state.level.is_some_and(|level| level < 1.0) => {
            state.level = Some(100.0)
        }
        Kind::Cover => state.level = state.level.map(|_| if on { 100.0 } else { 0.0 }),
        Kind::Vacuum => state.mode = Some(if on { "cleaning" } else { "docked" }.to_owned()),
        Kind::Climate => state.mode = Some(if on { "auto" } else { "off" }.to_owned()),
        _ => {}
    }
}

fn set_level(kind: Kind, state: &mut HomeState, level: f64) -> bool {
    let level = level.clamp(0.0, 100.0);
    state.level = Some(level);
    if matches!(kind, Kind::Light | Kind::Fan | Kind::Cover) {
        state.on = Some(level > 0.0);
    }
    true
}

fn stop(kind: Kind, state: &mut HomeState) {
    match kind {
        Kind::Cover => {}
        Kind::Vacuum => {
            state.on = Some(false);
            state.mode = Some("paused".to_owned());
        }
        _ => state.on = Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(id: &str, act: HomeAct, expect: &str) {
        let mut house = BuiltInHouse::model();
        let failed = house.act(&[id.to_owned()], &act);
        let state = house
            .devices
            .iter()
            .find(|device| device.id == id)
            .map(|device| device.state.clone());
        let state = state.unwrap_or_default();
        let got = if failed.is_empty() {
            format!(
                "{:?} {:?} {:?} {:?}",
                state.on, state.level, state.color, state.target
            )
        } else {
            "cannot".to_owned()
        };
        assert_eq!(
            got.replace("Some(", "").replace(')', ""),
            expect,
            "{id} {act:?}"
        );
    }

    #[test]
    fn devices_do_what_they_can() {
        check("light.living_room", HomeAct::On, "true 80.0 \"white\" None");
        check(
            "light.living_room",
            HomeAct::Level(30.0),
            "true 30.0 \"white\" None",
        );
        check(
            "light.living_room",
            HomeAct::Color("red".into()),
            "true 80.0 \"red\" None",
        );
        check("light.kitchen", HomeAct::Color("red".into()), "cannot");
        check(
            "climate.living_room",
            HomeAct::Target(21.5),
            "true None None 21.5",
        );
        check("climate.living_room", HomeAct::Target(90.0), "cannot");
        check("cover.living_room", HomeAct::Off, "false 0.0 None None");
        check("cover.living_room", HomeAct::Target(20.0), "cannot");
        check("sensor.bedroom_temperature", HomeAct::On, "cannot");
        check("light.none", HomeAct::On, "cannot");
    }

    #[test]
    fn a_scene_sets_several_devices() {
        let mut house = BuiltInHouse::model();
        assert!(house.act(&["scene.movie".into()], &HomeAct::On).is_empty());
        let on = |id: &str| {
            house
                .devices
                .iter()
                .find(|device| device.id == id)
                .and_then(|device| device.state.on)
        };
        assert_eq!(
            [
                on("media.tv"),
                on("cover.living_room"),
                on("light.living_room")
            ],
            [Some(true), Some(false), Some(true)]
        );
        let does: usize = include_str!("house.toml").matches("does = [").count();
        assert_eq!(does, 4);
        assert!(
            house
                .scenes
                .iter()
                .all(|(_, id, _)| house.devices.iter().any(|device| device.id == *id))
        );
    }

    #[test]
    fn every_name_stands_in_both_languages() {
        let house = BuiltInHouse::model();
        let names = |name: &str, aliases: &[String]| {
            let all: Vec<&str> = aliases.iter().map(String::as_str).chain([name]).collect();
            all.iter().any(|name| name.is_ascii()) && all.iter().any(|name| !name.is_ascii())
        };
        assert!(house.devices.len() >= 25);
        assert!(
            house
                .devices
                .iter()
                .all(|device| names(&device.name, &device.aliases))
        );
        assert!(
            house
                .areas
                .iter()
                .chain(&house.floors)
                .all(|area| names(&area.name, &area.aliases))
        );
        let known = |area: &Option<String>| {
            area.iter()
                .all(|id| house.areas.iter().any(|area| area.id == *id))
        };
        assert!(house.devices.iter().all(|device| known(&device.area)));
    }
}
