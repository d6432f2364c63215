//! Recognisers that speak the Wyoming protocol: whisper, vosk, sherpa and others of Home Assistant's family.

use std::{io, time::Duration};

use ling_base::{Lang, Pcm};
use ling_proto::wyoming::{AudioFormat, Codec, Event};
use ling_speech::{ListenOptions, Listening, RATE_HZ, Recognizer, SpeechError, Transcript, wav};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::Handle,
    sync::mpsc,
    time::timeout,
};

use super::bridge::{Bridged, Partials, send_whole};

/// What errors call it.
const ENGINE: &str = "the Wyoming recogniser";

/// A server of the same house answers at once or not at all.
const CONNECT_SECS_MAX: u64 = 5;

/// From the end of the sound to the words: large models on small machines are slow.
const ANSWER_SECS_MAX: u64 = 20;

/// Our sound on the wire.
const FORMAT: AudioFormat = AudioFormat {
    rate_hz: RATE_HZ,
    width_bytes: 2,
    channels: 1,
};

/// A recogniser at an address of the owner's choice.
#[derive(Clone, Debug)]
pub struct WyomingRecogniser {
    address: String,
    model: Option<String>,
    runtime: Handle,
}

impl WyomingRecogniser {
    /// `url` is `tcp://host:10300`. Must be called within a tokio runtime; nothing is connected yet.
    pub fn new(url: &str, model: Option<&str>) -> Result<WyomingRecogniser, SpeechError> {
        let address = url
            .strip_prefix("tcp://")
            .unwrap_or(url)
            .trim_end_matches('/');
        let has_port = address
            .rsplit_once(':')
            .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
        if !has_port || address.contains('/') {
            let why = format!("`{url}` is no address like `tcp://127.0.0.1:10300`");
            return Err(SpeechError::Missing {
                engine: ENGINE.to_owned(),
                why,
            });
        }
        let model = model.filter(|name| !name.is_empty()).map(str::to_owned);
        Ok(WyomingRecogniser {
            address: address.to_owned(),
            model,
            runtime: Handle::current(),
        })
    }

    /// Hears a whole utterance.
    pub async fn transcribe(
        &self,
        pcm: Pcm,
        options: &ListenOptions,
    ) -> Result<Transcript, SpeechError> {
        let (sound, pieces) = mpsc::channel(16);
        let talk = self
            .clone()
            .talk(options.clone(), pieces, Partials::default());
        let (heard, ()) = tokio::join!(talk, send_whole(sound, pcm));
        heard
    }

    async fn talk(
        self,
        options: ListenOptions,
        mut pieces: mpsc::Receiver<Vec<f32>>,
        partials: Partials,
    ) -> Result<Transcript, SpeechError> {
        let connecting = timeout(
            Duration::from_secs(CONNECT_SECS_MAX),
            TcpStream::connect(&self.address),
        );
        let stream = connecting
            .await
            .map_err(|_| late(CONNECT_SECS_MAX))?
            .map_err(lost)?;
        let (mut input, mut output) = stream.into_split();
        let mut answers = Answers {
            codec: Codec::new(),
            lang: options.lang,
            text: String::new(),
            partials,
        };
        let hearing = answers.until_transcript(&mut input);
        tokio::pin!(hearing);
        let mut line = Vec::new();
        let codec = Codec::new();
        codec.encode(
            &Event::transcribe(options.lang.map(Lang::tag), self.model.as_deref()),
            &mut line,
        );
        codec.encode(&Event::audio_start(FORMAT), &mut line);
        loop {
            if let Err(error) = send(&mut output, &mut line).await {
                // It may have closed because it has heard enough: then its answer is there already.
                let heard = timeout(Duration::from_secs(1), hearing).await;
                return heard.ok().and_then(Result::ok).ok_or(error);
            }
            tokio::select! {
                // Some servers find the end themselves and answer before we have sent it.
                heard = &mut hearing => return heard,
                piece = pieces.recv() => match piece {
                    Some(samples) => codec.encode(&Event::audio_chunk(FORMAT, wav::to_bytes(&samples)), &mut line),
                    None => break,
                },
            }
        }
        codec.encode(&Event::audio_stop(), &mut line);
        send(&mut output, &mut line).await?;
        timeout(Duration::from_secs(ANSWER_SECS_MAX), hearing)
            .await
            .map_err(|_| late(ANSWER_SECS_MAX))?
    }
}

impl Recognizer for WyomingRecogniser {
    fn start(&self, options: &ListenOptions) -> Result<Box<dyn Listening>, SpeechError> {
        let (server, options) = (self.clone(), options.clone());
        Ok(Box::new(Bridged::start(
            ENGINE,
            &self.runtime,
            |pieces, partials| server.talk(options, pieces, partials),
        )))
    }
}

/// What comes back.
struct Answers {
    codec: Codec,
    lang: Option<Lang>,
    /// Pieces of a streamed transcript so far.
    text: String,
    partials: Partials,
}

impl Answers {
    async fn until_transcript(
        &mut self,
        input: &mut (impl AsyncReadExt + Unpin),
    ) -> Result<Transcript, SpeechError> {
        let mut buffer = [0u8; 4096];
        loop {
            while let Some(event) = self.codec.poll().map_err(|error| bad(error.to_string()))? {
                if let Some(heard) = self.take(&event)? {
                    return Ok(heard);
                }
            }
            let n_read = input.read(&mut buffer).await.map_err(lost)?;
            if n_read == 0 {
                return Err(lost(io::ErrorKind::UnexpectedEof.into()));
            }
            self.codec.feed(&buffer[..n_read]);
        }
    }

