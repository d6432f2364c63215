use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

use crate::{Call, IntentSpec, Out, PortError, SkillSpec, SpecError, Texts, World};

/// A future that can be kept behind a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Something the assistant can do.
pub trait Skill: Send + Sync {
    /// Does what `call` asks and writes the answer to `out`.
    ///
    /// Errors are about the world outside the house; what a person can put right is an answer, not an error.
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>>;
}

/// Why a skill could not answer.
#[derive(Debug, thiserror::Error)]
pub enum SkillError {
    /// A port of the world failed.
    #[error(transparent)]
    Port(#[from] PortError),
    /// The skill was called with a verb that it does not know: a mistake of ours.
    #[error("the skill has no verb `{0}`")]
    Verb(String),
}

/// The files of a skill's folder.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The folder's name, which is the skill's id.
    pub id: &'static str,
    /// `skill.toml`.
    pub skill: &'static str,
    /// `zh.toml`.
    pub zh: &'static str,
    /// `en.toml`.
    pub en: &'static str,
}

/// A skill and its files.
pub struct SkillEntry {
    /// The files.
    pub source: Source,
    /// The code.
    pub skill: Arc<dyn Skill>,
}

/// Every skill, ready to be called: specs and texts read and checked once.
pub struct Skills {
    loaded: BTreeMap<String, Loaded>,
}

struct Loaded {
    spec: SkillSpec,
    texts: Vec<Texts>,
    skill: Option<Arc<dyn Skill>>,
}

impl Skills {
    /// Reads the files of every skill, and of the conversation itself ([`crate::TALK`]).
    pub fn load(entries: Vec<SkillEntry>) -> Result<Skills, SpecError> {
        let mut loaded = BTreeMap::new();
        loaded.insert(crate::TALK.id.to_owned(), Loaded::read(crate::TALK, None)?);
        for entry in entries {
            loaded.insert(
                entry.source.id.to_owned(),
                Loaded::read(entry.source, Some(entry.skill))?,
            );
        }
        Ok(Skills { loaded })
    }

    /// The specs of all skills, by id.
    pub fn specs(&self) -> impl Iterator<Item = (&SkillSpec, &[Texts])> {
        self.loaded
            .values()
            .map(|loaded| (&loaded.spec, loaded.texts.as_slice()))
    }

    /// The sentences of all skills in all languages, for understanding.
    pub fn phrasebooks(&self) -> Vec<ling_base::Phrasebook> {
        self.specs()
            .flat_map(|(spec, texts)| texts.iter().map(|texts| texts.phrasebook(spec)))
            .collect()
    }

    /// What is known about `skill.verb`.
    pub fn intent(&self, intent: &str) -> Option<&IntentSpec> {
        let (skill, _) = intent.split_once('.')?;
        self.loaded
            .get(skill)?
            .spec
            .intents
            .iter()
            .find(|spec| spec.id == intent)
    }

    /// The texts of a skill in one language.
    pub fn texts(&self, skill: &str, lang: ling_base::Lang) -> Option<&Texts> {
        self.loaded
            .get(skill)?
            .texts
            .iter()
            .find(|texts| texts.lang == lang)
    }

    /// The code of a skill.
    pub fn skill(&self, id: &str) -> Option<&Arc<dyn Skill>> {
        self.loaded.get(id)?.skill.as_ref()
    }
}

impl Loaded {
    fn read(source: Source, skill: Option<Arc<dyn Skill>>) -> Result<Loaded, SpecError> {
        let spec = SkillSpec::parse(source.id, source.skill)?;
        let texts = vec![
            Texts::parse(&spec, ling_base::Lang::Zh, source.zh)?,
            Texts::parse(&spec, ling_base::Lang::En, source.en)?,
        ];
        Ok(Loaded { spec, texts, skill })
    }
}
