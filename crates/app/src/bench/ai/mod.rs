//! What the AI services cost: time and processor of each operation over HTTP, beside what Microsoft documents for its
//! containers.

mod calls;
mod server;

use std::{
    fmt::Write as _,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::bail;
use reqwest::StatusCode;

use super::marks;
use calls::{Call, Payload};
use server::Served;

/// The marks between which `--write` puts the table.
const MARKS: [&str; 2] = [
    "<!-- ling bench ai: from here -->",
    "<!-- ling bench ai: to here -->",
];
/// Calls before those that count.
const WARM: usize = 3;
/// An operation that takes long is called for so long at most, and [`CALLS_MIN`] times at least.
const OPERATION_MAX: Duration = Duration::from_secs(20);
const CALLS_MIN: usize = 5;

/// `ling bench ai`.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    place: crate::cli::Place,
    /// A server that runs already [default: one of its own, with the packages of the data folder].
    #[arg(long, requires = "key")]
    address: Option<String>,
    /// A key of that server.
    #[arg(long, env = "LING_KEY", requires = "address", hide_env_values = true)]
    key: Option<String>,
    /// The process of that server, for processor and memory.
    #[arg(long, requires = "address")]
    pid: Option<u32>,
    /// Calls of each operation.
    #[arg(long, default_value_t = 200)]
    calls: usize,
    /// A picture with words and things in it.
    #[arg(long, default_value = "docs/images/console.png")]
    picture: PathBuf,
    /// Replace the marked part of this file by the table.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
}

/// What an operation took.
struct Took {
    ms: Vec<f64>,
    cpu_ms: Option<f64>,
}

/// One row: figures, or why there are none.
type Row = (Call, Result<Took, String>);