    fn take(&mut self, event: &Event) -> Result<Option<Transcript>, SpeechError> {
        let text = event.text("text");
        match event.kind.as_str() {
            "transcript" => {
                let text = text.ok_or_else(|| bad("a transcript without text".to_owned()))?;
                let lang = event
                    .text("language")
                    .and_then(Lang::from_tag)
                    .or(self.lang);
                return Ok(Some(Transcript::of(text, lang)));
            }
            "transcript-chunk" => {
                self.text.push_str(text.unwrap_or_default());
                self.partials.put(self.text.clone());
            }
            "error" => {
                let why = text
                    .unwrap_or("it gave no reason")
                    .chars()
                    .take(200)
                    .collect();
                return Err(SpeechError::Refused {
                    engine: ENGINE.to_owned(),
                    why,
                });
            }
            _ => {}
        }
        Ok(None)
    }
}

async fn send(
    output: &mut (impl AsyncWriteExt + Unpin),
    line: &mut Vec<u8>,
) -> Result<(), SpeechError> {
    let sending = timeout(Duration::from_secs(ANSWER_SECS_MAX), output.write_all(line));
    sending
        .await
        .map_err(|_| late(ANSWER_SECS_MAX))?
        .map_err(lost)?;
    line.clear();
    Ok(())
}

fn late(secs: u64) -> SpeechError {
    SpeechError::Late {
        engine: ENGINE.to_owned(),
        secs,
    }
}

fn lost(source: io::Error) -> SpeechError {
    SpeechError::Unreachable {
        engine: ENGINE.to_owned(),
        source,
    }
}

fn bad(why: String) -> SpeechError {
    SpeechError::BadAnswer {
        engine: ENGINE.to_owned(),
        why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    /// A server that reads until the sound ends and then sends these bytes.
    async fn server(answer: &'static [u8]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("tcp://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a client");
            let mut codec = Codec::new();
            let mut buffer = [0u8; 1000];
            let mut n_bytes = 0;
            loop {
                while let Ok(Some(event)) = codec.poll() {
                    n_bytes += event.payload.len();
                    if event.kind == "audio-stop" {
                        let whole = if n_bytes == 32_000 {
                            answer
                        } else {
                            b"{\"type\":\"error\",\"data\":{\"text\":\"sound is missing\"}}\n"
                        };
                        stream.write_all(whole).await.expect("the client reads");
                        return;
                    }
                }
                let n_read = stream.read(&mut buffer).await.expect("the client writes");
                codec.feed(&buffer[..n_read]);
            }
        });
        url
    }

    async fn check(answer: &'static [u8], expect: Result<&str, &str>) {
        let engine = WyomingRecogniser::new(&server(answer).await, None).expect("an address");
        let second = Pcm {
            rate_hz: 48_000,
            samples: vec![0.1; 48_000],
        };
        let heard = engine.transcribe(second, &ListenOptions::default()).await;
        assert_eq!(
            heard
                .as_ref()
                .map(Transcript::text)
                .map_err(SpeechError::code),
            expect
        );
    }

    #[tokio::test]
    async fn answers() {
        check(
            "{\"type\":\"transcript\",\"data\":{\"text\":\" 打开灯 \",\"language\":\"zh\"}}\n"
                .as_bytes(),
            Ok("打开灯"),
        )
        .await;
        check(b"{\"type\":\"info\"}\n{\"type\":\"transcript\",\"data_length\":15}\n{\"text\":\"stop\"}", Ok("stop")).await;
        check(
            b"{\"type\":\"transcript\",\"data\":{\"text\":\"\"}}\n",
            Ok(""),
        )
        .await;
        check(
            b"{\"type\":\"error\",\"data\":{\"text\":\"no model\"}}\n",
            Err("refused"),
        )
        .await;
        check(b"{\"type\":\"transcript\"}\n", Err("bad_answer")).await;
        check(b"HTTP/1.1 400 Bad Request\r\n", Err("bad_answer")).await;
        check(b"", Err("unreachable")).await;
    }

    #[tokio::test]
    async fn nobody_there() {
        let engine = WyomingRecogniser::new("tcp://127.0.0.1:1", None).expect("an address");
        let heard = engine
            .transcribe(
                Pcm {
                    rate_hz: 16_000,
                    samples: vec![0.0; 160],
                },
                &ListenOptions::default(),
            )
            .await;
        assert_eq!(heard.map_err(|error| error.code()), Err("unreachable"));
        for url in ["", "tcp://", "http://x/y", "tcp://host", "tcp://host:99999"] {
            assert_eq!(
                WyomingRecogniser::new(url, None)
                    .map(|_| ())
                    .map_err(|error| error.code()),
                Err("missing"),
                "{url}"
            );
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn pushed_from_a_thread() {
        let answer = b"{\"type\":\"transcript-chunk\",\"data\":{\"text\":\"turn\"}}\n{\"type\":\"transcript\",\"data\":{\"text\":\"turn on\"}}\n";
        let engine = WyomingRecogniser::new(&server(answer).await, None).expect("an address");
        let heard = tokio::task::spawn_blocking(move || {
            let mut listening = engine.start(&ListenOptions {
                lang: Some(Lang::En),
                names: Vec::new(),
            })?;
            for _ in 0..10 {
                listening.push(&[0.1; 1_600])?;
            }
            listening.finish()
        });
        let heard = heard.await.expect("the thread ends").expect("words");
        assert_eq!((heard.text(), heard.lang), ("turn on", Some(Lang::En)));
    }
}
