//! Music from a folder of the house, played by the page of a device.

mod library;

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use ling_dialogue::*;
use ling_understand::Name;
use serde_json::{Value, json};
use tracing::{debug, info};

use super::Deps;
pub(crate) use library::{Library, media_type};

/// How long the folder is taken to be as it was.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// Devices whose queues are kept.
const QUEUES_MAX: usize = 200;
/// What is told of a queue.
const UPCOMING_MAX: usize = 50;

/// `MusicPort` of the running house.
#[derive(Clone)]
pub(crate) struct Music {
    deps: Deps,
    shelf: Arc<Mutex<Shelf>>,
    /// Held while the folder is read, so that it is read once.
    reading: Arc<tokio::sync::Mutex<()>>,
    queues: Arc<Mutex<HashMap<String, Queue>>>,
}

/// What the folder held when it was looked at last.
#[derive(Default)]
struct Shelf {
    folder: PathBuf,
    looked: Option<Instant>,
    library: Arc<Library>,
}

impl Music {
    pub(crate) fn new(deps: Deps) -> Music {
        Music {
            deps,
            shelf: Arc::default(),
            reading: Arc::default(),
            queues: Arc::default(),
        }
    }

    fn folder(&self) -> Result<PathBuf, PortError> {
        let folder = self.deps.config().music.folder.clone();
        let chosen = folder.filter(|folder| !folder.as_os_str().is_empty());
        chosen.ok_or(PortError::Off(Service::Music))
    }

    /// What the folder holds now.
    pub(crate) async fn library(&self) -> Result<Arc<Library>, PortError> {
        let folder = self.folder()?;
        if let Some(library) = self.fresh(&folder) {
            return Ok(library);
        }
        let _reading = self.reading.lock().await;
        if let Some(library) = self.fresh(&folder) {
            return Ok(library);
        }
        let before = self.kept(&folder);
        let (read, was) = (folder.clone(), before.clone());
        let read = tokio::task::spawn_blocking(move || Library::read(&read, &was)).await;
        let changed = read
            .map_err(|_| PortError::Unreachable(Service::Music))?
            .map_err(|error| {
                debug!(%error, "The music folder cannot be read.");
                PortError::Unreachable(Service::Music)
            })?;
        let is_new = changed.is_some();
        let library = changed.map_or(before, Arc::new);
        *self.shelf.lock().expect("no one panics with the lock") = Shelf {
            folder,
            looked: Some(Instant::now()),
            library: library.clone(),
        };
        if is_new {
            info!(
                n_tracks = library.tracks().count(),
                "The music folder was read."
            );
            self.deps.events.tell("names", None, Value::Null);
        }
        Ok(library)
    }

    fn fresh(&self, folder: &Path) -> Option<Arc<Library>> {
        let shelf = self.shelf.lock().expect("no one panics with the lock");
        let looked = shelf.looked.filter(|looked| looked.elapsed() < LOOK_EVERY);
        (shelf.folder == folder && looked.is_some()).then(|| shelf.library.clone())
    }

    fn kept(&self, folder: &Path) -> Arc<Library> {
        let shelf = self.shelf.lock().expect("no one panics with the lock");
        if shelf.folder == folder {
            shelf.library.clone()
        } else {
            Arc::default()
        }
    }

    /// The names of songs, artists, albums and kinds of music, as far as they are known. A folder that has not
    /// been read yet is read meanwhile, and an event of kind `names` says when there are more.
    pub(crate) fn names(&self) -> Vec<Name> {
        let Ok(folder) = self.folder() else {
            return Vec::new();
        };
        if self.fresh(&folder).is_none() {
            let music = self.clone();
            tokio::spawn(async move { music.library().await });
        }
        names(&self.kept(&folder))
    }

    /// Changes the queue of a device that has one.
    fn with<T>(
        &self,
        device: Option<&str>,
        change: impl FnOnce(&mut Queue) -> Result<T, PortError>,
    ) -> Result<T, PortError> {
        let mut queues = self.queues.lock().expect("no one panics with the lock");
        let queue = queues.get_mut(device.unwrap_or_default());
        change(queue.ok_or(PortError::NotFound)?)
    }

    /// Tells the device's page what to do.
    fn tell(&self, device: Option<&str>, act: &str) {
        let state = self.state(device);
        let mut data = state;
        data["act"] = act.into();
        self.deps.events.tell("play", device, data);
    }

    /// What plays on a device, as pages read it.
    pub(crate) fn state(&self, device: Option<&str>) -> Value {
        let queues = self.queues.lock().expect("no one panics with the lock");
        let queue = queues.get(device.unwrap_or_default());
        let Some((queue, track)) = queue.and_then(|queue| Some((queue, queue.current()?))) else {
            return json!({ "track": null, "url": null, "paused": true, "queue": [] });
        };
        let upcoming: Vec<Value> = queue
            .upcoming()
            .take(UPCOMING_MAX)
            .map(track_json)
            .collect();
        json!({
            "track": track_json(track),
            "url": format!("/v1/music/{}/audio", track.id),
            "paused": queue.paused,
            "queue": upcoming,
        })
    }

