//! What looks at pictures: each net comes from the package that was pulled when it is first needed, and one picture is
//! looked at after the other.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use ling_base::Lang;
use ling_nn::PackageError;
use ling_vision::{
    Format, Picture, VisionError,
    faces::{self, Face, Faces},
    objects::{self, Object, Objects},
    ocr::{self, Ocr, OcrOptions, Page},
    tags::{self, Tag, Tagger},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

use crate::out::models::{ModelError, Store};

/// How long a picture waits for those before it.
const WAIT_MAX: Duration = Duration::from_secs(20);
/// Requests whose pictures are in memory, or on their way there: of 20 MiB each, on a machine with little.
const SEATS: usize = 6;
/// The house has other things to do.
const THREADS: usize = 1;

/// Why a picture was not looked at.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EyeError {
    /// Nobody has pulled the package.
    #[error("the package `{0}` has not been pulled")]
    Absent(&'static str),
    /// The package cannot be used.
    #[error("the package `{package}` cannot be used: {why}")]
    Package { package: &'static str, why: String },
    /// The picture is at fault.
    #[error(transparent)]
    Picture(#[from] VisionError),
    /// Too many pictures wait.
    #[error("other pictures are being looked at")]
    Busy,
    /// A fault of ours.
    #[error("looking at the picture failed")]
    Failed,
}

/// What is to be found out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wish {
    /// What is written.
    pub lines: bool,
    /// Which things are where.
    pub things: bool,
    /// What it shows as a whole.
    pub kinds: bool,
    /// Which faces are where.
    pub faces: bool,
    /// Things and faces too, as far as their packages are there: nobody waits for them.
    pub interests: bool,
}

/// What was found out.
pub(crate) struct Seen {
    pub picture: Picture,
    pub format: Format,
    pub page: Page,
    pub things: Vec<Object>,
    pub kinds: Vec<Tag>,
    pub faces: Vec<Face>,
}

/// The nets, or their places.
pub(crate) struct Eyes {
    turn: Arc<Semaphore>,
    seats: Semaphore,
    nets: Arc<Nets>,
}

#[derive(Default)]
struct Nets {
    ocr: Held<Ocr>,
    objects: Held<Objects>,
    tagger: Held<Tagger>,
    faces: Held<Faces>,
}

/// A net, and when its file was written: another pull brings another net.
type Loaded<T> = (Option<SystemTime>, Arc<T>);

struct Held<T>(Mutex<Option<Loaded<T>>>);

impl<T> Default for Held<T> {
    fn default() -> Held<T> {
        Held(Mutex::new(None))
    }
}

impl Default for Eyes {
    fn default() -> Eyes {
        Eyes {
            turn: Arc::new(Semaphore::new(1)),
            seats: Semaphore::new(SEATS),
            nets: Arc::default(),
        }
    }
}

impl Eyes {
    /// A place for a picture, before its bytes are asked for. Give it back when they are gone.
    pub(crate) async fn seat(&self) -> Result<SemaphorePermit<'_>, EyeError> {
        let waited = tokio::time::timeout(WAIT_MAX, self.seats.acquire()).await;
        waited
            .map_err(|_| EyeError::Busy)?
            .map_err(|_| EyeError::Failed)
    }

    /// Looks at the bytes of a picture, and tells what was seen where nobody else waits for it.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        store: &Store,
        bytes: Vec<u8>,
        wish: Wish,
        told: impl FnOnce(Seen) -> T + Send + 'static,
    ) -> Result<T, EyeError> {
        let turn = self.turn.clone().acquire_owned();
        let waited = tokio::time::timeout(WAIT_MAX, turn).await;
        let turn = waited.map_err(|_| EyeError::Busy)?;
        let turn = turn.map_err(|_| EyeError::Failed)?;
        self.look_now(turn, store, bytes, (wish, told)).await
    }

    /// The same, however long others are looked at before.
    pub(crate) async fn look_at_last<T: Send + 'static>(
        &self,
        store: &Store,
        bytes: Vec<u8>,
        wish: Wish,
        told: impl FnOnce(Seen) -> T + Send + 'static,
    ) -> Result<T, EyeError> {
        let turn = self.turn.clone().acquire_owned().await;
        let turn = turn.map_err(|_| EyeError::Failed)?;
        self.look_now(turn, store, bytes, (wish, told)).await
    }

    /// The turn is kept until it is over, whether or not somebody still waits.
    async fn look_now<T: Send + 'static>(
        &self,
        turn: OwnedSemaphorePermit,
        store: &Store,
        bytes: Vec<u8>,
        (wish, told): (Wish, impl FnOnce(Seen) -> T + Send + 'static),
    ) -> Result<T, EyeError> {
        let (nets, store) = (self.nets.clone(), store.clone());
        let looking = move || {
            let told = nets.look(&store, &bytes, wish).map(told);
            drop(turn);
            told
        };
        let looking = tokio::task::spawn_blocking(looking);
        looking.await.unwrap_or(Err(EyeError::Failed))
    }
}

