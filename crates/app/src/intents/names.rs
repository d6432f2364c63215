//! A house of Home Assistant's tests as names that Ling's own sentences know.

use ling_understand::Name;

use super::house::{Fixtures, Part, State, text};

impl Fixtures {
    /// Rooms, floors, devices, and the other lists (`person`, `song`, ...). What may not be known is left out.
    pub fn names(&self) -> Vec<Name> {
        let parts = |list: &'static str, parts: &[Part]| -> Vec<Name> {
            parts
                .iter()
                .filter_map(|part| name(list, &part.id, &part.names))
                .collect()
        };
        let states = self.states.iter().filter(|state| state.is_exposed);
        let others = self.lists.iter().flat_map(|(list, items)| {
            items.iter().filter_map(|item| {
                let called = text(item.out.as_ref()).unwrap_or_else(|| item.called.clone());
                name(list, &called, std::slice::from_ref(&item.called))
            })
        });
        let mut names = parts("area", &self.areas);
        names.extend(parts("floor", &self.floors));
        names.extend(states.flat_map(device));
        names.extend(others);
        names
    }
}

/// A device stands on the list of its kind and, but for a scene, on that of all devices.
fn device(state: &State) -> Vec<Name> {
    let kind = match state.domain() {
        "media_player" => "media",
        "binary_sensor" => "sensor",
        "todo" => "list",
        domain => domain,
    };
    let all = ["scene", "script", "automation", "todo"].contains(&state.domain());
    let lists = [Some(kind), Some("device").filter(|_| !all)];
    lists
        .into_iter()
        .flatten()
        .filter_map(|list| name(list, &state.id, &state.names))
        .collect()
}

fn name(list: &str, id: &str, names: &[String]) -> Option<Name> {
    let (first, aliases) = names.split_first()?;
    Some(Name {
        list: list.to_owned(),
        id: id.to_owned(),
        name: first.clone(),
        aliases: aliases.to_vec(),
        lang: None,
    })
}
