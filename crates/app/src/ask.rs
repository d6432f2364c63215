use std::{io::BufRead, path::Path, process::ExitCode};

use anyhow::Context;
use ling_hub::{Hub, HubOptions, Said};
use serde_json::{Value, json};

use crate::{cli::Ask, config, place};

/// The conversation that `ling ask` goes on with.
const CONVERSATION: &str = "terminal";

/// Who answers: the running server, or this process.
enum Answerer {
    Server { address: String, token: String },
    Here(Hub),
}

/// `ling ask`.
pub async fn run(options: Ask) -> anyhow::Result<ExitCode> {
    let data = options.place.data()?;
    let answerer = answerer(&options, &data).await?;
    if !options.text.is_empty() {
        let answer = answerer.ask(&options.text.join(" ")).await?;
        return Ok(print(&answer, options.json));
    }
    let mut code = ExitCode::SUCCESS;
    for line in std::io::stdin().lock().lines() {
        let line = line.context("standard input is not UTF-8")?;
        code = print(&answerer.ask(&line).await?, options.json);
    }
    Ok(code)
}

async fn answerer(options: &Ask, data: &Path) -> anyhow::Result<Answerer> {
    if let Some(address) = place::running(data).await {
        let token = crate::token::local(data).await?;
        return Ok(Answerer::Server { address, token });
    }
    eprintln!("note: no server runs on this data folder, so nothing that is set will ring");
    let config = config::load(&options.place.config()?)?;
    let hub = Hub::open(HubOptions {
        data: data.to_owned(),
        config,
        skills: ling_skills::all(),
    })
    .await?;
    Ok(Answerer::Here(hub))
}

impl Answerer {
    async fn ask(&self, text: &str) -> anyhow::Result<Value> {
        match self {
            Answerer::Here(hub) => {
                let conversation = Some(CONVERSATION.to_owned());
                let said = Said {
                    text: text.to_owned(),
                    conversation,
                    ..Said::default()
                };
                Ok(hub.turn(said).await.json())
            }
            Answerer::Server { address, token } => {
                let body = json!({ "text": text, "conversation": CONVERSATION });
                let client = reqwest::Client::new();
                let sent = client
                    .post(format!("{address}/v1/turns"))
                    .bearer_auth(token)
                    .json(&body)
                    .send();
                Ok(sent
                    .await
                    .context("the server does not answer")?
                    .json()
                    .await?)
            }
        }
    }
}

/// Prints an answer; the code is 2 when Ling did not understand.
fn print(answer: &Value, whole: bool) -> ExitCode {
    if whole {
        println!("{answer}");
    } else {
        let reply = &answer["reply"];
        let shown = reply["show"].as_str().or(reply["say"].as_str());
        let error = answer["error"]["message"].as_str();
        println!("{}", shown.or(error).unwrap_or_default());
    }
    if answer["stage"] == "none" {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    }
}
