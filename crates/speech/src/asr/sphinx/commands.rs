//! A grammar made ready to be listened for, and what was heard of it.

use std::sync::Arc;

use super::{
    front::Feature,
    grammar::{Grammar, Graph},
    logs,
    mdef::Phone,
    model::Acoustics,
    network::{Network, Says, Weighing},
    score::Scores,
    search::{Beams, Entry, Ground, Search, hear_all},
    words::Words,
};
use crate::SpeechError;

/// Frames in a second.
const FRAMES_PER_SEC: f64 = 100.0;

/// How words and noises are pronounced, as the texts of files.
#[derive(Clone, Copy, Debug)]
pub struct Pronunciations<'a> {
    /// `words.dict`: words of the language.
    pub words: &'a str,
    /// Ways to say words that the file of the language does not know, in the same format.
    pub more: &'a str,
    /// `noisedict`: silence and noises.
    pub noises: &'a str,
}

/// A grammar made ready to be listened for.
#[derive(Debug)]
pub struct Commands {
    acoustics: Arc<Acoustics>,
    graph: Graph,
    network: Network,
    unknown: Vec<String>,
    beams: Beams,
}

/// A command that was heard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command {
    /// The words.
    pub text: String,
    /// Which intent of the grammar it is.
    pub intent: String,
    /// Values by name, in the order in which they were said.
    pub slots: Vec<(String, String)>,
    /// Every word with its time.
    pub words: Vec<HeardWord>,
    /// The logarithm of its likelihood against the best sounds of each frame, in nats a frame: never above 0.
    pub nats_per_frame: f64,
}

/// A word that was heard.
#[derive(Clone, Debug, PartialEq)]
pub struct HeardWord {
    /// The word.
    pub text: String,
    /// Where it begins, in seconds.
    pub start_s: f64,
    /// Where it ends, in seconds.
    pub end_s: f64,
}

impl Commands {
    /// Makes a grammar ready.
    pub fn new(
        acoustics: Arc<Acoustics>,
        grammar: &Grammar,
        said: &Pronunciations<'_>,
    ) -> Result<Commands, SpeechError> {
        let graph = Graph::new(grammar)?;
        let mdef = &acoustics.mdef;
        let mut words = Words::wanted(graph.words.iter());
        words.add("words.dict", said.words, mdef)?;
        words.add("the added pronunciations", said.more, mdef)?;
        let noises = noises(said.noises, &acoustics)?;
        let (network, unknown) = Network::new(mdef, &graph, &words, &noises, &Weighing::COMMANDS)?;
        Ok(Commands {
            acoustics,
            graph,
            network,
            unknown,
            beams: Beams::COMMANDS,
        })
    }

    /// Words of the grammar that no dictionary knows: sentences with one of them cannot be heard.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// The grammar's graph in Sphinx's own text format, for comparison with other programs.
    pub fn to_fsg(&self) -> String {
        self.graph.to_fsg()
    }

    /// Hears a whole utterance; nothing, if no sentence of the grammar fits.
    pub fn hear(&self, frames: &[Feature]) -> Option<Command> {
        let ground = Ground {
            acoustics: &self.acoustics,
            network: &self.network,
        };
        let mut search = Search::new(ground, self.graph.start, &self.beams);
        let mut scores = Scores::new(&self.acoustics);
        hear_all(ground, &mut search, &mut scores, frames);
        let (end, score) = search.best_end(&self.network)?;
        let mut command = self.command(&search.way(end));
        command.nats_per_frame = f64::from(score) * logs::NATS / search.n_frames().max(1) as f64;
        Some(command)
    }

    fn command(&self, way: &[Entry]) -> Command {
        let mut command = Command::default();
        let (mut start, mut slot) = (0, None);
        for entry in way {
            if let Some(Says::Arc(at)) = entry.says {
                let arc = &self.graph.arcs[at as usize];
                let word = &self.graph.words[arc.word as usize];
                command
                    .intent
                    .clone_from(&self.graph.intents[arc.intent as usize]);
                command.words.push(HeardWord {
                    text: word.clone(),
                    start_s: f64::from(start) / FRAMES_PER_SEC,
                    end_s: f64::from(entry.frame + 1) / FRAMES_PER_SEC,
                });
                append(&mut command.text, word);
                match (arc.slot, command.slots.last_mut()) {
                    (Some(_), Some((_, value))) if arc.slot == slot => append(value, word),
                    (Some(at), _) => {
                        let name = self.graph.slots[at as usize].clone();
                        command.slots.push((name, word.clone()));
                    }
                    (None, _) => {}
                }
                slot = arc.slot;
            }
            start = entry.frame + 1;
        }
        command
    }
}

fn append(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

/// The phones of the noises, silence first and each once.
fn noises(text: &str, acoustics: &Acoustics) -> Result<Vec<Phone>, SpeechError> {
    let mdef = &acoustics.mdef;
    let mut noises = vec![mdef.silence()];
    for (line, row) in text.lines().enumerate() {
        let Some(name) = row.split_ascii_whitespace().nth(1) else {
            continue;
        };
        let phone = mdef.phone(name).ok_or_else(|| SpeechError::Model {
            file: "noisedict".into(),
            why: format!("line {}: the model has no phone `{name}`", line + 1),
        })?;
        if !noises.contains(&phone) {
            noises.push(phone);
        }
    }
    Ok(noises)
}
