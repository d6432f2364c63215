//! A house in memory that can be talked to.

use std::sync::{Arc, OnceLock};

use futures_executor::block_on;
use jiff::ZonedDateTime;
use ling_base::{Args, Lang, Meaning, Reading, Value, When};
use ling_dialogue::{
    Answer, BuiltInHouse, Effect, Event, HomeKind, ListsPort as _, Out, Skills, Track, Turn, Who,
    fake::FakeWorld,
};
use ling_understand::{Grammar, Name, Names, OpenSlot, Scope};

/// One conversation with every skill and a world in memory.
pub struct House {
    skills: Arc<Skills>,
    grammar: Arc<Grammar>,
    names: Names,
    pub world: FakeWorld,
    turn: Turn,
    pub now: ZonedDateTime,
    /// Who speaks, and where.
    pub who: Who,
    said: usize,
}

impl House {
    /// Tuesday, 24 November 2026, ten o'clock in Shanghai.
    pub fn new() -> House {
        let (skills, grammar) = shared();
        let now = "2026-11-24T10:00:00+08:00[Asia/Shanghai]"
            .parse()
            .expect("a fixed time");
        let turn = Turn::new(skills.clone(), None);
        let world = FakeWorld::default();
        block_on(world.lists.create("露营", "house")).expect("a new list");
        let names = Names::new(names().into_iter().chain(list_names(&skills)));
        House {
            skills,
            grammar,
            names,
            world,
            turn,
            now,
            who: Who {
                device: Some("page".into()),
                picture: Some("page".into()),
                ..Who::default()
            },
            said: 0,
        }
    }

    /// The same house with a language model behind everything else.
    pub fn with_model(mut self) -> House {
        self.turn.set_fallback(Some("llm.ask".into()));
        self
    }

    /// Says something and performs everything it leads to.
    pub fn say(&mut self, text: &str) -> Answer {
        self.said += 1;
        let lang = ling_text::script::lang_of(text);
        let heard = Event::Heard {
            text: text.to_owned(),
            who: self.who.clone(),
            lang,
            region: "CN".into(),
            key: format!("said{}", self.said),
        };
        let mut effects = self.turn.step(&self.now, heard);
        loop {
            let mut next = Vec::new();
            for effect in effects {
                match effect {
                    Effect::Understand { step, text } => {
                        let reading = self.read(&text);
                        next.extend(self.turn.step(&self.now, Event::Meant { step, reading }));
                    }
                    Effect::Run { step, call } => {
                        let result = self.run(&call);
                        next.extend(self.turn.step(&self.now, Event::Answered { step, result }));
                    }
                    Effect::End { answer, .. } => return *answer,
                    Effect::Speak { .. } | Effect::StopSpeaking | Effect::WakeMeAt(_) => {}
                }
            }
            assert!(!next.is_empty(), "the turn ended without an answer: {text}");
            effects = next;
        }
    }
}

impl House {
    fn read(&self, text: &str) -> Reading {
        let langs = ling_text::script::lang_of(text).and_others();
        let open = self.turn.open(&self.now).map(|ask| OpenSlot {
            intent: String::new(),
            arg: ask.arg.clone(),
            kind: ask.kind.clone(),
        });
        let scope = Scope {
            now: &self.now,
            names: &self.names,
            open: open.as_ref(),
            langs: &langs,
        };
        ling_understand::understand(&self.grammar, &[text], &scope)
    }

    fn run(
        &self,
        call: &ling_dialogue::Call,
    ) -> Result<ling_dialogue::Reply, ling_dialogue::SkillError> {
        let skill = self
            .skills
            .skill(call.skill())
            .expect("the skill is there")
            .clone();
        let texts = self
            .skills
            .texts(call.skill(), call.lang)
            .expect("its texts are there");
        let mut out = Out::new(texts, call, None);
        block_on(skill.run(call, &self.world, &mut out))?;
        Ok(out.finish())
    }
}

/// Skills and grammar are read once for all cases.
fn shared() -> (Arc<Skills>, Arc<Grammar>) {
    static SHARED: OnceLock<(Arc<Skills>, Arc<Grammar>)> = OnceLock::new();
    let make = || {
        let skills = Skills::load(ling_skills::all()).expect("every skill's files are right");
        let grammar =
            Grammar::compile(&skills.phrasebooks()).unwrap_or_else(|errors| panic!("{errors:#?}"));
        (Arc::new(skills), Arc::new(grammar))
    };
    SHARED.get_or_init(make).clone()
}