    /// A page has played `id` to its end: what comes now is told. A page that speaks of another piece comes too late.
    pub(crate) fn ended(&self, device: Option<&str>, id: &str) -> Result<(), PortError> {
        let goes_on = self.with(device, |queue| {
            if queue.current().is_none_or(|track| track.id != id) {
                return Ok(None);
            }
            Ok(Some(queue.ended().is_some()))
        })?;
        match goes_on {
            Some(true) => self.tell(device, "play"),
            Some(false) => {
                self.forget(device);
                self.tell(device, "stop");
            }
            None => {}
        }
        Ok(())
    }

    fn forget(&self, device: Option<&str>) {
        let mut queues = self.queues.lock().expect("no one panics with the lock");
        queues.remove(device.unwrap_or_default());
    }
}

/// A piece as pages read it.
pub(crate) fn track_json(track: &Track) -> Value {
    json!({
        "id": track.id,
        "title": track.title,
        "artist": track.artist,
        "album": track.album,
        "genre": track.genre,
        "secs": track.secs,
    })
}

fn names(library: &Library) -> Vec<Name> {
    let mut seen = BTreeSet::new();
    for track in library.tracks() {
        seen.insert(("song", track.title.as_str()));
        let others = [
            ("artist", &track.artist),
            ("album", &track.album),
            ("genre", &track.genre),
        ];
        let known = others
            .iter()
            .filter_map(|(list, name)| Some((*list, name.as_deref()?)));
        seen.extend(known);
    }
    let name = |(list, name): (&str, &str)| Name {
        list: list.into(),
        id: name.into(),
        name: name.into(),
        aliases: short(name)
            .into_iter()
            .chain(if list == "artist" {
                other_names(name)
            } else {
                Vec::new()
            })
            .collect(),
        lang: None,
    };
    seen.into_iter().map(name).collect()
}

/// What people leave out: "The" before a band, what stands in brackets after a title.
fn short(name: &str) -> Option<String> {
    let bare = name
        .split(['(', '（', '[', '【'])
        .next()
        .unwrap_or(name)
        .trim();
    let bare = bare.strip_prefix("The ").unwrap_or(bare);
    (!bare.is_empty() && bare != name).then(|| bare.to_owned())
}

fn seed() -> u64 {
    rand::random()
}

impl MusicPort for Music {
    fn search<'a>(&'a self, query: &'a MusicQuery) -> Later<'a, Vec<Track>> {
        Box::pin(async move { Ok(self.library().await?.search(query)) })
    }

    fn play<'a>(
        &'a self,
        device: Option<&'a str>,
        tracks: Vec<Track>,
        shuffle: bool,
    ) -> Later<'a, Track> {
        Box::pin(async move {
            let queue = Queue::new(tracks, shuffle.then(seed));
            let now = queue.current().cloned().ok_or(PortError::NotFound)?;
            let mut queues = self.queues.lock().expect("no one panics with the lock");
            let key = device.unwrap_or_default();
            if queues.len() >= QUEUES_MAX && !queues.contains_key(key) {
                queues.clear();
            }
            queues.insert(key.to_owned(), queue);
            drop(queues);
            self.tell(device, "play");
            Ok(now)
        })
    }

    fn pause<'a>(&'a self, device: Option<&'a str>) -> Later<'a, ()> {
        Box::pin(async move {
            self.with(device, |queue| {
                queue.paused = true;
                Ok(())
            })?;
            self.tell(device, "pause");
            Ok(())
        })
    }

    fn resume<'a>(&'a self, device: Option<&'a str>) -> Later<'a, Track> {
        Box::pin(async move {
            let now = self.with(device, |queue| {
                queue.paused = false;
                queue.current().cloned().ok_or(PortError::NotFound)
            })?;
            self.tell(device, "resume");
            Ok(now)
        })
    }

    fn skip<'a>(&'a self, device: Option<&'a str>, steps: i32) -> Later<'a, Option<Track>> {
        Box::pin(async move {
            let now = self.with(device, |queue| Ok(queue.skip(steps).cloned()))?;
            if now.is_some() {
                self.tell(device, "play");
            }
            Ok(now)
        })
    }

    fn stop<'a>(&'a self, device: Option<&'a str>) -> Later<'a, ()> {
        Box::pin(async move {
            self.with(device, |_| Ok(()))?;
            self.forget(device);
            self.tell(device, "stop");
            Ok(())
        })
    }

    fn shuffle<'a>(&'a self, device: Option<&'a str>, on: bool) -> Later<'a, ()> {
        Box::pin(async move {
            self.with(device, |queue| {
                queue.shuffle(on.then(seed));
                Ok(())
            })?;
            self.tell(device, "queue");
            Ok(())
        })
    }

    fn again<'a>(&'a self, device: Option<&'a str>, again: Again) -> Later<'a, Again> {
        Box::pin(async move {
            self.with(device, |queue| {
                Ok(std::mem::replace(&mut queue.again, again))
            })
        })
    }

    fn playing<'a>(&'a self, device: Option<&'a str>) -> Later<'a, Option<NowPlaying>> {
        Box::pin(async move {
            let queues = self.queues.lock().expect("no one panics with the lock");
            let queue = queues.get(device.unwrap_or_default());
            Ok(queue.and_then(|queue| {
                Some(NowPlaying {
                    track: queue.current()?.clone(),
                    paused: queue.paused,
                })
            }))
        })
    }
}
