//! What a turn needs to know before it starts, and what is kept when it ends.

use std::sync::Arc;

use jiff::{Timestamp, ZonedDateTime};
use ling_base::{Lang, Reading, Stage};
use ling_dialogue::{Answer, Ask, Reply, Who};
use ling_text::{Holes, Style};
use ling_understand::{OpenSlot, Scope, Stages};
use tracing::{info, warn};

use super::{Conversation, TEXT_CHARS_MAX};
use crate::{
    CONVERSATIONS_MAX, Hub,
    events::HouseEvent,
    record::{Said, TurnRecord},
};

/// The question that is open, as understanding asks for it.
pub(super) fn open_slot(ask: &Ask) -> OpenSlot {
    OpenSlot {
        intent: String::new(),
        arg: ask.arg.clone(),
        kind: ask.kind.clone(),
    }
}

/// Characters of a text that is too long which its record shows, and from which its language is told.
const BEGINNING_CHARS: usize = 100;

impl Hub {
    /// The sentence for words that are too many to be said.
    pub(crate) fn too_long_sentence(&self, lang: Option<Lang>) -> (String, Lang) {
        let house = || Lang::from_tag(&self.config().house.lang).unwrap_or(Lang::Zh);
        let lang = lang.unwrap_or_else(house);
        let limit = i64::try_from(TEXT_CHARS_MAX).expect("a small constant");
        let holes = Holes::new().count("limit", limit);
        let texts = self.skills.texts(ling_dialogue::TALK.id, lang);
        let say = texts.map(|texts| texts.fill("too_long", &holes, &self.now(), Style::Say));
        (say.unwrap_or_default(), lang)
    }

    /// What is asked about a picture by whoever asks nothing.
    pub(crate) fn picture_question(&self, lang: Option<Lang>) -> String {
        let house = || Lang::from_tag(&self.config().house.lang).unwrap_or(Lang::Zh);
        let texts = self.skills.texts("sight", lang.unwrap_or_else(house));
        let say = texts.map(|texts| texts.fill("question", &Holes::new(), &self.now(), Style::Say));
        say.unwrap_or_default()
    }

    /// The turn of words that are too many to be said. It is not kept.
    pub(super) fn too_long(&self, said: Said) -> TurnRecord {
        let beginning: String = said.text.chars().take(BEGINNING_CHARS).collect();
        let seen = ling_text::script::lang_seen(&beginning);
        let (say, lang) = self.too_long_sentence(said.lang.or(seen));
        let id = ling_cloud::TurnId::fresh(Timestamp::now());
        TurnRecord {
            conversation: said.conversation.unwrap_or_else(|| id.as_str().to_owned()),
            turn: id.as_str().to_owned(),
            heard: beginning,
            answer: Answer {
                meanings: Vec::new(),
                reply: Reply {
                    say,
                    ..Reply::default()
                },
                lang,
                stage: Stage::None,
                steps: vec!["too long".to_owned()],
                asks: false,
            },
            undoable: None,
            trace: Vec::new(),
        }
    }

    /// The turn of sounds that were none of the words that are listened for. A question that is open stays so.
    pub(super) async fn missed(&self, said: Said) -> TurnRecord {
        let house = || Lang::from_tag(&self.config().house.lang).unwrap_or(Lang::Zh);
        let lang = said.lang.unwrap_or_else(house);
        let now = self.now();
        let texts = self.skills.texts(ling_dialogue::TALK.id, lang);
        let say = texts.map(|texts| texts.fill("not_caught", &Holes::new(), &now, Style::Say));
        let turn = ling_cloud::TurnId::fresh(now.timestamp())
            .as_str()
            .to_owned();
        let named = said.conversation.clone().or_else(|| said.device.clone());
        let record = TurnRecord {
            conversation: named.unwrap_or_else(|| turn.clone()),
            turn,
            heard: String::new(),
            answer: Answer {
                meanings: Vec::new(),
                reply: Reply {
                    say: say.unwrap_or_default(),
                    ..Reply::default()
                },
                lang,
                stage: Stage::None,
                steps: vec!["nothing that is listened for".to_owned()],
                asks: false,
            },
            undoable: None,
            trace: said.hear.iter().cloned().collect(),
        };
        self.keep(&record, &said, &now).await;
        record
    }

    /// What the words mean. That keeps a processor busy, so it is done where nobody else waits for it.
    pub(super) async fn read(
        &self,
        text: String,
        now: &ZonedDateTime,
        open: Option<OpenSlot>,
    ) -> Reading {
        let _mind = self.minds.acquire().await;
        let (hub, now) = (self.clone(), now.clone());
        let reading = tokio::task::spawn_blocking(move || hub.read_now(&text, &now, open.as_ref()));
        reading.await.unwrap_or_else(|_| {
            warn!("Understanding panicked.");
            Reading::default()
        })
    }

    /// Whether a sentence means something that Ling does; own sentences are not asked.
    pub(crate) fn understands(&self, text: &str) -> bool {
        let (names, now) = (self.names(), self.now());
        let langs = ling_text::script::lang_of(text).and_others();
        let scope = Scope {
            now: &now,
            names: &names,
            open: None,
            langs: &langs,
        };
        let read = self.understander.understand(&[text], &scope, Stages::All);
        let best = read.commands.iter().map(|ranked| ranked.first());
        let mut done = best.map(|best| best.is_some_and(|best| !best.intent.is_empty()));
        !read.commands.is_empty() && done.all(|done| done)
    }

