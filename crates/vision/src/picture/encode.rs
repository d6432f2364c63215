use image::{ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder};

use super::Picture;

impl Picture {
    /// The picture as the bytes of a JPEG file, with nothing of the file that it came from: no place, no camera.
    /// `quality` is from 1 to 100.
    pub fn jpeg(&self, quality: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100));
        let side = |n: usize| u32::try_from(n).expect("sides are limited where pictures are read");
        let (width, height) = (side(self.width), side(self.height));
        encoder
            .write_image(&self.pixels, width, height, ExtendedColorType::Rgb8)
            .expect("a picture has as many pixels as it says, and memory takes them");
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let pixels = (0..40 * 30).flat_map(|_| [200, 30, 40]).collect();
        let picture = Picture::new(40, 30, pixels).unwrap();
        let again = Picture::decode(&picture.jpeg(90)).unwrap();
        assert_eq!((again.width(), again.height()), (40, 30));
        let near = again.at(20, 15).into_iter().zip([200, 30, 40_u8]);
        assert!(near.into_iter().all(|(got, want)| got.abs_diff(want) <= 4));
    }
}
