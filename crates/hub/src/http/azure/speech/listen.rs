//! A connection on which a program is heard: the socket, the clock and the engines around [`Hearing`].

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use ling_base::Pcm;
use ling_cloud::Token;
use ling_speech::{ListenOptions, RATE_HZ, SpeechError};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep_until, timeout},
};

use super::{
    Socket, Wish, frame,
    hear::{Act, BAD, Closing, Ears, Event, FAULT, Hearing, Job, Phrase},
};
use crate::{EarError, Hub};

/// A connection from which nothing came for so long is closed; Azure does the same.
pub(super) const SILENT_MAX: Duration = Duration::from_secs(600);
/// Whoever does not take an answer for so long is gone.
pub(super) const SEND_MAX: Duration = Duration::from_secs(20);
/// How often the key is looked at; its owner may take it back.
pub(super) const CHECK_EVERY: Duration = Duration::from_secs(5);

/// What came of a sound.
type Done = (u64, Result<Phrase, Closing>);

struct Listener {
    hub: Hub,
    key: Token,
    web: WebSocket,
    hearing: Hearing,
    /// What is being heard; it ends with the connection.
    jobs: JoinSet<Done>,
    start: Instant,
}

/// Hears a program until it, or its key, goes.
pub(super) async fn listen(hub: Hub, key: Token, asked: Wish, web: WebSocket, _place: Socket) {
    let ears = ears(&hub).await;
    let mut listener = Listener {
        hearing: Hearing::new(asked, ears, rand::random()),
        hub,
        key,
        web,
        jobs: JoinSet::new(),
        start: Instant::now(),
    };
    if let Err(Some(closing)) = listener.run().await {
        close(listener.web, closing).await;
    }
}

/// Closes with a reason; whoever is gone already need not be told.
pub(super) async fn close(mut web: WebSocket, closing: Closing) {
    let frame = CloseFrame {
        code: closing.code,
        reason: frame::reason(&closing.reason).into(),
    };
    let told = timeout(SEND_MAX, web.send(Message::Close(Some(frame)))).await;
    // The client answers; without that, what it sends meanwhile would break the connection before it has read why.
    if matches!(told, Ok(Ok(()))) {
        let goes = async { while let Some(Ok(_)) = web.recv().await {} };
        let _ = timeout(Duration::from_secs(2), goes).await;
    }
}

pub(super) async fn ears(hub: &Hub) -> Ears {
    match hub.hears().await {
        Ok((engine, langs)) => Ears {
            engine: engine.to_owned(),
            is_early: ["sphinx", "sense-voice"].contains(&engine),
            langs,
        },
        Err(error) => {
            tracing::debug!(%error, "Nothing hears.");
            let (engine, langs) = ("none".to_owned(), Vec::new());
            Ears {
                engine,
                is_early: false,
                langs,
            }
        }
    }
}

impl Listener {
    /// Until the connection ends: by itself, or with a reason.
    async fn run(&mut self) -> Result<(), Option<Closing>> {
        let mut check = tokio::time::interval(CHECK_EVERY);
        let mut last = Instant::now();
        loop {
            let wakes = self.hearing.wakes_at().map(Duration::from_millis);
            let wakes = self.start + wakes.unwrap_or(SILENT_MAX * 1000);
            let now_ms =
                |start: Instant| u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
            let acts = tokio::select! {
                biased;
                Some(done) = self.jobs.join_next() => {
                    let (id, heard) = done.map_err(|_| Some(fault("The recogniser broke down.".to_owned())))?;
                    self.hearing.take(Event::Heard(id, heard), now_ms(self.start))
                }
                () = sleep_until(wakes) => self.hearing.take(Event::Time, now_ms(self.start)),
                _ = check.tick() => {
                    check_key(&self.hub, &self.key).await?;
                    if last.elapsed() > SILENT_MAX {
                        return Err(Some(Closing { code: 1000, reason: "Nothing came for ten minutes.".to_owned() }));
                    }
                    continue;
                }
                came = self.web.recv(), if !self.hearing.is_full() => {
                    last = Instant::now();
                    let now_ms = now_ms(self.start);
                    match came.ok_or(None)? {
                        Ok(Message::Text(whole)) => self.hearing.take(Event::Text(&whole), now_ms),
                        Ok(Message::Binary(whole)) => self.hearing.take(Event::Binary(&whole), now_ms),
                        Ok(Message::Ping(_) | Message::Pong(_)) => continue,
                        Ok(Message::Close(_)) => return Ok(()),
                        Err(error) => return Err(broken(&error)),
                    }
                }
            };
            for act in acts {
                self.act(act).await?;
            }
        }
    }

    async fn act(&mut self, act: Act) -> Result<(), Option<Closing>> {
        match act {
            Act::Close(closing) => Err(Some(closing)),
            Act::Send(whole) => {
                let sent = timeout(SEND_MAX, self.web.send(Message::text(whole))).await;
                sent.map_err(|_| None)?.map_err(|_| None)
            }
            Act::Hear(job) => {
                let hub = self.hub.clone();
                self.jobs
                    .spawn(async move { (job.id, heard(&hub, job).await) });
                Ok(())
            }
        }
    }
}

/// Whether the key still holds.
pub(super) async fn check_key(hub: &Hub, key: &Token) -> Result<(), Option<Closing>> {
    match hub.cloud.token(&key.id).await {
        Ok(None) => Err(Some(Closing::bad("The key has ended."))),
        Ok(Some(_)) => Ok(()),
        Err(error) => {
            tracing::debug!(code = error.code(), "A key cannot be looked at.");
            Ok(())
        }
    }
}

/// A message that is too large gets a sentence; otherwise nobody is there any more.
pub(super) fn broken(error: &axum::Error) -> Option<Closing> {
    let said = error.to_string();
    let is_large = said.contains("too long") || said.contains("too big");
    is_large.then(|| Closing::bad("The message is too large."))
}

fn fault(reason: String) -> Closing {
    Closing {
        code: FAULT,
        reason,
    }
}

pub(super) async fn heard(hub: &Hub, job: Job) -> Result<Phrase, Closing> {
    let sound = Pcm {
        rate_hz: RATE_HZ,
        samples: job.samples,
    };
    let options = ListenOptions {
        lang: job.lang,
        names: job.phrases,
    };
    let _hearer = hub.programs.speech.hearers.acquire().await;
    let heard = hub.hear_words(sound, &options).await;
    let heard = heard.map_err(|error| match error {
        EarError::Off | EarError::Package { .. } | EarError::Key { .. } => Closing {
            code: BAD,
            reason: format!("Nothing can be heard: {error}."),
        },
        EarError::Speech(SpeechError::Busy { .. }) => fault("The recogniser is busy.".to_owned()),
        EarError::Speech(error) => fault(format!("The recogniser failed: {error}.")),
    })?;
    Ok(Phrase {
        alternatives: heard.alternatives,
        words: heard.words,
        lang: heard.lang,
        engine: heard.engine.to_owned(),
    })
}
