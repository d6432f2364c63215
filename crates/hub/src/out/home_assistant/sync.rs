//! From Home Assistant's registries and states to a house, and what its events change.

use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use ling_dialogue::{Area, HomeDevice, HouseModel};
use serde::Deserialize;
use serde_json::Value as Json;

use super::entities::{self, Info};

/// Events that Ling hears of.
pub(super) const EVENTS: [&str; 5] = [
    "state_changed",
    "area_registry_updated",
    "floor_registry_updated",
    "device_registry_updated",
    "entity_registry_updated",
];

/// What the house is read from, in the order in which [`House::read`] takes the answers.
pub(super) const QUERIES: [&str; 6] = [
    "config/area_registry/list",
    "config/floor_registry/list",
    "config/device_registry/list",
    "config/entity_registry/list",
    "get_states",
    "get_config",
];

/// Entities that are read at most; the rest of a larger house is left out.
const ENTITIES_MAX: usize = 10_000;

/// The house, and what acts need to know about its entities.
#[derive(Clone, Debug, Default)]
pub(super) struct House {
    /// The house.
    pub model: HouseModel,
    /// Attributes of each entity.
    pub attributes: BTreeMap<String, Json>,
    infos: HashMap<String, Info>,
    degrees: String,
}

/// What an event changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    /// Nothing that Ling knows of.
    None,
    /// The state of a device.
    State(Box<HomeDevice>),
    /// Rooms, names or which devices there are: the house must be read again.
    Registry,
}

