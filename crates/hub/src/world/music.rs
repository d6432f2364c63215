use ling_dialogue::*;

use super::Deps;

/// `MusicPort` of the running house.
pub(crate) struct Music {
    _deps: Deps,
}

impl Music {
    pub(crate) fn new(deps: Deps) -> Music {
        Music { _deps: deps }
    }
}

impl MusicPort for Music {
    fn search<'a>(&'a self, _query: &'a MusicQuery) -> Later<'a, Vec<Track>> {
        Box::pin(async { Err(PortError::Off(Service::Music)) })
    }
    fn play<'a>(
        &'a self,
        _device: Option<&'a str>,
        _tracks: Vec<Track>,
        _shuffle: bool,
    ) -> Later<'a, Track> {
        Box::pin(async { Err(PortError::Off(Service::Music)) })
    }
    fn pause<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::Off(Service::Music)) })
    }
    fn resume<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, Track> {
        Box::pin(async { Err(PortError::Off(Service::Music)) })
    }
    fn skip<'a>(&'a self, _device: Option<&'a str>, _steps: i32) -> Later<'a, Track> {
        Box::pin(async { Err(PortError::Off(Service::Music)) })
    }
    fn stop<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::Off(Service::Music)) })
    }
    fn shuffle<'a>(&'a self, _device: Option<&'a str>, _on: bool) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::Off(Service::Music)) })
    }
    fn playing<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, Option<NowPlaying>> {
        Box::pin(async { Err(PortError::Off(Service::Music)) })
    }
}
