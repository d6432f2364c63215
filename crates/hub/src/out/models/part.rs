//! A file that is coming, piece by piece. What has come is noted beside it, so that a pull that was
//! broken off goes on where it stopped.

use std::{
    fs::{File, OpenOptions},
    io,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
};

use serde::{Deserialize, Serialize};

/// New bytes after which the note is written again; a killed pull loses at most these.
const NOTE_EVERY_BYTES: u64 = 1 << 20;
/// Spans of one file; a note with more is none of ours.
const SPANS_MAX: usize = 16;

/// A stretch of the file: `at` of it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Span {
    pub(super) from: u64,
    /// Where it ends; none where nobody knows how long the file is.
    pub(super) to: Option<u64>,
    pub(super) at: u64,
}

impl Span {
    pub(super) fn is_done(&self) -> bool {
        self.to.is_some_and(|to| self.at >= to)
    }
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Note {
    total: Option<u64>,
    spans: Vec<Span>,
}

impl Note {
    fn whole(total: Option<u64>) -> Note {
        let span = Span {
            from: 0,
            to: total,
            at: 0,
        };
        Note {
            total,
            spans: vec![span],
        }
    }

    /// Whether the spans are in order, without holes, and reach exactly to the end.
    fn is_sane(&self) -> bool {
        let mut next = Some(0);
        for span in &self.spans {
            let inside = span.at >= span.from && span.to.is_none_or(|to| span.at <= to);
            if next != Some(span.from) || !inside {
                return false;
            }
            next = span.to;
        }
        next == self.total && (1..=SPANS_MAX).contains(&self.spans.len())
    }

    fn got(&self) -> u64 {
        self.spans.iter().map(|span| span.at - span.from).sum()
    }
}

/// The file and its note.
pub(super) struct Part {
    path: PathBuf,
    file: File,
    /// How long the file must be, where the package says so.
    wanted: Option<u64>,
    note: Mutex<(Note, u64)>,
}

impl Part {
    /// Opens what an earlier pull left, or begins anew.
    pub(super) fn open(path: &Path, total: Option<u64>) -> io::Result<Part> {
        let beside = beside(path);
        let left = std::fs::read_to_string(&beside).ok();
        let left = left.and_then(|text| serde_json::from_str::<Note>(&text).ok());
        let mut how = OpenOptions::new();
        how.create(true).truncate(false).read(true).write(true);
        let file = how.open(path)?;
        let there = file.metadata()?.len();
        let fits = |note: &Note| {
            let known = total.is_none() || note.total == total;
            note.is_sane()
                && known
                && note
                    .spans
                    .iter()
                    .all(|span| span.at <= there || span.at == span.from)
        };
        let note = left.filter(fits).unwrap_or_else(|| Note::whole(total));
        let got = note.got();
        Ok(Part {
            path: path.to_owned(),
            file,
            wanted: total,
            note: Mutex::new((note, got)),
        })
    }

    fn note(&self) -> MutexGuard<'_, (Note, u64)> {
        self.note.lock().expect("no one panics with the lock")
    }

    /// How many bytes have come.
    pub(super) fn got(&self) -> u64 {
        self.note().0.got()
    }

    /// How many it will have, where that is known.
    pub(super) fn total(&self) -> Option<u64> {
        self.note().0.total
    }

    /// Forgets what has come, and what `says` who sends it counts where the package does not say.
    pub(super) fn restart(&self, says: Option<u64>) -> io::Result<()> {
        self.file.set_len(0)?;
        *self.note() = (Note::whole(self.wanted.or(says)), 0);
        self.keep()
    }

    /// The server says how long the file is.
    pub(super) fn know(&self, total: u64) {
        let mut note = self.note();
        if note.0.total.is_none() {
            note.0.total = Some(total);
            if let Some(last) = note.0.spans.last_mut() {
                last.to = Some(total);
            }
        }
    }

    /// Cuts a file of which nothing has come into equal spans.
    pub(super) fn cut(&self, n_spans: u64) {
        let mut note = self.note();
        let Some(total) = note.0.total.filter(|_| note.0.got() == 0) else {
            return;
        };
        let edge = |nth: u64| total / n_spans * nth + (total % n_spans).min(nth);
        let span = |nth| Span {
            from: edge(nth),
            to: Some(edge(nth + 1)),
            at: edge(nth),
        };
        note.0.spans = (0..n_spans).map(span).collect();
    }

