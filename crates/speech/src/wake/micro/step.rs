//! The three things that the nets do with their numbers: move them, look them up, and sum them with weights.

/// Numbers that keep their order while they move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub from: usize,
    pub to: usize,
    pub n: usize,
}

/// A factor in [0, 1): a number with 31 bits after the point, and how far it is shifted to the right after that.
#[derive(Clone, Copy)]
pub(super) struct Factor {
    mantissa: i32,
    shift: u32,
    /// Halves below zero are rounded away from zero, not up.
    is_away: bool,
}

impl Factor {
    /// The nearest factor; `None` outside of [0, 1).
    pub fn of(value: f64, is_away: bool) -> Option<Factor> {
        let mut shift = 0;
        let mut mantissa = value;
        while mantissa < 0.5 && shift < 31 {
            mantissa *= 2.0;
            shift += 1;
        }
        let rounded = (mantissa * f64::from(1u32 << 31)).round();
        (0.0..1.0).contains(&value).then_some(Factor {
            // Of what rounds to one, so much is lost as would be a 31st bit.
            mantissa: rounded as i32,
            shift,
            is_away,
        })
    }

    /// The product, rounded as TensorFlow Lite rounds it: once to the point of the mantissa, and again after the shift.
    pub fn times(self, sum: i32) -> i32 {
        let high = (i64::from(sum) * i64::from(self.mantissa) + (1 << 30)) >> 31;
        let half = (1 << self.shift) >> 1;
        let is_down = self.is_away && high < 0 && self.shift > 0;
        ((high + half - i64::from(is_down)) >> self.shift) as i32
    }
}

/// How a sum becomes a number of eight bits again.
pub(super) struct Rounding {
    /// One for each output channel.
    pub factors: Vec<Factor>,
    pub zero: i32,
    pub least: i32,
    pub most: i32,
}

impl Rounding {
    fn apply(&self, channel: usize, sum: i32) -> i8 {
        let number = self.factors[channel].times(sum).saturating_add(self.zero);
        number.clamp(self.least, self.most) as i8
    }
}

/// A kernel that slides over an image of rows, columns and channels without leaving it.
pub(super) struct Slide {
    /// Columns and channels of the input.
    pub n_columns: usize,
    pub n_channels: usize,
    /// Rows and columns of the kernel.
    pub kernel: [usize; 2],
    /// Rows and columns from one place to the next.
    pub stride: [usize; 2],
    /// Rows and columns of the output.
    pub out: [usize; 2],
}

impl Slide {
    /// Where the kernel's upper left corner comes to lie, place by place.
    fn corners(&self) -> impl Iterator<Item = usize> + '_ {
        let [n_rows, n_columns] = self.out;
        (0..n_rows).flat_map(move |row| {
            (0..n_columns).map(move |column| {
                (row * self.stride[0] * self.n_columns + column * self.stride[1]) * self.n_channels
            })
        })
    }
}

/// One step.
pub(super) enum Act {
    /// Rows of numbers are copied.
    Move(Vec<Run>),
    /// Every number is replaced.
    LookUp(Box<[i8; 256]>),
    /// Every output channel sums all input channels under the kernel.
    Conv(Weighted),
    /// Every channel sums itself under the kernel.
    Depthwise(Weighted),
}

/// Weights, and how they slide.
pub(super) struct Weighted {
    pub slide: Slide,
    pub weights: Vec<i8>,
    /// What each sum begins with; what the input's zero would add is taken off.
    pub bias: Vec<i32>,
    pub rounding: Rounding,
}

impl Act {
    /// Reads `from`, writes `to`.
    pub fn run(&self, from: &[i8], to: &mut [i8]) {
        match self {
            Act::Move(runs) => {
                for run in runs {
                    to[run.to..run.to + run.n].copy_from_slice(&from[run.from..run.from + run.n]);
                }
            }
            Act::LookUp(table) => {
                for (to, from) in to.iter_mut().zip(from) {
                    *to = table[usize::from(*from as u8)];
                }
            }
            Act::Conv(weighted) => weighted.conv(from, to),
            Act::Depthwise(weighted) => weighted.depthwise(from, to),
        }
    }
}

impl Weighted {
    fn conv(&self, from: &[i8], to: &mut [i8]) {
        let Slide {
            n_columns,
            n_channels,
            kernel,
            ..
        } = self.slide;
        // The columns of a kernel's row lie side by side in the input, too.
        let n_row = kernel[1] * n_channels;
        let places = to.chunks_exact_mut(self.bias.len());
        for (corner, place) in self.slide.corners().zip(places) {
            let kernels = self.weights.chunks_exact(kernel[0] * n_row);
            for (channel, (to, kernel)) in place.iter_mut().zip(kernels).enumerate() {
                let rows = kernel.chunks_exact(n_row).enumerate();
                let sums = rows.map(|(row, weights)| {
                    let at = corner + row * n_columns * n_channels;
                    dot(&from[at..at + n_row], weights)
                });
                let sum = sums.fold(self.bias[channel], i32::wrapping_add);
                *to = self.rounding.apply(channel, sum);
            }
        }
    }

    fn depthwise(&self, from: &[i8], to: &mut [i8]) {
        let Slide {
            n_columns,
            n_channels,
            kernel,
            ..
        } = self.slide;
        let n_row = kernel[1] * n_channels;
        let mut sums = self.bias.clone();
        for (corner, place) in self.slide.corners().zip(to.chunks_exact_mut(n_channels)) {
            sums.copy_from_slice(&self.bias);
            for (row, weights) in self.weights.chunks_exact(n_row).enumerate() {
                let at = corner + row * n_columns * n_channels;
                let columns = from[at..at + n_row].chunks_exact(n_channels);
                for (column, weights) in columns.zip(weights.chunks_exact(n_channels)) {
                    for ((sum, value), weight) in sums.iter_mut().zip(column).zip(weights) {
                        *sum = sum.wrapping_add(i32::from(*value) * i32::from(*weight));
                    }
                }
            }
            for (channel, (to, sum)) in place.iter_mut().zip(&sums).enumerate() {
                *to = self.rounding.apply(channel, *sum);
            }
        }
    }
}

fn dot(values: &[i8], weights: &[i8]) -> i32 {
    let products = values.iter().zip(weights);
    products
        .map(|(value, weight)| i32::from(*value) * i32::from(*weight))
        .sum()
}
