//! The statistical stage alone: labels, slots (type, start and end), what is told apart as out of scope, time.

use std::{
    collections::{BTreeSet, HashSet},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use anyhow::{Context, bail};
use ling_understand::{
    Names,
    net::{Guess, Net},
};
use serde_json::Value;

use super::understand::{slurp_label, smart_home, xsid_label};
use crate::cpu;

/// What to measure.
pub struct Options {
    pub set: String,
    pub datasets: PathBuf,
    pub model: PathBuf,
    pub own: PathBuf,
    pub without: Option<PathBuf>,
}

/// A slot as it is compared: start, end, type.
type Slot = (usize, usize, String);

/// A sentence with its label and slots.
pub(super) struct Labelled {
    pub(super) text: String,
    /// `None`: out of scope.
    pub(super) label: Option<String>,
    /// `None`: not marked in our types.
    slots: Option<BTreeSet<Slot>>,
}

#[derive(Default)]
struct Tally {
    all: usize,
    right: usize,
    hit: usize,
    found: usize,
    marked: usize,
    /// Label and all slots.
    whole: usize,
}

/// `ling bench model`.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(&options.model)
        .with_context(|| format!("{} cannot be read", options.model.display()))?;
    let began = Instant::now();
    let net = Net::load(&bytes)?;
    println!(
        "model {:.2} MB, loaded in {} ms",
        bytes.len() as f64 / 1e6,
        began.elapsed().as_millis()
    );
    let mut sentences = read(options)?;
    if let Some(without) = &options.without {
        let text = std::fs::read_to_string(without)
            .with_context(|| format!("{} cannot be read", without.display()))?;
        let known: HashSet<String> = text.lines().map(plain).collect();
        sentences.retain(|sentence| !known.contains(&plain(&sentence.text)));
    }
    let now = jiff::ZonedDateTime::now();
    let names = Names::default();
    let mut times = Vec::new();
    let guesses: Vec<Guess> = sentences
        .iter()
        .map(|sentence| {
            let (guess, took) = cpu::fastest(|| net.guess(&sentence.text, &now, &names));
            times.push(took);
            guess
        })
        .collect();
    report(&options.set, &sentences, &guesses);
    println!("CPU time of a sentence: {}", cpu::spread(times));
    Ok(ExitCode::SUCCESS)
}

fn plain(text: &str) -> String {
    let folded = ling_text::fold::folded(text);
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn report(set: &str, sentences: &[Labelled], guesses: &[Guess]) {
    let pairs = || sentences.iter().zip(guesses);
    print(
        set,
        pairs().filter(|(sentence, _)| sentence.label.is_some()),
    );
    let of_home = |label: &Option<String>| label.as_deref().is_some_and(smart_home);
    print(
        &format!("{set}, smart home"),
        pairs().filter(|(sentence, _)| of_home(&sentence.label)),
    );
    let mapped = |label: &Option<String>| {
        label
            .as_deref()
            .is_some_and(|label| !label.starts_with("unmapped:"))
    };
    if !sentences.iter().all(|sentence| mapped(&sentence.label)) {
        print(
            &format!("{set}, mapped labels"),
            pairs().filter(|(sentence, _)| mapped(&sentence.label)),
        );
    }
    scope(
        &pairs()
            .map(|(s, g)| (s.label.is_some(), g.known))
            .collect::<Vec<_>>(),
    );
}

fn print<'a>(name: &str, pairs: impl Iterator<Item = (&'a Labelled, &'a Guess)>) {
    let mut tally = Tally::default();
    for (sentence, guess) in pairs {
        let label = guess.labels.first().map(|label| &label.0);
        let is_right = label == sentence.label.as_ref();
        tally.all += 1;
        tally.right += usize::from(is_right);
        let Some(marked) = &sentence.slots else {
            continue;
        };
        let found: BTreeSet<Slot> = guess
            .slots
            .iter()
            .map(|slot| (slot.span.start, slot.span.end, slot.kind.clone()))
            .collect();
        tally.hit += marked.intersection(&found).count();
        tally.found += found.len();
        tally.marked += marked.len();
        tally.whole += usize::from(is_right && *marked == found);
    }
    let percent = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
    print!(
        "{name}: {} sentences, label right {:.1} %",
        tally.all,
        percent(tally.right, tally.all)
    );
    if tally.marked > 0 {
        print!(
            ", slots F1 {:.1} %, both right {:.1} %",
            percent(2 * tally.hit, tally.found + tally.marked),
            percent(tally.whole, tally.all)
        );
    }
    println!();
}

