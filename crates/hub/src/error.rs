use ling_cloud::CloudError;
use ling_dialogue::SpecError;

/// Why the server cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// The data folder cannot be used.
    #[error(transparent)]
    Cloud(#[from] CloudError),
    /// A skill's file is wrong.
    #[error(transparent)]
    Skill(#[from] SpecError),
    /// A sentence template is wrong.
    #[error("{0}")]
    Grammar(String),
    /// The mirror of the model packages is none.
    #[error("{0}")]
    Models(String),
    /// The port cannot be listened on.
    #[error("port {port} cannot be used")]
    Port {
        /// Which port.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// The certificate for HTTPS cannot be made or read.
    #[error("the certificate in `{path}` cannot be used: {reason}")]
    Certificate {
        /// Where it lies.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl HubError {
    pub(crate) fn grammar(errors: Vec<ling_understand::GrammarError>) -> HubError {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        HubError::Grammar(lines.join("\n"))
    }

    /// What the owner can do about it.
    pub fn hint(&self) -> Option<&str> {
        match self {
            HubError::Cloud(error) => error.hint(),
            HubError::Skill(_) | HubError::Grammar(_) => {
                Some("this is a fault of the program; please report it")
            }
            HubError::Models(_) => Some("correct `mirror` in [models] of ling.toml"),
            HubError::Port { source, .. } => Some(match source.kind() {
                std::io::ErrorKind::PermissionDenied => {
                    "ports below 1024 belong to the system; choose another with `--port`"
                }
                _ => {
                    "another program uses it (`ling doctor --port` says which); choose another with `--port`"
                }
            }),
            HubError::Certificate { .. } => {
                Some("delete the file; a new one is made at the next start")
            }
        }
    }
}
