//! Bodies of forms with files, `multipart/form-data`.

use axum::{
    body::Bytes,
    http::{HeaderMap, header},
};
use multer::{Constraints, Multipart, SizeLimit};

use super::{Call, error::Refusal};

/// Fields of one form.
const FIELDS_MAX: usize = 32;
/// Bytes of a field that is no file.
const TEXT_BYTES_MAX: u64 = 64 << 10;

/// A form that was read: texts by their names, and one file.
#[derive(Debug, Default)]
pub(super) struct Form {
    texts: Vec<(String, String)>,
    /// The bytes of the file.
    pub(super) file: Option<Bytes>,
}

impl Form {
    /// Reads a form whose file stands in the field of that name and has at most so many bytes.
    pub(super) async fn of(call: Call, file: &str, bytes_max: usize) -> Result<Form, Refusal> {
        let boundary = boundary(&call.parts.headers)?;
        let max = u64::try_from(bytes_max).unwrap_or(u64::MAX);
        let limits = SizeLimit::new()
            .whole_stream(max + TEXT_BYTES_MAX)
            .per_field(TEXT_BYTES_MAX)
            .for_field(file, max);
        let limits = Constraints::new().size_limit(limits);
        let pieces = call.body.into_data_stream();
        let mut parts = Multipart::with_constraints(pieces, boundary, limits);
        let mut form = Form::default();
        for _ in 0..FIELDS_MAX {
            let Some(part) = parts.next_field().await.map_err(refused)? else {
                return Ok(form);
            };
            let name = part.name().unwrap_or_default().to_owned();
            match name == file {
                true => form.file = Some(part.bytes().await.map_err(refused)?),
                false => form.texts.push((name, part.text().await.map_err(refused)?)),
            }
        }
        Err(wrong(format!("A form has at most {FIELDS_MAX} fields.")))
    }

    /// The text of a field that is not empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let mut found = self.texts.iter().filter(|(known, _)| known == name);
        found
            .next()
            .map(|(_, text)| text.trim())
            .filter(|text| !text.is_empty())
    }

    /// Every text of a field that may come more than once, `name` or `name[]`.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let is_of = move |known: &str| known.strip_suffix("[]").unwrap_or(known) == name;
        let found = self.texts.iter().filter(move |(known, _)| is_of(known));
        found.map(|(_, text)| text.trim())
    }
}

fn boundary(headers: &HeaderMap) -> Result<String, Refusal> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let found = kind.and_then(|kind| multer::parse_boundary(kind).ok());
    found.ok_or_else(|| wrong("Send the file as a form, `multipart/form-data`."))
}

fn wrong(message: impl Into<String>) -> Refusal {
    Refusal::bad("InvalidRequestBodyFormat", message)
}

fn refused(error: multer::Error) -> Refusal {
    match error {
        multer::Error::FieldSizeExceeded { limit, .. }
        | multer::Error::StreamSizeExceeded { limit } => {
            let status = axum::http::StatusCode::PAYLOAD_TOO_LARGE;
            let message = format!("A part of the form has more than {limit} bytes.");
            Refusal::new(status, "InvalidRequest", message)
        }
        error => wrong(format!("The form cannot be read: {error}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(kind: &str, body: &'static str, max: usize) -> Result<Form, Refusal> {
        let request = axum::http::Request::builder().header(header::CONTENT_TYPE, kind);
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let call = Call {
            path: String::new(),
            base: String::new(),
            parts,
            body: axum::body::Body::from(body),
        };
        Form::of(call, "file", max).await
    }

    const BODY: &str = "--x\r\nContent-Disposition: form-data; name=\"language\"\r\n\r\nzh \r\n\
        --x\r\nContent-Disposition: form-data; name=\"include[]\"\r\n\r\na\r\n\
        --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"你好.wav\"\r\nContent-Type: audio/wav\r\n\r\nRIFF\r\n--x--\r\n";

    #[tokio::test]
    async fn forms() {
        let form = read("multipart/form-data; boundary=x", BODY, 100)
            .await
            .expect("a form");
        assert_eq!(form.file.as_deref(), Some(&b"RIFF"[..]));
        assert_eq!(form.text("language"), Some("zh"));
        assert_eq!(form.text("prompt"), None);
        assert_eq!(form.all("include").collect::<Vec<_>>(), ["a"]);
    }

    #[tokio::test]
    async fn what_is_no_form_is_refused() {
        let refused = |kind: &'static str, body: &'static str, max: usize| async move {
            read(kind, body, max)
                .await
                .expect_err("refused")
                .status
                .as_u16()
        };
        assert_eq!(refused("application/json", BODY, 100).await, 400);
        assert_eq!(
            refused("multipart/form-data; boundary=y", BODY, 100).await,
            400
        );
        assert_eq!(
            refused("multipart/form-data; boundary=x", &BODY[..150], 100).await,
            400
        );
        assert_eq!(
            refused("multipart/form-data; boundary=x", BODY, 3).await,
            413
        );
    }
}
