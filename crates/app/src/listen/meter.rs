//! How loud the microphone is, as one line.

/// Characters of the bar.
const WIDTH: usize = 20;

/// What is softer than this has no bar, in dB of full scale.
const FLOOR_DB: f32 = -60.0;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nobody.
    Nobody,
    /// Somebody, to Ling.
    Person,
    /// Ling.
    Ling,
}

/// The line: the time, a bar for the loudest sample, and who speaks.
pub fn line(peak: f32, at_s: f64, who: Who) -> String {
    let db = 20.0 * peak.clamp(0.0, 1.0).log10();
    let share = (1.0 - db / FLOOR_DB).clamp(0.0, 1.0);
    let n_full = (share * WIDTH as f32).round() as usize;
    let bar = "█".repeat(n_full) + &"·".repeat(WIDTH - n_full);
    let mark = match who {
        Who::Nobody => ' ',
        Who::Person => '●',
        Who::Ling => '▶',
    };
    format!("{at_s:7.1} s {bar} {mark}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(peak: f32, at_s: f64, who: Who, expect: &str) {
        assert_eq!(line(peak, at_s, who), expect);
    }

    #[test]
    fn levels() {
        check(0.0, 0.0, Who::Nobody, "    0.0 s ····················  ");
        check(1.0, 9.96, Who::Person, "   10.0 s ████████████████████ ●");
        check(0.1, 3599.9, Who::Ling, " 3599.9 s █████████████······· ▶");
        check(9.0, 1.0, Who::Nobody, "    1.0 s ████████████████████  ");
        check(
            f32::NAN,
            1.0,
            Who::Nobody,
            "    1.0 s ····················  ",
        );
    }
}
