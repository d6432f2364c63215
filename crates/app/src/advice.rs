/// An error with what to do about it.
#[derive(Debug)]
pub struct Advice {
    /// What is wrong.
    pub message: String,
    /// What to do about it, if anything is known.
    pub hint: Option<String>,
}

impl Advice {
    /// An error with what to do about it.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Advice {
        Advice {
            message: message.into(),
            hint: Some(hint.into()),
        }
    }
}

impl std::fmt::Display for Advice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Advice {}
