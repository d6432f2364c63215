//! What stands between a microphone and the ears: the echo of our own loudspeaker taken out, and steady noise where
//! it is asked for.
//!
//! Both are WebRTC's, in the crates `sonora` and `sonora-aec3`. Push what the microphone heard together with
//! what the loudspeaker played meanwhile:
//!
//! ```
//! use ling_speech::front::{Front, FrontOptions};
//! let mut front = Front::new(FrontOptions::default());
//! let (mic, played) = ([0.0; 400], [0.0; 400]);
//! assert_eq!(front.push(&mic, &played).len(), 384);
//! ```

mod echo;
mod own_voice;
mod playback;
#[cfg(test)]
mod tests;

use sonora::{
    AudioProcessing, Config, StreamConfig,
    config::{NoiseSuppression, NoiseSuppressionLevel},
};

pub use own_voice::is_own_voice;
pub use playback::{AnswerId, Playback};

use crate::RATE_HZ;

use echo::{Echo, FRAME};

/// Samples whose noise is made less at once: 10 ms.
const NOISE_FRAME: usize = RATE_HZ as usize / 100;

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
    echo: Option<Box<Echo>>,
    noise: Option<Box<AudioProcessing>>,
    /// Sound that does not fill a frame yet; both are as long.
    mic: Vec<f32>,
    played: Vec<f32>,
    /// Sound without echo that does not fill a frame of noise yet.
    clean: Vec<f32>,
}

impl Front {
    /// A front end at the beginning of a stream.
    pub fn new(options: FrontOptions) -> Front {
        Front {
            echo: options.echo.then(|| Box::new(Echo::new())),
            noise: options.noise.then(|| Box::new(less_noise())),
            mic: Vec::new(),
            played: Vec::new(),
            clean: Vec::new(),
        }
    }

    /// Adds what the microphone heard, and what the loudspeaker played in the same stretch of time; where `played`
    /// is shorter, the rest was silence, and what it has beyond that is dropped. Numbers that are none count as
    /// silence. Gives the clean sound of all whole frames of 4 ms, or 10 ms where noise is made less: at most one
    /// frame later than it came.
    pub fn push(&mut self, mic: &[f32], played: &[f32]) -> Vec<f32> {
        self.mic.extend(mic.iter().map(|x| sample(*x)));
        let rest = mic.len().saturating_sub(played.len());
        let played = played.iter().take(mic.len()).map(|x| sample(*x));
        self.played
            .extend(played.chain(std::iter::repeat_n(0.0, rest)));
        let Some(echo) = &mut self.echo else {
            self.played.clear();
            let mic = std::mem::take(&mut self.mic);
            return self.with_less_noise(mic);
        };
        let n_whole = self.mic.len() / FRAME * FRAME;
        let frames = self.mic[..n_whole].chunks_exact(FRAME);
        let frames = frames.zip(self.played.chunks_exact(FRAME));
        let clean = frames.flat_map(|(mic, played)| echo.clean(mic, played));
        let clean: Vec<f32> = clean.collect();
        self.mic.drain(..n_whole);
        self.played.drain(..n_whole);
        self.with_less_noise(clean)
    }

    fn with_less_noise(&mut self, sound: Vec<f32>) -> Vec<f32> {
        let Some(noise) = &mut self.noise else {
            return sound;
        };
        self.clean.extend(sound);
        let n_whole = self.clean.len() / NOISE_FRAME * NOISE_FRAME;
        let frames = self.clean[..n_whole].chunks_exact(NOISE_FRAME);
        let less: Vec<f32> = frames.flat_map(|frame| quiet(noise, frame)).collect();
        self.clean.drain(..n_whole);
        less
    }
}

fn less_noise() -> AudioProcessing {
    let stream = StreamConfig::new(RATE_HZ, 1);
    let noise = NoiseSuppression {
        level: NoiseSuppressionLevel::Moderate,
        ..NoiseSuppression::default()
    };
    let config = Config {
        noise_suppression: Some(noise),
        ..Config::default()
    };
    let builder = AudioProcessing::builder().config(config);
    builder.capture_config(stream).render_config(stream).build()
}

/// One frame with less noise. Frames of one size in one format cannot be refused; the sound as it came is better
/// than none if one is.
fn quiet(noise: &mut AudioProcessing, frame: &[f32]) -> [f32; NOISE_FRAME] {
    let mut out = [0.0; NOISE_FRAME];
    if noise
        .process_capture_f32(&[frame], &mut [&mut out])
        .is_err()
    {
        out.copy_from_slice(frame);
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
