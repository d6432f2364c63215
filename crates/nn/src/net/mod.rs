//! A net from an ONNX file, run on this machine's processor by `rten`.

mod error;
mod float;
mod wire;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use rten::{
    DataType, Dimension, Model, NodeId, RunOptions, ThreadPool, Value, ValueOrView, ValueType,
};
use rten_gemm::GemmExecutor;
use rten_tensor::{AsView as _, Layout as _, Tensor as RtenTensor};

pub use error::NetError;

/// Most threads a net is run on; more are never faster for sentences.
const THREADS_MAX: usize = 16;

/// How a net with 8-bit weights is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Int8 {
    /// In 8 bits where this processor adds them up exactly, in floats where its instructions saturate (x86 without
    /// AVX-512-VNNI).
    #[default]
    WhereExact,
    /// In 8 bits, whatever the processor makes of it.
    Always,
    /// In floats: four times the memory, and the same numbers on every processor.
    Never,
}

/// How a net is loaded and run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetOptions {
    /// On how many threads; from 1 to 16.
    pub n_threads: usize,
    /// How 8-bit weights are computed.
    pub int8: Int8,
}

impl Default for NetOptions {
    fn default() -> NetOptions {
        NetOptions {
            n_threads: 1,
            int8: Int8::default(),
        }
    }
}

/// Numbers with a shape: the last axis lies side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// Length of each axis.
    pub shape: Vec<usize>,
    /// As many values as the lengths multiply to.
    pub values: Values,
}

/// The values of a [`Tensor`].
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// 32-bit floats.
    F32(Vec<f32>),
    /// Whole numbers; a net's 64-bit numbers and truth values are these, too.
    I32(Vec<i32>),
}

impl Tensor {
    /// Floats with a shape.
    pub fn f32(shape: &[usize], values: Vec<f32>) -> Tensor {
        let shape = shape.to_vec();
        let values = Values::F32(values);
        Tensor { shape, values }
    }

    /// Whole numbers with a shape.
    pub fn i32(shape: &[usize], values: Vec<i32>) -> Tensor {
        let shape = shape.to_vec();
        let values = Values::I32(values);
        Tensor { shape, values }
    }
}

/// What a net takes under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Length of each axis, where the file fixes it.
    pub shape: Vec<Option<usize>>,
    /// Whether it takes whole numbers.
    pub is_whole: bool,
}

/// A loaded net. It may be run from several threads at once, and gives the same numbers each time.
pub struct Net {
    model: Model,
    pool: Arc<ThreadPool>,
    is_float: bool,
}

impl std::fmt::Debug for Net {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.inputs().collect();
        write!(f, "Net({})", names.join(", "))
    }
}

impl Net {
    /// Loads the bytes of an ONNX file.
    pub fn load(onnx: Vec<u8>, options: &NetOptions) -> Result<Net, NetError> {
        if !wire::is_whole(&onnx) {
            let why = "it is no ONNX file, or cut off".to_owned();
            return Err(NetError::Model { why });
        }
        let wants_float = match options.int8 {
            Int8::Always => false,
            Int8::Never => true,
            Int8::WhereExact => Net::saturates(),
        };
        let (onnx, is_float) = match wants_float {
            true => float::without_int8(onnx)?,
            false => (onnx, false),
        };
        let model = guarded(|| Model::load(onnx)).map_err(|why| NetError::Model { why })?;
        // A file that was cut off between two of its parts reads as one without a graph.
        if model.output_ids().is_empty() {
            let why = "it is empty or cut off".to_owned();
            return Err(NetError::Model { why });
        }
        let n_threads = options.n_threads.clamp(1, THREADS_MAX);
        Ok(Net {
            model,
            pool: Arc::new(ThreadPool::with_num_threads(n_threads)),
            is_float,
        })
    }

    /// Whether this processor's 8-bit arithmetic cuts sums off.
    pub fn saturates() -> bool {
        GemmExecutor::<u8, i8, i32>::default().may_saturate()
    }

