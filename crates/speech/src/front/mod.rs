//! What stands between a microphone and the ears: the echo of our own loudspeaker taken out, and steady noise where
//! it is asked for.
//!
//! The canceller is WebRTC's third one (AEC3), in the crate `sonora`. Push what the microphone heard together with
//! what the loudspeaker played meanwhile:
//!
//! ```
//! use ling_speech::front::{Front, FrontOptions};
//! let mut front = Front::new(FrontOptions::default());
//! let (mic, played) = ([0.0; 400], [0.0; 400]);
//! assert_eq!(front.push(&mic, &played).len(), 320);
//! ```

mod own_voice;
#[cfg(test)]
mod tests;

use sonora::{
    AudioProcessing, Config, StreamConfig,
    config::{EchoCanceller, HighPassFilter, NoiseSuppression, NoiseSuppressionLevel},
};

pub use own_voice::is_own_voice;

use crate::RATE_HZ;

/// Samples that are cleaned at once: 10 ms.
const FRAME: usize = RATE_HZ as usize / 100;

/// What is taken out of the sound of a microphone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontOptions {
    /// The echo of what the loudspeaker plays.
    pub echo: bool,
    /// Steady noise. Recognisers that were trained on noise hear worse behind it, so it is off unless asked for.
    pub noise: bool,
}

impl Default for FrontOptions {
    fn default() -> FrontOptions {
        FrontOptions {
            echo: true,
            noise: false,
        }
    }
}

/// Cleans one stream of one microphone: mono, [`RATE_HZ`], in [-1, 1].
pub struct Front {
    processing: AudioProcessing,
    /// Sound that does not fill a frame yet; both are as long.
    mic: Vec<f32>,
    played: Vec<f32>,
}

impl Front {
    /// A front end at the beginning of a stream.
    pub fn new(options: FrontOptions) -> Front {
        let stream = StreamConfig::new(RATE_HZ, 1);
        let noise = NoiseSuppression {
            level: NoiseSuppressionLevel::Moderate,
            ..NoiseSuppression::default()
        };
        let config = Config {
            high_pass_filter: Some(HighPassFilter::default()),
            echo_canceller: options.echo.then(EchoCanceller::default),
            noise_suppression: options.noise.then_some(noise),
            ..Config::default()
        };
        let processing = AudioProcessing::builder()
            .config(config)
            .capture_config(stream)
            .render_config(stream)
            .build();
        Front {
            processing,
            mic: Vec::new(),
            played: Vec::new(),
        }
    }

    /// Adds what the microphone heard, and what the loudspeaker played in the same stretch of time; where `played`
    /// is shorter, the rest was silence, and what it has beyond that is dropped. Numbers that are none count as
    /// silence. Gives the clean sound of all whole frames of 10 ms, at most one frame later than it came.
    pub fn push(&mut self, mic: &[f32], played: &[f32]) -> Vec<f32> {
        self.mic.extend(mic.iter().map(|x| sample(*x)));
        let rest = mic.len().saturating_sub(played.len());
        let played = played.iter().take(mic.len()).map(|x| sample(*x));
        self.played
            .extend(played.chain(std::iter::repeat_n(0.0, rest)));
        let n_whole = self.mic.len() / FRAME * FRAME;
        let mut clean = Vec::with_capacity(n_whole);
        for (mic, played) in self.mic[..n_whole]
            .chunks_exact(FRAME)
            .zip(self.played.chunks_exact(FRAME))
        {
            clean.extend(frame(&mut self.processing, mic, played));
        }
        self.mic.drain(..n_whole);
        self.played.drain(..n_whole);
        clean
    }
}

/// One frame without its echo. Frames of one size in one format cannot be refused; the sound as it came is better
/// than none if one is.
fn frame(processing: &mut AudioProcessing, mic: &[f32], played: &[f32]) -> [f32; FRAME] {
    let mut out = [0.0; FRAME];
    let rendered = processing.process_render_f32(&[played], &mut [&mut out]);
    let captured = processing.process_capture_f32(&[mic], &mut [&mut out]);
    if rendered.is_err() || captured.is_err() {
        out.copy_from_slice(mic);
    }
    out
}

fn sample(x: f32) -> f32 {
    if x.is_finite() {
        x.clamp(-1.0, 1.0)
    } else {
        0.0
    }
}
