//! All stages together: the grammar where it is sure, the net where people use other words.

use std::sync::OnceLock;

use ling_base::{Args, Meaning, Mood, Phrasebook, Reading, Slot, Stage};

use crate::bridge::Bridge;
use crate::error::GrammarError;
use crate::grammar::{Grammar, Said, Scope};
use crate::lattice::Ear;
use crate::mood::{excepts, forbids, gives_reason, is_tied, mood};
use crate::net::{Guess, Net};
use crate::read::{self, Sureness};
use crate::split::{Piece, Splitter};

/// A sentence that is likelier not for Ling than this is left alone.
const KNOWN_MIN: f32 = 0.5;
/// A label less likely than this is not taken for what was meant.
const LABEL_MIN: f32 = 0.35;
/// Where a sentence with free words matches, the net must be so sure to say otherwise.
const OVERRULE_MIN: f32 = 0.85;

/// Transcripts that are tried by sound, at most.
const BY_SOUND_MAX: usize = 3;
/// What a sentence with a name known by its sound is worth.
const BY_SOUND_SCORE: f32 = 0.9;

/// Which stages may answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stages {
    /// The sentences of the skills only.
    Grammar,
    /// The net only.
    Model,
    /// The sentences, then the net.
    #[default]
    All,
}

impl Stages {
    /// `grammar`, `model` or `all`.
    pub fn from_word(word: &str) -> Option<Stages> {
        match word {
            "grammar" => Some(Stages::Grammar),
            "model" => Some(Stages::Model),
            "all" => Some(Stages::All),
            _ => None,
        }
    }
}

/// The grammar of all skills, and a net for what they have no sentence for.
pub struct Understander {
    grammar: Grammar,
    books: Box<dyn Fn() -> Vec<Phrasebook> + Send + Sync>,
    /// Made with the net: only what the net guesses needs it.
    bridge: OnceLock<Bridge>,
    model: Option<&'static [u8]>,
    /// Read when it is first asked: many houses never say what no sentence has.
    net: OnceLock<Option<Net<'static>>>,
}

impl Understander {
    /// Compiles phrasebooks; all their errors are reported at once. `model` is the file of a [`Net`]; without
    /// one the grammar stands alone, and so it does when the file cannot be read.
    pub fn new(
        books: impl Fn() -> Vec<Phrasebook> + Send + Sync + 'static,
        model: Option<&'static [u8]>,
    ) -> Result<Understander, Vec<GrammarError>> {
        let grammar = Grammar::compile(&books())?;
        Ok(Understander {
            grammar,
            books: Box::new(books),
            bridge: OnceLock::new(),
            model,
            net: OnceLock::new(),
        })
    }

