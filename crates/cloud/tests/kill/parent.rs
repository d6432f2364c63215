//! Starts the child, kills it, and compares what it was promised with what is there.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::{Duration, Instant},
};

use jiff::SignedDuration;
use ling_base::Lang;
use ling_cloud::{
    Clear, Cloud, CloudOptions, Due, DueFilter, DueKind, DueState, Item, List, NewDue, Page,
    RingEnd,
};

use crate::{
    child::time,
    said::{Promises, Said},
};

/// After so many kills a new folder begins, so that the comparison stays short.
const KILLS_PER_FOLDER: u32 = 10;
/// Seconds of the test's own clock between two starts.
const CYCLE_SECS: i64 = 100_000;

pub fn run(cycles: u32) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("the system gives a runtime");
    let mut total = 0;
    for first in (0..cycles).step_by(KILLS_PER_FOLDER as usize) {
        let dir = std::env::temp_dir().join(format!("ling-kill-{}-{first}", std::process::id()));
        drop(std::fs::remove_dir_all(&dir));
        let mut promises = Promises::default();
        for cycle in first..cycles.min(first + KILLS_PER_FOLDER) {
            let start = i64::from(cycle) * CYCLE_SECS;
            kill_once(&dir, start, &mut promises);
            runtime.block_on(compare(&dir, start + CYCLE_SECS / 2, &mut promises));
        }
        total += promises.count();
        drop(std::fs::remove_dir_all(&dir));
    }
    println!("killed {cycles} times: {total} promises, 0 lost, 0 doubled, 0 heard again");
}

/// Lets the child work for a random while and kills it.
fn kill_once(dir: &Path, start: i64, promises: &mut Promises) {
    let mut child = spawn(dir, start);
    let output = child.stdout.take().expect("the output is piped");
    let (sender, lines) = mpsc::channel();
    let listener = std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        let mut line = String::new();
        while output.read_line(&mut line).expect("the child speaks UTF-8") > 0 {
            // Killed in the middle of a line, the child has not said it.
            let Some(whole) = line.strip_suffix('\n') else {
                break;
            };
            let said = Said::read(whole).unwrap_or_else(|| panic!("the child says `{whole}`"));
            sender.send(said).expect("the parent listens to the end");
            line.clear();
        }
    });
    listen(&lines, promises);
    assert!(
        child.try_wait().expect("the child is ours").is_none(),
        "the child ended by itself"
    );
    child.kill().expect("the child is ours");
    child.wait().expect("the child is ours");
    listener.join().expect("the listener does not fail");
    lines.try_iter().for_each(|said| promises.hear(said));
}

fn spawn(dir: &Path, start: i64) -> Child {
    let program: PathBuf = std::env::current_exe().expect("the system knows this program");
    let mut command = Command::new(program);
    command
        .arg("child")
        .arg(dir)
        .arg(start.to_string())
        .stdout(Stdio::piped());
    command.spawn().expect("this program starts again")
}

/// Hears the child until a random line, or until a random moment after its first one: the one kills
/// between two promises, the other in the middle of whatever it is doing.
fn listen(lines: &mpsc::Receiver<Said>, promises: &mut Promises) {
    let patience = Duration::from_secs(60);
    promises.hear(
        lines
            .recv_timeout(patience)
            .expect("the child starts within a minute"),
    );
    if rand::random() {
        for _ in 0..rand::random_range(0..400) {
            promises.hear(lines.recv_timeout(patience).expect("the child goes on"));
        }
        return;
    }
    let end = Instant::now() + Duration::from_micros(rand::random_range(0..200_000));
    while let Some(left) = end.checked_duration_since(Instant::now()) {
        match lines.recv_timeout(left) {
            Ok(said) => promises.hear(said),
            Err(_) => return,
        }
    }
}

async fn compare(dir: &Path, now: i64, promises: &mut Promises) {
    let cloud = Cloud::open(&CloudOptions::new(dir, time(now)))
        .await
        .expect("the folder opens after a kill");
    let Some(list) = cloud
        .lists()
        .await
        .expect("lists can be read")
        .into_iter()
        .next()
    else {
        assert_eq!(promises.count(), 0, "the list is lost");
        return;
    };
    check_rows(&cloud, &list, promises).await;
    ask_again(&cloud, &list, now, promises).await;
    check_rows(&cloud, &list, promises).await;
    check_rings(&cloud, now, promises).await;
    start_afresh(&cloud, &list, promises).await;
    cloud.close().await;
}

/// Every promised row is there once, with its id; one that was only asked for is there once or not at all.
async fn check_rows(cloud: &Cloud, list: &List, promises: &Promises) {
    let dues = dues(cloud).await;
    let named = by_name(
        dues.iter()
            .map(|due| (due.text.clone(), due.id.to_string())),
    );
    check_named("timer", &promises.dues, &BTreeSet::new(), &named);
    let items = items(cloud, list).await;
    let named = by_name(
        items
            .iter()
            .map(|item| (item.text.clone(), item.id.to_string())),
    );
    check_named("item", &promises.items, &promises.remove_tried, &named);
    for name in &promises.removed {
        assert!(
            !named.contains_key(name),
            "item {name} was removed and is there"
        );
    }
    for item in &items {
        let (name, ticked) = (&item.text, item.done);
        assert!(
            ticked || !promises.ticked.contains(name),
            "item {name} was ticked and is not"
        );
        assert!(
            !ticked || promises.tick_tried.contains(name),
            "item {name} was never ticked and is"
        );
    }
}

