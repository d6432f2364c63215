//! Recognisers with OpenAI's interface: `POST /v1/audio/transcriptions`.

use std::{io, time::Duration};

use ling_base::{Lang, Pcm};
use ling_speech::{ListenOptions, Listening, RATE_HZ, Recognizer, SpeechError, Transcript, wav};
use reqwest::{
    Client, StatusCode,
    multipart::{Form, Part},
};
use tokio::{runtime::Handle, sync::mpsc};

use super::bridge::Bridged;

/// What errors call it.
const ENGINE: &str = "the transcription service";

/// From the request to the words.
const ANSWER_SECS_MAX: u64 = 30;

/// Largest answer: an utterance has a few hundred characters.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// Names sent as a hint; the interface takes about 200 words.
const HINT_CHARS_MAX: usize = 400;

/// A service at an address of the owner's choice.
#[derive(Clone)]
pub struct OpenAiAudio {
    client: Client,
    url: String,
    model: String,
    key: Option<String>,
    runtime: Handle,
}

impl OpenAiAudio {
    /// `base_url` is `http://host/v1`. Must be called within a tokio runtime; nothing is sent yet.
    pub fn new(
        client: Client,
        base_url: &str,
        model: &str,
        key: Option<String>,
    ) -> Result<OpenAiAudio, SpeechError> {
        let base = base_url.trim_end_matches('/');
        let is_url = reqwest::Url::parse(base)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if !is_url {
            let why = format!("`{base_url}` is no address like `http://127.0.0.1:8000/v1`");
            return Err(SpeechError::Missing {
                engine: ENGINE.to_owned(),
                why,
            });
        }
        let model = if model.is_empty() { "whisper-1" } else { model };
        Ok(OpenAiAudio {
            client,
            url: format!("{base}/audio/transcriptions"),
            model: model.to_owned(),
            key,
            runtime: Handle::current(),
        })
    }

    /// Hears a whole utterance.
    pub async fn transcribe(
        &self,
        pcm: &Pcm,
        options: &ListenOptions,
    ) -> Result<Transcript, SpeechError> {
        let file = Part::bytes(wav::write(pcm))
            .file_name("utterance.wav")
            .mime_str("audio/wav")
            .map_err(|error| lost(&error))?;
        let mut form = Form::new()
            .part("file", file)
            .text("model", self.model.clone())
            .text("response_format", "json");
        if let Some(lang) = options.lang {
            form = form.text("language", lang.tag());
        }
        if !options.names.is_empty() {
            form = form.text(
                "prompt",
                options
                    .names
                    .join(", ")
                    .chars()
                    .take(HINT_CHARS_MAX)
                    .collect::<String>(),
            );
        }
        let mut request = self
            .client
            .post(&self.url)
            .multipart(form)
            .timeout(Duration::from_secs(ANSWER_SECS_MAX));
        if let Some(key) = &self.key {
            request = request.bearer_auth(key);
        }
        let response = request.send().await.map_err(|error| lost(&error))?;
        let status = response.status();
        let body = body(response).await?;
        if !status.is_success() {
            return Err(refused(status, &body));
        }
        words(&body, options.lang)
    }
}

impl Recognizer for OpenAiAudio {
    fn start(&self, options: &ListenOptions) -> Result<Box<dyn Listening>, SpeechError> {
        let (service, options) = (self.clone(), options.clone());
        Ok(Box::new(Bridged::start(
            ENGINE,
            &self.runtime,
            |mut pieces: mpsc::Receiver<Vec<f32>>, _| async move {
                let mut samples = Vec::new();
                while let Some(piece) = pieces.recv().await {
                    samples.extend(piece);
                }
                service
                    .transcribe(
                        &Pcm {
                            rate_hz: RATE_HZ,
                            samples,
                        },
                        &options,
                    )
                    .await
            },
        )))
    }
}

async fn body(mut response: reqwest::Response) -> Result<Vec<u8>, SpeechError> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|error| lost(&error))? {
        body.extend_from_slice(&piece);
        if body.len() > ANSWER_BYTES_MAX {
            return Err(bad("it is too long"));
        }
    }
    Ok(body)
}

/// The words of a good answer.
fn words(body: &[u8], asked: Option<Lang>) -> Result<Transcript, SpeechError> {
    let answer: serde_json::Value =
        serde_json::from_slice(body).map_err(|_| bad("it is no JSON"))?;
    let text = answer
        .get("text")
        .and_then(serde_json::Value::as_str)
        .ok_or_else(|| bad("it has no text"))?;
    let named = answer
        .get("language")
        .and_then(serde_json::Value::as_str)
        .and_then(|name| match name {
            "chinese" | "mandarin" => Some(Lang::Zh),
            "english" => Some(Lang::En),
            tag => Lang::from_tag(tag),
        });
    Ok(Transcript::of(text, named.or(asked)))
}