    /// What the commands of a sentence mean where nothing was said before, without doing it; empty where it is nothing
    /// that Ling does.
    pub(crate) async fn intents(&self, text: &str) -> Vec<String> {
        let reading = self.read(text.to_owned(), &self.now(), None).await;
        let best = reading
            .commands
            .into_iter()
            .filter_map(|ranked| ranked.into_iter().next());
        best.map(|meaning| meaning.intent).collect()
    }

    /// Whether the language model gets what nothing else understands.
    pub(crate) fn asks_a_model(&self) -> bool {
        self.fallback().is_some()
    }

    fn read_now(&self, text: &str, now: &ZonedDateTime, open: Option<&OpenSlot>) -> Reading {
        let names = self
            .names
            .read()
            .expect("no one panics with the lock")
            .clone();
        let langs = ling_text::script::lang_of(text).and_others();
        let scope = Scope {
            now,
            names: &names,
            open,
            langs: &langs,
        };
        // An answer to a question is an answer, whatever own sentence sounds like it.
        let own = open.is_none().then(|| self.own.meant(text)).flatten();
        let Some(own) = own else {
            return self.understander.understand(&[text], &scope, Stages::All);
        };
        let mut reading = self.understander.understand(&[&own], &scope, Stages::All);
        reading.steps.insert(0, format!("own sentence: {own}"));
        reading
    }

    /// The conversation of that name, new if it is not known.
    pub(super) fn conversation(&self, name: &str, now: Timestamp) -> Arc<Conversation> {
        let mut all = self
            .conversations
            .lock()
            .expect("no one panics with the lock");
        if all.len() >= CONVERSATIONS_MAX && !all.contains_key(name) {
            let oldest = all
                .iter()
                .min_by_key(|(_, talk)| talk.heard())
                .map(|(name, _)| name.clone());
            oldest.map(|name| all.remove(&name));
        }
        let talk = all
            .entry(name.to_owned())
            .or_insert_with(|| Arc::new(Conversation::new(self.skills.clone(), now)));
        talk.touch(now);
        talk.clone()
    }

    /// The turn that "undo" would take back in the conversation of that name.
    pub(crate) fn undoable(&self, conversation: &str) -> Option<String> {
        let all = self
            .conversations
            .lock()
            .expect("no one panics with the lock");
        all.get(conversation).and_then(|talk| talk.undoable())
    }

    /// The intent that gets what nothing else understands.
    pub(super) fn fallback(&self) -> Option<String> {
        let on = ling_dialogue::World::llm(&self.world).on();
        on.then(|| "llm.ask".to_owned())
    }

    pub(super) async fn who(&self, said: &Said) -> Who {
        let room = match &said.device {
            Some(device) => self.room_of(device).await,
            None => None,
        };
        let child = match &said.person {
            Some(person) => self.is_child(person).await,
            None => false,
        };
        Who {
            person: said.person.clone(),
            child,
            device: said.device.clone(),
            room,
            picture: None,
        }
    }

    async fn room_of(&self, device: &str) -> Option<String> {
        let device = self
            .cloud
            .device(&ling_cloud::DeviceId::new(device))
            .await
            .ok()??;
        device.room.map(|room| room.as_str().to_owned())
    }

    /// Somebody about whom nothing can be found may do no more than a child.
    async fn is_child(&self, person: &str) -> bool {
        let people = self.cloud.people().await.unwrap_or_default();
        let known = people.iter().find(|known| known.id.as_str() == person);
        known.is_none_or(|known| known.role == ling_cloud::Role::Child)
    }

    /// A question in traditional characters is answered in them.
    pub(super) fn in_kind(&self, heard: &str, reply: &mut Reply) {
        if ling_text::script::is_traditional(heard) {
            reply.say = ling_text::to_traditional(&reply.say);
            reply.show = reply
                .show
                .as_ref()
                .map(|show| ling_text::to_traditional(show));
        }
    }

    /// Writes the turn down. Nobody waits for it, and a full disk does not silence the answer.
    pub(super) async fn keep(&self, record: &TurnRecord, said: &Said, now: &ZonedDateTime) {
        let json = record.json();
        self.events.send(HouseEvent {
            kind: "turn",
            device: said.device.clone(),
            by: said.by.clone(),
            data: json.clone(),
        });
        let turn = ling_cloud::Turn {
            id: ling_cloud::TurnId::new(&record.turn),
            at: now.timestamp(),
            conversation: record.conversation.clone(),
            device: said.device.clone().map(ling_cloud::DeviceId::new),
            person: said.person.clone().map(ling_cloud::PersonId::new),
            heard: record.heard.clone(),
            lang: record.answer.lang,
            label: json["label"].as_str().unwrap_or("oos").to_owned(),
            intent: json["intent"].as_str().map(str::to_owned),
            say: record.answer.reply.say.clone(),
            stage: record.answer.stage.word().to_owned(),
            trace: json,
            wrong: false,
        };
        if let Err(error) = self.cloud.append_turn(turn) {
            warn!(code = error.code(), "A turn is not kept.");
        }
        info!(
            turn = record.turn,
            stage = record.answer.stage.word(),
            "Turn answered."
        );
    }
}
