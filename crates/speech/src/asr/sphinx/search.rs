//! The way through a network that explains best what was heard.

use super::{
    front::Feature,
    hmm::{Hmm, WORST},
    logs,
    mdef::Phone,
    model::Acoustics,
    network::{ALL, Network, Phones, Says, only},
    score::Scores,
};

/// How far behind the best a way may fall before it is given up, as a likelihood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beams {
    /// For a phone to be heard on.
    pub phone: f64,
    /// For a phone to be followed by the next.
    pub next: f64,
    /// For a word to end.
    pub word: f64,
}

impl Beams {
    /// As measured for commands of a grammar.
    pub const COMMANDS: Beams = Beams {
        phone: 1e-60,
        next: 1e-60,
        word: 1e-40,
    };
}

/// A word that has ended, or a noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// What was said; nothing, before the first word.
    pub says: Option<Says>,
    /// The place of the graph that was reached.
    pub state: u32,
    /// The frame in which it ended; -1 before the first.
    pub frame: i32,
    /// The score of the whole way.
    pub score: i32,
    /// The entry before it.
    pub before: u32,
    last: Phone,
    after: Phones,
}

/// A search while it listens. What does not change in it is passed in every time.
#[derive(Debug)]
pub(super) struct Search {
    hmms: Vec<Hmm>,
    awake: Vec<u32>,
    next: Vec<u32>,
    ended: Vec<Entry>,
    pub entries: Vec<Entry>,
    frame: i32,
    beams: [i32; 3],
}

/// What a search goes through, and by what it judges.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub acoustics: &'a Acoustics,
    pub network: &'a Network,
}

impl Search {
    pub fn new(ground: Ground<'_>, start: u32, beams: &Beams) -> Search {
        let mut search = Search {
            hmms: vec![Hmm::ASLEEP; ground.network.nodes.len()],
            awake: Vec::new(),
            next: Vec::new(),
            ended: Vec::new(),
            entries: vec![Entry {
                says: None,
                state: start,
                frame: -1,
                score: 0,
                before: 0,
                last: ground.acoustics.mdef.silence(),
                after: ALL,
            }],
            frame: -1,
            beams: [beams.phone, beams.next, beams.word].map(|beam| logs::steps(beam.ln())),
        };
        search.begin_words(ground, 0, search.beams[0]);
        search.awake = std::mem::take(&mut search.next);
        search.frame = 0;
        search
    }

    /// Frames that were heard.
    pub fn n_frames(&self) -> usize {
        self.frame.max(0) as usize
    }

    /// Hears a frame, whose scores are taken already.
    pub fn hear(&mut self, ground: Ground<'_>, scores: &mut Scores) {
        let best = self.hear_phones(ground, scores);
        let [phone_beam, next_beam, word_beam] = self.beams.map(|beam| best.saturating_add(beam));
        let awake = std::mem::take(&mut self.awake);
        for &at in &awake {
            self.go_on(ground, at, [phone_beam, next_beam, word_beam]);
        }
        let n_before = self.entries.len();
        self.keep_ended();
        self.begin_words(ground, n_before, phone_beam);
        for &at in &awake {
            if self.hmms[at as usize].frame == self.frame {
                self.hmms[at as usize] = Hmm::ASLEEP;
            }
        }
        self.awake = std::mem::replace(&mut self.next, awake);
        self.next.clear();
        self.frame += 1;
    }

    fn hear_phones(&mut self, ground: Ground<'_>, scores: &mut Scores) -> i32 {
        let mut best = WORST;
        for &at in &self.awake {
            let node = &ground.network.nodes[at as usize];
            let costs = node
                .senones
                .map(|senone| scores.of(ground.acoustics, senone));
            let matrix = &ground.acoustics.matrices[usize::from(node.matrix)];
            best = best.max(self.hmms[at as usize].hear(costs, matrix));
        }
        best
    }

    /// A phone stays awake, is followed by others, or ends a word.
    fn go_on(&mut self, ground: Ground<'_>, at: u32, [phone, next, word]: [i32; 3]) {
        let hmm = self.hmms[at as usize];
        if hmm.best() < phone {
            return;
        }
        if hmm.frame == self.frame {
            self.hmms[at as usize].frame = self.frame + 1;
            self.next.push(at);
        }
        let node = &ground.network.nodes[at as usize];
        match node.says {
            None if hmm.out >= next => {
                for &kid in ground.network.kids(node) {
                    let score = hmm.out + ground.network.nodes[kid as usize].gain;
                    if score > phone {
                        self.enter(kid, score, hmm.out_history);
                    }
                }
            }
            Some(says) if hmm.out >= word => self.ended.push(Entry {
                says: Some(says),
                state: match says {
                    Says::Arc(arc) => ground.network.ends[arc as usize],
                    Says::Noise(state) => state,
                },
                frame: self.frame,
                score: hmm.out,
                before: hmm.out_history,
                last: node.phone,
                after: if node.alone { ALL } else { node.contexts },
            }),
            _ => {}
        }
    }

    fn enter(&mut self, at: u32, score: i32, history: u32) {
        let hmm = &mut self.hmms[at as usize];
        if score > hmm.entered() {
            if hmm.frame <= self.frame {
                self.next.push(at);
            }
            hmm.enter(score, history, self.frame + 1);
        }
    }

    /// Of words that end at one place with one sound, each keeps the following sounds for which it is the best.
    fn keep_ended(&mut self) {
        self.ended
            .sort_by_key(|entry| (entry.state, entry.last, -entry.score));
        let mut taken = ALL;
        let mut group = None;
        for entry in &self.ended {
            if group != Some((entry.state, entry.last)) {
                group = Some((entry.state, entry.last));
                taken = 0;
            }
            let after = entry.after & !taken;
            if after != 0 {
                self.entries.push(Entry { after, ..*entry });
                taken |= after;
            }
        }
        self.ended.clear();
    }

    /// Words begin where others have ended.
    fn begin_words(&mut self, ground: Ground<'_>, from: usize, beam: i32) {
        for at in from..self.entries.len() {
            let entry = self.entries[at];
            for &(state, gain) in ground.network.reached(entry.state) {
                for &root in ground.network.roots(state) {
                    let node = &ground.network.nodes[root as usize];
                    let score = entry.score + gain + node.gain;
                    let fits = node.contexts & only(entry.last) != 0
                        && entry.after & only(node.phone) != 0;
                    if fits && score > beam {
                        self.enter(root, score, at as u32);
                    }
                }
            }
        }
    }

    /// The last entry of the best way that ends now where the grammar ends, and its score.
    pub fn best_end(&self, network: &Network) -> Option<(u32, i32)> {
        let frame = self.entries.last()?.frame;
        let last = self.entries.iter().enumerate().rev();
        let ends = last
            .take_while(|(_, entry)| entry.frame == frame && frame >= 0)
            .filter_map(|(at, entry)| {
                let gain = network.to_end[entry.state as usize]?;
                Some((at as u32, entry.score + gain))
            });
        ends.max_by_key(|(_, score)| *score)
    }

    /// The entries of a way, first to last.
    pub fn way(&self, end: u32) -> Vec<Entry> {
        let mut way = Vec::new();
        let mut at = end;
        while at != 0 {
            let entry = self.entries[at as usize];
            way.push(entry);
            at = entry.before;
        }
        way.reverse();
        way
    }
}

/// Hears all frames of an utterance.
pub(super) fn hear_all(
    ground: Ground<'_>,
    search: &mut Search,
    scores: &mut Scores,
    frames: &[Feature],
) {
    for frame in frames {
        scores.take(ground.acoustics, frame);
        search.hear(ground, scores);
    }
}
