//! What is shown of a conversation: turns on standard output, all else on standard error.

use std::io::{IsTerminal, Write};

use serde_json::{Value, json};

use super::meter::{self, Who};

/// Samples between two looks at the level: 0.1 s.
const LOOK: usize = ling_speech::RATE_HZ as usize / 10;

/// Where a conversation is shown.
pub struct Screen {
    is_json: bool,
    /// Turns go to standard error, for standard output is the loudspeaker.
    is_aside: bool,
    meter: Option<Meter>,
}

/// How a conversation is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct ScreenOptions {
    /// For programs.
    pub is_json: bool,
    /// All on standard error.
    pub is_aside: bool,
}

/// The line with the level.
#[derive(Default)]
struct Meter {
    peak: f32,
    n_samples: usize,
}

impl Screen {
    /// With a line for the level where somebody watches.
    pub fn new(options: ScreenOptions) -> Screen {
        let ScreenOptions { is_json, is_aside } = options;
        let is_watched = !is_json && std::io::stderr().is_terminal();
        Screen {
            is_json,
            is_aside,
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
            self.print(&turn.to_string());
            return;
        }
        self.print(&format!("> {}", turn["heard"].as_str().unwrap_or_default()));
        let reply = &turn["reply"];
        let shown = reply["show"].as_str().or(reply["say"].as_str());
        self.print(shown.unwrap_or_default());
    }

    fn print(&self, line: &str) {
        match self.is_aside {
            true => eprintln!("{line}"),
            false => println!("{line}"),
        }
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
        self.print(&event.to_string());
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
