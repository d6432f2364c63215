//! The operations that are measured, with what is sent.

use std::time::Duration;

use reqwest::{StatusCode, header, multipart};
use serde::Deserialize;
use serde_json::{Value, json};

use super::server::Served;

/// What Microsoft's documentation of its containers asks for, least and recommended, where there is a container and it has a
/// figure (*published*, not measured).
const NONE: [&str; 2] = ["–", "–"];
const LANGUAGE: [&str; 2] = ["1 core, 2 GB", "4 cores, 8 GB"];
const SUMMARY: [&str; 2] = ["–", "16 cores, 48 GB"];
const READ: [&str; 2] = ["4 cores, 8 GB", "8 cores, 16 GB"];
const SCRIPTS: [&str; 2] = ["4 cores, 2 GB", "–"];
const TRANSLATOR: [&str; 2] = ["4 cores, 4 GB", "2 GB more a pair"];
const HEARS: [&str; 2] = ["4 cores, 4 GB", "8 cores, 8 GB and 4 to 8 GB for the model"];
const SPEAKS: [&str; 2] = ["6 cores, 12 GB", "8 cores, 16 GB"];

/// The header with the key.
const KEY: &str = "Ocp-Apim-Subscription-Key";
/// Between two looks at a job.
const JOB_LOOK: Duration = Duration::from_millis(1);

/// What a call sends.
pub(super) enum Payload {
    /// One of two: Mandarin, and English or mixed.
    Json([Value; 2]),
    /// The same as a job, whose end is waited for.
    Job([Value; 2]),
    Ssml(String),
    Picture,
    /// What the voice said, as the body.
    Sound,
    /// The same in a form.
    Recording,
    Nothing,
}

/// An operation.
pub(super) struct Call {
    pub(super) name: &'static str,
    path: &'static str,
    pub(super) payload: Payload,
    pub(super) container: [&'static str; 2],
}

impl Call {
    /// Whether its answer is the sound that other operations hear.
    pub(super) fn is_voice(&self) -> bool {
        self.path.ends_with("audio/speech")
    }