fn check_named(
    what: &str,
    asked: &BTreeMap<String, Option<String>>,
    may_lack: &BTreeSet<String>,
    there: &BTreeMap<String, Vec<String>>,
) {
    for (name, ids) in there {
        assert!(asked.contains_key(name), "nobody asked for {what} {name}");
        assert_eq!(ids.len(), 1, "{what} {name} is doubled");
    }
    for (name, id) in asked
        .iter()
        .filter_map(|(name, id)| Some((name, id.as_ref()?)))
    {
        match there.get(name) {
            Some(ids) => assert_eq!(&ids[0], id, "{what} {name} is another"),
            None => assert!(may_lack.contains(name), "{what} {name} is lost"),
        }
    }
}

/// Whoever got no answer asks again with the same key, and so does one who did; each gets one row.
async fn ask_again(cloud: &Cloud, list: &List, now: i64, promises: &mut Promises) {
    let now = time(now);
    for (name, id) in &mut promises.dues {
        let new = NewDue::new(DueKind::Timer, name.as_str(), now, Lang::En);
        let due = cloud
            .add_due(new, Some(&format!("due {name}")), now)
            .await
            .expect("a timer is set");
        assert_eq!(
            id.get_or_insert_with(|| due.id.to_string()),
            due.id.as_str(),
            "timer {name}"
        );
    }
    for (name, id) in &mut promises.items {
        let key = format!("item {name}");
        let items = cloud
            .add_items(&list.id, std::slice::from_ref(name), Some(&key), now)
            .await;
        let item = &items.expect("an item is added")[0];
        assert_eq!(
            id.get_or_insert_with(|| item.id.to_string()),
            item.id.as_str(),
            "item {name}"
        );
    }
}

/// Everything rings that was not acknowledged, and nothing that was.
async fn check_rings(cloud: &Cloud, now: i64, promises: &mut Promises) {
    cloud.release_rings().await.expect("rings are released");
    let now = time(now) + SignedDuration::from_hours(1);
    let mut heard = BTreeSet::new();
    loop {
        let rings = cloud
            .claim_due(now, 3_600)
            .await
            .expect("rings are claimed");
        if rings.is_empty() {
            break;
        }
        for ring in rings {
            let (id, name) = (ring.id.to_string(), ring.due.text);
            assert!(
                !promises.acked.contains(&id),
                "ring {id} of {name} was acknowledged and is heard again"
            );
            assert!(heard.insert(name.clone()), "timer {name} rings twice");
            let before = promises.rings.iter().find(|(_, timer)| **timer == name);
            assert!(
                before.is_none_or(|(before, _)| *before == id),
                "timer {name} has another ring"
            );
            let end = cloud
                .ack_ring(&ring.id, None, None, now)
                .await
                .expect("a ring ends");
            assert!(matches!(end, RingEnd::Now(_)), "ring {id} ends twice");
            promises.hear(Said::Ring(id.clone(), name));
            promises.hear(Said::Ack(id));
        }
    }
    for name in promises.dues.keys() {
        assert!(
            heard.contains(name) || ended(promises, name),
            "timer {name} never rings"
        );
    }
}

/// Whether a ring of the timer was ended, or may have been, before the kill.
fn ended(promises: &Promises, name: &str) -> bool {
    let mut rings = promises.rings.iter().filter(|(_, timer)| *timer == name);
    rings.any(|(ring, _)| promises.acked.contains(ring) || promises.ack_tried.contains(ring))
}

/// Takes everything off the list, which has a limit.
async fn start_afresh(cloud: &Cloud, list: &List, promises: &mut Promises) {
    for item in cloud
        .clear_list(&list.id, Clear::All)
        .await
        .expect("a list is cleared")
    {
        promises.remove_tried.insert(item.text.clone());
        promises.removed.insert(item.text);
    }
}

fn by_name(rows: impl Iterator<Item = (String, String)>) -> BTreeMap<String, Vec<String>> {
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    rows.for_each(|(name, id)| named.entry(name).or_default().push(id));
    named
}

async fn dues(cloud: &Cloud) -> Vec<Due> {
    let mut all = Vec::new();
    for state in [
        DueState::Waiting,
        DueState::Paused,
        DueState::Ringing,
        DueState::Done,
    ] {
        loop_pages(&mut all, async |page| {
            let filter = DueFilter {
                state: Some(state),
                page,
                ..DueFilter::default()
            };
            cloud.dues(&filter).await.expect("timers can be read")
        })
        .await;
    }
    all
}

async fn items(cloud: &Cloud, list: &List) -> Vec<Item> {
    let mut all = Vec::new();
    loop_pages(&mut all, async |page| {
        cloud
            .items(&list.id, page)
            .await
            .expect("items can be read")
    })
    .await;
    all
}

async fn loop_pages<T>(all: &mut Vec<T>, mut read: impl AsyncFnMut(Page) -> Vec<T>) {
    let mut page = Page::default();
    loop {
        let rows = read(page).await;
        page.offset += page.limit;
        let last = rows.len() < page.limit as usize;
        all.extend(rows);
        if last {
            return;
        }
    }
}
