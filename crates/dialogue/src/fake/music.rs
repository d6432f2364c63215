//! `MusicPort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeMusic;

impl MusicPort for FakeMusic {
    fn search<'a>(&'a self, _query: &'a MusicQuery) -> Later<'a, Vec<Track>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn play<'a>(
        &'a self,
        _device: Option<&'a str>,
        _tracks: Vec<Track>,
        _shuffle: bool,
    ) -> Later<'a, Track> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn pause<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn resume<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, Track> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn skip<'a>(&'a self, _device: Option<&'a str>, _steps: i32) -> Later<'a, Track> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn stop<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn shuffle<'a>(&'a self, _device: Option<&'a str>, _on: bool) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn playing<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, Option<NowPlaying>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
