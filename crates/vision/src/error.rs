use ling_nn::NetError;

/// Why a picture was not looked at.
#[derive(Debug, thiserror::Error)]
pub enum VisionError {
    /// It has more bytes than are read; send a smaller one.
    #[error("the picture has more than {} MiB", max >> 20)]
    Bytes {
        /// The most that are read.
        max: usize,
    },
    /// It has more pixels than are read, or none; send a smaller one.
    #[error(
        "{width} x {height} pixels: at least 1 and at most {side_max} a side and {pixels_max} in all are read"
    )]
    Pixels {
        /// From left to right.
        width: u32,
        /// From top to bottom.
        height: u32,
        /// The longest side.
        side_max: u32,
        /// The most pixels.
        pixels_max: u64,
    },
    /// It is no picture of a kind that is read; send another.
    #[error("it is {what}; JPEG, PNG, WebP, GIF, BMP and TIFF are read")]
    Kind {
        /// What it is.
        what: &'static str,
    },
    /// It is cut off or damaged; send it again.
    #[error("the picture is damaged: {why}")]
    Damaged {
        /// What the decoder says.
        why: String,
    },
    /// A model does not do what it should; pull its package again.
    #[error("the model `{model}`: {why}")]
    Model {
        /// Which one.
        model: &'static str,
        /// What is wrong.
        why: String,
    },
}

impl VisionError {
    /// Stable word for logs, interfaces and tests.
    pub fn code(&self) -> &'static str {
        match self {
            VisionError::Bytes { .. } => "bytes",
            VisionError::Pixels { .. } => "pixels",
            VisionError::Kind { .. } => "kind",
            VisionError::Damaged { .. } => "damaged",
            VisionError::Model { .. } => "model",
        }
    }

    pub(crate) fn model(model: &'static str) -> impl Fn(NetError) -> VisionError {
        move |error| VisionError::Model {
            model,
            why: error.to_string(),
        }
    }
}
