//! One connection on which Ling speaks: what is asked for, as plain values.

pub(super) mod format;
mod marks;
mod prosody;
mod script;
mod ssml;
mod voices;
mod words;

use serde_json::Value;

use super::{
    frame,
    hear::{BAD, Closing},
};
pub(super) use format::Format;
pub(super) use marks::Marks;
pub(super) use script::{Mute, Piece, speak};
pub(super) use ssml::{Part, SSML_BYTES_MAX, parse};
pub(super) use voices::list;

/// Something to be spoken.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Script {
    /// The turn that it belongs to.
    pub(super) request: String,
    pub(super) parts: Vec<Part>,
    pub(super) format: Format,
    pub(super) marks: Marks,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    Say(Box<Script>),
    /// What is being said is enough.
    Stop,
}

/// One connection.
#[derive(Default)]
pub(super) struct Speaking {
    /// What the last context asked for, and for which turn.
    asked: Option<(String, Format, Marks)>,
}

impl Speaking {
    /// Takes a text message.
    pub(super) fn take(&mut self, whole: &str) -> Result<Option<Act>, Closing> {
        let message = frame::text(whole).map_err(|flaw| bad(format!("The message {flaw}.")))?;
        let path = message.path.as_str();
        if !["synthesis.context", "ssml", "synthesis.control"].contains(&path) {
            return Ok(None);
        }
        let id = message
            .request
            .ok_or_else(|| bad(format!("The message `{path}` has no header `X-RequestId`.")))?;
        let body = String::from_utf8_lossy(message.body);
        if path == "ssml" {
            let parts = parse(&body).map_err(bad)?;
            return Ok(Some(Act::Say(Box::new(self.script(id, parts)))));
        }
        let body: Value = serde_json::from_str(&body)
            .map_err(|error| bad(format!("`{path}` is no JSON: {error}.")))?;
        if path == "synthesis.control" {
            return Ok((body["action"] == "stop").then_some(Act::Stop));
        }
        let audio = &body["synthesis"]["audio"];
        let format = match audio["outputFormat"].as_str() {
            Some(name) => Format::of(name).map_err(bad)?,
            None => Format::USUAL,
        };
        self.asked = Some((id, format, Marks::of(&audio["metadataOptions"])));
        Ok(None)
    }

    fn script(&self, request: String, parts: Vec<Part>) -> Script {
        let asked = self.asked.as_ref().filter(|(id, ..)| *id == request);
        let (format, marks) = asked
            .map_or((Format::USUAL, Marks::default()), |(_, format, marks)| {
                (*format, *marks)
            });
        Script {
            request,
            parts,
            format,
            marks,
        }
    }
}

fn bad(reason: String) -> Closing {
    Closing { code: BAD, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTEXT: &str = r#"{"synthesis":{"audio":{"outputFormat":"raw-24khz-16bit-mono-pcm","metadataOptions":{"wordBoundaryEnabled":"true","sentenceBoundaryEnabled":false}}}}"#;

    fn message(path: &str, body: &str) -> String {
        format!("Path:{path}\r\nX-RequestId:AB\r\n\r\n{body}")
    }

    #[test]
    fn a_turn() {
        let mut speaking = Speaking::default();
        assert_eq!(speaking.take(&message("speech.config", "{}")), Ok(None));
        assert_eq!(
            speaking.take(&message("synthesis.context", CONTEXT)),
            Ok(None)
        );
        let said = speaking
            .take(&message("ssml", "<speak>好</speak>"))
            .expect("it is taken");
        let Some(Act::Say(script)) = said else {
            panic!("{said:?}")
        };
        assert_eq!(
            (script.request.as_str(), script.format.rate_hz),
            ("AB", 24_000)
        );
        assert_eq!((script.marks.words, script.marks.sentences), (true, false));
        assert_eq!(
            speaking.take(&message("synthesis.control", r#"{"action":"stop"}"#)),
            Ok(Some(Act::Stop))
        );
    }

    #[track_caller]
    fn check_refused(whole: &str, word: &str) {
        let closing = Speaking::default().take(whole).expect_err("it is refused");
        assert!(
            closing.code == BAD && closing.reason.contains(word),
            "{closing:?}"
        );
    }

    #[test]
    fn what_is_refused() {
        check_refused("rubbish", "no header `Path`");
        check_refused("Path:ssml\r\n\r\n<speak/>", "X-RequestId");
        check_refused(&message("ssml", "<speak>"), "not closed");
        check_refused(&message("synthesis.context", "{"), "no JSON");
        let format =
            r#"{"synthesis":{"audio":{"outputFormat":"audio-24khz-48kbitrate-mono-mp3"}}}"#;
        check_refused(&message("synthesis.context", format), "mp3");
    }
}
