//! A grammar made ready to be listened for, and what was heard of it.

use std::sync::Arc;

use super::{
    front::{Feature, Prepare, features},
    grammar::{Grammar, Graph, WordGraph},
    model::Acoustics,
    network::{Network, Says, Weighing},
    phones::Phones,
    score::Scores,
    search::{Beams, Entry, Ground, Search},
    words::Words,
};
use crate::{RATE_HZ, SpeechError};

/// What is less sure than this was probably no command.
pub const SURE: f32 = 0.5;

/// The margin at which a command is as likely as something else, in steps a frame: of the non-commands of
/// `tools/ref/sphinx/sounds.py` two in quiet and one in noise are surer.
const MARGIN_EVEN: f64 = -5.8;

/// How fast sureness changes around that.
const MARGIN_SPREAD: f64 = 1.5;

/// Frames in a second.
const FRAMES_PER_SEC: f64 = 100.0;

/// How words are pronounced, as the texts of files.
#[derive(Clone, Copy, Debug)]
pub struct Pronunciations<'a> {
    /// `words.dict`: words of the language.
    pub words: &'a str,
    /// Ways to say words that the file of the language does not know, in the same format.
    pub more: &'a str,
}

/// A grammar made ready to be listened for.
#[derive(Debug)]
pub struct Commands {
    acoustics: Arc<Acoustics>,
    graph: Graph,
    network: Network,
    unknown: Vec<String>,
    tuning: Tuning,
}

/// How a grammar is listened for. The values of [`Tuning::default`] were measured on recorded commands.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuning {
    /// How the sound is prepared.
    pub prepare: Prepare,
    /// What is given up early.
    pub beams: Beams,
    /// What likelihoods of words weigh against those of sounds.
    pub weighing: Weighing,
    /// What likelihoods of phones weigh in the competitor that stands for everything that is no command.
    pub phone_weight: i32,
}

impl Default for Tuning {
    fn default() -> Tuning {
        Tuning {
            prepare: Prepare::default(),
            beams: Beams::COMMANDS,
            weighing: Weighing::COMMANDS,
            phone_weight: 2,
        }
    }
}

