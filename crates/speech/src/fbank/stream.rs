use std::f64::consts::PI;
use std::sync::Arc;

use super::mel::{Mel, N_FFT};
use super::{Edges, Options, Window};
use crate::fft::Fft;

/// Samples in a frame, and from one to the next.
const FRAME_LEN: usize = 400;
const FRAME_SHIFT: usize = 160;

/// How much of the sample before is taken off each sample.
const PRE_EMPHASIS: f32 = 0.97;

/// Samples beyond this are no sound. It leaves room for those a little above 1, which resampling makes.
const LOUDEST: f32 = 16.0;

/// The tables of a filter bank; made once and shared by all streams.
#[derive(Clone, Debug)]
pub struct Fbank {
    tables: Arc<Tables>,
}

#[derive(Debug)]
struct Tables {
    options: Options,
    window: Vec<f32>,
    fft: Fft<f32>,
    mel: Mel,
}

impl Fbank {
    /// A filter bank with these settings.
    pub fn new(options: Options) -> Fbank {
        Fbank {
            tables: Arc::new(Tables {
                options,
                window: window(options.window),
                fft: Fft::new(N_FFT),
                mel: Mel::new(&options),
            }),
        }
    }

    /// How many values a frame has.
    pub fn n_mels(&self) -> usize {
        self.tables.options.n_mels
    }

    /// The values of a whole sound: mono, 16 kHz, in [-1, 1]. Too little sound has none.
    pub fn whole(&self, samples: &[f32]) -> Vec<f32> {
        let mut stream = Stream::new(self);
        let mut values = stream.push(samples);
        values.extend(stream.finish());
        values
    }
}

/// Values of sound that is still coming. However it is cut, they are the same.
#[derive(Clone, Debug)]
pub struct Stream {
    tables: Arc<Tables>,
    /// Sound that frames still to come need, already scaled.
    pending: Vec<f32>,
    /// Place of the first pending sample in the whole sound.
    pending_at: usize,
    /// The next frame.
    frame_idx: usize,
    frame: Vec<f32>,
    power: Vec<f32>,
}

impl Stream {
    /// Begins a sound.
    pub fn new(fbank: &Fbank) -> Stream {
        let tables = Arc::clone(&fbank.tables);
        Stream {
            pending: Vec::new(),
            pending_at: 0,
            frame_idx: 0,
            frame: vec![0.0; tables.fft.len()],
            power: vec![0.0; tables.fft.len() / 2 + 1],
            tables,
        }
    }

    /// Adds sound and returns the values of the frames it completes. What is no number is silence.
    pub fn push(&mut self, samples: &[f32]) -> Vec<f32> {
        let scale = self.tables.options.scale;
        self.pending.extend(samples.iter().map(|sample| {
            let sane = if sample.is_finite() { *sample } else { 0.0 };
            sane.clamp(-LOUDEST, LOUDEST) * scale
        }));
        let mut values = Vec::new();
        let n = self.pending_at + self.pending.len();
        while self.begin() + FRAME_LEN as isize <= n as isize {
            self.one(&mut values);
        }
        self.forget();
        values
    }

    /// Ends the sound: the frames that reach beyond it.
    pub fn finish(mut self) -> Vec<f32> {
        let mut values = Vec::new();
        if self.tables.options.edges == Edges::Mirrored {
            let n = self.pending_at + self.pending.len();
            while self.frame_idx < (n + FRAME_SHIFT / 2) / FRAME_SHIFT {
                self.one(&mut values);
            }
        }
        values
    }

    /// Where the next frame begins; before the sound for the first mirrored ones.
    fn begin(&self) -> isize {
        let at = (self.frame_idx * FRAME_SHIFT) as isize;
        match self.tables.options.edges {
            Edges::Within => at,
            Edges::Mirrored => at + (FRAME_SHIFT / 2) as isize - (FRAME_LEN / 2) as isize,
        }
    }

    /// Drops the sound that no frame needs any more; a frame at the end may mirror as much as its length.
    fn forget(&mut self) {
        let needed = usize::try_from(self.begin()).unwrap_or(0);
        let spare = needed.saturating_sub(FRAME_LEN);
        let n = spare
            .saturating_sub(self.pending_at)
            .min(self.pending.len());
        self.pending.drain(..n);
        self.pending_at += n;
    }

    fn one(&mut self, values: &mut Vec<f32>) {
        self.fill();
        let frame = &mut self.frame[..FRAME_LEN];
        let mean = frame.iter().sum::<f32>() / FRAME_LEN as f32;
        let mut before = frame[0] - mean;
        for (sample, weight) in frame.iter_mut().zip(&self.tables.window) {
            let centred = *sample - mean;
            *sample = (centred - PRE_EMPHASIS * before) * weight;
            before = centred;
        }
        self.tables.fft.power(&mut self.frame, &mut self.power);
        self.tables.mel.logs(&self.power, values);
        self.frame_idx += 1;
    }

