use super::{Again, Track};

/// Pieces that a queue holds, at most.
const TRACKS_MAX: usize = 2_000;

/// What plays on one device, and what comes after it.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    tracks: Vec<Track>,
    /// Indices into `tracks`, in the order of playing.
    order: Vec<usize>,
    at: usize,
    /// Whether it is paused.
    pub paused: bool,
    /// What comes when a piece has ended.
    pub again: Again,
}

impl Queue {
    /// Plays these pieces, shuffled by `seed` if there is one.
    pub fn new(mut tracks: Vec<Track>, seed: Option<u64>) -> Queue {
        tracks.truncate(TRACKS_MAX);
        let mut queue = Queue {
            order: (0..tracks.len()).collect(),
            tracks,
            ..Queue::default()
        };
        if let Some(seed) = seed {
            mix(&mut queue.order, seed);
        }
        queue
    }

    /// The piece that plays.
    pub fn current(&self) -> Option<&Track> {
        self.order.get(self.at).map(|track| &self.tracks[*track])
    }

    /// What comes after it, in order.
    pub fn upcoming(&self) -> impl Iterator<Item = &Track> {
        let after = self.order.iter().skip(self.at + 1);
        after.map(|track| &self.tracks[*track])
    }

    /// Goes forward, or back when negative. Past either end it stays where it is, unless all is played again.
    pub fn skip(&mut self, steps: i32) -> Option<&Track> {
        let len = i64::try_from(self.order.len())
            .ok()
            .filter(|len| *len > 0)?;
        let to = i64::try_from(self.at).ok()? + i64::from(steps);
        let to = match self.again {
            Again::All => to.rem_euclid(len),
            Again::Off | Again::One => to,
        };
        let to = usize::try_from(to)
            .ok()
            .filter(|to| *to < self.order.len())?;
        self.at = to;
        self.paused = false;
        self.current()
    }

    /// The piece has ended: what comes now.
    pub fn ended(&mut self) -> Option<&Track> {
        match self.again {
            Again::One => self.current(),
            Again::Off | Again::All => self.skip(1),
        }
    }

    /// Plays what is left in another order; without a seed in the order of the tracks again.
    pub fn shuffle(&mut self, seed: Option<u64>) {
        let Some(now) = self.order.get(self.at).copied() else {
            return;
        };
        match seed {
            Some(seed) => {
                self.order.retain(|track| *track != now);
                mix(&mut self.order, seed);
                self.order.insert(0, now);
                self.at = 0;
            }
            None => {
                self.order.sort_unstable();
                self.at = now;
            }
        }
    }
}

/// Fisher and Yates, with the numbers of xorshift64.
fn mix(order: &mut [usize], seed: u64) {
    let mut state = seed | 1;
    for last in (1..order.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // Below `last + 1`, so nothing is cut off.
        order.swap(last, (state % (last as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(n: usize) -> Queue {
        let track = |n: usize| Track {
            id: n.to_string(),
            title: n.to_string(),
            artist: None,
            album: None,
            genre: None,
            secs: None,
        };
        Queue::new((0..n).map(track).collect(), None)
    }

    fn id(track: Option<&Track>) -> &str {
        track.map_or("-", |track| &track.id)
    }

    #[track_caller]
    fn check(again: Again, steps: &[i32], expect: &[&str]) {
        let mut queue = queue(3);
        queue.again = again;
        let got: Vec<String> = steps
            .iter()
            .map(|n| id(queue.skip(*n)).to_owned())
            .collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn skipping() {
        check(Again::Off, &[1, 1, 1, -2, -1], &["1", "2", "-", "0", "-"]);
        check(Again::All, &[-1, 1, 7, i32::MAX], &["2", "0", "1", "2"]);
        check(Again::One, &[1, 5], &["1", "-"]);
        assert_eq!(id(Queue::default().skip(1)), "-");
    }

    #[test]
    fn the_end_of_a_piece() {
        let mut queue = queue(2);
        queue.again = Again::One;
        assert_eq!(id(queue.ended()), "0");
        queue.again = Again::Off;
        assert_eq!(id(queue.ended()), "1");
        assert_eq!(id(queue.ended()), "-");
        queue.again = Again::All;
        assert_eq!(id(queue.ended()), "0");
    }

    #[test]
    fn shuffling_keeps_what_plays_and_loses_nothing() {
        let mut queue = queue(50);
        queue.skip(7);
        queue.shuffle(Some(42));
        assert_eq!(id(queue.current()), "7");
        let mut rest: Vec<usize> = queue
            .upcoming()
            .map(|t| t.id.parse().expect("a number"))
            .collect();
        assert!(!rest.is_sorted());
        rest.sort_unstable();
        assert_eq!(rest, (0..50).filter(|n| *n != 7).collect::<Vec<_>>());
        queue.shuffle(None);
        assert_eq!(queue.upcoming().map(|t| t.id.as_str()).next(), Some("8"));
    }
}
