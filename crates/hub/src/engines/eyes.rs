//! What looks at pictures: each net comes from the package that was pulled when it is first needed, and one picture is
//! looked at after the other.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use ling_nn::PackageError;
use ling_vision::{
    Picture, VisionError,
    objects::{self, Object, Objects},
    ocr::{self, Ocr, OcrOptions, Page},
    tags::{self, Tag, Tagger},
};
use tokio::sync::Semaphore;

use crate::out::models::{ModelError, Store};

/// How long a picture waits for those before it.
const WAIT_MAX: Duration = Duration::from_secs(20);
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
}

/// What was found out.
pub(crate) struct Seen {
    pub picture: Picture,
    pub page: Page,
    pub things: Vec<Object>,
    pub kinds: Vec<Tag>,
}

/// The nets, or their places.
pub(crate) struct Eyes {
    turn: Semaphore,
    nets: Arc<Nets>,
}

#[derive(Default)]
struct Nets {
    ocr: Held<Ocr>,
    objects: Held<Objects>,
    tagger: Held<Tagger>,
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
            turn: Semaphore::new(1),
            nets: Arc::default(),
        }
    }
}

impl Eyes {
    /// Looks at the bytes of a picture.
    pub(crate) async fn look(
        &self,
        store: &Store,
        bytes: Vec<u8>,
        wish: Wish,
    ) -> Result<Seen, EyeError> {
        let waited = tokio::time::timeout(WAIT_MAX, self.turn.acquire()).await;
        let _turn = waited.map_err(|_| EyeError::Busy)?;
        let (nets, store) = (self.nets.clone(), store.clone());
        let looking = tokio::task::spawn_blocking(move || nets.look(&store, &bytes, wish));
        looking.await.unwrap_or(Err(EyeError::Failed))
    }
}

impl Nets {
    fn look(&self, store: &Store, bytes: &[u8], wish: Wish) -> Result<Seen, EyeError> {
        let picture = Picture::decode(bytes)?;
        let page = match wish.lines {
            true => self.ocr(store)?.read(&picture)?,
            false => Page::default(),
        };
        let things = match wish.things {
            true => self.objects(store)?.find(&picture)?,
            false => Vec::new(),
        };
        let kinds = match wish.kinds {
            true => self.tagger(store)?.tags(&picture)?,
            false => Vec::new(),
        };
        Ok(Seen {
            picture,
            page,
            things,
            kinds,
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

    fn tagger(&self, store: &Store) -> Result<Arc<Tagger>, EyeError> {
        let (package, file) = (tags::PACKAGE, tags::FILE);
        self.tagger.get(store, package, file, |folder| {
            Ok(Tagger::load(read(folder, package, file)?, THREADS)?)
        })
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
                why: other.to_string(),
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
