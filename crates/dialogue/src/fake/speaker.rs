//! `SpeakerPort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeSpeaker;

impl SpeakerPort for FakeSpeaker {
    fn volume<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, u8> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn set_volume<'a>(&'a self, _device: Option<&'a str>, _level: u8) -> Later<'a, u8> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn sounds<'a>(&'a self) -> Later<'a, Sounds> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn announce<'a>(&'a self, _room: Option<&'a str>, _text: &'a str) -> Later<'a, usize> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
