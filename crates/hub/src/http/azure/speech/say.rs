//! A connection on which Ling speaks: the socket around [`Speaking`].

use std::collections::VecDeque;

use axum::extract::ws::{Message, WebSocket};
use ling_cloud::Token;
use serde_json::json;
use tokio::{
    sync::mpsc,
    task::JoinSet,
    time::{Instant, timeout},
};

use super::{
    Socket, frame,
    hear::{Closing, FAULT},
    listen::{CHECK_EVERY, SEND_MAX, SILENT_MAX, broken, check_key, close},
    speak::{Act, Mute, Piece, Script, Speaking, speak},
};
use crate::Hub;

/// Texts that wait while one is spoken.
const WAITING_MAX: usize = 8;

/// Pieces that are made ahead of the listener.
const PIECES_AHEAD: usize = 2;

/// Sound of one message; the SDK tells its program of each.
const SOUND_BYTES: usize = 8 << 10;

struct Speaker {
    hub: Hub,
    key: Token,
    web: WebSocket,
    speaking: Speaking,
    waiting: VecDeque<Script>,
    now: Option<Turn>,
    /// What is being spoken; it ends with the connection.
    jobs: JoinSet<Result<(), Mute>>,
}

/// What is being said.
struct Turn {
    request: String,
    stream: String,
    pieces: mpsc::Receiver<Piece>,
}

/// Speaks for a program until it, or its key, goes.
pub(super) async fn say(hub: Hub, key: Token, web: WebSocket, _place: Socket) {
    let mut speaker = Speaker {
        hub,
        key,
        web,
        speaking: Speaking::default(),
        waiting: VecDeque::new(),
        now: None,
        jobs: JoinSet::new(),
    };
    if let Err(Some(closing)) = speaker.run().await {
        close(speaker.web, closing).await;
    }
}

/// Why nothing more is said, for whoever asked.
pub(super) fn told(mute: &Mute) -> Option<Closing> {
    let fault = |reason: String| Closing {
        code: FAULT,
        reason,
    };
    match mute {
        Mute::Gone => None,
        Mute::Long => Some(Closing::bad("The text lasts longer than ten minutes.")),
        Mute::Speech(error @ ling_speech::SpeechError::Missing { .. }) => {
            Some(Closing::bad(format!("Ling has no voice: {error}.")))
        }
        Mute::Speech(error) => Some(fault(format!("The voice failed: {error}."))),
    }
}

impl Speaker {
    /// Until the connection ends: by itself, or with a reason.
    async fn run(&mut self) -> Result<(), Option<Closing>> {
        let mut check = tokio::time::interval(CHECK_EVERY);
        let mut last = Instant::now();
        loop {
            if self.now.is_none()
                && let Some(script) = self.waiting.pop_front()
            {
                self.begin(script).await?;
            }
            let piece = async {
                match &mut self.now {
                    Some(turn) => turn.pieces.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                _ = check.tick() => {
                    check_key(&self.hub, &self.key).await?;
                    if last.elapsed() > SILENT_MAX {
                        let reason = "Nothing came for ten minutes.".to_owned();
                        return Err(Some(Closing { code: 1000, reason }));
                    }
                }
                came = self.web.recv() => {
                    last = Instant::now();
                    match came.ok_or(None)? {
                        Ok(Message::Text(whole)) => self.take(&whole).await?,
                        Ok(Message::Close(_)) => return Ok(()),
                        Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_)) => {}
                        Err(error) => return Err(broken(&error)),
                    }
                }
                piece = piece => match piece {
                    Some(piece) => self.hand(piece).await?,
                    None => self.end().await?,
                },
            }
        }
    }

    async fn take(&mut self, whole: &str) -> Result<(), Option<Closing>> {
        match self.speaking.take(whole).map_err(Some)? {
            None => Ok(()),
            Some(Act::Say(script)) if self.waiting.len() < WAITING_MAX => {
                self.waiting.push_back(*script);
                Ok(())
            }
            Some(Act::Say(_)) => {
                let reason = format!("More than {WAITING_MAX} texts wait to be said.");
                Err(Some(Closing::bad(reason)))
            }
            Some(Act::Stop) => {
                self.waiting.clear();
                self.jobs.abort_all();
                while self.jobs.join_next().await.is_some() {}
                match self.now.take() {
                    Some(turn) => self.tell(&turn.request, "turn.end", &json!({})).await,
                    None => Ok(()),
                }
            }
        }
    }

    async fn begin(&mut self, script: Script) -> Result<(), Option<Closing>> {
        let (request, format) = (script.request.clone(), script.format);
        let id = || format!("{:032X}", rand::random::<u128>());
        let (tag, stream) = (id(), id());
        let start = json!({ "context": { "serviceTag": tag } });
        self.tell(&request, "turn.start", &start).await?;
        let response = json!({
            "context": { "serviceTag": tag },
            "audio": { "type": "inline", "streamId": stream },
        });
        self.tell(&request, "response", &response).await?;
        let (out, pieces) = mpsc::channel(PIECES_AHEAD);
        self.jobs.spawn(speak(self.hub.clone(), script, out));
        let turn = Turn {
            request,
            stream,
            pieces,
        };
        if format.is_riff {
            self.sound(&turn, &format.head(0)).await?;
        }
        self.now = Some(turn);
        Ok(())
    }

    async fn hand(&mut self, piece: Piece) -> Result<(), Option<Closing>> {
        let Some(turn) = self.now.take() else {
            return Ok(());
        };
        match piece {
            Piece::Marks(marks) => {
                let body = json!({ "Metadata": marks });
                self.tell(&turn.request, "audio.metadata", &body).await?;
            }
            Piece::Sound(bytes) => self.sound(&turn, &bytes).await?,
        }
        self.now = Some(turn);
        Ok(())
    }

    async fn end(&mut self) -> Result<(), Option<Closing>> {
        let Some(turn) = self.now.take() else {
            return Ok(());
        };
        let broke = || Closing {
            code: FAULT,
            reason: "The voice broke down.".to_owned(),
        };
        match self.jobs.join_next().await {
            Some(Ok(Err(mute))) => Err(told(&mute)),
            Some(Err(_)) | None => Err(Some(broke())),
            Some(Ok(Ok(()))) => self.tell(&turn.request, "turn.end", &json!({})).await,
        }
    }

    async fn sound(&mut self, turn: &Turn, bytes: &[u8]) -> Result<(), Option<Closing>> {
        for piece in bytes.chunks(SOUND_BYTES) {
            let whole = frame::audio(&turn.request, &turn.stream, piece);
            self.send(Message::binary(whole)).await?;
        }
        Ok(())
    }

    async fn tell(
        &mut self,
        request: &str,
        path: &str,
        body: &serde_json::Value,
    ) -> Result<(), Option<Closing>> {
        self.send(Message::text(frame::json(request, path, body)))
            .await
    }

    async fn send(&mut self, message: Message) -> Result<(), Option<Closing>> {
        let sent = timeout(SEND_MAX, self.web.send(message)).await;
        sent.map_err(|_| None)?.map_err(|_| None)
    }
}
