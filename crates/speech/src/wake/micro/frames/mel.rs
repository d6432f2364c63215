//! How loud the forty bands are: triangles from 125 to 7,500 Hz, evenly spaced as we hear.

use std::hint::black_box;

use super::{N_CHANNELS, fft::Pair};

/// Weights are fractions of 2 to this power.
pub(super) const WEIGHT_BITS: u32 = 12;

/// Where the lowest band begins and the highest ends.
const LOW_HZ: f32 = 125.0;
const HIGH_HZ: f32 = 7_500.0;

/// Distance of two frequencies of the spectrum.
const HZ_PER_BIN: f32 = 31.25;

/// The lowest frequency that counts: the first one past [`LOW_HZ`].
const FIRST_BIN: usize = (1.5 + LOW_HZ / HZ_PER_BIN) as usize;

/// How much of a frequency falls into the rising flank of a band, and how much is left to the band below.
struct Share {
    rising: u64,
    falling: u64,
}

/// The triangles.
pub(super) struct Mel {
    /// For each flank, from the lowest on, the shares of its frequencies; together they cover them without a gap.
    flanks: Vec<Vec<Share>>,
}

impl Mel {
    pub fn new() -> Mel {
        let low = mel(LOW_HZ);
        let spacing = (mel(HIGH_HZ) - low) / (N_CHANNELS + 1) as f32;
        let top = |flank: usize| low + spacing * (flank + 1) as f32;
        let mut bin = FIRST_BIN;
        let flanks = (0..=N_CHANNELS).map(|flank| {
            let bottom = if flank == 0 { low } else { top(flank - 1) };
            let mut shares = Vec::new();
            while mel(bin as f32 * HZ_PER_BIN) <= top(flank) {
                let rising = (top(flank) - mel(bin as f32 * HZ_PER_BIN)) / (top(flank) - bottom);
                shares.push(Share {
                    rising: fixed(rising),
                    falling: fixed(1.0 - rising),
                });
                bin += 1;
            }
            shares
        });
        Mel {
            flanks: flanks.collect(),
        }
    }

    /// The square root of each band's energy. `spectrum` is louder than the sound by `shift` bits.
    pub fn energies(&self, spectrum: &[Pair], shift: u32) -> [u32; N_CHANNELS] {
        let mut bins = spectrum[FIRST_BIN..].iter().map(|pair| energy(*pair));
        let mut sums = [0u64; N_CHANNELS + 1];
        let mut left_over = 0u64;
        for (sum, flank) in sums.iter_mut().zip(&self.flanks) {
            *sum = left_over;
            left_over = 0;
            for (share, bin) in flank.iter().zip(&mut bins) {
                *sum = sum.wrapping_add(share.rising.wrapping_mul(bin));
                left_over = left_over.wrapping_add(share.falling.wrapping_mul(bin));
            }
        }
        std::array::from_fn(|channel| root(sums[channel + 1]) >> shift)
    }
}

/// The energy of one frequency. The original keeps it in 32 bits with a sign, which only the loudest could reach.
fn energy([re, im]: Pair) -> u64 {
    let (re, im) = (i32::from(re), i32::from(im));
    i64::from((re * re).wrapping_add(im * im)) as u64
}

/// The pitch of a frequency, by the library: the compiler, which works out constants, rounds some of them otherwise.
fn mel(hz: f32) -> f32 {
    1127.0 * (black_box(hz) / 700.0).ln_1p()
}

fn fixed(weight: f32) -> u64 {
    (weight * (1 << WEIGHT_BITS) as f32 + 0.5).floor() as i64 as u64
}

/// The square root to the nearest whole number, where there is room for it.
fn root(energy: u64) -> u32 {
    let floor = energy.isqrt();
    let most = if energy >> 32 == 0 {
        0xffff
    } else {
        0xffff_ffff
    };
    (floor + u64::from(energy - floor * floor > floor && floor != most)) as u32
}
