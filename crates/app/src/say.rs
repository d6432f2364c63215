//! `ling say`: words as sound, through whatever plays sound on this machine.

use std::{
    env,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, bail};
use ling_base::Lang;
use ling_hub::{Config, out::espeak::Espeak};
use ling_speech::{SpeechError, Spoken, tts::espeak::Manner, wav};

use crate::{cli::Say, config};

/// Programs that play a WAV file, and what they are told besides.
const PLAYERS: [(&str, &[&str]); 3] = [("paplay", &[]), ("pw-play", &[]), ("aplay", &["-q"])];

/// Most of what is read from standard input, in bytes.
const TEXT_BYTES_MAX: u64 = 64 * 1024;

/// `ling say`.
pub async fn run(options: Say) -> anyhow::Result<ExitCode> {
    let config = config::load(&options.place.config()?)?;
    let text = match options.text.is_empty() {
        false => options.text.join(" "),
        true => read_text()?,
    };
    let lang = options.lang.as_deref().and_then(Lang::from_tag);
    let sound = wave(&config, &text, lang).await?;
    match options.out {
        Some(file) if file == Path::new("-") => std::io::stdout().write_all(&sound)?,
        Some(file) => std::fs::write(&file, &sound)
            .with_context(|| format!("`{}` cannot be written", file.display()))?,
        None => play(&sound)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn read_text() -> anyhow::Result<String> {
    let mut text = String::new();
    let input = std::io::stdin().lock();
    input
        .take(TEXT_BYTES_MAX)
        .read_to_string(&mut text)
        .context("standard input is not UTF-8")?;
    Ok(text)
}

/// The words as a WAV file.
pub async fn wave(config: &Config, text: &str, lang: Option<Lang>) -> anyhow::Result<Vec<u8>> {
    let house = || Lang::from_tag(&config.house.lang).unwrap_or(Lang::Zh);
    let seen = ling_text::script::lang_seen(text);
    let spoken = Spoken {
        text: text.to_owned(),
        lang: lang.or(seen).unwrap_or_else(house),
    };
    let voice = Espeak::find(&config.speech.espeak, Manner::default()).await?;
    let sound = voice.whole(&spoken).await?;
    if sound.samples.is_empty() {
        bail!("the text has no word to say");
    }
    Ok(wav::write(&sound))
}

/// Plays a WAV file with what is installed.
pub fn play(sound: &[u8]) -> anyhow::Result<()> {
    let Some((program, arguments)) = player() else {
        return Err(NoPlayer.into());
    };
    let file = env::temp_dir().join(format!("ling-say-{}.wav", std::process::id()));
    std::fs::write(&file, sound)?;
    let mut player = Command::new(&program);
    player.args(arguments).arg(&file).stdin(Stdio::null());
    let played = player.status();
    // It is in the folder for passing things anyway.
    let _ = std::fs::remove_file(&file);
    let shown = program.display();
    let status = played.with_context(|| format!("`{shown}` cannot be started"))?;
    if !status.success() {
        bail!("`{shown}` could not play the sound ({status})");
    }
    Ok(())
}

/// The first player that is installed.
pub fn player() -> Option<(PathBuf, &'static [&'static str])> {
    let found = PLAYERS
        .iter()
        .map(|(name, arguments)| (on_path(name), *arguments));
    found
        .into_iter()
        .find_map(|(path, arguments)| Some((path?, arguments)))
}

/// Where a program is.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let mut files = env::split_paths(&folders).map(|folder| folder.join(name));
    files.find(|file| file.is_file())
}

/// Nothing on this machine plays sound.
#[derive(Debug)]
pub struct NoPlayer;

impl std::fmt::Display for NoPlayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no program that plays sound is installed")
    }
}

impl std::error::Error for NoPlayer {}

/// What to do about speech that fails.
pub fn hint(error: &anyhow::Error) -> Option<&'static str> {
    if error.downcast_ref::<NoPlayer>().is_some() {
        return Some("install `alsa-utils` or `pulseaudio-utils`, or use `--out FILE`");
    }
    match error.downcast_ref::<SpeechError>()? {
        SpeechError::Missing { .. } => {
            Some("install it with `apt-get install espeak-ng`, or name it in [speech] espeak")
        }
        SpeechError::Model { .. } => Some("pull the model again"),
        SpeechError::TextTooLong { .. } => Some("say it in parts"),
        SpeechError::NotWav { .. }
        | SpeechError::CutOff { .. }
        | SpeechError::Format { .. }
        | SpeechError::NotSound { .. }
        | SpeechError::Damaged { .. }
        | SpeechError::TooLong { .. }
        | SpeechError::TooLarge { .. } => Some("take WAV, MP3, FLAC, OGG or WebM of at most 30 s"),
        SpeechError::Unreachable { .. }
        | SpeechError::BadAnswer { .. }
        | SpeechError::Refused { .. }
        | SpeechError::Late { .. }
        | SpeechError::Busy { .. } => Some("`ling doctor` says whether it can be reached"),
        SpeechError::Grammar { .. } => Some("mend the grammar there"),
    }
}
