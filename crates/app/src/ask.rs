use std::{io::Read, path::Path, process::ExitCode, time::Instant};

use anyhow::Context;
use ling_base::Lang;
use ling_hub::{Config, Heard, Hub, HubOptions, Said, Traced};
use ling_speech::ear::SoFar;
use serde_json::{Value, json};

use crate::{advice::Advice, cli::Ask, config, input, place, say};

/// The conversation that `ling ask` goes on with.
const CONVERSATION: &str = "terminal";
/// The largest recording: what the server takes.
const AUDIO_BYTES_MAX: u64 = 12 << 20;

/// Who answers: the running server, or this process.
pub enum Answerer {
    /// A server, with a token for it.
    Server { address: String, token: String },
    /// This process.
    Here(Box<Hub>),
}

/// What is asked.
pub enum Question {
    Words(String),
    /// A sound file.
    Sound(Vec<u8>),
    /// Words that this process has heard.
    Heard(Heard),
}

/// `ling ask`.
pub async fn run(options: Ask) -> anyhow::Result<ExitCode> {
    let data = options.place.there()?;
    let config = config::load(&options.place.config()?)?;
    let answerer = answerer(&config, &data).await?;
    let lang = options.lang.as_deref().and_then(Lang::from_tag);
    let ask = async |question| {
        let answer = answerer.ask(question, lang).await?;
        if options.audio.is_some() && !options.json {
            println!("> {}", answer["heard"].as_str().unwrap_or_default());
        }
        let code = print(&answer, options.json);
        if options.speak {
            speak(&config, &answer).await?;
        }
        Ok::<_, anyhow::Error>(code)
    };
    if let Some(file) = &options.audio {
        return ask(Question::Sound(recording(file)?)).await;
    }
    if !options.text.is_empty() {
        return ask(Question::Words(options.text.join(" "))).await;
    }
    let mut code = ExitCode::SUCCESS;
    while let Some(line) = input::said_line()? {
        code = ask(Question::Words(line)).await?;
    }
    Ok(code)
}

fn recording(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut sound = Vec::new();
    let read = if file == Path::new("-") {
        let input = std::io::stdin().lock();
        input.take(AUDIO_BYTES_MAX + 1).read_to_end(&mut sound)
    } else {
        let opened = std::fs::File::open(file);
        opened.and_then(|input| input.take(AUDIO_BYTES_MAX + 1).read_to_end(&mut sound))
    };
    read.with_context(|| format!("`{}` cannot be read", file.display()))?;
    Ok(sound)
}

/// The server that runs on this data folder, else this process.
pub async fn answerer(config: &Config, data: &Path) -> anyhow::Result<Answerer> {
    if let Some(address) = place::running(data).await {
        let token = crate::token::local(data).await?;
        return Ok(Answerer::Server { address, token });
    }
    eprintln!("note: no server runs on this data folder, so nothing that is set will ring");
    let hub = Hub::open(HubOptions {
        data: data.to_owned(),
        config: config.clone(),
        skills: ling_skills::all(),
        model: Some(crate::model::NET),
    })
    .await?;
    Ok(Answerer::Here(Box::new(hub)))
}

impl Answerer {
    /// Hears what somebody who pauses has said so far, and what it means; nothing where somebody else must be asked.
    pub async fn hear_so_far(&self, sound: Vec<u8>) -> Option<(Heard, SoFar)> {
        let Answerer::Here(hub) = self else {
            return None;
        };
        let heard = hub.hear(sound, None).await.ok()?;
        let so_far = hub.so_far(&heard.text).await;
        Some((heard, so_far))
    }

