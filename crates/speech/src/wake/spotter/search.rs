//! Which phrase was said: paths that follow the sounds of phrases, and start anew where they leave them.

use super::Keyword;
use crate::SpeechError;
use crate::asr::transducer::{
    Frames, Path, Phrase, Phrases, Scores, Transducer, add, best, likeliest,
};

/// Paths that are compared.
const N_PATHS: usize = 4;

/// After a phrase there must be more frames of nothing than this: it could go on.
const BLANKS: usize = 1;

/// After so many frames of nothing, 1.5 s, everything begins anew: a house is silent for hours.
const SILENCE: usize = 38;

/// The paths of a stream.
#[derive(Debug)]
pub(super) struct Search {
    keywords: Vec<Keyword>,
    /// The keyword of each phrase; one that is spelled in several ways has several.
    keyword_of: Vec<usize>,
    phrases: Phrases,
    paths: Vec<Path>,
    scores: Scores,
    n_frames: usize,
}

impl Search {
    pub(super) fn new(keywords: Vec<Keyword>) -> Search {
        let all = keywords.iter().enumerate();
        let spelled = all.flat_map(|(at, keyword)| {
            let spellings = keyword.spellings.iter();
            spellings.map(move |ids| {
                let (ids, boost) = (ids.clone(), keyword.boost);
                (at, Phrase { ids, boost })
            })
        });
        let (keyword_of, phrases): (Vec<usize>, Vec<Phrase>) = spelled.unzip();
        Search {
            phrases: Phrases::new(&phrases),
            keyword_of,
            keywords,
            paths: vec![Path::default()],
            scores: Scores::default(),
            n_frames: 0,
        }
    }

    /// Begins another stream.
    pub(super) fn reset(&mut self) {
        self.paths = vec![Path::default()];
        self.n_frames = 0;
    }

    /// Whether nothing has been said for so long that what was said before does not matter.
    pub(super) fn is_silent(&self) -> bool {
        let best = best(&self.paths, |path| path.log_prob);
        best.is_some_and(|best| best.n_blanks >= SILENCE)
    }

    /// Hears frames of the encoder. Phrases that were said, and how sure that is.
    pub(super) fn hear(
        &mut self,
        model: &Transducer,
        frames: &Frames,
    ) -> Result<Vec<(String, f32)>, SpeechError> {
        let mut found = Vec::new();
        for frame in frames.rows() {
            let contexts = self.paths.iter().map(|path| path.context(&model.scorer));
            let contexts: Vec<Vec<i32>> = contexts.collect();
            let probs = model.scorer.scores(frame, &contexts, &mut self.scores)?;
            let mut next = Vec::with_capacity(N_PATHS);
            for step in likeliest(&self.paths, &probs, N_PATHS) {
                let mut path = self.paths[step.from].clone();
                if model.is_nothing(step.id) {
                    path.rest(&step);
                } else {
                    let (boost, there) = self.phrases.spotted(path.here, step.id);
                    path.token(&step, self.n_frames, boost, there);
                    path.forget_before(self.phrases.depth(there));
                }
                add(&mut next, path);
            }
            self.paths = next;
            self.n_frames += 1;
            if let Some(said) = self.said() {
                found.push(said);
                self.paths = vec![Path::default()];
            }
        }
        Ok(found)
    }

    /// The phrase at the end of the best path, if it is sure enough.
    fn said(&self) -> Option<(String, f32)> {
        let path = best(&self.paths, |path| path.log_prob)?;
        let whole = self.phrases.whole(path.here)?;
        let keyword = &self.keywords[*self.keyword_of.get(whole.phrase?)?];
        let sounds = path.log_probs.len().checked_sub(whole.depth)?;
        let probs = path.log_probs[sounds..].iter().map(|one| one.exp());
        let score = probs.sum::<f32>() / whole.depth as f32;
        let is_sure = path.n_blanks > BLANKS && score >= keyword.threshold;
        is_sure.then(|| (keyword.written.clone(), score))
    }
}
