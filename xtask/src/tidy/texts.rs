//! The zh and en files of one thing have the same keys, and the same holes under each key.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::{DeTable, DeValue};

use super::{Violation, line_of};
use crate::tree::Tree;

/// Tables that are the language's own, or that it does without: word lists and what sentence
/// templates are built of.
const OWN_TABLES: [&str; 3] = ["rules", "lists", "words"];
/// The table of sentence templates: the same verbs, each with templates of its own.
const SENTENCES: &str = "sentences";

/// One key of a text file.
#[derive(Default)]
struct Entry {
    line: usize,
    holes: BTreeSet<String>,
}

type Entries = BTreeMap<String, Entry>;

pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for path in tree.paths().filter(|path| is_text_file(path)) {
        let (zh, en) = pair(path);
        // Each pair is looked at once, from whichever file comes first.
        if path == zh || !tree.has(&zh) {
            compare(tree, &zh, &en, &mut found);
        }
    }
    found
}

fn is_text_file(path: &str) -> bool {
    let in_crates = path.starts_with("crates/")
        && ["/zh.toml", "/en.toml"]
            .iter()
            .any(|end| path.ends_with(end));
    let messages = path.starts_with("crates/")
        && ["/zh/messages.toml", "/en/messages.toml"]
            .iter()
            .any(|end| path.ends_with(end));
    in_crates || messages || ["web/strings/zh.json", "web/strings/en.json"].contains(&path)
}

fn pair(path: &str) -> (String, String) {
    let swap = |from: &str, to: &str| {
        let (head, tail) = path.rsplit_once(&format!("/{from}")).unwrap_or((path, ""));
        format!("{head}/{to}{tail}")
    };
    let is_zh = path.ends_with("/zh/messages.toml")
        || path.ends_with("/zh.toml")
        || path.ends_with("/zh.json");
    if is_zh {
        (path.to_owned(), swap("zh", "en"))
    } else {
        (swap("en", "zh"), path.to_owned())
    }
}

fn compare(tree: &Tree, zh: &str, en: &str, found: &mut Vec<Violation>) {
    let (Some(zh_text), Some(en_text)) = (tree.text(zh), tree.text(en)) else {
        let (there, missing) = if tree.has(zh) { (zh, en) } else { (en, zh) };
        let what = format!("has no sister `{missing}`");
        found.push(Violation::new(
            there,
            1,
            what,
            "write it natively, with the same keys",
        ));
        return;
    };
    match (entries(zh, zh_text), entries(en, en_text)) {
        (Ok(zh_entries), Ok(en_entries)) => {
            missing(zh, &zh_entries, en, &en_entries, found);
            missing(en, &en_entries, zh, &zh_entries, found);
            holes(zh, &zh_entries, en, &en_entries, found);
        }
        (zh_result, en_result) => {
            found.extend([zh_result.err(), en_result.err()].into_iter().flatten())
        }
    }
}

fn missing(path: &str, here: &Entries, other: &str, there: &Entries, found: &mut Vec<Violation>) {
    for (key, entry) in here.iter().filter(|(key, _)| !there.contains_key(*key)) {
        let what = format!("`{key}` is not in {other}");
        found.push(Violation::new(
            path,
            entry.line,
            what,
            "add it there, or delete it here",
        ));
    }
}

fn holes(
    zh: &str,
    zh_entries: &Entries,
    en: &str,
    en_entries: &Entries,
    found: &mut Vec<Violation>,
) {
    for (key, entry) in zh_entries {
        let Some(other) = en_entries
            .get(key)
            .filter(|other| other.holes != entry.holes)
        else {
            continue;
        };
        let show = |holes: &BTreeSet<String>| holes.iter().cloned().collect::<Vec<_>>().join(", ");
        let what = format!(
            "`{key}` has the holes [{}], in {en}:{} it has [{}]",
            show(&entry.holes),
            other.line,
            show(&other.holes)
        );
        found.push(Violation::new(
            zh,
            entry.line,
            what,
            "both sentences must use the same holes",
        ));
    }
}

fn entries(path: &str, text: &str) -> Result<Entries, Violation> {
    let mut entries = Entries::new();
    if path.ends_with(".json") {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
            Violation::new(
                path,
                error.line(),
                error.to_string(),
                "see the JSON standard",
            )
        })?;
        json_entries(text, "", &value, &mut entries);
    } else {
        let table = DeTable::parse(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            Violation::new(path, line, error.message(), "see the TOML standard")
        })?;
        toml_entries(text, "", table.get_ref(), &mut entries);
    }
    Ok(entries)
}

fn toml_entries(text: &str, prefix: &str, table: &DeTable<'_>, entries: &mut Entries) {
    for (key, value) in table {
        let name = join(prefix, key.get_ref());
        let mut entry = Entry {
            line: line_of(text, key.span().start),
            ..Entry::default()
        };
        match value.get_ref() {
            DeValue::Table(_) if OWN_TABLES.contains(&name.as_str()) => continue,
            DeValue::Table(inner) => {
                toml_entries(text, &name, inner, entries);
                continue;
            }
            _ if prefix == SENTENCES => {}
            other => toml_holes(other, &mut entry.holes),
        }
        entries.insert(name, entry);
    }
}

