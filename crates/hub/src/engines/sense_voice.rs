//! SenseVoice from the package that was pulled: loaded at the first sound, and one sound at a time.

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use ling_base::Pcm;
use ling_nn::{NetOptions, PackageError};
use ling_speech::{
    ListenOptions, SpeechError, Transcript,
    asr::sense_voice::{ENGINE, FILES, Heard, SenseVoice, Wish},
};
use tokio::sync::{Mutex, Semaphore};

use crate::{
    EarError,
    out::models::{ModelError, State, Store},
};

/// The package.
pub const PACKAGE: &str = "sense-voice-small-int8";

/// More threads make a sentence no faster, and the house has other things to do.
const THREADS_MAX: usize = 4;

/// Nobody has pulled the package.
const ABSENT: EarError = EarError::Package { package: PACKAGE };

/// How long somebody waits for others to be heard.
const WAIT_MAX: Duration = Duration::from_secs(20);

/// The engine, or its place.
pub(crate) struct Engine {
    loaded: Mutex<Option<Loaded>>,
    /// A second sound at once would only make both late.
    turn: Semaphore,
}

struct Loaded {
    from: Files,
    engine: SenseVoice,
}

/// What tells one pulled package from the next.
#[derive(Clone, PartialEq)]
struct Files {
    net: PathBuf,
    changed: Option<SystemTime>,
    n_bytes: u64,
}

impl Default for Engine {
    fn default() -> Engine {
        Engine {
            loaded: Mutex::default(),
            turn: Semaphore::new(1),
        }
    }
}

impl Engine {
    /// Hears an utterance.
    pub(crate) async fn transcribe(
        &self,
        store: &Store,
        sound: Pcm,
        options: &ListenOptions,
    ) -> Result<Transcript, EarError> {
        Ok(self.hear(store, sound, options).await?.transcript())
    }

    /// Hears an utterance and when each of its words is said.
    pub(crate) async fn hear(
        &self,
        store: &Store,
        sound: Pcm,
        options: &ListenOptions,
    ) -> Result<Heard, EarError> {
        let waited = tokio::time::timeout(WAIT_MAX, self.turn.acquire()).await;
        let _turn = waited.map_err(|_| SpeechError::Busy {
            engine: ENGINE.into(),
        })?;
        let engine = self.engine(store).await?;
        let wish = Wish {
            lang: options.lang,
            ..Wish::default()
        };
        let hearing = blocking(move || engine.hear(&sound.samples, &wish));
        Ok(hearing.await??)
    }

    /// Whether the package is there. Its sums are looked at when it is loaded.
    pub(crate) async fn is_pulled(&self, store: &Store) -> bool {
        let store = store.clone();
        let state = blocking(move || store.state(PACKAGE)).await;
        state.is_ok_and(|state| state == Some(State::Ready))
    }

    /// Gives its memory back.
    pub(crate) async fn forget(&self) {
        *self.loaded.lock().await = None;
    }

    async fn engine(&self, store: &Store) -> Result<SenseVoice, EarError> {
        let mut loaded = self.loaded.lock().await;
        let from = Files::of(&store.folder(PACKAGE)).ok_or(ABSENT)?;
        if let Some(it) = loaded.as_ref().filter(|it| it.from == from) {
            return Ok(it.engine.clone());
        }
        // The old one goes first: there is not always room for two.
        *loaded = None;
        let store = store.clone();
        let engine = blocking(move || load(&store)).await??;
        *loaded = Some(Loaded {
            from,
            engine: engine.clone(),
        });
        Ok(engine)
    }
}

impl Files {
    fn of(folder: &Path) -> Option<Files> {
        let net = folder.join(FILES[0]);
        let about = std::fs::metadata(&net).ok()?;
        Some(Files {
            net,
            changed: about.modified().ok(),
            n_bytes: about.len(),
        })
    }
}

fn load(store: &Store) -> Result<SenseVoice, EarError> {
    // Its sums are looked at, for a pull may have been half done by hand.
    store.open(PACKAGE).map_err(|error| match error {
        ModelError::Package(PackageError::Absent { .. }) => ABSENT,
        other => wrong(FILES[0], &other).into(),
    })?;
    let options = NetOptions {
        n_threads: threads(),
        ..NetOptions::default()
    };
    Ok(open(&store.folder(PACKAGE), &options)?)
}

/// Opens the engine from a folder with its two files.
pub fn open(folder: &Path, options: &NetOptions) -> Result<SenseVoice, SpeechError> {
    let [net, tokens] = FILES;
    let onnx = std::fs::read(folder.join(net)).map_err(|error| wrong(net, &error))?;
    let list = std::fs::read_to_string(folder.join(tokens));
    let list = list.map_err(|error| wrong(tokens, &error))?;
    SenseVoice::open(onnx, &list, options)
}

fn wrong(file: &str, why: &dyn std::fmt::Display) -> SpeechError {
    SpeechError::Model {
        file: file.into(),
        why: why.to_string(),
    }
}

fn threads() -> usize {
    let n = std::thread::available_parallelism().map_or(1, usize::from);
    n.min(THREADS_MAX)
}

/// Works beside what waits. A net that panics ends one utterance, not the house.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, SpeechError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| SpeechError::BadAnswer {
        engine: ENGINE.into(),
        why: error.to_string(),
    })
}
