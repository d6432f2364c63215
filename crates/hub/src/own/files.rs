//! The files of own sentences.

use std::{
    path::{Path, PathBuf},
    time::SystemTime,
};

use ling_understand::intents::File;

/// Files, at most; nobody keeps as many.
const FILES_MAX: usize = 200;
/// Bytes of a file that are read; a longer one is refused by the reader of sentences.
const BYTES_MAX: u64 = (1 << 20) + 1;

/// When each file was written, and how long it is.
pub type Stamp = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// A file and what it says.
pub struct Text {
    path: String,
    text: String,
}

impl Text {
    pub fn file(&self) -> File<'_> {
        File {
            path: &self.path,
            text: &self.text,
            own: true,
        }
    }
}

/// All YAML files of all languages; a pipe or a device that is called so is none, for reading it may never end.
fn paths(folder: &Path) -> Vec<(String, PathBuf)> {
    let inside = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let is_yaml = |path: &PathBuf| {
        let extension = path.extension();
        let is_named = extension.is_some_and(|extension| extension == "yaml" || extension == "yml");
        is_named && path.is_file()
    };
    let mut found = Vec::new();
    for lang in inside(folder).iter().filter(|path| path.is_dir()) {
        let name = lang.file_name().unwrap_or_default().to_string_lossy();
        let files = inside(lang).into_iter().filter(is_yaml);
        found.extend(files.map(|path| (name.clone().into_owned(), path)));
    }
    found.truncate(FILES_MAX);
    found
}

pub fn stamp(folder: &Path) -> Stamp {
    let of = |(_, path): (String, PathBuf)| {
        let about = std::fs::metadata(&path).ok();
        let length = about.as_ref().map_or(0, std::fs::Metadata::len);
        (path, length, about.and_then(|about| about.modified().ok()))
    };
    paths(folder).into_iter().map(of).collect()
}

/// What the files say, by language.
pub fn texts(folder: &Path) -> Vec<(String, Vec<Text>)> {
    let mut found: Vec<(String, Vec<Text>)> = Vec::new();
    for (lang, path) in paths(folder) {
        let text = Text {
            text: read(&path),
            path: path.display().to_string(),
        };
        match found.last_mut() {
            Some((have, texts)) if *have == lang => texts.push(text),
            _ => found.push((lang, vec![text])),
        }
    }
    found
}

/// A file that is gone again says nothing; bytes that are no text become marks that no sentence has.
fn read(path: &Path) -> String {
    use std::io::Read;
    let mut bytes = Vec::new();
    if let Ok(file) = std::fs::File::open(path) {
        // What was read before an error is as good as a file that ends there.
        let _ = file.take(BYTES_MAX).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
