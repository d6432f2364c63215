//! Pulling packages from servers as they are: slow, broken off, lying, behind a sign-in page.

#![allow(clippy::unwrap_used, reason = "whatever fails here fails the test")]

mod clients;
mod page;

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use ling_base::Lang;
use ling_hub::out::models::{
    Limits, Mirror, ModelError, Phase, Programs, State, Store, StoreOptions, Why,
};
use ling_nn::{Hasher, Manifest};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// The file that everybody wants: long enough for several reads and streams.
fn whole() -> Vec<u8> {
    (0..300_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect()
}

fn sum(bytes: &[u8]) -> String {
    let mut hasher = Hasher::default();
    hasher.add(bytes);
    hasher.finish().to_string()
}

/// A package with the file, from a mirror or, where `member` is named, out of a package.
fn manifests(sum: &str, bytes: bool, source: &str) -> &'static [Manifest] {
    let bytes = if bytes {
        format!("bytes = {}", whole().len())
    } else {
        String::new()
    };
    let text = format!(
        "name = 'p'\nkind = 'vad'\nlicence = 'MIT'\ncredit = 'c'\ncard = {{ zh = '一', en = 'a' }}\n\
         wheel = {{ platform = 'any', python = '3.11' }}\n\
         [[files]]\npath = 'sub/a.bin'\n{bytes}\nsha256 = '{sum}'\nsources = [{source}]\n\
         [[tests]]\nfile = 'sub/a.bin'\nat = 0\nhas = \"\\u0000\"\n"
    );
    vec![Manifest::parse("p.toml", &text).unwrap()].leak()
}

const PIP: &str = "{ pypi = 'p==1.0', member = 'p/a.bin' }";
const NPM: &str = "{ npm = '@s/p@1.0.0', member = 'a.bin' }";

/// A server that behaves as the first part of the path says, and what it was asked for.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = asked.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, seen.clone()));
            }
        });
        Server { address, asked }
    }

    fn mirror(&self, manner: &str) -> Option<Mirror> {
        Some(format!("{}/{manner}", self.address).parse().unwrap())
    }
}

async fn serve(mut socket: TcpStream, asked: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match socket.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    let range = head.lines().find_map(|line| {
        line.to_lowercase()
            .strip_prefix("range: bytes=")
            .map(str::to_owned)
    });
    asked
        .lock()
        .unwrap()
        .push(range.clone().unwrap_or_default());
    // Whoever hangs up in the middle is what some of these tests are about.
    let _ = answer(
        &mut socket,
        path.split('/').nth(1).unwrap_or_default(),
        range.as_deref(),
    )
    .await;
}

