//! Chance bytes as a picture: refused with a reason, or as many pixels as it says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ling_vision::{PIXELS_MAX, Picture, SIDE_MAX, scene};

/// Pixels of a picture that is looked at further; larger ones are slow only because they are large.
const SMALL: usize = 1 << 16;

fuzz_target!(|data: &[u8]| {
    let Ok(picture) = Picture::decode(data) else {
        return;
    };
    let (width, height) = (picture.width(), picture.height());
    assert!(width.max(height) <= SIDE_MAX as usize && (width * height) as u64 <= PIXELS_MAX);
    assert_eq!(picture.pixels().len(), width * height * 3);
    if width * height <= SMALL {
        ling_fuzz::within(|| {
            let small = scene::thumbnail(&picture, 40, 30, &[]);
            assert_eq!((small.width(), small.height()), (40, 30));
            scene::colours(&small)
        });
    }
});