    /// Sends it once, in one language and the other by turns.
    pub(super) async fn send(
        &self,
        client: &reqwest::Client,
        served: &Served,
        bytes: &[u8],
        nth: usize,
    ) -> anyhow::Result<(StatusCode, Vec<u8>)> {
        let url = format!("{}{}", served.address, self.path);
        let request = match &self.payload {
            Payload::Nothing => client.get(url),
            Payload::Json(both) | Payload::Job(both) => client.post(url).json(&both[nth % 2]),
            Payload::Ssml(text) => client
                .post(url)
                .header(header::CONTENT_TYPE, "application/ssml+xml")
                .header("X-Microsoft-OutputFormat", "riff-24khz-16bit-mono-pcm")
                .body(text.clone()),
            Payload::Picture => client
                .post(url)
                .header(header::CONTENT_TYPE, "application/octet-stream")
                .body(bytes.to_vec()),
            Payload::Sound => client
                .post(url)
                .header(
                    header::CONTENT_TYPE,
                    "audio/wav; codecs=audio/pcm; samplerate=16000",
                )
                .body(bytes.to_vec()),
            Payload::Recording => {
                let file = multipart::Part::bytes(bytes.to_vec()).file_name("a.wav");
                client.post(url).multipart(
                    multipart::Form::new()
                        .text("model", "whisper-1")
                        .part("file", file),
                )
            }
        };
        let answer = request.header(KEY, &served.key).send().await?;
        let job = answer.headers().get("operation-location").cloned();
        let (status, mut said) = (answer.status(), answer.bytes().await?.to_vec());
        if let (Payload::Job(_), Some(job)) = (&self.payload, job) {
            said = ended(client, served, job.to_str()?).await?;
        }
        Ok((status, said))
    }
}

/// The answer of a job, when it is done.
async fn ended(client: &reqwest::Client, served: &Served, job: &str) -> anyhow::Result<Vec<u8>> {
    loop {
        let answer = client.get(job).header(KEY, &served.key).send().await?;
        let said = answer.error_for_status()?.bytes().await?.to_vec();
        let json: Value = serde_json::from_slice(&said)?;
        if !["notStarted", "running"].contains(&json["status"].as_str().unwrap_or_default()) {
            return Ok(said);
        }
        tokio::time::sleep(JOB_LOOK).await;
    }
}

/// What is said in one language.
#[derive(Deserialize)]
struct Texts {
    review: String,
    command: String,
    sum: String,
    short: String,
    spoken: String,
}

/// Mandarin and English.
fn both() -> [Texts; 2] {
    let files = [include_str!("zh.toml"), include_str!("en.toml")];
    files.map(|file| toml::from_str(file).expect("a test reads it"))
}

fn texts(kind: &str, [zh, en]: &[Texts; 2]) -> Payload {
    let one = |text: &str, language: &str| {
        let documents = json!([{ "id": "0", "text": text, "language": language }]);
        json!({ "kind": kind, "analysisInput": { "documents": documents }, "parameters": {} })
    };
    Payload::Json([one(&zh.review, "zh-hans"), one(&en.review, "en")])
}

fn sentence(text: &str) -> Value {
    let item = json!({ "id": "1", "participantId": "1", "modality": "text", "text": text });
    let parameters = json!({ "projectName": "home", "deploymentName": "production" });
    json!({ "kind": "Conversation", "analysisInput": { "conversationItem": item }, "parameters": parameters })
}

fn chat(text: &str) -> Value {
    json!({ "model": "ling", "messages": [{ "role": "user", "content": text }] })
}

/// Every operation, in the order of the table. The voice comes before those that hear it.
pub(super) fn all() -> Vec<Call> {
    let said = both();
    let mut all = vec![call(
        "`/healthz`, for comparison",
        "/healthz",
        Payload::Nothing,
        NONE,
    )];
    all.extend(of_language(&said));
    all.extend(of_translator(&said));
    all.extend(of_pictures());
    all.extend(of_speech(&said));
    all
}

fn call(
    name: &'static str,
    path: &'static str,
    payload: Payload,
    container: [&'static str; 2],
) -> Call {
    Call {
        name,
        path,
        payload,
        container,
    }
}

fn of_language(said: &[Texts; 2]) -> Vec<Call> {
    const ANALYZE: &str = "/language/:analyze-text?api-version=2023-04-01";
    const JOBS: &str = "/language/analyze-text/jobs?api-version=2023-04-01";
    const CONVERSATIONS: &str = "/language/:analyze-conversations?api-version=2023-04-01";
    let [zh, en] = said;
    let text = |name, kind, container| call(name, ANALYZE, texts(kind, said), container);
    let job = |text: &String| {
        let tasks =
            json!([{ "kind": "ExtractiveSummarization", "parameters": { "sentenceCount": 2 } }]);
        json!({ "analysisInput": { "documents": [{ "id": "0", "text": text, "language": "zh" }] }, "tasks": tasks })
    };
    let commands = Payload::Json([sentence(&zh.command), sentence(&en.command)]);
    let sums = Payload::Json([chat(&zh.sum), chat(&en.sum)]);
    vec![
        text("language detection", "LanguageDetection", NONE),
        text("sentiment", "SentimentAnalysis", LANGUAGE),
        text("key phrases", "KeyPhraseExtraction", NONE),
        text("entities", "EntityRecognition", NONE),
        text("private data (PII)", "PiiEntityRecognition", LANGUAGE),
        call(
            "summary by extraction, as a whole job",
            JOBS,
            Payload::Job([job(&zh.review), job(&en.review)]),
            SUMMARY,
        ),
        call("conversations (CLU)", CONVERSATIONS, commands, LANGUAGE),
        call(
            "the assistant as `chat/completions`",
            "/openai/v1/chat/completions",
            sums,
            NONE,
        ),
    ]
}

fn of_translator([zh, en]: &[Texts; 2]) -> Vec<Call> {
    const SCRIPT: &str =
        "/transliterate?api-version=3.0&language=zh-Hans&fromScript=Hans&toScript=Latn";
    const WORD: &str = "/dictionary/lookup?api-version=3.0&from=en&to=zh-Hans";
    const HANT: &str = "/translate?api-version=3.0&from=zh-Hans&to=zh-Hant";
    let list = |one: &str, other: &str| {
        Payload::Json([json!([{ "text": one }]), json!([{ "text": other }])])
    };
    vec![
        call(
            "detect (Translator)",
            "/detect?api-version=3.0",
            list(&zh.review, &en.review),
            NONE,
        ),
        call(
            "transliterate",
            SCRIPT,
            list(&zh.review, &zh.short),
            SCRIPTS,
        ),
        call("dictionary", WORD, list("apple", &en.short), NONE),
        call(
            "translate, zh-Hans to zh-Hant",
            HANT,
            list(&zh.review, &zh.short),
            TRANSLATOR,
        ),
    ]
}

fn of_pictures() -> Vec<Call> {
    const ANALYZE_READ: &str =
        "/computervision/imageanalysis:analyze?api-version=2023-10-01&features=read";
    const ANALYZE_TAGS: &str =
        "/computervision/imageanalysis:analyze?api-version=2023-10-01&features=tags";
    const ANALYZE_THINGS: &str =
        "/computervision/imageanalysis:analyze?api-version=2023-10-01&features=objects,people";
    let picture = |name, path, container| call(name, path, Payload::Picture, container);
    vec![
        picture("read (OCR)", ANALYZE_READ, READ),
        picture("tags", ANALYZE_TAGS, NONE),
        picture("objects and people", ANALYZE_THINGS, NONE),
        picture("faces", "/face/v1.2/detect?returnFaceId=false", NONE),
    ]
}

fn of_speech([zh, en]: &[Texts; 2]) -> Vec<Call> {
    const HEAR: &str = "/speech/recognition/conversation/cognitiveservices/v1?language=en-US";
    let speech = |text: &str| json!({ "model": "tts-1", "voice": "alloy", "input": text });
    let ssml = format!(
        "<speak version='1.0' xml:lang='en-US'><voice name='en-US-JennyNeural'>{}</voice></speak>",
        zh.spoken
    );
    let spoken = Payload::Json([speech(&en.spoken), speech(&en.spoken)]);
    vec![
        call(
            "`audio/speech`, one sentence",
            "/openai/v1/audio/speech",
            spoken,
            SPEAKS,
        ),
        call(
            "`audio/transcriptions`, one sentence",
            "/openai/v1/audio/transcriptions",
            Payload::Recording,
            HEARS,
        ),
        call("Speech REST, recognition", HEAR, Payload::Sound, HEARS),
        call(
            "Speech REST, synthesis",
            "/cognitiveservices/v1",
            Payload::Ssml(ssml),
            SPEAKS,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_are_read() {
        assert!(both().iter().all(|texts| !texts.review.is_empty()));
        assert_eq!(all().iter().filter(|call| call.is_voice()).count(), 1);
    }
}
