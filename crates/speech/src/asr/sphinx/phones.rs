//! Any sound of the language: what was said, if it was no sentence of the grammar. The better this explains the
//! sound in comparison, the less sure a command is.

use super::{
    hmm::{Hmm, WORST},
    logs,
    mdef::Phone,
    model::Acoustics,
    phone_lm::PhoneLm,
    score::Scores,
};

/// How far behind the best a phone may fall, as a likelihood.
const BEAM: f64 = 1e-60;

/// All phones in a loop, each whatever stands beside it.
#[derive(Debug)]
pub(super) struct Phones {
    hmms: Vec<Hmm>,
    /// The best score after each frame.
    pub best: Vec<i32>,
    beam: i32,
    weight: i32,
}

impl Phones {
    /// `weight` is how much the likelihoods of phones weigh.
    pub fn new(acoustics: &Acoustics, weight: i32) -> Phones {
        let mut hmms = vec![Hmm::ASLEEP; acoustics.mdef.n_phones()];
        let silence = acoustics.mdef.silence();
        hmms[usize::from(silence)].enter(0, u32::from(silence), 0);
        Phones {
            hmms,
            best: Vec::new(),
            beam: logs::steps(BEAM.ln()),
            weight,
        }
    }

    /// Hears a frame.
    pub fn hear(&mut self, acoustics: &Acoustics, lm: &PhoneLm, scores: &mut Scores) {
        let frame = self.best.len() as i32;
        let mdef = &acoustics.mdef;
        let mut best = WORST;
        for (phone, hmm) in self.hmms.iter_mut().enumerate() {
            if hmm.frame < frame {
                continue;
            }
            let phone = phone as Phone;
            let senones = mdef.senones(mdef.plain(phone));
            let costs = senones.map(|senone| scores.of(acoustics, senone));
            let matrix = &acoustics.matrices[usize::from(mdef.matrix(phone))];
            best = best.max(hmm.hear(costs, matrix));
        }
        let beam = best + self.beam;
        for hmm in &mut self.hmms {
            match hmm.frame == frame && hmm.best() >= beam {
                true => hmm.frame = frame + 1,
                false => *hmm = Hmm::ASLEEP,
            }
        }
        for from in 0..self.hmms.len() {
            let (out, before) = (self.hmms[from].out, self.hmms[from].out_history);
            if out <= beam {
                continue;
            }
            for (to, likely) in lm.after(before as Phone, from as Phone).iter().enumerate() {
                let score = out + i32::from(*likely) * self.weight;
                if score > beam && score > self.hmms[to].entered() {
                    self.hmms[to].enter(score, from as u32, frame + 1);
                }
            }
        }
        self.best.push(best);
    }
}
