use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use jiff::{SignedDuration, Timestamp};
use ling_cloud::{Cloud, CloudError, CloudOptions};

/// A data folder that goes away with its test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("ling-cloud-{}-{number}", std::process::id()));
        drop(std::fs::remove_dir_all(&path));
        Folder(path)
    }

    pub async fn open(&self) -> Cloud {
        self.try_open().await.unwrap()
    }

    pub async fn try_open(&self) -> Result<Cloud, CloudError> {
        Cloud::open(&self.options()).await
    }

    pub fn options(&self) -> CloudOptions {
        CloudOptions::new(&self.0, at(0))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Monday, 2 March 2026, 07:00 UTC and so many seconds.
pub fn at(secs: i64) -> Timestamp {
    let start: Timestamp = "2026-03-02T07:00:00Z".parse().unwrap();
    start + SignedDuration::from_secs(secs)
}

/// Seconds since [`at`] zero.
pub fn secs(time: Timestamp) -> i64 {
    time.duration_since(at(0)).as_secs()
}

/// "ok", or the code of the error.
pub fn code<T>(result: Result<T, CloudError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "ok")
}

/// Runs a script of `verb words; verb words`, one answer per step.
pub async fn play(script: &str, mut step: impl AsyncFnMut(&str, &str) -> String) -> String {
    let mut answers = Vec::new();
    for line in script.split(';').map(str::trim) {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        answers.push(step(verb, rest).await);
    }
    answers.join(" | ")
}
