//! What a TensorFlow Lite file says: tensors, and the operators between them.

use super::flat::{Table, Why};

/// The largest file that is taken: a hundred times the models at hand.
const FILE_BYTES_MAX: usize = 8 << 20;

/// The most tensors, operators or buffers; the models at hand have about a hundred.
const ROWS_MAX: usize = 1_024;

/// The most values of one tensor.
pub(super) const VALUES_MAX: usize = 1 << 20;

/// The most scales of a tensor, one for each of its channels.
const CHANNELS_MAX: usize = 4_096;

/// The most graphs: what is run, and what prepares it.
const GRAPHS_MAX: usize = 2;

/// The most dimensions of a tensor.
const DIMENSIONS_MAX: usize = 6;

/// What a tensor's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    I8,
    U8,
    I32,
    /// A name for a variable.
    Handle,
    Other,
}

/// Values in a grid, or the promise of them.
pub(super) struct Tensor<'a> {
    pub shape: Vec<usize>,
    pub kind: Kind,
    /// A value is (number - zero) * scale; one scale for all or one for each output channel.
    pub scales: Vec<f32>,
    pub zero: i32,
    /// Empty unless the values are part of the file.
    pub data: &'a [u8],
}

impl Tensor<'_> {
    pub fn n_values(&self) -> usize {
        self.shape.iter().product()
    }

    /// The one scale.
    pub fn scale(&self) -> Result<f32, Why> {
        match self.scales[..] {
            [scale] => Ok(scale),
            _ => Err("a tensor has no scale of its own".into()),
        }
    }

    /// The numbers, for those whose numbers are known before.
    pub fn numbers(&self) -> Result<Vec<i32>, Why> {
        let (fours, _) = self.data.as_chunks();
        if self.kind != Kind::I32 || fours.len() != self.n_values() {
            return Err("a tensor that should hold whole numbers does not".into());
        }
        Ok(fours.iter().map(|four| i32::from_le_bytes(*four)).collect())
    }
}

/// What numbers of eight bits mean.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    scale: f32,
    zero: i32,
    is_signed: bool,
}

impl Scale {
    pub fn of(tensor: &Tensor<'_>) -> Result<Scale, Why> {
        Ok(Scale {
            scale: tensor.scale()?,
            zero: tensor.zero,
            is_signed: match tensor.kind {
                Kind::I8 => true,
                Kind::U8 => false,
                _ => return Err("a tensor that should hold numbers of eight bits does not".into()),
            },
        })
    }

    /// The nearest number to a value.
    pub fn number(self, value: f64) -> i8 {
        let number = (value / f64::from(self.scale) + f64::from(self.zero)).round_ties_even();
        match self.is_signed {
            true => number as i8,
            false => number as u8 as i8,
        }
    }

    /// The value of a number.
    pub fn value(self, number: i8) -> f32 {
        let number = match self.is_signed {
            true => i32::from(number),
            false => i32::from(number as u8),
        };
        (number - self.zero) as f32 * self.scale
    }
}

/// One step, as the file has it.
pub(super) struct Operator<'a> {
    /// What to do, by its number in TensorFlow Lite's list.
    pub code: i32,
    pub inputs: Vec<i32>,
    pub outputs: Vec<i32>,
    pub options: Option<Table<'a>>,
}

/// A row of steps.
pub(super) struct Graph<'a> {
    pub tensors: Vec<Tensor<'a>>,
    pub inputs: Vec<i32>,
    pub outputs: Vec<i32>,
    pub operators: Vec<Operator<'a>>,
}

/// The graphs of a file; the first is the one to run.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Graph<'_>>, Why> {
    if bytes.len() > FILE_BYTES_MAX {
        let n = bytes.len();
        return Err(format!(
            "it has {n} bytes, at most {FILE_BYTES_MAX} are taken"
        ));
    }
    if bytes.get(4..8) != Some(b"TFL3") {
        return Err("it is no TensorFlow Lite model: it does not say TFL3".into());
    }
    let root = Table::root(bytes)?;
    let codes = root.tables(1, ROWS_MAX)?;
    let codes = codes.iter().map(code).collect::<Result<Vec<i32>, Why>>()?;
    let buffers = root.tables(4, ROWS_MAX)?;
    let graphs = root.tables(2, GRAPHS_MAX)?;
    graphs
        .iter()
        .map(|table| graph(table, &codes, &buffers))
        .collect()
}

