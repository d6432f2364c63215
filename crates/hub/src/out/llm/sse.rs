//! Server-sent events, as the HTML standard defines them: bytes in, the data of each event out.

/// The largest event, in bytes: a model's tool call has a few thousand.
const EVENT_BYTES_MAX: usize = 1 << 20;

/// Why a stream is not one of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// A line is not UTF-8.
    NotUtf8,
    /// An event never ends.
    TooLong,
}

/// Takes a stream in pieces that may be cut anywhere.
#[derive(Debug, Default)]
pub(crate) struct Sse {
    /// Bytes that no line has been made of.
    held: Vec<u8>,
    /// Everything before this index of `held` is known to hold no end of a line.
    seen: usize,
    data: Option<String>,
    /// The last line ended with a carriage return, to which a line feed may belong.
    returned: bool,
}

impl Sse {
    /// Adds a piece and returns the data of the events that are now whole.
    pub(crate) fn feed(&mut self, piece: &[u8]) -> Result<Vec<String>, Broken> {
        self.held.extend_from_slice(piece);
        let mut events = Vec::new();
        let mut start = 0;
        let mut at = self.seen;
        while let Some(&byte) = self.held.get(at) {
            at += 1;
            let after_return = std::mem::take(&mut self.returned);
            match byte {
                b'\n' if after_return && at - 1 == start => start = at,
                b'\n' | b'\r' => {
                    self.returned = byte == b'\r';
                    let line = std::str::from_utf8(&self.held[start..at - 1])
                        .map_err(|_| Broken::NotUtf8)?;
                    events.extend(take_line(&mut self.data, line));
                    start = at;
                }
                _ => {}
            }
        }
        self.held.drain(..start);
        self.seen = self.held.len();
        if self.held.len() + self.data.as_ref().map_or(0, String::len) > EVENT_BYTES_MAX {
            return Err(Broken::TooLong);
        }
        Ok(events)
    }
}

/// Takes a line of an event; an empty one ends the event.
fn take_line(data: &mut Option<String>, line: &str) -> Option<String> {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    if line.is_empty() {
        return data.take();
    }
    let value = line.strip_prefix("data")?;
    let value = match value.strip_prefix(':') {
        Some(value) => value.strip_prefix(' ').unwrap_or(value),
        None if value.is_empty() => "",
        None => return None,
    };
    match data {
        Some(data) => {
            data.push('\n');
            data.push_str(value);
        }
        None => *data = Some(value.to_owned()),
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stream gives the same events wherever it is cut in two, and when it comes byte by byte.
    #[track_caller]
    fn check(stream: &str, events: &[&str]) {
        let bytes = stream.as_bytes();
        for cut in 0..=bytes.len() {
            let mut sse = Sse::default();
            let mut got = sse.feed(&bytes[..cut]).expect("a good stream");
            got.extend(sse.feed(&bytes[cut..]).expect("a good stream"));
            assert_eq!(got, events, "cut at {cut}");
        }
        let mut sse = Sse::default();
        let each = bytes.iter().map(|byte| sse.feed(&[*byte]));
        let got: Vec<String> = each.flat_map(|e| e.expect("a good stream")).collect();
        assert_eq!(got, events, "byte by byte");
    }

    #[test]
    fn events() {
        check("data: a\n\ndata: b\n\n", &["a", "b"]);
        check("data:小灵\r\n\r\ndata: 好。\r\n\r\n", &["小灵", "好。"]);
        check("data: a\r\rdata: b\r\r", &["a", "b"]);
        check(
            ": hello\n\nevent: x\nid: 1\ndata: a\ndata:  b\n\n",
            &["a\n b"],
        );
        check("data\n\n\n\ndataset: no\n\n", &[""]);
        check("data: never ended\n", &[]);
    }

    #[test]
    fn broken_streams() {
        assert_eq!(
            Sse::default().feed(b"data: \xe5\x8f\n\n"),
            Err(Broken::NotUtf8)
        );
        let mut sse = Sse::default();
        let line = [b"data: ".as_slice(), &[b'x'; 999], b"\n"].concat();
        let end = (0..2_000).find_map(|_| sse.feed(&line).err());
        assert_eq!(end, Some(Broken::TooLong));
        let mut sse = Sse::default();
        let end = (0..2_000).find_map(|_| sse.feed(&[b'x'; 1_000]).err());
        assert_eq!(end, Some(Broken::TooLong));
    }
}
