//! What an act is in Home Assistant: which service, with which data, for which entities.

use ling_dialogue::{HomeAct, HomeKind};
use serde_json::{Value as Json, json};

use super::sync::House;

/// Bits of `supported_features` that decide between two services.
mod feature {
    pub(super) const MEDIA_TURN_ON: u64 = 128;
    pub(super) const MEDIA_TURN_OFF: u64 = 256;
    pub(super) const VACUUM_PAUSE: u64 = 4;
}

/// One service call for one or several entities.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ServiceCall {
    domain: String,
    service: &'static str,
    data: Json,
    /// The entities.
    pub ids: Vec<String>,
}

impl ServiceCall {
    /// The command for `ids` only.
    pub(super) fn message(&self, ids: &[String]) -> Json {
        json!({
            "type": "call_service",
            "domain": self.domain,
            "service": self.service,
            "service_data": self.data,
            "target": { "entity_id": ids },
        })
    }
}

/// The calls that `act` needs, and the ids of devices that can do no such thing.
pub(super) fn calls(
    house: &House,
    ids: &[String],
    act: &HomeAct,
) -> (Vec<ServiceCall>, Vec<String>) {
    let (mut calls, mut failed): (Vec<ServiceCall>, Vec<String>) = (Vec::new(), Vec::new());
    for id in ids {
        let device = house.model.devices.iter().find(|device| device.id == *id);
        let attributes = house.attributes.get(id).unwrap_or(&Json::Null);
        let Some((service, data)) = device.and_then(|device| service(device.kind, attributes, act))
        else {
            failed.push(id.clone());
            continue;
        };
        let domain = id.split('.').next().unwrap_or_default();
        let same = |call: &&mut ServiceCall| {
            call.domain == domain && call.service == service && call.data == data
        };
        match calls.iter_mut().find(same) {
            Some(call) => call.ids.push(id.clone()),
            None => calls.push(ServiceCall {
                domain: domain.to_owned(),
                service,
                data,
                ids: vec![id.clone()],
            }),
        }
    }
    (calls, failed)
}

fn service(kind: HomeKind, attributes: &Json, act: &HomeAct) -> Option<(&'static str, Json)> {
    let none = json!({});
    let has = |bit: u64| attributes["supported_features"].as_u64().unwrap_or(0) & bit != 0;
    Some(match (kind, act) {
        (HomeKind::Sensor, _) => return None,
        (HomeKind::Cover, HomeAct::On) => ("open_cover", none),
        (HomeKind::Cover, HomeAct::Off) => ("close_cover", none),
        (HomeKind::Cover, HomeAct::Stop) => ("stop_cover", none),
        (HomeKind::Cover, HomeAct::Level(level)) => (
            "set_cover_position",
            json!({ "position": level.round() as u8 }),
        ),
        (HomeKind::Lock, HomeAct::On) => ("unlock", none),
        (HomeKind::Lock, HomeAct::Off) => ("lock", none),
        (HomeKind::Vacuum, HomeAct::On) => ("start", none),
        (HomeKind::Vacuum, HomeAct::Off) => ("return_to_base", none),
        (HomeKind::Vacuum, HomeAct::Stop) if has(feature::VACUUM_PAUSE) => ("pause", none),
        (HomeKind::Vacuum, HomeAct::Stop) => ("stop", none),
        (HomeKind::Climate, act) => return climate(attributes, act),
        (HomeKind::Media, act) => return media(has, act),
        (HomeKind::Scene, HomeAct::On) => ("turn_on", none),
        (HomeKind::Scene, _) => return None,
        (HomeKind::Light, act) => return light(attributes, act),
        (HomeKind::Fan, HomeAct::Level(level)) => (
            "set_percentage",
            json!({ "percentage": level.round() as u8 }),
        ),
        (HomeKind::Switch | HomeKind::Fan, HomeAct::On) => ("turn_on", none),
        (HomeKind::Switch | HomeKind::Fan, HomeAct::Off) => ("turn_off", none),
        _ => return None,
    })
}

