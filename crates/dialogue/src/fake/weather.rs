//! `WeatherPort` for tests.

use jiff::civil::{Date, date};

use crate::{Forecast, ForecastDay, Later, PortError, Service, WeatherPort, Where};

/// Sun today, rain tomorrow, snow the day after; fetched at ten on 24 November 2026.
#[derive(Default)]
pub struct FakeWeather {
    /// Whether the service cannot be reached and nothing was kept.
    pub gone: bool,
}

impl WeatherPort for FakeWeather {
    fn forecast<'a>(&'a self, place: &'a Where) -> Later<'a, Forecast> {
        if self.gone {
            return Box::pin(async { Err(PortError::Unreachable(Service::Weather)) });
        }
        let place = place.name.clone().unwrap_or_else(|| "上海".to_owned());
        Box::pin(async move { Ok(forecast(place)) })
    }
}

fn forecast(place: String) -> Forecast {
    let first = date(2026, 11, 24);
    let codes = [0, 63, 73, 3, 3, 3, 3];
    let day = |(n, code): (i64, u8)| ForecastDay {
        date: day_after(first, n),
        code,
        high_c: 12.0 - n as f64,
        low_c: 4.0 - n as f64,
        rain_percent: Some(if code >= 51 { 70.0 } else { 5.0 }),
        wind_kmh: Some(20.0),
    };
    Forecast {
        place,
        fetched: "2026-11-24T02:00:00Z".parse().expect("a fixed time"),
        now_c: Some(10.0),
        now_code: Some(0),
        days: (0..).zip(codes).map(day).collect(),
        hours: Vec::new(),
    }
}

fn day_after(first: Date, days: i64) -> Date {
    first
        .checked_add(jiff::Span::new().days(days))
        .expect("a near day")
}
