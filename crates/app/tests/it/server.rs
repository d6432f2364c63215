//! The program under test.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::http::Client;

/// A running `ling serve`; killed when dropped.
pub struct Server {
    child: Child,
    address: SocketAddr,
}

fn ling() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ling"))
}

/// A bearer token for the data folder.
pub fn token(data: &Path) -> String {
    key(data, &["token"])
}

/// What `ling KIND create` prints; more words are options.
pub fn key(data: &Path, kind: &[&str]) -> String {
    let made = ling()
        .args([kind[0], "create", "--name", "test"])
        .args(&kind[1..])
        .arg("--data")
        .arg(data)
        .output()
        .expect("the program starts");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    String::from_utf8_lossy(&made.stdout).trim().to_owned()
}

impl Server {
    /// Starts on a free port and returns when it is ready.
    pub fn start(data: &Path) -> Server {
        Server::start_with(data, &[])
    }

    /// The same with more options.
    pub fn start_with(data: &Path, options: &[&str]) -> Server {
        let mut child = ling()
            .args(["serve", "--port", "0", "--data"])
            .arg(data)
            .args(options)
            .env("LING_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stdout = child.stdout.take().expect("stdout is piped");
        let mut line = String::new();
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("stdout is text");
        let address = line
            .trim()
            .strip_prefix("ready http://")
            .and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("not ready: {line:?}"));
        Server { child, address }
    }

    pub fn client(&self, token: &str) -> Client {
        Client {
            address: self.address,
            token: token.to_owned(),
        }
    }

    /// SIGKILL: nothing is written any more.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A data folder that goes with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static N_FOLDERS: AtomicU32 = AtomicU32::new(0);
        let n = N_FOLDERS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("ling-whole-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What a test leaves behind is no fault of the product.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
