use crate::SpeechError;

/// What a file is, as its first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Wav,
    Mp3,
    Flac,
    Ogg,
    WebM,
}

impl Kind {
    pub(super) fn of(bytes: &[u8]) -> Result<Kind, SpeechError> {
        let begins = |with: &[u8]| bytes.starts_with(with);
        let has = |at: usize, what: &[u8]| bytes.get(at..at + what.len()) == Some(what);
        let what = if bytes.is_empty() {
            "an empty file"
        } else if begins(b"RIFF") && has(8, b"WAVE") {
            return Ok(Kind::Wav);
        } else if begins(b"fLaC") {
            return Ok(Kind::Flac);
        } else if begins(b"OggS") {
            return Ok(Kind::Ogg);
        } else if has(4, b"ftyp") {
            "an MP4 file"
        } else if begins(&[0x1a, 0x45, 0xdf, 0xa3]) {
            return Ok(Kind::WebM);
        } else if begins(b"FORM") {
            "an AIFF file"
        } else if begins(b"ID3") || is_mp3_frame(bytes) {
            return Ok(Kind::Mp3);
        } else {
            "something that is no sound"
        };
        Err(SpeechError::NotSound { what })
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Wav => "WAV",
            Kind::Mp3 => "MP3",
            Kind::Flac => "FLAC",
            Kind::Ogg => "OGG",
            Kind::WebM => "WebM",
        }
    }
}

/// Whether a frame of MPEG audio begins here: its sync word, and no field with a value that is not used.
pub(super) fn is_mp3_frame(bytes: &[u8]) -> bool {
    let &[a, b, c, ..] = bytes else { return false };
    a == 0xff
        && b & 0xe0 == 0xe0
        && b & 0x18 != 0x08
        && b & 0x06 == 0x02
        && c >> 4 != 15
        && c & 0x0c != 0x0c
}
