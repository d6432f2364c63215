use std::{
    collections::BTreeMap,
    fs::Metadata,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{FileSpec, Manifest, Sha};

/// The file that a pull leaves beside the others: what came, from where, and its sums.
pub const PULLED_FILE: &str = ".pulled.toml";
/// Bytes of that file.
const PULLED_BYTES_MAX: u64 = 64 << 10;

/// Why a package cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// It was never pulled.
    #[error("the package `{name}` is not there")]
    Absent {
        /// Which package.
        name: String,
    },
    /// One of its files is missing or cannot be read.
    #[error("`{file}` of the package `{name}` cannot be read")]
    Unreadable {
        /// Which package.
        name: String,
        /// Which file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// One of its files has other bytes than it should; pull it again.
    #[error("`{file}` of the package `{name}` is damaged or of another version")]
    Damaged {
        /// Which package.
        name: String,
        /// Which file.
        file: String,
    },
}

impl PackageError {
    /// Stable word for logs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            PackageError::Absent { .. } => "absent",
            PackageError::Unreadable { .. } => "unreadable",
            PackageError::Damaged { .. } => "damaged",
        }
    }
}

/// What a pull brought: a sum and a source for each file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pulled {
    /// When, in UTC.
    pub at: String,
    /// path -> sum.
    pub sha256: BTreeMap<String, Sha>,
    /// path -> where it came from.
    pub from: BTreeMap<String, String>,
}

/// A package on the disk whose files are what they should be.
#[derive(Clone, Debug)]
pub struct Package {
    name: String,
    folder: PathBuf,
    pulled: Pulled,
    bytes: u64,
}

impl Package {
    /// Opens the folder of a package and checks the name, the size and the sum of every file.
    pub fn open(manifest: &Manifest, folder: &Path) -> Result<Package, PackageError> {
        Package::read(manifest, folder, true)
    }

    /// The same without the sums, which take a second for large models: for whoever only wants to
    /// know what is there.
    pub fn glance(manifest: &Manifest, folder: &Path) -> Result<Package, PackageError> {
        Package::read(manifest, folder, false)
    }

    fn read(manifest: &Manifest, folder: &Path, sums: bool) -> Result<Package, PackageError> {
        let name = &manifest.name;
        // A link would lead out of the store.
        if !std::fs::symlink_metadata(folder).is_ok_and(|about| about.is_dir()) {
            return Err(PackageError::Absent { name: name.clone() });
        }
        let pulled = pulled(folder);
        let mut package = Package {
            name: name.clone(),
            folder: folder.to_owned(),
            pulled,
            bytes: 0,
        };
        for file in &manifest.files {
            package.bytes += package.check(file, sums)?;
        }
        Ok(package)
    }

    /// Checks one file, and returns how many bytes it has.
    fn check(&self, file: &FileSpec, sums: bool) -> Result<u64, PackageError> {
        let path = self.folder.join(&file.path);
        let unreadable = |source| PackageError::Unreadable {
            name: self.name.clone(),
            file: file.path.clone(),
            source,
        };
        let about = plain_file(&self.folder, &file.path).map_err(unreadable)?;
        let Some(about) = about else {
            return Err(self.damaged(file));
        };
        let expect = file.sha256.or(self.pulled.sha256.get(&file.path).copied());
        let mut is_right = file.bytes.is_none_or(|bytes| bytes == about.len());
        if is_right && sums {
            let (sum, _) = Sha::of_file(&path).map_err(unreadable)?;
            // A sum that nobody ever saw says nothing; the pull that brings the file writes it down.
            is_right = expect == Some(sum);
        }
        match is_right {
            true => Ok(about.len()),
            false => Err(self.damaged(file)),
        }
    }