    /// Whether a span is the last of the file.
    pub(super) fn is_last(&self, nth: usize) -> bool {
        nth + 1 == self.note().0.spans.len()
    }

    /// What is still to come.
    pub(super) fn open_spans(&self) -> Vec<(usize, Span)> {
        let note = self.note();
        let spans = note.0.spans.iter().copied().enumerate();
        spans.filter(|(_, span)| !span.is_done()).collect()
    }

    /// Writes the next bytes of a span, at most as many as it takes; returns how many.
    pub(super) fn put(&self, nth: usize, bytes: &[u8]) -> io::Result<usize> {
        let span = self.note().0.spans[nth];
        let room = span.to.map_or(u64::MAX, |to| to.saturating_sub(span.at));
        let n = bytes.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        self.file.write_all_at(&bytes[..n], span.at)?;
        let is_due = {
            let mut note = self.note();
            note.0.spans[nth].at += n as u64;
            note.0.got() - note.1.min(note.0.got()) >= NOTE_EVERY_BYTES
        };
        if is_due {
            self.keep()?;
        }
        Ok(n)
    }

    /// Writes the note.
    pub(super) fn keep(&self) -> io::Result<()> {
        let text = {
            let mut note = self.note();
            note.1 = note.0.got();
            serde_json::to_string(&note.0).map_err(io::Error::other)?
        };
        std::fs::write(beside(&self.path), text)
    }

    /// The file is whole and right: it gets its name, and the note goes.
    pub(super) fn finish(self, name: &Path) -> io::Result<()> {
        self.file.set_len(self.got())?;
        self.file.sync_all()?;
        std::fs::rename(&self.path, name)?;
        match std::fs::remove_file(beside(&self.path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

fn beside(path: &Path) -> PathBuf {
    path.with_added_extension("note")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is open after a note with these spans was left beside a file of ten bytes.
    #[track_caller]
    fn check(note: &str, total: Option<u64>, expect: &[(u64, Option<u64>)]) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.part");
        std::fs::write(&path, "0123456789").unwrap();
        std::fs::write(beside(&path), note).unwrap();
        let part = Part::open(&path, total).unwrap();
        let open = part
            .open_spans()
            .into_iter()
            .map(|(_, span)| (span.at, span.to));
        assert_eq!(open.collect::<Vec<_>>(), expect, "{note}");
    }

    #[test]
    fn goes_on_where_it_stopped() {
        let one = r#"{"total":20,"spans":[{"from":0,"to":20,"at":7}]}"#;
        check(one, Some(20), &[(7, Some(20))]);
        check(one, None, &[(7, Some(20))]);
        check(one, Some(21), &[(0, Some(21))]);
        let two =
            r#"{"total":20,"spans":[{"from":0,"to":10,"at":10},{"from":10,"to":20,"at":10}]}"#;
        check(two, Some(20), &[(10, Some(20))]);
        check("", Some(20), &[(0, Some(20))]);
        check("{}", Some(20), &[(0, Some(20))]);
    }

    #[test]
    fn a_note_that_cannot_be_meant_is_no_note() {
        let check_wrong = |spans: &str| {
            check(
                &format!(r#"{{"total":20,"spans":[{spans}]}}"#),
                Some(20),
                &[(0, Some(20))],
            );
        };
        check_wrong(r#"{"from":0,"to":20,"at":12}"#);
        check_wrong(r#"{"from":0,"to":20,"at":30}"#);
        check_wrong(r#"{"from":5,"to":20,"at":5}"#);
        check_wrong(r#"{"from":0,"to":5,"at":0},{"from":6,"to":20,"at":6}"#);
        check_wrong(r#"{"from":0,"to":19,"at":0}"#);
        check_wrong("");
    }

    #[test]
    fn spans_cover_the_file_and_take_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.part");
        let part = Part::open(&path, Some(11)).unwrap();
        part.cut(4);
        for (nth, span) in part.open_spans() {
            let all = b"hello world!!!";
            let wanted = &all[usize::try_from(span.from).unwrap()..];
            part.put(nth, wanted).unwrap();
        }
        assert!(part.open_spans().is_empty());
        part.finish(&folder.path().join("a")).unwrap();
        assert_eq!(
            std::fs::read(folder.path().join("a")).unwrap(),
            b"hello world"
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
