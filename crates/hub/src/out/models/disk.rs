//! What pulls do on the disk: one at a time, enough room, and all or nothing.

use std::{
    fs::{File, TryLockError},
    io,
    path::Path,
    time::Duration,
};

use super::ModelError;

/// Room that stays free for the house's own data, in bytes.
const SPARE_BYTES: u64 = 64 << 20;
/// How often a lock is tried; whoever only looks holds it for microseconds.
const LOCK_TRIES: usize = 10;
/// How long between two tries.
const LOCK_WAIT: Duration = Duration::from_millis(5);

/// Keeps other pulls of this package off, for as long as it is held; a program that is killed lets go too.
pub(super) fn lock(path: &Path, name: &str) -> Result<File, ModelError> {
    if !is_plain(path) {
        return Err(at(path)(io::Error::other("it is no ordinary file")));
    }
    let file = File::create(path).map_err(at(path))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            // It may be somebody who only looks, and is gone at once.
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_WAIT),
            Err(TryLockError::Error(error)) => return Err(at(path)(error)),
        }
    }
    Err(ModelError::Busy {
        name: name.to_owned(),
    })
}

/// Whether somebody holds the lock.
pub(super) fn is_locked(path: &Path) -> bool {
    if !is_plain(path) {
        return false;
    }
    let file = File::open(path);
    file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Whether so many bytes more have room.
pub(super) fn check_room(folder: &Path, name: &str, needs: u64) -> Result<(), ModelError> {
    // A system that does not say how much is free finds out by writing.
    let Ok(about) = rustix::fs::statvfs(folder) else {
        return Ok(());
    };
    let free = about.f_bavail.saturating_mul(about.f_frsize);
    match needs == 0 || free >= needs.saturating_add(SPARE_BYTES) {
        true => Ok(()),
        false => Err(ModelError::NoRoom {
            name: name.to_owned(),
            needs,
            free,
        }),
    }
}

/// Puts the new folder in place of the old one.
pub(super) fn swap(new: &Path, place: &Path, aside: &Path) -> io::Result<()> {
    remove(aside)?;
    sync_folder(new)?;
    match std::fs::rename(place, aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    std::fs::rename(new, place)?;
    if let Some(parent) = place.parent() {
        sync_folder(parent)?;
    }
    remove(aside)
}

/// Whether a file there, if any, is an ordinary one: opening a pipe may never end.
fn is_plain(path: &Path) -> bool {
    std::fs::symlink_metadata(path).map_or(true, |about| about.is_file())
}

/// Removes a folder in which something is neither a file nor a folder: a pull would write through a link, and wait
/// for a pipe.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    let mut left = vec![folder.to_owned()];
    while let Some(path) = left.pop() {
        let about = match std::fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            about => about?,
        };
        if about.is_dir() {
            let inside = std::fs::read_dir(&path)?.map(|entry| Ok(entry?.path()));
            left.extend(inside.collect::<io::Result<Vec<_>>>()?);
        } else if !about.is_file() {
            return match path == folder {
                true => std::fs::remove_file(folder),
                false => remove(folder),
            };
        }
    }
    Ok(())
}

/// Removes a folder, if there is one.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes a folder in which no byte of any file has come.
pub(super) fn remove_if_empty(folder: &Path) -> io::Result<()> {
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in std::fs::read_dir(inside)? {
            let entry = entry?;
            let about = entry.metadata()?;
            let is_note = entry.path().extension().is_some_and(|end| end == "note");
            match about.is_dir() {
                true => folders.push(entry.path()),
                false if about.len() > 0 && !is_note => return Ok(()),
                false => {}
            }
        }
    }
    remove(folder)
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// An error of the disk, at a place.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> ModelError + use<> {
    let path = path.to_owned();
    move |source| ModelError::Disk { path, source }
}
