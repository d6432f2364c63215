//! `ling transcribe`: what is said in sound files, as commands of a grammar or as words.

mod said;
mod sense_voice;
mod srt;
mod yaml;
mod zipformer;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context;
use clap::ValueEnum as _;
use ling_base::Pcm;
use ling_hub::out::models::Store;
use ling_speech::{
    SpeechError,
    asr::{
        sense_voice::SenseVoice,
        sphinx::{Acoustics, Command, Commands, Grammar, Pronunciations, SURE, Tuning, jsgf},
        zipformer::Zipformer,
    },
    decode_whole,
    wav::Limits,
};
use ling_understand::intents::House;
use serde_json::{Map, Value, json};

use crate::{
    advice::Advice,
    cli::{Engine, Transcribe},
    config, input, intents, models,
};

/// The package with the acoustic model.
const PACKAGE: &str = "sphinx-en";

/// The largest grammar, in bytes.
const GRAMMAR_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What can be heard, and what is meant besides what is said.
struct Meant {
    grammar: Grammar,
    /// Values that an intent has whatever is said, by its place in the grammar.
    fixed: Vec<Vec<(String, String)>>,
}

/// `ling transcribe`.
pub fn run(options: Transcribe) -> anyhow::Result<ExitCode> {
    if options.srt && options.files.len() > 1 {
        let why = "subtitles are for one file";
        return Err(Advice::new(why, "run it once for each file").into());
    }
    let engine = match (options.engine, &options.grammar) {
        (Some(Engine::Sphinx) | None, Some(file)) => of_commands(&options, file)?,
        (Some(Engine::SenseVoice) | None, None) => {
            let folder = folder(&options, sense_voice::PACKAGE)?;
            Ears::Words(Box::new(sense_voice::open(&folder)?))
        }
        (Some(Engine::Sphinx), None) => {
            let why = "`sphinx` hears the commands of a grammar only";
            let hint = "name a grammar with `--grammar FILE`, or use `--engine sense-voice`";
            return Err(Advice::new(why, hint).into());
        }
        (Some(Engine::Zipformer), None) => {
            let folder = folder(&options, zipformer::PACKAGE)?;
            Ears::Stream(Box::new(zipformer::open(&folder)?))
        }
        (Some(engine @ (Engine::SenseVoice | Engine::Zipformer)), Some(_)) => {
            let name = engine.to_possible_value();
            let name = name.as_ref().map_or("it", |value| value.get_name());
            let why = format!("`{name}` hears any words and takes no grammar");
            let hint = "leave `--grammar` out, or use `--engine sphinx`";
            return Err(Advice::new(why, hint).into());
        }
    };
    if options.stream && !matches!(engine, Ears::Stream(_)) {
        let why = "only `zipformer` tells words while they are heard";
        return Err(Advice::new(why, "leave `--stream` out, or use `--engine zipformer`").into());
    }
    all_heard(&engine, &options)
}

/// What hears.
enum Ears {
    Commands(Box<Commands>, Meant),
    Words(Box<SenseVoice>),
    Stream(Box<Zipformer>),
}

fn of_commands(options: &Transcribe, file: &Path) -> anyhow::Result<Ears> {
    let house = options.house.as_deref().map(intents::house).transpose()?;
    let house = house.map(|house| house.house()).unwrap_or_default();
    let meant = grammar(file, &house)?;
    let commands = listener(&folder(options, PACKAGE)?, &meant.grammar)?;
    for word in commands.unknown() {
        eprintln!("warning: `{word}` is in no dictionary; sentences with it are not heard");
    }
    Ok(Ears::Commands(Box::new(commands), meant))
}

fn all_heard(engine: &Ears, options: &Transcribe) -> anyhow::Result<ExitCode> {
    let mut all_read = true;
    for name in &options.files {
        let line = match engine {
            Ears::Commands(commands, meant) => heard(commands, meant, name, options.words),
            Ears::Words(engine) => sense_voice::heard(engine, options, name),
            Ears::Stream(engine) => zipformer::heard(engine, options, name),
        };
        let line = match line {
            Ok(line) => line,
            Err(error) => {
                all_read = false;
                json!({ "file": name, "error": format!("{error:#}") })
            }
        };
        let words = said::words(models::lang());
        let shown = Shown {
            jsonl: options.jsonl,
            srt: options.srt,
            named: options.files.len() > 1,
            nothing: match engine {
                Ears::Commands(..) => &words.no_command,
                Ears::Words(_) | Ears::Stream(_) => &words.no_words,
            },
        };
        print(&line, &shown)?;
    }
    Ok(ExitCode::from(u8::from(!all_read)))
}

/// How what was heard is shown.
struct Shown<'a> {
    jsonl: bool,
    srt: bool,
    /// Whether a line says of which file it is.
    named: bool,
    /// What stands for nothing.
    nothing: &'a str,
}

fn print(line: &Value, shown: &Shown<'_>) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let file = line["file"].as_str().unwrap_or_default();
    if shown.jsonl {
        writeln!(out, "{line}")?;
    } else if let Some(error) = line["error"].as_str() {
        eprintln!("error: {file}: {error}");
    } else if shown.srt {
        write!(
            out,
            "{}",
            srt::subtitles(&line["words"], line["audio_s"].as_f64())
        )?;
    } else {
        writeln!(out, "{}", in_words(line, shown))?;
    }
    Ok(())
}

