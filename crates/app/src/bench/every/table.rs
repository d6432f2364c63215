//! One table of everything, in Markdown, and its place in a file.

use std::{fmt::Write, path::Path};

use super::peers::PeerRow;
use crate::bench::marks;

/// Between these lines of a file the table is replaced.
const MARKS: [&str; 2] = [
    "<!-- ling bench understand: from here -->",
    "<!-- ling bench understand: to here -->",
];

const HEAD: &str = "\
| set | language | sentences | right | wrong | left | p50 / p99 | peer | right | p50 / p99 |
|---|---|---|---|---|---|---|---|---|---|
";

/// What we got right in a set.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The name that peers give it.
    pub set: String,
    pub shown: String,
    pub lang: String,
    pub n: usize,
    pub right: usize,
    pub wrong: usize,
    /// Left to a language model; none where nothing can be left.
    pub left: Option<usize>,
    /// CPU time of each sentence, in microseconds.
    pub micros: Vec<f64>,
}

impl Row {
    /// What is not right is wrong.
    pub fn of_two(
        set: &str,
        shown: &str,
        lang: &str,
        n: usize,
        right: usize,
        micros: Vec<f64>,
    ) -> Row {
        Row {
            set: set.to_owned(),
            shown: shown.to_owned(),
            lang: lang.to_owned(),
            n,
            right,
            wrong: n - right,
            left: None,
            micros,
        }
    }
}

/// The table, and below it what was not measured and why.
pub(super) fn drawn(rows: &[Row], peers: &[PeerRow], missing: &[String]) -> String {
    let mut text = HEAD.to_owned();
    for row in rows {
        let ours = ours(row);
        let of_set: Vec<&PeerRow> = peers.iter().filter(|peer| peer.set == row.set).collect();
        match of_set.split_first() {
            None => line(&mut text, &format!("{ours} | – | |")),
            Some((first, rest)) => {
                line(&mut text, &format!("{ours} | {}", theirs(first)));
                for peer in rest {
                    line(&mut text, &format!("| | | | | | | {}", theirs(peer)));
                }
            }
        }
    }
    if !missing.is_empty() {
        text.push_str("\nNot measured:\n\n");
        missing
            .iter()
            .for_each(|why| writeln!(text, "- {why}").expect("memory takes it"));
    }
    text
}

fn line(text: &mut String, cells: &str) {
    writeln!(text, "| {cells} |").expect("memory takes it");
}

fn ours(row: &Row) -> String {
    let share = |n| share(n, row.n);
    let left = row.left.map_or("–".to_owned(), share);
    let mut micros = row.micros.clone();
    micros.sort_unstable_by(f64::total_cmp);
    let at = |part: f64| micros.get(((micros.len() as f64 - 1.0) * part) as usize);
    let times = at(0.5).zip(at(0.99));
    let times = times.map_or("–".to_owned(), |(p50, p99)| both(*p50, *p99));
    let (shown, lang, n) = (&row.shown, &row.lang, row.n);
    format!(
        "{shown} | {lang} | {n} | {} | {} | {left} | {times}",
        share(row.right),
        share(row.wrong)
    )
}

fn theirs(peer: &PeerRow) -> String {
    let right = share(peer.right, peer.sentences);
    format!(
        "{} | {right} | {}",
        peer.peer,
        both(peer.p50_us, peer.p99_us)
    )
}

fn share(n: usize, all: usize) -> String {
    format!("{:.1} %", 100.0 * n as f64 / all.max(1) as f64)
}

/// Two times in one unit.
fn both(p50_us: f64, p99_us: f64) -> String {
    if p99_us < 1000.0 {
        format!("{p50_us:.0} / {p99_us:.0} us")
    } else {
        format!("{:.1} / {:.1} ms", p50_us / 1000.0, p99_us / 1000.0)
    }
}

/// Puts the table between the marks of a file.
pub(super) fn write(file: &Path, table: &str) -> anyhow::Result<()> {
    marks::write(file, table, MARKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(set: &str, left: Option<usize>) -> Row {
        let micros = vec![10.0, 2000.0, 20.0];
        Row {
            wrong: 1 - left.unwrap_or(0),
            left,
            ..Row::of_two(set, "Some set", "zh", 4, 3, micros)
        }
    }

    #[test]
    fn ours_beside_all_peers() {
        let peer = |name: &str| PeerRow {
            set: "a".into(),
            peer: name.into(),
            sentences: 4,
            right: 2,
            p50_us: 5.0,
            p99_us: 9.4,
        };
        let rows = [row("a", Some(1)), row("b", None)];
        let text = drawn(
            &rows,
            &[peer("x"), peer("y")],
            &["z: it is not there".into()],
        );
        let expect = "\
| Some set | zh | 4 | 75.0 % | 0.0 % | 25.0 % | 20 / 20 us | x | 50.0 % | 5 / 9 us |
| | | | | | | | y | 50.0 % | 5 / 9 us |
| Some set | zh | 4 | 75.0 % | 25.0 % | – | 20 / 20 us | – | | |

Not measured:

- z: it is not there
";
        assert_eq!(text.strip_prefix(HEAD), Some(expect));
    }
}
