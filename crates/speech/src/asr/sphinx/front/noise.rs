/// How slowly the power follows the sound.
const POWER_KEPT: f64 = 0.7;
/// How slowly a floor rises, and how fast it falls.
const FLOOR_KEPT_RISING: f64 = 0.995;
const FLOOR_KEPT_FALLING: f64 = 0.5;
/// How slowly a peak is forgotten, and what is left of the sound that it hides.
const PEAK_KEPT: f64 = 0.85;
const HIDDEN_LEFT: f64 = 0.2;
/// The most a filter is raised or lowered.
const GAIN_MAX: f64 = 20.0;
/// Filters on each side that share their gain.
const SHARED: usize = 4;

/// Takes the noise that stays off the energies of the filters: the noise is what their smoothed power never falls
/// below, and what is hidden by a louder moment before is lowered, too.
///
/// All constants are PocketSphinx's (`remove_noise`), after Doblinger's spectral minima and Kim's PNCC.
#[derive(Clone, Debug, Default)]
pub(super) struct Noise {
    filters: Vec<Tracked>,
    gains: Vec<f64>,
}

/// What is known of one filter.
#[derive(Clone, Copy, Debug)]
struct Tracked {
    power: f64,
    noise: f64,
    floor: f64,
    peak: f64,
}

impl Noise {
    /// Changes one frame's energies, in the order of the frames.
    pub(super) fn remove(&mut self, energies: &mut [f64]) {
        if self.filters.len() != energies.len() {
            self.filters = energies
                .iter()
                .map(|energy| Tracked::new(*energy))
                .collect();
        }
        self.gains.clear();
        let known = self.filters.iter_mut().zip(energies.iter());
        self.gains
            .extend(known.map(|(filter, energy)| filter.gain(*energy)));
        let last = energies.len() - 1;
        for (at, energy) in energies.iter_mut().enumerate() {
            let around = &self.gains[at.saturating_sub(SHARED)..=(at + SHARED).min(last)];
            *energy *= around.iter().sum::<f64>() / around.len() as f64;
        }
    }
}

impl Tracked {
    fn new(energy: f64) -> Tracked {
        Tracked {
            power: energy,
            noise: energy / GAIN_MAX,
            floor: energy / GAIN_MAX,
            peak: 0.0,
        }
    }

    fn gain(&mut self, energy: f64) -> f64 {
        self.power = POWER_KEPT * self.power + (1.0 - POWER_KEPT) * energy;
        follow(&mut self.noise, self.power);
        let mut signal = (self.power - self.noise).max(1.0);
        follow(&mut self.floor, signal);
        signal = self.unmasked(signal).max(self.floor);
        let gain = if signal < GAIN_MAX * self.power {
            signal / self.power
        } else {
            GAIN_MAX
        };
        gain.max(1.0 / GAIN_MAX)
    }

    /// What a moment ago was much louder hides `signal`.
    fn unmasked(&mut self, signal: f64) -> f64 {
        self.peak *= PEAK_KEPT;
        let hidden = signal < PEAK_KEPT * self.peak;
        let left = if hidden {
            self.peak * HIDDEN_LEFT
        } else {
            signal
        };
        self.peak = self.peak.max(signal);
        left
    }
}

fn follow(floor: &mut f64, value: f64) {
    let kept = if value >= *floor {
        FLOOR_KEPT_RISING
    } else {
        FLOOR_KEPT_FALLING
    };
    *floor = kept * *floor + (1.0 - kept) * value;
}
