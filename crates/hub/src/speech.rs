//! The voice and the ears of the house, as the configuration names them at this moment.

mod parts;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use ling_base::{Lang, Pcm};
use ling_speech::{
    Alternative, Edge, ListenOptions, RATE_HZ, SpeechError, Spoken, Transcript, Vad,
    asr::{Word, sense_voice::ENGINE},
    decode as unpack,
    tts::espeak::Manner,
    vad::Earshot,
    wav::Limits,
};

use crate::{
    Config, Hub,
    engines::sphinx::{self, Attentive},
    out::{
        espeak::Espeak, models::Store, openai_audio::OpenAiAudio, web, wyoming::WyomingRecogniser,
    },
};

pub(crate) use parts::{Part, Recording};

/// Sound kept before the first and after the last word: detectors are late by a consonant.
const MARGIN_MS: usize = 300;

/// Names of the house that a recogniser is told: it takes about 200 words.
const NAMES_MAX: usize = 60;

/// The largest file with a key.
const KEY_BYTES_MAX: u64 = 16 * 1024;

/// The voice that was found last, and under which name.
#[derive(Default)]
pub(crate) struct Voices(Mutex<Option<(PathBuf, Espeak)>>);

/// Words that were heard.
#[derive(Debug, Default)]
pub struct Heard {
    /// The words; empty if nobody spoke.
    pub text: String,
    /// The language, if the recogniser tells.
    pub lang: Option<Lang>,
    /// What happened, for the trace.
    pub note: String,
    /// Somebody spoke, and it was nothing that is listened for.
    pub missed: bool,
}

/// A phrase as programs want it.
#[derive(Debug, Default)]
pub(crate) struct HeardWords {
    /// Best first; empty if it was nothing that is listened for.
    pub(crate) alternatives: Vec<Alternative>,
    /// The words of the best one with their times, if the recogniser knows them.
    pub(crate) words: Vec<Word>,
    /// The language, if the recogniser tells.
    pub(crate) lang: Option<Lang>,
    /// Who heard it.
    pub(crate) engine: &'static str,
}

