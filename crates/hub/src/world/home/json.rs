//! The house as JSON: for the page, and to be kept.

use ling_dialogue::{Area, HomeDevice, HomeKind, HomeState, HouseModel};
use serde_json::{Value as Json, json};

/// Everything about the house.
pub(crate) fn house(house: &HouseModel) -> Json {
    json!({
        "floors": house.floors.iter().map(area).collect::<Vec<_>>(),
        "areas": house.areas.iter().map(area).collect::<Vec<_>>(),
        "devices": house.devices.iter().map(device).collect::<Vec<_>>(),
    })
}

fn area(area: &Area) -> Json {
    json!({ "id": area.id, "name": area.name, "aliases": area.aliases, "floor": area.floor })
}

/// A device with its state.
pub(crate) fn device(device: &HomeDevice) -> Json {
    json!({
        "id": device.id,
        "name": device.name,
        "aliases": device.aliases,
        "kind": device.kind.word(),
        "class": device.class,
        "area": device.area,
        "state": state(&device.state),
    })
}

/// How a device is.
pub(crate) fn state(state: &HomeState) -> Json {
    json!({
        "available": state.available,
        "on": state.on,
        "level": state.level,
        "color": state.color,
        "kelvin": state.kelvin,
        "measured": state.measured,
        "unit": state.unit,
        "target": state.target,
        "mode": state.mode,
    })
}

/// Reads what [`house`] wrote; what cannot be read is left out.
pub(crate) fn read_house(json: &Json) -> HouseModel {
    let list = |key: &str| json[key].as_array().cloned().unwrap_or_default();
    HouseModel {
        floors: list("floors").iter().filter_map(read_area).collect(),
        areas: list("areas").iter().filter_map(read_area).collect(),
        devices: list("devices").iter().filter_map(read_device).collect(),
        scenes: Vec::new(),
    }
}

fn words(json: &Json) -> Vec<String> {
    let list = json.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(word).collect()
}

fn word(json: &Json) -> Option<String> {
    json.as_str().map(str::to_owned)
}

fn read_area(json: &Json) -> Option<Area> {
    Some(Area {
        id: word(&json["id"])?,
        name: word(&json["name"])?,
        aliases: words(&json["aliases"]),
        floor: word(&json["floor"]),
    })
}

fn read_device(json: &Json) -> Option<HomeDevice> {
    Some(HomeDevice {
        id: word(&json["id"])?,
        name: word(&json["name"])?,
        aliases: words(&json["aliases"]),
        kind: HomeKind::from_word(json["kind"].as_str()?)?,
        class: word(&json["class"]),
        area: word(&json["area"]),
        state: read_state(&json["state"]),
    })
}

/// Reads what [`state`] wrote.
pub(crate) fn read_state(json: &Json) -> HomeState {
    HomeState {
        available: json["available"].as_bool().unwrap_or(false),
        on: json["on"].as_bool(),
        level: json["level"].as_f64(),
        color: word(&json["color"]),
        kelvin: json["kelvin"]
            .as_u64()
            .and_then(|kelvin| u32::try_from(kelvin).ok()),
        measured: json["measured"].as_f64(),
        unit: word(&json["unit"]),
        target: json["target"].as_f64(),
        mode: word(&json["mode"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_comes_back_as_it_was_written() {
        let mut built_in = ling_dialogue::BuiltInHouse::model();
        built_in.scenes.clear();
        assert_eq!(read_house(&house(&built_in)), built_in);
        assert_eq!(
            read_house(&json!({"devices": [{"id": 3}, null, "x"]})),
            HouseModel::default()
        );
    }
}