    fn net(&self) -> Option<&Net<'static>> {
        let read = || self.model.and_then(|bytes| Net::load(bytes).ok());
        self.net.get_or_init(read).as_ref()
    }

    /// The sentences.
    pub fn grammar(&self) -> &Grammar {
        &self.grammar
    }

    /// What was meant by `transcripts`, the likelier first. Never fails: not understood is an empty list.
    pub fn understand(&self, transcripts: &[&str], scope: &Scope<'_>, stages: Stages) -> Reading {
        let (said, mut steps) = read::heard(&self.grammar, transcripts, scope);
        let (mut reading, sure) = match stages {
            Stages::Model => (Reading::default(), Sureness::None),
            Stages::Grammar | Stages::All => {
                read::understand_how_surely(&self.grammar, &said, scope)
            }
        };
        steps.append(&mut reading.steps);
        reading.steps = steps;
        if stages != Stages::Model
            && sure != Sureness::Sure
            && let Some(ranked) = self.by_sound(&said, scope)
        {
            reading
                .steps
                .push("heard by its sound: a name that is written otherwise".to_owned());
            reading.commands = vec![ranked];
            return reading;
        }
        let asks_net = stages != Stages::Grammar && sure != Sureness::Sure;
        let guess = said.first().filter(|_| asks_net).and_then(|said| {
            let guess = self.net()?.guess_of(&said.heard, &said.tagged, scope.names);
            self.weigh(said, guess, &mut reading, sure)
        });
        if let Some(meaning) = guess {
            reading.commands = vec![vec![meaning]];
        }
        if reading.mood == Some(Mood::Forbids) || takes_in(&said, &reading, sure) {
            self.do_the_rest(&said, scope, &mut reading);
        }
        reading
    }

    /// 别关灯，关窗帘: what is forbidden is left alone, and the rest is done, where sentences have all of it.
    fn do_the_rest(&self, said: &[Said<'_>], scope: &Scope<'_>, reading: &mut Reading) {
        let Some(said) = said.first() else { return };
        let mut splitter = Splitter::new(&self.grammar, said, scope);
        let mut clauses = splitter.clauses();
        clauses.retain(|clause| !forbids(&said.heard, clause));
        if clauses
            .iter()
            .any(|clause| gives_reason(&said.heard, clause))
        {
            return;
        }
        let rest: Option<Vec<_>> = clauses
            .iter()
            .map(|clause| splitter.piece(std::slice::from_ref(clause)))
            .collect();
        let Some(rest) = rest.filter(|rest| !rest.is_empty() && rest.iter().all(is_wish)) else {
            return;
        };
        let why = "what is not to be done is left alone, the rest is done";
        reading.steps.push(why.to_owned());
        reading.mood = None;
        reading.commands = rest.into_iter().map(|piece| piece.meanings).collect();
    }

    /// The first transcript that is a sentence when names may be known by their sound.
    fn by_sound(&self, said: &[Said<'_>], scope: &Scope<'_>) -> Option<Vec<Meaning>> {
        let said = said.iter().take(BY_SOUND_MAX);
        let said = said.filter(|said| said.lacks_alike(scope));
        let said =
            said.filter_map(|said| Said::heard(said.heard.text, scope, &self.grammar, Ear::Loose));
        let mut found = said.map(|said| {
            let found = self.grammar.found(&said, scope);
            let is_sure = found.first().is_some_and(|first| first.matched.n_free == 0);
            let meanings = found.into_iter().map(|found| found.meaning).collect();
            (is_sure, meanings)
        });
        let (_, mut meanings): (_, Vec<Meaning>) = found.find(|(is_sure, _)| *is_sure)?;
        meanings
            .iter_mut()
            .for_each(|meaning| meaning.score *= BY_SOUND_SCORE);
        Some(meanings)
    }

    /// What a label and slots mean for the skills; `None` for a text too long for one breath.
    pub fn meaning(
        &self,
        text: &str,
        scope: &Scope<'_>,
        label: &str,
        slots: Vec<Slot>,
        score: f32,
    ) -> Option<Meaning> {
        let said = Said::new(text, scope, &self.grammar)?;
        Some(self.meaning_of(&said, label, slots, score))
    }

    fn meaning_of(&self, said: &Said<'_>, label: &str, slots: Vec<Slot>, score: f32) -> Meaning {
        let make = || Bridge::new(&(self.books)(), &self.grammar);
        let bridge = self.bridge.get_or_init(make);
        bridge.meaning(&self.grammar, said, label, slots, score)
    }

    /// Whether the net has the label of a sentence. What it has never learnt, it cannot judge.
    fn can_say(&self, sentence: Option<&Meaning>) -> bool {
        let label = sentence.map(|meaning| meaning.label.as_str());
        let has = |net: &Net<'_>| label.is_none_or(|label| net.labels().contains(&label));
        self.net().is_some_and(has)
    }

    /// The net's guess as a meaning, where it is surer than what the sentences gave.
    fn weigh(
        &self,
        said: &Said<'_>,
        guess: Guess,
        reading: &mut Reading,
        sure: Sureness,
    ) -> Option<Meaning> {
        let (label, chance) = guess.labels.first().cloned()?;
        let percent = |chance: f32| (chance * 100.0).round();
        let told = format!(
            "net: {label} {} %, for Ling {} %",
            percent(chance),
            percent(guess.known)
        );
        let said_so = reading.commands.first().and_then(|ranked| ranked.first());
        let agrees = said_so.is_some_and(|meaning| meaning.label == label);
        let mood = mood(&said.heard, &label);
        let is_enough = match sure {
            // "Turn on the light when I get home" names no light called so.
            Sureness::Free if mood == Some(Mood::Waits) => {
                said_so.is_some_and(|meaning| is_tied(&meaning.label))
            }
            Sureness::Free if mood.is_some() => false,
            Sureness::Free => {
                chance.min(guess.known) >= OVERRULE_MIN && !agrees && self.can_say(said_so)
            }
            Sureness::Sure => false,
            Sureness::None if excepts(&said.heard, &label) => false,
            Sureness::None => chance >= LABEL_MIN && guess.known >= KNOWN_MIN,
        };
        let verdict = match (sure, is_enough, agrees) {
            _ if mood.is_some() => "told not to, told of it, or for later: nothing is done",
            (Sureness::Free, true, _) => "overrules a sentence with free words",
            (Sureness::Free, false, true) => "agrees with the sentence",
            (Sureness::Free, false, false) => "not sure enough to overrule the sentence",
            (_, true, _) => "taken",
            (_, false, _) => "not sure enough",
        };
        reading.steps.push(format!("{told}: {verdict}"));
        if !is_enough {
            return None;
        }
        let slots = slots_of(guess, said);
        let mut meaning = self.meaning_of(said, &label, slots, chance);
        reading.mood = mood;
        if mood.is_some() {
            (meaning.intent, meaning.args) = (String::new(), Args::new());
            return Some(meaning);
        }
        beside_the_sentence(meaning, reading)
    }
}

/// Whether a free part of a deed of the house has words that forbid: 开窗帘，别开灯 names no device called 窗帘，别开灯.
fn takes_in(said: &[Said<'_>], reading: &Reading, sure: Sureness) -> bool {
    let best = reading.commands.first().and_then(|ranked| ranked.first());
    let forbids = |said: &Said<'_>, label: &str| mood(&said.heard, label) == Some(Mood::Forbids);
    sure == Sureness::Free
        && (said.first().zip(best))
            .is_some_and(|(said, best)| is_tied(&best.label) && forbids(said, &best.label))
}

/// Whether something is a wish, and no more than politeness.
fn is_wish(piece: &Piece) -> bool {
    let is_talk = |meaning: &Meaning| {
        meaning.intent.starts_with("talk.") || meaning.label.starts_with("general_")
    };
    piece.is_sure && !piece.meanings.first().is_some_and(is_talk)
}

/// The parts that a guess marks, in the words that were said.
fn slots_of(guess: Guess, said: &Said<'_>) -> Vec<Slot> {
    let chars: Vec<char> = said.heard.text.chars().collect();
    let slots = guess.slots.into_iter().map(|slot| Slot {
        kind: slot.kind,
        text: chars[slot.span.start..slot.span.end.min(chars.len())]
            .iter()
            .collect(),
        span: slot.span,
        value: None,
    });
    slots.collect()
}

/// What the net means, unless a sentence of the same skill has it with more of the words: that takes the net's label.
fn beside_the_sentence(meaning: Meaning, reading: &mut Reading) -> Option<Meaning> {
    let skill = |meaning: &Meaning| meaning.intent.split('.').next().map(str::to_owned);
    let said_so = reading
        .commands
        .first_mut()
        .and_then(|ranked| ranked.first_mut());
    if let Some(said_so) = said_so.filter(|said_so| skill(said_so) == skill(&meaning)) {
        said_so.label = meaning.label;
        let why = "the same skill: the words of the sentence are kept, and the net's label";
        reading.steps.push(why.to_owned());
        return None;
    }
    reading.steps.push(match meaning.intent.as_str() {
        "" => "no skill does that".to_owned(),
        intent => format!("nearest sentences of {}: {intent}", meaning.label),
    });
    debug_assert_eq!(meaning.stage, Stage::Model);
    Some(meaning)
}
