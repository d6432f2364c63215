use std::{collections::BTreeMap, path::PathBuf, sync::OnceLock};

use ling_base::Lang;
use ling_nn::PackageError;
use serde::Deserialize;

/// Why one source did not give a file. The next one is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody answers there.
    Unreachable,
    /// Nothing came for so many seconds.
    Stalled {
        /// Seconds.
        secs: u64,
    },
    /// It answers with an error.
    Status(u16),
    /// It sends on more often than is followed, or away from HTTPS.
    Redirects,
    /// It answers with a page for people.
    Html,
    /// It says that the file has another size than it must have.
    Size {
        /// What it says.
        got: u64,
        /// What it must be.
        want: u64,
    },
    /// It stopped in the middle, again and again.
    CutOff {
        /// Bytes that came.
        got: u64,
    },
    /// It sends more than it may.
    TooLong,
    /// The bytes are others.
    Sum,
    /// What lies there is a link, a pipe or a device.
    NotPlain,
    /// It cannot be read; what the system says.
    Unreadable(String),
    /// There is no such file in the mirror's folder, or in the package.
    Absent,
    /// The package client is not installed.
    NoProgram(&'static str),
    /// The package client failed; its last words.
    Program(&'static str, String),
}

/// Why a package could not be fetched, removed or used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// There is no package of that name.
    #[error("there is no package `{name}`")]
    Unknown {
        /// The name.
        name: String,
    },
    /// It is being fetched already.
    #[error("`{name}` is being fetched already")]
    Busy {
        /// Which package.
        name: String,
    },
    /// Nobody has agreed to its licence.
    #[error("nobody has agreed to the licence of `{name}`")]
    Licence {
        /// Which package.
        name: String,
        /// Its licence.
        licence: String,
    },
    /// Nobody has written down what its files must be, and nobody wants them all the same.
    #[error("nobody has seen the bytes of `{name}`")]
    Unverified {
        /// Which package.
        name: String,
    },
    /// The disk has too little room.
    #[error("`{name}` needs {needs} bytes, {free} are free")]
    NoRoom {
        /// Which package.
        name: String,
        /// Bytes that are needed.
        needs: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// No source gave the file.
    #[error("no source gave `{file}` of `{name}`")]
    NoSource {
        /// Which package.
        name: String,
        /// Which file.
        file: String,
        /// What was asked, and what came of it.
        tried: Vec<(String, Why)>,
    },
    /// The folder cannot be written.
    #[error("`{path}` cannot be written")]
    Disk {
        /// Which file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// What came is whole, but is not what the package should do.
    #[error("`{file}` of `{name}` fails its test")]
    Test {
        /// Which package.
        name: String,
        /// Which file.
        file: String,
    },
    /// What lies on the disk cannot be used.
    #[error(transparent)]
    Package(#[from] PackageError),
}

impl ModelError {
    /// Stable word for the interface.
    pub fn code(&self) -> &'static str {
        match self {
            ModelError::Unknown { .. } => "unknown",
            ModelError::Busy { .. } => "busy",
            ModelError::Licence { .. } => "licence",
            ModelError::Unverified { .. } => "unverified",
            ModelError::NoRoom { .. } => "no_room",
            ModelError::NoSource { .. } => "no_source",
            ModelError::Disk { .. } => "disk",
            ModelError::Test { .. } => "test",
            ModelError::Package(error) => error.code(),
        }
    }

    /// What is wrong, for people who speak that language.
    pub fn told(&self, lang: Lang) -> String {
        let words = words(lang);
        let mut text = words.fill(&words.errors, self.code(), &self.holes());
        if let ModelError::NoSource { tried, .. } = self {
            if tried.is_empty() {
                text.push('\n');
                text.push_str(&words.fill(&words.sources, "none", &Vec::new()));
            }
            for (source, why) in tried {
                let holes = [vec![("source", source.clone())], why.holes()].concat();
                text.push('\n');
                text.push_str(&words.fill(&words.sources, why.code(), &holes));
            }
        }
        text
    }

    /// What to do about it.
    pub fn hint(&self, lang: Lang) -> String {
        let words = words(lang);
        let key = match self {
            ModelError::NoSource { tried, .. } => hint_key(tried),
            other => other.code(),
        };
        words.fill(&words.hints, key, &self.holes())
    }

    fn holes(&self) -> Holes {
        match self {
            ModelError::Unknown { name }
            | ModelError::Busy { name }
            | ModelError::Unverified { name } => {
                vec![("name", name.clone())]
            }
            ModelError::Licence { name, licence } => {
                vec![("name", name.clone()), ("licence", licence.clone())]
            }
            ModelError::NoRoom { name, needs, free } => vec![
                ("name", name.clone()),
                ("needs", mib(*needs)),
                ("free", mib(*free)),
            ],
            ModelError::NoSource { name, file, .. } | ModelError::Test { name, file } => {
                vec![("name", name.clone()), ("file", file.clone())]
            }
            ModelError::Disk { path, source } => vec![
                ("path", path.display().to_string()),
                ("reason", source.to_string()),
            ],
            ModelError::Package(error) => package_holes(error),
        }
    }
}

fn package_holes(error: &PackageError) -> Holes {
    match error {
        PackageError::Absent { name } => vec![("name", name.clone())],
        PackageError::Unreadable { name, file, source } => vec![
            ("name", name.clone()),
            ("file", file.clone()),
            ("reason", source.to_string()),
        ],
        PackageError::Damaged { name, file } => {
            vec![("name", name.clone()), ("file", file.clone())]
        }
    }
}

/// Which advice fits best: the one for the source that a person can do something about.
fn hint_key(tried: &[(String, Why)]) -> &'static str {
    let has = |code: &str| tried.iter().any(|(_, why)| why.code() == code);
    match () {
        () if tried.is_empty() => "no_mirror",
        () if has("no_program") => "no_program",
        () if has("sum") || has("size") => "sum",
        () if has("html") => "html",
        () if has("not_plain") => "not_plain",
        () if has("unreadable") => "unreadable_there",
        () if has("absent") || has("status") => "absent",
        () => "unreachable",
    }
}

impl Why {
    /// Stable word; the key of its sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Why::Unreachable => "unreachable",
            Why::Stalled { .. } => "stalled",
            Why::Status(_) => "status",
            Why::Redirects => "redirects",
            Why::Html => "html",
            Why::Size { .. } => "size",
            Why::CutOff { .. } => "cut_off",
            Why::TooLong => "too_long",
            Why::Sum => "sum",
            Why::NotPlain => "not_plain",
            Why::Unreadable(_) => "unreadable",
            Why::Absent => "absent",
            Why::NoProgram(_) => "no_program",
            Why::Program(..) => "program",
        }
    }

    fn holes(&self) -> Holes {
        match self {
            Why::Stalled { secs } => vec![("secs", secs.to_string())],
            Why::Status(status) => vec![("status", status.to_string())],
            Why::Size { got, want } => vec![("got", got.to_string()), ("want", want.to_string())],
            Why::CutOff { got } => vec![("got", got.to_string())],
            Why::Unreadable(said) => vec![("said", said.clone())],
            Why::NoProgram(program) => vec![("program", (*program).to_owned())],
            Why::Program(program, said) => {
                vec![("program", (*program).to_owned()), ("said", said.clone())]
            }
            Why::Unreachable
            | Why::Redirects
            | Why::Html
            | Why::TooLong
            | Why::Sum
            | Why::NotPlain
            | Why::Absent => Vec::new(),
        }
    }
}

