//! The marks that the net sees, for training: sentences in, numbers out.
//!
//! Standard input, one line each: `G<tab>slot type<tab>entry` for the gazetteer, then `S<tab>sentence`.
//! Standard output, little-endian u32: the number of gazetteer lines and their hashes (0 = no entry); the
//! number of sentences; pieces of each sentence; start of each piece; end of each; marks of each; all marks.

use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use ling_understand::{
    Names,
    net::{Gazetteer, features},
};

fn main() -> std::io::Result<()> {
    let now = "2026-03-02T09:00[UTC]".parse().expect("a time");
    let names = Names::default();
    let (mut kinds, mut entries, mut keys) = (Vec::<String>::new(), Vec::new(), Vec::new());
    let mut gazetteer = None;
    let (mut counts, mut starts, mut ends, mut n_marks, mut marks) =
        (vec![], vec![], vec![], vec![], vec![]);
    for line in stdin().lock().lines() {
        let line = line?;
        if let Some((kind, entry)) = line.strip_prefix("G\t").and_then(|l| l.split_once('\t')) {
            let place = kinds.iter().position(|known| known == kind);
            let place = place.unwrap_or_else(|| {
                kinds.push(kind.to_owned());
                kinds.len() - 1
            });
            let key = Gazetteer::key(entry);
            keys.push(key.unwrap_or(0));
            entries.extend(key.zip(u8::try_from(place).ok()));
        } else if let Some(text) = line.strip_prefix("S\t") {
            let gazetteer =
                gazetteer.get_or_insert_with(|| Gazetteer::new(kinds.clone(), entries.clone()));
            let seen = features(text, &now, gazetteer, &names);
            counts.push(seen.spans.len() as u32);
            starts.extend(seen.spans.iter().map(|span| span.start as u32));
            ends.extend(seen.spans.iter().map(|span| span.end as u32));
            n_marks.extend(seen.marks.iter().map(|of_one| of_one.len() as u32));
            marks.extend(seen.marks.into_iter().flatten());
        }
    }
    let mut out = BufWriter::new(stdout().lock());
    let head = |list: &[u32]| [&[list.len() as u32], list].concat();
    for list in [head(&keys), head(&counts), starts, ends, n_marks, marks] {
        for number in list {
            out.write_all(&number.to_le_bytes())?;
        }
    }
    out.flush()
}