/// Why nothing could be heard.
#[derive(Debug, thiserror::Error)]
pub enum EarError {
    /// The owner has not chosen a recogniser.
    #[error("no recogniser is set up")]
    Off,
    /// The file with the recogniser's key cannot be read.
    #[error("the recogniser's key in `{path}` cannot be read: {reason}")]
    Key {
        /// Which file.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// The recogniser that the owner chose has not been pulled.
    #[error("the package `{package}` has not been pulled")]
    Package {
        /// Which package.
        package: &'static str,
    },
    /// The sound or the recogniser is at fault.
    #[error(transparent)]
    Speech(#[from] SpeechError),
}

/// A recogniser that the owner chose.
enum Ears {
    Wyoming(WyomingRecogniser),
    OpenAi(OpenAiAudio),
    /// In this program.
    SenseVoice,
    /// In this program, for English commands only.
    Sphinx(Arc<Attentive>),
}

impl Hub {
    /// The voice that the configuration names. Found once, and again when the name changes.
    pub async fn voice(&self) -> Result<Espeak, SpeechError> {
        let program = self.config().speech.espeak.clone();
        let known = self.voices.known(&program);
        if let Some(voice) = known {
            return Ok(voice);
        }
        let voice = Espeak::find(&program, Manner::default()).await?;
        self.voices.keep(Some((program, voice.clone())));
        Ok(voice)
    }

    /// Says everything; empty if the text has no word.
    pub async fn say(&self, spoken: &Spoken) -> Result<Pcm, SpeechError> {
        let said = self.voice().await?.whole(spoken).await;
        if matches!(said, Err(SpeechError::Unreachable { .. })) {
            // It may have been removed or replaced: look for it again next time.
            self.voices.keep(None);
        }
        said
    }

    /// Hears a WAV file with one utterance, with the recogniser that the configuration names.
    pub async fn hear(&self, file: Vec<u8>, lang: Option<Lang>) -> Result<Heard, EarError> {
        let ears = self.chosen_ears().await?;
        let (sound, whole_secs) = {
            let _hearer = self.hearers.acquire().await;
            decode(file).await?
        };
        let Some(sound) = sound else {
            let note = format!("nobody speaks in {whole_secs:.1} s of sound");
            return Ok(Heard {
                note,
                ..Heard::default()
            });
        };
        let secs = seconds(sound.samples.len());
        let options = ListenOptions {
            lang,
            names: self.likely_names().await,
        };
        let heard = ears.transcribe(self, sound, &options).await?;
        let missed = heard.alternatives.is_empty() && matches!(ears, Ears::Sphinx(_));
        Ok(Heard {
            text: heard.text().to_owned(),
            lang: heard.lang,
            note: format!(
                "{} heard {secs:.1} s of speech in {whole_secs:.1} s of sound",
                ears.word()
            ),
            missed,
        })
    }

    /// Hears one phrase: mono, 16 kHz, at most 30 s, with the recogniser that the configuration names.
    pub(crate) async fn hear_words(
        &self,
        sound: Pcm,
        options: &ListenOptions,
    ) -> Result<HeardWords, EarError> {
        let ears = self.chosen_ears().await?;
        let engine = ears.word();
        let (transcript, words) = match &ears {
            Ears::Sphinx(own) => self.attend_words(own, sound).await,
            Ears::SenseVoice => {
                let store = self.store()?;
                let heard = self.sense_voice.hear(&store, sound, options).await?;
                let words = heard.words.clone();
                (heard.transcript(), words)
            }
            Ears::Wyoming(_) | Ears::OpenAi(_) => {
                (ears.transcribe(self, sound, options).await?, Vec::new())
            }
        };
        Ok(HeardWords {
            alternatives: transcript.alternatives,
            words,
            lang: transcript.lang,
            engine,
        })
    }

    /// Who hears at this moment, and which languages.
    pub(crate) async fn hears(&self) -> Result<(&'static str, Vec<Lang>), EarError> {
        let ears = self.chosen_ears().await?;
        let langs = match &ears {
            Ears::Sphinx(_) => vec![Lang::En],
            Ears::Wyoming(_) | Ears::OpenAi(_) | Ears::SenseVoice => Lang::ALL.to_vec(),
        };
        Ok((ears.word(), langs))
    }

    /// What hears at this moment: the recogniser that the owner chose, or Ling's own; `none` if nothing does.
    pub(crate) async fn hears_with(&self) -> String {
        let chosen = self.config().speech.recogniser.clone();
        match chosen.as_str() {
            "none" => self
                .chosen_ears()
                .await
                .map_or(chosen, |own| own.word().to_owned()),
            _ => chosen,
        }
    }

    /// The recogniser that the owner chose, else Ling's own, if its package is there.
    async fn chosen_ears(&self) -> Result<Ears, EarError> {
        let config = self.config();
        if config.speech.recogniser == ENGINE {
            return Ok(Ears::SenseVoice);
        }
        let chosen = Ears::new(&config).await;
        let is_off = matches!(chosen, Err(EarError::Off));
        if is_off && self.knows_words().await {
            return Ok(Ears::SenseVoice);
        }
        // What is not used keeps no memory.
        self.sense_voice.forget().await;
        match is_off {
            true => self
                .sphinx
                .attentive()
                .await
                .map(Ears::Sphinx)
                .ok_or(EarError::Off),
            false => chosen,
        }
    }

    /// What hears English commands while they are spoken, if nothing else is to hear.
    pub async fn own_ears(&self) -> Option<Arc<Attentive>> {
        match self.chosen_ears().await {
            Ok(Ears::Sphinx(own)) => Some(own),
            _ => None,
        }
    }

    /// Whether the package of the recogniser for any words is there.
    pub(crate) async fn knows_words(&self) -> bool {
        match self.store() {
            Ok(store) => self.sense_voice.is_pulled(&store).await,
            Err(_) => false,
        }
    }

    /// The packages as the configuration names their folder.
    fn store(&self) -> Result<Store, SpeechError> {
        let store = Store::of(&self.data, &self.config().models);
        store.map_err(|why| SpeechError::Missing {
            engine: ENGINE.into(),
            why,
        })
    }

    async fn likely_names(&self) -> Vec<String> {
        let names = crate::world::names(self).await;
        let said = names.into_iter().filter(|name| name.list != "song");
        let mut said: Vec<String> = said.map(|name| name.name).collect();
        said.dedup();
        said.truncate(NAMES_MAX);
        said
    }
}

impl Voices {
    fn known(&self, program: &PathBuf) -> Option<Espeak> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (name, voice) = known.as_ref()?;
        (name == program).then(|| voice.clone())
    }

    fn keep(&self, voice: Option<(PathBuf, Espeak)>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = voice;
    }
}

impl Ears {
    async fn new(config: &Config) -> Result<Ears, EarError> {
        let speech = &config.speech;
        let (url, model) = (&speech.recogniser_url, &speech.recogniser_model);
        match speech.recogniser.as_str() {
            "wyoming" => Ok(Ears::Wyoming(WyomingRecogniser::new(url, Some(model))?)),
            "openai" => {
                let key = key(speech.recogniser_key_file.as_ref()).await?;
                let service = OpenAiAudio::new(web::client().clone(), url, model, key)?;
                Ok(Ears::OpenAi(service))
            }
            _ => Err(EarError::Off),
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Ears::Wyoming(_) => "wyoming",
            Ears::OpenAi(_) => "openai",
            Ears::SenseVoice => ENGINE,
            Ears::Sphinx(_) => sphinx::ENGINE,
        }
    }