fn light(attributes: &Json, act: &HomeAct) -> Option<(&'static str, Json)> {
    let modes = attributes["supported_color_modes"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let can = |wanted: &[&str]| {
        modes
            .iter()
            .filter_map(Json::as_str)
            .any(|mode| wanted.contains(&mode))
    };
    let colored = || can(&["hs", "rgb", "xy", "rgbw", "rgbww"]);
    Some(match act {
        HomeAct::On => ("turn_on", json!({})),
        HomeAct::Off => ("turn_off", json!({})),
        HomeAct::Level(level) if *level < 0.5 => ("turn_off", json!({})),
        HomeAct::Level(level) => {
            let dims = modes.iter().any(|mode| mode != "onoff");
            dims.then(|| ("turn_on", json!({ "brightness_pct": level.round() as u8 })))?
        }
        HomeAct::Color(color) => colored().then(|| ("turn_on", color_data(color)))?,
        HomeAct::Kelvin(kelvin) => {
            let bound = |key: &str, otherwise: u64| attributes[key].as_u64().unwrap_or(otherwise);
            let (low, high) = (
                bound("min_color_temp_kelvin", 2_000),
                bound("max_color_temp_kelvin", 6_535),
            );
            let kelvin = u64::from(*kelvin).clamp(low.min(high), high.max(low));
            (can(&["color_temp"]) || colored())
                .then(|| ("turn_on", json!({ "color_temp_kelvin": kelvin })))?
        }
        _ => return None,
    })
}

fn color_data(color: &str) -> Json {
    let part = |at: usize| {
        color
            .get(at..at + 2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
    };
    let parts = || Some([part(1)?, part(3)?, part(5)?]);
    match parts().filter(|_| color.starts_with('#')) {
        Some(rgb) => json!({ "rgb_color": rgb }),
        None => json!({ "color_name": color }),
    }
}

fn media(has: impl Fn(u64) -> bool, act: &HomeAct) -> Option<(&'static str, Json)> {
    let none = json!({});
    Some(match act {
        HomeAct::On if has(feature::MEDIA_TURN_ON) => ("turn_on", none),
        HomeAct::Off if has(feature::MEDIA_TURN_OFF) => ("turn_off", none),
        HomeAct::On | HomeAct::Play => ("media_play", none),
        HomeAct::Off | HomeAct::Pause => ("media_pause", none),
        HomeAct::Stop => ("media_stop", none),
        HomeAct::Next => ("media_next_track", none),
        HomeAct::Previous => ("media_previous_track", none),
        HomeAct::Mute(muted) => ("volume_mute", json!({ "is_volume_muted": muted })),
        HomeAct::Level(level) => (
            "volume_set",
            json!({ "volume_level": (level / 100.0).clamp(0.0, 1.0) }),
        ),
        HomeAct::Color(_) | HomeAct::Kelvin(_) | HomeAct::Target(_) | HomeAct::Mode(_) => {
            return None;
        }
    })
}

/// Modes in which a thermostat is turned on, best first.
const ON_MODES: [&str; 5] = ["auto", "heat_cool", "cool", "heat", "fan_only"];

fn climate(attributes: &Json, act: &HomeAct) -> Option<(&'static str, Json)> {
    let modes = attributes["hvac_modes"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let known = |mode: &str| modes.iter().any(|known| known == mode);
    let mode = |mode: &str| ("set_hvac_mode", json!({ "hvac_mode": mode }));
    Some(match act {
        HomeAct::On => mode(ON_MODES.into_iter().find(|mode| known(mode))?),
        HomeAct::Off => mode(Some("off").filter(|mode| known(mode))?),
        // Where one word is not known, its neighbour is meant.
        HomeAct::Mode(wanted) if !known(wanted) => match wanted.as_str() {
            "auto" => mode(Some("heat_cool").filter(|mode| known(mode))?),
            "heat_cool" => mode(Some("auto").filter(|mode| known(mode))?),
            _ => return None,
        },
        HomeAct::Mode(wanted) => mode(wanted),
        HomeAct::Target(degrees) => {
            let bound = |key: &str| attributes[key].as_f64();
            let low = bound("min_temp").is_some_and(|min| *degrees < min);
            let high = bound("max_temp").is_some_and(|max| *degrees > max);
            if low || high {
                return None;
            }
            ("set_temperature", target(attributes, *degrees))
        }
        _ => return None,
    })
}

/// A thermostat that holds a range keeps its width around the new middle.
fn target(attributes: &Json, degrees: f64) -> Json {
    let number = |key: &str| attributes[key].as_f64();
    match (
        number("temperature"),
        number("target_temp_low"),
        number("target_temp_high"),
    ) {
        (None, Some(low), Some(high)) => {
            let half = (high - low) / 2.0;
            json!({ "target_temp_low": degrees - half, "target_temp_high": degrees + half })
        }
        _ => json!({ "temperature": degrees }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: HomeKind, attributes: Json, act: &str, value: Option<&str>, expect: &str) {
        let act = HomeAct::from_words(act, value).expect("an act");
        let got =
            service(kind, &attributes, &act).map(|(service, data)| format!("{service} {data}"));
        assert_eq!(got.unwrap_or_default(), expect, "{kind:?} {act:?}");
    }

    #[test]
    fn acts_become_services() {
        let dims = || json!({"supported_color_modes": ["brightness"]});
        let colors = || json!({"supported_color_modes": ["color_temp", "hs"], "min_color_temp_kelvin": 2500});
        check(
            HomeKind::Light,
            dims(),
            "level",
            Some("30"),
            r#"turn_on {"brightness_pct":30}"#,
        );
        check(HomeKind::Light, dims(), "level", Some("0"), "turn_off {}");
        check(HomeKind::Light, dims(), "color", Some("red"), "");
        check(
            HomeKind::Light,
            json!({"supported_color_modes": ["onoff"]}),
            "level",
            Some("30"),
            "",
        );
        check(
            HomeKind::Light,
            colors(),
            "color",
            Some("red"),
            r#"turn_on {"color_name":"red"}"#,
        );
        check(
            HomeKind::Light,
            colors(),
            "color",
            Some("#ff0010"),
            r#"turn_on {"rgb_color":[255,0,16]}"#,
        );
        check(
            HomeKind::Light,
            colors(),
            "kelvin",
            Some("1000"),
            r#"turn_on {"color_temp_kelvin":2500}"#,
        );
        check(HomeKind::Cover, json!({}), "on", None, "open_cover {}");
        check(
            HomeKind::Cover,
            json!({}),
            "level",
            Some("50"),
            r#"set_cover_position {"position":50}"#,
        );
        check(HomeKind::Lock, json!({}), "off", None, "lock {}");
        check(
            HomeKind::Vacuum,
            json!({"supported_features": 4}),
            "stop",
            None,
            "pause {}",
        );
        check(
            HomeKind::Media,
            json!({"supported_features": 384}),
            "on",
            None,
            "turn_on {}",
        );
        check(
            HomeKind::Media,
            json!({"supported_features": 0}),
            "on",
            None,
            "media_play {}",
        );
        check(
            HomeKind::Media,
            json!({}),
            "level",
            Some("25"),
            r#"volume_set {"volume_level":0.25}"#,
        );
        check(
            HomeKind::Climate,
            json!({"hvac_modes": ["off", "heat_cool", "cool"]}),
            "on",
            None,
            r#"set_hvac_mode {"hvac_mode":"heat_cool"}"#,
        );
        check(
            HomeKind::Climate,
            json!({"hvac_modes": ["off"]}),
            "mode",
            Some("heat"),
            "",
        );
        check(
            HomeKind::Climate,
            json!({"temperature": 20, "max_temp": 35}),
            "target",
            Some("22.5"),
            r#"set_temperature {"temperature":22.5}"#,
        );
        check(
            HomeKind::Climate,
            json!({"temperature": 20, "max_temp": 35}),
            "target",
            Some("90"),
            "",
        );
        check(
            HomeKind::Climate,
            json!({"target_temp_low": 20, "target_temp_high": 24}),
            "target",
            Some("21"),
            r#"set_temperature {"target_temp_high":23.0,"target_temp_low":19.0}"#,
        );
        check(HomeKind::Scene, json!({}), "off", None, "");
        check(HomeKind::Sensor, json!({}), "on", None, "");
        check(
            HomeKind::Fan,
            json!({}),
            "level",
            Some("66.4"),
            r#"set_percentage {"percentage":66}"#,
        );
    }

    #[test]
    fn one_call_for_all_that_need_the_same() {
        let json = |id: &str| json!({"entity_id": id, "state": "on", "attributes": {}});
        let states = json!([
            json("light.a"),
            json("light.b"),
            json("switch.c"),
            json("sensor.d")
        ]);
        let house = House::read(
            &[Json::Null, Json::Null, Json::Null, Json::Null, states],
            &Json::Null,
        );
        let ids = ["light.a", "light.b", "switch.c", "sensor.d", "light.none"].map(str::to_owned);
        let (calls, failed) = calls(&house, &ids, &HomeAct::Off);
        let shown: Vec<String> = calls
            .iter()
            .map(|call| format!("{} {}", call.domain, call.ids.len()))
            .collect();
        assert_eq!(shown, ["light 2", "switch 1"]);
        assert_eq!(failed, ["sensor.d", "light.none"]);
    }
}
