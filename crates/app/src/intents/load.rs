//! The files of a grammar.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ling_understand::intents::{File, Intents};

/// Files of one grammar, at most: Home Assistant's English has some 300.
const FILES_MAX: usize = 5_000;

/// Reads and compiles the grammar of `lang` in `folder`, in Home Assistant's layout or as
/// `custom_sentences`.
pub fn grammar(folder: &Path, lang: &str, given: &[&str]) -> anyhow::Result<Intents> {
    let texts = texts(folder, &paths(folder, lang)?)?;
    let files: Vec<File<'_>> = texts
        .iter()
        .map(|(path, text)| File {
            path,
            text,
            own: false,
        })
        .collect();
    Intents::compile(lang, &files, given).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{}", lines.join("\n"))
    })
}

/// The files that make up `lang`.
fn paths(folder: &Path, lang: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    let own = folder.join("sentences").join(lang);
    if own.is_dir() {
        let lists = folder.join("lists");
        for entry in std::fs::read_dir(&lists).into_iter().flatten().flatten() {
            if is_yaml(&entry.path()) {
                paths.push(entry.path());
            }
        }
        let more = ["rules", "lists", "responses"].map(|part| folder.join(part).join(lang));
        for part in more.iter().chain([&own]) {
            collect(part, &mut paths);
        }
        let schema = folder.join("intents.yaml");
        paths.extend(schema.is_file().then_some(schema));
    } else if folder.join(lang).is_dir() {
        collect(&folder.join(lang), &mut paths);
    } else {
        collect(folder, &mut paths);
    }
    if paths.is_empty() {
        bail!(
            "there are no sentences for `{lang}` in {}",
            folder.display()
        );
    }
    paths.sort();
    paths.truncate(FILES_MAX);
    Ok(paths)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if is_yaml(&path) {
            found.push(path);
        }
    }
}

fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "yaml" || extension == "yml")
}

fn texts(folder: &Path, paths: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let short = path.strip_prefix(folder).unwrap_or(path);
        Ok((short.display().to_string(), text))
    };
    paths.iter().map(read).collect()
}
