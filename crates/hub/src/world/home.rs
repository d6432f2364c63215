use std::sync::{Arc, Mutex};

use ling_dialogue::*;
use ling_understand::Name;

use super::Deps;
use crate::config;
use crate::out::{home_assistant::HomeAssistant, virtual_house::VirtualHouse};

pub(crate) mod json;

/// Key under which the names of the house are kept for the time when it cannot be reached.
const REMEMBERED: &str = "home:names";

/// `HomePort` of the running house: the built-in one, Home Assistant, or none.
pub(crate) struct Home {
    deps: Deps,
    chosen: Mutex<(config::Home, Arc<Backend>)>,
}

/// Where the devices are.
enum Backend {
    Off,
    Virtual(Box<VirtualHouse>),
    HomeAssistant(Box<HomeAssistant>),
}

impl Backend {
    fn new(deps: &Deps, config: &config::Home) -> Backend {
        match config.kind.as_str() {
            "virtual" => Backend::Virtual(Box::new(VirtualHouse::new(deps.clone()))),
            "home_assistant" => {
                Backend::HomeAssistant(Box::new(HomeAssistant::start(config, deps.events.clone())))
            }
            _ => Backend::Off,
        }
    }
}

impl Home {
    pub(crate) fn new(deps: Deps) -> Home {
        let config = deps.config().home.clone();
        let backend = Arc::new(Backend::new(&deps, &config));
        Home {
            deps,
            chosen: Mutex::new((config, backend)),
        }
    }

    /// What the owner has chosen, as it is now.
    fn backend(&self) -> Arc<Backend> {
        let wanted = self.deps.config().home.clone();
        let mut chosen = self.chosen.lock().expect("no one panics with the lock");
        if chosen.0 != wanted {
            let backend = Arc::new(Backend::new(&self.deps, &wanted));
            *chosen = (wanted, backend);
            self.deps
                .events
                .tell("names", None, serde_json::Value::Null);
        }
        chosen.1.clone()
    }

    /// The whole house with its states.
    pub(crate) async fn house(&self) -> Result<HouseModel, PortError> {
        match &*self.backend() {
            Backend::Off => Err(PortError::Off(Service::Home)),
            Backend::Virtual(house) => Ok(house.model().await),
            Backend::HomeAssistant(house) => house.model().await,
        }
    }

    /// Every name of the house. While it cannot be reached, those that it had last.
    pub(crate) async fn names(&self) -> Vec<Name> {
        let known = match &*self.backend() {
            Backend::Off => None,
            Backend::Virtual(house) => Some(house.model().await),
            Backend::HomeAssistant(house) => match house.known() {
                Some(model) => {
                    self.remember(&model).await;
                    Some(model)
                }
                None => match self.remembered().await {
                    Some(model) => Some(model),
                    // The very first time there is nothing to go by: the house is worth a short wait.
                    None => house.model().await.ok(),
                },
            },
        };
        known.as_ref().map(names_of).unwrap_or_default()
    }

    async fn remember(&self, model: &HouseModel) {
        let cloud = &self.deps.cloud;
        let house = json::house(model);
        if let Err(error) = cloud
            .remember(REMEMBERED, &house, jiff::Timestamp::now())
            .await
        {
            tracing::warn!(code = error.code(), "The names of the house are not kept.");
        }
    }

    async fn remembered(&self) -> Option<HouseModel> {
        let kept = self.deps.cloud.recall(REMEMBERED).await.ok()??;
        Some(json::read_house(&kept.value))
    }
}

impl HomePort for Home {
    fn areas<'a>(&'a self) -> Later<'a, Vec<Area>> {
        Box::pin(async { Ok(self.house().await?.areas) })
    }
    fn floors<'a>(&'a self) -> Later<'a, Vec<Area>> {
        Box::pin(async { Ok(self.house().await?.floors) })
    }
    fn devices<'a>(&'a self) -> Later<'a, Vec<HomeDevice>> {
        Box::pin(async { Ok(self.house().await?.devices) })
    }
    fn act<'a>(&'a self, ids: &'a [String], act: HomeAct) -> Later<'a, Vec<String>> {
        Box::pin(async move {
            match &*self.backend() {
                Backend::Off => Err(PortError::Off(Service::Home)),
                Backend::Virtual(house) => Ok(house.act(ids, &act).await),
                Backend::HomeAssistant(house) => house.act(ids, &act).await,
            }
        })
    }
}

/// The names of floors, rooms, devices and scenes. A device stands on the list of all devices and on the list
/// of its kind.
pub(crate) fn names_of(house: &HouseModel) -> Vec<Name> {
    let place = |list: &str, area: &Area| Name {
        list: list.into(),
        id: area.id.clone(),
        name: area.name.clone(),
        aliases: area.aliases.clone(),
        lang: None,
    };
    let device = |device: &HomeDevice, list: &str| Name {
        list: list.into(),
        id: device.id.clone(),
        name: device.name.clone(),
        aliases: device.aliases.clone(),
        lang: None,
    };
    let floors = house.floors.iter().map(|floor| place("floor", floor));
    let areas = house.areas.iter().map(|area| place("area", area));
    let by_kind = (house.devices.iter()).map(|one| device(one, one.kind.word()));
    let all = (house.devices.iter())
        .filter(|one| one.kind != HomeKind::Scene)
        .map(|one| device(one, "device"));
    floors.chain(areas).chain(by_kind).chain(all).collect()
}
