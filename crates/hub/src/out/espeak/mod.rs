//! espeak-ng as a program of its own: its licence is GPL-3, ours is not, so it is never linked.
//!
//! The text goes to its standard input, the sound comes from its standard output. A program that hangs is
//! ended, and so is one whose listener has gone.

use std::{
    io,
    ops::{ControlFlow, Range},
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use ling_base::Pcm;
use ling_speech::{
    SpeechError, Spoken, Synthesizer,
    tts::{
        espeak::{self, ENGINE, Manner, Piece, Sentence, Version},
        marks::groups,
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, ChildStdin, Command},
    runtime::Handle,
    sync::{Semaphore, mpsc},
    time::timeout,
};

/// One piece takes a few milliseconds; a program that takes so long hangs.
const PIECE_SECS_MAX: u64 = 20;

/// `--version` has nothing to wait for.
const VERSION_SECS_MAX: u64 = 5;

/// Programs that run at once: more would only take the processor from each other.
const PROGRAMS_MAX: usize = 4;

/// How long a piece waits for one of them.
const QUEUE_SECS_MAX: u64 = 10;

/// Sound of one piece: ten minutes.
const SOUND_BYTES_MAX: u64 = 27 * 1024 * 1024;

/// Sentences made ahead of the listener.
const SENTENCES_AHEAD: usize = 2;

/// A sentence, and when what is said in one go is said, in seconds.
pub(crate) struct Timed {
    pub(crate) sound: Pcm,
    pub(crate) groups: Vec<Range<f64>>,
}

/// A voice that is always to be had where espeak-ng is installed.
#[derive(Clone)]
pub struct Espeak {
    program: PathBuf,
    version: Version,
    manner: Manner,
    permits: Arc<Semaphore>,
    runtime: Handle,
}

impl Espeak {
    /// Finds the program and asks its version. Must be called within a tokio runtime.
    pub async fn find(program: &Path, manner: Manner) -> Result<Espeak, SpeechError> {
        let missing = |why: String| SpeechError::Missing {
            engine: ENGINE.to_owned(),
            why,
        };
        let shown = program.display();
        let asked = Command::new(program)
            .arg("--version")
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = timeout(Duration::from_secs(VERSION_SECS_MAX), asked)
            .await
            .map_err(|_| SpeechError::Late {
                engine: ENGINE.to_owned(),
                secs: VERSION_SECS_MAX,
            })?
            .map_err(|error| missing(format!("`{shown}` cannot be started: {error}")))?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let version = espeak::version(&printed)
            .ok_or_else(|| missing(format!("`{shown}` is another program")))?;
        if version < espeak::VERSION_MIN {
            return Err(missing(format!(
                "`{shown}` is version {}.{}, at least 1.51 is needed",
                version.major, version.minor
            )));
        }
        Ok(Espeak {
            program: program.to_owned(),
            version,
            manner,
            permits: Arc::new(Semaphore::new(PROGRAMS_MAX)),
            runtime: Handle::current(),
        })
    }

    /// The same voice, speaking in another manner.
    pub fn in_manner(&self, manner: Manner) -> Espeak {
        Espeak {
            manner,
            ..self.clone()
        }
    }

    /// The version that was found.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Speaks sentence by sentence into the channel. Dropping the receiver ends everything at once.
    pub fn start(
        &self,
        spoken: &Spoken,
    ) -> Result<mpsc::Receiver<Result<Pcm, SpeechError>>, SpeechError> {
        let sentences = espeak::plan(spoken)?;
        let (sound, heard) = mpsc::channel(SENTENCES_AHEAD);
        let voice = self.clone();
        self.runtime.spawn(async move {
            for sentence in sentences {
                let made = tokio::select! {
                    made = voice.sentence(&sentence) => made,
                    () = sound.closed() => return,
                };
                let is_over = made.is_err();
                if sound.send(made).await.is_err() || is_over {
                    return;
                }
            }
        });
        Ok(heard)
    }

    /// Speaks everything and returns it as one sound; empty if there is nothing to say.
    pub async fn whole(&self, spoken: &Spoken) -> Result<Pcm, SpeechError> {
        let mut heard = self.start(spoken)?;
        let mut whole = Pcm {
            rate_hz: espeak::RATE_HZ,
            samples: Vec::new(),
        };
        while let Some(sentence) = heard.recv().await {
            whole.samples.extend(sentence?.samples);
        }
        Ok(whole)
    }

    /// One sentence in a manner; the times are found only if they are wanted, for that takes as long again.
    pub(crate) async fn timed(
        &self,
        sentence: &Sentence,
        manner: Manner,
        wants_times: bool,
    ) -> Result<Timed, SpeechError> {
        let voice = Espeak {
            manner,
            ..self.clone()
        };
        let (mut sounds, mut found) = (Vec::new(), Vec::new());
        for piece in &sentence.pieces {
            let sound = voice.piece(piece, &[]).await?;
            if wants_times {
                let gapped = voice.piece(piece, &espeak::GAPS).await?;
                found.push(groups(&sound.samples, &gapped.samples, sound.rate_hz));
            }
            sounds.push(sound);
        }
        let starts = espeak::starts(&sounds).into_iter().zip(found);
        let later = |(at, groups): (f64, Vec<Range<f64>>)| {
            let moved = groups.into_iter();
            moved.map(move |group| group.start + at..group.end + at)
        };
        Ok(Timed {
            groups: starts.flat_map(later).collect(),
            sound: espeak::sentence(&sounds),
        })
    }

    async fn sentence(&self, sentence: &Sentence) -> Result<Pcm, SpeechError> {
        let mut sounds = Vec::with_capacity(sentence.pieces.len());
        for piece in &sentence.pieces {
            sounds.push(self.piece(piece, &[]).await?);
        }
        Ok(espeak::sentence(&sounds))
    }

    async fn piece(&self, piece: &Piece, more: &[&str]) -> Result<Pcm, SpeechError> {
        let busy = || SpeechError::Busy {
            engine: ENGINE.to_owned(),
        };
        let permit = timeout(Duration::from_secs(QUEUE_SECS_MAX), self.permits.acquire()).await;
        let _permit = permit.map_err(|_| busy())?.map_err(|_| busy())?;
        let written = timeout(Duration::from_secs(PIECE_SECS_MAX), self.run(piece, more))
            .await
            .map_err(|_| SpeechError::Late {
                engine: ENGINE.to_owned(),
                secs: PIECE_SECS_MAX,
            })?
            .map_err(|source| SpeechError::Unreachable {
                engine: ENGINE.to_owned(),
                source,
            })?;
        espeak::sound(&written)
    }

    async fn run(&self, piece: &Piece, more: &[&str]) -> io::Result<Vec<u8>> {
        let mut program = Command::new(&self.program)
            .args(espeak::arguments(piece.lang, self.manner))
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let text = espeak::input(piece, self.version);
        let input = program.stdin.take();
        let (written, read) = tokio::join!(write(input, &text), read(&mut program));
        // A program that ends before it has read everything says so by its sound or the lack of it.
        let _ = written;
        let sound = read?;
        program.wait().await?;
        Ok(sound)
    }
}

async fn write(input: Option<ChildStdin>, text: &str) -> io::Result<()> {
    if let Some(mut input) = input {
        input.write_all(text.as_bytes()).await?;
        input.shutdown().await?;
    }
    Ok(())
}

async fn read(program: &mut Child) -> io::Result<Vec<u8>> {
    let mut sound = Vec::new();
    if let Some(output) = program.stdout.take() {
        output.take(SOUND_BYTES_MAX).read_to_end(&mut sound).await?;
    }
    Ok(sound)
}

/// For threads that may block; never call it on a worker of the runtime.
impl Synthesizer for Espeak {
    fn speak(
        &self,
        spoken: &Spoken,
        sink: &mut dyn FnMut(Pcm) -> ControlFlow<()>,
    ) -> Result<(), SpeechError> {
        let mut heard = self.start(spoken)?;
        while let Some(sentence) = heard.blocking_recv() {
            if sink(sentence?).is_break() {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ling_base::Lang;

    /// The program, or the reason why there is nothing to test.
    async fn espeak() -> Option<Espeak> {
        match Espeak::find(Path::new("espeak-ng"), Manner::default()).await {
            Ok(espeak) => Some(espeak),
            Err(error) => {
                println!("skipped: {error}; install it with `apt-get install espeak-ng`");
                None
            }
        }
    }

    /// The sound lasts between so many seconds and is not silent.
    async fn check(text: &str, lang: Lang, secs: std::ops::RangeInclusive<f32>) {
        let Some(espeak) = espeak().await else { return };
        let sound = espeak
            .whole(&Spoken {
                text: text.to_owned(),
                lang,
            })
            .await
            .expect("it speaks");
        let lasts = sound.samples.len() as f32 / sound.rate_hz as f32;
        assert!(secs.contains(&lasts), "{text} lasts {lasts} s");
        let power = sound.samples.iter().map(|s| s * s).sum::<f32>() / sound.samples.len() as f32;
        assert!(power.sqrt() > 0.02, "{text} has level {}", power.sqrt());
    }

    #[tokio::test]
    async fn mandarin() {
        check("好的，明天早上七点叫您起床。", Lang::Zh, 2.0..=6.0).await;
        check("打開客廳的燈", Lang::Zh, 1.0..=3.0).await;
        check("一会儿去玩儿", Lang::Zh, 0.8..=3.0).await;
    }

    #[tokio::test]
    async fn english() {
        check(
            "Okay. I will call you at seven in the morning.",
            Lang::En,
            2.0..=6.0,
        )
        .await;
    }

    #[tokio::test]
    async fn mixed() {
        check(
            "正在播放 Yesterday Once More，音量40%。",
            Lang::Zh,
            2.5..=8.0,
        )
        .await;
        check("Playing 青花瓷 by 周杰伦.", Lang::En, 1.5..=6.0).await;
    }

    #[tokio::test]
    async fn the_longer_text_takes_longer() {
        let Some(espeak) = espeak().await else { return };
        let length = async |text: &str| {
            espeak
                .whole(&Spoken {
                    text: text.to_owned(),
                    lang: Lang::Zh,
                })
                .await
                .expect("it speaks")
                .samples
                .len()
        };
        assert!(length("今天天气很好，适合出去散步。").await > 2 * length("今天。").await);
    }

    #[tokio::test]
    async fn nothing_to_say_and_too_much() {
        let Some(espeak) = espeak().await else { return };
        let say = async |text: String| {
            espeak
                .whole(&Spoken {
                    text,
                    lang: Lang::Zh,
                })
                .await
        };
        assert!(
            say("……💡".into())
                .await
                .expect("silence")
                .samples
                .is_empty()
        );
        assert_eq!(
            say("好".repeat(6_000)).await.unwrap_err().code(),
            "text_too_long"
        );
        assert!(
            !say("-v foo; $(reboot) `x`".into())
                .await
                .expect("it speaks")
                .samples
                .is_empty()
        );
    }

    #[tokio::test]
    async fn programs_that_are_not_espeak() {
        let find = async |program: &str| {
            Espeak::find(Path::new(program), Manner::default())
                .await
                .err()
                .map(|e| e.code())
        };
        assert_eq!(find("/no/such/program").await, Some("missing"));
        assert_eq!(find("true").await, Some("missing"));
    }
}
