use serde_json::{Map, Value};

/// One message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// `audio-chunk`, `transcript`, ...; unknown ones are to be ignored.
    pub kind: String,
    /// Its fields.
    pub data: Map<String, Value>,
    /// Its bytes, if it carries sound.
    pub payload: Vec<u8>,
}

/// What sound on the wire is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AudioFormat {
    /// Samples per second.
    pub rate_hz: u32,
    /// Bytes per sample.
    pub width_bytes: u16,
    /// Samples per frame.
    pub channels: u16,
}

impl Event {
    /// An event without data.
    pub fn of(kind: &str) -> Event {
        Event {
            kind: kind.to_owned(),
            ..Event::default()
        }
    }

    /// The same event with a text field.
    pub fn with(mut self, name: &str, value: &str) -> Event {
        self.data.insert(name.to_owned(), value.into());
        self
    }

    /// Asks a recogniser to listen.
    pub fn transcribe(lang: Option<&str>, model: Option<&str>) -> Event {
        let mut event = Event::of("transcribe");
        for (name, value) in [("language", lang), ("name", model)] {
            if let Some(value) = value {
                event = event.with(name, value);
            }
        }
        event
    }

    /// Sound begins.
    pub fn audio_start(format: AudioFormat) -> Event {
        Event {
            kind: "audio-start".to_owned(),
            data: format.fields(),
            payload: Vec::new(),
        }
    }

    /// A piece of sound.
    pub fn audio_chunk(format: AudioFormat, payload: Vec<u8>) -> Event {
        Event {
            kind: "audio-chunk".to_owned(),
            data: format.fields(),
            payload,
        }
    }

    /// Sound ends.
    pub fn audio_stop() -> Event {
        Event::of("audio-stop")
    }

    /// A text field.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.data.get(name)?.as_str()
    }

    /// The format of the sound that the event announces or carries.
    pub fn format(&self) -> Option<AudioFormat> {
        let number = |name: &str| self.data.get(name).and_then(Value::as_u64);
        Some(AudioFormat {
            rate_hz: u32::try_from(number("rate")?).ok()?,
            width_bytes: u16::try_from(number("width")?).ok()?,
            channels: u16::try_from(number("channels")?).ok()?,
        })
    }
}

impl AudioFormat {
    fn fields(self) -> Map<String, Value> {
        [
            ("rate", u64::from(self.rate_hz)),
            ("width", self.width_bytes.into()),
            ("channels", self.channels.into()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect()
    }
}
