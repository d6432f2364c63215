//! What a sentence is about: which devices, and what they are called together.

use ling_base::Value;
use ling_dialogue::{Call, HomeDevice, HomeKind};
use ling_text::Holes;

use super::{Ctx, House, Thing};

/// Devices that are spoken of together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The devices.
    pub(super) devices: Vec<HomeDevice>,
    /// How they are called.
    pub(super) called: Called,
}

/// How a group is called.
#[derive(Clone, Debug)]
pub(super) enum Called {
    /// By the names of the devices.
    Each,
    /// "The lights" of the place, or of the house.
    All {
        thing: String,
        places: Vec<String>,
        but: Vec<String>,
    },
    /// A name from before ("it").
    Before(String),
}

impl Group {
    /// The group as a value that a later sentence may refer to.
    pub(super) fn named(&self) -> Value {
        let ids: Vec<&str> = self.devices.iter().map(|one| one.id.as_str()).collect();
        let name = match &self.called {
            Called::Before(name) => name.clone(),
            _ => self
                .devices
                .iter()
                .map(|one| one.name.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        };
        Value::Named {
            id: ids.join(","),
            name,
        }
    }
}

/// Why nothing can be done.
#[derive(Debug)]
pub(super) enum Problem {
    /// No device has that name.
    Unknown(String),
    /// The device is gone.
    Gone,
    /// The device can do no such thing.
    Cannot(Group),
    /// There is none of that sort there.
    NoneIn {
        thing: String,
        places: Vec<String>,
        elsewhere: Vec<String>,
    },
    /// There is none of that sort.
    NoneAtAll(String),
    /// Everything was excepted.
    NoneLeft(String),
    /// Several rooms have one.
    WhichArea { thing: String, areas: Vec<String> },
    /// Several devices have that name.
    WhichName(Vec<String>),
    /// Nothing was named.
    What,
}

/// Finds the devices of `kinds` (none: all that can be switched) that `call` is about. `fixed` is the sort that
/// the verb itself names.
pub(super) fn find(
    call: &Call,
    house: &House,
    kinds: &'static [HomeKind],
    fixed: Option<&str>,
) -> Result<Group, Problem> {
    let named = call.args.all("name");
    if let Some(Value::Text(name)) = named.iter().find(|name| matches!(name, Value::Text(_))) {
        return by_part(call, house, kinds, name);
    }
    let mut from_names = None;
    if !named.is_empty() {
        let group = by_name(call, house, named)?;
        let fits: Vec<HomeDevice> = group
            .devices
            .iter()
            .filter(|one| of(kinds, one))
            .cloned()
            .collect();
        if !fits.is_empty() && !call.args.has("thing") {
            from_names = Some(Group {
                devices: fits,
                ..group
            });
        } else if !is_before(call, &group) && !call.args.has("thing") {
            return Err(Problem::Cannot(group));
        }
    }
    match from_names {
        Some(group) => Ok(without(call, house, group)),
        None => by_sort(call, house, kinds, fixed),
    }
}

/// The device whose name has `part` in it; a question where there are several.
fn by_part(call: &Call, house: &House, kinds: &[HomeKind], part: &str) -> Result<Group, Problem> {
    let wanted = part.trim().to_lowercase();
    let has = |one: &&HomeDevice| {
        let mut names = one.aliases.iter().chain([&one.name]);
        of(kinds, one)
            && wanted.chars().count() > 1
            && names.any(|name| name.to_lowercase().contains(&wanted))
    };
    let found: Vec<&HomeDevice> = house.devices.iter().filter(has).collect();
    let room = house.room(call.who.room.as_deref());
    let near = found
        .iter()
        .find(|one| one.area.is_some() && one.area == room);
    match (found.as_slice(), near) {
        ([], _) => Err(Problem::Unknown(part.to_owned())),
        ([one], _) => Ok(Group {
            devices: vec![(*one).clone()],
            called: Called::Each,
        }),
        (_, Some(one)) => Ok(Group {
            devices: vec![(*one).clone()],
            called: Called::Each,
        }),
        (several, None) => Err(Problem::WhichName(
            several.iter().map(|one| one.id.clone()).collect(),
        )),
    }
}

/// Whether a device is one that a verb about `kinds` may touch.
fn of(kinds: &[HomeKind], device: &HomeDevice) -> bool {
    let switched = !matches!(device.kind, HomeKind::Sensor | HomeKind::Scene);
    if kinds.is_empty() {
        switched
    } else {
        kinds.contains(&device.kind)
    }
}

/// Whether the group was not named in this sentence but meant by "it".
fn is_before(call: &Call, group: &Group) -> bool {
    let heard = call.heard.to_lowercase();
    let said = |one: &HomeDevice| {
        one.aliases
            .iter()
            .chain([&one.name])
            .any(|name| heard.contains(&name.to_lowercase()))
    };
    !group.devices.iter().any(said)
}

fn by_name(call: &Call, house: &House, named: &[Value]) -> Result<Group, Problem> {
    let mut devices: Vec<HomeDevice> = Vec::new();
    let mut before = None;
    for value in named {
        let Value::Named { id, name } = value else {
            continue;
        };
        let ids: Vec<&str> = id.split(',').collect();
        if ids.len() > 1 {
            before = Some(name.clone());
        }
        for id in ids {
            let device = house.device(id).ok_or(Problem::Gone)?;
            let meant = choose(call, house, device)?;
            if !devices.iter().any(|known| known.id == meant.id) {
                devices.push(meant.clone());
            }
        }
    }
    let called = before
        .filter(|_| named.len() == 1)
        .map_or(Called::Each, Called::Before);
    Ok(Group { devices, called })
}

/// Which of the devices that share the name is meant: the one in the named room, in the room of the speaker,
/// or the one that the person is asked for.
fn choose<'h>(
    call: &Call,
    house: &'h House,
    device: &'h HomeDevice,
) -> Result<&'h HomeDevice, Problem> {
    let twins = house.twins(device, &call.heard);
    if twins.len() < 2 {
        return Ok(device);
    }
    let room = house.room(call.who.room.as_deref());
    let areas: Vec<&str> = call.args.all("area").iter().filter_map(id).collect();
    let here = |one: &&&HomeDevice| {
        one.area
            .as_deref()
            .is_some_and(|area| areas.contains(&area))
    };
    let near = |one: &&&HomeDevice| one.area.is_some() && one.area == room;
    let found = twins.iter().find(here).or_else(|| twins.iter().find(near));
    found
        .copied()
        .ok_or_else(|| Problem::WhichName(twins.iter().map(|one| one.id.clone()).collect()))
}

