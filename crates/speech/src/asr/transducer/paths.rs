use super::{Phrases, ROOT, Scorer};
use crate::asr::ctc::LogProbs;

/// Tokens that may have been said, and how likely that is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path {
    pub(crate) ids: Vec<u32>,
    /// The frame of each token.
    pub(crate) at: Vec<usize>,
    /// The logarithm of each token's probability.
    pub(crate) log_probs: Vec<f32>,
    /// The logarithm of the probability of all of it, nothing between tokens and boosts among it.
    pub(crate) log_prob: f64,
    /// The boosts alone.
    pub(crate) boost: f64,
    /// Where it is in the phrases.
    pub(crate) here: usize,
    /// Frames of nothing at its end.
    pub(crate) n_blanks: usize,
}

impl Path {
    /// The last tokens, as the decoder takes them.
    pub(crate) fn context(&self, scorer: &Scorer) -> Vec<i32> {
        let mut context = scorer.start();
        context.extend(self.ids.iter().map(|id| *id as i32));
        context.split_off(context.len() - scorer.n_context())
    }

    /// Adds a frame of nothing.
    pub(crate) fn rest(&mut self, step: &Step) {
        self.log_prob = step.total;
        self.n_blanks += 1;
    }

    /// Adds a token, which may be worth more to a phrase.
    pub(crate) fn token(&mut self, step: &Step, frame_idx: usize, boost: f32, there: usize) {
        self.ids.push(step.id);
        self.at.push(frame_idx);
        self.log_probs.push(step.log_prob);
        self.log_prob = step.total + f64::from(boost);
        self.boost += f64::from(boost);
        self.here = there;
        self.n_blanks = 0;
    }

    /// Keeps tokens only that a phrase goes on with: without any, everything before is forgotten.
    pub(crate) fn forget_before(&mut self, depth: usize) {
        if depth == 0 {
            self.ids.clear();
            self.at.clear();
            self.log_probs.clear();
        }
    }

    /// Takes the boosts of a phrase back that has not become whole.
    pub(crate) fn settle(&mut self, phrases: &Phrases) {
        let owed = f64::from(phrases.owed(self.here));
        self.log_prob -= owed;
        self.boost -= owed;
        self.here = ROOT;
    }

    /// How likely it is for each of its tokens, so that short and long ones can be compared; the context counts, as there
    /// must be something to divide by.
    pub(crate) fn by_length(&self, n_context: usize) -> f64 {
        self.log_prob / (self.ids.len() + n_context) as f64
    }
}

/// How a path may go on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    /// Which path.
    pub(crate) from: usize,
    /// By which token.
    pub(crate) id: u32,
    /// How likely the token is.
    pub(crate) log_prob: f32,
    /// How likely the path is with it.
    pub(crate) total: f64,
}

/// The `n` likeliest ways to go on, best first; `probs` has a row for each path.
pub(crate) fn likeliest(paths: &[Path], probs: &LogProbs, n: usize) -> Vec<Step> {
    let mut best: Vec<Step> = Vec::with_capacity(n + 1);
    for (from, path) in paths.iter().enumerate() {
        for (id, log_prob) in probs.frame(from).iter().enumerate() {
            let total = path.log_prob + f64::from(*log_prob);
            if best.len() == n && best.last().is_some_and(|least| total <= least.total) {
                continue;
            }
            let place = best.partition_point(|one| one.total >= total);
            let (id, log_prob) = (id as u32, *log_prob);
            best.insert(
                place,
                Step {
                    from,
                    id,
                    log_prob,
                    total,
                },
            );
            best.truncate(n);
        }
    }
    best
}

/// Adds a path; one with the same tokens becomes as likely as both.
pub(crate) fn add(paths: &mut Vec<Path>, path: Path) {
    match paths.iter_mut().find(|one| one.ids == path.ids) {
        Some(same) => {
            let (high, low) = match same.log_prob >= path.log_prob {
                true => (same.log_prob, path.log_prob),
                false => (path.log_prob, same.log_prob),
            };
            same.log_prob = high + (low - high).exp().ln_1p();
        }
        None => paths.push(path),
    }
}

/// The best of paths by some measure; of equals the first.
pub(crate) fn best(paths: &[Path], measure: impl Fn(&Path) -> f64) -> Option<&Path> {
    paths
        .iter()
        .reduce(|best, path| match measure(path) > measure(best) {
            true => path,
            false => best,
        })
}