    /// Hears a sound file, without doing anything about it.
    pub async fn hear(&self, sound: Vec<u8>) -> anyhow::Result<Heard> {
        match self {
            Answerer::Here(hub) => Ok(hub.hear(sound, None).await?),
            Answerer::Server { address, token } => {
                let client = reqwest::Client::builder().no_proxy().build()?;
                let request = client.post(format!("{address}/v1/hear"));
                let kind = (reqwest::header::CONTENT_TYPE, "audio/x-any");
                let request = request.header(kind.0, kind.1).body(sound);
                let sent = request.bearer_auth(token).send();
                let answer = sent.await.context("the server does not answer")?;
                let told = told(
                    answer
                        .json()
                        .await
                        .context("the server's answer is no JSON")?,
                )?;
                Ok(Heard {
                    text: told["text"].as_str().unwrap_or_default().to_owned(),
                    lang: told["lang"].as_str().and_then(Lang::from_tag),
                    note: told["note"].as_str().unwrap_or_default().to_owned(),
                    missed: told["missed"] == true,
                })
            }
        }
    }

    /// The whole turn as JSON.
    pub async fn ask(&self, question: Question, lang: Option<Lang>) -> anyhow::Result<Value> {
        match self {
            Answerer::Here(hub) => here(hub, question, lang).await,
            Answerer::Server { address, token } => {
                let client = reqwest::Client::builder().no_proxy().build()?;
                let request = client.post(format!("{address}/v1/turns"));
                let request = match question {
                    Question::Words(text) | Question::Heard(Heard { text, .. }) => {
                        request.json(&words(&text, lang))
                    }
                    Question::Sound(sound) => {
                        let lang =
                            lang.map_or(String::new(), |lang| format!("&lang={}", lang.tag()));
                        let url = format!("{address}/v1/turns?conversation={CONVERSATION}{lang}");
                        let kind = (reqwest::header::CONTENT_TYPE, "audio/x-any");
                        client.post(url).header(kind.0, kind.1).body(sound)
                    }
                };
                let sent = request.bearer_auth(token).send();
                let answer = sent.await.context("the server does not answer")?;
                told(
                    answer
                        .json()
                        .await
                        .context("the server's answer is no JSON")?,
                )
            }
        }
    }
}

fn words(text: &str, lang: Option<Lang>) -> Value {
    let mut body = json!({ "text": text, "conversation": CONVERSATION });
    if let Some(lang) = lang {
        body["lang"] = json!(lang.tag());
    }
    body
}

async fn here(hub: &Hub, question: Question, lang: Option<Lang>) -> anyhow::Result<Value> {
    let mut said = Said {
        lang,
        conversation: Some(CONVERSATION.to_owned()),
        ..Said::default()
    };
    let began = Instant::now();
    let heard = match question {
        Question::Words(text) => {
            said.text = text;
            return Ok(hub.turn(said).await.json());
        }
        Question::Sound(sound) => hub.hear(sound, lang).await?,
        Question::Heard(heard) => heard,
    };
    (said.text, said.lang, said.missed) = (heard.text, lang.or(heard.lang), heard.missed);
    said.hear = Some(Traced {
        stage: "hear",
        at_us: 0,
        took_us: u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
        note: heard.note,
    });
    Ok(hub.turn(said).await.json())
}

/// An answer, or the error that it is.
pub fn told(answer: Value) -> anyhow::Result<Value> {
    let error = &answer["error"];
    let Some(message) = error["message"].as_str() else {
        return Ok(answer);
    };
    Err(Advice {
        message: message.to_owned(),
        hint: error["hint"].as_str().map(str::to_owned),
    }
    .into())
}

async fn speak(config: &Config, answer: &Value) -> anyhow::Result<()> {
    let Some(say) = answer["reply"]["say"]
        .as_str()
        .filter(|say| !say.is_empty())
    else {
        return Ok(());
    };
    let lang = answer["lang"].as_str().and_then(Lang::from_tag);
    say::play(&say::wave(config, say, lang).await?)
}

/// Prints an answer; the code is 2 when Ling did not understand.
fn print(answer: &Value, whole: bool) -> ExitCode {
    if whole {
        println!("{answer}");
    } else {
        let reply = &answer["reply"];
        let shown = reply["show"].as_str().or(reply["say"].as_str());
        println!("{}", shown.unwrap_or_default());
    }
    if answer["stage"] == "none" {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    }
}
