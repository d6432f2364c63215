//! What lies in the music folder: files, and what their tags say.

use std::{
    collections::HashMap,
    fs::{self, DirEntry},
    panic,
    path::{Path, PathBuf},
    time::SystemTime,
};

use ling_dialogue::{MusicQuery, Track};
use lofty::{
    config::ParseOptions,
    file::{AudioFile, TaggedFileExt},
    probe::Probe,
    tag::Accessor,
};
use sha2::{Digest, Sha256};

/// Files that are looked at; a house with more needs a server of its own for music.
const FILES_MAX: usize = 20_000;
/// Everything in the folder that is passed on the way, so that a wrong folder (`/`) ends soon.
const ENTRIES_MAX: usize = 200_000;
/// Folders within folders.
const DEPTH_MAX: usize = 12;
/// The longest name that a tag gives, in characters.
const NAME_CHARS_MAX: usize = 200;

/// A file with music, as the folder shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    path: PathBuf,
    bytes: u64,
    changed: Option<SystemTime>,
}

/// One piece and its file.
#[derive(Clone, Debug)]
pub(crate) struct Song {
    /// What people see of it.
    pub(crate) track: Track,
    /// Where it lies.
    pub(crate) path: PathBuf,
    found: Found,
    /// Artist, album, disc and number: the order on a record.
    place: (String, String, u32, u32),
}

/// Everything in the folder, in the order of artists and records.
#[derive(Debug, Default)]
pub(crate) struct Library {
    songs: Vec<Song>,
    by_id: HashMap<String, usize>,
}

impl Library {
    /// Reads the folder. What has not changed since `before` is not read again; `None` when nothing has.
    ///
    /// Blocks; the error is the folder's own.
    pub(crate) fn read(folder: &Path, before: &Library) -> std::io::Result<Option<Library>> {
        let root = folder.canonicalize()?;
        let found = walk(&root)?;
        let known: HashMap<&Path, &Song> = before
            .songs
            .iter()
            .map(|song| (song.path.as_path(), song))
            .collect();
        let same = |file: &Found| {
            let song = known.get(file.path.as_path());
            song.filter(|song| song.found == *file).copied()
        };
        if found.len() == known.len() && found.iter().all(|file| same(file).is_some()) {
            return Ok(None);
        }
        let songs = found
            .into_iter()
            .map(|file| same(&file).cloned().unwrap_or_else(|| song(&root, file)));
        Ok(Some(Library::of(songs.collect())))
    }

    fn of(mut songs: Vec<Song>) -> Library {
        songs.sort_by(|a, b| (&a.place, &a.path).cmp(&(&b.place, &b.path)));
        let ids = songs.iter().enumerate();
        let by_id = ids.map(|(at, song)| (song.track.id.clone(), at)).collect();
        Library { songs, by_id }
    }

    /// Everything.
    pub(crate) fn tracks(&self) -> impl Iterator<Item = &Track> {
        self.songs.iter().map(|song| &song.track)
    }

    /// The piece with that id.
    pub(crate) fn song(&self, id: &str) -> Option<&Song> {
        self.by_id.get(id).map(|at| &self.songs[*at])
    }

    /// Pieces that fit, best first; those that fit alike in the order of their records.
    pub(crate) fn search(&self, query: &MusicQuery) -> Vec<Track> {
        let fits = self.tracks().map(|track| (query.fit(track), track));
        let mut fits: Vec<(u32, &Track)> = fits.filter(|(fit, _)| *fit > 0).collect();
        fits.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
        fits.into_iter().map(|(_, track)| track.clone()).collect()
    }
}

/// What a file's sound is, by its ending; `None` for other files.
pub(crate) fn media_type(path: &Path) -> Option<&'static str> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "mp3" => "audio/mpeg",
        "m4a" | "m4b" | "mp4" => "audio/mp4",
        "aac" => "audio/aac",
        "flac" => "audio/flac",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        _ => return None,
    })
}

fn walk(root: &Path) -> std::io::Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut folders = vec![(root.to_owned(), 0)];
    let mut n_entries = 0;
    while let Some((folder, depth)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if depth == 0 => return Err(error),
            // A folder that may not be read is as if it were not there.
            Err(_) => continue,
        };
        for entry in entries.flatten() {
            n_entries += 1;
            if found.len() >= FILES_MAX || n_entries > ENTRIES_MAX {
                return Ok(found);
            }
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if kind.is_dir() && depth < DEPTH_MAX && !hidden {
                folders.push((entry.path(), depth + 1));
            } else if !kind.is_dir() && !hidden {
                found.extend(file(root, &entry));
            }
        }
    }
    Ok(found)
}