    /// Whether 8-bit weights were turned into floats when the net was loaded.
    pub fn is_float(&self) -> bool {
        self.is_float
    }

    /// What the file says under a key.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        self.model.metadata().get(key)
    }

    /// The names of what goes in.
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        self.names(self.model.input_ids())
    }

    /// The names of what comes out.
    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        self.names(self.model.output_ids())
    }

    fn names<'a>(&'a self, ids: &'a [NodeId]) -> impl Iterator<Item = &'a str> {
        ids.iter()
            .filter_map(|id| self.model.node_info(*id)?.name())
    }

    /// What the net takes under that name, as far as its file says.
    pub fn input(&self, name: &str) -> Option<Input> {
        let info = self
            .model
            .node_info(self.id(name, self.model.input_ids()).ok()?)?;
        let axes = info.shape()?.into_iter().map(|axis| match axis {
            Dimension::Fixed(length) => Some(length),
            Dimension::Symbolic(_) => None,
        });
        Some(Input {
            shape: axes.collect(),
            is_whole: info.dtype()? == ValueType::Tensor(DataType::Int32),
        })
    }

    /// Runs the net: named values in, the named outputs out, in the order asked for.
    pub fn run(
        &self,
        inputs: Vec<(&str, Tensor)>,
        outputs: &[&str],
    ) -> Result<Vec<Tensor>, NetError> {
        let given = inputs
            .into_iter()
            .map(|(name, tensor)| {
                let id = self.id(name, self.model.input_ids())?;
                Ok((id, ValueOrView::Value(value(name, tensor)?)))
            })
            .collect::<Result<Vec<_>, NetError>>()?;
        let wanted = outputs
            .iter()
            .map(|name| self.id(name, self.model.output_ids()))
            .collect::<Result<Vec<_>, NetError>>()?;
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.pool)));
        let found = guarded(|| self.model.run(given, &wanted, Some(options)));
        let found = found.map_err(|why| NetError::Run { why })?;
        let named = outputs.iter().zip(found);
        named.map(|(name, value)| tensor(name, value)).collect()
    }

    /// The node of that name, which must be one of `among`.
    fn id(&self, name: &str, among: &[NodeId]) -> Result<NodeId, NetError> {
        let found = self.model.find_node(name).filter(|id| among.contains(id));
        found.ok_or_else(|| NetError::Name {
            name: name.to_owned(),
        })
    }
}

/// Some damaged nets make `rten` panic, where it computes with their constants; that is an error like others.
fn guarded<T, E: std::fmt::Display>(work: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    let done = catch_unwind(AssertUnwindSafe(work));
    let done = done.map_err(|_| "it is damaged where it is computed".to_owned())?;
    done.map_err(|error| error.to_string())
}

/// A tensor as `rten` takes it.
fn value(name: &str, tensor: Tensor) -> Result<Value, NetError> {
    let wrong = |_| NetError::Shape {
        name: name.to_owned(),
    };
    let shape = tensor.shape.as_slice();
    Ok(match tensor.values {
        Values::F32(values) => RtenTensor::try_from_data(shape, values)
            .map_err(wrong)?
            .into(),
        Values::I32(values) => RtenTensor::try_from_data(shape, values)
            .map_err(wrong)?
            .into(),
    })
}

/// A value of `rten` as a tensor.
fn tensor(name: &str, value: Value) -> Result<Tensor, NetError> {
    match value {
        Value::FloatTensor(found) => Ok(Tensor::f32(found.shape(), found.to_vec())),
        Value::Int32Tensor(found) => Ok(Tensor::i32(found.shape(), found.to_vec())),
        other => Err(NetError::Run {
            why: format!(
                "`{name}` has values of an unexpected type ({})",
                other.dtype()
            ),
        }),
    }
}

#[cfg(test)]
mod tests;
