//! Ling's own ears: the package `sphinx-en` listens for the sentences of the skills with the names of the house in
//! them. What is listened for is put together in the background, again whenever the names change or the package
//! comes or goes.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use ling_base::{Lang, Pcm, Phrasebook};
use ling_speech::{
    Alternative, SpeechError, Transcript,
    asr::{
        Word,
        sphinx::{Acoustics, Command, Commands, Pronunciations, Tuning, WordGraph},
    },
};
use ling_understand::{Name, Spoken};
use tokio::sync::watch;
use tracing::{info, warn};

use crate::{
    Heard, Hub,
    out::models::{State, Store},
    world,
};

/// The name of the engine.
pub(crate) const ENGINE: &str = "sphinx";

/// The package with the acoustic model.
pub const PACKAGE: &str = "sphinx-en";

/// Between two looks at the package and the names: `ling models pull` is another process.
const LOOK: Duration = Duration::from_secs(2);

/// How long somebody who has spoken waits for ears that are being made ready.
const READY_MAX: Duration = Duration::from_secs(15);

/// Ways to hear an utterance that are looked at.
const WAYS: usize = 5;

/// How much worse than any sounds a sentence may explain what was heard, in steps of 0.1 nats a frame. A whole house is
/// a large grammar, in which something fits nearly everything: of 105 cases spoken by espeak-ng 42 are right and 22
/// wrong above this; above -5.8, where a small grammar is sure, 44 and 35.
const MARGIN_MIN: f64 = -4.0;

/// Words without a pronunciation that are told of.
const UNKNOWN_MAX: usize = 40;

/// Ways to say what stands in sentences and in no dictionary.
const MORE: &str = include_str!("sphinx.dict");

/// Ears that know what to listen for.
pub(crate) type Attentive = Commands;

/// The ears, as they are now.
pub(crate) struct Ears {
    store: Store,
    now: watch::Sender<Now>,
    /// When the files that could not be used were written.
    broken: Mutex<Option<SystemTime>>,
}

#[derive(Clone, Default)]
enum Now {
    /// There is no package.
    #[default]
    Deaf,
    /// They are being made ready for the first time.
    Learning,
    /// The package cannot be used.
    Broken,
    Ready(Arc<Attentive>),
}

/// What ears were made from.
struct Made {
    names: Vec<Name>,
    acoustics: Arc<Acoustics>,
}

impl Ears {
    pub(crate) fn new(store: Store) -> Ears {
        Ears {
            store,
            now: watch::Sender::default(),
            broken: Mutex::default(),
        }
    }

    /// The ears when they are ready; none without the package.
    pub(crate) async fn attentive(&self) -> Option<Arc<Attentive>> {
        let mut now = self.now.subscribe();
        let is_deaf = matches!(*now.borrow(), Now::Deaf);
        // The package may have come since they were looked at.
        if is_deaf && !self.is_there() {
            return None;
        }
        let settled = now.wait_for(|now| matches!(now, Now::Ready(_) | Now::Broken));
        match &*tokio::time::timeout(READY_MAX, settled).await.ok()?.ok()? {
            Now::Ready(ears) => Some(ears.clone()),
            Now::Deaf | Now::Learning | Now::Broken => None,
        }
    }

    /// They could not be made ready: not again, until there are other files.
    fn break_down(&self) {
        *self.broken() = self.written();
        self.now.send_replace(Now::Broken);
    }

    fn broken(&self) -> MutexGuard<'_, Option<SystemTime>> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn written(&self) -> Option<SystemTime> {
        let model = self.store.folder(PACKAGE).join("mdef");
        std::fs::metadata(model).ok()?.modified().ok()
    }

    fn is_there(&self) -> bool {
        let rows = self.store.list();
        rows.iter()
            .any(|row| row.name == PACKAGE && row.state == State::Ready)
    }
}

