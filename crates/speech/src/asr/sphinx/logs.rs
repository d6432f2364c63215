//! Logarithms as Sphinx keeps them: whole numbers of a small base, the score of a state being a thousandth of
//! that fine, so that it fits 16 bits. One step of a score is 0.1024 nats.

/// One step of the fine scale, as a factor.
const BASE: f64 = 1.0001;

/// Fine steps in a step, as a power of two.
pub(super) const SHIFT: u32 = 10;

/// The natural logarithm `ln` in fine steps, towards zero.
pub(super) fn fine(ln: f64) -> i32 {
    (ln / BASE.ln()) as i32
}

/// The natural logarithm `ln` in steps.
pub(super) fn steps(ln: f64) -> i32 {
    fine(ln) >> SHIFT
}

/// Logarithms of sums, both numbers being negated steps.
#[derive(Debug)]
pub(super) struct Adder([u8; 256]);

impl Adder {
    pub fn new() -> Adder {
        let mut table = [0u8; 256];
        let mut ratio = 1.0_f64;
        for fine_at in 0..(256usize << SHIFT) {
            let gain = (1.0 + ratio).ln() / BASE.ln();
            let gain = (gain + 0.5 * f64::from(1u32 << SHIFT)) as i32 >> SHIFT;
            if gain <= 0 {
                break;
            }
            let at = fine_at >> SHIFT;
            if table[at] == 0 {
                table[at] = gain as u8;
            }
            ratio /= BASE;
        }
        Adder(table)
    }

    /// The negated logarithm of the sum.
    pub fn add(&self, a: i32, b: i32) -> i32 {
        let gain = self.0.get(a.abs_diff(b) as usize);
        a.min(b) - i32::from(gain.copied().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One step in nats: 1024 times the logarithm of 1.0001.
    const NATS: f64 = 0.102_394_88;

    fn check(a: i32, b: i32) {
        let exact = -((-f64::from(a) * NATS).exp() + (-f64::from(b) * NATS).exp()).ln() / NATS;
        let added = f64::from(Adder::new().add(a, b));
        assert!(
            (exact - added).abs() <= 1.0,
            "{a} {b}: {added}, not {exact}"
        );
    }

    #[test]
    fn sums() {
        check(0, 0);
        check(0, 5);
        check(17, 3);
        check(40, 90);
        check(0, 1000);
    }
}