/// Measures, and prints the table.
pub async fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let served = match (&options.address, &options.key) {
        (Some(address), Some(key)) => Served::other(address, key, options.pid),
        _ => Served::start(&options.place).await?,
    };
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(60))
        .build()?;
    let idle_mb = served.memory_mb();
    let picture = std::fs::read(&options.picture).ok();
    let mut sound = None;
    let mut rows: Vec<Row> = Vec::new();
    for call in calls::all() {
        let bytes = match call.payload {
            Payload::Picture => picture
                .clone()
                .ok_or(format!("there is no `{}`", options.picture.display())),
            Payload::Sound | Payload::Recording => sound
                .clone()
                .ok_or("nothing was said that could be heard".to_owned()),
            Payload::Json(_) | Payload::Job(_) | Payload::Ssml(_) | Payload::Nothing => {
                Ok(Vec::new())
            }
        };
        let took = match bytes {
            Ok(bytes) => {
                measure(&client, &served, &call, &bytes, options.calls, &mut sound).await?
            }
            Err(why) => Err(why),
        };
        eprintln!("{}: {}", call.name, shown(&took));
        rows.push((call, took));
    }
    let table = table(&rows, idle_mb, served.memory_mb());
    print!("{table}");
    if let Some(file) = &options.write {
        marks::write(file, table.trim_end(), MARKS)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn shown(took: &Result<Took, String>) -> String {
    match took {
        Ok(took) => format!("p50 {:.2} ms", at(&took.ms, 0.5)),
        Err(why) => format!("not measured: {why}"),
    }
}

/// Calls an operation again and again. An operation that is not there has no figures; one that fails ends the run.
async fn measure(
    client: &reqwest::Client,
    served: &Served,
    call: &Call,
    bytes: &[u8],
    n: usize,
    sound: &mut Option<Vec<u8>>,
) -> anyhow::Result<Result<Took, String>> {
    for nth in 0..WARM {
        let (status, answer) = call.send(client, served, bytes, nth).await?;
        if status == StatusCode::NOT_FOUND {
            return Ok(Err(why(&answer)));
        }
        if !status.is_success() {
            bail!(
                "{}: {status}: {}",
                call.name,
                String::from_utf8_lossy(&answer)
            );
        }
        if call.is_voice() {
            *sound = Some(answer);
        }
    }
    let mut ms = Vec::with_capacity(n);
    let (began, cpu) = (Instant::now(), served.cpu_ms());
    for nth in 0..n {
        let one = Instant::now();
        let (status, _) = call.send(client, served, bytes, nth).await?;
        ms.push(one.elapsed().as_secs_f64() * 1e3);
        if !status.is_success() {
            bail!("{}: {status} at call {nth}", call.name);
        }
        if ms.len() >= CALLS_MIN && began.elapsed() > OPERATION_MAX {
            break;
        }
    }
    let cpu_ms = served
        .cpu_ms()
        .zip(cpu)
        .map(|(after, before)| (after - before) / ms.len() as f64);
    ms.sort_by(f64::total_cmp);
    Ok(Ok(Took { ms, cpu_ms }))
}

/// The sentence of a refusal.
fn why(answer: &[u8]) -> String {
    let json: serde_json::Value = serde_json::from_slice(answer).unwrap_or_default();
    json["error"]["message"]
        .as_str()
        .unwrap_or("404")
        .to_owned()
}

fn at(sorted: &[f64], share: f64) -> f64 {
    let place = ((sorted.len() as f64 - 1.0) * share).round();
    sorted.get(place as usize).copied().unwrap_or_default()
}

fn table(rows: &[Row], idle_mb: Option<f64>, after_mb: Option<f64>) -> String {
    let mut out = "| operation | calls | p50 | p99 | CPU a call | Microsoft's container, at least | recommended |\n|---|---|---|---|---|---|---|\n".to_owned();
    let mut line = |text: String| writeln!(out, "{text}").expect("a string takes all");
    for (call, took) in rows {
        let [least, more] = call.container;
        line(match took {
            Ok(took) => {
                let cpu = took.cpu_ms.map_or("–".to_owned(), ms);
                let (p50, p99) = (ms(at(&took.ms, 0.5)), ms(at(&took.ms, 0.99)));
                format!(
                    "| {} | {} | {p50} | {p99} | {cpu} | {least} | {more} |",
                    call.name,
                    took.ms.len()
                )
            }
            Err(_) => format!("| {} | – | – | – | – | {least} | {more} |", call.name),
        });
    }
    let mb = |mb: Option<f64>| mb.map_or("–".to_owned(), |mb| format!("{mb:.0} MB"));
    line(format!(
        "\nMemory of the whole service: {} before the first call, {} after the last.",
        mb(idle_mb),
        mb(after_mb)
    ));
    out
}

fn ms(ms: f64) -> String {
    match ms {
        ms if ms < 10.0 => format!("{ms:.2} ms"),
        ms if ms < 100.0 => format!("{ms:.1} ms"),
        ms => format!("{ms:.0} ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_a_sorted_row() {
        let row: Vec<f64> = (0..=100).map(f64::from).collect();
        assert_eq!(
            [at(&row, 0.5), at(&row, 0.99), at(&row, 1.0)],
            [50.0, 99.0, 100.0]
        );
        assert_eq!(at(&[], 0.5), 0.0);
    }

    #[test]
    fn rows_with_and_without_figures() {
        let mut all = calls::all().into_iter();
        let took = Took {
            ms: vec![1.0, 2.5, 120.0],
            cpu_ms: Some(0.5),
        };
        let rows = [
            (all.next().expect("one"), Ok(took)),
            (all.next().expect("two"), Err("why".to_owned())),
        ];
        let table = table(&rows, Some(90.0), None);
        assert!(
            table.contains("| 3 | 2.50 ms | 120 ms | 0.50 ms |"),
            "{table}"
        );
        assert!(table.contains("| – | – | – | – |"), "{table}");
        assert!(
            table.ends_with("90 MB before the first call, – after the last.\n"),
            "{table}"
        );
    }
}
