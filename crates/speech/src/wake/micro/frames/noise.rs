//! What is always there is taken out of each channel.

use super::N_CHANNELS;

/// The estimates are kept with so many bits after the point.
pub(super) const SMOOTHING_BITS: u32 = 10;

/// What is a fraction here is one of 2 to this power.
const BITS: u32 = 14;

/// How fast the estimates of even and odd channels follow: 0.025 and 0.06 a frame.
const FOLLOW: [u64; 2] = [
    (0.025 * (1 << BITS) as f64) as u64,
    (0.06 * (1 << BITS) as f64) as u64,
];

/// At least so much of the sound is left: 0.05.
const LEFT_MIN: u64 = (0.05 * (1 << BITS) as f64) as u64;

/// How loud the steady part of each channel is.
pub(super) struct Noise {
    estimates: [u32; N_CHANNELS],
}

impl Noise {
    pub fn new() -> Noise {
        Noise {
            estimates: [0; N_CHANNELS],
        }
    }

    /// The channel without its noise, and the noise.
    pub fn reduce(&mut self, idx: usize, channel: u32) -> (u32, u32) {
        let follow = FOLLOW[idx & 1];
        let scaled = channel << SMOOTHING_BITS;
        let estimate = &mut self.estimates[idx];
        *estimate = ((u64::from(scaled) * follow + u64::from(*estimate) * ((1 << BITS) - follow))
            >> BITS) as u32;
        let floor = ((u64::from(channel) * LEFT_MIN) >> BITS) as u32;
        let cleaned = (scaled - scaled.min(*estimate)) >> SMOOTHING_BITS;
        (cleaned.max(floor), *estimate)
    }
}
