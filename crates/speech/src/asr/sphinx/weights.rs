//! `sendump`: how much of each density of its codebook a senone takes, in negated steps of 8 bits.

use super::{
    bytes::Bytes,
    gaussians::{DENSITIES, STREAMS},
};
use crate::SpeechError;

/// The longest line of the header.
const LINE_MAX: usize = 999;

/// Lines of the header at most.
const LINES_MAX: usize = 100;

/// The weights of all senones.
#[derive(Debug)]
pub(super) struct Weights {
    n_senones: usize,
    steps: Vec<u8>,
}

impl Weights {
    pub fn read(bytes: &[u8], n_senones: usize) -> Result<Weights, SpeechError> {
        let mut bytes = Bytes::new("sendump", bytes);
        let mut n_lines = 0;
        loop {
            let n = bytes.count("bytes in a line of its header", LINE_MAX)?;
            if n == 0 {
                break;
            }
            n_lines += 1;
            let line = bytes.take(n)?;
            let line = String::from_utf8_lossy(line);
            let clustered = line
                .strip_prefix("cluster_count ")
                .is_some_and(|n| n.trim_matches(['\0', ' ']) != "0");
            if clustered {
                return Err(bytes.wrong("weights in clusters are not read"));
            }
            if n_lines > LINES_MAX {
                return Err(bytes.wrong("its header does not end"));
            }
        }
        let (rows, columns) = (bytes.u32()? as usize, bytes.u32()? as usize);
        if rows != DENSITIES || columns < n_senones || columns > n_senones + 3 {
            let why = format!(
                "{rows} densities of {columns} tied states, not {DENSITIES} of {n_senones}"
            );
            return Err(bytes.wrong(why));
        }
        let mut steps = Vec::with_capacity(STREAMS * DENSITIES * n_senones);
        for _ in 0..STREAMS * DENSITIES {
            steps.extend_from_slice(&bytes.take(columns)?[..n_senones]);
        }
        bytes.end(0)?;
        Ok(Weights { n_senones, steps })
    }

    /// The weights of one density, senone by senone.
    pub fn row(&self, stream: usize, density: u8) -> &[u8] {
        let at = (stream * DENSITIES + usize::from(density)) * self.n_senones;
        &self.steps[at..at + self.n_senones]
    }
}