/// A file with music. A link counts where it leads to a file inside the folder.
fn file(root: &Path, entry: &DirEntry) -> Option<Found> {
    let path = entry.path();
    media_type(&path)?;
    if entry.file_type().ok()?.is_symlink() && !path.canonicalize().ok()?.starts_with(root) {
        return None;
    }
    let meta = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
    Some(Found {
        path,
        bytes: meta.len(),
        changed: meta.modified().ok(),
    })
}

fn song(root: &Path, found: Found) -> Song {
    let tags = tags(&found.path).unwrap_or_default();
    let (artist, title) = named(&found.path);
    let track = Track {
        id: id(root, &found.path),
        title: tags.title.unwrap_or(title),
        artist: tags.artist.or(artist),
        album: tags.album,
        genre: tags.genre,
        secs: tags.secs,
    };
    let name = |name: &Option<String>| name.clone().unwrap_or_default();
    let place = (
        name(&track.artist),
        name(&track.album),
        tags.disc,
        tags.number,
    );
    Song {
        track,
        path: found.path.clone(),
        found,
        place,
    }
}

/// The same for the same path, and not to be guessed from outside.
fn id(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let hash = Sha256::digest(inside.as_os_str().as_encoded_bytes());
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Default)]
struct Tags {
    title: Option<String>,
    artist: Option<String>,
    album: Option<String>,
    genre: Option<String>,
    secs: Option<u32>,
    disc: u32,
    number: u32,
}

/// What the tags say; `None` for a file that cannot be read.
fn tags(path: &Path) -> Option<Tags> {
    // Files come from anywhere; one that upsets the reader costs its own tags only.
    let read = panic::catch_unwind(|| {
        let probe = Probe::open(path)
            .ok()?
            .options(ParseOptions::new().read_cover_art(false));
        let file = probe.guess_file_type().ok()?.read().ok()?;
        let secs = u32::try_from(file.properties().duration().as_secs()).ok();
        let Some(tag) = file.primary_tag().or_else(|| file.first_tag()) else {
            return Some(Tags {
                secs,
                ..Tags::default()
            });
        };
        Some(Tags {
            title: clean(tag.title().as_deref()),
            artist: clean(tag.artist().as_deref()),
            album: clean(tag.album().as_deref()),
            genre: clean(tag.genre().as_deref()),
            secs: secs.filter(|secs| *secs > 0),
            disc: tag.disk().unwrap_or(0),
            number: tag.track().unwrap_or(0),
        })
    });
    read.ok().flatten()
}

/// A name of one line; `None` when nothing of it is left.
fn clean(name: Option<&str>) -> Option<String> {
    let words = name?.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name: String = words.join(" ").chars().take(NAME_CHARS_MAX).collect();
    (!name.is_empty()).then_some(name)
}