type Holes = Vec<(&'static str, String)>;
type Sentences = BTreeMap<String, String>;

/// What is said of errors in one language.
#[derive(Deserialize)]
struct Words {
    errors: Sentences,
    sources: Sentences,
    hints: Sentences,
}

impl Words {
    fn fill(&self, table: &Sentences, key: &str, holes: &Holes) -> String {
        let sentence = table.get(key).map_or(key, String::as_str);
        let put = |text: String, (hole, value): &(&str, String)| {
            text.replace(&format!("{{{hole}}}"), value)
        };
        holes.iter().fold(sentence.to_owned(), put)
    }
}

fn words(lang: Lang) -> &'static Words {
    static WORDS: OnceLock<[Words; 2]> = OnceLock::new();
    let read = |text| toml::from_str(text).expect("a test reads both files");
    let all = WORDS.get_or_init(|| [read(include_str!("zh.toml")), read(include_str!("en.toml"))]);
    match lang {
        Lang::Zh => &all[0],
        Lang::En => &all[1],
    }
}

/// Whole MiB, at least 1.
pub(super) fn mib(bytes: u64) -> String {
    bytes.div_ceil(1 << 20).max(1).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whys() -> Vec<Why> {
        vec![
            Why::Unreachable,
            Why::Stalled { secs: 9 },
            Why::Status(404),
            Why::Redirects,
            Why::Html,
            Why::Size { got: 1, want: 2 },
            Why::CutOff { got: 3 },
            Why::TooLong,
            Why::Sum,
            Why::Absent,
            Why::NotPlain,
            Why::Unreadable("it is locked".into()),
            Why::NoProgram("pip"),
            Why::Program("npm", "it broke".into()),
        ]
    }

    fn errors() -> Vec<ModelError> {
        let (name, file) = ("cedict".to_owned(), "a.gz".to_owned());
        let broken = || std::io::Error::other("broken");
        let tried = whys().into_iter().map(|why| ("mirror".to_owned(), why));
        let one = |why| vec![("mirror".to_owned(), why)];
        let no_source = |tried| ModelError::NoSource {
            name: name.clone(),
            file: file.clone(),
            tried,
        };
        let mut all = vec![
            ModelError::Unknown { name: name.clone() },
            ModelError::Busy { name: name.clone() },
            ModelError::Unverified { name: name.clone() },
            ModelError::Licence {
                name: name.clone(),
                licence: "MIT".into(),
            },
            ModelError::NoRoom {
                name: name.clone(),
                needs: 5,
                free: 1,
            },
            ModelError::Disk {
                path: "x".into(),
                source: broken(),
            },
            ModelError::Test {
                name: name.clone(),
                file: file.clone(),
            },
            PackageError::Absent { name: name.clone() }.into(),
            PackageError::Unreadable {
                name: name.clone(),
                file: file.clone(),
                source: broken(),
            }
            .into(),
            PackageError::Damaged {
                name: name.clone(),
                file: file.clone(),
            }
            .into(),
            no_source(tried.collect()),
            no_source(Vec::new()),
        ];
        all.extend(whys().into_iter().map(|why| no_source(one(why))));
        all
    }

    #[test]
    fn every_error_has_its_sentence_and_its_advice_in_both_languages() {
        for error in errors() {
            for lang in Lang::ALL {
                let both = format!("{}\n{}", error.told(lang), error.hint(lang));
                assert!(!both.contains(['{', '}']), "a hole is left: {both}");
                let is_zh = both.contains(|c: char| ('\u{4e00}'..'\u{9fff}').contains(&c));
                assert_eq!(is_zh, lang == Lang::Zh, "{both}");
                // A key without a sentence would stand for itself.
                let is_key = |line: &str| line.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                assert!(!both.lines().any(is_key), "{both}");
            }
        }
    }
}
