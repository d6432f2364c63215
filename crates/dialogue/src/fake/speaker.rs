//! `SpeakerPort` for tests.

use std::sync::Mutex;

use crate::{Later, Sounds, SpeakerPort};

/// One device at half volume, heard by an open page.
pub struct FakeSpeaker {
    volume: Mutex<u8>,
    /// Where a ring would sound.
    pub sounds: Sounds,
}

impl Default for FakeSpeaker {
    fn default() -> FakeSpeaker {
        FakeSpeaker {
            volume: Mutex::new(50),
            sounds: Sounds::Here,
        }
    }
}

impl SpeakerPort for FakeSpeaker {
    fn volume<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, u8> {
        let volume = *self.volume.lock().expect("no test panics with the lock");
        Box::pin(async move { Ok(volume) })
    }

    fn set_volume<'a>(&'a self, _device: Option<&'a str>, level: u8) -> Later<'a, u8> {
        let before = std::mem::replace(
            &mut *self.volume.lock().expect("no test panics with the lock"),
            level,
        );
        Box::pin(async move { Ok(before) })
    }

    fn sounds<'a>(&'a self) -> Later<'a, Sounds> {
        Box::pin(async move { Ok(self.sounds) })
    }

    fn announce<'a>(&'a self, _room: Option<&'a str>, _text: &'a str) -> Later<'a, usize> {
        Box::pin(async { Ok(1) })
    }
}
