//! Commands behind the trait of all recognisers.

use std::sync::Arc;

use super::commands::Commands;
use crate::{
    Alternative, ListenOptions, Listening, Partial, RATE_HZ, Recognizer, SpeechError, Transcript,
    UTTERANCE_SECS_MAX,
};
use ling_base::Lang;

/// Ways to hear an utterance that are told.
const ALTERNATIVES: usize = 5;

/// Listens for the commands of a grammar.
#[derive(Clone, Debug)]
pub struct Listener(pub Arc<Commands>);

/// An utterance. It is heard when it is over, for its sound is judged against its own mean.
struct Utterance {
    commands: Arc<Commands>,
    samples: Vec<f32>,
}

impl Recognizer for Listener {
    fn start(&self, _options: &ListenOptions) -> Result<Box<dyn Listening>, SpeechError> {
        Ok(Box::new(Utterance {
            commands: Arc::clone(&self.0),
            samples: Vec::new(),
        }))
    }
}

impl Listening for Utterance {
    fn push(&mut self, samples: &[f32]) -> Result<Option<Partial>, SpeechError> {
        let n = self.samples.len() + samples.len();
        let most = (UTTERANCE_SECS_MAX * RATE_HZ) as usize;
        if n > most {
            return Err(SpeechError::TooLong {
                got_secs: (n / RATE_HZ as usize) as u64,
                most_secs: UTTERANCE_SECS_MAX,
            });
        }
        self.samples.extend_from_slice(samples);
        Ok(None)
    }

    fn finish(self: Box<Self>) -> Result<Transcript, SpeechError> {
        let heard = self.commands.hear(&self.samples, ALTERNATIVES);
        let alternatives = heard.into_iter().map(|command| Alternative {
            text: command.text,
            score: command.confidence,
        });
        Ok(Transcript {
            alternatives: alternatives.collect(),
            lang: Some(Lang::En),
        })
    }
}
