//! Home Assistant's own tests: intents, slots and responses, and what they cost, beside its own recogniser.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, bail};
use ling_understand::intents::{Home, Plain, Recognized, read_yaml};
use serde_json::json;

use crate::intents::{Answerer, Fixtures};

const LOCALES: [&str; 4] = ["en", "zh-CN", "zh-TW", "zh-HK"];
/// How often each sentence is measured; the median counts, so that a neighbour on the machine does not.
const ROUNDS: usize = 5;
/// The area of the device where a test names none.
const NO_AREA: &str = "__context_area__";
/// When the tests' day and time are.
const TEST_NOW: jiff::civil::DateTime = jiff::civil::datetime(2013, 9, 17, 1, 2, 0, 0);

/// One file of tests.
struct TestFile {
    intent: String,
    combo: String,
    has_context_area: bool,
    domains: Vec<Plain>,
    house: Fixtures,
    groups: Vec<Group>,
}

/// Sentences that mean the same.
struct Group {
    sentences: Vec<String>,
    slots: Vec<(String, Plain)>,
    response: String,
    house: Fixtures,
}

/// What became of the sentences of a locale.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) n: usize,
    intents: usize,
    /// Intent and slots.
    pub(super) slots: usize,
    responses: usize,
    pub(super) micros: Vec<f64>,
}

