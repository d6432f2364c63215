//! Home Assistant's own sentences, where their folder is at hand.
#![allow(clippy::disallowed_methods, reason = "reads a data set")]

use std::path::{Path, PathBuf};

use ling_understand::intents::{File, Home, House, Intents};
use ling_understand::template;

const LOCALES: [&str; 4] = ["en", "zh-CN", "zh-TW", "zh-HK"];

/// The folder of the data sets; says why the test is skipped where there is none.
fn datasets() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("LING_DATASETS")
        .map_or(beside, PathBuf::from)
        .join("ha_intents");
    if folder.is_dir() {
        return Some(folder);
    }
    println!(
        "skipped: there is no {}; name the data sets with LING_DATASETS",
        folder.display()
    );
    None
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            found.push(path);
        }
    }
}

/// What a line of these files holds: a sentence after `- "` under `sentences`, or a rule after `name: `.
fn templates(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut section, mut depth) = (String::new(), 0);
    for line in text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
    {
        let trimmed = line.trim_start().trim_start_matches("- ");
        let indent = line.len() - trimmed.len();
        if let Some(key) = trimmed.strip_suffix(':') {
            section = key.to_owned();
            depth = indent;
        } else if section == "sentences" && line.trim_start().starts_with("- ") && indent >= depth {
            found.push(unquoted(trimmed));
        } else if section == "expansion_rules"
            && indent > depth
            && let Some((_, rule)) = trimmed.split_once(':')
        {
            found.push(unquoted(rule.trim()));
        }
    }
    found
}

fn unquoted(text: &str) -> String {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    match inner {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => text.trim_matches('\'').to_owned(),
    }
}

#[test]
fn every_sentence_and_rule_is_read() {
    let Some(folder) = datasets() else { return };
    for locale in LOCALES {
        let mut paths = Vec::new();
        files(&folder.join("sentences").join(locale), &mut paths);
        files(&folder.join("rules").join(locale), &mut paths);
        let mut n_read = 0;
        for path in paths {
            for text in templates(&std::fs::read_to_string(&path).unwrap()) {
                let node = template::parse(&text)
                    .unwrap_or_else(|error| panic!("{}: {text}: {error}", path.display()));
                assert_eq!(template::parse(&node.to_string()).unwrap(), node, "{text}");
                n_read += 1;
            }
        }
        assert!(n_read > 300, "{locale}: only {n_read} templates found");
        println!("{locale}: {n_read} templates");
    }
}

/// Every file of one language: its sentences, rules, lists and answers.
fn grammar(folder: &Path, locale: &str) -> Vec<(String, String)> {
    let mut paths = vec![folder.join("intents.yaml")];
    for part in ["sentences", "rules", "lists", "responses"] {
        files(&folder.join(part).join(locale), &mut paths);
    }
    let shared = std::fs::read_dir(folder.join("lists")).unwrap().flatten();
    paths.extend(
        shared
            .map(|entry| entry.path())
            .filter(|path| path.is_file()),
    );
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.display().to_string(), text)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_language_loads_unchanged() {
    let Some(folder) = datasets() else { return };
    let locales = std::fs::read_dir(folder.join("sentences"))
        .unwrap()
        .flatten();
    for locale in locales.map(|entry| entry.file_name().to_string_lossy().into_owned()) {
        let texts = grammar(&folder, &locale);
        let file = |text: usize| File {
            path: &texts[text].0,
            text: &texts[text].1,
            own: false,
        };
        let loaded: Vec<File<'_>> = (0..texts.len()).map(file).collect();
        let intents = Intents::compile(&locale, &loaded, &[])
            .unwrap_or_else(|errors| panic!("{locale}: {errors:#?}"));
        assert!(
            intents.n_sentences() > 100,
            "{locale}: {}",
            intents.n_sentences()
        );
        let home = Home::new(&intents, &House::default()).unwrap();
        assert!(intents.recognize("", &home, &vec![]).is_none());
        println!(
            "{locale}: {} sentences of {} intents",
            intents.n_sentences(),
            intents.names().len()
        );
    }
}
