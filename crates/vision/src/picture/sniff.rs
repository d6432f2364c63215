use crate::VisionError;

/// The kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// GIF.
    Gif,
    /// BMP.
    Bmp,
    /// TIFF.
    Tiff,
}

/// How the files of each kind begin.
const BEGINNINGS: [(&[u8], Format); 8] = [
    (b"\xff\xd8\xff", Format::Jpeg),
    (b"\x89PNG\r\n\x1a\n", Format::Png),
    (b"GIF87a", Format::Gif),
    (b"GIF89a", Format::Gif),
    (b"BM", Format::Bmp),
    (b"II*\0", Format::Tiff),
    (b"MM\0*", Format::Tiff),
    (b"MM\0+", Format::Tiff),
];

/// How far into a file text is looked for.
const TEXT_BYTES: usize = 1024;

impl Format {
    /// What the content is, whatever the file was called.
    pub fn of(bytes: &[u8]) -> Result<Format, VisionError> {
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Ok(Format::Webp);
        }
        let found = BEGINNINGS
            .iter()
            .find(|(begins, _)| bytes.starts_with(begins));
        let format = found.map(|(_, format)| *format);
        format.ok_or_else(|| VisionError::Kind { what: other(bytes) })
    }

    /// Its name, as interfaces write it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jpeg => "Jpeg",
            Format::Png => "Png",
            Format::Webp => "Webp",
            Format::Gif => "Gif",
            Format::Bmp => "Bmp",
            Format::Tiff => "Tiff",
        }
    }

    pub(super) fn decoder(self) -> image::ImageFormat {
        match self {
            Format::Jpeg => image::ImageFormat::Jpeg,
            Format::Png => image::ImageFormat::Png,
            Format::Webp => image::ImageFormat::WebP,
            Format::Gif => image::ImageFormat::Gif,
            Format::Bmp => image::ImageFormat::Bmp,
            Format::Tiff => image::ImageFormat::Tiff,
        }
    }
}

/// What it is instead, in words.
fn other(bytes: &[u8]) -> &'static str {
    if bytes.is_empty() {
        return "empty";
    }
    let box_of = |names: &[&[u8]]| {
        bytes.get(4..8) == Some(b"ftyp") && names.iter().any(|name| bytes.get(8..12) == Some(*name))
    };
    if box_of(&[b"avif", b"avis"]) {
        return "an AVIF picture";
    }
    if box_of(&[
        b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1",
    ]) {
        return "a HEIC picture";
    }
    if bytes.starts_with(b"%PDF") {
        return "a PDF document";
    }
    in_text(bytes).unwrap_or("no picture")
}

/// The kinds of text that are sent for pictures.
fn in_text(bytes: &[u8]) -> Option<&'static str> {
    let start = &bytes[..bytes.len().min(TEXT_BYTES)];
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        // The last character may be cut.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&start[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let is_control = |c: char| c.is_control() && !c.is_whitespace();
    if text.contains(is_control) {
        return None;
    }
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let has = |tag: &str| {
        let tags = text.as_bytes().windows(tag.len());
        tags.into_iter()
            .any(|part| part.eq_ignore_ascii_case(tag.as_bytes()))
    };
    Some(match text.starts_with('<') {
        true if has("<svg") => "an SVG drawing",
        true if has("<html") || has("<!doctype html") => "a web page",
        true => "XML",
        false => "text",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expect: Result<Format, &str>) {
        let got = Format::of(bytes).map_err(|error| match error {
            VisionError::Kind { what } => what,
            other => panic!("{other}"),
        });
        assert_eq!(got, expect);
    }

    #[test]
    fn content_tells_the_kind() {
        check(b"\xff\xd8\xff\xe0 and more", Ok(Format::Jpeg));
        check(b"\x89PNG\r\n\x1a\n", Ok(Format::Png));
        check(b"RIFF\x10\0\0\0WEBPVP8 ", Ok(Format::Webp));
        check(b"GIF89a", Ok(Format::Gif));
        check(b"BM", Ok(Format::Bmp));
        check(b"II*\0", Ok(Format::Tiff));
        check(b"RIFF\x10\0\0\0WAVEfmt ", Err("no picture"));
        check(b"", Err("empty"));
        check(b"\x89PNG\n", Err("no picture"));
        check(b"%PDF-1.7", Err("a PDF document"));
        check(b"\0\0\0\x18ftypheic", Err("a HEIC picture"));
        check(b"\0\0\0\x18ftypavif", Err("an AVIF picture"));
    }

    #[test]
    fn text_is_named_and_never_drawn() {
        check(
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            Err("an SVG drawing"),
        );
        check(
            b"\xef\xbb\xbf <?xml version='1.0'?>\n<SVG>",
            Err("an SVG drawing"),
        );
        check(b"<!DOCTYPE html><body>", Err("a web page"));
        check(b"<rss/>", Err("XML"));
        check("牛奶, eggs".as_bytes(), Err("text"));
        check(&"灯".repeat(500).as_bytes()[..1025], Err("text"));
    }
}
