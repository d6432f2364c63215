//! What the nets hear: forty numbers for every ten milliseconds, made from whole numbers only.
//!
//! This is the front end of TensorFlow Lite for Microcontrollers, with the settings of microWakeWord. The nets were
//! trained on its roundings, so every one of them is kept.

mod fft;
mod gain;
mod log;
mod mel;
mod noise;

use fft::{Fft, N_FFT};
use gain::Gain;
use log::Log;
use mel::Mel;
use noise::Noise;

/// Numbers of one frame.
pub const N_CHANNELS: usize = 40;

/// Samples from one frame to the next: 10 ms.
const STEP: usize = 160;

/// Samples under the window: 30 ms.
const WINDOW: usize = 480;

/// The window's values are fractions of 2 to this power.
const WINDOW_BITS: u32 = 12;

/// How much the FFT's and the filters' scales differ, in bits.
const CORRECTION_BITS: u32 = N_FFT.trailing_zeros() - mel::WEIGHT_BITS / 2;

/// A stream of sound on its way to frames.
pub struct Frames {
    window: Vec<i16>,
    /// Samples that do not fill a window yet, the oldest first.
    waiting: Vec<i16>,
    fft: Fft,
    mel: Mel,
    noise: Noise,
    gain: Gain,
    log: Log,
}

impl Default for Frames {
    fn default() -> Frames {
        Frames::new()
    }
}

impl Frames {
    /// The beginning of a stream.
    pub fn new() -> Frames {
        Frames {
            window: hann(),
            waiting: Vec::with_capacity(WINDOW),
            fft: Fft::new(),
            mel: Mel::new(),
            noise: Noise::new(),
            gain: Gain::new(),
            log: Log::new(),
        }
    }

    /// Takes samples until a frame is whole; says how many were taken.
    pub fn push(&mut self, samples: &[i16]) -> (usize, Option<[u16; N_CHANNELS]>) {
        let n = samples.len().min(WINDOW - self.waiting.len());
        self.waiting.extend_from_slice(&samples[..n]);
        if self.waiting.len() < WINDOW {
            return (n, None);
        }
        let frame = self.frame();
        self.waiting.drain(..STEP);
        (n, Some(frame))
    }

    /// Forgets the sound and the noise in it.
    pub fn reset(&mut self) {
        self.waiting.clear();
        self.noise = Noise::new();
    }

    fn frame(&mut self) -> [u16; N_CHANNELS] {
        let mut sound = [0; N_FFT];
        let mut peak = 0;
        for ((to, sample), weight) in sound.iter_mut().zip(&self.waiting).zip(&self.window) {
            *to = ((i32::from(*sample) * i32::from(*weight)) >> WINDOW_BITS) as i16;
            peak = peak.max(to.wrapping_abs());
        }
        // As loud as sixteen bits allow, so that the transform loses as little as it can.
        let shift = 15 - (i16::BITS - peak.leading_zeros());
        sound.iter_mut().for_each(|sample| *sample <<= shift);
        let mut channels = self.mel.energies(self.fft.transform(&sound), shift);
        for (idx, channel) in channels.iter_mut().enumerate() {
            let (cleaned, noise) = self.noise.reduce(idx, *channel);
            *channel = self.gain.apply(cleaned, noise);
        }
        channels.map(|channel| self.log.apply(channel, CORRECTION_BITS))
    }
}

/// A Hann window whose points lie between the samples.
fn hann() -> Vec<i16> {
    // By the library, not by the compiler: see `mel`.
    let step = std::hint::black_box(std::f32::consts::PI * 2.0 / WINDOW as f32);
    (0..WINDOW)
        .map(|at| 0.5 - 0.5 * (step * (at as f32 + 0.5)).cos())
        .map(|weight| (weight * (1 << WINDOW_BITS) as f32 + 0.5).floor() as i16)
        .collect()
}