/// Artist and title from a file's name: `01 - Miles Davis - So What.mp3`.
fn named(path: &Path) -> (Option<String>, String) {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let stem = stem.replace('_', " ");
    let is_number = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let parts: Vec<&str> = stem
        .split(" - ")
        .map(str::trim)
        .filter(|part| !is_number(part))
        .collect();
    match parts.as_slice() {
        [artist, rest @ ..] if !rest.is_empty() => {
            let title = clean(Some(&rest.join(" - "))).unwrap_or_else(|| stem.clone());
            (clean(Some(artist)), title)
        }
        [title] => (None, clean(Some(title)).unwrap_or_else(|| stem.clone())),
        _ => (None, stem.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for each test, gone at the end.
    pub(crate) struct Folder(pub(crate) PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path =
                std::env::temp_dir().join(format!("ling-music-{}-{name}", std::process::id()));
            fs::create_dir_all(&path).expect("the folder for temporary files can be written");
            Folder(path)
        }

        fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
            let path = self.0.join(name);
            fs::create_dir_all(path.parent().expect("inside")).expect("writable");
            fs::write(&path, bytes).expect("writable");
            path
        }

        fn read(&self, before: &Library) -> Option<Library> {
            Library::read(&self.0, before).expect("the folder is there")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    /// One second of silence with tags, as a RIFF file with an INFO list.
    fn wav(tags: &[(&[u8; 4], &str)]) -> Vec<u8> {
        let mut info = b"INFO".to_vec();
        for (key, text) in tags {
            let mut text = [text.as_bytes(), b"\0"].concat();
            info.extend_from_slice(*key);
            info.extend_from_slice(&u32::try_from(text.len()).expect("small").to_le_bytes());
            if text.len() % 2 == 1 {
                text.push(0);
            }
            info.extend(text);
        }
        let chunk = |id: &[u8; 4], body: &[u8]| {
            [
                id.as_slice(),
                &u32::try_from(body.len()).expect("small").to_le_bytes(),
                body,
            ]
            .concat()
        };
        let format = [
            1u16.to_le_bytes().as_slice(),
            &1u16.to_le_bytes(),
            &8_000u32.to_le_bytes(),
            &16_000u32.to_le_bytes(),
            &2u16.to_le_bytes(),
            &16u16.to_le_bytes(),
        ]
        .concat();
        let body = [
            b"WAVE".to_vec(),
            chunk(b"fmt ", &format),
            chunk(b"data", &[0; 16_000]),
            chunk(b"LIST", &info),
        ]
        .concat();
        chunk(b"RIFF", &body)
    }

    fn lines(library: &Library) -> Vec<String> {
        let line = |t: &Track| {
            let part = |name: &Option<String>| name.clone().unwrap_or_else(|| "-".into());
            format!(
                "{} | {} | {} | {} | {:?}",
                t.title,
                part(&t.artist),
                part(&t.album),
                part(&t.genre),
                t.secs
            )
        };
        library.tracks().map(line).collect()
    }

    #[test]
    fn tags_and_names() {
        let folder = Folder::new("tags");
        let tags: [(&[u8; 4], &str); 4] = [
            (b"INAM", "青花瓷"),
            (b"IART", "周杰伦"),
            (b"IPRD", "我很忙"),
            (b"IGNR", "流行"),
        ];
        folder.put("a/1.wav", &wav(&tags));
        folder.put("b/01 - Miles Davis - So What.wav", &wav(&[]));
        folder.put("nonsense.mp3", b"no music at all");
        folder.put("notes.txt", b"no music either");
        folder.put(".hidden/x.mp3", b"");
        let library = folder
            .read(&Library::default())
            .expect("there is something");
        assert_eq!(
            lines(&library),
            [
                "nonsense | - | - | - | None",
                "So What | Miles Davis | - | - | Some(1)",
                "青花瓷 | 周杰伦 | 我很忙 | 流行 | Some(1)",
            ]
        );
        let first = library.tracks().next().expect("there is one").id.clone();
        assert!(
            library
                .song(&first)
                .is_some_and(|song| song.path.ends_with("nonsense.mp3"))
        );
        assert!(library.song("../../etc/passwd").is_none());
    }

    #[test]
    fn only_what_changed_is_read_again() {
        let folder = Folder::new("again");
        folder.put("a.mp3", b"one");
        let before = folder.read(&Library::default()).expect("something new");
        assert!(folder.read(&before).is_none());
        folder.put("b.mp3", b"two");
        let after = folder.read(&before).expect("something new");
        assert_eq!(after.tracks().count(), 2);
        fs::remove_file(folder.0.join("a.mp3")).expect("it is there");
        assert_eq!(
            folder
                .read(&after)
                .expect("something gone")
                .tracks()
                .count(),
            1
        );
        assert!(Library::read(Path::new("/nowhere/at/all"), &after).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out_of_the_folder() {
        use std::os::unix::fs::symlink;

        let (folder, other) = (Folder::new("inside"), Folder::new("outside"));
        folder.put("a.mp3", b"one");
        let secret = other.put("secret.mp3", b"two");
        symlink(&secret, folder.0.join("out.mp3")).expect("writable");
        symlink(&other.0, folder.0.join("out")).expect("writable");
        symlink(&folder.0, folder.0.join("circle")).expect("writable");
        symlink("a.mp3", folder.0.join("b.mp3")).expect("writable");
        let library = folder
            .read(&Library::default())
            .expect("there is something");
        assert_eq!(
            lines(&library),
            ["a | - | - | - | None", "b | - | - | - | None"]
        );
    }

    #[test]
    fn names_of_files() {
        let check = |path: &str, artist: Option<&str>, title: &str| {
            let expect = (artist.map(str::to_owned), title.to_owned());
            assert_eq!(named(Path::new(path)), expect, "{path}");
        };
        check("x/周杰伦 - 青花瓷.mp3", Some("周杰伦"), "青花瓷");
        check("03 - Help_me.ogg", None, "Help me");
        check("A - B - C.ogg", Some("A"), "B - C");
        check("12.mp3", None, "12");
        check("Jay-Z.mp3", None, "Jay-Z");
    }
}
