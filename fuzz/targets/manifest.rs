//! What a model package says of itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ling_fuzz::{text, within};
use ling_nn::Manifest;

fuzz_target!(|data: &[u8]| {
    let text = text(data);
    let Ok(manifest) = within(|| Manifest::parse("own.toml", &text)) else {
        return;
    };
    for file in &manifest.files {
        // Wherever it lies, it lies inside its folder.
        assert!(!file.path.starts_with('/') && !file.path.split('/').any(|part| part == ".."));
        manifest.in_mirror(file);
    }
    manifest.bytes();
});
