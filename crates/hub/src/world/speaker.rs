use ling_dialogue::*;

use super::Deps;

/// `SpeakerPort` of the running house.
pub(crate) struct Speaker {
    deps: Deps,
}

impl Speaker {
    pub(crate) fn new(deps: Deps) -> Speaker {
        Speaker { deps }
    }
}

impl SpeakerPort for Speaker {
    fn volume<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, u8> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn set_volume<'a>(&'a self, _device: Option<&'a str>, _level: u8) -> Later<'a, u8> {
        Box::pin(async { Err(PortError::NotFound) })
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
    fn announce<'a>(&'a self, _room: Option<&'a str>, _text: &'a str) -> Later<'a, usize> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
