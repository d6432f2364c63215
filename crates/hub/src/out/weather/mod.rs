//! A weather service in the shape of Open-Meteo (documented at open-meteo.com/en/docs).

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use ling_dialogue::{Forecast, ForecastDay, ForecastHour, PortError, Service};
use serde::Deserialize;

use super::web;

/// Days of forecast that are asked for; the service gives at most 16.
const DAYS: u8 = 14;
/// Hours of forecast that are kept.
const HOURS: usize = 48;

/// A place on Earth.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spot {
    /// As the service names it.
    pub(crate) name: String,
    /// Degrees north.
    pub(crate) latitude: f64,
    /// Degrees east.
    pub(crate) longitude: f64,
}

#[derive(Deserialize)]
struct Places {
    #[serde(default)]
    results: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    name: String,
    latitude: f64,
    longitude: f64,
}

#[derive(Deserialize)]
struct Answer {
    timezone: Option<String>,
    current: Option<Current>,
    daily: Daily,
    hourly: Option<Hourly>,
}

#[derive(Deserialize)]
struct Current {
    temperature_2m: Option<f64>,
    weather_code: Option<u8>,
}

#[derive(Deserialize)]
struct Daily {
    time: Vec<jiff::civil::Date>,
    weather_code: Vec<Option<u8>>,
    temperature_2m_max: Vec<Option<f64>>,
    temperature_2m_min: Vec<Option<f64>>,
    #[serde(default)]
    precipitation_probability_max: Vec<Option<f64>>,
    #[serde(default)]
    wind_speed_10m_max: Vec<Option<f64>>,
}

#[derive(Deserialize)]
struct Hourly {
    time: Vec<DateTime>,
    weather_code: Vec<Option<u8>>,
    temperature_2m: Vec<Option<f64>>,
    #[serde(default)]
    precipitation_probability: Vec<Option<f64>>,
}

/// Looks a place up by name. `NotFound` when the service knows none of that name.
pub(crate) async fn find(geocoding_url: &str, name: &str, lang: &str) -> Result<Spot, PortError> {
    let url = format!("{}/v1/search", geocoding_url.trim_end_matches('/'));
    let query = [
        ("name", name),
        ("count", "1"),
        ("language", lang),
        ("format", "json"),
    ];
    let places: Places = web::json(Service::Weather, &url, &query).await?;
    let place = places
        .results
        .into_iter()
        .next()
        .ok_or(PortError::NotFound)?;
    Ok(Spot {
        name: place.name,
        latitude: place.latitude,
        longitude: place.longitude,
    })
}

/// Fetches the forecast of a place.
pub(crate) async fn fetch(
    base_url: &str,
    spot: &Spot,
    now: Timestamp,
) -> Result<Forecast, PortError> {
    let url = format!("{}/v1/forecast", base_url.trim_end_matches('/'));
    let (latitude, longitude, days) = (
        spot.latitude.to_string(),
        spot.longitude.to_string(),
        DAYS.to_string(),
    );
    let query = [
        ("latitude", latitude.as_str()),
        ("longitude", longitude.as_str()),
        ("current", "temperature_2m,weather_code"),
        (
            "hourly",
            "temperature_2m,weather_code,precipitation_probability",
        ),
        (
            "daily",
            "weather_code,temperature_2m_max,temperature_2m_min,precipitation_probability_max,wind_speed_10m_max",
        ),
        ("timezone", "auto"),
        ("forecast_days", days.as_str()),
    ];
    let answer: Answer = web::json(Service::Weather, &url, &query).await?;
    Ok(answer.forecast(&spot.name, now))
}

impl Answer {
    fn forecast(self, place: &str, fetched: Timestamp) -> Forecast {
        let zone = self
            .timezone
            .as_deref()
            .and_then(|zone| TimeZone::get(zone).ok());
        let zone = zone.unwrap_or(TimeZone::UTC);
        let hours = self
            .hourly
            .map(|hourly| hourly.hours(&zone, fetched))
            .unwrap_or_default();
        Forecast {
            place: place.to_owned(),
            fetched,
            now_c: self.current.as_ref().and_then(|now| now.temperature_2m),
            now_code: self.current.as_ref().and_then(|now| now.weather_code),
            days: self.daily.days(),
            hours,
        }
    }
}

impl Daily {
    fn days(self) -> Vec<ForecastDay> {
        let day = |(n, &date): (usize, &jiff::civil::Date)| {
            Some(ForecastDay {
                date,
                code: at(&self.weather_code, n)?,
                high_c: at(&self.temperature_2m_max, n)?,
                low_c: at(&self.temperature_2m_min, n)?,
                rain_percent: at(&self.precipitation_probability_max, n),
                wind_kmh: at(&self.wind_speed_10m_max, n),
            })
        };
        self.time.iter().enumerate().filter_map(day).collect()
    }
}

impl Hourly {
    fn hours(self, zone: &TimeZone, now: Timestamp) -> Vec<ForecastHour> {
        let hour = |(n, time): (usize, &DateTime)| {
            Some(ForecastHour {
                at: time.to_zoned_datetime(zone.clone()).ok()?,
                code: at(&self.weather_code, n)?,
                temp_c: at(&self.temperature_2m, n)?,
                rain_percent: at(&self.precipitation_probability, n),
            })
        };
        let coming = |hour: &ForecastHour| hour.at.timestamp() >= now;
        self.time
            .iter()
            .enumerate()
            .filter_map(hour)
            .filter(coming)
            .take(HOURS)
            .collect()
    }
}

fn at<T: Copy>(column: &[Option<T>], n: usize) -> Option<T> {
    column.get(n).copied().flatten()
}
