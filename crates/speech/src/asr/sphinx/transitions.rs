//! `transition_matrices`: how likely a phone stays in a state or goes on.

use super::{bytes::Bytes, logs, mdef::STATES};
use crate::SpeechError;

/// Least likelihood of a transition that is there at all, as PocketSphinx has it.
const FLOOR: f32 = 1e-4;

/// The worst that is kept: the transition is not there.
pub(super) const NEVER: i32 = 255;

/// From each state to itself, the next, the one after and so on, the last being the end; in negated steps.
pub(super) type Matrix = [[i32; STATES + 1]; STATES];

/// Reads all matrices.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Matrix>, SpeechError> {
    let mut bytes = Bytes::new("transition_matrices", bytes);
    let with_checksum = bytes.s3_header()?;
    let n_matrices = bytes.count("matrices", 10_000)?;
    let (from, to, n) = (bytes.u32()?, bytes.u32()?, bytes.u32()? as usize);
    if (from as usize, to as usize) != (STATES, STATES + 1) {
        return Err(bytes.wrong("only phones of three states are read"));
    }
    if n != n_matrices * STATES * (STATES + 1) {
        return Err(bytes.wrong("its sizes do not add up"));
    }
    let mut matrices = Vec::with_capacity(n_matrices);
    for _ in 0..n_matrices {
        let mut matrix = [[NEVER; STATES + 1]; STATES];
        for row in &mut matrix {
            *row = normalised(&bytes.f32s(STATES + 1)?);
        }
        let backwards = (1..STATES).any(|from| (0..from).any(|to| matrix[from][to] < NEVER));
        if backwards || matrix[0][STATES] < NEVER {
            return Err(bytes.wrong("a phone goes back or skips too far"));
        }
        matrices.push(matrix);
    }
    bytes.end(if with_checksum { 4 } else { 0 })?;
    Ok(matrices)
}

fn normalised(row: &[f32]) -> [i32; STATES + 1] {
    let sum: f32 = row.iter().sum();
    let floored = |x: &f32| match *x / sum {
        x if x > 0.0 => x.max(FLOOR),
        _ => 0.0,
    };
    let floored: Vec<f32> = row.iter().map(floored).collect();
    let sum: f32 = floored.iter().sum();
    std::array::from_fn(|to| match floored[to] / sum {
        p if p > 0.0 => (-logs::fine(f64::from(p).ln()) >> logs::SHIFT).min(NEVER),
        _ => NEVER,
    })
}