/// Whether the package is there that reads.
pub(crate) fn can_read(store: &Store) -> Result<(), EyeError> {
    let is_there = store.folder(ocr::PACKAGE).join(ocr::RECOGNISER).is_file();
    is_there.then_some(()).ok_or(EyeError::Absent(ocr::PACKAGE))
}

impl Nets {
    fn look(&self, store: &Store, bytes: &[u8], wish: Wish) -> Result<Seen, EyeError> {
        let format = Format::of(bytes)?;
        let picture = Picture::decode(bytes)?;
        let page = match wish.lines {
            true => self.ocr(store)?.read(&picture)?,
            false => Page::default(),
        };
        let mut things = Vec::new();
        if let Some(objects) = asked(wish.things, wish.interests, || self.objects(store))? {
            things = objects.find(&picture)?;
        }
        let kinds = match wish.kinds {
            true => self.tagger(store)?.tags(&picture)?,
            false => Vec::new(),
        };
        let mut faces = Vec::new();
        if let Some(net) = asked(wish.faces, wish.interests, || self.faces(store))? {
            faces = net.find(&picture)?;
        }
        Ok(Seen {
            picture,
            format,
            page,
            things,
            kinds,
            faces,
        })
    }

    fn ocr(&self, store: &Store) -> Result<Arc<Ocr>, EyeError> {
        self.ocr.get(store, ocr::PACKAGE, ocr::DETECTOR, |folder| {
            let options = OcrOptions { n_threads: THREADS };
            Ok(Ocr::load(
                read(folder, ocr::PACKAGE, ocr::DETECTOR)?,
                read(folder, ocr::PACKAGE, ocr::RECOGNISER)?,
                &options,
            )?)
        })
    }

    fn objects(&self, store: &Store) -> Result<Arc<Objects>, EyeError> {
        let (package, file) = (objects::PACKAGE, objects::FILE);
        self.objects.get(store, package, file, |folder| {
            Ok(Objects::load(read(folder, package, file)?, THREADS)?)
        })
    }

    fn faces(&self, store: &Store) -> Result<Arc<Faces>, EyeError> {
        let (package, file) = (faces::PACKAGE, faces::FILE);
        self.faces.get(store, package, file, |folder| {
            Ok(Faces::load(read(folder, package, file)?, THREADS)?)
        })
    }

    fn tagger(&self, store: &Store) -> Result<Arc<Tagger>, EyeError> {
        let (package, file) = (tags::PACKAGE, tags::FILE);
        self.tagger.get(store, package, file, |folder| {
            Ok(Tagger::load(read(folder, package, file)?, THREADS)?)
        })
    }
}

/// The net that is asked for; one that is only welcome may be absent.
fn asked<T>(
    is_asked: bool,
    is_welcome: bool,
    net: impl FnOnce() -> Result<T, EyeError>,
) -> Result<Option<T>, EyeError> {
    if !is_asked && !is_welcome {
        return Ok(None);
    }
    match net() {
        Err(EyeError::Absent(_)) if !is_asked => Ok(None),
        net => net.map(Some),
    }
}

impl<T> Held<T> {
    /// The net; its sums are looked at when it is loaded.
    fn get(
        &self,
        store: &Store,
        package: &'static str,
        file: &str,
        load: impl FnOnce(&Path) -> Result<T, EyeError>,
    ) -> Result<Arc<T>, EyeError> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = store.folder(package);
        let written = std::fs::metadata(folder.join(file));
        let written = written.and_then(|about| about.modified()).ok();
        if let Some((at, net)) = held.as_ref().filter(|(at, _)| at.is_some())
            && *at == written
        {
            return Ok(net.clone());
        }
        // The old one goes first: there is not always room for two.
        *held = None;
        store.open(package).map_err(|error| match error {
            ModelError::Package(PackageError::Absent { .. }) => EyeError::Absent(package),
            other => EyeError::Package {
                package,
                why: format!("{}: {}", other.told(Lang::En), other.hint(Lang::En)),
            },
        })?;
        let net = Arc::new(load(&folder)?);
        *held = Some((written, net.clone()));
        Ok(net)
    }
}

fn read(folder: &Path, package: &'static str, file: &str) -> Result<Vec<u8>, EyeError> {
    std::fs::read(folder.join(file)).map_err(|error| EyeError::Package {
        package,
        why: format!("`{file}`: {error}"),
    })
}
