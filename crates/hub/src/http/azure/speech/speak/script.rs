//! A script as sound and marks, sentence by sentence.

use ling_base::Lang;
use ling_speech::{
    Resampler, SpeechError, Spoken,
    tts::{espeak, marks::align},
};
use ling_text::{cut, script::lang_seen};
use serde_json::Value;
use tokio::sync::mpsc;

use super::{
    Script,
    format::{ENGINE_HZ, pcm},
    marks::{bookmark, boundary, session_end},
    ssml::{Part, Say, Style},
    words::{self, Word},
};
use crate::{Hub, out::espeak::Espeak};

/// Longest sound, in seconds, as with Azure.
const SOUND_SECS_MAX: f64 = 600.0;

/// What has been made.
pub(in super::super) enum Piece {
    Marks(Vec<Value>),
    Sound(Vec<u8>),
}

/// Why nothing more is made.
pub(in super::super) enum Mute {
    /// Nobody listens any more.
    Gone,
    Speech(SpeechError),
    /// It is too long.
    Long,
}

impl From<SpeechError> for Mute {
    fn from(error: SpeechError) -> Mute {
        Mute::Speech(error)
    }
}

struct Reader<'a> {
    hub: &'a Hub,
    script: &'a Script,
    voice: Espeak,
    resampler: Resampler,
    out: mpsc::Sender<Piece>,
    /// Seconds so far.
    at: f64,
}

/// Speaks a script into a channel; dropping its other end stops everything.
pub(in super::super) async fn speak(
    hub: Hub,
    script: Script,
    out: mpsc::Sender<Piece>,
) -> Result<(), Mute> {
    let mut reader = Reader {
        voice: hub.voice().await?,
        resampler: Resampler::new(ENGINE_HZ, script.format.rate_hz),
        hub: &hub,
        script: &script,
        out,
        at: 0.0,
    };
    for part in &script.parts {
        match part {
            Part::Say(say) => reader.say(say).await?,
            Part::Pause(ms) => reader.pause(*ms).await?,
            Part::Bookmark(name) if script.marks.bookmarks => {
                let mark = bookmark(name, reader.at);
                reader.tell(vec![mark]).await?;
            }
            Part::Bookmark(_) => {}
        }
        if reader.at > SOUND_SECS_MAX {
            return Err(Mute::Long);
        }
    }
    reader.end().await
}

impl Reader<'_> {
    async fn say(&mut self, say: &Say) -> Result<(), Mute> {
        let said = say.spoken.as_ref().unwrap_or(&say.text);
        let lang = language(said, say.style);
        let sentences = cut::sentences(said);
        for sentence in &sentences {
            let written = if say.spoken.is_some() {
                say.text.trim()
            } else {
                sentence
            };
            let words = match say.spoken.is_some() {
                true => vec![Word {
                    range: 0..written.len(),
                    is_mark: false,
                    parts: words::parts(sentence, lang),
                }],
                false => words::words(sentence, lang),
            };
            self.sentence(sentence, written, &words, say.style, lang)
                .await?;
        }
        Ok(())
    }

    async fn sentence(
        &mut self,
        said: &str,
        written: &str,
        words: &[Word],
        style: Style,
        lang: Lang,
    ) -> Result<(), Mute> {
        let text = said.to_owned();
        for planned in espeak::plan(&Spoken { text, lang })? {
            let speaker = self.hub.programs.speech.speakers.acquire().await;
            let made = self
                .voice
                .timed(&planned, manner(style), self.script.marks.needs_times())
                .await?;
            drop(speaker);
            let start = self.at;
            let lasts = made.sound.samples.len() as f64 / f64::from(ENGINE_HZ);
            let parts: Vec<Vec<f64>> = words.iter().map(|word| word.parts.clone()).collect();
            let times = align(&parts, &made.groups);
            let mut marks = Vec::new();
            if self.script.marks.sentences {
                marks.push(boundary("SentenceBoundary", written, start, start + lasts));
            }
            for (word, time) in words.iter().zip(times) {
                let (kind, is_wanted) = match word.is_mark {
                    true => ("PunctuationBoundary", self.script.marks.punctuation),
                    false => ("WordBoundary", self.script.marks.words),
                };
                if is_wanted {
                    let text = &written[word.range.clone()];
                    marks.push(boundary(kind, text, start + time.start, start + time.end));
                }
            }
            self.tell(marks).await?;
            self.sound(made.sound.samples, style.volume).await?;
        }
        Ok(())
    }

    async fn pause(&mut self, ms: u64) -> Result<(), Mute> {
        let n = usize::try_from(ms * u64::from(ENGINE_HZ) / 1000).unwrap_or(0);
        self.sound(vec![0.0; n], 1.0).await
    }

    async fn sound(&mut self, mut samples: Vec<f32>, volume: f64) -> Result<(), Mute> {
        self.at += samples.len() as f64 / f64::from(ENGINE_HZ);
        samples
            .iter_mut()
            .for_each(|sample| *sample *= volume as f32);
        let made = pcm(&self.resampler.push(&samples));
        self.send(Piece::Sound(made)).await
    }

    async fn end(mut self) -> Result<(), Mute> {
        let last = std::mem::replace(&mut self.resampler, Resampler::new(0, 0));
        self.send(Piece::Sound(pcm(&last.finish()))).await?;
        match self.script.marks.session_end {
            true => self.tell(vec![session_end(self.at)]).await,
            false => Ok(()),
        }
    }

    async fn tell(&mut self, marks: Vec<Value>) -> Result<(), Mute> {
        match marks.is_empty() {
            true => Ok(()),
            false => self.send(Piece::Marks(marks)).await,
        }
    }

    async fn send(&mut self, piece: Piece) -> Result<(), Mute> {
        self.out.send(piece).await.map_err(|_| Mute::Gone)
    }
}

/// The language of the frame: as the document says, or the voice; a voice of many languages takes the text's.
fn language(text: &str, style: Style) -> Lang {
    let told = style.lang.or(style.voice.lang);
    told.or_else(|| lang_seen(text)).unwrap_or(Lang::En)
}

/// The manner of espeak-ng: 165 words a minute and a pitch of 50 are usual, and 65 steps of pitch are an octave
/// (measured: 97 Hz at 50, 125 Hz at 75, 164 Hz at 99).
fn manner(style: Style) -> espeak::Manner {
    let usual = espeak::Manner::default();
    let steps = 65.0 * (style.pitch * style.voice.pitch).max(0.1).log2();
    espeak::Manner {
        words_per_minute: (f64::from(usual.words_per_minute) * style.rate).round() as u32,
        pitch: (f64::from(usual.pitch) + steps).round().clamp(0.0, 99.0) as u32,
    }
}
