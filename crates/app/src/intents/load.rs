//! The files of a grammar.

use std::path::{Path, PathBuf};

use anyhow::bail;
use ling_understand::intents::{File, Intents};

use crate::input;

/// Files of one grammar, at most: Home Assistant's English has some 300.
const FILES_MAX: usize = 5_000;
/// Folders within folders: Home Assistant's are two deep.
const DEPTH_MAX: usize = 8;

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
            collect(part, &mut paths, 0);
        }
        let schema = folder.join("intents.yaml");
        paths.extend(schema.is_file().then_some(schema));
    } else if folder.join(lang).is_dir() {
        collect(&folder.join(lang), &mut paths, 0);
    } else {
        collect(folder, &mut paths, 0);
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

/// A folder that leads back into itself ends at the limit.
fn collect(folder: &Path, found: &mut Vec<PathBuf>, depth: usize) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if found.len() >= FILES_MAX {
            return;
        } else if path.is_dir() {
            if depth < DEPTH_MAX {
                collect(&path, found, depth + 1);
            }
        } else if is_yaml(&path) {
            found.push(path);
        }
    }
}

/// A pipe or a device that is called so is none: reading it may never end.
fn is_yaml(path: &Path) -> bool {
    let extension = path.extension();
    extension.is_some_and(|extension| extension == "yaml" || extension == "yml") && path.is_file()
}

fn texts(folder: &Path, paths: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    let read = |path: &PathBuf| {
        let text = input::text(path)?;
        let short = path.strip_prefix(folder).unwrap_or(path);
        Ok((short.display().to_string(), text))
    };
    paths.iter().map(read).collect()
}
