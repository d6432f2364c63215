use jiff::{SignedDuration, Timestamp};
use ling_dialogue::*;
use serde_json::{Value, json};
use tracing::debug;

use super::Deps;
use crate::out::weather::{Spot, fetch, find};

/// A forecast is asked for again after this long.
const FRESH: SignedDuration = SignedDuration::from_mins(20);
/// A forecast older than this is of no use.
const USEFUL: SignedDuration = SignedDuration::from_hours(36);

/// `WeatherPort` of the running house.
pub(crate) struct Weather {
    deps: Deps,
}

impl Weather {
    pub(crate) fn new(deps: Deps) -> Weather {
        Weather { deps }
    }

    async fn forecast_of(&self, place: &Where) -> Result<Forecast, PortError> {
        let config = self.deps.config();
        if !config.weather.on {
            return Err(PortError::Off(Service::Weather));
        }
        let now = Timestamp::now();
        let key = format!("weather:{}", place.name.as_deref().unwrap_or_default());
        let kept = self.deps.cloud.recall(&key).await.ok().flatten();
        let kept = kept.and_then(|kept| Some((kept.at, from_json(&kept.value, kept.at)?)));
        if let Some((at, forecast)) = &kept
            && now.duration_since(*at) < FRESH
        {
            return Ok(forecast.clone());
        }
        match self.fetched(place, now).await {
            Ok(forecast) => {
                // Losing the copy costs only a later fallback.
                let _ = self
                    .deps
                    .cloud
                    .remember(&key, &to_json(&forecast), now)
                    .await;
                Ok(forecast)
            }
            Err(PortError::NotFound) => Err(PortError::NotFound),
            Err(error) => {
                debug!(%error, "The weather service does not answer; the last forecast is told.");
                let useful = kept.filter(|(at, _)| now.duration_since(*at) < USEFUL);
                useful.map(|(_, forecast)| forecast).ok_or(error)
            }
        }
    }

    async fn fetched(&self, place: &Where, now: Timestamp) -> Result<Forecast, PortError> {
        let config = self.deps.config();
        let (weather, house) = (&config.weather, &config.house);
        let spot = match (&place.name, house.latitude, house.longitude) {
            (None, Some(latitude), Some(longitude)) => Spot {
                name: house.place.clone(),
                latitude,
                longitude,
            },
            (None, ..) if house.place.is_empty() => return Err(PortError::Off(Service::Weather)),
            (name, ..) => {
                let name = name.as_ref().unwrap_or(&house.place);
                find(&weather.geocoding_url, name, &house.lang).await?
            }
        };
        fetch(&weather.base_url, &spot, now).await
    }
}

impl WeatherPort for Weather {
    fn forecast<'a>(&'a self, place: &'a Where) -> Later<'a, Forecast> {
        Box::pin(self.forecast_of(place))
    }
}

fn to_json(forecast: &Forecast) -> Value {
    let day = |day: &ForecastDay| {
        json!([
            day.date,
            day.code,
            day.high_c,
            day.low_c,
            day.rain_percent,
            day.wind_kmh
        ])
    };
    json!({
        "place": forecast.place,
        "now": [forecast.now_c, forecast.now_code],
        "days": forecast.days.iter().map(day).collect::<Vec<_>>(),
    })
}

fn from_json(json: &Value, fetched: Timestamp) -> Option<Forecast> {
    let day = |row: &Value| {
        Some(ForecastDay {
            date: row[0].as_str()?.parse().ok()?,
            code: u8::try_from(row[1].as_u64()?).ok()?,
            high_c: row[2].as_f64()?,
            low_c: row[3].as_f64()?,
            rain_percent: row[4].as_f64(),
            wind_kmh: row[5].as_f64(),
        })
    };
    Some(Forecast {
        place: json["place"].as_str()?.to_owned(),
        fetched,
        now_c: json["now"][0].as_f64(),
        now_code: json["now"][1]
            .as_u64()
            .and_then(|code| u8::try_from(code).ok()),
        days: json["days"].as_array()?.iter().filter_map(day).collect(),
        hours: Vec::new(),
    })
}