    fn damaged(&self, file: &FileSpec) -> PackageError {
        PackageError::Damaged {
            name: self.name.clone(),
            file: file.path.clone(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place of one of its files.
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// The bytes of one of its files.
    pub fn bytes(&self, file: &str) -> Result<Vec<u8>, PackageError> {
        std::fs::read(self.path(file)).map_err(|source| PackageError::Unreadable {
            name: self.name.clone(),
            file: file.to_owned(),
            source,
        })
    }

    /// How many bytes its files have together.
    pub fn bytes_in_all(&self) -> u64 {
        self.bytes
    }

    /// What the pull brought.
    pub fn pulled(&self) -> &Pulled {
        &self.pulled
    }
}

/// What is known of the file `path` below `folder`, when it is an ordinary one and no link leads to it: a pipe or a
/// device may never end, and a link may lead to what is none of ours.
pub fn plain_file(folder: &Path, path: &str) -> std::io::Result<Option<Metadata>> {
    let (mut at, mut last) = (folder.to_owned(), None);
    for part in Path::new(path).components() {
        at.push(part);
        let about = std::fs::symlink_metadata(&at)?;
        if about.is_symlink() {
            return Ok(None);
        }
        last = Some(about);
    }
    Ok(last.filter(Metadata::is_file))
}

/// What the pull wrote down; nothing, where there is no such file or it cannot be meant.
fn pulled(folder: &Path) -> Pulled {
    let path = folder.join(PULLED_FILE);
    let about = plain_file(folder, PULLED_FILE).ok().flatten();
    let is_short = about.is_some_and(|about| about.len() <= PULLED_BYTES_MAX);
    let text = is_short
        .then(|| std::fs::read_to_string(&path).ok())
        .flatten();
    text.and_then(|text| toml::from_str(&text).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn manifest(sum: &str, bytes: &str) -> Manifest {
        let text = format!(
            "name = 'p'\nkind = 'vad'\nlicence = 'MIT'\ncredit = 'c'\ncard = {{ zh = '一', en = 'a' }}\n\
             [[files]]\npath = 'sub/a.bin'\n{bytes}\nsha256 = '{sum}'\n"
        );
        Manifest::parse("p.toml", &text).expect("a manifest")
    }

    /// What opening says when the folder holds these files.
    #[track_caller]
    #[allow(clippy::disallowed_methods, reason = "a folder to open")]
    fn check(manifest: &Manifest, files: &[(&str, &str)], expect: Result<u64, &str>) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let opened = Package::open(manifest, folder.path());
        let got = opened.as_ref().map(Package::bytes_in_all);
        assert_eq!(got.map_err(PackageError::code), expect, "{opened:?}");
    }

    #[test]
    fn files_are_what_the_manifest_says() {
        let known = manifest(ABC, "bytes = 3");
        check(&known, &[("sub/a.bin", "abc")], Ok(3));
        check(&known, &[("sub/a.bin", "abd")], Err("damaged"));
        check(&known, &[("sub/a.bin", "abcd")], Err("damaged"));
        check(&known, &[("sub/a.bin", "")], Err("damaged"));
        check(&known, &[("sub/a.bin/x", "abc")], Err("damaged"));
        check(&known, &[("a.bin", "abc")], Err("unreadable"));
        let absent = Package::open(&known, Path::new("no/such")).unwrap_err();
        assert_eq!(absent.code(), "absent");
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a folder to open")]
    fn links_are_not_followed() {
        let known = manifest(ABC, "bytes = 3");
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::create_dir_all(other.path().join("sub")).unwrap();
        std::fs::write(other.path().join("sub/a.bin"), "abc").unwrap();
        let opened = |at: &str| {
            let opened = Package::open(&known, &folder.path().join(at));
            opened
                .map_err(|error| error.code())
                .map(|package| package.bytes_in_all())
        };
        let link = std::os::unix::fs::symlink::<std::path::PathBuf, std::path::PathBuf>;
        std::fs::create_dir_all(folder.path().join("file/sub")).unwrap();
        std::fs::create_dir_all(folder.path().join("part")).unwrap();
        link(
            other.path().join("sub/a.bin"),
            folder.path().join("file/sub/a.bin"),
        )
        .unwrap();
        link(other.path().join("sub"), folder.path().join("part/sub")).unwrap();
        link(other.path().to_owned(), folder.path().join("whole")).unwrap();
        assert_eq!(opened("file"), Err("damaged"));
        assert_eq!(opened("part"), Err("damaged"));
        assert_eq!(opened("whole"), Err("absent"));
        assert_eq!(
            Package::open(&known, other.path()).unwrap().bytes_in_all(),
            3
        );
    }

    #[test]
    fn what_nobody_had_seen_is_what_the_first_pull_saw() {
        let open = manifest("unverified", "");
        let pinned = format!("[sha256]\n'sub/a.bin' = '{ABC}'\n");
        let pulled = (PULLED_FILE, pinned.as_str());
        check(&open, &[("sub/a.bin", "abc"), pulled], Ok(3));
        check(&open, &[("sub/a.bin", "abd"), pulled], Err("damaged"));
        check(&open, &[("sub/a.bin", "abc")], Err("damaged"));
        check(
            &open,
            &[("sub/a.bin", "abc"), (PULLED_FILE, "][")],
            Err("damaged"),
        );
    }
}
