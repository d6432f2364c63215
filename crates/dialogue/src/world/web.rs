use jiff::{Timestamp, ZonedDateTime, civil::Date};

use super::Later;

/// A place on Earth.
#[derive(Clone, Debug, PartialEq)]
pub struct Where {
    /// What people call it; none for the house's own place.
    pub name: Option<String>,
}

/// One day of a forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastDay {
    /// The day.
    pub date: Date,
    /// WMO weather code (table 4677), as Open-Meteo gives it.
    pub code: u8,
    /// Highest temperature in degrees Celsius.
    pub high_c: f64,
    /// Lowest temperature in degrees Celsius.
    pub low_c: f64,
    /// Chance of rain or snow in hundredths.
    pub rain_percent: Option<f64>,
    /// Strongest wind in km/h.
    pub wind_kmh: Option<f64>,
}

/// One hour of a forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastHour {
    /// The hour.
    pub at: ZonedDateTime,
    /// WMO weather code.
    pub code: u8,
    /// Temperature in degrees Celsius.
    pub temp_c: f64,
    /// Chance of rain or snow in hundredths.
    pub rain_percent: Option<f64>,
}

/// A forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The place as the service names it.
    pub place: String,
    /// When it was fetched; older when the service does not answer and the last one is given.
    pub fetched: Timestamp,
    /// Temperature now in degrees Celsius.
    pub now_c: Option<f64>,
    /// WMO weather code now.
    pub now_code: Option<u8>,
    /// Days, today first.
    pub days: Vec<ForecastDay>,
    /// Hours, this one first.
    pub hours: Vec<ForecastHour>,
}

/// The weather.
pub trait WeatherPort: Send + Sync {
    /// The forecast for a place. When the service does not answer, the last one kept, with its age.
    fn forecast<'a>(&'a self, place: &'a Where) -> Later<'a, Forecast>;
}

/// Exchange rates of one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// The day they are of.
    pub date: Date,
    /// The currency that is 1.
    pub base: String,
    /// ISO 4217 code and how many make one `base`.
    pub per_base: Vec<(String, f64)>,
}

/// Exchange rates.
pub trait RatesPort: Send + Sync {
    /// The latest rates, or the last ones kept.
    fn latest<'a>(&'a self) -> Later<'a, Rates>;
}

/// A headline.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// The headline.
    pub title: String,
    /// A sentence or two.
    pub summary: Option<String>,
    /// Whose it is.
    pub source: String,
    /// What it is about, as the feed says.
    pub topics: Vec<String>,
    /// When it was published.
    pub at: Option<Timestamp>,
    /// Where it can be read.
    pub link: Option<String>,
}

/// What the feeds say.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// When they were asked; older when they do not answer and the last news are given.
    pub fetched: Timestamp,
    /// Headlines, the newest first.
    pub headlines: Vec<Headline>,
}

/// The news.
pub trait NewsPort: Send + Sync {
    /// The latest headlines of the chosen feeds. When none of them answers, the last ones kept, with their age.
    fn latest<'a>(&'a self) -> Later<'a, News>;
}
