use super::Later;

mod model;

pub use model::{BuiltInHouse, HouseModel};

/// What a device of the house is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A lamp.
    Light,
    /// A socket, a switch, a machine that can only be turned on and off.
    Switch,
    /// Heating or air conditioning.
    Climate,
    /// Curtains, blinds, a garage door.
    Cover,
    /// A television or loudspeaker.
    Media,
    /// A vacuum cleaner.
    Vacuum,
    /// A fan.
    Fan,
    /// A lock.
    Lock,
    /// A scene: several things at once.
    Scene,
    /// Something that measures.
    Sensor,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 10] = [
        Kind::Light,
        Kind::Switch,
        Kind::Climate,
        Kind::Cover,
        Kind::Media,
        Kind::Vacuum,
        Kind::Fan,
        Kind::Lock,
        Kind::Scene,
        Kind::Sensor,
    ];

    /// Its word in files, in JSON and as a list of names in sentences: `light`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Light => "light",
            Kind::Switch => "switch",
            Kind::Climate => "climate",
            Kind::Cover => "cover",
            Kind::Media => "media",
            Kind::Vacuum => "vacuum",
            Kind::Fan => "fan",
            Kind::Lock => "lock",
            Kind::Scene => "scene",
            Kind::Sensor => "sensor",
        }
    }

    /// The kind of that word.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A room or part of the house.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Other names, in any language.
    pub aliases: Vec<String>,
    /// The floor it is on, by id.
    pub floor: Option<String>,
}

/// How a device is, as far as it says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HomeState {
    /// The device answers.
    pub available: bool,
    /// On or off; open for covers; unlocked for locks; playing for media; cleaning for vacuums.
    pub on: Option<bool>,
    /// Brightness, position, volume or fan speed, in hundredths.
    pub level: Option<f64>,
    /// A colour: its English CSS name, or `#rrggbb` where it has none.
    pub color: Option<String>,
    /// The temperature of white light, in kelvin.
    pub kelvin: Option<u32>,
    /// What a sensor or thermostat measures.
    pub measured: Option<f64>,
    /// The unit of `measured`.
    pub unit: Option<String>,
    /// What a thermostat aims at.
    pub target: Option<f64>,
    /// A mode (`heat`, `docked`, `paused`), or a sensor's state that is no number.
    pub mode: Option<String>,
}

/// A device of the house.
#[derive(Clone, Debug, PartialEq)]
pub struct HomeDevice {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Other names, in any language.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// What it is more exactly: `temperature`, `door`, `curtain`, `garage`, `tv`, `coffee_maker`, ...
    pub class: Option<String>,
    /// The room it is in, by id.
    pub area: Option<String>,
    /// How it is.
    pub state: HomeState,
}

/// Something to do to devices.
#[derive(Clone, Debug, PartialEq)]
pub enum HomeAct {
    /// Turn on, open, unlock, start cleaning, activate.
    On,
    /// Turn off, close, lock, return to the dock.
    Off,
    /// Play, or go on playing.
    Play,
    /// Pause what plays.
    Pause,
    /// Sound off (true) or on again.
    Mute(bool),
    /// Brightness, position, volume or speed, in hundredths.
    Level(f64),
    /// A colour, by its English CSS name or as `#rrggbb`.
    Color(String),
    /// Light temperature in kelvin.
    Kelvin(u32),
    /// What a thermostat shall aim at, in degrees of the house's scale.
    Target(f64),
    /// A mode by name: `heat`, `cool`, `auto`.
    Mode(String),
    /// Stop where it is; vacuums pause.
    Stop,
    /// The next track.
    Next,
    /// The previous track.
    Previous,
}

impl HomeAct {
    /// Reads `on`, `off`, `play`, `pause`, `mute`, `unmute`, `level 30`, `color red`, `kelvin 2700`, `target 21.5`,
    /// `mode heat`, `stop`, `next`, `previous`.
    pub fn from_words(act: &str, value: Option<&str>) -> Option<HomeAct> {
        let number = || {
            value
                .and_then(|value| value.parse::<f64>().ok())
                .filter(|n| n.is_finite())
        };
        Some(match act {
            "on" => HomeAct::On,
            "off" => HomeAct::Off,
            "play" => HomeAct::Play,
            "pause" => HomeAct::Pause,
            "mute" => HomeAct::Mute(true),
            "unmute" => HomeAct::Mute(false),
            "level" => HomeAct::Level(number()?.clamp(0.0, 100.0)),
            "color" => HomeAct::Color(value?.to_owned()),
            "kelvin" => HomeAct::Kelvin(value?.parse().ok()?),
            "target" => HomeAct::Target(number()?),
            "mode" => HomeAct::Mode(value?.to_owned()),
            "stop" => HomeAct::Stop,
            "next" => HomeAct::Next,
            "previous" => HomeAct::Previous,
            _ => return None,
        })
    }

    /// The words that [`HomeAct::from_words`] reads.
    pub fn words(&self) -> (&'static str, Option<String>) {
        match self {
            HomeAct::On => ("on", None),
            HomeAct::Off => ("off", None),
            HomeAct::Play => ("play", None),
            HomeAct::Pause => ("pause", None),
            HomeAct::Mute(true) => ("mute", None),
            HomeAct::Mute(false) => ("unmute", None),
            HomeAct::Level(level) => ("level", Some(level.to_string())),
            HomeAct::Color(color) => ("color", Some(color.clone())),
            HomeAct::Kelvin(kelvin) => ("kelvin", Some(kelvin.to_string())),
            HomeAct::Target(degrees) => ("target", Some(degrees.to_string())),
            HomeAct::Mode(mode) => ("mode", Some(mode.clone())),
            HomeAct::Stop => ("stop", None),
            HomeAct::Next => ("next", None),
            HomeAct::Previous => ("previous", None),
        }
    }
}

/// The house.
pub trait HomePort: Send + Sync {
    /// Rooms.
    fn areas<'a>(&'a self) -> Later<'a, Vec<Area>>;
    /// Floors: id, name and other names.
    fn floors<'a>(&'a self) -> Later<'a, Vec<Area>>;
    /// Devices with their states.
    fn devices<'a>(&'a self) -> Later<'a, Vec<HomeDevice>>;
    /// Does something to devices; answers when they have taken it, with their ids that did not.
    fn act<'a>(&'a self, ids: &'a [String], act: HomeAct) -> Later<'a, Vec<String>>;
}
