//! The documents of a call.

use std::collections::HashSet;

use ling_understand::analyse::{Ruler, Unit};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::error::Refusal;

/// The documents of a call.
#[derive(Default, Deserialize)]
pub(super) struct Batch {
    #[serde(default)]
    pub(super) documents: Vec<Document>,
}

/// One text.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) language: Option<String>,
    #[serde(default)]
    pub(super) country_hint: Option<String>,
}

/// Why one text of several has no answer.
pub(super) struct Fault {
    /// Azure's inner code.
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Fault {
        let message = message.into();
        Fault { code, message }
    }

    /// As it stands among the errors of an answer.
    pub(super) fn json(&self, id: &str) -> Value {
        let inner = json!({ "code": self.code, "message": self.message });
        let outer = "Invalid Document in request.";
        json!({ "id": id, "error": { "code": "InvalidArgument", "message": outer, "innererror": inner } })
    }
}

impl Batch {
    /// Refuses calls without documents, with too many, and ids that do not tell the documents apart.
    pub(super) fn check(&self, documents_max: usize) -> Result<(), Refusal> {
        if self.documents.is_empty() {
            let message = "Missing input documents.";
            return Err(Refusal::bad("MissingInputDocuments", message));
        }
        if self.documents.len() > documents_max {
            let n = self.documents.len();
            let message = format!(
                "Batch request contains too many records: {n}. Max {documents_max} records are permitted."
            );
            return Err(Refusal::bad("InvalidDocumentBatch", message));
        }
        let mut ids = HashSet::new();
        for document in &self.documents {
            if document.id.is_empty() {
                return Err(Refusal::bad("InvalidDocument", "A document has no id."));
            }
            if !ids.insert(document.id.as_str()) {
                let message =
                    "Request contains duplicated ids. Make sure each document has a unique id.";
                return Err(Refusal::bad("InvalidDocument", message));
            }
        }
        Ok(())
    }

    /// Bytes of all texts.
    pub(super) fn n_bytes(&self) -> usize {
        let texts = self.documents.iter();
        texts.map(|document| document.text.len()).sum()
    }

    /// Refuses a whole job when one of its texts has too many characters.
    pub(super) fn check_size(&self, chars_max: usize) -> Result<(), Refusal> {
        let mut lens = self
            .documents
            .iter()
            .map(|document| Ruler::new(&document.text, Unit::Grapheme).len());
        if lens.all(|len| len <= chars_max) {
            return Ok(());
        }
        let message = format!("A document of the job is longer than {chars_max} characters.");
        Err(Refusal::bad("InvalidDocument", message))
    }
}