fn id(value: &Value) -> Option<&str> {
    match value {
        Value::Named { id, .. } => Some(id),
        Value::Text(id) => Some(id),
        _ => None,
    }
}

/// The sort of thing that is meant: named, implied by the verb, or like the last one.
fn wanted(
    call: &Call,
    house: &House,
    kinds: &'static [HomeKind],
    fixed: Option<&str>,
) -> Option<Thing> {
    let like = call
        .args
        .id("like")
        .and_then(|ids| house.device(ids.split(',').next()?))
        .map(Thing::of);
    call.args
        .id("thing")
        .or(fixed)
        .map(Thing::named)
        .or(like)
        .or_else(|| sort_of(kinds))
}

fn by_sort(
    call: &Call,
    house: &House,
    kinds: &'static [HomeKind],
    fixed: Option<&str>,
) -> Result<Group, Problem> {
    let thing = wanted(call, house, kinds, fixed);
    // "把客厅的灯关了，卧室的也关了": what a room has to be turned off is its light.
    let named = call.args.has("area") || call.args.has("floor");
    let light = || Thing::named("light");
    let thing = thing.or_else(|| named.then(light)).ok_or(Problem::What)?;
    let able: Vec<&HomeDevice> = house
        .devices
        .iter()
        .filter(|one| of(kinds, one) || kinds.is_empty())
        .collect();
    let thing = hung(call, house, thing, &able);
    let pool = thing.pick(&able);
    if pool.is_empty() {
        return Err(Problem::NoneAtAll(thing.id));
    }
    let said = places(call, house);
    let all = call.args.has("all");
    let room = house
        .room(call.who.room.as_deref())
        .filter(|_| said.is_empty() && !all);
    let in_rooms = |rooms: &[String]| -> Vec<HomeDevice> {
        let there = |one: &&&HomeDevice| one.area.as_ref().is_some_and(|area| rooms.contains(area));
        pool.iter()
            .filter(there)
            .map(|one| (*one).clone())
            .collect()
    };
    let whole: Vec<HomeDevice> = pool.iter().map(|one| (*one).clone()).collect();
    let said_rooms: Vec<String> = said.iter().flat_map(|(_, rooms)| rooms.clone()).collect();
    // A robot cleans the room that is named, wherever it stands.
    let comes =
        matches!(thing.id.as_str(), "vacuum" | "coffee") && in_rooms(&said_rooms).is_empty();
    let (devices, places) = if !said.is_empty() && !comes {
        (
            in_rooms(&said_rooms),
            said.into_iter().map(|(place, _)| place).collect(),
        )
    } else if all {
        (whole, Vec::new())
    } else {
        match room.map(|room| (in_rooms(std::slice::from_ref(&room)), room)) {
            Some((there, room)) if !there.is_empty() => (there, vec![room]),
            _ if whole.len() == 1 => (whole, Vec::new()),
            _ => match at_work(call, &thing, &whole) {
                Some(devices) => (devices, Vec::new()),
                None => return Err(which_area(&thing, &pool)),
            },
        }
    };
    if devices.is_empty() {
        let elsewhere = areas_of(&pool);
        return Err(Problem::NoneIn {
            thing: thing.id,
            places,
            elsewhere,
        });
    }
    rest(call, house, thing.id, devices, places)
}

