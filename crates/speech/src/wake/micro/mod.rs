//! The nets of microWakeWord: one for each word, some fifty kilobytes of weights of eight bits.
//!
//! The sum of a net's last few answers decides, as the word's own description says. The files come from the PyPI
//! package pymicro-wakeword; Python's package on TensorFlow Lite is what the tests in `tools/ref/wake` hold this
//! against.

mod file;
mod flat;
mod frames;
mod layer;
mod net;
mod plan;
mod step;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use serde::Deserialize;

use super::{WakeWord, Woken};
use crate::{RATE_HZ, SpeechError, wav::sane};
pub use frames::{Frames, N_CHANNELS};
use net::Net;

/// The most answers that are averaged.
const WINDOW_MAX: usize = 100;

/// The longest description of a word, in bytes.
const DESCRIPTION_BYTES_MAX: usize = 64 << 10;

/// After a word the same one is not heard again for so long. The net forgets it, too: it would stay sure for a second and
/// a half.
const DEAF_SAMPLES: u64 = RATE_HZ as u64;

/// What a model's JSON file says, as far as it matters here.
#[derive(Deserialize)]
struct Description {
    wake_word: String,
    micro: Micro,
}

#[derive(Deserialize)]
struct Micro {
    probability_cutoff: f32,
    sliding_window_size: usize,
    /// Milliseconds from frame to frame.
    #[serde(default = "ten")]
    feature_step_size: u32,
}

fn ten() -> u32 {
    10
}

/// A word and the net that knows it.
pub struct WakeModel {
    word: String,
    net: Net,
    /// The average must be above this.
    cutoff: f32,
    n_window: usize,
    /// The last answers.
    recent: VecDeque<f32>,
    deaf_until: u64,
}

impl WakeModel {
    /// Reads a word's description (JSON) and its net (TensorFlow Lite); `file` names them in errors.
    pub fn read(file: &str, description: &[u8], net: &[u8]) -> Result<WakeModel, SpeechError> {
        let wrong = |ending: &str, why: String| SpeechError::Model {
            file: format!("{file}.{ending}"),
            why,
        };
        let described = described(description).map_err(|why| wrong("json", why))?;
        Ok(WakeModel {
            word: described.wake_word,
            net: Net::read(net).map_err(|why| wrong("tflite", why))?,
            cutoff: described.micro.probability_cutoff,
            n_window: described.micro.sliding_window_size,
            recent: VecDeque::new(),
            deaf_until: 0,
        })
    }

    /// The word, as it is written.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Takes one frame of a stream. When there are as many as the net wants at once, its answer: how sure it is that the
    /// word has just been said, in [0, 1].
    pub fn hear(&mut self, frame: &[u16; N_CHANNELS]) -> Option<f32> {
        self.net.push(frame)
    }

    /// Takes the answer to a run of the net; the average if it is enough to wake.
    fn weigh(&mut self, answer: f32) -> Option<f32> {
        self.recent.truncate(self.n_window - 1);
        self.recent.push_front(answer);
        let average = self.recent.iter().sum::<f32>() / self.n_window as f32;
        (self.recent.len() == self.n_window && average > self.cutoff).then_some(average)
    }

    fn reset(&mut self) {
        self.net.reset();
        self.recent.clear();
        self.deaf_until = 0;
    }
}

fn described(bytes: &[u8]) -> Result<Description, String> {
    if bytes.len() > DESCRIPTION_BYTES_MAX {
        return Err(format!("it has more than {DESCRIPTION_BYTES_MAX} bytes"));
    }
    let described: Description =
        serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let micro = &described.micro;
    if !(1..=WINDOW_MAX).contains(&micro.sliding_window_size) {
        return Err(format!("`sliding_window_size` is not in 1 to {WINDOW_MAX}"));
    }
    if !(0.0..1.0).contains(&micro.probability_cutoff) {
        return Err("`probability_cutoff` is not from 0 to below 1".into());
    }
    if micro.feature_step_size != ten() {
        return Err("`feature_step_size` is not 10".into());
    }
    Ok(described)
}

/// [`WakeWord`] by the nets of microWakeWord.
pub struct MicroWake {
    frames: Frames,
    models: Vec<WakeModel>,
    /// Sound that has not been heard yet.
    waiting: VecDeque<i16>,
    /// How many samples have been heard.
    n_heard: u64,
    /// Words that were found in the last frame, and are not told yet.
    found: VecDeque<Woken>,
}

impl MicroWake {
    /// Waits for all words of `models`, at the beginning of a stream.
    pub fn new(models: Vec<WakeModel>) -> MicroWake {
        MicroWake {
            frames: Frames::new(),
            models,
            waiting: VecDeque::new(),
            n_heard: 0,
            found: VecDeque::new(),
        }
    }

    /// Hears frames until a word is found or the sound is used up.
    fn hear(&mut self) {
        let (sound, mut at) = (std::mem::take(&mut self.waiting), 0);
        let sound = Vec::from(sound);
        while self.found.is_empty() && at < sound.len() {
            let (n, frame) = self.frames.push(&sound[at..]);
            at += n;
            self.n_heard += n as u64;
            let Some(frame) = frame else { continue };
            for model in &mut self.models {
                let average = model.hear(&frame).and_then(|answer| model.weigh(answer));
                let Some(score) = average.filter(|_| self.n_heard >= model.deaf_until) else {
                    continue;
                };
                model.reset();
                model.deaf_until = self.n_heard + DEAF_SAMPLES;
                self.found.push_back(Woken {
                    word: model.word.clone(),
                    at: self.n_heard,
                    score,
                });
            }
        }
        self.waiting = sound[at..].to_vec().into();
    }
}

impl WakeWord for MicroWake {
    fn push(&mut self, samples: &[f32]) -> Option<Woken> {
        let numbers = samples.iter().map(|sample| sane(*sample) * 32_768.0);
        self.waiting
            .extend(numbers.map(|number| number.round() as i16));
        if self.found.is_empty() {
            self.hear();
        }
        self.found.pop_front()
    }

    fn reset(&mut self) {
        self.frames.reset();
        self.models.iter_mut().for_each(WakeModel::reset);
        self.waiting.clear();
        self.n_heard = 0;
        self.found.clear();
    }
}
