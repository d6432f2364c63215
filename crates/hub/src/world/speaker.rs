use ling_cloud::{DeviceId, NewDevice};
use ling_dialogue::*;
use serde_json::json;

use super::{Deps, failed};

/// How loud a device is that nobody has set yet, in hundredths.
const VOLUME: u8 = 50;
/// The device of callers that name none.
const UNNAMED: &str = "house";

/// `SpeakerPort` of the running house.
pub(crate) struct Speaker {
    deps: Deps,
}

impl Speaker {
    pub(crate) fn new(deps: Deps) -> Speaker {
        Speaker { deps }
    }

    async fn level(&self, device: &str) -> Result<u8, PortError> {
        let device = self.deps.cloud.device(&DeviceId::new(device)).await;
        let device = device.map_err(failed)?;
        Ok(device.and_then(|device| device.volume).unwrap_or(VOLUME))
    }

    async fn set(&self, device: &str, level: u8) -> Result<u8, PortError> {
        let before = self.level(device).await?;
        let new = NewDevice {
            id: DeviceId::new(device),
            name: device.to_owned(),
            kind: "page".to_owned(),
        };
        let hello = self
            .deps
            .cloud
            .hello_device(new, jiff::Timestamp::now())
            .await;
        let mut known = hello.map_err(failed)?;
        known.volume = Some(level.min(100));
        self.deps.cloud.put_device(&known).await.map_err(failed)?;
        let to = (device != UNNAMED).then_some(device);
        self.deps
            .events
            .tell("volume", to, json!({ "level": level }));
        Ok(before)
    }
}

impl SpeakerPort for Speaker {
    fn volume<'a>(&'a self, device: Option<&'a str>) -> Later<'a, u8> {
        Box::pin(self.level(device.unwrap_or(UNNAMED)))
    }

    fn set_volume<'a>(&'a self, device: Option<&'a str>, level: u8) -> Later<'a, u8> {
        Box::pin(self.set(device.unwrap_or(UNNAMED), level))
    }

    fn sounds<'a>(&'a self) -> Later<'a, Sounds> {
        let card = !self.deps.config().audio.device.is_empty();
        let sounds = match (self.deps.rings.runs(), card) {
            (true, true) => Sounds::Always,
            (true, false) if self.deps.events.listeners() > 0 => Sounds::Here,
            _ => Sounds::Nowhere,
        };
        Box::pin(async move { Ok(sounds) })
    }

    fn announce<'a>(&'a self, room: Option<&'a str>, text: &'a str) -> Later<'a, usize> {
        let listeners = self.deps.events.listeners();
        self.deps
            .events
            .tell("announce", None, json!({ "room": room, "text": text }));
        Box::pin(async move { Ok(listeners) })
    }
}