/// Curtains are called blinds and blinds curtains: what hangs in the named room is meant.
fn hung(call: &Call, house: &House, thing: Thing, able: &[&HomeDevice]) -> Thing {
    let other = match thing.id.as_str() {
        "blind" => Thing::named("curtain"),
        "curtain" => Thing::named("blind"),
        _ => return thing,
    };
    let mut rooms: Vec<String> = places(call, house)
        .into_iter()
        .flat_map(|(_, rooms)| rooms)
        .collect();
    if rooms.is_empty() {
        rooms.extend(house.room(call.who.room.as_deref()));
    }
    let there = |thing: &Thing| {
        let pool = thing.pick(able);
        pool.iter()
            .any(|one| one.area.as_ref().is_some_and(|area| rooms.contains(area)))
    };
    if !there(&thing) && there(&other) {
        other
    } else {
        thing
    }
}

/// The devices less those that were excepted.
fn rest(
    call: &Call,
    house: &House,
    thing: String,
    devices: Vec<HomeDevice>,
    places: Vec<String>,
) -> Result<Group, Problem> {
    let called = Called::All {
        thing: thing.clone(),
        places,
        but: Vec::new(),
    };
    let group = without(call, house, Group { devices, called });
    if group.devices.is_empty() {
        Err(Problem::NoneLeft(thing))
    } else {
        Ok(group)
    }
}

/// Where no room is known: the devices that run, for verbs that make sense only for such. All lights that are
/// on, but only one of anything else; everything where there is nothing left to turn off.
fn at_work(call: &Call, thing: &Thing, whole: &[HomeDevice]) -> Option<Vec<HomeDevice>> {
    let (verb, turns_off) = (
        call.verb(),
        matches!(
            call.verb(),
            "off" | "light_off" | "climate_off" | "cover_close"
        ),
    );
    if matches!(
        verb,
        "on" | "light_on" | "climate_on" | "cover_open" | "door_unlock"
    ) {
        return None;
    }
    let running: Vec<HomeDevice> = whole
        .iter()
        .filter(|one| one.state.on == Some(true))
        .cloned()
        .collect();
    match running.len() {
        0 => turns_off.then(|| whole.to_vec()),
        1 => Some(running),
        _ => (thing.id == "light").then_some(running),
    }
}

/// The sort that a verb is about when none is named.
fn sort_of(kinds: &[HomeKind]) -> Option<Thing> {
    let id = match kinds.first()? {
        HomeKind::Light => "light",
        HomeKind::Climate => "ac",
        HomeKind::Cover => "cover",
        HomeKind::Vacuum => "vacuum",
        HomeKind::Lock => "lock",
        HomeKind::Fan => "fan",
        HomeKind::Media => "media",
        HomeKind::Switch | HomeKind::Scene | HomeKind::Sensor => return None,
    };
    Some(Thing::named(id))
}