/// The operator's number, which old files keep in one byte.
fn code(table: &Table<'_>) -> Result<i32, Why> {
    Ok(i32::from(table.u8(0)?).max(table.i32(3, 0)?))
}

fn graph<'a>(table: &Table<'a>, codes: &[i32], buffers: &[Table<'a>]) -> Result<Graph<'a>, Why> {
    let tensors = table.tables(0, ROWS_MAX)?;
    let operators = table.tables(3, ROWS_MAX)?;
    Ok(Graph {
        tensors: tensors
            .iter()
            .map(|table| tensor(table, buffers))
            .collect::<Result<_, Why>>()?,
        inputs: table.i32s(1, ROWS_MAX)?,
        outputs: table.i32s(2, ROWS_MAX)?,
        operators: operators
            .iter()
            .map(|table| operator(table, codes))
            .collect::<Result<_, Why>>()?,
    })
}

fn operator<'a>(table: &Table<'a>, codes: &[i32]) -> Result<Operator<'a>, Why> {
    let code = usize::try_from(table.i32(0, 0)?).ok();
    Ok(Operator {
        code: *code
            .and_then(|idx| codes.get(idx))
            .ok_or("an operator has no number")?,
        inputs: table.i32s(1, 64)?,
        outputs: table.i32s(2, 64)?,
        options: table.table(4)?,
    })
}

fn tensor<'a>(table: &Table<'a>, buffers: &[Table<'a>]) -> Result<Tensor<'a>, Why> {
    let quantised = table.table(4)?;
    let scales = quantised.map_or(Ok(&[][..]), |table| table.row(2, CHANNELS_MAX))?;
    let zeros = quantised.map_or(Ok(&[][..]), |table| table.row(3, CHANNELS_MAX))?;
    let tensor = Tensor {
        shape: shape(&table.i32s(0, DIMENSIONS_MAX)?)?,
        kind: match table.u8(1)? {
            2 => Kind::I32,
            3 => Kind::U8,
            9 => Kind::I8,
            13 => Kind::Handle,
            _ => Kind::Other,
        },
        scales: scales
            .iter()
            .map(|four| f32::from_le_bytes(*four))
            .collect(),
        zero: zero(zeros)?,
        data: match buffers.get(table.i32(2, 0)? as u32 as usize) {
            Some(buffer) => buffer.row::<1>(0, FILE_BYTES_MAX)?.as_flattened(),
            None => return Err("a tensor names a buffer that is not there".into()),
        },
    };
    match tensor
        .scales
        .iter()
        .all(|scale| scale.is_normal() && *scale > 0.0)
    {
        true => Ok(tensor),
        false => Err("a scale is not above zero".into()),
    }
}

/// The number that means zero, one for the whole tensor.
fn zero(zeros: &[[u8; 8]]) -> Result<i32, Why> {
    let zero = zeros.first().map_or(0, |eight| i64::from_le_bytes(*eight));
    match i32::try_from(zero) {
        Ok(zero) if (-128..256).contains(&zero) && zeros.iter().all(|other| *other == zeros[0]) => {
            Ok(zero)
        }
        _ => Err("a zero point is outside of what eight bits hold".into()),
    }
}

fn shape(sides: &[i32]) -> Result<Vec<usize>, Why> {
    let mut n_values = 1usize;
    let checked = sides.iter().map(|side| {
        let side = usize::try_from(*side).ok().filter(|side| *side > 0);
        n_values = side.map_or(usize::MAX, |side| n_values.saturating_mul(side));
        side.filter(|_| n_values <= VALUES_MAX)
            .ok_or_else(|| format!("a tensor of {sides:?} values; at most {VALUES_MAX} are taken"))
    });
    checked.collect()
}
