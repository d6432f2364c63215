//! A house as Home Assistant's tests describe it.

use ling_understand::intents::{House, HouseItem, Plain, is_template};
use ling_understand::template::{Node, parse};

/// Wordings of one name, at most.
const WORDINGS_MAX: usize = 200;
/// What is no list of names.
const OTHER_KEYS: [&str; 9] = [
    "language",
    "floors",
    "areas",
    "entities",
    "timers",
    "media",
    "completed_items",
    "tests",
    "lists",
];

/// A thing and how it is.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// `light.kitchen`.
    pub id: String,
    /// What it is called, the usual name first.
    pub names: Vec<String>,
    /// The state as programs know it.
    pub state: String,
    /// The state as people say it, where that differs.
    pub said: Option<String>,
    /// The id of its area.
    pub area: Option<String>,
    /// Everything else.
    pub attributes: Vec<(String, Plain)>,
    /// Whether the assistant may know of it.
    pub is_exposed: bool,
}

/// A room or a floor.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub id: String,
    pub names: Vec<String>,
    /// The id of the floor of a room.
    pub floor: Option<String>,
}

/// The whole house.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fixtures {
    pub states: Vec<State>,
    pub areas: Vec<Part>,
    pub floors: Vec<Part>,
    pub timers: Vec<Plain>,
    pub media: Vec<Plain>,
    pub completed_items: Vec<Plain>,
    /// Other lists, such as `person` and `song`.
    pub lists: Vec<(String, Vec<HouseItem>)>,
    /// The area of the device that hears.
    pub heard_in: Option<String>,
}

impl State {
    pub fn domain(&self) -> &str {
        self.id.split('.').next().unwrap_or_default()
    }
}

impl Fixtures {
    /// Reads `areas`, `floors`, `entities`, `timers`, `media` and lists of names.
    pub fn read(house: &Plain) -> Fixtures {
        let list = |key: &str| match house.get(key) {
            Some(Plain::List(items)) => items.clone(),
            _ => Vec::new(),
        };
        let areas = list("areas");
        let heard_in = areas
            .iter()
            .find(|area| area.get("context_area") == Some(&Plain::Bool(true)))
            .and_then(|area| text(area.get("name")));
        Fixtures {
            states: list("entities").iter().filter_map(state).collect(),
            areas: areas.iter().filter_map(part).collect(),
            floors: list("floors").iter().filter_map(part).collect(),
            timers: list("timers"),
            media: list("media"),
            completed_items: list("completed_items"),
            lists: lists(house),
            heard_in,
        }
    }

    /// The names, for the grammar.
    pub fn house(&self) -> House {
        let parts = |parts: &[Part]| {
            let names = parts.iter().flat_map(|part| &part.names);
            names.map(|name| HouseItem::named(name)).collect()
        };
        let names = self.states.iter().flat_map(|state| {
            let context = self.context(state);
            state.names.iter().map(move |name| HouseItem {
                context: context.clone(),
                ..HouseItem::named(name)
            })
        });
        let mut lists = vec![
            ("name".to_owned(), names.collect()),
            ("area".to_owned(), parts(&self.areas)),
            ("floor".to_owned(), parts(&self.floors)),
        ];
        lists.extend(self.lists.iter().cloned());
        House { lists }
    }

    fn context(&self, state: &State) -> Vec<(String, Plain)> {
        let mut context = vec![("domain".to_owned(), state.domain().into())];
        context.extend(state.attributes.iter().cloned());
        let area = self
            .areas
            .iter()
            .find(|area| Some(&area.id) == state.area.as_ref());
        if let Some(name) = area.and_then(|area| area.names.first()) {
            context.push(("area".to_owned(), name.as_str().into()));
        }
        context
    }