/// The rooms and floors that were named, each with its rooms.
pub(super) fn places(call: &Call, house: &House) -> Vec<(String, Vec<String>)> {
    let areas = call
        .args
        .all("area")
        .iter()
        .filter_map(id)
        .map(|area| (area.to_owned(), vec![area.to_owned()]));
    let floors = call
        .args
        .all("floor")
        .iter()
        .filter_map(id)
        .map(|floor| (floor.to_owned(), house.on_floor(floor)));
    areas.chain(floors).collect()
}

fn areas_of(devices: &[&HomeDevice]) -> Vec<String> {
    let mut areas: Vec<String> = Vec::new();
    for area in devices.iter().filter_map(|one| one.area.clone()) {
        if !areas.contains(&area) {
            areas.push(area);
        }
    }
    areas
}

/// Several rooms have one: which? Where that tells them apart too little, the devices themselves are named.
fn which_area(thing: &Thing, pool: &[&HomeDevice]) -> Problem {
    let areas = areas_of(pool);
    if areas.len() > 1 {
        Problem::WhichArea {
            thing: thing.id.clone(),
            areas,
        }
    } else {
        Problem::WhichName(pool.iter().map(|one| one.id.clone()).collect())
    }
}

/// Takes away what was excepted.
fn without(call: &Call, house: &House, mut group: Group) -> Group {
    let excepted: Vec<&str> = call.args.all("without").iter().filter_map(id).collect();
    if excepted.is_empty() {
        return group;
    }
    let is_out = |one: &HomeDevice| {
        excepted.contains(&one.id.as_str())
            || one
                .area
                .as_deref()
                .is_some_and(|area| excepted.contains(&area))
    };
    group.devices.retain(|one| !is_out(one));
    if let Called::All { but, .. } = &mut group.called {
        let name = |id: &&str| {
            house
                .device(id)
                .map_or_else(|| house.place(id), |one| house.name(one))
        };
        *but = excepted.iter().map(name).collect();
    }
    group
}

impl Ctx<'_, '_> {
    /// The name of a sort of device in the language of the answer.
    pub(super) fn thing(&self, id: &str) -> String {
        let word = self.out.text(&format!("thing_{id}"), &Holes::new());
        if word.starts_with('[') {
            self.out.text("thing_everything", &Holes::new())
        } else {
            word
        }
    }

    /// Rooms and floors, joined; the house where none is named.
    pub(super) fn places(&self, places: &[String]) -> String {
        if places.is_empty() {
            return self.out.text("home", &Holes::new());
        }
        let names = places.iter().map(|place| self.house.place(place)).collect();
        self.out
            .text("place_list", &Holes::new().list("places", names))
    }

    /// A name as it stands inside a sentence: "the desk lamp", but "Robbie".
    pub(super) fn the(&self, name: &str) -> String {
        let mut letters = name.chars();
        let own = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
        let key = if own { "one_own" } else { "one" };
        self.out.text(key, &Holes::new().text("name", name))
    }

    /// What a group is called.
    pub(super) fn what(&self, group: &Group) -> String {
        let names = |devices: &[HomeDevice]| -> String {
            let name = |one: &HomeDevice| self.the(&self.house.name(one));
            let names = devices.iter().map(name).collect();
            self.out.text("names", &Holes::new().list("names", names))
        };
        match &group.called {
            Called::Before(name) => name.clone(),
            Called::All { thing, places, but } if group.devices.len() > 1 || !but.is_empty() => {
                let thing = self.thing(thing);
                let holes = Holes::new().text("thing", thing);
                if !but.is_empty() {
                    let one = |name: &String| self.the(name);
                    return self
                        .out
                        .text("all_but", &holes.list("but", but.iter().map(one).collect()));
                }
                if places.is_empty() {
                    return self.out.text("all_of", &holes);
                }
                let names: Vec<String> =
                    places.iter().map(|place| self.house.place(place)).collect();
                self.out.text("all_in", &holes.list("where", names))
            }
            Called::All { .. } | Called::Each => names(&group.devices),
        }
    }
}
