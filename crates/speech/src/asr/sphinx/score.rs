//! How well a frame fits each senone.

use super::{
    front::Feature,
    gaussians::{DIMS, NEAREST, Near, STREAMS},
    logs::{self, Adder},
    model::Acoustics,
};

/// The worst a density can be, against the best of all codebooks, in steps.
const WORST: i32 = 96;

/// How badly a frame fits the senones: negated steps, the best senone having 0. Scores are worked out when they
/// are asked for.
#[derive(Debug)]
pub(super) struct Scores {
    frame: [[f32; DIMS]; STREAMS],
    nearest: Vec<[[Near; NEAREST]; STREAMS]>,
    known: Vec<i32>,
}

/// Not yet worked out.
const UNKNOWN: i32 = -1;

impl Scores {
    pub fn new(model: &Acoustics) -> Scores {
        Scores {
            frame: [[0.0; DIMS]; STREAMS],
            nearest: vec![[[Near::default(); NEAREST]; STREAMS]; model.gaussians.n_codebooks()],
            known: vec![UNKNOWN; model.mdef.n_senones()],
        }
    }

    /// Takes the next frame.
    pub fn take(&mut self, model: &Acoustics, frame: &Feature) {
        self.known.fill(UNKNOWN);
        for (stream, numbers) in frame.chunks_exact(DIMS).enumerate() {
            self.frame[stream].copy_from_slice(numbers);
            let mut best = i32::MIN;
            for (codebook, nearest) in self.nearest.iter_mut().enumerate() {
                let found = model
                    .gaussians
                    .nearest(codebook, stream, &self.frame[stream]);
                nearest[stream] = found;
                best = best.max(found[0].score >> logs::SHIFT);
            }
            for nearest in &mut self.nearest {
                for near in &mut nearest[stream] {
                    near.score = (best - (near.score >> logs::SHIFT)).min(WORST);
                }
            }
        }
    }

    /// How badly the frame fits a senone.
    pub fn of(&mut self, model: &Acoustics, senone: u16) -> i32 {
        let senone = usize::from(senone);
        let known = self.known[senone];
        if known != UNKNOWN {
            return known;
        }
        let nearest = &self.nearest[model.mdef.codebook(senone)];
        let mut sum = 0;
        for (stream, nearest) in nearest.iter().enumerate() {
            sum += mixed(model, &model.adder, stream, senone, nearest);
        }
        self.known[senone] = sum;
        sum
    }
}

fn mixed(
    model: &Acoustics,
    adder: &Adder,
    stream: usize,
    senone: usize,
    nearest: &[Near; NEAREST],
) -> i32 {
    let one = |near: &Near| i32::from(model.weights.row(stream, near.density)[senone]) + near.score;
    let rest = nearest[1..].iter().map(one);
    rest.fold(one(&nearest[0]), |sum, next| adder.add(sum, next))
}
