use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use super::{Format, Picture, jpeg};
use crate::VisionError;

/// Bytes of a file that are read: a phone's photograph has some 5 MB.
pub const BYTES_MAX: usize = 20 << 20;
/// Pixels of a side: more is a trap, or a panorama that nobody can read.
pub const SIDE_MAX: u32 = 16_384;
/// Pixels in all; a phone's photograph has some 12 million.
pub const PIXELS_MAX: u64 = 50_000_000;
/// Bytes of the decoded picture: so many pixels of red, green, blue and opacity.
const DECODED_BYTES_MAX: u64 = PIXELS_MAX * 4;
/// Bytes that a decoder may take beside them.
const DECODER_BYTES_MAX: u64 = 2 * DECODED_BYTES_MAX;
/// Scans of a JPEG: encoders make some ten. Each costs as much as a whole picture, and takes only some bytes.
const SCANS_MAX: usize = 100;

pub(super) fn decode(bytes: &[u8]) -> Result<Picture, VisionError> {
    if bytes.len() > BYTES_MAX {
        return Err(VisionError::Bytes { max: BYTES_MAX });
    }
    let format = Format::of(bytes)?;
    if format == Format::Jpeg && scans(bytes) > SCANS_MAX {
        let why = format!("it has more than {SCANS_MAX} scans");
        return Err(VisionError::Damaged { why });
    }
    if format == Format::Jpeg && !jpeg::is_whole(bytes) {
        let why = "it ends before the picture does".to_owned();
        return Err(VisionError::Damaged { why });
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.decoder());
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let is_small = width.max(height) <= SIDE_MAX
        && u64::from(width) * u64::from(height) <= PIXELS_MAX
        && decoder.total_bytes() <= DECODED_BYTES_MAX;
    if !is_small || width == 0 || height == 0 {
        return Err(VisionError::Pixels {
            width,
            height,
            side_max: SIDE_MAX,
            pixels_max: PIXELS_MAX,
        });
    }
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width() as usize, image.height() as usize);
    let pixels = on_white(image);
    Picture::new(width, height, pixels).ok_or_else(|| VisionError::Damaged {
        why: "it has no pixels".to_owned(),
    })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    limits
}

fn damaged(error: image::ImageError) -> VisionError {
    use image::{ImageError, error::LimitErrorKind};
    let is_dimensions = matches!(&error, ImageError::Limits(limit) if matches!(limit.kind(), LimitErrorKind::DimensionError));
    let why = match is_dimensions {
        true => format!("a side has more than {SIDE_MAX} pixels"),
        false => error.to_string(),
    };
    VisionError::Damaged { why }
}

/// How often a JPEG begins to draw anew.
fn scans(bytes: &[u8]) -> usize {
    let pairs = bytes.windows(2);
    pairs.filter(|pair| *pair == b"\xff\xda").count()
}