    /// The names of the lists that it has besides the three that every house has.
    pub fn given(&self) -> Vec<&str> {
        self.lists.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// Lists under `lists`, and people, songs and the like beside it: "people" fills the list `person`.
fn lists(house: &Plain) -> Vec<(String, Vec<HouseItem>)> {
    let mut found = Vec::new();
    let items = |value: &Plain| match value {
        Plain::List(items) => items.iter().filter_map(item).collect(),
        _ => Vec::new(),
    };
    for at in [house.get("lists"), Some(house)].into_iter().flatten() {
        let Plain::Map(entries) = at else { continue };
        for (key, value) in entries {
            if OTHER_KEYS.contains(&key.as_str()) {
                continue;
            }
            let value = value.get("values").unwrap_or(value);
            let name = match key.as_str() {
                "people" => "person",
                other => other.strip_suffix('s').unwrap_or(other),
            };
            found.push((name.to_owned(), items(value)));
            if name != key {
                found.push((key.clone(), items(value)));
            }
        }
    }
    found
}

fn item(value: &Plain) -> Option<HouseItem> {
    if let Some(words) = text(Some(value)) {
        return Some(HouseItem::named(&words));
    }
    let called = text(value.get("in").or_else(|| value.get("name")))?;
    let context = match value.get("context") {
        Some(Plain::Map(entries)) => entries.clone(),
        _ => Vec::new(),
    };
    Some(HouseItem {
        called,
        out: value.get("out").cloned(),
        context,
    })
}

fn state(entity: &Plain) -> Option<State> {
    let name = text(entity.get("name"))?;
    let names = wordings(&name);
    let id = match (text(entity.get("id")), text(entity.get("domain"))) {
        (Some(id), _) => id,
        (None, Some(domain)) => format!("{domain}.{}", slug(&name)),
        (None, None) => format!("unknown.{}", slug(&name)),
    };
    let (state, said) = match entity.get("state") {
        Some(state @ Plain::Map(_)) => (
            text(state.get("out")).unwrap_or_default(),
            text(state.get("in")),
        ),
        Some(state) => (text(Some(state)).unwrap_or_default(), None),
        None => (
            text(entity.get("state_with_unit")).unwrap_or_else(|| "off".to_owned()),
            None,
        ),
    };
    let attributes = match entity.get("attributes") {
        Some(Plain::Map(entries)) => entries.clone(),
        _ => Vec::new(),
    };
    let is_exposed = entity.get("is_exposed") != Some(&Plain::Bool(false));
    // By id where there are ids, else by name.
    let by_id = entity.get("id").is_some();
    let area = text(entity.get("area")).map(|area| if by_id { area } else { slug(&area) });
    Some(State {
        id,
        names,
        state,
        said,
        area,
        attributes,
        is_exposed,
    })
}

fn part(part: &Plain) -> Option<Part> {
    let name = text(part.get("name"))?;
    let names = wordings(&name);
    let by_id = part.get("id").is_some();
    let floor = text(part.get("floor")).map(|floor| if by_id { floor } else { slug(&floor) });
    Some(Part {
        id: text(part.get("id")).unwrap_or_else(|| slug(&name)),
        names,
        floor,
    })
}

/// A scalar as text.
pub fn text(value: Option<&Plain>) -> Option<String> {
    match value? {
        Plain::Text(text) => Some(text.clone()),
        number @ Plain::Number(_) => serde_json::to_string(number).ok(),
        Plain::Bool(truth) => Some(truth.to_string()),
        Plain::Null | Plain::List(_) | Plain::Map(_) => None,
    }
}

fn slug(name: &str) -> String {
    name.trim().to_lowercase().replace(' ', "_")
}

/// All wordings of a name that is written as a template.
fn wordings(name: &str) -> Vec<String> {
    let node = if is_template(name) {
        parse(name).ok()
    } else {
        None
    };
    let Some(node) = node else {
        return vec![name.trim().to_owned()];
    };
    let mut found: Vec<String> = Vec::new();
    for words in said(&node) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !found.contains(&words) {
            found.push(words);
        }
    }
    found
}

fn said(node: &Node) -> Vec<String> {
    let joined = |items: &mut dyn Iterator<Item = &Node>| {
        items.fold(vec![String::new()], |heads, item| {
            let tails = said(item);
            let join = |head: &String| {
                tails
                    .iter()
                    .map(|tail| format!("{head}{tail}"))
                    .collect::<Vec<_>>()
            };
            heads.iter().flat_map(join).take(WORDINGS_MAX).collect()
        })
    };
    match node {
        Node::Text(text) => vec![text.clone()],
        Node::Seq(items) => joined(&mut items.iter()),
        Node::Perm(items) => {
            let mut all = joined(&mut items.iter());
            all.extend(joined(&mut items.iter().rev()));
            all
        }
        Node::Alt(items) => items.iter().flat_map(said).take(WORDINGS_MAX).collect(),
        Node::Opt(item) => said(item).into_iter().chain([String::new()]).collect(),
        Node::Slot { .. } | Node::Rule(_) => vec![String::new()],
    }
}
