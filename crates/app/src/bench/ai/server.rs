//! The server that is measured.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::Context;
use jiff::Timestamp;
use ling_cloud::{Cloud, CloudOptions, Scope};

use crate::cli::Place;

/// What /proc counts in, whatever the kernel's own clock: USER_HZ, proc(5).
const TICKS_A_SECOND: f64 = 100.0;

/// A server; one that was started here ends with it, and its data folder goes.
pub(super) struct Served {
    pub(super) address: String,
    pub(super) key: String,
    pid: Option<u32>,
    own: Option<(Child, PathBuf)>,
}

impl Served {
    /// A server of somebody else's.
    pub(super) fn other(address: &str, key: &str, pid: Option<u32>) -> Served {
        Served {
            address: address.trim_end_matches('/').to_owned(),
            key: key.to_owned(),
            pid,
            own: None,
        }
    }

    /// This very program as `serve --only ai` over an empty folder, with the packages of the user's.
    pub(super) async fn start(place: &Place) -> anyhow::Result<Served> {
        let name = format!("ling-bench-{}", std::process::id());
        let data = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&data)?;
        let now = Timestamp::now();
        let cloud = Cloud::open(&CloudOptions::new(&data, now)).await?;
        let (_, key) = cloud.create_token("bench", Scope::Ai, now).await?;
        cloud.close().await;
        let mut command = Command::new(std::env::current_exe()?);
        command
            .args(["serve", "--only", "ai", "--port", "0", "--data"])
            .arg(&data);
        command
            .env("LING_LOG", "error")
            .env("LING_SERVER__CALLS_A_MINUTE", "0");
        if std::env::var_os("LING_MODELS__DIR").is_none() {
            command.env("LING_MODELS__DIR", place.data()?.join("models"));
        }
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut served = Served {
            address: String::new(),
            key: key.expose().to_owned(),
            pid: Some(child.id()),
            own: Some((child, data)),
        };
        if let Some((child, _)) = &mut served.own {
            served.address = ready(child)?;
        }
        Ok(served)
    }

    /// What the process has taken of the processor, in milliseconds.
    pub(super) fn cpu_ms(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid?)).ok()?;
        // The name of the program stands in brackets and may hold anything.
        let rest = stat.rsplit_once(") ")?.1;
        // User and system time, its own and that of programs which it ran.
        let fields = rest.split(' ').skip(11).take(4);
        let ticks: f64 = fields.map_while(|field| field.parse::<f64>().ok()).sum();
        Some(ticks * 1000.0 / TICKS_A_SECOND)
    }

    /// Memory of the process, in megabytes.
    pub(super) fn memory_mb(&self) -> Option<f64> {
        let status = Path::new("/proc")
            .join(self.pid?.to_string())
            .join("status");
        let status = std::fs::read_to_string(status).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kb: f64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kb / 1024.0)
    }
}

fn ready(child: &mut Child) -> anyhow::Result<String> {
    let stdout = child.stdout.take().context("its output is not there")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line)?;
    let address = line.trim().strip_prefix("ready ");
    address
        .map(str::to_owned)
        .context("the server did not start; `ling serve --only ai` says why")
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some((child, data)) = &mut self.own {
            // It may have ended, and the folder may be gone.
            let _ = child.kill();
            let _ = child.wait();
            let _ = std::fs::remove_dir_all(data);
        }
    }
}
