use std::process::ExitCode;

use jiff::Timestamp;
use ling_cloud::{Cloud, CloudOptions};

use crate::{
    cli::{User, UserWhat},
    place,
};

/// `ling user`.
pub async fn run(options: User) -> anyhow::Result<ExitCode> {
    match options.what {
        UserWhat::Link { place } => {
            let data = place.data()?;
            let now = Timestamp::now();
            let cloud = Cloud::open(&CloudOptions::new(&data, now)).await?;
            let secret = cloud.create_link(None, now).await?;
            cloud.close().await;
            let address = place::running(&data).await;
            let address = address.unwrap_or_else(|| "http://127.0.0.1:8460".to_owned());
            println!("{address}/signin?key={}", secret.expose());
        }
    }
    Ok(ExitCode::SUCCESS)
}
