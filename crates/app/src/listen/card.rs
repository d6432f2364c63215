//! The sound card, by way of the programs that come with it: one that records and one that plays, both raw.

use std::{
    io::Write,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use anyhow::Context;
use ling_speech::{RATE_HZ, wav::to_bytes};

use crate::{advice::Advice, say};

/// A program, and what it is told to be about mono sound of 16 bits at [`RATE_HZ`], soon.
type Program = (&'static str, &'static [&'static str]);

const PULSE: &[&str] = &[
    "--raw",
    "--rate=16000",
    "--channels=1",
    "--format=s16le",
    "--latency-msec=40",
];
const ALSA: &[&str] = &[
    "-q",
    "-t",
    "raw",
    "-r",
    "16000",
    "-c",
    "1",
    "-f",
    "S16_LE",
    "--buffer-time=100000",
];

const RECORDERS: [Program; 2] = [("parec", PULSE), ("arecord", ALSA)];
const PLAYERS: [Program; 2] = [("pacat", PULSE), ("aplay", ALSA)];

/// Silence after which the player ends: it is started for each answer, so that no delay piles up over hours.
const QUIET_MAX: usize = RATE_HZ as usize / 2;

/// What records.
pub struct Microphone {
    name: &'static str,
    child: Child,
    /// Its samples.
    pub sound: ChildStdout,
}

impl Microphone {
    /// Starts what is installed.
    pub fn open() -> anyhow::Result<Microphone> {
        let (name, arguments) = installed(&RECORDERS)?;
        let mut command = Command::new(name);
        command.args(arguments).stdin(Stdio::null());
        let started = command.stdout(Stdio::piped()).spawn();
        let mut child = started.with_context(|| format!("`{name}` cannot be started"))?;
        let sound = child.stdout.take().context("it has an output")?;
        Ok(Microphone { name, child, sound })
    }

    /// There is no more sound: why.
    pub fn gone(&mut self) -> anyhow::Error {
        let status = self.child.wait();
        let why = status.map_or_else(|error| error.to_string(), |status| status.to_string());
        let message = format!("the microphone is gone: `{}` has ended ({why})", self.name);
        let hint = "plug it in again and see `arecord -l` for what is there, or take `--file FILE`";
        Advice::new(message, hint).into()
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What plays.
pub struct Loudspeaker {
    program: Program,
    playing: Option<(Child, ChildStdin)>,
    /// A player that plays its last samples.
    last: Option<Child>,
    n_quiet: usize,
}

impl Loudspeaker {
    /// Finds what is installed; it is started when there is something to be heard.
    pub fn find() -> anyhow::Result<Loudspeaker> {
        Ok(Loudspeaker {
            program: installed(&PLAYERS)?,
            playing: None,
            last: None,
            n_quiet: 0,
        })
    }

    /// Plays samples in [-1, 1].
    pub fn play(&mut self, samples: &[f32]) -> anyhow::Result<()> {
        self.n_quiet = match samples.iter().all(|x| *x == 0.0) {
            true => self.n_quiet.saturating_add(samples.len()),
            false => 0,
        };
        if self.n_quiet > QUIET_MAX {
            self.end();
            return Ok(());
        }
        let name = self.program.0;
        if self.playing.is_none() && self.n_quiet == 0 {
            self.start()?;
        }
        let Some((_, input)) = &mut self.playing else {
            return Ok(());
        };
        input.write_all(&to_bytes(samples)).map_err(|error| {
            let message = format!("the loudspeaker is gone: `{name}` takes no sound ({error})");
            let hint = "see `aplay -l` for what is there, or take `--out FILE`";
            Advice::new(message, hint).into()
        })
    }

    fn start(&mut self) -> anyhow::Result<()> {
        let (name, arguments) = self.program;
        let mut command = Command::new(name);
        command.args(arguments).stdin(Stdio::piped());
        let started = command.stdout(Stdio::null()).spawn();
        let mut child = started.with_context(|| format!("`{name}` cannot be started"))?;
        let input = child.stdin.take().context("it has an input")?;
        self.playing = Some((child, input));
        Ok(())
    }

    /// Lets the player come to its end, and ends the one before.
    fn end(&mut self) {
        let Some((child, _)) = self.playing.take() else {
            return;
        };
        if let Some(mut before) = self.last.replace(child) {
            let _ = before.kill();
            let _ = before.wait();
        }
    }
}

impl Drop for Loudspeaker {
    fn drop(&mut self) {
        self.end();
        if let Some(mut last) = self.last.take() {
            // Its input is closed, so that it ends by itself.
            let _ = last.wait();
        }
    }
}

fn installed(programs: &[Program]) -> anyhow::Result<Program> {
    let found = programs
        .iter()
        .find(|(name, _)| say::on_path(name).is_some());
    found.copied().ok_or_else(|| {
        let names: Vec<String> = programs
            .iter()
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        let message = format!(
            "there is no sound card to listen with: {} is not installed",
            names.join(" or ")
        );
        let hint =
            "install `alsa-utils` or `pulseaudio-utils`, or take a recording with `--file FILE`";
        Advice::new(message, hint).into()
    })
}