/// A line for people.
fn in_words(line: &Value, shown: &Shown<'_>) -> String {
    let text = line["text"].as_str().unwrap_or_default().trim();
    let text = match text {
        "" => shown.nothing,
        text => text,
    };
    match shown.named {
        true => format!("{}: {text}", line["file"].as_str().unwrap_or_default()),
        false => text.to_owned(),
    }
}

/// The sound of a file, which must be whole.
fn sound(name: &Path) -> anyhow::Result<Pcm> {
    let bytes = input::bytes(name)?;
    Ok(decode_whole(&bytes, &Limits::UTTERANCE)?)
}

fn grammar(file: &Path, house: &House) -> anyhow::Result<Meant> {
    let shown = file.display();
    let text = input::text(file)?;
    if text.len() > GRAMMAR_BYTES_MAX {
        anyhow::bail!("`{shown}` has more than {GRAMMAR_BYTES_MAX} bytes");
    }
    let is_yaml = file
        .extension()
        .is_some_and(|end| end == "yaml" || end == "yml");
    if is_yaml {
        return yaml::read(&shown.to_string(), &text, house);
    }
    let grammar = jsgf::parse(&text).with_context(|| format!("`{shown}`"))?;
    let fixed = vec![Vec::new(); grammar.intents.len()];
    Ok(Meant { grammar, fixed })
}

/// The folder of the model: the one that is named, or that of the package that was pulled.
fn folder(options: &Transcribe, package: &str) -> anyhow::Result<PathBuf> {
    if let Some(folder) = &options.model {
        return Ok(folder.clone());
    }
    let config = config::load(&options.place.config()?)?;
    let store = Store::of(&options.place.data()?, &config.models).map_err(anyhow::Error::msg)?;
    let folder = store.folder(package);
    if !folder.is_dir() {
        let why = format!("the package `{package}` is not there");
        let hint = match package == PACKAGE {
            true => format!(
                "fetch it with `ling models pull {package}`, or name a folder with `--model`"
            ),
            false => format!(
                "any words take `ling models pull {package} --unverified --mirror FOLDER`; the English commands of a \
                 grammar take `--grammar FILE` and `ling models pull {PACKAGE}`"
            ),
        };
        return Err(Advice::new(why, hint).into());
    }
    Ok(folder)
}

fn listener(folder: &Path, grammar: &Grammar) -> anyhow::Result<Commands> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).with_context(|| format!("`{}` cannot be read", path.display()))
    };
    let acoustics = Acoustics::open(read)?;
    let words = String::from_utf8(read("words.dict")?).map_err(|_| SpeechError::Model {
        file: "words.dict".into(),
        why: "it is not UTF-8".into(),
    })?;
    let said = Pronunciations {
        words: &words,
        more: "",
    };
    Ok(Commands::new(
        Arc::new(acoustics),
        grammar,
        &said,
        Tuning::default(),
    )?)
}

fn heard(commands: &Commands, meant: &Meant, name: &Path, words: bool) -> anyhow::Result<Value> {
    let began = cpu_s();
    let sound = sound(name)?;
    let heard = commands.hear(&sound.samples, 1).into_iter().next();
    let cpu_s = cpu_s() - began;
    let audio_s = sound.samples.len() as f64 / f64::from(sound.rate_hz);
    let sure = heard.as_ref().filter(|command| command.confidence >= SURE);
    let mut line = json!({
        "file": name,
        "text": sure.map_or("", |command| &command.text),
        "lang": "en",
        "engine": "sphinx",
        "confidence": heard.as_ref().map_or(0.0, |command| rounded(command.confidence.into())),
        "audio_s": rounded(audio_s),
        "cpu_s": rounded(cpu_s),
        "intent": sure.map(|command| &meant.grammar.intents[command.intent_idx].name),
        "slots": sure.map_or_else(Map::new, |command| slots(command, meant)),
    });
    if words {
        let words = sure.map_or(&[][..], |command| &command.words);
        let words = words.iter().map(|word| {
            json!({ "text": word.text, "start_s": rounded(word.start_s), "end_s": rounded(word.end_s) })
        });
        line["words"] = words.collect();
    }
    Ok(line)
}

/// Values by name; several of one name are a list.
fn slots(command: &Command, meant: &Meant) -> Map<String, Value> {
    let mut slots = Map::new();
    for (name, value) in meant.fixed[command.intent_idx].iter().chain(&command.slots) {
        let value = json!(value);
        match slots.get_mut(name) {
            None => {
                slots.insert(name.clone(), value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(one) => *one = json!([one.take(), value]),
        }
    }
    slots
}

fn rounded(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}

/// Seconds of the processor that this program took, with all its threads.
fn cpu_s() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, named: bool, expect: &str) {
        let shown = Shown {
            jsonl: false,
            srt: false,
            named,
            nothing: "（没有听到话）",
        };
        let line = json!({ "file": "a.wav", "text": text });
        assert_eq!(in_words(&line, &shown), expect);
    }

    #[test]
    fn lines_for_people() {
        check("turn on 台灯", false, "turn on 台灯");
        check("turn on 台灯", true, "a.wav: turn on 台灯");
        check(" ", false, "（没有听到话）");
        check("", true, "a.wav: （没有听到话）");
    }
}
