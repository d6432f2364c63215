//! What an owner can choose. One TOML file and `LING_SECTION__KEY` variables are merged by the program;
//! what the settings page changes lies in the database and is laid over them.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Everything that can be chosen.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The house: where it is and what it speaks.
    pub house: House,
    /// The weather service.
    pub weather: Weather,
    /// Exchange rates.
    pub rates: Rates,
    /// News feeds.
    pub news: News,
    /// The smart home.
    pub home: Home,
    /// The music folder.
    pub music: Music,
    /// The language model.
    pub llm: Llm,
    /// Speaking and listening.
    pub speech: Speech,
    /// The sound card of this machine.
    pub audio: Audio,
    /// Model packages.
    pub models: Models,
    /// The AI services that programs use with a key.
    pub server: Server,
    /// How long turns are kept.
    pub keep: Keep,
    /// Logging.
    pub log: Log,
}

impl Config {
    /// Whether the values can be meant; the error is a sentence that begins with the key.
    pub fn check(&self) -> Result<(), String> {
        crate::settings::check(self)
    }

    /// Whether the folders and files are there, on the machine on which this runs.
    pub fn check_files(&self) -> Result<(), String> {
        crate::settings::check_files(self)
    }
}

/// The house.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct House {
    /// IANA time zone. Empty means that of the machine.
    pub zone: String,
    /// The place whose weather is meant when none is named.
    pub place: String,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Whose public holidays count: `CN`, `US`, `GB` or `none`.
    pub region: String,
    /// `metric` or `imperial`.
    pub units: String,
    /// The language for words that tell no language: `zh` or `en`.
    pub lang: String,
}

impl Default for House {
    fn default() -> House {
        House {
            zone: String::new(),
            place: String::new(),
            latitude: None,
            longitude: None,
            region: "CN".into(),
            units: "metric".into(),
            lang: "zh".into(),
        }
    }
}

/// The weather service, in the shape of Open-Meteo.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Weather {
    /// Whether the house asks it. Off until chosen.
    pub on: bool,
    /// Where the forecast is.
    pub base_url: String,
    /// Where places are looked up.
    pub geocoding_url: String,
}

impl Default for Weather {
    fn default() -> Weather {
        Weather {
            on: false,
            base_url: "https://api.open-meteo.com".into(),
            geocoding_url: "https://geocoding-api.open-meteo.com".into(),
        }
    }
}

/// Exchange rates, as the XML of the European Central Bank or as JSON `{base, date, rates}`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Rates {
    /// Where they are. Empty means off.
    pub url: String,
}

/// News feeds.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct News {
    /// RSS or Atom feeds. None means off.
    pub feeds: Vec<String>,
}

/// The smart home.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Home {
    /// `virtual` (a house to try), `home_assistant` or `none`.
    pub kind: String,
    /// Home Assistant's address, `http://host:8123`.
    pub url: String,
    /// A file that holds a long-lived access token.
    pub token_file: Option<PathBuf>,
}

impl Default for Home {
    fn default() -> Home {
        Home {
            kind: "virtual".into(),
            url: String::new(),
            token_file: None,
        }
    }
}

/// The music folder.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Music {
    /// A folder with music files. None means off.
    pub folder: Option<PathBuf>,
}

/// The language model: any endpoint in OpenAI's shape.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Llm {
    /// `http://host:port/v1`. Empty means off.
    pub base_url: String,
    /// The model's name.
    pub model: String,
    /// A file that holds the key.
    pub key_file: Option<PathBuf>,
    /// How long a whole answer may take, in seconds.
    pub seconds_max: u64,
}

impl Default for Llm {
    fn default() -> Llm {
        Llm {
            base_url: String::new(),
            model: String::new(),
            key_file: None,
            seconds_max: 25,
        }
    }
}

/// Speaking and listening.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Speech {
    /// The espeak-ng program.
    pub espeak: PathBuf,
    /// `none`, `sense-voice` (in this program, from its package), `wyoming` (`tcp://host:10300`) or `openai`
    /// (`http://host/v1`). With `none`, the package is used once it is pulled, else `sphinx-en`, which hears English
    /// commands.
    pub recogniser: String,
    /// The recogniser's address.
    pub recogniser_url: String,
    /// The model's name, where the recogniser has several.
    pub recogniser_model: String,
    /// A file that holds the recogniser's key.
    pub recogniser_key_file: Option<PathBuf>,
}

impl Default for Speech {
    fn default() -> Speech {
        Speech {
            espeak: "espeak-ng".into(),
            recogniser: "none".into(),
            recogniser_url: String::new(),
            recogniser_model: String::new(),
            recogniser_key_file: None,
        }
    }
}

/// The sound card of this machine.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Audio {
    /// The ALSA device on which rings sound even when no page is open. Empty means none.
    pub device: String,
}

/// Model packages.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Models {
    /// The folder with one folder for each package. None: `models` in the data folder.
    pub dir: Option<PathBuf>,
    /// A folder or an address that is asked first. Empty: none.
    pub mirror: String,
}

/// The AI services that programs use with a key.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// What may stand before the paths of the AI services, such as `/ai`. They are at the root too.
    pub base_path: String,
    /// How often one key may call them in a minute. 0 means as often as it likes.
    pub calls_a_minute: u32,
    /// Hosts in the house from which pictures may be fetched, as `nas.local` or `127.0.0.1:9000`. Empty: none.
    pub picture_hosts: Vec<String>,
}

impl Default for Server {
    fn default() -> Server {
        Server {
            base_path: String::new(),
            calls_a_minute: 6000,
            picture_hosts: Vec::new(),
        }
    }
}

/// How long turns are kept.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Keep {
    /// Days after which a turn's words and trace are deleted.
    pub days: u16,
}

impl Default for Keep {
    fn default() -> Keep {
        Keep { days: 30 }
    }
}

/// Logging.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// Whether what people say may stand in the log at level debug.
    pub speech: bool,
}
