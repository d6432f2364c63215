use super::Later;

/// What a device of the house is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A lamp.
    Light,
    /// A socket or switch.
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
    /// A colour, by its English CSS name.
    pub color: Option<String>,
    /// What a sensor or thermostat measures.
    pub measured: Option<f64>,
    /// The unit of `measured`.
    pub unit: Option<String>,
    /// What a thermostat aims at.
    pub target: Option<f64>,
    /// A mode, or a sensor's state that is no number.
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
    /// What a sensor measures: `temperature`, `humidity`, `door`, `motion`, ...
    pub class: Option<String>,
    /// The room it is in, by id.
    pub area: Option<String>,
    /// How it is.
    pub state: HomeState,
}

/// Something to do to devices.
#[derive(Clone, Debug, PartialEq)]
pub enum HomeAct {
    /// Turn on, open, unlock, play, start cleaning, activate.
    On,
    /// Turn off, close, lock, pause, return to the dock.
    Off,
    /// Brightness, position, volume or speed, in hundredths.
    Level(f64),
    /// A colour, by its English CSS name.
    Color(String),
    /// Light temperature in kelvin.
    Kelvin(u32),
    /// What a thermostat shall aim at, in degrees of the house's scale.
    Target(f64),
    /// A mode by name: `heat`, `cool`, `auto`.
    Mode(String),
    /// Stop where it is.
    Stop,
    /// The next track.
    Next,
    /// The previous track.
    Previous,
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
