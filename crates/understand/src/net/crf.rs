//! Which sequence of tags is best, and how sure each tag of it is. Tag 0 is outside of any slot, `1 + 2 k`
//! begins slot type `k`, `2 + 2 k` goes on with it.

use super::kernels::wide;

/// Scores of moves between tags. Rows are read whole, so that the compiler can do many tags at once.
#[derive(Clone, Debug)]
pub(crate) struct Crf {
    n: usize,
    /// `moves[from * n + to]`; moves that may not be have [`BARRED`].
    moves: Vec<f32>,
    /// The same as weights, by `from * n + to` and by `to * n + from`.
    weights: [Vec<f32>; 2],
    first: Vec<f32>,
    last: Vec<f32>,
}

/// A move's score is held within this, so that its weight is a finite number.
const MOVE_MAX: f32 = 30.0;
/// Less than any sum of scores.
const BARRED: f32 = -1e9;

impl Crf {
    /// `moves` has as many rows and columns as `first` and `last` have numbers.
    pub fn new(moves: Vec<f32>, first: Vec<f32>, last: Vec<f32>) -> Crf {
        let n = first.len();
        let held = |score: f32| score.clamp(-MOVE_MAX, MOVE_MAX);
        let or_barred = |may: bool, score: f32| if may { held(score) } else { BARRED };
        let moves: Vec<f32> = moves
            .into_iter()
            .enumerate()
            .map(|(at, score)| or_barred(may_follow(at / n, at % n), score))
            .collect();
        let weight = |from: usize, to: usize| moves[from * n + to].exp();
        let pairs = || (0..n).flat_map(|a| (0..n).map(move |b| (a, b)));
        Crf {
            n,
            weights: [
                pairs().map(|(from, to)| weight(from, to)).collect(),
                pairs().map(|(to, from)| weight(from, to)).collect(),
            ],
            first: first
                .into_iter()
                .enumerate()
                .map(|(tag, score)| or_barred(may_follow(0, tag), score))
                .collect(),
            last: last.into_iter().map(held).collect(),
            moves,
        }
    }

    /// The best tags for the scores of each piece, with their chances.
    pub fn best(&self, scores: &[Vec<f32>]) -> Vec<(usize, f32)> {
        let path = self.path(scores);
        let chances = self.chances(scores, &path);
        path.into_iter().zip(chances).collect()
    }

    fn path(&self, scores: &[Vec<f32>]) -> Vec<usize> {
        let Some(start) = scores.first() else {
            return Vec::new();
        };
        let mut best: Vec<f32> = start.iter().zip(&self.first).map(|(a, b)| a + b).collect();
        let mut sources: Vec<Vec<u32>> = Vec::with_capacity(scores.len());
        for score in &scores[1..] {
            let mut top = vec![f32::NEG_INFINITY; self.n];
            let mut source = vec![0; self.n];
            wide(
                #[inline(always)]
                || best_moves(&self.moves, &best, &mut top, &mut source),
            );
            best = top.iter().zip(score).map(|(a, b)| a + b).collect();
            sources.push(source);
        }
        let end = |tag: &usize| best[*tag] + self.last[*tag];
        let mut tag = (0..self.n)
            .max_by(|a, b| end(a).total_cmp(&end(b)))
            .unwrap_or(0);
        let mut path = vec![tag];
        for source in sources.iter().rev() {
            tag = source[tag] as usize;
            path.push(tag);
        }
        path.reverse();
        path
    }

    /// The chance of each tag of `path`, over all sequences.
    fn chances(&self, scores: &[Vec<f32>], path: &[usize]) -> Vec<f32> {
        let weights: Vec<Vec<f32>> = scores.iter().map(|scores| relative(scores)).collect();
        let forward = self.forward(&weights);
        let backward = self.backward(&weights);
        let chance = |at: usize| {
            let both = |tag: usize| forward[at][tag] * backward[at][tag];
            let all: f32 = (0..self.n).map(both).sum();
            if all > 0.0 { both(path[at]) / all } else { 0.0 }
        };
        (0..path.len()).map(chance).collect()
    }

    /// Sums over all sequences up to each piece, its own weight in them.
    fn forward(&self, weights: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let mut sums: Vec<Vec<f32>> = Vec::with_capacity(weights.len());
        for weight in weights {
            let mut sum = match sums.last() {
                None => self.first.iter().map(|score| score.exp()).collect(),
                Some(before) => product(&self.weights[0], before),
            };
            sum.iter_mut().zip(weight).for_each(|(a, b)| *a *= b);
            sums.push(even(sum));
        }
        sums
    }