/// The entities of the registry whose entries are asked for.
pub(super) fn entity_ids(answers: &[Json]) -> Vec<String> {
    let entries = answers
        .get(3)
        .and_then(Json::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let ids = entries
        .iter()
        .filter_map(|entry| entry["entity_id"].as_str());
    let ours = ids
        .filter(|id| entities::kind(id).is_some())
        .take(ENTITIES_MAX);
    ours.map(str::to_owned).collect()
}

impl House {
    /// Reads the answers to [`QUERIES`] and the full entries of the entity registry.
    pub(super) fn read(answers: &[Json], entries: &Json) -> House {
        let list = |at: usize| {
            answers
                .get(at)
                .and_then(Json::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default()
        };
        let areas = list(0)
            .iter()
            .filter_map(|area| place(area, "area_id"))
            .collect();
        let floors = list(1)
            .iter()
            .filter_map(|floor| place(floor, "floor_id"))
            .collect();
        let rooms: HashMap<&str, &str> = list(2)
            .iter()
            .filter_map(|device| Some((device["id"].as_str()?, device["area_id"].as_str()?)))
            .collect();
        let info = |entry: &Json| {
            let id = entry["entity_id"].as_str()?.to_owned();
            let full = entries
                .get(&id)
                .filter(|full| full.is_object())
                .unwrap_or(entry);
            Some((id, Info::read(full, &rooms)))
        };
        let infos = list(3).iter().take(ENTITIES_MAX).filter_map(info).collect();
        let degrees = answers
            .get(5)
            .and_then(|config| config["unit_system"]["temperature"].as_str());
        let mut house = House {
            model: HouseModel {
                floors,
                areas,
                ..HouseModel::default()
            },
            attributes: BTreeMap::new(),
            infos,
            degrees: degrees.unwrap_or("°C").to_owned(),
        };
        for state in list(4).iter().take(ENTITIES_MAX) {
            if let Some(device) = house.device(state) {
                house
                    .attributes
                    .insert(device.id.clone(), state["attributes"].clone());
                house.model.devices.push(device);
            }
        }
        house
    }

    fn device(&self, state: &Json) -> Option<HomeDevice> {
        let id = state["entity_id"].as_str()?;
        entities::device(state, self.infos.get(id), &self.degrees)
    }

    /// Takes an event.
    pub(super) fn event(&mut self, event: &Json) -> Change {
        if event["event_type"] != "state_changed" {
            return Change::Registry;
        }
        let data = &event["data"];
        let id = data["entity_id"].as_str().unwrap_or_default();
        let at = self.model.devices.iter().position(|device| device.id == id);
        let Some(device) = self.device(&data["new_state"]) else {
            return if at.is_some() {
                Change::Registry
            } else {
                Change::None
            };
        };
        let Some(at) = at else {
            return Change::Registry;
        };
        self.attributes
            .insert(device.id.clone(), data["new_state"]["attributes"].clone());
        let known = &mut self.model.devices[at];
        if *known == device {
            return Change::None;
        }
        *known = device.clone();
        Change::State(Box::new(device))
    }
}

/// A room or a floor; a room with a common name can be called by it in both languages.
fn place(json: &Json, id: &str) -> Option<Area> {
    let name = json["name"].as_str()?.to_owned();
    let given = json["aliases"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let mut aliases: Vec<String> = given
        .iter()
        .filter_map(Json::as_str)
        .map(str::to_owned)
        .collect();
    for word in common(&name) {
        if *word != name && !aliases.contains(word) {
            aliases.push(word.clone());
        }
    }
    Some(Area {
        id: json[id].as_str()?.to_owned(),
        name,
        aliases,
        floor: json["floor_id"]
            .as_str()
            .filter(|_| id == "area_id")
            .map(str::to_owned),
    })
}

#[derive(Deserialize)]
struct Rooms {
    rooms: Vec<Vec<String>>,
}

/// Every common name of the room that is called `name`, if there are any.
fn common(name: &str) -> &'static [String] {
    static ROOMS: OnceLock<Vec<Vec<String>>> = OnceLock::new();
    let read = || {
        let file: Rooms = toml::from_str(include_str!("rooms.toml")).expect("rooms.toml is tested");
        file.rooms
    };
    let rooms = ROOMS.get_or_init(read);
    let name = name.trim().to_lowercase();
    let found = rooms.iter().find(|words| words.contains(&name));
    found.map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use ling_dialogue::HomeKind;
    use serde_json::json;

    use super::*;

    fn house() -> House {
        let answers = [
            json!([{"area_id": "living_room", "name": "Living Room", "aliases": []}]),
            Json::Null,
            json!([{"id": "dev1", "area_id": "living_room"}]),
            json!([{"entity_id": "light.bed", "device_id": "dev1", "area_id": null, "name": null}]),
            json!([
                {"entity_id": "light.bed", "state": "on", "attributes": {"friendly_name": "Bed Light", "brightness": 128, "supported_color_modes": ["brightness"]}},
                {"entity_id": "sun.sun", "state": "above_horizon", "attributes": {}},
            ]),
            json!({"unit_system": {"temperature": "°C"}}),
        ];
        let entries = json!({"light.bed": {"entity_id": "light.bed", "device_id": "dev1", "aliases": ["床灯"], "name": null}});
        House::read(&answers, &entries)
    }

    #[test]
    fn rooms_are_known_in_both_languages() {
        let house = house();
        assert!(house.model.areas[0].aliases.contains(&"客厅".to_owned()));
        let device = &house.model.devices[0];
        assert_eq!(
            (device.kind, device.area.as_deref()),
            (HomeKind::Light, Some("living_room"))
        );
        assert_eq!(
            (device.name.as_str(), device.aliases.as_slice()),
            ("Bed Light", &["床灯".to_owned()][..])
        );
        assert_eq!(
            (device.state.on, device.state.level),
            (Some(true), Some(50.0))
        );
        assert_eq!(house.model.devices.len(), 1);
    }

    #[test]
    fn events_change_states_or_ask_for_a_new_reading() {
        let mut house = house();
        let event = |id: &str, state: Json| json!({"event_type": "state_changed", "data": {"entity_id": id, "new_state": state}});
        let off = json!({"entity_id": "light.bed", "state": "off", "attributes": {"friendly_name": "Bed Light"}});
        assert!(matches!(
            house.event(&event("light.bed", off)),
            Change::State(_)
        ));
        assert_eq!(house.model.devices[0].state.on, Some(false));
        let new = json!({"entity_id": "light.new", "state": "off", "attributes": {}});
        assert_eq!(house.event(&event("light.new", new)), Change::Registry);
        assert_eq!(
            house.event(&event("light.bed", Json::Null)),
            Change::Registry
        );
        assert_eq!(house.event(&event("sun.sun", Json::Null)), Change::None);
        assert_eq!(
            house.event(&json!({"event_type": "area_registry_updated"})),
            Change::Registry
        );
        assert_eq!(house.event(&Json::Null), Change::Registry);
    }
}
