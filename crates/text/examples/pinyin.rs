//! Reads lines of text and prints their pinyin: citation form, a tab, spoken form.

use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let read = ling_text::pronounce::pinyin(&line?);
        let (syllables, spoken) = (read.syllables.join(" "), read.spoken.join(" "));
        writeln!(out, "{syllables}\t{spoken}")?;
    }
    Ok(())
}
