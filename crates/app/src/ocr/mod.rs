//! `ling ocr`: what is written in pictures.

mod said;

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use ling_hub::out::models::Store;
use ling_vision::{
    BYTES_MAX, Picture,
    geometry::Quad,
    ocr::{DETECTOR, Ocr, OcrOptions, PACKAGE, Page, RECOGNISER},
};
use serde_json::{Value, json};

use crate::{advice::Advice, cli, config, cpu, input, models};

/// `ling ocr`.
pub fn run(options: cli::Ocr) -> anyhow::Result<ExitCode> {
    let ocr = open(&options)?;
    let mut all_read = true;
    for name in &options.files {
        let (page, took) = cpu::whole(|| page(&ocr, name));
        all_read &= page.is_ok();
        let printed = match options.jsonl {
            true => {
                let line = match &page {
                    Ok(page) => {
                        let ms = (took.as_secs_f64() * 1e4).round() / 10.0;
                        json!({ "file": name, "lines": lines(page, options.words), "cpu_ms": ms })
                    }
                    Err(error) => json!({ "file": name, "error": format!("{error:#}") }),
                };
                writeln!(std::io::stdout().lock(), "{line}")
            }
            false => for_people(name, page, options.files.len() > 1),
        };
        match printed {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => break,
            printed => printed.context("standard output")?,
        }
    }
    Ok(ExitCode::from(u8::from(!all_read)))
}

fn open(options: &cli::Ocr) -> anyhow::Result<Ocr> {
    let folder = folder(options)?;
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).with_context(|| format!("`{}` cannot be read", path.display()))
    };
    let how = OcrOptions {
        n_threads: options.threads.into(),
    };
    Ok(Ocr::load(read(DETECTOR)?, read(RECOGNISER)?, &how)?)
}

/// The folder of the model: the one that is named, or that of the package that was pulled.
fn folder(options: &cli::Ocr) -> anyhow::Result<PathBuf> {
    if let Some(folder) = &options.model {
        return Ok(folder.clone());
    }
    let config = config::load(&options.place.config()?)?;
    let store = Store::of(&options.place.data()?, &config.models).map_err(anyhow::Error::msg)?;
    let folder = store.folder(PACKAGE);
    if !folder.is_dir() {
        let why = format!("the package `{PACKAGE}` is not there");
        let hint =
            format!("fetch it with `ling models pull {PACKAGE}`, or name a folder with `--model`");
        return Err(Advice::new(why, hint).into());
    }
    let lang = models::lang();
    let checked = store.open(PACKAGE);
    checked.map_err(|error| Advice::new(error.told(lang), error.hint(lang)))?;
    Ok(folder)
}

fn page(ocr: &Ocr, name: &Path) -> anyhow::Result<Page> {
    let most = BYTES_MAX as u64;
    let bytes = match name == Path::new("-") {
        false => input::bytes_up_to(name, most)?,
        true => {
            let mut bytes = Vec::new();
            let mut input = std::io::stdin().lock().take(most + 1);
            input
                .read_to_end(&mut bytes)
                .context("standard input cannot be read")?;
            bytes
        }
    };
    if bytes.is_empty() {
        bail!("it is empty");
    }
    Ok(ocr.read(&Picture::decode(&bytes)?)?)
}

fn lines(page: &Page, with_words: bool) -> Value {
    let lines = page.lines.iter().map(|line| {
        let mut said = json!({
            "text": line.text,
            "polygon": polygon(&line.quad),
            "confidence": rounded(line.confidence.into(), 1e4),
        });
        if with_words {
            let words = line.words.iter().map(|word| {
                json!({
                    "text": word.text,
                    "polygon": polygon(&word.quad),
                    "confidence": rounded(word.confidence.into(), 1e4),
                })
            });
            said["words"] = words.collect();
        }
        said
    });
    lines.collect()
}

fn polygon(quad: &Quad) -> Value {
    let corner = |x: f32| rounded(x.into(), 10.0);
    let corners = quad.0.iter().map(|p| json!([corner(p.x), corner(p.y)]));
    corners.collect()
}

fn rounded(x: f64, by: f64) -> f64 {
    (x * by).round() / by
}

/// The lines of a picture, or what is wrong with it.
fn for_people(name: &Path, page: anyhow::Result<Page>, named: bool) -> std::io::Result<()> {
    let shown = name.display();
    let page = match page {
        Ok(page) => page,
        Err(error) => {
            eprintln!("error: {shown}: {error:#}");
            return Ok(());
        }
    };
    let mut out = std::io::stdout().lock();
    if named {
        writeln!(out, "{shown}:")?;
    }
    if page.lines.is_empty() {
        writeln!(out, "{}", said::words(models::lang()).nothing)?;
    }
    for line in &page.lines {
        writeln!(out, "{}", line.text)?;
    }
    match named {
        true => writeln!(out),
        false => Ok(()),
    }
}
