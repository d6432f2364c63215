//! Home Assistant's entities as devices of a house.

use std::collections::HashMap;

use ling_dialogue::{HomeDevice, HomeKind, HomeState};
use serde_json::Value as Json;

/// What the registries know about an entity.
#[derive(Clone, Debug, Default)]
pub(super) struct Info {
    name: Option<String>,
    aliases: Vec<String>,
    area: Option<String>,
    class: Option<String>,
    hidden: bool,
}

impl Info {
    /// Reads an entry of the entity registry; `rooms` are those of devices.
    pub(super) fn read(entry: &Json, rooms: &HashMap<&str, &str>) -> Info {
        let word = |key: &str| entry[key].as_str().map(str::to_owned);
        let aliases = entry["aliases"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let room = || {
            entry["device_id"]
                .as_str()
                .and_then(|device| rooms.get(device))
                .map(|&room| room.to_owned())
        };
        let hidden = ["hidden_by", "disabled_by", "entity_category"]
            .iter()
            .any(|key| entry[*key].is_string());
        Info {
            name: word("name"),
            aliases: aliases
                .iter()
                .filter_map(Json::as_str)
                .map(str::to_owned)
                .collect(),
            area: word("area_id").or_else(room),
            class: word("device_class"),
            hidden,
        }
    }
}

/// The kind of an entity; `None` for those that Ling has no use for.
pub(super) fn kind(id: &str) -> Option<HomeKind> {
    Some(match id.split('.').next()? {
        "light" => HomeKind::Light,
        "switch" | "input_boolean" | "humidifier" | "siren" | "water_heater" => HomeKind::Switch,
        "climate" => HomeKind::Climate,
        "cover" | "valve" => HomeKind::Cover,
        "media_player" => HomeKind::Media,
        "vacuum" | "lawn_mower" => HomeKind::Vacuum,
        "fan" => HomeKind::Fan,
        "lock" => HomeKind::Lock,
        "scene" | "script" => HomeKind::Scene,
        "sensor" | "binary_sensor" => HomeKind::Sensor,
        _ => return None,
    })
}

/// The device that an entity is; `None` for those that Ling has no use for.
pub(super) fn device(state: &Json, info: Option<&Info>, degrees: &str) -> Option<HomeDevice> {
    let id = state["entity_id"].as_str()?;
    let kind = kind(id)?;
    let attributes = &state["attributes"];
    if info.is_some_and(|info| info.hidden) {
        return None;
    }
    let class = info.and_then(|info| info.class.clone());
    let class = class.or_else(|| attributes["device_class"].as_str().map(str::to_owned));
    let domain = id.split('.').next().unwrap_or_default();
    let class = class
        .or_else(|| matches!(domain, "humidifier" | "water_heater").then(|| domain.to_owned()));
    let measures = kind != HomeKind::Sensor
        || class.is_some()
        || attributes["unit_of_measurement"].is_string();
    if !measures {
        return None;
    }
    let name = info.and_then(|info| info.name.clone());
    let name = name.or_else(|| attributes["friendly_name"].as_str().map(str::to_owned));
    Some(HomeDevice {
        id: id.to_owned(),
        name: name.unwrap_or_else(|| id.to_owned()),
        aliases: info.map(|info| info.aliases.clone()).unwrap_or_default(),
        kind,
        class,
        area: info.and_then(|info| info.area.clone()),
        state: how(
            kind,
            state["state"].as_str().unwrap_or("unknown"),
            attributes,
            degrees,
        ),
    })
}

fn how(kind: HomeKind, state: &str, attributes: &Json, degrees: &str) -> HomeState {
    let number = |key: &str| attributes[key].as_f64();
    let mut how = HomeState {
        available: state != "unavailable",
        ..HomeState::default()
    };
    if !how.available {
        return how;
    }
    how.on = match (kind, state) {
        (_, "unknown") | (HomeKind::Scene, _) => None,
        (HomeKind::Cover, _) => Some(state != "closed"),
        (HomeKind::Lock, _) => Some(state != "locked"),
        (HomeKind::Climate, _) => Some(state != "off"),
        (HomeKind::Vacuum, _) => Some(matches!(state, "cleaning" | "on" | "mowing")),
        (HomeKind::Media, _) => Some(!matches!(state, "off" | "standby")),
        (HomeKind::Sensor, "on" | "off") => Some(state == "on"),
        (HomeKind::Sensor, _) => None,
        // A water heater says how it heats.
        (HomeKind::Switch, _) => Some(state != "off"),
        (HomeKind::Light | HomeKind::Fan, _) => Some(state == "on"),
    };
    how.level = match kind {
        HomeKind::Light => number("brightness").map(|of_255| (of_255 / 2.55).round()),
        HomeKind::Cover => number("current_position"),
        HomeKind::Media => number("volume_level").map(|of_1| (of_1 * 100.0).round()),
        HomeKind::Fan => number("percentage"),
        HomeKind::Vacuum => number("battery_level"),
        _ => None,
    };
    match kind {
        HomeKind::Light => {
            let white = attributes["color_mode"] == "color_temp";
            how.color = (!white).then(|| color(attributes)).flatten();
            how.kelvin = number("color_temp_kelvin")
                .filter(|_| white)
                .map(|kelvin| kelvin as u32);
        }
        HomeKind::Climate => {
            how.measured = number("current_temperature");
            how.unit = Some(unit(degrees));
            let between = || Some((number("target_temp_low")? + number("target_temp_high")?) / 2.0);
            how.target = number("temperature").or_else(between);
            how.mode = Some(state.to_owned());
        }
        HomeKind::Sensor => {
            how.measured = state.parse().ok().filter(|n: &f64| n.is_finite());
            how.unit = attributes["unit_of_measurement"].as_str().map(unit);
            how.mode = how.measured.is_none().then(|| state.to_owned());
        }
        HomeKind::Media if attributes["is_volume_muted"] == true => {
            how.mode = Some("muted".to_owned())
        }
        HomeKind::Media | HomeKind::Vacuum | HomeKind::Cover | HomeKind::Lock => {
            how.mode = Some(state.to_owned())
        }
        HomeKind::Switch | HomeKind::Fan | HomeKind::Scene => {}
    }
    how
}

fn color(attributes: &Json) -> Option<String> {
    let part = |at: usize| attributes["rgb_color"][at].as_u64();
    Some(format!("#{:02x}{:02x}{:02x}", part(0)?, part(1)?, part(2)?))
}

/// A unit by the id that the text tables know, or as it is written.
fn unit(written: &str) -> String {
    match written {
        "°C" => "celsius",
        "°F" => "fahrenheit",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(id: &str, state: &str, attributes: Json, expect: &str) {
        let json = json!({"entity_id": id, "state": state, "attributes": attributes});
        let got = device(&json, None, "°C").map(|device| {
            let HomeState {
                available,
                on,
                level,
                color,
                measured,
                target,
                mode,
                ..
            } = device.state;
            let parts = [
                Some(device.kind.word().to_owned()),
                (!available).then(|| "away".to_owned()),
                on.map(|on| if on { "on" } else { "off" }.to_owned()),
                level.map(|level| format!("level={level}")),
                color,
                measured.map(|measured| format!("measured={measured}")),
                target.map(|target| format!("target={target}")),
                mode,
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        });
        assert_eq!(got.unwrap_or_default(), expect, "{id} {state}");
    }

    #[test]
    fn states_of_every_kind() {
        check(
            "light.a",
            "on",
            json!({"brightness": 255, "rgb_color": [255, 0, 0], "color_mode": "hs"}),
            "light on level=100 #ff0000",
        );
        check("light.a", "off", json!({"brightness": null}), "light off");
        check("light.a", "unavailable", json!({}), "light away");
        check("switch.a", "unknown", json!({}), "switch");
        check(
            "climate.a",
            "cool",
            json!({"current_temperature": 22.5, "temperature": 21}),
            "climate on measured=22.5 target=21 cool",
        );
        check(
            "climate.a",
            "heat_cool",
            json!({"target_temp_low": 20, "target_temp_high": 24, "temperature": null}),
            "climate on target=22 heat_cool",
        );
        check(
            "cover.a",
            "opening",
            json!({"current_position": 30}),
            "cover on level=30 opening",
        );
        check(
            "media_player.a",
            "playing",
            json!({"volume_level": 0.31}),
            "media on level=31 playing",
        );
        check(
            "vacuum.a",
            "docked",
            json!({"battery_level": 80}),
            "vacuum off level=80 docked",
        );
        check("fan.a", "on", json!({"percentage": 66}), "fan on level=66");
        check("lock.a", "locked", json!({}), "lock off locked");
        check(
            "sensor.a",
            "15.6",
            json!({"device_class": "temperature", "unit_of_measurement": "°C"}),
            "sensor measured=15.6",
        );
        check(
            "sensor.a",
            "NaN",
            json!({"device_class": "temperature"}),
            "sensor NaN",
        );
        check(
            "binary_sensor.a",
            "on",
            json!({"device_class": "door"}),
            "sensor on on",
        );
        check("sensor.a", "some text", json!({}), "");
        check("scene.a", "2024-01-01T00:00:00", json!({}), "scene");
        check("sun.sun", "above_horizon", json!({}), "");
        check("", "", Json::Null, "");
    }
}
