//! `MusicPort` for tests.

use std::sync::Mutex;

use crate::*;

/// A small shelf of records, and one device.
pub struct FakeMusic {
    /// Everything there is.
    pub tracks: Vec<Track>,
    queue: Mutex<Queue>,
}

/// Title, artist, album, genre.
const SHELF: [[&str; 4]; 9] = [
    ["青花瓷", "周杰伦", "我很忙", "流行"],
    ["稻香", "周杰伦", "魔杰座", "流行"],
    ["月亮代表我的心", "邓丽君", "岛国之情歌", "老歌"],
    ["甜蜜蜜", "邓丽君", "甜蜜蜜", "老歌"],
    ["Yesterday", "The Beatles", "Help!", "Rock"],
    ["Ticket to Ride", "The Beatles", "Help!", "Rock"],
    ["Hey Jude", "The Beatles", "Hey Jude", "Rock"],
    ["So What", "Miles Davis", "Kind of Blue", "Jazz"],
    ["Blue in Green", "Miles Davis", "Kind of Blue", "Jazz"],
];

impl Default for FakeMusic {
    fn default() -> FakeMusic {
        let track = |[title, artist, album, genre]: &[&str; 4]| Track {
            id: (*title).into(),
            title: (*title).into(),
            artist: Some((*artist).into()),
            album: Some((*album).into()),
            genre: Some((*genre).into()),
            secs: Some(200),
        };
        FakeMusic {
            tracks: SHELF.iter().map(track).collect(),
            queue: Mutex::default(),
        }
    }
}

impl FakeMusic {
    fn with<T>(
        &self,
        change: impl FnOnce(&mut Queue) -> Result<T, PortError>,
    ) -> Result<T, PortError> {
        let mut queue = self.queue.lock().expect("no test panics with the lock");
        queue.current().ok_or(PortError::NotFound)?;
        change(&mut queue)
    }
}

impl MusicPort for FakeMusic {
    fn search<'a>(&'a self, query: &'a MusicQuery) -> Later<'a, Vec<Track>> {
        let fits = self.tracks.iter().map(|track| (query.fit(track), track));
        let mut fits: Vec<_> = fits.filter(|(fit, _)| *fit > 0).collect();
        fits.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
        let tracks = fits.into_iter().map(|(_, track)| track.clone()).collect();
        Box::pin(async move { Ok(tracks) })
    }

    fn play<'a>(
        &'a self,
        _device: Option<&'a str>,
        tracks: Vec<Track>,
        shuffle: bool,
    ) -> Later<'a, Track> {
        *self.queue.lock().expect("no test panics with the lock") =
            Queue::new(tracks, shuffle.then_some(7));
        let now = self.with(|queue| queue.current().cloned().ok_or(PortError::NotFound));
        Box::pin(async move { now })
    }

    fn pause<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, ()> {
        let done = self.with(|queue| {
            queue.paused = true;
            Ok(())
        });
        Box::pin(async move { done })
    }

    fn resume<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, Track> {
        let now = self.with(|queue| {
            queue.paused = false;
            queue.current().cloned().ok_or(PortError::NotFound)
        });
        Box::pin(async move { now })
    }

    fn skip<'a>(&'a self, _device: Option<&'a str>, steps: i32) -> Later<'a, Option<Track>> {
        let now = self.with(|queue| Ok(queue.skip(steps).cloned()));
        Box::pin(async move { now })
    }

    fn stop<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, ()> {
        let done = self.with(|queue| {
            *queue = Queue::default();
            Ok(())
        });
        Box::pin(async move { done })
    }

    fn shuffle<'a>(&'a self, _device: Option<&'a str>, on: bool) -> Later<'a, ()> {
        let done = self.with(|queue| {
            queue.shuffle(on.then_some(7));
            Ok(())
        });
        Box::pin(async move { done })
    }

    fn again<'a>(&'a self, _device: Option<&'a str>, again: Again) -> Later<'a, Again> {
        let before = self.with(|queue| Ok(std::mem::replace(&mut queue.again, again)));
        Box::pin(async move { before })
    }

    fn playing<'a>(&'a self, _device: Option<&'a str>) -> Later<'a, Option<NowPlaying>> {
        let queue = self.queue.lock().expect("no test panics with the lock");
        let paused = queue.paused;
        let now = queue
            .current()
            .cloned()
            .map(|track| NowPlaying { track, paused });
        drop(queue);
        Box::pin(async move { Ok(now) })
    }
}
