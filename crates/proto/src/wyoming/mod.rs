//! The Wyoming protocol (1.10): voice services of Home Assistant and Rhasspy over a stream of bytes.
//!
//! An event is a line of JSON with a type, then as many bytes of JSON as its `data_length` says, then as many of
//! payload as its `payload_length` says. Data may stand in the line, after it, or both: the later wins.

mod event;

pub use event::{AudioFormat, Event};

use serde_json::{Map, Value};

/// Longest line.
pub const HEADER_BYTES_MAX: usize = 64 * 1024;
/// Most data after the line: the description of a server with many voices is about 300 KB.
pub const DATA_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Most payload: five seconds of the widest sound.
pub const PAYLOAD_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Why a stream cannot be read further.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WyomingError {
    /// The line does not end.
    #[error("a header of more than {HEADER_BYTES_MAX} bytes")]
    HeaderTooLong,
    /// The line or the data is no JSON object with a type.
    #[error("{part} is no JSON object with what it needs")]
    NotJson {
        /// `header` or `data`.
        part: &'static str,
    },
    /// More data or payload than is taken.
    #[error("{part} of {got_bytes} bytes, at most {most_bytes} are taken")]
    TooLong {
        /// `data` or `payload`.
        part: &'static str,
        /// How much was announced.
        got_bytes: u64,
        /// How much is taken.
        most_bytes: usize,
    },
}

/// Reads and writes events. After an error the stream is lost: every further poll gives the same error.
#[derive(Clone, Debug, Default)]
pub struct Codec {
    bytes: Vec<u8>,
    /// Bytes at the start of `bytes` that hold no end of line.
    searched: usize,
    /// The header that was read, while its data and payload are awaited.
    header: Option<Header>,
    failed: Option<WyomingError>,
}

#[derive(Clone, Debug)]
struct Header {
    kind: String,
    data: Map<String, Value>,
    data_bytes: usize,
    payload_bytes: usize,
}

impl Codec {
    /// A codec at the beginning of a stream.
    pub fn new() -> Codec {
        Codec::default()
    }

    /// Adds what was received.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// The next whole event; `Ok(None)` means that more bytes are needed.
    pub fn poll(&mut self) -> Result<Option<Event>, WyomingError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        self.next().inspect_err(|error| {
            self.failed = Some(error.clone());
            self.bytes = Vec::new();
        })
    }

    fn next(&mut self) -> Result<Option<Event>, WyomingError> {
        if self.header.is_none() {
            let Some(line) = self.take_line()? else {
                return Ok(None);
            };
            self.header = Some(read_header(&line)?);
        }
        let Some(header) = self
            .header
            .take_if(|header| self.bytes.len() >= header.data_bytes + header.payload_bytes)
        else {
            return Ok(None);
        };
        let mut data = header.data;
        if header.data_bytes > 0 {
            let later: Map<String, Value> =
                serde_json::from_slice(&self.bytes[..header.data_bytes])
                    .map_err(|_| WyomingError::NotJson { part: "data" })?;
            data.extend(later);
        }
        let end = header.data_bytes + header.payload_bytes;
        let payload = self.bytes[header.data_bytes..end].to_vec();
        self.bytes.drain(..end);
        Ok(Some(Event {
            kind: header.kind,
            data,
            payload,
        }))
    }

    /// The next line that is not blank, without its end.
    fn take_line(&mut self) -> Result<Option<Vec<u8>>, WyomingError> {
        loop {
            let Some(at) = self.bytes[self.searched..].iter().position(|b| *b == b'\n') else {
                self.searched = self.bytes.len();
                return if self.searched > HEADER_BYTES_MAX {
                    Err(WyomingError::HeaderTooLong)
                } else {
                    Ok(None)
                };
            };
            let line: Vec<u8> = self.bytes.drain(..=self.searched + at).collect();
            self.searched = 0;
            if line.len() > HEADER_BYTES_MAX {
                return Err(WyomingError::HeaderTooLong);
            }
            if !line.trim_ascii().is_empty() {
                return Ok(Some(line));
            }
        }
    }

    /// Writes one event the way the reference does: data in a block of its own.
    pub fn encode(&self, event: &Event, out: &mut Vec<u8>) {
        let data = if event.data.is_empty() {
            Vec::new()
        } else {
            Value::Object(event.data.clone()).to_string().into_bytes()
        };
        let mut header = Map::new();
        header.insert("type".into(), event.kind.as_str().into());
        header.insert("version".into(), "1.10.0".into());
        if !data.is_empty() {
            header.insert("data_length".into(), data.len().into());
        }
        if !event.payload.is_empty() {
            header.insert("payload_length".into(), event.payload.len().into());
        }
        out.extend(Value::Object(header).to_string().into_bytes());
        out.push(b'\n');
        out.extend(data);
        out.extend_from_slice(&event.payload);
    }
}

fn read_header(line: &[u8]) -> Result<Header, WyomingError> {
    let bad = WyomingError::NotJson { part: "header" };
    let mut fields: Map<String, Value> = serde_json::from_slice(line).map_err(|_| bad.clone())?;
    let Some(Value::String(kind)) = fields.remove("type") else {
        return Err(bad);
    };
    let data = match fields.remove("data") {
        Some(Value::Object(data)) => data,
        None | Some(Value::Null) => Map::new(),
        Some(_) => return Err(bad),
    };
    let data_bytes = length(&fields, "data_length", "data", DATA_BYTES_MAX)?;
    let payload_bytes = length(&fields, "payload_length", "payload", PAYLOAD_BYTES_MAX)?;
    Ok(Header {
        kind,
        data,
        data_bytes,
        payload_bytes,
    })
}

