//! A table's place in a file, between two marks.

use std::path::Path;

use anyhow::{Context, bail};

/// Puts a table between the marks of a file.
pub(super) fn write(file: &Path, table: &str, marks: [&str; 2]) -> anyhow::Result<()> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("{shown} cannot be read"))?;
    let Some(replaced) = between(&text, table, marks) else {
        let [from, to] = marks;
        bail!("{shown} has no lines `{from}` and `{to}`; write them where the table belongs")
    };
    std::fs::write(file, replaced).with_context(|| format!("{shown} cannot be written"))
}

fn between(text: &str, table: &str, [from, to]: [&str; 2]) -> Option<String> {
    let (before, rest) = text.split_once(from)?;
    let (_, after) = rest.split_once(to)?;
    Some(format!("{before}{from}\n\n{table}\n{to}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_takes_the_place_of_the_old_one() {
        let marks = ["<from>", "<to>"];
        let got = between("a\n<from>\nold\n<to>\nb\n", "new\n", marks);
        assert_eq!(got.as_deref(), Some("a\n<from>\n\nnew\n\n<to>\nb\n"));
        assert_eq!(between("no marks", "new", marks), None);
    }
}
