//! The manifests that come with the program.

use std::sync::OnceLock;

use crate::Manifest;

macro_rules! manifests {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../models/", $name, ".toml")))),*]
    };
}

/// In the order in which people see them: what speaks and hears, words, pictures.
static TEXTS: &[(&str, &str)] = manifests! {
    "sphinx-en"
    "sense-voice-small-int8"
    "zipformer-zh-en"
    "kokoro-zh-en"
    "silero-vad"
    "wake-words"
    "kws-zh-en"
    "cedict"
    "ocr-zh-en"
    "mobilenet-v2-imagenet"
    "yolox-nano-coco"
    "yunet-face"
};

/// Every package that Ling knows.
pub fn all() -> &'static [Manifest] {
    static ALL: OnceLock<Vec<Manifest>> = OnceLock::new();
    ALL.get_or_init(|| {
        let read = |(name, text): &(&str, &str)| {
            Manifest::parse(name, text).expect("a test reads every manifest of the program")
        };
        TEXTS.iter().map(read).collect()
    })
}

/// The package of that name.
pub fn manifest(name: &str) -> Option<&'static Manifest> {
    all().iter().find(|manifest| manifest.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_manifest_can_be_read_and_is_named_like_its_file() {
        for (name, text) in TEXTS {
            match Manifest::parse(name, text) {
                Ok(manifest) => assert_eq!(manifest.name, *name),
                Err(error) => panic!("{error}"),
            }
        }
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
        let files = std::fs::read_dir(folder).unwrap().flatten();
        let is_manifest = |name: &String| name.ends_with(".toml");
        let names = files.map(|file| file.file_name().into_string().unwrap());
        assert_eq!(names.filter(is_manifest).count(), TEXTS.len());
    }
}
