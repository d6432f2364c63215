//! Where data and configuration lie, and how a running server is found.

use std::{
    env,
    fs::{File, TryLockError},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use crate::{advice::Advice, cli::Place};

/// The file in which a running server leaves its address.
const ADDRESS_FILE: &str = "address";
/// The file that a running server holds a lock on.
const LOCK_FILE: &str = "serve.lock";

impl Place {
    /// The data folder.
    pub fn data(&self) -> anyhow::Result<PathBuf> {
        if let Some(data) = &self.data {
            return Ok(data.clone());
        }
        if let Some(base) = env::var_os("XDG_DATA_HOME").filter(|base| !base.is_empty()) {
            return Ok(Path::new(&base).join("ling"));
        }
        let home = env::var_os("HOME").context("neither `--data` nor HOME is set")?;
        Ok(Path::new(&home).join(".local/share/ling"))
    }

    /// The data folder for whoever only asks: one that was named must be there, for a slip of the finger would
    /// make a house without anything in it.
    pub fn there(&self) -> anyhow::Result<PathBuf> {
        let data = self.data()?;
        if data.exists() {
            return Ok(data);
        }
        let shown = data.display();
        if self.data.is_some() {
            let message = format!("there is no data folder `{shown}`");
            let hint = format!("check the path; `ling serve --data {shown}` would make one");
            return Err(Advice::new(message, hint).into());
        }
        eprintln!("note: the data folder `{shown}` is made");
        Ok(data)
    }

    /// The configuration file, whether it is there or not.
    pub fn config(&self) -> anyhow::Result<PathBuf> {
        match &self.config {
            Some(config) => Ok(config.clone()),
            None => Ok(self.data()?.join("ling.toml")),
        }
    }
}

/// Keeps other servers off this data folder for as long as it is held; a server that is killed lets go too.
pub fn alone(data: &Path) -> anyhow::Result<File> {
    let path = data.join(LOCK_FILE);
    let file =
        File::create(&path).with_context(|| format!("`{}` cannot be made", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            bail!("another `ling serve` runs on this data folder; `ling doctor` says where")
        }
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("`{}` cannot be locked", path.display()))
        }
    }
}

/// Leaves the address of the running server in the data folder.
pub fn leave_address(data: &Path, address: &str) -> std::io::Result<()> {
    std::fs::write(data.join(ADDRESS_FILE), address)
}

/// Takes the address away again.
pub fn take_address(data: &Path) {
    // The file may be gone already.
    let _ = std::fs::remove_file(data.join(ADDRESS_FILE));
}

/// The address of the server that runs on this data folder, if one answers.
pub async fn running(data: &Path) -> Option<String> {
    let address = std::fs::read_to_string(data.join(ADDRESS_FILE)).ok()?;
    let health = format!("{address}/healthz");
    let client = reqwest::Client::builder()
        .timeout(std::time::Duration::from_secs(2))
        .build()
        .ok()?;
    client
        .get(health)
        .send()
        .await
        .ok()?
        .error_for_status()
        .ok()?;
    Some(address)
}
