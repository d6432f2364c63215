/// Why a net cannot be loaded or run.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    /// The bytes are no ONNX model that can be run; take another file.
    #[error("the net cannot be loaded: {why}")]
    Model {
        /// What is wrong with it.
        why: String,
    },
    /// The net has no input or output of that name.
    #[error("the net has no `{name}`")]
    Name {
        /// The name.
        name: String,
    },
    /// An input has more or fewer values than its shape says.
    #[error("the values of `{name}` do not fill its shape")]
    Shape {
        /// Which input.
        name: String,
    },
    /// The net refused what it was given.
    #[error("the net cannot be run: {why}")]
    Run {
        /// What it said.
        why: String,
    },
}

impl NetError {
    /// Stable word for logs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            NetError::Model { .. } => "model",
            NetError::Name { .. } => "name",
            NetError::Shape { .. } => "shape",
            NetError::Run { .. } => "run",
        }
    }
}
