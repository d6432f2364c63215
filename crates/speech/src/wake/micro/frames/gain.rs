//! Every channel is brought to the same loudness, measured by its noise (per-channel amplitude normalisation).

use std::hint::black_box;

use super::{CORRECTION_BITS, noise::SMOOTHING_BITS};

/// The gain is a whole number of 2 to minus this power.
const GAIN_BITS: u32 = 21;

/// How strongly noise turns the gain down, and the noise at which it begins to.
const STRENGTH: f32 = 0.95;
const OFFSET: f32 = 80.0;

/// Bits after the point of a loudness relative to its noise, and of what is made of it.
const SNR_BITS: u32 = 12;
const OUT_BITS: u32 = 6;

/// The gain for each noise: a parabola between two powers of two.
pub(super) struct Gain {
    /// The gain at 0 and 1.
    first: [i16; 2],
    /// For noise of so many bits: the gain at the beginning, its slope and its curve.
    parabolas: [[i16; 3]; 33],
}

impl Gain {
    pub fn new() -> Gain {
        let mut parabolas = [[0; 3]; 33];
        for (bits, parabola) in parabolas.iter_mut().enumerate().skip(2) {
            let begin = 1u32 << (bits - 1);
            let end = begin.saturating_mul(2);
            let from = i32::from(exact(begin));
            let to_middle = i32::from(exact(begin + begin / 2)) - from;
            let to_end = i32::from(exact(end)) - from;
            let slope = 4 * to_middle - to_end;
            *parabola = [from as i16, slope as i16, (to_end - slope) as i16];
        }
        Gain {
            first: [exact(0), exact(1)],
            parabolas,
        }
    }

    /// The channel's value, given the noise in it.
    pub fn apply(&self, channel: u32, noise: u32) -> u32 {
        let gain = i64::from(self.at(noise)) as u64;
        let snr = (u64::from(channel).wrapping_mul(gain)
            >> (GAIN_BITS - CORRECTION_BITS - SNR_BITS)) as u32;
        if snr < 2 << SNR_BITS {
            (snr * snr) >> (2 + 2 * SNR_BITS - OUT_BITS)
        } else {
            (snr >> (SNR_BITS - OUT_BITS)) - (1 << OUT_BITS)
        }
    }

    fn at(&self, noise: u32) -> i16 {
        if noise < 2 {
            return self.first[noise as usize];
        }
        let bits = u32::BITS - noise.leading_zeros();
        let [from, slope, curve] = self.parabolas[bits as usize].map(i32::from);
        let way = match bits < 11 {
            true => noise << (11 - bits),
            false => noise >> (bits - 11),
        };
        let way = (way & 0x3ff) as i32;
        let bent = (((curve * way) >> 5) + (slope << 5)).wrapping_mul(way);
        ((bent.wrapping_add(1 << 14) >> 15) + from) as i16
    }
}

/// The gain for a noise, from the formula.
fn exact(noise: u32) -> i16 {
    // By the library, not by the compiler: see `mel`.
    let noise = black_box(noise) as f32 / (1 << (SMOOTHING_BITS - CORRECTION_BITS)) as f32;
    let gain = (1 << GAIN_BITS) as f32 * (noise + OFFSET).powf(-STRENGTH);
    if gain > f32::from(i16::MAX) {
        i16::MAX
    } else {
        (gain + 0.5) as i16
    }
}
