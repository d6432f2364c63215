//! `ling service install`: a systemd unit of the user's, so that Ling runs without a terminal.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context, bail};

use crate::{
    advice::Advice,
    cli::{Only, Serve, Service, ServiceWhat},
    say::on_path,
};

/// The unit's name.
const UNIT: &str = "ling.service";

/// `ling service`.
pub fn run(options: Service) -> anyhow::Result<ExitCode> {
    let ServiceWhat::Install { serve, print } = options.what;
    let program = env::current_exe().context("where this program lies is not known")?;
    let unit = unit(&program, &serve)?;
    if print {
        print!("{unit}");
        return Ok(ExitCode::SUCCESS);
    }
    let folder = folder()?;
    let file = folder.join(UNIT);
    if on_path("systemctl").is_none() {
        return Err(without_systemd("there is none on this machine"));
    }
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&file, unit))
        .with_context(|| format!("`{}` cannot be written", file.display()))?;
    let started =
        systemctl(&["daemon-reload"]).and_then(|()| systemctl(&["enable", "--now", UNIT]));
    if let Err(error) = started {
        // What does not run is not left behind; it may be gone already.
        let _ = fs::remove_file(&file);
        return Err(without_systemd(&format!("{error:#}")));
    }
    println!("{}", file.display());
    eprintln!("Ling runs now, and whenever you are signed in.");
    eprintln!("to run it before you sign in, too: loginctl enable-linger");
    eprintln!("to remove it: systemctl --user disable --now {UNIT}");
    Ok(ExitCode::SUCCESS)
}

/// Nothing was installed, and what to do instead.
fn without_systemd(why: &str) -> anyhow::Error {
    let message =
        format!("the service needs systemd for this user, and nothing was installed: {why}");
    let hint = "keep it running without systemd: nohup ling serve > ling.log 2>&1 &";
    Advice::new(message, hint).into()
}

fn systemctl(arguments: &[&str]) -> anyhow::Result<()> {
    let shown = arguments.join(" ");
    let ran = Command::new("systemctl")
        .arg("--user")
        .args(arguments)
        .status();
    let status = ran.context("`systemctl` cannot be started")?;
    if !status.success() {
        bail!("`systemctl --user {shown}` failed ({status})");
    }
    Ok(())
}

fn folder() -> anyhow::Result<PathBuf> {
    if let Some(base) = env::var_os("XDG_CONFIG_HOME").filter(|base| !base.is_empty()) {
        return Ok(Path::new(&base).join("systemd/user"));
    }
    let home = env::var_os("HOME").context("HOME is not set")?;
    Ok(Path::new(&home).join(".config/systemd/user"))
}

fn unit(program: &Path, serve: &Serve) -> anyhow::Result<String> {
    let mut words = vec![word(program)?, "serve".to_owned()];
    let files = [
        ("--data", &serve.place.data),
        ("--config", &serve.place.config),
    ];
    for (name, file) in files {
        if let Some(file) = file {
            let whole = std::path::absolute(file)?;
            words.extend([name.to_owned(), word(&whole)?]);
        }
    }
    words.extend(["--port".to_owned(), serve.port.to_string()]);
    if serve.only == Some(Only::Ai) {
        words.extend(["--only".to_owned(), "ai".to_owned()]);
    }
    if serve.listen {
        let port = serve.https_port.to_string();
        words.extend(["--listen".to_owned(), "--https-port".to_owned(), port]);
    }
    Ok(format!(
        "[Unit]\n\
         Description=Ling, the house's speaker\n\
         After=network-online.target sound.target\n\
         \n\
         [Service]\n\
         ExecStart={}\n\
         Restart=on-failure\n\
         RestartSec=2\n\
         \n\
         [Install]\n\
         WantedBy=default.target\n",
        words.join(" ")
    ))
}

/// A word of a unit's command line, as systemd reads it.
fn word(path: &Path) -> anyhow::Result<String> {
    let text = path
        .to_str()
        .with_context(|| format!("`{}` is not UTF-8", path.display()))?;
    if text.contains(['\n', '\r']) {
        bail!("a path with a line break in it cannot stand in a unit");
    }
    let text = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('%', "%%")
        .replace('$', "$$");
    Ok(format!("\"{text}\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Place;

    #[track_caller]
    fn check(program: &str, data: Option<&str>, listen: bool, expect: &str) {
        let place = Place {
            data: data.map(PathBuf::from),
            config: None,
        };
        let serve = Serve {
            place,
            port: 8460,
            listen,
            https_port: 8443,
            only: None,
        };
        let unit = unit(Path::new(program), &serve).expect("a unit");
        let line = unit
            .lines()
            .find_map(|line| line.strip_prefix("ExecStart="));
        assert_eq!(line, Some(expect));
    }

    #[test]
    fn what_the_unit_runs() {
        check("/opt/ling", None, false, r#""/opt/ling" serve --port 8460"#);
        check(
            "/opt/my \"ling\"",
            Some("/srv/50% $x"),
            true,
            r#""/opt/my \"ling\"" serve --data "/srv/50%% $$x" --port 8460 --listen --https-port 8443"#,
        );
    }
}