/// What the service says about its refusal, without the key it was given.
fn refused(status: StatusCode, body: &[u8]) -> SpeechError {
    let answer: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let said = answer
        .pointer("/error/message")
        .or_else(|| answer.get("detail"))
        .and_then(serde_json::Value::as_str);
    let why = match (status, said) {
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, _) => {
            "the key is not accepted".to_owned()
        }
        (StatusCode::NOT_FOUND, None) => "there is no such address or model".to_owned(),
        (_, Some(said)) => said.chars().take(200).collect(),
        _ => format!("status {}", status.as_u16()),
    };
    SpeechError::Refused {
        engine: ENGINE.to_owned(),
        why,
    }
}

fn lost(error: &reqwest::Error) -> SpeechError {
    if error.is_timeout() {
        return SpeechError::Late {
            engine: ENGINE.to_owned(),
            secs: ANSWER_SECS_MAX,
        };
    }
    SpeechError::Unreachable {
        engine: ENGINE.to_owned(),
        source: io::Error::other(error.to_string()),
    }
}

fn bad(why: &str) -> SpeechError {
    SpeechError::BadAnswer {
        engine: ENGINE.to_owned(),
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        Router,
        extract::Request,
        http::{HeaderMap, header},
        routing::post,
    };

    /// A service that checks what it is sent and answers so.
    async fn service(status: u16, answer: &'static str) -> OpenAiAudio {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let base = format!("http://{}/v1/", listener.local_addr().expect("an address"));
        let handler = move |headers: HeaderMap, request: Request| async move {
            let body = axum::body::to_bytes(request.into_body(), 1 << 20)
                .await
                .expect("a body");
            let text = String::from_utf8_lossy(&body);
            let has = |part: &str| text.contains(part);
            let is_right = has("name=\"model\"\r\n\r\nwhisper-1")
                && has("filename=\"utterance.wav\"")
                && has("RIFF")
                && has("name=\"language\"\r\n\r\nzh")
                && has("name=\"prompt\"")
                && has("书房");
            let is_known = headers
                .get(header::AUTHORIZATION)
                .is_some_and(|key| key == "Bearer secret");
            let status = if is_right && is_known { status } else { 418 };
            (StatusCode::from_u16(status).expect("a status"), answer)
        };
        let app = Router::new().route("/v1/audio/transcriptions", post(handler));
        tokio::spawn(async move { axum::serve(listener, app).await });
        OpenAiAudio::new(client(), &base, "", Some("secret".into())).expect("an address")
    }

    fn client() -> Client {
        // Whoever installed a provider before keeps it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Client::builder().no_proxy().build().expect("a client")
    }

    async fn check(status: u16, answer: &'static str, expect: Result<&str, &str>) {
        let options = ListenOptions {
            lang: Some(Lang::Zh),
            names: vec!["书房".into()],
        };
        let sound = Pcm {
            rate_hz: 16_000,
            samples: vec![0.1; 1_600],
        };
        let heard = service(status, answer)
            .await
            .transcribe(&sound, &options)
            .await;
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
        check(200, r#"{"text":" 打开书房的灯。"}"#, Ok("打开书房的灯。")).await;
        check(200, r#"{"text":"","language":"chinese"}"#, Ok("")).await;
        check(200, "打开", Err("bad_answer")).await;
        check(200, r#"{"words":[]}"#, Err("bad_answer")).await;
        check(
            401,
            r#"{"error":{"message":"Incorrect API key provided: secret"}}"#,
            Err("refused"),
        )
        .await;
        check(503, "", Err("refused")).await;
    }

    #[tokio::test]
    async fn a_refused_key_is_not_shown() {
        let error = refused(
            StatusCode::UNAUTHORIZED,
            br#"{"error":{"message":"Incorrect API key provided: secret"}}"#,
        );
        assert!(!error.to_string().contains("secret"));
    }

    #[tokio::test]
    async fn nobody_there() {
        let sound = Pcm {
            rate_hz: 16_000,
            samples: vec![0.1; 160],
        };
        let service =
            OpenAiAudio::new(client(), "http://127.0.0.1:1/v1", "x", None).expect("an address");
        assert_eq!(
            service
                .transcribe(&sound, &ListenOptions::default())
                .await
                .map_err(|e| e.code()),
            Err("unreachable")
        );
        for url in ["", "localhost:80", "ftp://x/v1"] {
            assert_eq!(
                OpenAiAudio::new(client(), url, "", None)
                    .map(|_| ())
                    .map_err(|e| e.code()),
                Err("missing"),
                "{url}"
            );
        }
    }
}
