//! The messages of the Speech SDK: text with a head and a body, and binary with a counted head and a payload.

/// Longest head.
const HEAD_BYTES_MAX: usize = 4 << 10;

/// Longest id that is echoed; the SDK's have 32 characters, UUIDs 36.
const ID_CHARS_MAX: usize = 64;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message<'a> {
    /// What it is about, in small letters: `speech.context`, `audio`.
    pub(super) path: String,
    /// The turn that it belongs to, in the spelling of whoever sent it.
    pub(super) request: Option<String>,
    /// Which sound of the turn.
    pub(super) stream: Option<String>,
    /// What follows the head.
    pub(super) body: &'a [u8],
}

/// Why a message cannot be read. The words follow "The message".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Flaw {
    #[error("has no header `Path`")]
    NoPath,
    #[error("is shorter than its head")]
    Short,
    #[error("has a head of more than {HEAD_BYTES_MAX} bytes")]
    LongHead,
    #[error("has a head that is no text")]
    NoText,
    #[error("has an `X-RequestId` that is no id")]
    Id,
}

/// Reads a text message. The head ends at the first blank line; without one, there is no body.
pub(super) fn text(whole: &str) -> Result<Message<'_>, Flaw> {
    let ends = ["\r\n\r\n", "\n\n"].map(|end| whole.find(end).map(|at| (at, at + end.len())));
    let end = ends.into_iter().flatten().min();
    let (head, body) = end.unwrap_or((whole.len(), whole.len()));
    message(&whole.as_bytes()[..head], &whole.as_bytes()[body..])
}

/// Reads a binary message: the length of the head in two bytes, the head, the payload.
pub(super) fn binary(whole: &[u8]) -> Result<Message<'_>, Flaw> {
    let (length, rest) = whole.split_first_chunk::<2>().ok_or(Flaw::Short)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (head, payload) = rest.split_at_checked(length).ok_or(Flaw::Short)?;
    message(head, payload)
}

fn message<'a>(head: &[u8], body: &'a [u8]) -> Result<Message<'a>, Flaw> {
    if head.len() > HEAD_BYTES_MAX {
        return Err(Flaw::LongHead);
    }
    let head = std::str::from_utf8(head).map_err(|_| Flaw::NoText)?;
    let value = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(known, _)| known.trim().eq_ignore_ascii_case(name));
        let value = found.map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let request = value("x-requestid");
    let is_id = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_bad = |id: &String| id.len() > ID_CHARS_MAX || !id.chars().all(is_id);
    if request.as_ref().is_some_and(is_bad) {
        return Err(Flaw::Id);
    }
    let path = value("path").ok_or(Flaw::NoPath)?;
    Ok(Message {
        path: path.to_ascii_lowercase(),
        request,
        stream: value("x-streamid").map(|id| id.chars().take(ID_CHARS_MAX).collect()),
        body,
    })
}

/// A text message with JSON. The native SDK reads the names of headers to the letter.
pub(super) fn json(request: &str, path: &str, body: &serde_json::Value) -> String {
    let kind = "application/json; charset=utf-8";
    format!("X-RequestId:{request}\r\nContent-Type:{kind}\r\nPath:{path}\r\n\r\n{body}")
}

/// A binary message with sound.
pub(super) fn audio(request: &str, stream: &str, sound: &[u8]) -> Vec<u8> {
    let head = format!(
        "X-RequestId:{request}\r\nContent-Type:audio/x-wav\r\nX-StreamId:{stream}\r\nPath:audio\r\n"
    );
    let length = u16::try_from(head.len()).expect("ids are short");
    [&length.to_be_bytes(), head.as_bytes(), sound].concat()
}

/// A sentence as the reason of a closing: at most 123 bytes.
pub(super) fn reason(sentence: &str) -> String {
    const BYTES_MAX: usize = 123;
    if sentence.len() <= BYTES_MAX {
        return sentence.to_owned();
    }
    let mark = "...";
    let ends = sentence.char_indices().map(|(at, _)| at);
    let end = ends
        .take_while(|at| at + mark.len() <= BYTES_MAX)
        .last()
        .unwrap_or(0);
    format!("{}{mark}", &sentence[..end])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(whole: &str, expect: Result<(&str, Option<&str>, &str), Flaw>) {
        let read = text(whole);
        let read = read.as_ref().map(|message| {
            let body = std::str::from_utf8(message.body).expect("it was text");
            (message.path.as_str(), message.request.as_deref(), body)
        });
        assert_eq!(read.map_err(|flaw| *flaw), expect, "{whole:?}");
    }

    #[test]
    fn texts() {
        let native = "X-Timestamp:2026-11-22T07:33:45.894Z\r\nPath:speech.context\r\nX-RequestId:ab12\r\n\r\n{}";
        check(native, Ok(("speech.context", Some("ab12"), "{}")));
        let js = "path: Speech.Config\r\nX-REQUESTID: AB12\r\n\r\n{\r\n\r\n}";
        check(js, Ok(("speech.config", Some("AB12"), "{\r\n\r\n}")));
        check("Path:telemetry\n\n{}", Ok(("telemetry", None, "{}")));
        check("Path:ssml", Ok(("ssml", None, "")));
        check("X-RequestId:1\r\n\r\n{}", Err(Flaw::NoPath));
        check("Path:\r\n\r\n{}", Err(Flaw::NoPath));
        check("你好", Err(Flaw::NoPath));
        check("", Err(Flaw::NoPath));
        check("Path:x\r\nX-RequestId:a b\r\n\r\n", Err(Flaw::Id));
        let long = format!("Path:x\r\nA:{}\r\n\r\n", "a".repeat(5000));
        check(&long, Err(Flaw::LongHead));
    }

    #[test]
    fn binaries() {
        let sent = audio("ab", "1", &[1, 2, 3]);
        let read = binary(&sent).expect("it is one");
        assert_eq!((read.path.as_str(), read.body), ("audio", &[1, 2, 3][..]));
        assert_eq!(
            (read.request.as_deref(), read.stream.as_deref()),
            (Some("ab"), Some("1"))
        );
        assert_eq!(binary(&[0]), Err(Flaw::Short));
        assert_eq!(binary(&[0, 9, b'P']), Err(Flaw::Short));
        assert_eq!(binary(&[0, 1, 0xff]), Err(Flaw::NoText));
    }

    #[test]
    fn reasons_end_on_a_character() {
        assert_eq!(reason("short"), "short");
        let long = reason(&"听".repeat(60));
        assert_eq!((long.len(), long.ends_with("听...")), (123, true));
    }

    proptest! {
        #[test]
        fn any_bytes(whole in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = binary(&whole);
            let _ = text(&String::from_utf8_lossy(&whole));
        }

        #[test]
        fn there_and_back(sound in proptest::collection::vec(any::<u8>(), 0..300), id in "[0-9a-fA-F]{1,32}") {
            let sent = audio(&id, "S", &sound);
            let read = binary(&sent).expect("it is one");
            prop_assert_eq!(read.body, &sound[..]);
            prop_assert_eq!(read.request, Some(id));
        }
    }
}
