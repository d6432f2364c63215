//! One phone while it is heard: how well each of its states explains what was heard, and by which history.

use super::{
    mdef::STATES,
    transitions::{Matrix, NEVER},
};

/// Nothing has come here. Far enough from the least number that several steps cannot get below it.
pub(super) const WORST: i32 = i32::MIN / 4;

/// The states of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hmm {
    scores: [i32; STATES],
    histories: [u32; STATES],
    /// The score with which it is left.
    pub out: i32,
    /// The history with which it is left.
    pub out_history: u32,
    /// The frame for which it is awake.
    pub frame: i32,
}

impl Hmm {
    pub const ASLEEP: Hmm = Hmm {
        scores: [WORST; STATES],
        histories: [0; STATES],
        out: WORST,
        out_history: 0,
        frame: -1,
    };

    /// The best score of its states, and with which it is left.
    pub fn best(&self) -> i32 {
        self.scores
            .iter()
            .fold(self.out, |best, score| best.max(*score))
    }

    /// The score with which it was entered.
    pub fn entered(&self) -> i32 {
        self.scores[0]
    }

    pub fn enter(&mut self, score: i32, history: u32, frame: i32) {
        self.scores[0] = score;
        self.histories[0] = history;
        self.frame = frame;
    }

    /// Hears a frame, which fits the states badly by `costs`, and goes on. Returns the best score.
    pub fn hear(&mut self, costs: [i32; STATES], matrix: &Matrix) -> i32 {
        let heard: [i32; STATES] =
            std::array::from_fn(|state| (self.scores[state] - costs[state]).max(WORST));
        let mut best = WORST;
        // From the last, so that a state is left before it is entered.
        for to in (0..=STATES).rev() {
            let (mut score, mut history) = (WORST, 0);
            for from in (to.saturating_sub(2)..STATES.min(to + 1)).rev() {
                let cost = matrix[from][to];
                let through = heard[from] - cost;
                if cost < NEVER && heard[from] > WORST && through > score {
                    (score, history) = (through, self.histories[from]);
                }
            }
            match to < STATES {
                true => (self.scores[to], self.histories[to]) = (score, history),
                false => (self.out, self.out_history) = (score, history),
            }
            best = best.max(score);
        }
        best
    }
}
