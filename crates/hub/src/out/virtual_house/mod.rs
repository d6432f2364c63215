//! The built-in house: everything about a smart home can be tried without a single device. Its states are kept.

use std::sync::Mutex;

use ling_dialogue::{BuiltInHouse, HomeAct, HomeDevice, HouseModel};
use serde_json::{Map, Value as Json};
use tokio::sync::OnceCell;
use tracing::warn;

use crate::world::{Deps, home::json};

/// Key under which the states are kept.
const KEPT: &str = "home:virtual";

/// A house without devices.
pub(crate) struct VirtualHouse {
    deps: Deps,
    model: OnceCell<Mutex<HouseModel>>,
}

impl VirtualHouse {
    pub(crate) fn new(deps: Deps) -> VirtualHouse {
        VirtualHouse {
            deps,
            model: OnceCell::new(),
        }
    }

    /// The house as it is now.
    pub(crate) async fn model(&self) -> HouseModel {
        self.opened()
            .await
            .lock()
            .expect("no one panics with the lock")
            .clone()
    }

    /// Does something to devices; gives the ids of those that cannot.
    pub(crate) async fn act(&self, ids: &[String], act: &HomeAct) -> Vec<String> {
        let (failed, before, after) = {
            let mut model = self
                .opened()
                .await
                .lock()
                .expect("no one panics with the lock");
            let before = model.devices.clone();
            let failed = model.act(ids, act);
            (failed, before, model.devices.clone())
        };
        for (_, device) in before
            .iter()
            .zip(&after)
            .filter(|(before, after)| before != after)
        {
            self.deps.events.tell("state", None, json::device(device));
        }
        if before != after {
            self.keep(&after).await;
        }
        failed
    }

    async fn opened(&self) -> &Mutex<HouseModel> {
        let open = || async {
            let mut model = BuiltInHouse::model();
            let kept = self.deps.cloud.recall(KEPT).await.ok().flatten();
            if let Some(Json::Object(states)) = kept.map(|kept| kept.value) {
                restore(&mut model, &states);
            }
            Mutex::new(model)
        };
        self.model.get_or_init(open).await
    }

    async fn keep(&self, devices: &[HomeDevice]) {
        let states = devices
            .iter()
            .map(|device| (device.id.clone(), json::state(&device.state)));
        let states = Json::Object(states.collect());
        let now = jiff::Timestamp::now();
        if let Err(error) = self.deps.cloud.remember(KEPT, &states, now).await {
            warn!(
                code = error.code(),
                "The states of the built-in house are not kept."
            );
        }
    }
}

fn restore(model: &mut HouseModel, states: &Map<String, Json>) {
    for device in &mut model.devices {
        if let Some(state) = states.get(&device.id) {
            device.state = json::read_state(state);
        }
    }
}