async fn answer(socket: &mut TcpStream, manner: &str, range: Option<&str>) -> std::io::Result<()> {
    let all = whole();
    let (from, to) = range
        .and_then(|range| range.split_once('-'))
        .unwrap_or(("0", ""));
    let from: usize = from.parse().unwrap();
    let to = to
        .parse()
        .map_or(all.len(), |to: usize| to + 1)
        .min(all.len());
    let part = &all[from..to];
    static STREAMS: AtomicUsize = AtomicUsize::new(0);
    let is_second = manner == "single" && STREAMS.fetch_add(1, Ordering::SeqCst) > 0;
    let partial = |total: usize| {
        let range = format!("bytes {from}-{}/{total}", to - 1);
        format!(
            "206 Partial Content\r\nContent-Range: {range}\r\nContent-Length: {}",
            part.len()
        )
    };
    let whole = format!("200 OK\r\nContent-Length: {}", all.len());
    let (head, body): (String, &[u8]) = match manner {
        "single" if is_second => ("503 Service Unavailable\r\nContent-Length: 0".into(), b""),
        "ranges" | "single" => (partial(all.len()), part),
        "plain" => (whole, &all),
        "cut" => (partial(all.len()), &part[..part.len().min(100_000)]),
        "cut_plain" => (whole, &all[..1000]),
        "stall" => (partial(all.len()), &part[..part.len() / 2]),
        "silent" => return std::future::pending().await,
        "longer" => (format!("200 OK\r\nContent-Length: {}", all.len() + 7), &all),
        "liar" => (partial(all.len() + 7), part),
        "html" => (
            "200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 5".into(),
            b"hello",
        ),
        "page" => ("200 OK".into(), b" <!DOCTYPE html><p>Please sign in."),
        "gone" => ("404 Not Found\r\nContent-Length: 0".into(), b""),
        "down" => ("503 Service Unavailable\r\nContent-Length: 0".into(), b""),
        "loop" => (
            "302 Found\r\nLocation: /loop/x\r\nContent-Length: 0".into(),
            b"",
        ),
        "away" => (
            "302 Found\r\nLocation: /ranges/x\r\nContent-Length: 0".into(),
            b"",
        ),
        "wrong" => (whole, &[7; 300_000]),
        "unsized" => ("200 OK".into(), &all),
        "endless" => ("200 OK".into(), &[b'x'; 400_000]),
        "hang_up" => return Ok(()),
        other => panic!("{other}"),
    };
    socket
        .write_all(format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n").as_bytes())
        .await?;
    socket.write_all(body).await?;
    if manner == "single" {
        STREAMS.fetch_sub(1, Ordering::SeqCst);
    }
    match manner {
        "stall" => std::future::pending().await,
        _ => socket.shutdown().await,
    }
}

fn store(dir: &Path, mirror: Option<Mirror>, manifests: &'static [Manifest]) -> Store {
    Store::new(StoreOptions {
        manifests,
        unverified: true,
        limits: Limits {
            stall: Duration::from_millis(300),
            ..Limits::default()
        },
        programs: Programs {
            pip: Vec::new(),
            npm: Vec::new(),
        },
        ..StoreOptions::new(dir.to_owned(), mirror)
    })
}

async fn pull(store: &Store) -> Result<u64, ModelError> {
    let pulled = store.pull("p", Arc::new(|_| {})).await;
    pulled.map(|package| package.bytes_in_all())
}

/// What became of each source: nothing when the package came.
async fn outcome(store: &Store) -> Vec<String> {
    match pull(store).await {
        Ok(bytes) => {
            assert_eq!(bytes, 300_000);
            assert_eq!(
                std::fs::read(store.folder("p").join("sub/a.bin")).unwrap(),
                whole()
            );
            store.verify("p").await.unwrap();
            let beside = std::fs::read_dir(store.folder("p").join("sub")).unwrap();
            assert_eq!(beside.count(), 1, "something was left beside the file");
            Vec::new()
        }
        Err(ModelError::NoSource { tried, .. }) => {
            assert!(!store.folder("p").exists());
            tried.iter().map(|(_, why)| why.code().to_owned()).collect()
        }
        Err(error) => panic!("{error:?}"),
    }
}

/// A pull from a server with that manner, of a file whose size is known or not.
async fn check(manner: &str, known: bool, expect: &[&str]) {
    let (server, dir) = (Server::start().await, tempfile::tempdir().unwrap());
    let manifests = manifests(
        &if known {
            sum(&whole())
        } else {
            "unverified".into()
        },
        known,
        "",
    );
    let store = store(dir.path(), server.mirror(manner), manifests);
    assert_eq!(outcome(&store).await, expect, "{manner}");
    // Only what can be gone on with is a beginning.
    let state = match (expect, manner) {
        ([], _) => State::Ready,
        (_, "cut_plain" | "stall") => State::Partial,
        _ => State::Absent,
    };
    assert_eq!(store.list()[0].state, state, "{manner}");
}

#[tokio::test]
async fn servers_that_give_the_file() {
    for manner in ["ranges", "plain", "cut", "away", "unsized"] {
        check(manner, true, &[]).await;
    }
    for manner in ["ranges", "plain", "cut", "unsized"] {
        check(manner, false, &[]).await;
    }
}

#[tokio::test]
async fn servers_that_do_not_and_why() {
    check("cut_plain", true, &["cut_off"]).await;
    check("stall", true, &["stalled"]).await;
    check("silent", true, &["stalled"]).await;
    check("longer", true, &["size"]).await;
    check("liar", true, &["size"]).await;
    check("html", true, &["html"]).await;
    check("page", true, &["html"]).await;
    check("page", false, &["html"]).await;
    check("gone", true, &["status"]).await;
    check("down", true, &["status"]).await;
    check("loop", true, &["redirects"]).await;
    check("wrong", true, &["sum"]).await;
    check("endless", true, &["too_long"]).await;
    check("hang_up", true, &["unreachable"]).await;
}

#[tokio::test]
async fn a_pull_goes_on_where_it_was_broken_off() {
    let (server, dir) = (Server::start().await, tempfile::tempdir().unwrap());
    let manifests = manifests(&sum(&whole()), true, "");
    let first = store(dir.path(), server.mirror("stall"), manifests);
    assert_eq!(outcome(&first).await, ["stalled"]);
    assert_eq!(first.list()[0].state, State::Partial);
    server.asked.lock().unwrap().clear();
    let second = store(dir.path(), server.mirror("ranges"), manifests);
    assert_eq!(outcome(&second).await, [] as [&str; 0]);
    let asked = server.asked.lock().unwrap().clone();
    let from: u64 = asked[0].split('-').next().unwrap().parse().unwrap();
    assert!(from >= 150_000 && asked.len() == 1, "{asked:?}");
}

#[tokio::test]
async fn what_came_of_another_file_is_fetched_anew() {
    let (server, dir) = (Server::start().await, tempfile::tempdir().unwrap());
    let manifests = manifests(&sum(&whole()), true, "");
    let first = store(dir.path(), server.mirror("stall"), manifests);
    assert_eq!(outcome(&first).await, ["stalled"]);
    let part = dir.path().join(".p.part/sub/a.bin.part");
    let mut other = std::fs::read(&part).unwrap();
    other[5] ^= 1;
    std::fs::write(&part, other).unwrap();
    let second = store(dir.path(), server.mirror("ranges"), manifests);
    assert_eq!(outcome(&second).await, [] as [&str; 0]);
}

#[tokio::test]
async fn large_files_come_in_several_streams() {
    let all = [
        ("ranges", true, 3),
        ("cut", true, 3),
        ("plain", true, 1),
        ("ranges", false, 3),
        ("plain", false, 1),
    ];
    for (manner, known, n_asked) in all {
        let (server, dir) = (Server::start().await, tempfile::tempdir().unwrap());
        let mut options = StoreOptions::new(dir.path().to_owned(), server.mirror(manner));
        let pinned = if known {
            sum(&whole())
        } else {
            "unverified".into()
        };
        options.manifests = manifests(&pinned, known, "");
        options.unverified = !known;
        options.limits = Limits {
            streams_from_bytes: 100_000,
            n_streams: 3,
            ..Limits::default()
        };
        let store = Store::new(options);
        assert_eq!(outcome(&store).await, [] as [&str; 0], "{manner}");
        let asked = server.asked.lock().unwrap().clone();
        assert_eq!(asked.len(), n_asked, "{manner}: {asked:?}");
    }
}

#[tokio::test]
async fn a_server_that_wants_one_stream_gets_one_after_another() {
    let (server, dir) = (Server::start().await, tempfile::tempdir().unwrap());
    let mut options = StoreOptions::new(dir.path().to_owned(), server.mirror("single"));
    options.manifests = manifests(&sum(&whole()), true, "");
    options.limits = Limits {
        streams_from_bytes: 100_000,
        n_streams: 3,
        ..Limits::default()
    };
    assert_eq!(outcome(&Store::new(options)).await, [] as [&str; 0]);
}

#[tokio::test]
async fn what_nobody_had_seen_is_pinned_by_the_first_pull() {
    let (server, dir, folder) = (
        Server::start().await,
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    let unknown = manifests("unverified", false, "");
    let web = store(dir.path(), server.mirror("plain"), unknown);
    let careful = Store::new(StoreOptions {
        manifests: unknown,
        ..StoreOptions::new(dir.path().to_owned(), server.mirror("plain"))
    });
    let refused = pull(&careful).await.unwrap_err();
    assert_eq!(refused.code(), "unverified");
    assert!(refused.hint(Lang::Zh).contains("pull p --unverified"));
    assert!(!careful.folder("p").exists());
    assert_eq!(outcome(&web).await, [] as [&str; 0]);
    // What the first pull saw is known from now on.
    web.remove("p").unwrap();
    assert_eq!(pull(&careful).await.unwrap(), 300_000);
    web.remove("p").unwrap();
    std::fs::create_dir_all(folder.path().join("p/sub")).unwrap();
    std::fs::write(folder.path().join("p/sub/a.bin"), [0; 50]).unwrap();
    let other = store(
        dir.path(),
        Some(Mirror::Folder(folder.path().to_owned())),
        unknown,
    );
    assert_eq!(outcome(&other).await, ["sum"]);
    assert_eq!(outcome(&web).await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_damaged_package_is_mended_and_a_whole_one_needs_nobody() {
    let (server, dir) = (Server::start().await, tempfile::tempdir().unwrap());
    let manifests = manifests(&sum(&whole()), true, "");
    let web = store(dir.path(), server.mirror("ranges"), manifests);
    assert_eq!(outcome(&web).await, [] as [&str; 0]);
    let alone = store(dir.path(), None, manifests);
    assert_eq!(outcome(&alone).await, [] as [&str; 0]);
    std::fs::write(dir.path().join("p/sub/a.bin"), "short").unwrap();
    assert_eq!(alone.list()[0].state, State::Damaged);
    assert_eq!(alone.verify("p").await.unwrap_err().code(), "damaged");
    assert_eq!(outcome(&web).await, [] as [&str; 0]);
    web.remove("p").unwrap();
    assert_eq!(alone.list()[0].state, State::Absent);
    assert_eq!(alone.remove("p").unwrap_err().code(), "absent");
    let tried = pull(&alone).await.unwrap_err();
    assert!(
        tried.hint(Lang::En).contains("--mirror"),
        "{}",
        tried.hint(Lang::En)
    );
}

#[tokio::test]
async fn what_is_no_ordinary_file_is_refused() {
    let (dir, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let known = manifests(&sum(&whole()), true, "");
    let mirror = Mirror::Folder(folder.path().to_owned());
    let store = store(dir.path(), Some(mirror), known);
    let secret = folder.path().join("secret");
    std::fs::write(&secret, whole()).unwrap();
    let place = folder.path().join("p/sub/a.bin");
    std::fs::create_dir_all(folder.path().join("p/sub")).unwrap();
    std::os::unix::fs::symlink(&secret, &place).unwrap();
    assert_eq!(outcome(&store).await, ["not_plain"]);
    std::fs::remove_file(&place).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&place).status();
    assert!(made.unwrap().success());
    assert_eq!(outcome(&store).await, ["not_plain"]);
    std::fs::remove_file(&place).unwrap();
    std::fs::create_dir_all(&place).unwrap();
    assert_eq!(outcome(&store).await, ["not_plain"]);
    std::fs::remove_dir(&place).unwrap();
    std::fs::write(&place, whole()).unwrap();
    // What waits on the stage is not written through.
    let stage = dir.path().join(".p.part/sub");
    std::fs::create_dir_all(&stage).unwrap();
    std::fs::write(&secret, "mine").unwrap();
    std::os::unix::fs::symlink(&secret, stage.join("a.bin.new")).unwrap();
    assert_eq!(outcome(&store).await, [] as [&str; 0]);
    assert_eq!(std::fs::read(&secret).unwrap(), b"mine");
}

#[tokio::test]
async fn a_package_that_fails_its_test_is_not_put_in_place() {
    let (dir, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::create_dir_all(folder.path().join("p/sub")).unwrap();
    std::fs::write(folder.path().join("p/sub/a.bin"), "no model").unwrap();
    let unknown = manifests("unverified", false, "");
    let store = store(
        dir.path(),
        Some(Mirror::Folder(folder.path().to_owned())),
        unknown,
    );
    assert_eq!(pull(&store).await.unwrap_err().code(), "test");
    assert!(!store.folder("p").exists());
}

#[tokio::test]
async fn one_pull_at_a_time() {
    let (server, dir) = (Server::start().await, tempfile::tempdir().unwrap());
    let manifests = manifests(&sum(&whole()), true, "");
    let slow = StoreOptions {
        manifests,
        ..StoreOptions::new(dir.path().to_owned(), server.mirror("stall"))
    };
    let slow = Store::new(slow);
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let watch = Arc::new(move |progress| drop(tell.send(progress)));
    let first = tokio::spawn({
        let slow = slow.clone();
        async move { slow.pull("p", watch).await.map(|_| ()) }
    });
    let heard = told.recv().await.unwrap();
    assert_eq!((heard.phase, heard.of), (Phase::Fetch, 300_000));
    assert_eq!(slow.list()[0].state, State::Pulling);
    assert_eq!(pull(&slow).await.unwrap_err().code(), "busy");
    assert_eq!(slow.remove("p").unwrap_err().code(), "busy");
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    let second = store(dir.path(), server.mirror("ranges"), manifests);
    assert_eq!(outcome(&second).await, [] as [&str; 0]);
    assert_eq!(
        pull(&Store::new(StoreOptions {
            manifests,
            ..StoreOptions::new(dir.path().into(), None)
        }))
        .await
        .unwrap(),
        300_000
    );
    assert!(matches!(
        second.pull("q", Arc::new(|_| {})).await,
        Err(ModelError::Unknown { .. })
    ));
}

#[tokio::test]
async fn a_full_disk_is_told_before_anything_is_fetched() {
    let (server, dir) = (Server::start().await, tempfile::tempdir().unwrap());
    let text = "name = 'p'\nkind = 'vad'\nlicence = 'MIT'\ncredit = 'c'\ncard = { zh = '一', en = 'a' }\n\
                about_bytes = 9000000000000000000\n[[files]]\npath = 'a'\nsha256 = 'unverified'\n";
    let manifests = vec![Manifest::parse("p.toml", text).unwrap()].leak();
    let store = store(dir.path(), server.mirror("plain"), manifests);
    assert_eq!(pull(&store).await.unwrap_err().code(), "no_room");
    assert!(server.asked.lock().unwrap().is_empty());
}

/// Whether the sentences name the file, the source and the next step.
#[tokio::test]
async fn people_are_told_which_file_which_source_and_what_next() {
    let (server, dir) = (Server::start().await, tempfile::tempdir().unwrap());
    let store = store(
        dir.path(),
        server.mirror("html"),
        manifests(&sum(&whole()), true, PIP),
    );
    let error = pull(&store).await.unwrap_err();
    for lang in Lang::ALL {
        let told = error.told(lang);
        let named = ["sub/a.bin", server.address.as_str(), "pip p==1.0"];
        assert!(named.iter().all(|part| told.contains(part)), "{told}");
        assert!(
            error.hint(lang).contains("python3-pip"),
            "{}",
            error.hint(lang)
        );
    }
    assert_eq!(Why::Html.code(), "html");
}
