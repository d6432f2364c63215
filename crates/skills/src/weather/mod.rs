//! The weather: now, on a day, over a stretch of days, and whether to take an umbrella.

use jiff::{Timestamp, civil::Date};
use ling_base::{Value, When};
use ling_dialogue::{
    BoxFuture, Call, Forecast, ForecastDay, Out, Skill, SkillError, Source, Where, World,
};
use ling_text::Holes;
use serde_json::json;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("weather");

/// A forecast older than this is told with its age, in seconds.
const STALE_SECS: i64 = 2 * 3600;
/// A chance of rain from which an umbrella is advised, in hundredths.
const UMBRELLA_PERCENT: f64 = 40.0;
/// Wind from which it is called windy, in km/h.
const WINDY_KMH: f64 = 39.0;
/// Days of a stretch that are told one by one.
const DAYS_TOLD: usize = 4;

/// Tells the weather.
pub struct Weather;

impl Skill for Weather {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            let place = Where {
                name: call.args.text("place").map(str::to_owned),
            };
            let forecast = world.weather().forecast(&place).await?;
            tell_age(call.now.timestamp(), &forecast, out);
            let days = asked_days(call, &forecast);
            if days.is_empty() {
                out.say("no_day", Holes::new());
                return Ok(());
            }
            match call.verb() {
                "ask" => report(call, &forecast, &days, out),
                "rain" => rain(&forecast, &days, out),
                "cold" => temperature(&days, out),
                "wind" => wind(&days, out),
                verb => return Err(SkillError::Verb(verb.to_owned())),
            }
            out.card("weather", card(&forecast, &days));
            Ok(())
        })
    }
}

fn tell_age(now: Timestamp, forecast: &Forecast, out: &mut Out<'_>) {
    let age = now.duration_since(forecast.fetched).as_secs();
    if age > STALE_SECS {
        out.say(
            "old",
            Holes::new().value("age", Value::Duration(age - age % 3600)),
        );
    }
}

/// The days of the forecast that were asked about; today when none was named.
fn asked_days<'a>(call: &Call, forecast: &'a Forecast) -> Vec<&'a ForecastDay> {
    let when = call.args.when("day");
    let first = when
        .and_then(|when| when.date)
        .unwrap_or_else(|| call.now.date());
    let until = when.and_then(|when| when.until);
    let until = until.unwrap_or_else(|| first.tomorrow().unwrap_or(first));
    let asked = |day: &&ForecastDay| first <= day.date && day.date < until;
    forecast.days.iter().filter(asked).collect()
}

fn report(call: &Call, forecast: &Forecast, days: &[&ForecastDay], out: &mut Out<'_>) {
    let today = days.len() == 1 && days[0].date == call.now.date();
    if let (true, Some(now_c), Some(code)) = (today, forecast.now_c, forecast.now_code) {
        let sky = out.text(sky(code), &Holes::new());
        let holes = Holes::new()
            .text("place", &forecast.place)
            .text("sky", &sky);
        out.say("now", holes.value("temp", degrees(now_c)));
    }
    for day in days.iter().take(DAYS_TOLD) {
        let sky = out.text(sky(day.code), &Holes::new());
        let holes = on(day.date)
            .text("place", &forecast.place)
            .text("sky", &sky);
        let holes = holes
            .value("low", degrees(day.low_c))
            .value("high", degrees(day.high_c));
        out.say("day", holes);
    }
}

fn rain(forecast: &Forecast, days: &[&ForecastDay], out: &mut Out<'_>) {
    let likeliest = days.iter().max_by(|a, b| chance(a).total_cmp(&chance(b)));
    let Some(day) = likeliest else { return };
    let holes = on(day.date)
        .text("place", &forecast.place)
        .value("chance", Value::Percent(chance(day)));
    let key = match (chance(day) >= UMBRELLA_PERCENT, snows(day.code)) {
        (true, true) => "snow_yes",
        (true, false) => "rain_yes",
        (false, _) => "rain_no",
    };
    out.say(key, holes);
}

fn temperature(days: &[&ForecastDay], out: &mut Out<'_>) {
    let Some(day) = days.first() else { return };
    let key = match day.high_c {
        high if high < 5.0 => "very_cold",
        high if high < 15.0 => "cool",
        high if high < 28.0 => "mild",
        _ => "hot",
    };
    out.say(
        key,
        on(day.date)
            .value("low", degrees(day.low_c))
            .value("high", degrees(day.high_c)),
    );
}

fn wind(days: &[&ForecastDay], out: &mut Out<'_>) {
    let Some(day) = days.first() else { return };
    let Some(kmh) = day.wind_kmh else {
        out.say("wind_unknown", Holes::new());
        return;
    };
    let speed = Value::Quantity {
        amount: kmh.round(),
        unit: "kmh".into(),
    };
    out.say(
        if kmh >= WINDY_KMH {
            "wind_yes"
        } else {
            "wind_no"
        },
        on(day.date).value("speed", speed),
    );
}

/// The chance of rain in hundredths; from the weather code when the service gives none.
fn chance(day: &ForecastDay) -> f64 {
    day.rain_percent
        .unwrap_or(if day.code >= 51 { 80.0 } else { 0.0 })
}

fn snows(code: u8) -> bool {
    matches!(code, 71..=77 | 85 | 86)
}

/// Key of the sky's name: WMO code table 4677 as Open-Meteo documents it.
fn sky(code: u8) -> &'static str {
    match code {
        0 => "sky_clear",
        1 | 2 => "sky_fair",
        3 => "sky_overcast",
        45 | 48 => "sky_fog",
        51..=57 => "sky_drizzle",
        61 | 80 => "sky_light_rain",
        63 | 66 | 81 => "sky_rain",
        65 | 67 | 82 => "sky_heavy_rain",
        71..=77 | 85 | 86 => "sky_snow",
        95..=99 => "sky_thunder",
        _ => "sky_mixed",
    }
}

fn degrees(celsius: f64) -> Value {
    Value::Quantity {
        amount: celsius.round(),
        unit: "degree".into(),
    }
}

fn on(date: Date) -> Holes {
    Holes::new().value(
        "day",
        Value::When(When {
            date: Some(date),
            ..When::default()
        }),
    )
}

fn card(forecast: &Forecast, days: &[&ForecastDay]) -> serde_json::Value {
    let row = |day: &&ForecastDay| json!({ "date": day.date, "code": day.code, "low": day.low_c, "high": day.high_c, "rain": day.rain_percent });
    json!({
        "place": forecast.place, "now": forecast.now_c, "fetched": forecast.fetched,
        "days": days.iter().map(row).collect::<Vec<_>>(),
    })
}