/// A command that was heard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command {
    /// The words.
    pub text: String,
    /// Which intent it is, as a place in [`Grammar::intents`].
    pub intent_idx: usize,
    /// Values by name, in the order in which they were said.
    pub slots: Vec<(String, String)>,
    /// Every word with its time.
    pub words: Vec<HeardWord>,
    /// How much better the command explains the sound than any phones would, in steps of 0.1 nats a frame; below
    /// zero, for the phones are freer.
    pub margin: f64,
    /// How sure it is that this was said at all, in [0, 1]: what is below [`SURE`] was probably something else.
    pub confidence: f32,
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
        tuning: Tuning,
    ) -> Result<Commands, SpeechError> {
        Commands::of_graph(acoustics, Graph::new(grammar)?, said, tuning)
    }

    /// Makes sentences ready that were put together elsewhere.
    pub fn woven(
        acoustics: Arc<Acoustics>,
        web: &WordGraph,
        said: &Pronunciations<'_>,
        tuning: Tuning,
    ) -> Result<Commands, SpeechError> {
        Commands::of_graph(acoustics, Graph::woven(web)?, said, tuning)
    }

    fn of_graph(
        acoustics: Arc<Acoustics>,
        graph: Graph,
        said: &Pronunciations<'_>,
        tuning: Tuning,
    ) -> Result<Commands, SpeechError> {
        let mdef = &acoustics.mdef;
        let mut words = Words::wanted(graph.words.iter());
        words.add("words.dict", said.words, mdef)?;
        words.add("the added pronunciations", said.more, mdef)?;
        let (network, unknown) =
            Network::new(mdef, &graph, &words, &acoustics.noises, &tuning.weighing);
        Ok(Commands {
            acoustics,
            graph,
            network,
            unknown,
            tuning,
        })
    }

    /// Words of the grammar that no dictionary knows: sentences with one of them cannot be heard.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Words between places.
    pub fn n_words(&self) -> usize {
        self.graph.arcs.len()
    }

    /// The grammar's graph in Sphinx's own text format, for comparison with other programs.
    pub fn to_fsg(&self) -> String {
        self.graph.to_fsg()
    }

    /// Hears a whole utterance: mono, 16 kHz, in [-1, 1]. Gives at most `n` commands, the best first; none, if no
    /// sentence of the grammar fits.
    pub fn hear(&self, samples: &[f32], n: usize) -> Vec<Command> {
        let prepared = self.tuning.prepare.apply(samples);
        let cepstra = self.acoustics.front.cepstra(&prepared.samples);
        let mut commands = self.hear_features(&features(cepstra), n);
        let before = prepared.cut_before as f64 / f64::from(RATE_HZ);
        for word in commands.iter_mut().flat_map(|command| &mut command.words) {
            word.start_s += before;
            word.end_s += before;
        }
        commands
    }

    /// Hears the features of a whole utterance.
    pub fn hear_features(&self, frames: &[Feature], n: usize) -> Vec<Command> {
        let mut search = self.search();
        let mut phones = self.phones();
        let mut scores = Scores::new(&self.acoustics);
        for frame in frames {
            self.hear_frame(frame, &mut scores, &mut search, &mut phones);
        }
        let any = phones.best.last().copied().unwrap_or(0);
        self.found(&search, any, frames.len(), n)
    }

    fn ground(&self) -> Ground<'_> {
        Ground {
            acoustics: &self.acoustics,
            network: &self.network,
        }
    }

    pub(super) fn acoustics(&self) -> &Acoustics {
        &self.acoustics
    }

    /// A search that has heard nothing.
    pub(super) fn search(&self) -> Search {
        Search::new(self.ground(), self.graph.start, &self.tuning.beams)
    }

    /// The competitor, which has heard nothing.
    pub(super) fn phones(&self) -> Phones {
        Phones::new(&self.acoustics, self.tuning.phone_weight)
    }

    pub(super) fn hear_frame(
        &self,
        frame: &Feature,
        scores: &mut Scores,
        search: &mut Search,
        phones: &mut Phones,
    ) {
        scores.take(&self.acoustics, frame);
        search.hear(self.ground(), scores);
        phones.hear(&self.acoustics, &self.acoustics.phone_lm, scores);
    }

    /// Whether the best way to hear what was said ends where the grammar does.
    pub(super) fn is_whole(&self, search: &Search) -> bool {
        let last = search.entries.last().filter(|last| last.frame >= 0);
        let now = last.map_or(&[][..], |last| {
            let from = search.entries.partition_point(|one| one.frame < last.frame);
            &search.entries[from..]
        });
        let best = now.iter().max_by_key(|entry| entry.score);
        best.is_some_and(|entry| self.network.to_end[entry.state as usize].is_some())
    }

    /// What was heard, the best first. `any` is how well the competitor explains it.
    pub(super) fn found(
        &self,
        search: &Search,
        any: i32,
        n_frames: usize,
        n: usize,
    ) -> Vec<Command> {
        let mut commands: Vec<Command> = Vec::new();
        // The same words may be said in two ways of the grammar.
        for (way, score) in search.best(&self.network, n * 2) {
            let mut command = self.command(&way);
            command.margin = f64::from(score - any) / n_frames.max(1) as f64;
            command.confidence = sure(command.margin);
            let known = commands.iter().any(|known| known.text == command.text);
            if !known && commands.len() < n {
                commands.push(command);
            }
        }
        commands
    }

    /// A word is part of a value: of the one before, if it stands in the same.
    fn add_to_slot(
        &self,
        slots: &mut Vec<(String, String)>,
        slot: Option<u32>,
        before: Option<u32>,
        word: &str,
    ) {
        let Some(at) = slot else { return };
        let (name, value) = &self.graph.slots[at as usize];
        match slots.last_mut() {
            Some((_, said)) if slot == before => {
                if value.is_none() {
                    append(said, word);
                }
            }
            _ => {
                let value = value.clone().unwrap_or_else(|| word.to_owned());
                slots.push((name.clone(), value));
            }
        }
    }

    fn command(&self, way: &[Entry]) -> Command {
        let mut command = Command::default();
        let (mut start, mut slot) = (0, None);
        for entry in way {
            if let Some(Says::Arc(at)) = entry.says {
                let arc = &self.graph.arcs[at as usize];
                let word = &self.graph.words[arc.word as usize];
                command.intent_idx = arc.intent as usize;
                command.words.push(HeardWord {
                    text: word.clone(),
                    start_s: f64::from(start) / FRAMES_PER_SEC,
                    end_s: f64::from(entry.frame + 1) / FRAMES_PER_SEC,
                });
                append(&mut command.text, word);
                self.add_to_slot(&mut command.slots, arc.slot, slot, word);
                slot = arc.slot;
            }
            start = entry.frame + 1;
        }
        command
    }
}

/// How sure a margin is, in [0, 1]. On recorded commands half of what is as sure as 0.5 was wrong in loud noise; nearly
/// all commands in quiet are surer than 0.9, and nearly all that is no command is less sure than 0.1.
fn sure(margin: f64) -> f32 {
    (1.0 / (1.0 + ((MARGIN_EVEN - margin) / MARGIN_SPREAD).exp())) as f32
}

fn append(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}
