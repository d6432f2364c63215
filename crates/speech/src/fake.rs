//! Engines that hear and say what a test tells them.

use std::{collections::VecDeque, ops::ControlFlow};

use ling_base::Pcm;

use crate::{
    ListenOptions, Listening, Partial, Recognizer, SpeechError, Spoken, Synthesizer, Transcript,
    WakeWord, Woken,
};

/// Hears the same words in every sound; one more word in every partial.
#[derive(Clone, Debug, Default)]
pub struct FakeRecognizer {
    /// What it hears.
    pub hears: String,
}

impl Recognizer for FakeRecognizer {
    fn start(&self, _options: &ListenOptions) -> Result<Box<dyn Listening>, SpeechError> {
        Ok(Box::new(FakeListening {
            hears: self.hears.clone(),
            n_pushed: 0,
            n_samples: 0,
        }))
    }
}

struct FakeListening {
    hears: String,
    n_pushed: usize,
    n_samples: usize,
}

impl Listening for FakeListening {
    fn push(&mut self, samples: &[f32]) -> Result<Option<Partial>, SpeechError> {
        self.n_pushed += 1;
        self.n_samples += samples.len();
        let chars: Vec<char> = self.hears.chars().collect();
        let text: String = chars.iter().take(self.n_pushed).collect();
        Ok((self.n_pushed <= chars.len()).then_some(Partial { text }))
    }

    fn finish(self: Box<Self>) -> Result<Transcript, SpeechError> {
        let heard = if self.n_samples == 0 { "" } else { &self.hears };
        Ok(Transcript::of(heard, None))
    }
}

/// Says every character as 100 ms of a tone, sentence by sentence, at 16 kHz.
#[derive(Clone, Debug, Default)]
pub struct FakeSynthesizer;

impl Synthesizer for FakeSynthesizer {
    fn speak(
        &self,
        spoken: &Spoken,
        sink: &mut dyn FnMut(Pcm) -> ControlFlow<()>,
    ) -> Result<(), SpeechError> {
        for sentence in ling_text::cut::sentences(&spoken.text) {
            let n_samples = sentence.chars().count() * 1_600;
            let samples = (0..n_samples)
                .map(|at| 0.3 * (at as f32 * 0.17).sin())
                .collect();
            if sink(Pcm {
                rate_hz: 16_000,
                samples,
            })
            .is_break()
            {
                break;
            }
        }
        Ok(())
    }
}

/// Hears a wake word where it is told to.
#[derive(Clone, Debug, Default)]
pub struct FakeWake {
    /// The words, in the order in which they come.
    pub words: VecDeque<Woken>,
    /// Samples so far.
    pub n_samples: u64,
}

impl WakeWord for FakeWake {
    fn push(&mut self, samples: &[f32]) -> Option<Woken> {
        self.n_samples += samples.len() as u64;
        let n_samples = self.n_samples;
        self.words.pop_front_if(|next| next.at <= n_samples)
    }

    fn reset(&mut self) {
        self.n_samples = 0;
    }
}

/// Noise of a linear congruential generator, `loud` of 32768: the same samples in every test and in `tools/ref`.
pub fn noise(n: usize, loud: u32) -> impl Iterator<Item = f32> {
    let mut state = 1u32;
    (0..n).map(move |_| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff;
        (((state >> 16) % (2 * loud + 1)) as f32 - loud as f32) / 32_768.0
    })
}

/// Soft noise, then loud noise: half a second at 16 kHz.
pub fn steps() -> Vec<f32> {
    noise(4_000, 100).chain(noise(4_000, 5_000)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ling_base::Lang;

    #[test]
    fn a_recogniser_hears_what_it_is_told() {
        let engine = FakeRecognizer {
            hears: "开灯".into(),
        };
        let mut listening = engine.start(&ListenOptions::default()).unwrap();
        assert_eq!(listening.push(&[0.1]).unwrap().unwrap().text, "开");
        assert_eq!(listening.finish().unwrap().text(), "开灯");
        assert_eq!(
            engine
                .start(&ListenOptions::default())
                .unwrap()
                .finish()
                .unwrap()
                .text(),
            ""
        );
    }

    #[test]
    fn a_wake_word_comes_when_it_is_told_to() {
        let next = Woken {
            word: "小灵".into(),
            at: 500,
            score: 1.0,
        };
        let mut wake = FakeWake {
            words: [next.clone()].into(),
            n_samples: 0,
        };
        assert_eq!(wake.push(&[0.0; 499]), None);
        assert_eq!(wake.push(&[0.0; 499]), Some(next));
        assert_eq!(wake.push(&[]), None);
    }

    #[test]
    fn a_voice_stops_when_its_listener_does() {
        let spoken = Spoken {
            text: "好。再见。".into(),
            lang: Lang::Zh,
        };
        let mut n_heard = 0;
        FakeSynthesizer
            .speak(&spoken, &mut |_| {
                n_heard += 1;
                ControlFlow::Break(())
            })
            .unwrap();
        assert_eq!(n_heard, 1);
    }
}
