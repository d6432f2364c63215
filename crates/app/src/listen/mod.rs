//! `ling listen`: a file as a microphone. One utterance after the other is heard and answered, as the speaker does it.

mod source;
mod wake;

use std::{
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use ling_base::Pcm;
use ling_hub::Heard;
use ling_speech::{
    RATE_HZ, SpeechError, UTTERANCE_SECS_MAX,
    asr::sphinx::{Commands, Hearing, front::LiveMean},
    ear::{Ear, Notice, Words},
    vad::Earshot,
    wake::{WakeWord, Woken},
    wav,
};
use serde_json::{Value, json};

use crate::{
    ask::{self, Answerer, Question},
    cli::Listen,
    config,
};
use source::Source;

/// Ways to hear an utterance that are looked at.
const WAYS: usize = 5;

/// Samples that are heard once more as a whole, which is surer: 4 s, a third of a second's work.
const AGAIN_MAX: usize = 4 * RATE_HZ as usize;

/// `ling listen`.
pub async fn run(options: Listen) -> anyhow::Result<ExitCode> {
    let answerer = match (&options.url, &options.token) {
        (Some(url), token) => Answerer::Server {
            address: url.trim_end_matches('/').to_owned(),
            token: token.clone().unwrap_or_default(),
        },
        (None, _) => {
            let config = config::load(&options.place.config()?)?;
            ask::answerer(&config, &options.place.there()?).await?
        }
    };
    let wake = match &options.wake {
        Some(wanted) => Some(Box::new(wake::open(&options.place, wanted)?) as Box<dyn WakeWord>),
        None => None,
    };
    let mut talk = Talk {
        own: own(&answerer).await,
        answerer,
        json: options.json,
        ear: Ear::new(Box::new(Earshot::new()), wake),
        woken: None,
        spoken: None,
        mean: None,
        at: 0,
        n_turns: 0,
        n_understood: 0,
    };
    let mut source = Source::open(&options.file)?;
    while let Some(piece) = source.next()? {
        talk.hear(&piece).await?;
    }
    talk.finish().await?;
    let code = match (talk.n_turns, talk.n_understood) {
        (0, _) => {
            let who = if options.wake.is_some() {
                "to Ling "
            } else {
                ""
            };
            eprintln!("note: nobody speaks {who}in `{}`", options.file.display());
            2
        }
        (n, understood) if understood < n => 2,
        _ => 0,
    };
    Ok(ExitCode::from(code))
}

/// The ears of this process, if it is the house and has some of its own.
async fn own(answerer: &Answerer) -> Option<Arc<Commands>> {
    match answerer {
        Answerer::Here(hub) => hub.own_ears().await,
        Answerer::Server { .. } => None,
    }
}

/// What one utterance is heard with.
enum Spoken {
    /// Ling's own ears hear it while it is spoken.
    Live(Box<Hearing>, Vec<f32>),
    /// Another recogniser gets the whole of it.
    Whole(Vec<f32>),
}

/// A microphone, what listens to it, and who answers.
struct Talk {
    answerer: Answerer,
    own: Option<Arc<Commands>>,
    json: bool,
    ear: Ear,
    /// The wake word that was said, until the turn that follows it.
    woken: Option<String>,
    spoken: Option<Spoken>,
    /// What is known of the microphone from the utterance before.
    mean: Option<LiveMean>,
    /// Samples so far.
    at: u64,
    n_turns: u32,
    n_understood: u32,
}

impl Talk {
    async fn hear(&mut self, piece: &[f32]) -> anyhow::Result<()> {
        self.at += piece.len() as u64;
        for notice in self.ear.push(piece) {
            self.notice(notice).await?;
        }
        if let Some(Spoken::Live(hearing, _)) = &self.spoken {
            self.ear.words_are(match hearing.is_whole() {
                true => Words::Whole,
                false => Words::Open,
            });
        }
        Ok(())
    }

    async fn finish(&mut self) -> anyhow::Result<()> {
        match self.ear.finish() {
            Some(notice) => self.notice(notice).await,
            None => Ok(()),
        }
    }

    async fn notice(&mut self, notice: Notice) -> anyhow::Result<()> {
        match notice {
            Notice::Began => {
                self.spoken = Some(match &self.own {
                    Some(own) => Spoken::Live(
                        Box::new(Hearing::new(own.clone(), self.mean.clone())),
                        Vec::new(),
                    ),
                    None => Spoken::Whole(Vec::new()),
                });
            }
            Notice::Sound(samples) => match &mut self.spoken {
                Some(Spoken::Live(hearing, sound)) => {
                    hearing.push(&samples);
                    sound.extend(samples);
                }
                Some(Spoken::Whole(sound)) => sound.extend(samples),
                None => {}
            },
            Notice::Ended => self.answer().await?,
            Notice::TooLong => {
                self.spoken = None;
                let (got_secs, most_secs) = (u64::from(UTTERANCE_SECS_MAX) + 1, UTTERANCE_SECS_MAX);
                let error = SpeechError::TooLong {
                    got_secs,
                    most_secs,
                };
                eprintln!("warning: {error}");
            }
            Notice::Woken(Woken { word, .. }) => {
                let at_s = self.at as f64 / f64::from(RATE_HZ);
                eprintln!("note: `{word}` at {at_s:.1} s");
                self.woken = Some(word);
            }
            Notice::Nothing => self.woken = None,
        }
        Ok(())
    }

    /// What was said is answered, and both are printed.
    async fn answer(&mut self) -> anyhow::Result<()> {
        let Some(spoken) = self.spoken.take() else {
            return Ok(());
        };
        let began = Instant::now();
        let question = match spoken {
            Spoken::Live(hearing, sound) => {
                let own = self.own.as_ref().filter(|_| sound.len() <= AGAIN_MAX);
                let (ways, mean) = hearing.finish(WAYS);
                self.mean = mean;
                let ways = own.map_or(ways, |own| own.hear(&sound, WAYS));
                Question::Heard(Heard::by_own_ears(ways, began.elapsed()))
            }
            Spoken::Whole(samples) => Question::Sound(wav::write(&Pcm {
                rate_hz: RATE_HZ,
                samples,
            })),
        };
        let words_after = began.elapsed();
        let answer = self.answerer.ask(question, None).await?;
        self.n_turns += 1;
        self.n_understood += u32::from(answer["stage"] != "none");
        if answer["reply"]["asks"] == true {
            self.ear.stay_awake();
        }
        self.print(answer, words_after);
        self.woken = None;
        Ok(())
    }

    fn print(&self, mut answer: Value, words_after: Duration) {
        let at_s = self.at as f64 / f64::from(RATE_HZ);
        if self.json {
            answer["at_s"] = json!((at_s * 100.0).round() / 100.0);
            if let Some(word) = &self.woken {
                answer["woken_by"] = json!(word);
            }
            if self.own.is_some() {
                answer["words_after_ms"] = json!(words_after.as_millis() as u64);
            }
            println!("{answer}");
            return;
        }
        println!("> {}", answer["heard"].as_str().unwrap_or_default());
        let reply = &answer["reply"];
        let shown = reply["show"].as_str().or(reply["say"].as_str());
        println!("{}", shown.unwrap_or_default());
    }
}
