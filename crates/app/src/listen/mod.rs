//! `ling listen`: a spoken conversation, with the sound card, or with a file as the microphone. What is said in it is heard and answered as a speaker
//! does it, and answers take their time: while one is being said, whoever speaks interrupts it.

mod card;
mod meter;
mod screen;
mod source;
mod speaker;
mod talk;
mod utterance;
mod voice;
mod wake;

use std::{path::Path, process::ExitCode, sync::Arc};

use ling_speech::{RATE_HZ, asr::sphinx::Commands};

use crate::{
    ask::{self, Answerer},
    cli::Listen,
    config,
};
use screen::ScreenOptions;
use source::{PIECE, Source};
use speaker::Speaker;
use talk::{Talk, TalkOptions};

/// An answer that is being said when the microphone ends is heard to its end, up to this: a minute.
const LAST_MAX: usize = 60 * RATE_HZ as usize / PIECE;

/// `ling listen`.
pub async fn run(options: Listen) -> anyhow::Result<ExitCode> {
    let answerer = answerer(&options).await?;
    let wake = match &options.wake {
        Some(wanted) => Some(wake::open(&options.place, wanted)?),
        None => None,
    };
    let mut talk = Talk::new(TalkOptions {
        own: own(&answerer).await,
        answerer,
        wake,
        screen: ScreenOptions {
            is_json: options.json,
            is_aside: speaker::is_pipe(options.out.as_deref()),
        },
    });
    speaker::spare(options.file.as_deref(), options.out.as_deref())?;
    let mut source = Source::open(options.file.as_deref())?;
    let mut speaker = Speaker::open(options.out.as_deref(), options.file.is_none())?;
    while let Some(piece) = source.next()? {
        hear(&mut talk, &mut speaker, &piece).await?;
    }
    talk.finish()?;
    for _ in 0..LAST_MAX {
        catch_up(&mut talk).await?;
        if !talk.speaks() {
            break;
        }
        hear(&mut talk, &mut speaker, &[0.0; PIECE]).await?;
    }
    speaker.close()?;
    Ok(ExitCode::from(outcome(&talk, &options)))
}

async fn answerer(options: &Listen) -> anyhow::Result<Answerer> {
    match (&options.url, &options.token) {
        (Some(url), token) => Ok(Answerer::Server {
            address: url.trim_end_matches('/').to_owned(),
            token: token.clone().unwrap_or_default(),
        }),
        (None, _) => {
            let config = config::load(&options.place.config()?)?;
            ask::answerer(&config, &options.place.there()?).await
        }
    }
}

/// The ears of this process, if it is the house and has some of its own.
async fn own(answerer: &Answerer) -> Option<Arc<Commands>> {
    match answerer {
        Answerer::Here(hub) => hub.own_ears().await,
        Answerer::Server { .. } => None,
    }
}

/// One piece of sound. Time is what the microphone says it is: nothing that is done takes any of it.
async fn hear(talk: &mut Talk, speaker: &mut Speaker, piece: &[f32]) -> anyhow::Result<()> {
    let played = talk.play(piece.len());
    speaker.play(&played)?;
    talk.hear(piece, &played)?;
    catch_up(talk).await
}

async fn catch_up(talk: &mut Talk) -> anyhow::Result<()> {
    while talk.waits() {
        let Some(done) = talk.next_done().await else {
            break;
        };
        talk.done(done)?;
    }
    Ok(())
}

/// The exit code: 2 when something was not understood, or nothing was said.
fn outcome(talk: &Talk, options: &Listen) -> u8 {
    if talk.n_turns == 0 {
        let who = if options.wake.is_some() {
            "to Ling "
        } else {
            ""
        };
        let file = options.file.as_deref().unwrap_or(Path::new("-"));
        eprintln!("note: nobody speaks {who}in `{}`", file.display());
    }
    match talk.n_understood < talk.n_turns || talk.n_turns == 0 {
        true => 2,
        false => 0,
    }
}