pub fn run(datasets: &Path, show_wrong: bool, peer: Option<&Path>) -> anyhow::Result<ExitCode> {
    let folder = datasets.join("ha_intents");
    if !folder.is_dir() {
        println!(
            "skipped: there is no {}; name the folder with `--datasets`",
            folder.display()
        );
        return Ok(ExitCode::SUCCESS);
    }
    println!("locale  sentences  intents  slots  responses  mean us  p50 us  p99 us  peak MB");
    let mut is_whole = true;
    for locale in LOCALES {
        let tally = conform(&folder, locale, show_wrong)?;
        let peak = peak_mb(&folder, locale)?;
        print(locale, &tally, &peak);
        is_whole &=
            tally.n == tally.intents && tally.n == tally.slots && tally.n == tally.responses;
    }
    match peer {
        Some(python) => compare(python, &folder)?,
        None => println!("hassil: not measured; tools/ref/hassil_bench.py says how to install it"),
    }
    Ok(if is_whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The Python that `tools/ref/hassil_bench.py` tells to make.
pub fn peer() -> Option<PathBuf> {
    let python = std::env::home_dir()?.join(".cache/ling/venv/hassil/bin/python");
    python.is_file().then_some(python)
}

/// What becomes of every sentence of a locale.
pub(super) fn conform(folder: &Path, locale: &str, show_wrong: bool) -> anyhow::Result<Tally> {
    let answerer = Answerer::new(folder, locale, &[])?;
    let mut tally = Tally::default();
    for file in test_files(folder, locale)? {
        let home = Home::new(&answerer.intents, &file.house.house())?;
        let area = file.house.heard_in.as_deref().unwrap_or(NO_AREA);
        let context = vec![("area".to_owned(), Plain::from(area))];
        for group in &file.groups {
            for sentence in &group.sentences {
                let meant = answerer.intents.recognize(sentence, &home, &context);
                let micros = median(|| {
                    std::hint::black_box(answerer.intents.recognize(sentence, &home, &context));
                });
                tally.micros.push(micros);
                let faults = judge(&answerer, &file, group, meant.as_ref(), area);
                tally.n += 1;
                tally.intents += usize::from(faults.intent.is_none());
                tally.slots += usize::from(faults.intent.is_none() && faults.slots.is_none());
                tally.responses += usize::from(faults.response.is_none());
                if show_wrong {
                    let all = [faults.intent, faults.slots, faults.response];
                    for fault in all.into_iter().flatten() {
                        println!(
                            "{locale} {}/{}: {sentence}: {fault}",
                            file.intent, file.combo
                        );
                    }
                }
            }
        }
    }
    Ok(tally)
}

/// What is wrong with one answer.
#[derive(Default)]
struct Faults {
    intent: Option<String>,
    slots: Option<String>,
    response: Option<String>,
}

fn judge(
    answerer: &Answerer,
    file: &TestFile,
    group: &Group,
    meant: Option<&Recognized<'_>>,
    area: &str,
) -> Faults {
    let Some(meant) = meant else {
        let nothing = || Some("not understood".to_owned());
        return Faults {
            intent: nothing(),
            slots: nothing(),
            response: nothing(),
        };
    };
    let mut faults = Faults::default();
    if meant.intent != file.intent || meant.combo != Some(&file.combo) {
        let combo = meant.combo.unwrap_or_default();
        faults.intent = Some(format!(
            "is {}/{combo} by `{}`",
            meant.intent, meant.sentence
        ));
    }
    faults.slots = wrong_slots(file, group, meant, area);
    match answerer.responder.respond(meant, &group.house, TEST_NOW) {
        Ok(response) if response == group.response => {}
        Ok(response) => {
            faults.response = Some(format!("says {response:?}, not {:?}", group.response))
        }
        Err(error) => faults.response = Some(format!("the response fails: {error:#}")),
    }
    faults
}

fn wrong_slots(
    file: &TestFile,
    group: &Group,
    meant: &Recognized<'_>,
    area: &str,
) -> Option<String> {
    let mut want = group.slots.clone();
    if file.has_context_area {
        want.push(("area".to_owned(), area.into()));
    }
    if !file.domains.is_empty() && !want.iter().any(|(name, _)| name == "domain") {
        want.push(("domain".to_owned(), Plain::List(file.domains.clone())));
    }
    let fits = |have: &Plain, want: &Plain| match (have, want) {
        (Plain::List(have), Plain::List(want)) => have.iter().all(|one| want.contains(one)),
        (Plain::List(have), want) => have.contains(want),
        (have, Plain::List(want)) => want.contains(have),
        (have, want) => have == want,
    };
    for slot in &meant.slots {
        match want.iter().find(|(name, _)| *name == slot.name) {
            Some((_, want)) if fits(&slot.value, want) => {}
            other => {
                return Some(format!(
                    "{} is {:?}, not {:?}",
                    slot.name,
                    slot.value,
                    other.map(|other| &other.1)
                ));
            }
        }
    }
    let lost = want.iter().find(|(name, _)| meant.slot(name).is_none());
    lost.map(|(name, _)| format!("{name} is lost"))
}

fn test_files(folder: &Path, locale: &str) -> anyhow::Result<Vec<TestFile>> {
    let yaml = |path: &Path| -> anyhow::Result<Plain> {
        let shown = path.display().to_string();
        let text =
            std::fs::read_to_string(path).with_context(|| format!("{shown} cannot be read"))?;
        Ok(read_yaml(&shown, &text)?)
    };
    let schema = yaml(&folder.join("intents.yaml"))?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder.join("tests").join(locale))?.flatten() {
        let inner = std::fs::read_dir(entry.path())
            .into_iter()
            .flatten()
            .flatten();
        paths.extend(inner.map(|entry| entry.path()));
    }
    paths.sort();
    let name = |path: &Path| {
        path.file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let mut files = Vec::new();
    for path in paths {
        let test = yaml(&path)?;
        let intent = name(path.parent().context("a test is in no folder")?);
        let combo = name(&path);
        let combos = schema
            .get(&intent)
            .and_then(|about| about.get("slot_combinations"));
        // Their tests run over the combinations that the schema names.
        let Some(about) = combos.and_then(|combos| combos.get(&combo)) else {
            continue;
        };
        let domains = match about.get("inferred_domains") {
            Some(Plain::Map(groups)) => groups
                .iter()
                .flat_map(|(_, list)| listed(Some(list)))
                .collect(),
            _ => Vec::new(),
        };
        let house = Fixtures::read(&test);
        let groups = listed(test.get("tests"))
            .iter()
            .map(|group| self::group(group, &house))
            .collect();
        let has_context_area = about.get("context_area") == Some(&Plain::Bool(true));
        files.push(TestFile {
            intent,
            combo,
            has_context_area,
            domains,
            house,
            groups,
        });
    }
    Ok(files)
}

fn listed(value: Option<&Plain>) -> Vec<Plain> {
    match value {
        Some(Plain::List(items)) => items.clone(),
        _ => Vec::new(),
    }
}

fn group(group: &Plain, house: &Fixtures) -> Group {
    let mut house = house.clone();
    for (name, list) in [
        ("timers", &mut house.timers),
        ("media", &mut house.media),
        ("completed_items", &mut house.completed_items),
    ] {
        if group.get(name).is_some() {
            *list = listed(group.get(name));
        }
    }
    let words = |value: &Plain| value.text().map(str::to_owned);
    Group {
        sentences: listed(group.get("sentences"))
            .iter()
            .filter_map(words)
            .collect(),
        slots: match group.get("slots") {
            Some(Plain::Map(entries)) => entries.clone(),
            _ => Vec::new(),
        },
        response: group.get("response").and_then(words).unwrap_or_default(),
        house,
    }
}

/// The median time of some rounds, in microseconds of this thread's CPU.
fn median(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let ((), took) = crate::cpu::timed(&mut work);
            took.as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

fn print(locale: &str, tally: &Tally, peak: &str) {
    let mut micros = tally.micros.clone();
    micros.sort_by(f64::total_cmp);
    let at = |share: f64| micros.get((micros.len().max(1) - 1) * (share * 100.0) as usize / 100);
    let mean = micros.iter().sum::<f64>() / micros.len().max(1) as f64;
    println!(
        "{locale:<7} {:>9}  {:>7}  {:>5}  {:>9}  {mean:>7.1}  {:>6.1}  {:>6.1}  {peak:>7}",
        tally.n,
        tally.intents,
        tally.slots,
        tally.responses,
        at(0.5).unwrap_or(&0.0),
        at(0.99).unwrap_or(&0.0),
    );
}

/// The most memory that `ling intents` needs for a locale with all of its tests' sentences.
fn peak_mb(folder: &Path, locale: &str) -> anyhow::Result<String> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["intents", "--jsonl", "--lang", locale, "--grammar"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        bail!("the child has no pipes");
    };
    let mut lines = BufReader::new(from).lines();
    for file in test_files(folder, locale)? {
        for sentence in file.groups.iter().flat_map(|group| &group.sentences) {
            writeln!(to, "{}", json!({ "text": sentence }))?;
            lines.next().context("the child ended early")??;
        }
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
    drop(to);
    child.wait()?;
    let status = status.unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kb.map_or_else(|| "-".to_owned(), |kb| format!("{:.1}", kb / 1024.0)))
}

/// The same by Home Assistant's own recogniser.
fn compare(python: &Path, folder: &Path) -> anyhow::Result<()> {
    println!("hassil, in the same run:");
    let script = Path::new("tools/ref/hassil_bench.py");
    let status = Command::new(python)
        .arg(script)
        .arg(folder)
        .args(LOCALES)
        .status();
    let status = status.with_context(|| format!("{} cannot be run", python.display()))?;
    if !status.success() {
        bail!(
            "{} failed; run it from the project's folder",
            script.display()
        );
    }
    Ok(())
}
