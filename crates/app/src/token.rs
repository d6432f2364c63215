use std::{path::Path, process::ExitCode};

use anyhow::{anyhow, bail};
use jiff::Timestamp;
use ling_cloud::{Cloud, CloudOptions, Scope};

use crate::{
    cli::{Key, KeyWhat, Listed, Place, Token, TokenWhat},
    table,
};

/// The file that holds the key of this machine's own `ling ask`.
const LOCAL_FILE: &str = "terminal.key";

/// `ling token`.
pub async fn run(options: Token) -> anyhow::Result<ExitCode> {
    match options.what {
        TokenWhat::Create { place, name, scope } => {
            let Some(scope) = Scope::ALL.into_iter().find(|known| known.word() == scope) else {
                bail!("`{scope}` is not a scope; use `turns`, `ai` or `admin`")
            };
            create(&place, &name, scope).await?;
        }
        TokenWhat::List(listed) => list(&listed, &Scope::ALL).await?,
        TokenWhat::Revoke { place, id } => revoke(&place, &id, &Scope::ALL, "token").await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// `ling key`: the tokens whose scope is `ai`.
pub async fn keys(options: Key) -> anyhow::Result<ExitCode> {
    const AI: &[Scope] = &[Scope::Ai];
    match options.what {
        KeyWhat::Create { place, name } => create(&place, &name, Scope::Ai).await?,
        KeyWhat::List(listed) => list(&listed, AI).await?,
        KeyWhat::Revoke { place, id } => revoke(&place, &id, AI, "key").await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn create(place: &Place, name: &str, scope: Scope) -> anyhow::Result<()> {
    let (now, data) = (Timestamp::now(), place.data()?);
    if !data.exists() {
        eprintln!("note: the data folder `{}` is made", data.display());
    }
    let cloud = Cloud::open(&CloudOptions::new(data, now)).await?;
    let (_, secret) = cloud.create_token(name, scope, now).await?;
    cloud.close().await;
    println!("{}", secret.expose());
    Ok(())
}

async fn list(listed: &Listed, scopes: &[Scope]) -> anyhow::Result<()> {
    let now = Timestamp::now();
    let cloud = Cloud::open(&CloudOptions::new(listed.place.there()?, now)).await?;
    let mut tokens = cloud.tokens().await?;
    cloud.close().await;
    tokens.retain(|token| scopes.contains(&token.scope));
    let tokens = serde_json::to_value(tokens)?;
    table::print(&tokens, &["id", "name", "scope", "created"], listed.json);
    Ok(())
}

async fn revoke(place: &Place, id: &str, scopes: &[Scope], command: &str) -> anyhow::Result<()> {
    let now = Timestamp::now();
    let cloud = Cloud::open(&CloudOptions::new(place.there()?, now)).await?;
    let mut tokens = cloud.tokens().await?;
    tokens.retain(|token| scopes.contains(&token.scope));
    let revoked = match one(&tokens, id) {
        Ok(token) => cloud.revoke_token(&token.id).await.map_err(Into::into),
        Err(why) => Err(anyhow!("{why}; `ling {command} list` shows them")),
    };
    cloud.close().await;
    revoked.map(|_| ())
}

/// The one key with this id, or else with this name.
fn one<'a>(tokens: &'a [ling_cloud::Token], called: &str) -> Result<&'a ling_cloud::Token, String> {
    if let Some(token) = tokens.iter().find(|token| token.id.as_str() == called) {
        return Ok(token);
    }
    let mut named = tokens.iter().filter(|token| token.name == called);
    match (named.next(), named.next()) {
        (Some(token), None) => Ok(token),
        (Some(_), Some(_)) => Err(format!(
            "several keys are called `{called}`, so name its id"
        )),
        (None, _) => Err(format!("there is no key `{called}`")),
    }
}

/// The key with which `ling ask` on this machine talks to the running server; made at first.
pub async fn local(data: &Path) -> anyhow::Result<String> {
    let file = data.join(LOCAL_FILE);
    let now = Timestamp::now();
    let cloud = Cloud::open(&CloudOptions::new(data, now)).await?;
    if let Ok(secret) = std::fs::read_to_string(&file)
        && cloud.check_token(&secret).await?.is_some()
    {
        return Ok(secret);
    }
    let (_, secret) = cloud.create_token("terminal", Scope::Turns, now).await?;
    write_private(&file, secret.expose())?;
    Ok(secret.expose().to_owned())
}

fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut open = std::fs::OpenOptions::new();
    let mut file = open
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file)?;
    file.write_all(text.as_bytes())
}