fn toml_holes(value: &DeValue<'_>, holes: &mut BTreeSet<String>) {
    match value {
        DeValue::String(text) => holes.extend(holes_of(text)),
        DeValue::Array(items) => items
            .iter()
            .for_each(|item| toml_holes(item.get_ref(), holes)),
        DeValue::Table(table) => table
            .iter()
            .for_each(|(_, item)| toml_holes(item.get_ref(), holes)),
        _ => {}
    }
}

fn json_entries(text: &str, prefix: &str, value: &serde_json::Value, entries: &mut Entries) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let name = join(prefix, key);
        if value.is_object() {
            json_entries(text, &name, value, entries);
            continue;
        }
        let at = text.find(&format!("{key:?}:")).unwrap_or(0);
        let mut holes = BTreeSet::new();
        json_holes(value, &mut holes);
        entries.insert(
            name,
            Entry {
                line: line_of(text, at),
                holes,
            },
        );
    }
}

fn json_holes(value: &serde_json::Value, holes: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => holes.extend(holes_of(text)),
        serde_json::Value::Array(items) => items.iter().for_each(|item| json_holes(item, holes)),
        _ => {}
    }
}

fn join(prefix: &str, key: &str) -> String {
    if prefix.is_empty() {
        key.to_owned()
    } else {
        format!("{prefix}.{key}")
    }
}

/// The names in `{name}` and `{name:kind}`; `{{` is a brace.
fn holes_of(text: &str) -> BTreeSet<String> {
    let text = text.replace("{{", "");
    let pieces = text.split('{').skip(1);
    let names = pieces.map(|piece| {
        piece
            .find(|c: char| c != '_' && !c.is_ascii_alphanumeric())
            .map_or(piece, |end| &piece[..end])
    });
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    const ZH: &str = "crates/skills/src/timer/zh.toml";
    const EN: &str = "crates/skills/src/timer/en.toml";

    #[track_caller]
    fn check_pair(zh: &str, en: &str, expected: &[(&str, &str)]) {
        expect(&check(&Tree::of(&[(ZH, zh), (EN, en)])), expected);
    }

    #[test]
    fn keys() {
        check_pair("a = '好'\n[b]\nc = '行'", "a = 'ok'\n[b]\nc = 'fine'", &[]);
        check_pair(
            "a = '好'\n[b]\nc = '行'",
            "a = 'ok'",
            &[("crates/skills/src/timer/zh.toml:3", "`b.c` is not in")],
        );
        check_pair(
            "",
            "\n[b.c]\nd = ''",
            &[("crates/skills/src/timer/en.toml:3", "`b.c.d` is not in")],
        );
        check_pair("a = ", "", &[("crates/skills/src/timer/zh.toml:1", "")]);
    }

    #[test]
    fn holes_of_each_key() {
        check_pair("a = '{when:time}叫您'", "a = 'At {when:clock}.'", &[]);
        check_pair(
            "a = '{when}'",
            "\na = '{what}'",
            &[(
                "crates/skills/src/timer/zh.toml:1",
                "in crates/skills/src/timer/en.toml:2 it has [what]",
            )],
        );
        check_pair("a = ['{n}个', '好']", "a = ['{n} of them']", &[]);
        check_pair("a = '{{n}'", "a = 'n'", &[]);
        check_pair(
            "a = {say = '{n}', show = '{m}'}",
            "a = {say = '{n}', show = '{n}'}",
            &[("crates/skills/src/timer/zh.toml:1", "`a.show`")],
        );
    }

    #[test]
    fn sentence_templates_are_free() {
        check_pair(
            "[rules]\nx = '把'\n[lists.a]\nb = ['一']\n[sentences]\nset = ['{time}叫我', '[请]{time}']",
            "[words]\n[sentences]\nset = ['wake me']",
            &[],
        );
        check_pair(
            "[sentences]\nset = ['叫我']",
            "[sentences]",
            &[("crates/skills/src/timer/zh.toml:2", "`sentences.set`")],
        );
    }

    #[test]
    fn files_come_in_pairs() {
        expect(
            &check(&Tree::of(&[(EN, "")])),
            &[(
                "crates/skills/src/timer/en.toml:1",
                "no sister `crates/skills/src/timer/zh.toml`",
            )],
        );
        expect(
            &check(&Tree::of(&[(ZH, "")])),
            &[(
                "crates/skills/src/timer/zh.toml:1",
                "no sister `crates/skills/src/timer/en.toml`",
            )],
        );
        let messages = [
            ("crates/text/src/lang/zh/messages.toml", "a = ''"),
            ("crates/text/src/lang/en/messages.toml", ""),
        ];
        expect(
            &check(&Tree::of(&messages)),
            &[(
                "crates/text/src/lang/zh/messages.toml:1",
                "crates/text/src/lang/en/messages.toml",
            )],
        );
        let strings = [
            ("web/strings/zh.json", "{\n\"a\": {\n\"b\": \"{n}\"}}"),
            ("web/strings/en.json", "{\"a\": {\"b\": \"n\"}}"),
        ];
        expect(
            &check(&Tree::of(&strings)),
            &[("web/strings/zh.json:3", "`a.b` has the holes [n]")],
        );
    }
}