    /// Puts the next frame's samples in place.
    fn fill(&mut self) {
        let begin = self.begin();
        let n = self.pending_at + self.pending.len();
        self.frame[FRAME_LEN..].fill(0.0);
        for (offset, out) in self.frame[..FRAME_LEN].iter_mut().enumerate() {
            let at = mirrored(begin + offset as isize, n);
            *out = self.pending[at - self.pending_at];
        }
    }
}

/// The place in a sound of `n` samples that stands for `at`.
fn mirrored(mut at: isize, n: usize) -> usize {
    loop {
        match usize::try_from(at) {
            Err(_) => at = -at - 1,
            Ok(place) if place < n => return place,
            Ok(_) => at = 2 * n as isize - 1 - at,
        }
    }
}

fn window(kind: Window) -> Vec<f32> {
    let turn = 2.0 * PI / (FRAME_LEN - 1) as f64;
    (0..FRAME_LEN)
        .map(|at| {
            let cos = (turn * at as f64).cos();
            let weight: f64 = match kind {
                Window::Hamming => 0.54 - 0.46 * cos,
                Window::Povey => (0.5 - 0.5 * cos).powf(0.85),
            };
            weight as f32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::steps;
    use proptest::prelude::*;

    /// Filters that the expected values below are of.
    const SHOWN: [usize; 8] = [0, 1, 2, 20, 40, 60, 78, 79];

    /// `expected`: frames by place, as kaldi-native-fbank 1.23 makes them of the same samples (`tools/ref/fbank.py`).
    #[track_caller]
    fn check(options: Options, n_frames: usize, expected: &[(usize, [f32; 8])]) {
        let values = Fbank::new(options).whole(&steps());
        assert_eq!(values.len(), n_frames * 80);
        for (at, expected) in expected {
            let found = SHOWN.map(|filter| values[at * 80 + filter]);
            let near = found
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() < 1e-3);
            assert!(near, "frame {at}: {found:?}");
        }
    }

    #[test]
    fn values_are_those_of_kaldi() {
        check(
            Options::SENSE_VOICE,
            48,
            &[
                (
                    0,
                    [
                        6.9545, 7.7883, 3.6478, 11.2202, 11.401, 14.8871, 16.4021, 16.3587,
                    ],
                ),
                (
                    24,
                    [
                        14.2516, 14.218, 14.532, 18.7625, 19.8607, 23.0543, 23.6244, 23.513,
                    ],
                ),
                (
                    47,
                    [
                        13.6901, 14.5536, 13.0728, 17.9392, 22.1866, 23.4929, 24.3906, 24.0396,
                    ],
                ),
            ],
        );
        check(
            Options::ZIPFORMER,
            50,
            &[
                (
                    0,
                    [
                        -15.5631, -15.1641, -15.2216, -9.9551, -8.468, -6.2168, -4.2003, -4.103,
                    ],
                ),
                (
                    24,
                    [
                        -8.1859, -7.5227, -7.6614, -4.3452, -1.9946, 0.1257, 1.4786, 1.0924,
                    ],
                ),
                (
                    49,
                    [
                        -6.4667, -5.5136, -5.2411, -2.6932, 0.5064, 2.3865, 3.9399, 3.6062,
                    ],
                ),
            ],
        );
    }

    #[test]
    fn frames_of_little_sound() {
        let frames = |options: Options| {
            [0, 1, 79, 80, 399, 400, 559, 560, 8_000]
                .map(|n| Fbank::new(options).whole(&steps()[..n]).len() / 80)
        };
        assert_eq!(frames(Options::SENSE_VOICE), [0, 0, 0, 0, 0, 1, 1, 2, 48]);
        assert_eq!(frames(Options::ZIPFORMER), [0, 0, 0, 1, 2, 3, 3, 4, 50]);
    }

    #[test]
    fn silence_is_the_floor_and_odd_sound_gives_numbers() {
        for options in [Options::SENSE_VOICE, Options::ZIPFORMER] {
            let fbank = Fbank::new(options);
            for silent in [0.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                let values = fbank.whole(&[silent; 2_000]);
                assert!(
                    values.iter().all(|value| (value + 15.942_385).abs() < 1e-5),
                    "{silent}"
                );
            }
            for odd in [1e30, 1.0, -7.0] {
                let mut sound = steps();
                sound[100] = odd;
                assert!(
                    fbank.whole(&sound).iter().all(|value| value.is_finite()),
                    "{odd}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn cuts_do_not_matter(cuts in proptest::collection::vec(1usize..1_500, 1..12)) {
            for options in [Options::SENSE_VOICE, Options::ZIPFORMER] {
                let fbank = Fbank::new(options);
                let sound = steps();
                let mut stream = Stream::new(&fbank);
                let mut found = Vec::new();
                let mut rest = &sound[..];
                for cut in &cuts {
                    let (piece, after) = rest.split_at((*cut).min(rest.len()));
                    found.extend(stream.push(piece));
                    rest = after;
                }
                found.extend(stream.push(rest));
                found.extend(stream.finish());
                prop_assert_eq!(found, fbank.whole(&sound));
            }
        }
    }
}
