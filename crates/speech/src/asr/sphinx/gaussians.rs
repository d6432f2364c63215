//! `means` and `variances`: for every phone and stream of features, a codebook of normal densities.

use super::{bytes::Bytes, logs};
use crate::SpeechError;

/// Densities of a codebook. More would not fit the files that are read.
pub(super) const DENSITIES: usize = 128;

/// Streams of features: the cepstrum, and how it changes and changes again.
pub(super) const STREAMS: usize = 3;

/// Numbers in a stream.
pub(super) const DIMS: usize = 13;

/// Least variance, as PocketSphinx has it.
const VARIANCE_MIN: f32 = 1e-4;

/// One codebook, density by density beside each other, so that one instruction takes several.
#[derive(Debug)]
struct Codebook {
    means: [[f32; DENSITIES]; DIMS],
    weights: [[f32; DENSITIES]; DIMS],
    heights: [f32; DENSITIES],
}

/// All codebooks.
#[derive(Debug)]
pub(super) struct Gaussians {
    codebooks: Vec<Codebook>,
}

/// Densities near a frame: which, and the fine logarithm of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Near {
    pub density: u8,
    pub score: i32,
}

/// Densities of each codebook that are taken into account.
pub(super) const NEAREST: usize = 4;

impl Gaussians {
    pub fn read(means: &[u8], variances: &[u8]) -> Result<Gaussians, SpeechError> {
        let (n_codebooks, means) = read("means", means)?;
        let (n_others, variances) = read("variances", variances)?;
        if n_codebooks != n_others {
            return Err(SpeechError::Model {
                file: "variances".into(),
                why: format!("it is for {n_others} phones, `means` for {n_codebooks}"),
            });
        }
        let size = DENSITIES * DIMS;
        let pairs = means.chunks_exact(size).zip(variances.chunks_exact(size));
        Ok(Gaussians {
            codebooks: pairs.map(|(m, v)| Codebook::new(m, v)).collect(),
        })
    }

    pub fn n_codebooks(&self) -> usize {
        self.codebooks.len() / STREAMS
    }

    /// The densities of a codebook that are nearest to a stream of a frame, nearest first.
    pub fn nearest(&self, codebook: usize, stream: usize, frame: &[f32; DIMS]) -> [Near; NEAREST] {
        let codebook = &self.codebooks[codebook * STREAMS + stream];
        let mut scores = codebook.heights;
        let dims = codebook.means.iter().zip(&codebook.weights);
        for (x, (means, weights)) in frame.iter().zip(dims) {
            for density in 0..DENSITIES {
                let off = x - means[density];
                scores[density] -= off * off * weights[density];
            }
        }
        best(&scores)
    }
}

fn best(scores: &[f32; DENSITIES]) -> [Near; NEAREST] {
    let mut best = [Near {
        density: 0,
        score: i32::MIN,
    }; NEAREST];
    let mut least = f32::MIN;
    for (density, score) in scores.iter().enumerate() {
        if *score > least {
            let near = Near {
                density: density as u8,
                score: *score as i32,
            };
            let mut at = NEAREST - 1;
            while at > 0 && best[at - 1].score < near.score {
                best[at] = best[at - 1];
                at -= 1;
            }
            best[at] = near;
            least = best[NEAREST - 1].score as f32;
        }
    }
    best
}

impl Codebook {
    fn new(means: &[f32], variances: &[f32]) -> Codebook {
        let mut codebook = Codebook {
            means: [[0.0; DENSITIES]; DIMS],
            weights: [[0.0; DENSITIES]; DIMS],
            heights: [0.0; DENSITIES],
        };
        for density in 0..DENSITIES {
            for dim in 0..DIMS {
                let at = density * DIMS + dim;
                let variance = variances[at].max(VARIANCE_MIN);
                let height = -0.5 * (f64::from(variance) * std::f64::consts::TAU).ln();
                codebook.means[dim][density] = means[at];
                codebook.weights[dim][density] =
                    logs::fine(1.0 / (f64::from(variance) * 2.0)) as f32;
                codebook.heights[density] += logs::fine(height) as f32;
            }
        }
        codebook
    }
}

fn read(file: &'static str, bytes: &[u8]) -> Result<(usize, Vec<f32>), SpeechError> {
    let mut bytes = Bytes::new(file, bytes);
    let with_checksum = bytes.s3_header()?;
    let n_codebooks = bytes.count("codebooks", super::mdef::PHONES_MAX)?;
    let shape = [
        bytes.u32()?,
        bytes.u32()?,
        bytes.u32()?,
        bytes.u32()?,
        bytes.u32()?,
    ]
    .map(|n| n as usize);
    if shape != [STREAMS, DENSITIES, DIMS, DIMS, DIMS] {
        return Err(bytes.wrong(format!(
            "only {STREAMS} streams of {DENSITIES} densities of {DIMS} numbers are read, it has {shape:?}"
        )));
    }
    let n = n_codebooks * STREAMS * DENSITIES * DIMS;
    if bytes.u32()? as usize != n {
        return Err(bytes.wrong("its sizes do not add up"));
    }
    let read = bytes.f32s(n)?;
    bytes.end(if with_checksum { 4 } else { 0 })?;
    Ok((n_codebooks, read))
}
