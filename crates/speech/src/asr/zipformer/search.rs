//! Which tokens were said: the likeliest paths through what the joiner says, frame by frame.

use super::PATHS_MAX;
use crate::SpeechError;
use crate::asr::transducer::{Frames, Path, Phrases, Scores, Transducer, add, best, likeliest};

/// The paths of one utterance.
#[derive(Debug)]
pub(super) struct Search {
    n_paths: usize,
    phrases: Phrases,
    paths: Vec<Path>,
    scores: Scores,
    n_frames: usize,
}

impl Search {
    /// `n_paths` are kept; one is the greedy search.
    pub(super) fn new(n_paths: usize, phrases: Phrases) -> Search {
        Search {
            n_paths: n_paths.clamp(1, PATHS_MAX),
            phrases,
            paths: vec![Path::default()],
            scores: Scores::default(),
            n_frames: 0,
        }
    }

    /// Hears frames of the encoder.
    pub(super) fn hear(&mut self, model: &Transducer, frames: &Frames) -> Result<(), SpeechError> {
        for frame in frames.rows() {
            let contexts = self.paths.iter().map(|path| path.context(&model.scorer));
            let contexts: Vec<Vec<i32>> = contexts.collect();
            let probs = model.scorer.scores(frame, &contexts, &mut self.scores)?;
            let mut next = Vec::with_capacity(self.n_paths);
            for step in likeliest(&self.paths, &probs, self.n_paths) {
                let mut path = self.paths[step.from].clone();
                if model.is_nothing(step.id) {
                    path.rest(&step);
                } else {
                    let (boost, there) = self.phrases.boosted(path.here, step.id);
                    path.token(&step, self.n_frames, boost, there);
                }
                add(&mut next, path);
            }
            self.paths = next;
            self.n_frames += 1;
        }
        Ok(())
    }

    /// The best path so far.
    pub(super) fn best(&self, model: &Transducer) -> &[u32] {
        let n_context = model.scorer.n_context();
        let best = best(&self.paths, |path| path.by_length(n_context));
        best.map_or(&[], |best| &best.ids)
    }

    /// All paths, best first.
    pub(super) fn finish(mut self, model: &Transducer) -> Vec<Path> {
        let n_context = model.scorer.n_context();
        for path in &mut self.paths {
            path.settle(&self.phrases);
        }
        let by_length = |path: &Path| path.by_length(n_context);
        self.paths
            .sort_by(|one, two| by_length(two).total_cmp(&by_length(one)));
        self.paths
    }
}
