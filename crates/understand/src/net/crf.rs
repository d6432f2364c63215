//! Which sequence of tags is best, and how sure each tag of it is. Tag 0 is outside of any slot, `1 + 2 k`
//! begins slot type `k`, `2 + 2 k` goes on with it.

/// Scores of moves between tags.
#[derive(Clone, Debug)]
pub(crate) struct Crf {
    n: usize,
    /// `moves[from * n + to]`.
    moves: Vec<f32>,
    /// The same as weights.
    weights: Vec<f32>,
    first: Vec<f32>,
    last: Vec<f32>,
}

/// A move's score is held within this, so that its weight is a finite number.
const MOVE_MAX: f32 = 30.0;

impl Crf {
    /// `moves` has as many rows and columns as `first` and `last` have numbers.
    pub fn new(moves: Vec<f32>, first: Vec<f32>, last: Vec<f32>) -> Crf {
        let held = |scores: Vec<f32>| -> Vec<f32> {
            let held = scores.into_iter().map(|x| x.clamp(-MOVE_MAX, MOVE_MAX));
            held.collect()
        };
        let (moves, first, last) = (held(moves), held(first), held(last));
        Crf {
            n: first.len(),
            weights: moves.iter().map(|score| score.exp()).collect(),
            moves,
            first,
            last,
        }
    }

    /// The best tags for the scores of each piece, with their chances.
    pub fn best(&self, scores: &[Vec<f32>]) -> Vec<(usize, f32)> {
        let path = self.path(scores);
        let chances = self.chances(scores, &path);
        path.into_iter().zip(chances).collect()
    }

    /// Tags that may stand before `tag`.
    fn before(&self, tag: usize) -> std::ops::Range<usize> {
        match tag {
            0 => 0..self.n,
            _ if tag % 2 == 1 => 0..self.n,
            _ => tag - 1..tag + 1,
        }
    }

    fn may_begin(tag: usize) -> bool {
        tag == 0 || tag % 2 == 1
    }

    fn path(&self, scores: &[Vec<f32>]) -> Vec<usize> {
        let n = self.n;
        let Some(start) = scores.first() else {
            return Vec::new();
        };
        let begin = |tag: usize| {
            if Crf::may_begin(tag) {
                start[tag] + self.first[tag]
            } else {
                f32::NEG_INFINITY
            }
        };
        let mut best: Vec<f32> = (0..n).map(begin).collect();
        let mut sources: Vec<Vec<usize>> = Vec::with_capacity(scores.len());
        for score in &scores[1..] {
            let step = |tag: usize| {
                let mut top = (f32::NEG_INFINITY, 0);
                for from in self.before(tag) {
                    let value = best[from] + self.moves[from * n + tag];
                    if value > top.0 {
                        top = (value, from);
                    }
                }
                (top.0 + score[tag], top.1)
            };
            let (values, source) = (0..n).map(step).unzip();
            best = values;
            sources.push(source);
        }
        let end = |tag: &usize| best[*tag] + self.last[*tag];
        let mut tag = (0..n).max_by(|a, b| end(a).total_cmp(&end(b))).unwrap_or(0);
        let mut path = vec![tag];
        for source in sources.iter().rev() {
            tag = source[tag];
            path.push(tag);
        }
        path.reverse();
        path
    }

    /// The chance of each tag of `path`, over all sequences.
    fn chances(&self, scores: &[Vec<f32>], path: &[usize]) -> Vec<f32> {
        let weights: Vec<Vec<f32>> = scores.iter().map(|scores| relative(scores)).collect();
        let forward = self.sums(&weights, false);
        let backward = self.sums(&weights, true);
        let chance = |at: usize| {
            let both = |tag: usize| forward[at][tag] * backward[at][tag];
            let all: f32 = (0..self.n).map(both).sum();
            if all > 0.0 { both(path[at]) / all } else { 0.0 }
        };
        (0..path.len()).map(chance).collect()
    }

    /// Sums over all sequences up to each piece (its own weight in them), or from each piece on (without it).
    fn sums(&self, weights: &[Vec<f32>], backward: bool) -> Vec<Vec<f32>> {
        let n = self.n;
        let mut sums: Vec<Vec<f32>> = vec![vec![0.0; n]; weights.len()];
        for turn in 0..weights.len() {
            let mut sum = vec![0.0; n];
            if backward {
                let at = weights.len() - 1 - turn;
                for tag in 0..n {
                    if turn == 0 {
                        sum[tag] = self.last[tag].exp();
                        continue;
                    }
                    let reach = sums[at + 1][tag] * weights[at + 1][tag];
                    for from in self.before(tag) {
                        sum[from] += self.weights[from * n + tag] * reach;
                    }
                }
                sums[at] = even(sum);
            } else {
                for tag in 0..n {
                    let reach: f32 = match turn {
                        0 if Crf::may_begin(tag) => self.first[tag].exp(),
                        0 => 0.0,
                        _ => self
                            .before(tag)
                            .map(|from| sums[turn - 1][from] * self.weights[from * n + tag])
                            .sum(),
                    };
                    sum[tag] = reach * weights[turn][tag];
                }
                sums[turn] = even(sum);
            }
        }
        sums
    }
}

/// Scores as weights, the largest 1.
fn relative(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter().map(|score| (score - top).exp()).collect()
}

/// The same proportions, with the sum 1.
fn even(mut weights: Vec<f32>) -> Vec<f32> {
    let sum: f32 = weights.iter().sum();
    if sum > 0.0 && sum.is_finite() {
        for weight in &mut weights {
            *weight /= sum;
        }
    }
    weights
}