fn length(
    fields: &Map<String, Value>,
    name: &str,
    part: &'static str,
    most_bytes: usize,
) -> Result<usize, WyomingError> {
    let got_bytes = match fields.get(name) {
        None | Some(Value::Null) => 0,
        Some(value) => value
            .as_u64()
            .ok_or(WyomingError::NotJson { part: "header" })?,
    };
    match usize::try_from(got_bytes) {
        Ok(bytes) if bytes <= most_bytes => Ok(bytes),
        _ => Err(WyomingError::TooLong {
            part,
            got_bytes,
            most_bytes,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_all(codec: &mut Codec) -> Result<Vec<Event>, WyomingError> {
        std::iter::from_fn(|| codec.poll().transpose()).collect()
    }

    /// Three events as the reference implementation (PyPI `wyoming` 1.10.2) writes them, and one with data inline.
    const STREAM: &[u8] = b"{\"type\": \"audio-start\", \"version\": \"1.10.2\", \"data_length\": 57}\n\
        {\"rate\": 16000, \"width\": 2, \"channels\": 1, \"timestamp\":0}\
        {\"type\": \"audio-chunk\", \"version\": \"1.10.2\", \"data_length\": 42, \"payload_length\": 4}\n\
        {\"rate\": 16000, \"width\": 2, \"channels\": 1}\x01\n\xff{\
        {\"type\": \"audio-stop\", \"version\": \"1.10.2\"}\n\
        {\"type\":\"transcript\",\"data\":{\"text\":\"old\",\"language\":\"zh\"},\"data_length\":20}\n{\"text\":\"\xe5\xbc\x80\xe7\x81\xaf\xe3\x80\x82\"}";

    fn expected() -> Vec<Event> {
        let format = AudioFormat {
            rate_hz: 16_000,
            width_bytes: 2,
            channels: 1,
        };
        let mut start = Event::audio_start(format);
        start.data.insert("timestamp".into(), 0.into());
        let mut transcript = Event::of("transcript").with("text", "开灯。");
        transcript.data.insert("language".into(), "zh".into());
        vec![
            start,
            Event::audio_chunk(format, b"\x01\n\xff{".to_vec()),
            Event::of("audio-stop"),
            transcript,
        ]
    }

    #[test]
    fn every_cut_gives_the_same_events() {
        for at in 0..=STREAM.len() {
            let mut codec = Codec::new();
            codec.feed(&STREAM[..at]);
            let mut found = read_all(&mut codec).unwrap();
            codec.feed(&STREAM[at..]);
            found.extend(read_all(&mut codec).unwrap());
            assert_eq!(found, expected(), "cut at {at}");
        }
    }

    #[test]
    fn one_byte_at_a_time() {
        let mut codec = Codec::new();
        let mut found = Vec::new();
        for byte in STREAM {
            codec.feed(&[*byte]);
            found.extend(read_all(&mut codec).unwrap());
        }
        assert_eq!(found, expected());
    }

    #[track_caller]
    fn check_error(bytes: &[u8], expect: WyomingError) {
        let mut codec = Codec::new();
        codec.feed(bytes);
        assert_eq!(read_all(&mut codec), Err(expect.clone()));
        codec.feed(b"{\"type\":\"ping\"}\n");
        assert_eq!(codec.poll(), Err(expect));
    }

    #[test]
    fn what_is_no_event() {
        let header = WyomingError::NotJson { part: "header" };
        check_error(b"GET / HTTP/1.1\r\n", header.clone());
        check_error(b"[1]\n", header.clone());
        check_error(b"{\"data\":{}}\n", header.clone());
        check_error(b"{\"type\":\"x\",\"data_length\":-1}\n", header.clone());
        check_error(b"{\"type\":\"x\",\"data\":[]}\n", header);
        check_error(
            b"{\"type\":\"x\",\"data_length\":3}\n[1]",
            WyomingError::NotJson { part: "data" },
        );
        check_error(
            &vec![b'x'; HEADER_BYTES_MAX + 1],
            WyomingError::HeaderTooLong,
        );
        let huge = WyomingError::TooLong {
            part: "payload",
            got_bytes: u64::MAX,
            most_bytes: PAYLOAD_BYTES_MAX,
        };
        check_error(
            b"{\"type\":\"x\",\"payload_length\":18446744073709551615}\n",
            huge,
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            events in proptest::collection::vec(("[a-z-]{1,12}", "\\PC{0,20}", proptest::collection::vec(any::<u8>(), 0..50)), 0..5),
            cuts in proptest::collection::vec(0usize..400, 0..6),
        ) {
            let events: Vec<Event> = events.into_iter().map(|(kind, text, payload)| {
                let mut event = Event::of(&kind);
                if !text.is_empty() { event = event.with("text", &text); }
                event.payload = payload;
                event
            }).collect();
            let mut codec = Codec::new();
            let mut bytes = Vec::new();
            events.iter().for_each(|event| codec.encode(event, &mut bytes));
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.sort_unstable();
            let mut found = Vec::new();
            let mut from = 0;
            for to in cuts.into_iter().chain([bytes.len()]) {
                codec.feed(&bytes[from..to]);
                found.extend(read_all(&mut codec).unwrap());
                from = to;
            }
            prop_assert_eq!(found, events);
        }

        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut codec = Codec::new();
            codec.feed(&bytes);
            let _ = read_all(&mut codec);
        }

        #[test]
        fn any_damage_gives_an_answer(at in 0usize..STREAM.len(), byte: u8) {
            let mut bytes = STREAM.to_vec();
            bytes[at] = byte;
            let mut codec = Codec::new();
            codec.feed(&bytes);
            let _ = read_all(&mut codec);
        }
    }
}
