//! What is shown of a conversation: turns on standard output, all else on standard error.

use std::io::{IsTerminal, Write};

use serde_json::{Value, json};

use super::meter::{self, Who};

/// Samples between two looks at the level: 0.1 s.
const LOOK: usize = ling_speech::RATE_HZ as usize / 10;

/// Where a conversation is shown.
pub struct Screen {
    is_json: bool,
    meter: Option<Meter>,
}

/// The line with the level.
#[derive(Default)]
struct Meter {
    peak: f32,
    n_samples: usize,
}

impl Screen {
    /// With a line for the level where somebody watches.
    pub fn new(is_json: bool) -> Screen {
        let is_watched = !is_json && std::io::stderr().is_terminal();
        Screen {
            is_json,
            meter: is_watched.then(Meter::default),
        }
    }

    /// The microphone heard this; `at_s` is its end.
    pub fn sound(&mut self, samples: &[f32], at_s: f64, who: Who) {
        let Some(meter) = &mut self.meter else { return };
        let loudest = |peak: f32, x: &f32| peak.max(x.abs());
        meter.peak = samples.iter().fold(meter.peak, loudest);
        meter.n_samples += samples.len();
        if meter.n_samples >= LOOK {
            eprint!("\r{}", meter::line(meter.peak, at_s, who));
            let _ = std::io::stderr().flush();
            *meter = Meter::default();
        }
    }

    /// Takes the level away, for something else to be shown.
    pub fn clear(&self) {
        if self.meter.is_some() {
            eprint!("\r\x1b[K");
        }
    }

    /// Something that is no turn: `note: …`, `warning: …`, or `hint: …`.
    pub fn note(&self, kind: &str, what: &str) {
        self.clear();
        eprintln!("{kind}: {what}");
    }

    /// A whole turn.
    pub fn turn(&self, turn: &Value) {
        self.clear();
        if self.is_json {
            println!("{turn}");
            return;
        }
        println!("> {}", turn["heard"].as_str().unwrap_or_default());
        let reply = &turn["reply"];
        let shown = reply["show"].as_str().or(reply["say"].as_str());
        println!("{}", shown.unwrap_or_default());
    }

    /// Something that happened to the answer of a turn, for programs.
    pub fn event(&self, name: &str, at_s: f64, turn: &str, more: &[(&str, Value)]) {
        if !self.is_json {
            return;
        }
        let mut event = json!({ "event": name, "at_s": hundredths(at_s), "turn": turn });
        for (key, value) in more {
            event[*key] = value.clone();
        }
        println!("{event}");
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Seconds as they are told.
pub fn hundredths(secs: f64) -> f64 {
    (secs * 100.0).round() / 100.0
}
