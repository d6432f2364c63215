//! The pictures that people show: held in memory for some minutes, one for each conversation, and written nowhere.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use ling_base::Lang;
use ling_dialogue::*;
use ling_vision::{ocr::Page, scene};

use super::Deps;
use crate::{
    engines::eyes::{EyeError, Eyes, Seen, Wish, can_read},
    out::models::Store,
};

/// Pictures that are held; of the largest body each, on a machine with little memory.
const PICTURES_MAX: usize = 4;
/// How long somebody may ask about a picture.
const HELD_MAX: Duration = Duration::from_secs(600);

/// `SightPort` of the running house.
pub(crate) struct Sight {
    store: Store,
    eyes: Arc<Eyes>,
    held: Mutex<Held>,
}

/// Conversation, when it was shown, and the bytes; the oldest first.
type Held = VecDeque<(String, Instant, Arc<Vec<u8>>)>;

impl Sight {
    pub(crate) fn new(deps: Deps) -> Sight {
        Sight {
            store: deps.models,
            eyes: deps.eyes,
            held: Mutex::default(),
        }
    }

    /// Holds the picture that is shown in a conversation, instead of the one before.
    pub(crate) fn hold(&self, conversation: &str, picture: Vec<u8>, now: Instant) {
        let mut held = self.held(now);
        held.retain(|(of, ..)| of != conversation);
        if held.len() == PICTURES_MAX {
            held.pop_front();
        }
        held.push_back((conversation.to_owned(), now, Arc::new(picture)));
    }

    /// Whether a picture of the conversation is held.
    pub(crate) fn has(&self, conversation: &str, now: Instant) -> bool {
        self.held(now).iter().any(|(of, ..)| of == conversation)
    }

    fn bytes(&self, conversation: &str) -> Option<Arc<Vec<u8>>> {
        let held = self.held(Instant::now());
        let found = held.iter().find(|(of, ..)| of == conversation);
        found.map(|(.., bytes)| bytes.clone())
    }

    fn held(&self, now: Instant) -> MutexGuard<'_, Held> {
        let mut held = self.held.lock().expect("no one panics with the lock");
        held.retain(|(_, at, _)| now.duration_since(*at) < HELD_MAX);
        held
    }

    async fn look<T: Send + 'static>(
        &self,
        picture: &str,
        wish: Wish,
        told: impl FnOnce(Seen) -> T + Send + 'static,
    ) -> Result<Look<T>, PortError> {
        let Some(bytes) = self.bytes(picture) else {
            return Ok(Look::Gone);
        };
        let seen = self
            .eyes
            .look(&self.store, bytes.to_vec(), wish, told)
            .await;
        Ok(match seen {
            Ok(seen) => Look::Seen(seen),
            Err(EyeError::Absent(package)) => Look::Missing(package.to_owned()),
            Err(EyeError::Package { package, why }) => {
                tracing::warn!(package, why, "A package for pictures cannot be used.");
                Look::Missing(package.to_owned())
            }
            Err(EyeError::Busy) => Look::Busy,
            Err(EyeError::Picture(_) | EyeError::Failed) => Look::Unreadable,
        })
    }
}

impl SightPort for Sight {
    fn read<'a>(&'a self, picture: &'a str) -> Later<'a, Look<Written>> {
        let wish = Wish {
            lines: true,
            ..Wish::default()
        };
        let told = |seen: Seen| Written {
            lines: lines(&seen.page),
            total: seen.page.total().map(|total| total.text),
        };
        Box::pin(self.look(picture, wish, told))
    }

    fn show<'a>(&'a self, picture: &'a str, lang: Lang) -> Later<'a, Look<Shown>> {
        // What is not there is not missed, as long as one thing can be told.
        let wish = Wish {
            lines: can_read(&self.store).is_ok(),
            kinds: can_tell(&self.store),
            interests: true,
            ..Wish::default()
        };
        let can_find = self.store.folder(ling_vision::objects::PACKAGE).is_dir();
        if !wish.lines && !wish.kinds && !can_find {
            let package = ling_vision::ocr::PACKAGE.to_owned();
            return Box::pin(async { Ok(Look::Missing(package)) });
        }
        Box::pin(self.look(picture, wish, move |seen| shown(&seen, lang)))
    }
}

fn can_tell(store: &Store) -> bool {
    store.folder(ling_vision::tags::PACKAGE).is_dir()
}

fn shown(seen: &Seen, lang: Lang) -> Shown {
    let phrase = || scene::caption(&seen.things, &seen.kinds, false, lang).0;
    let has_things = !seen.things.is_empty();
    Shown {
        things: has_things.then(phrase),
        kind: (!has_things && !seen.kinds.is_empty()).then(phrase),
        lines: lines(&seen.page),
    }
}

/// The lines; what stands side by side is one.
fn lines(page: &Page) -> Vec<String> {
    let row = |row: &[ling_vision::ocr::Line]| {
        let texts: Vec<&str> = row.iter().map(|line| &*line.text).collect();
        texts.join(" ")
    };
    page.rows().into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_picture_for_each_conversation_and_not_for_long() {
        let place = std::env::temp_dir();
        let store = Store::of(&place, &crate::config::Models::default()).expect("a store");
        let sight = Sight {
            store,
            eyes: Arc::default(),
            held: Mutex::default(),
        };
        let start = Instant::now();
        for n in 0..=PICTURES_MAX {
            sight.hold(&n.to_string(), vec![1], start);
        }
        sight.hold("4", vec![2], start);
        let has = |of: &str, secs: u64| sight.has(of, start + Duration::from_secs(secs));
        assert_eq!([has("0", 1), has("1", 1), has("4", 1)], [false, true, true]);
        assert_eq!(sight.bytes("4").as_deref(), Some(&vec![2]));
        assert!(!has("4", HELD_MAX.as_secs()));
    }
}
