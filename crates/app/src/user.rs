use std::{path::Path, process::ExitCode};

use anyhow::{Context, bail};
use jiff::Timestamp;
use ling_base::Lang;
use ling_cloud::{Cloud, CloudOptions, Person, PersonId, Role, Scope};
use serde_json::json;

use crate::{
    cli::{Listed, User, UserWhat},
    place, table,
};

/// `ling user`.
pub async fn run(options: User) -> anyhow::Result<ExitCode> {
    match options.what {
        UserWhat::List(listed) => {
            let cloud = open(&listed.place.there()?).await?;
            let people = serde_json::to_value(cloud.people().await?)?;
            cloud.close().await;
            table::print(&people, &["id", "name", "lang", "role"], listed.json);
        }
        UserWhat::Add {
            place,
            name,
            lang,
            child,
        } => {
            let person = add(&place.there()?, &name, lang.as_deref(), child).await?;
            println!("{person}");
        }
        UserWhat::Link { place, person } => link(&place.there()?, person.as_deref()).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// `ling devices`.
pub async fn devices(listed: Listed) -> anyhow::Result<ExitCode> {
    let cloud = open(&listed.place.there()?).await?;
    let (devices, rooms, people) = (
        cloud.devices().await?,
        cloud.rooms().await?,
        cloud.people().await?,
    );
    cloud.close().await;
    let mut rows = serde_json::to_value(devices)?;
    if !listed.json {
        let room = |id: &str| {
            rooms
                .iter()
                .find(|room| room.id.as_str() == id)
                .map(|room| room.name.clone())
        };
        let person = |id: &str| {
            people
                .iter()
                .find(|one| one.id.as_str() == id)
                .map(|one| one.name.clone())
        };
        for row in rows.as_array_mut().into_iter().flatten() {
            row["room"] = json!(row["room"].as_str().and_then(room));
            row["person"] = json!(row["person"].as_str().and_then(person));
        }
    }
    table::print(
        &rows,
        &["id", "name", "kind", "room", "person", "last_seen"],
        listed.json,
    );
    Ok(ExitCode::SUCCESS)
}

async fn open(data: &Path) -> anyhow::Result<Cloud> {
    Ok(Cloud::open(&CloudOptions::new(data, Timestamp::now())).await?)
}

/// Adds somebody, through the running server if there is one: it must know the name at once.
async fn add(data: &Path, name: &str, lang: Option<&str>, child: bool) -> anyhow::Result<String> {
    let now = Timestamp::now();
    let cloud = open(data).await?;
    let Some(address) = place::running(data).await else {
        let role = if child { Role::Child } else { Role::Adult };
        let person = cloud
            .add_person(name, lang.and_then(Lang::from_tag), role, now)
            .await?;
        cloud.close().await;
        return Ok(person.id.as_str().to_owned());
    };
    let (token, secret) = cloud
        .create_token("ling user add", Scope::Admin, now)
        .await?;
    let body = json!({ "name": name, "lang": lang, "child": child });
    let client = reqwest::Client::builder().no_proxy().build()?;
    let request = client.post(format!("{address}/v1/people")).json(&body);
    let sent = request.bearer_auth(secret.expose()).send().await;
    cloud.revoke_token(&token.id).await?;
    cloud.close().await;
    let answer: serde_json::Value = sent.context("the server does not answer")?.json().await?;
    if let Some(message) = answer["error"]["message"].as_str() {
        bail!("{message}");
    }
    Ok(answer["id"].as_str().unwrap_or_default().to_owned())
}

async fn link(data: &Path, person: Option<&str>) -> anyhow::Result<()> {
    let cloud = open(data).await?;
    let person = match person {
        Some(wanted) => Some(find(&cloud.people().await?, wanted)?),
        None => None,
    };
    let secret = cloud.create_link(person.as_ref(), Timestamp::now()).await?;
    cloud.close().await;
    let address = place::running(data).await;
    if address.is_none() {
        eprintln!("note: no server runs on this data folder; start it with `ling serve`");
    }
    let address = address.unwrap_or_else(|| "http://127.0.0.1:8460".to_owned());
    println!("{address}/signin?key={}", secret.expose());
    Ok(())
}

fn find(people: &[Person], wanted: &str) -> anyhow::Result<PersonId> {
    let is_meant = |one: &&Person| one.id.as_str() == wanted || one.name == wanted;
    let mut found = people.iter().filter(is_meant);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one.id.clone()),
        (Some(_), Some(_)) => {
            bail!("several people are called `{wanted}`; take the id from `ling user list`")
        }
        (None, _) => bail!("nobody is called `{wanted}`; `ling user list` shows who there is"),
    }
}