/// The shopping and the to-do list as the skill's files call them, and a list of the house's own.
fn list_names(skills: &Skills) -> Vec<Name> {
    let texts = Lang::ALL
        .iter()
        .filter_map(|&lang| skills.texts("lists", lang));
    let name = |id: &str, aliases: &[String]| Name {
        list: "list".into(),
        id: id.into(),
        name: id.into(),
        aliases: aliases.to_vec(),
        lang: None,
    };
    let words = texts.flat_map(ling_skills::lists::wordings);
    let mut names: Vec<Name> = words.map(|(id, words)| name(id, &words)).collect();
    names.push(name("露营", &["camping".to_owned()]));
    names
}

/// The names of the built-in house: each device on the list of its kind, and on that of all devices.
pub fn names() -> Vec<Name> {
    let house = BuiltInHouse::model();
    let name = |list: &str, id: &str, name: &str, aliases: &[String]| Name {
        list: list.into(),
        id: id.into(),
        name: name.into(),
        aliases: aliases.to_vec(),
        lang: None,
    };
    let floors = house
        .floors
        .iter()
        .map(|one| name("floor", &one.id, &one.name, &one.aliases));
    let areas = house
        .areas
        .iter()
        .map(|one| name("area", &one.id, &one.name, &one.aliases));
    let devices = house.devices.iter().flat_map(|one| {
        let lists = [one.kind.word(), "device"];
        let lists = lists
            .into_iter()
            .filter(|list| *list != "device" || one.kind != HomeKind::Scene);
        lists.map(|list| name(list, &one.id, &one.name, &one.aliases))
    });
    floors.chain(areas).chain(devices).chain(music()).collect()
}

/// Names of the songs on the shelf, and of who made them.
fn music() -> Vec<Name> {
    let tracks = FakeWorld::default().music.tracks;
    let named = |track: &Track| {
        let parts = [
            ("song", Some(&track.title)),
            ("artist", track.artist.as_ref()),
            ("album", track.album.as_ref()),
            ("genre", track.genre.as_ref()),
        ];
        let part = |(list, name): (&str, Option<&String>)| {
            let name = name?.clone();
            let short = name.strip_prefix("The ").map(str::to_owned);
            let id = name.clone();
            Some(Name {
                list: list.into(),
                id: id.clone(),
                name,
                aliases: short
                    .into_iter()
                    .chain(match list {
                        "artist" => ling_dialogue::other_names(&id),
                        _ => Vec::new(),
                    })
                    .collect(),
                lang: None,
            })
        };
        parts.into_iter().filter_map(part).collect::<Vec<_>>()
    };
    tracks.iter().flat_map(named).collect()
}

/// One line that says what was understood: `timer.set after=600s name=tea`.
pub fn summary(meanings: &[Meaning]) -> String {
    let one = |meaning: &Meaning| format!("{}{}", meaning.intent, args(&meaning.args));
    meanings.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn args(args: &Args) -> String {
    let all = |(name, values): (&str, &[Value])| {
        format!(
            " {name}={}",
            values.iter().map(value).collect::<Vec<_>>().join("+")
        )
    };
    args.iter().map(all).collect()
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Named { id, .. } => format!("#{id}"),
        Value::Number(n) => n.to_string(),
        Value::Ordinal(n) => format!("{n}th"),
        Value::Percent(n) => format!("{n}%"),
        Value::Money { amount, currency } => format!("{amount}{currency}"),
        Value::Quantity { amount, unit } => format!("{amount}{unit}"),
        Value::Duration(secs) => format!("{secs}s"),
        Value::When(when) => moment(when),
    }
}

fn moment(when: &When) -> String {
    let day = when.date.map(|date| date.to_string());
    let until = when.until.map(|date| format!("..{date}"));
    let time = when
        .time
        .map(|time| time.strftime("T%H:%M").to_string() + if when.half_known { "" } else { "?" });
    let time_until = when
        .time_until
        .map(|time| time.strftime("..%H:%M").to_string());
    let within = when.in_secs.map(|secs| format!("+{secs}s"));
    let repeat = when
        .repeat
        .as_ref()
        .map(|repeat| format!("@{repeat:?}").replace(' ', ""));
    [day, until, time, time_until, within, repeat]
        .into_iter()
        .flatten()
        .collect()
}