/// How well `known` tells the sentences in scope from the others.
fn scope(known: &[(bool, f32)]) {
    let (inside, outside): (Vec<_>, Vec<_>) = known.iter().partition(|(is_inside, _)| *is_inside);
    if inside.is_empty() || outside.is_empty() {
        return;
    }
    let above: f64 = inside
        .iter()
        .map(|(_, a)| {
            let wins = outside.iter().map(|(_, b)| match a.total_cmp(b) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            });
            wins.sum::<f64>()
        })
        .sum();
    let kept = |side: &[(bool, f32)]| side.iter().filter(|(_, known)| *known >= 0.5).count();
    println!(
        "out of scope: {} sentences, AUROC {:.3}; at 0.5 {:.1} % of them are refused, {:.1} % of the others kept",
        outside.len(),
        above / (inside.len() * outside.len()) as f64,
        100.0 * (1.0 - kept(&outside) as f64 / outside.len() as f64),
        100.0 * kept(&inside) as f64 / inside.len() as f64,
    );
}

fn read(options: &Options) -> anyhow::Result<Vec<Labelled>> {
    let file = |path: &Path| {
        std::fs::read_to_string(path).with_context(|| {
            format!(
                "{} cannot be read; name the folder with `--datasets` or `--own`",
                path.display()
            )
        })
    };
    let open = |name: &str| file(&options.datasets.join(name));
    match options.set.as_str() {
        "slurp-devel" => rows(&open("slurp_text/devel.jsonl")?, slurp_label, true),
        "xsid-zh" => rows(&open("xsid/zh.test.jsonl")?, xsid_label, false),
        "own-zh" => own(&file(&options.own.join("zh.tsv"))?),
        "own-mixed" => own(&file(&options.own.join("mixed.tsv"))?),
        set => bail!("`{set}` is not a set; use `slurp-devel`, `xsid-zh`, `own-zh` or `own-mixed`"),
    }
}

fn rows(
    text: &str,
    label: fn(&Value) -> Option<String>,
    has_slots: bool,
) -> anyhow::Result<Vec<Labelled>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let row: Value = serde_json::from_str(line)?;
            let slots = row["slots"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(slot);
            Ok(Labelled {
                text: row["text"]
                    .as_str()
                    .context("a row has no text")?
                    .to_owned(),
                label: label(&row),
                slots: has_slots.then(|| slots.collect()),
            })
        })
        .collect()
}

/// `[start, end, type]`.
fn slot(row: &Value) -> Option<Slot> {
    let place = |at: usize| usize::try_from(row[at].as_u64()?).ok();
    Some((place(0)?, place(1)?, row[2].as_str()?.to_owned()))
}

/// `label<tab>sentence`, slots as `{type:words}`.
pub(super) fn own(text: &str) -> anyhow::Result<Vec<Labelled>> {
    let lines = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (label, marked) = line.split_once('\t').context("a line has no tab")?;
            let (text, slots) = unmarked(marked).with_context(|| format!("in `{line}`"))?;
            Ok(Labelled {
                text,
                label: (label != "oos").then(|| label.to_owned()),
                slots: Some(slots),
            })
        })
        .collect()
}

fn unmarked(marked: &str) -> anyhow::Result<(String, BTreeSet<Slot>)> {
    let mut slots = BTreeSet::new();
    let mut pieces = marked.split('{');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (slot, after) = piece.split_once('}').context("a slot does not end")?;
        let (kind, words) = slot.split_once(':').context("a slot has no type")?;
        let start = text.chars().count();
        text.push_str(words);
        slots.insert((start, text.chars().count(), kind.to_owned()));
        text.push_str(after);
    }
    Ok((text, slots))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(marked: &str, expect: &str) {
        let shown = match unmarked(marked) {
            Ok((text, slots)) => {
                let slots = slots
                    .iter()
                    .map(|(start, end, kind)| format!(" {kind}:{start}..{end}"));
                text + &slots.collect::<String>()
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expect, "marked: {marked}");
    }

    #[test]
    fn marks() {
        check(
            "把{house_place:客厅}的灯关了",
            "把客厅的灯关了 house_place:1..3",
        );
        check("{date:明天}{time:七点}", "明天七点 date:0..2 time:2..4");
        check("wake me", "wake me");
        check("{date:明天", "a slot does not end");
        check("{明天}", "a slot has no type");
    }
}
