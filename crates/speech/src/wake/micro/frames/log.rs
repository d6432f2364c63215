//! The natural logarithm of a whole number, as a whole number.

/// Bits after the point of a logarithm.
const BITS: u32 = 16;

/// The table has 2 to this power segments.
const SEGMENT_BITS: u32 = 7;

/// The natural logarithm of two.
const LN_2: u64 = 45_426;

/// What is given out is 2 to this power times the logarithm.
const OUT_BITS: u32 = 6;

/// How much the binary logarithm of 1 + x is above x, for a row of x.
pub(super) struct Log {
    above: Vec<u32>,
}

impl Log {
    pub fn new() -> Log {
        let n = 1 << SEGMENT_BITS;
        let above = (0..=n)
            .map(|at| f64::from(at) / f64::from(n))
            .map(|x| (f64::from(1 << BITS) * ((1.0 + x).log2() - x)).round() as u32);
        Log {
            above: above.chain([0]).collect(),
        }
    }

    /// The logarithm of `value` times 2 to the power of `bits`; 0 for what is below two.
    pub fn apply(&self, value: u32, bits: u32) -> u16 {
        let value = value << bits;
        if value < 2 {
            return 0;
        }
        let whole = value.ilog2();
        let part = u64::from(value - (1 << whole)) << BITS >> whole;
        let log2 = u64::from(whole << BITS) + self.fraction(part as u32);
        let round = 1 << (BITS - 1);
        let log = (LN_2 * log2 + round) >> BITS;
        (((log << OUT_BITS) + round) >> BITS).min(u64::from(u16::MAX)) as u16
    }

    /// The binary logarithm of one and `part`.
    fn fraction(&self, part: u32) -> u64 {
        let segment = (part >> (BITS - SEGMENT_BITS)) as usize;
        let [from, to] = [self.above[segment], self.above[segment + 1]].map(i64::from);
        let along = i64::from(part) - ((segment as i64) << (BITS - SEGMENT_BITS));
        let above = from + (((to - from) * along) >> BITS);
        (i64::from(part) + above) as u64
    }
}
