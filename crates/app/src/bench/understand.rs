//! Intent accuracy of the grammar stage on open sets, with the share that is left to later stages.

use std::{collections::BTreeMap, path::Path, process::ExitCode};

use anyhow::{Context, bail};
use serde_json::Value;

use ling_understand::Stages;

use crate::{cpu, understand::Reader};

/// One labelled sentence.
struct Labelled {
    text: String,
    label: String,
}

/// What became of the sentences of one label.
#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    left: usize,
}

/// Labels of xSID and ours. What stands for several of ours stands in several rows.
const XSID: [(&str, &str); 12] = [
    ("weather/find", "weather_query"),
    ("alarm/set_alarm", "alarm_set"),
    ("alarm/cancel_alarm", "alarm_remove"),
    ("alarm/show_alarms", "alarm_query"),
    ("alarm/time_left_on_alarm", "alarm_query"),
    ("alarm/snooze_alarm", "alarm_snooze"),
    ("alarm/modify_alarm", "alarm_set"),
    ("reminder/set_reminder", "calendar_set"),
    ("reminder/cancel_reminder", "calendar_remove"),
    ("reminder/show_reminders", "calendar_query"),
    ("PlayMusic", "play_music"),
    ("SearchScreeningEvent", "recommendation_movies"),
];

pub fn run(
    set: &str,
    datasets: &Path,
    stages: Stages,
    show_wrong: bool,
) -> anyhow::Result<ExitCode> {
    let sentences = read(set, datasets)?;
    let reader = Reader::new(stages, None)?;
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut times = Vec::new();
    for sentence in &sentences {
        let (got, took) = cpu::fastest(|| reader.label(&sentence.text));
        times.push(took);
        let tally = tallies.entry(&sentence.label).or_default();
        match got {
            Some(label) if label == sentence.label => tally.right += 1,
            Some(label) => {
                tally.wrong += 1;
                if show_wrong {
                    println!("{} -> {label}: {}", sentence.label, sentence.text);
                }
            }
            None => tally.left += 1,
        }
    }
    print(set, &tallies);
    println!("CPU time of a sentence: {}", cpu::spread(times));
    Ok(ExitCode::SUCCESS)
}

fn read(set: &str, datasets: &Path) -> anyhow::Result<Vec<Labelled>> {
    let (file, label): (_, fn(&Value) -> Option<String>) = match set {
        "slurp-devel" => ("slurp_text/devel.jsonl", slurp_label),
        "xsid-zh" => ("xsid/zh.test.jsonl", xsid_label),
        _ => bail!("`{set}` is not a set; use `slurp-devel` or `xsid-zh`"),
    };
    let path = datasets.join(file);
    let text = std::fs::read_to_string(&path).with_context(|| {
        format!(
            "{} cannot be read; name the folder with `--datasets`",
            path.display()
        )
    })?;
    let rows = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let row: Value = serde_json::from_str(line)?;
            let text = row["text"]
                .as_str()
                .context("a row has no text")?
                .to_owned();
            Ok(label(&row).map(|label| Labelled { text, label }))
        });
    let rows: anyhow::Result<Vec<Option<Labelled>>> = rows.collect();
    Ok(rows?.into_iter().flatten().collect())
}

pub(super) fn slurp_label(row: &Value) -> Option<String> {
    Some(format!(
        "{}_{}",
        row["scenario"].as_str()?,
        row["action"].as_str()?
    ))
}

pub(super) fn xsid_label(row: &Value) -> Option<String> {
    let theirs = row["intent"].as_str()?;
    let ours = XSID
        .iter()
        .find(|(name, _)| *name == theirs)
        .map(|(_, ours)| *ours);
    Some(ours.map_or_else(|| format!("unmapped:{theirs}"), str::to_owned))
}

fn print(set: &str, tallies: &BTreeMap<&str, Tally>) {
    println!(
        "{:<28} {:>6} {:>6} {:>6} {:>6}",
        "label", "all", "right", "wrong", "left"
    );
    for (label, tally) in tallies {
        let all = tally.right + tally.wrong + tally.left;
        println!(
            "{label:<28} {all:>6} {:>6} {:>6} {:>6}",
            tally.right, tally.wrong, tally.left
        );
    }
    let mapped = |label: &str| !label.starts_with("unmapped:");
    summary(set, tallies.values());
    summary(
        &format!("{set}, mapped labels"),
        tallies
            .iter()
            .filter(|(label, _)| mapped(label))
            .map(|(_, t)| t),
    );
    summary(
        &format!("{set}, smart home"),
        tallies
            .iter()
            .filter(|(label, _)| smart_home(label))
            .map(|(_, t)| t),
    );
}

/// The "natural smart-home subset".
pub(super) fn smart_home(label: &str) -> bool {
    let families = ["iot_", "audio_volume_", "alarm_", "lists_"];
    families.iter().any(|family| label.starts_with(family))
        || label == "datetime_query"
        || label == "weather_query"
}

fn summary<'a>(name: &str, tallies: impl Iterator<Item = &'a Tally>) {
    let (mut right, mut wrong, mut left) = (0, 0, 0);
    for tally in tallies {
        right += tally.right;
        wrong += tally.wrong;
        left += tally.left;
    }
    let all = (right + wrong + left).max(1);
    let percent = |n: usize| 100.0 * n as f64 / all as f64;
    println!(
        "{name}: {all} sentences, right {:.1} %, wrong {:.1} %, left to later stages {:.1} %",
        percent(right),
        percent(wrong),
        percent(left)
    );
}