    async fn transcribe(
        &self,
        hub: &Hub,
        sound: Pcm,
        options: &ListenOptions,
    ) -> Result<Transcript, EarError> {
        match self {
            Ears::Wyoming(server) => Ok(server.transcribe(sound, options).await?),
            Ears::OpenAi(service) => Ok(service.transcribe(&sound, options).await?),
            Ears::SenseVoice => {
                let store = hub.store()?;
                hub.sense_voice.transcribe(&store, sound, options).await
            }
            Ears::Sphinx(own) => Ok(hub.attend(own, sound).await),
        }
    }
}

async fn key(file: Option<&PathBuf>) -> Result<Option<String>, EarError> {
    use tokio::io::AsyncReadExt;
    let Some(path) = file else { return Ok(None) };
    let read = async {
        let mut key = String::new();
        let file = tokio::fs::File::open(path).await?;
        file.take(KEY_BYTES_MAX).read_to_string(&mut key).await?;
        Ok(Some(key.trim().to_owned()))
    };
    read.await.map_err(|error: std::io::Error| EarError::Key {
        path: path.display().to_string(),
        reason: error.to_string(),
    })
}

/// The part of a sound file in which somebody speaks, and how many seconds the whole lasts.
async fn decode(file: Vec<u8>) -> Result<(Option<Pcm>, f64), SpeechError> {
    let decoding = tokio::task::spawn_blocking(move || {
        let whole = unpack(&file, &Limits::UTTERANCE)?;
        let secs = seconds(whole.samples.len());
        Ok((spoken_part(whole), secs))
    });
    match decoding.await {
        Ok(decoded) => decoded,
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}

/// From the first word to the last. A pause for thought inside stays: whoever recorded this said when it ended.
fn spoken_part(mut sound: Pcm) -> Option<Pcm> {
    let mut vad = Earshot::new();
    let (mut first, mut last, mut speaks) = (None, 0, false);
    let mut pieces = std::iter::once(sound.samples.as_slice()).chain(std::iter::repeat(&[][..]));
    while let Some(edge) = vad.push(pieces.next().unwrap_or_default()) {
        match edge {
            Edge::Start(at) => {
                first = first.or(Some(at));
                speaks = true;
            }
            Edge::End(at) => (last, speaks) = (at, false),
        }
    }
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    let margin = RATE_HZ as usize * MARGIN_MS / 1000;
    let from = place(first?).saturating_sub(margin);
    let end = sound.samples.len();
    let to = match speaks {
        true => end,
        false => place(last).saturating_add(margin).min(end),
    };
    sound.samples.truncate(to);
    sound.samples.drain(..from.min(to));
    Some(sound)
}

fn seconds(n_samples: usize) -> f64 {
    n_samples as f64 / f64::from(RATE_HZ)
}