impl Hub {
    /// Makes the ears ready, and again whenever what they are made from changes, for as long as the hub lives.
    pub(crate) fn follow_ears(&self) {
        if self.sphinx.is_there() {
            self.sphinx.now.send_replace(Now::Learning);
        }
        let hub = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            let mut made = None;
            loop {
                let Some(hub) = hub.upgrade() else { return };
                made = Hub(hub).look_at_ears(made).await;
                tokio::time::sleep(LOOK).await;
            }
        });
    }

    async fn look_at_ears(&self, made: Option<Made>) -> Option<Made> {
        let is_wanted = self.config().speech.recogniser == "none";
        if !is_wanted || !self.sphinx.is_there() {
            self.sphinx.now.send_replace(Now::Deaf);
            return None;
        }
        let broken = *self.sphinx.broken();
        if broken.is_some() && broken == self.sphinx.written() {
            return None;
        }
        let names = world::names(self).await;
        if made.as_ref().is_some_and(|made| made.names == names) {
            return made;
        }
        if made.is_none() {
            self.sphinx.now.send_replace(Now::Learning);
        }
        let hub = self.clone();
        let made = tokio::task::spawn_blocking(move || hub.make_ears(names, made)).await;
        match made {
            Ok(Ok((made, ears))) => {
                self.sphinx.now.send_replace(Now::Ready(Arc::new(ears)));
                Some(made)
            }
            Ok(Err(error)) => {
                warn!(
                    code = error.code(),
                    "The package {PACKAGE} cannot be used: {error}."
                );
                self.sphinx.break_down();
                None
            }
            Err(_) => {
                warn!("Making ears ready panicked.");
                self.sphinx.break_down();
                None
            }
        }
    }

    fn make_ears(
        &self,
        names: Vec<Name>,
        made: Option<Made>,
    ) -> Result<(Made, Attentive), SpeechError> {
        let folder = self.sphinx.store.folder(PACKAGE);
        let read = |name: &str| {
            std::fs::read(folder.join(name)).map_err(|error| SpeechError::Model {
                file: name.to_owned(),
                why: error.to_string(),
            })
        };
        let acoustics = match made {
            Some(made) => made.acoustics,
            None => Arc::new(Acoustics::open(read)?),
        };
        let words = read("words.dict")?;
        let said = Pronunciations {
            words: &String::from_utf8_lossy(&words),
            more: MORE,
        };
        let web = web(&self.skills.phrasebooks(), &names);
        let ears = Commands::woven(acoustics.clone(), &web, &said, Tuning::default())?;
        let n_words = ears.n_words();
        let unknown = ears.unknown();
        let some = unknown[..unknown.len().min(UNKNOWN_MAX)].join(" ");
        info!(n_words, unknown = some, "English commands can be heard.");
        Ok((Made { names, acoustics }, ears))
    }

    /// Hears somebody speak. That keeps a processor busy, so it is done where nobody else waits for it.
    pub(crate) async fn attend(&self, ears: &Arc<Attentive>, sound: Pcm) -> Transcript {
        self.attend_words(ears, sound).await.0
    }

    /// The same, and when each of the best command's words is said.
    pub(crate) async fn attend_words(
        &self,
        ears: &Arc<Attentive>,
        sound: Pcm,
    ) -> (Transcript, Vec<Word>) {
        let _hearer = self.hearers.acquire().await;
        let ears = ears.clone();
        let heard = tokio::task::spawn_blocking(move || heard(&ears, &sound.samples)).await;
        heard.unwrap_or_else(|_| {
            warn!("Hearing panicked.");
            (Transcript::default(), Vec::new())
        })
    }
}

/// What is listened for.
fn web(books: &[Phrasebook], names: &[Name]) -> WordGraph {
    let spoken = Spoken::new(books, Lang::En, names);
    let arcs = spoken.arcs.iter();
    WordGraph {
        arcs: arcs.map(|arc| (arc.from, arc.to, arc.word)).collect(),
        words: spoken.words,
        likely: spoken.likely,
        n_places: spoken.n_places,
        start: spoken.start,
        end: spoken.end,
    }
}

impl Heard {
    /// What was heard by Ling's own ears while it was spoken; `took` after the last sound.
    pub fn by_own_ears(ways: Vec<Command>, took: Duration) -> Heard {
        let heard = transcript(ways);
        Heard {
            text: heard.text().to_owned(),
            missed: heard.alternatives.is_empty(),
            lang: heard.lang,
            note: format!(
                "sphinx heard it while it was spoken; {} ms more",
                took.as_millis()
            ),
        }
    }
}

/// The commands that were surely said, the best first.
fn heard(ears: &Attentive, samples: &[f32]) -> (Transcript, Vec<Word>) {
    let ways = ears.hear(samples, WAYS);
    let mut sure = ways.iter().filter(|command| command.margin >= MARGIN_MIN);
    let best = sure.next().into_iter().flat_map(|best| &best.words);
    let words = best.map(|word| Word {
        text: word.text.clone(),
        start_s: word.start_s,
        end_s: word.end_s,
    });
    let words = words.collect();
    (transcript(ways), words)
}

fn transcript(ways: Vec<Command>) -> Transcript {
    let sure = ways
        .into_iter()
        .filter(|command| command.margin >= MARGIN_MIN);
    let alternatives = sure.map(|command| Alternative {
        text: command.text,
        score: command.confidence,
    });
    Transcript {
        alternatives: alternatives.collect(),
        lang: Some(Lang::En),
    }
}