/// The pixels, with what can be seen through on white.
fn on_white(image: DynamicImage) -> Vec<u8> {
    if !image.color().has_alpha() {
        return image.into_rgb8().into_raw();
    }
    let with_alpha = image.into_rgba8().into_raw();
    let (pixels, _) = with_alpha.as_chunks::<4>();
    let over_white = |&[r, g, b, alpha]: &[u8; 4]| {
        [r, g, b].map(|value| {
            let (value, alpha) = (u32::from(value), u32::from(alpha));
            ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        })
    };
    pixels.iter().flat_map(over_white).collect()
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgba, RgbaImage};

    use super::*;

    fn encoded(image: DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// Three by two pixels: red, half a black, nothing; below blue.
    fn small() -> RgbaImage {
        let mut image = RgbaImage::from_pixel(3, 2, Rgba([0, 0, 255, 255]));
        image.put_pixel(0, 0, Rgba([255, 0, 0, 255]));
        image.put_pixel(1, 0, Rgba([0, 0, 0, 128]));
        image.put_pixel(2, 0, Rgba([9, 9, 9, 0]));
        image
    }

    #[test]
    fn every_kind_is_read_and_lies_on_white() {
        let row = [255, 0, 0, 127, 127, 127, 255, 255, 255];
        for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff] {
            let picture = decode(&encoded(small().into(), format)).unwrap();
            assert_eq!((picture.width(), picture.height()), (3, 2));
            assert_eq!(picture.pixels()[..9], row, "{format:?}");
        }
        for format in [ImageFormat::Bmp, ImageFormat::Gif, ImageFormat::Jpeg] {
            let plain = DynamicImage::from(RgbaImage::from_pixel(8, 8, Rgba([200, 30, 30, 255])));
            let picture = decode(&encoded(plain.to_rgb8().into(), format)).unwrap();
            let near = |got: u8, expect: u8| got.abs_diff(expect) <= 4;
            let [r, g, b] = picture.at(4, 4);
            assert!(
                near(r, 200) && near(g, 30) && near(b, 30),
                "{format:?}: {r} {g} {b}"
            );
        }
    }

    #[track_caller]
    fn check(bytes: &[u8], expect: &str) {
        assert_eq!(decode(bytes).unwrap_err().code(), expect);
    }

    /// A PNG that says it has so many pixels, and ends.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut head = b"IHDR".to_vec();
        head.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
        head.extend([8, 2, 0, 0, 0]);
        let crc = head.iter().fold(!0u32, |crc, &byte| {
            (0..8).fold(crc ^ u32::from(byte), |crc, _| {
                (crc >> 1) ^ (0xedb8_8320 * (crc & 1))
            })
        });
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
        bytes.extend(head);
        bytes.extend((!crc).to_be_bytes());
        bytes.extend(b"\0\0\0\x0aIDAT\x78\x9c\x63\0\0\0\x01\0\x01\0\0\0\0\0");
        bytes
    }

    #[test]
    fn what_is_too_large_or_damaged_is_refused() {
        check(&vec![0; BYTES_MAX + 1], "bytes");
        check(&bomb(16_000, 16_000), "pixels");
        check(&bomb(7_072, 7_071), "pixels");
        check(&bomb(100_000, 10), "damaged");
        check(&bomb(10, 10), "damaged");
        let jpeg = encoded(DynamicImage::new_rgb8(64, 64), ImageFormat::Jpeg);
        check(&jpeg[..20], "damaged");
        check(&jpeg[..jpeg.len() - 2], "damaged");
        check(
            &[b"\xff\xd8".to_vec(), b"\xff\xda".repeat(101)].concat(),
            "damaged",
        );
    }

    /// Half a file is no picture, of whatever kind.
    #[test]
    fn what_is_cut_off_is_refused() {
        let noise = |x: u32, y: u32| Rgba([(x * y) as u8, (x ^ y) as u8, (x * 7 + y) as u8, 255]);
        let plain = DynamicImage::from(RgbaImage::from_fn(64, 64, noise)).to_rgb8();
        for format in [
            ImageFormat::Png,
            ImageFormat::Jpeg,
            ImageFormat::Gif,
            ImageFormat::Bmp,
            ImageFormat::WebP,
            ImageFormat::Tiff,
        ] {
            let bytes = encoded(plain.clone().into(), format);
            assert!(decode(&bytes).is_ok(), "{format:?}");
            let half = decode(&bytes[..bytes.len() / 2]).map_err(|error| error.code());
            assert_eq!(half, Err("damaged"), "{format:?}");
        }
    }

    #[test]
    fn a_photograph_is_turned_as_its_exif_says() {
        let jpeg = encoded(DynamicImage::new_rgb8(40, 20), ImageFormat::Jpeg);
        // Orientation 6: the right side of the file is the bottom.
        let exif = b"\xff\xe1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let turned = [&jpeg[..2], exif, &jpeg[2..]].concat();
        let picture = decode(&turned).unwrap();
        assert_eq!((picture.width(), picture.height()), (20, 40));
    }

    proptest::proptest! {
        #[test]
        fn damaged_files_are_refused_or_read_within_the_limits(
            kind in 0..6usize,
            hits in proptest::collection::vec((0..4096usize, proptest::prelude::any::<u8>()), 1..12),
            cut in 0..4096usize,
        ) {
            let format = [
                ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP,
                ImageFormat::Tiff,
            ][kind];
            let plain = DynamicImage::from(RgbaImage::from_fn(24, 16, |x, y| Rgba([x as u8, y as u8, 9, 255])));
            let mut bytes = encoded(plain.to_rgb8().into(), format);
            for (at, value) in hits {
                let at = at % bytes.len();
                bytes[at] = value;
            }
            bytes.truncate(cut.max(1));
            if let Ok(picture) = decode(&bytes) {
                let n_pixels = picture.width() * picture.height();
                assert!(n_pixels as u64 <= PIXELS_MAX && picture.pixels().len() == n_pixels * 3);
            }
        }
    }
}
