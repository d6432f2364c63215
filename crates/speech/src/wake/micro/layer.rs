//! Layers that sum with weights: their shapes, their zeros, and how they round.

use super::{
    file::{Kind, Operator, Tensor},
    flat::Why,
    plan::{Planner, odd, signed},
    step::{Act, Factor, Rounding, Slide, Weighted},
};

/// The most numbers under a kernel: so many products of eight bits fit a sum of 32.
const KERNEL_MAX: usize = 1 << 16;

/// The padding that keeps the kernel inside the image.
const VALID: u8 = 1;

// What follows the sum, by its number in TensorFlow Lite's list.
const RELU: u8 = 1;
const RELU_6: u8 = 3;

/// A layer whose shapes fit.
struct Layer {
    slide: Slide,
    n_out: usize,
    is_depthwise: bool,
    active: u8,
}

impl Planner<'_> {
    /// A convolution, over all channels or within each.
    pub(super) fn weigh(&mut self, operator: &Operator<'_>, is_depthwise: bool) -> Result<(), Why> {
        let odd = || odd("convolution");
        let [from, to] = [self.nth(operator, 0)?, self.output(operator, 0)?];
        let [heard, weights] = [self.tensor(from), self.given(operator, 1)?];
        let options = operator.options.ok_or_else(odd)?;
        // A depthwise convolution says one thing more: how many channels it makes of each.
        let shift = usize::from(is_depthwise);
        let multiplier = if is_depthwise { options.i32(3, 1)? } else { 1 };
        let dilation = [options.i32(4 + shift, 1)?, options.i32(5 + shift, 1)?];
        let stride = [options.i32(2, 1)?, options.i32(1, 1)?];
        let stride = stride.map(|side| usize::try_from(side).unwrap_or(0));
        let (
            [1, n_rows, n_columns, n_channels],
            [n_out, k_rows, k_columns, n_in],
            [1, out_rows, out_columns, out_channels],
        ) = (
            &heard.shape[..],
            &weights.shape[..],
            &self.tensor(to).shape[..],
        )
        else {
            return Err(odd());
        };
        let is_whole = match is_depthwise {
            true => *n_out == 1 && n_in == n_channels && n_channels == out_channels,
            false => n_out == out_channels && n_in == n_channels,
        };
        let fits = |side: usize, kernel: usize, stride: usize, out: usize| {
            stride > 0 && kernel <= side && out == (side - kernel) / stride + 1
        };
        let is_fitting = fits(*n_rows, *k_rows, stride[0], *out_rows)
            && fits(*n_columns, *k_columns, stride[1], *out_columns);
        // A kernel of one place never leaves the image, whatever the padding.
        let is_inside = options.u8(0)? == VALID || (k_rows, k_columns) == (&1, &1);
        if !is_inside || !is_whole || !is_fitting || multiplier != 1 || dilation != [1, 1] {
            return Err(odd());
        }
        let layer = Layer {
            slide: Slide {
                n_columns: *n_columns,
                n_channels: *n_channels,
                kernel: [*k_rows, *k_columns],
                stride,
                out: [*out_rows, *out_columns],
            },
            n_out: *out_channels,
            is_depthwise,
            active: options.u8(3 + shift)?,
        };
        self.sum(operator, layer)
    }

    /// A fully connected layer: a convolution of one place.
    pub(super) fn connect(&mut self, operator: &Operator<'_>) -> Result<(), Why> {
        let [from, to] = [self.nth(operator, 0)?, self.output(operator, 0)?];
        let n_in = self.slots[from].len();
        let weights = self.given(operator, 1)?;
        if weights.shape != [self.slots[to].len(), n_in] {
            return Err(odd("fully connected layer"));
        }
        let layer = Layer {
            slide: Slide {
                n_columns: 1,
                n_channels: n_in,
                kernel: [1, 1],
                stride: [1, 1],
                out: [1, 1],
            },
            n_out: self.slots[to].len(),
            is_depthwise: false,
            active: operator.options.map_or(Ok(0), |options| options.u8(0))?,
        };
        self.sum(operator, layer)
    }

    /// Adds a layer whose shapes fit.
    fn sum(&mut self, operator: &Operator<'_>, layer: Layer) -> Result<(), Why> {
        let [from, to] = [self.nth(operator, 0)?, self.output(operator, 0)?];
        let [heard, said] = [self.tensor(from), self.tensor(to)];
        let [weights, bias] = [self.given(operator, 1)?, self.given(operator, 2)?];
        let n_places = layer.slide.out.iter().product();
        let is_small = weights.n_values() / layer.n_out <= KERNEL_MAX;
        if !is_small || bias.n_values() != layer.n_out || [heard.kind, said.kind] != [Kind::I8; 2] {
            return Err(odd("layer"));
        }
        self.spend(weights.n_values().saturating_mul(n_places))?;
        let weighted = Weighted {
            bias: begun(bias, weights, heard.zero, layer.is_depthwise)?,
            weights: signed(weights)?,
            rounding: rounding(heard, weights, said, &layer)?,
            slide: layer.slide,
        };
        let act = if layer.is_depthwise {
            Act::Depthwise
        } else {
            Act::Conv
        };
        self.push(act(weighted), from, to)
    }
}

/// What the sums begin with: the bias, less what the input's zero adds.
fn begun(
    bias: &Tensor<'_>,
    weights: &Tensor<'_>,
    heard_zero: i32,
    is_depthwise: bool,
) -> Result<Vec<i32>, Why> {
    let (mut bias, weights) = (bias.numbers()?, signed(weights)?);
    let (n, n_kernel) = (bias.len(), weights.len() / bias.len());
    for (at, weight) in weights.iter().enumerate() {
        let channel = if is_depthwise { at % n } else { at / n_kernel };
        bias[channel] = bias[channel].wrapping_sub(heard_zero * i32::from(*weight));
    }
    Ok(bias)
}

/// What the sums are worth in the numbers of `said`, and which of those the layer may say.
fn rounding(
    heard: &Tensor<'_>,
    weights: &Tensor<'_>,
    said: &Tensor<'_>,
    layer: &Layer,
) -> Result<Rounding, Why> {
    let scale = said.scale()?;
    let zero = said.zero;
    let (least, most) = match layer.active {
        0 => (-128, 127),
        RELU => (zero.max(-128), 127),
        RELU_6 => (
            zero.max(-128),
            zero.saturating_add((6.0 / scale).round() as i32).min(127),
        ),
        _ => return Err(odd("activation")),
    };
    let scales: Vec<f32> = match weights.scales[..] {
        [one] => vec![one; layer.n_out],
        ref each => each.to_vec(),
    };
    let unit = f64::from(heard.scale()?);
    // TensorFlow Lite sums eight channels of a depthwise convolution at once, and rounds those that are left otherwise.
    let n_up = match layer.is_depthwise {
        true => scales.len() / 8 * 8,
        false => scales.len(),
    };
    let factors = scales.iter().enumerate().map(|(channel, weight)| {
        let factor = unit * f64::from(*weight) / f64::from(scale);
        Factor::of(factor, channel >= n_up)
    });
    let factors = factors.collect::<Option<Vec<_>>>().unwrap_or_default();
    if factors.len() != layer.n_out || !(-128..=127).contains(&zero) {
        return Err(odd("scale"));
    }
    Ok(Rounding {
        factors,
        zero,
        least,
        most,
    })
}