    /// Sums over all sequences from each piece on, without its own weight.
    fn backward(&self, weights: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let mut sums: Vec<Vec<f32>> = Vec::with_capacity(weights.len());
        for at in (0..weights.len()).rev() {
            let sum = match sums.last() {
                None => self.last.iter().map(|score| score.exp()).collect(),
                Some(after) => {
                    let reach: Vec<f32> = after
                        .iter()
                        .zip(&weights[at + 1])
                        .map(|(a, b)| a * b)
                        .collect();
                    product(&self.weights[1], &reach)
                }
            };
            sums.push(even(sum));
        }
        sums.reverse();
        sums
    }
}

/// Whether `to` may stand after `from`, or after nothing where `from` is 0.
fn may_follow(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from == to || from + 1 == to
}

/// For each tag the best way to it from tags that are worth `best`, and where that comes from.
#[inline(always)]
fn best_moves(moves: &[f32], best: &[f32], top: &mut [f32], source: &mut [u32]) {
    for (from, (moves, so_far)) in moves.chunks_exact(best.len()).zip(best).enumerate() {
        for ((top, source), score) in top.iter_mut().zip(source.iter_mut()).zip(moves) {
            let value = so_far + score;
            let is_better = value > *top;
            *top = if is_better { value } else { *top };
            *source = if is_better { from as u32 } else { *source };
        }
    }
}

/// The sum of the rows of a matrix, each as often as `times` says.
fn product(matrix: &[f32], times: &[f32]) -> Vec<f32> {
    let mut sum = vec![0.0; times.len()];
    wide(
        #[inline(always)]
        || add_rows(matrix, times, &mut sum),
    );
    sum
}

#[inline(always)]
fn add_rows(matrix: &[f32], times: &[f32], sum: &mut [f32]) {
    for (row, times) in matrix.chunks_exact(times.len()).zip(times) {
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += value * times;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look like chance.
    fn number(seed: usize) -> f32 {
        ((seed * 7919 + 13) % 1009) as f32 / 252.0 - 2.0
    }

    /// All sequences of `n` tags over `length` pieces that may be.
    fn sequences(n: usize, length: usize) -> Vec<Vec<usize>> {
        let mut all = vec![vec![]];
        for _ in 0..length {
            let longer = |path: &Vec<usize>| {
                let before = path.last().copied().unwrap_or(0);
                let tags = (0..n).filter(move |&tag| may_follow(before, tag));
                tags.map(|tag| [&path[..], &[tag]].concat())
                    .collect::<Vec<_>>()
            };
            all = all.iter().flat_map(longer).collect();
        }
        all
    }

    #[test]
    fn as_when_all_sequences_are_tried() {
        let (n, length) = (5, 4);
        let moves: Vec<f32> = (0..n * n).map(number).collect();
        let first: Vec<f32> = (0..n).map(|at| number(at + 100)).collect();
        let last: Vec<f32> = (0..n).map(|at| number(at + 200)).collect();
        let scores: Vec<Vec<f32>> = (0..length)
            .map(|at| (0..n).map(|tag| number(300 + at * n + tag)).collect())
            .collect();
        let score = |path: &Vec<usize>| {
            let inside: f32 = path.windows(2).map(|two| moves[two[0] * n + two[1]]).sum();
            let own: f32 = path
                .iter()
                .enumerate()
                .map(|(at, tag)| scores[at][*tag])
                .sum();
            inside + own + first[path[0]] + last[path[length - 1]]
        };
        let all = sequences(n, length);
        let best = all
            .iter()
            .max_by(|a, b| score(a).total_cmp(&score(b)))
            .unwrap();
        let sum = |paths: Vec<&Vec<usize>>| paths.into_iter().map(|p| score(p).exp()).sum::<f32>();
        let whole = sum(all.iter().collect());
        let found = Crf::new(moves.clone(), first.clone(), last.clone()).best(&scores);
        for (at, (tag, chance)) in found.into_iter().enumerate() {
            assert_eq!(tag, best[at]);
            let expect = sum(all.iter().filter(|path| path[at] == tag).collect()) / whole;
            assert!((chance - expect).abs() < 1e-4, "{at}: {chance} {expect}");
        }
    }
}
