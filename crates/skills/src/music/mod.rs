//! Music from the family's own folder: playing it, going through it, and what it is.

use ling_base::{Args, Value, When};
use ling_dialogue::{
    Act, Again, BoxFuture, Call, MusicQuery, NowPlaying, Out, PortError, Skill, SkillError, Sounds,
    Source, Track, World,
};
use ling_text::{Holes, fold::folded};
use serde_json::json;

use crate::moment::{self, Part};

/// The files of this folder.
pub const SOURCE: Source = crate::source!("music");

/// Titles that are read out; nobody remembers more.
const TITLES_MAX: usize = 5;
/// Pieces that one wish puts into the queue.
const QUEUE_MAX: usize = 500;
/// The furthest that one sentence skips.
const SKIP_MAX: f64 = 1_000.0;

/// Plays music.
pub struct Music;

impl Skill for Music {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            let done = match call.verb() {
                "play" => return play(call, world, out).await,
                "have" => return have(call, world, out).await,
                "pause" => pause(call, world, out).await,
                "resume" => resume(call, world, out).await,
                "next" => skip(call, world, out, 1).await,
                "previous" => skip(call, world, out, -1).await,
                "restart" => skip(call, world, out, 0).await,
                "stop" => stop(call, world, out).await,
                "shuffle" => shuffle(call, world, out, true).await,
                "order" => shuffle(call, world, out, false).await,
                "again" => again(call, world, out).await,
                "now" | "album" => now(call, world, out).await,
                verb => return Err(SkillError::Verb(verb.to_owned())),
            };
            match done {
                Err(SkillError::Port(PortError::NotFound)) => {
                    out.say("nothing_short", Holes::new());
                    Ok(())
                }
                done => done,
            }
        })
    }
}

fn device(call: &Call) -> Option<&str> {
    call.who.device.as_deref()
}

fn query(args: &Args) -> MusicQuery {
    let text = |name: &str| args.text(name).map(str::to_owned);
    MusicQuery {
        song: text("song"),
        artist: text("artist"),
        album: text("album"),
        genre: text("genre"),
        any: text("any"),
    }
}

async fn play(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let query = query(&call.args);
    let anything = query == MusicQuery::default();
    if anything && !call.args.has("shuffle") && is_paused(call, world).await {
        return resume(call, world, out).await;
    }
    let mut tracks = world.music().search(&query).await?;
    if tracks.is_empty() {
        not_found(&query, out);
        return Ok(());
    }
    if query.song.is_some() {
        // A song was wanted, not every song whose title begins with it.
        tracks.truncate(1);
    }
    tracks.truncate(QUEUE_MAX);
    let n_after = tracks.len() - 1;
    let shuffle = call.args.has("shuffle") || anything;
    let now = world.music().play(device(call), tracks, shuffle).await?;
    say_playing(&now, n_after, out);
    if world.speaker().sounds().await? == Sounds::Nowhere {
        out.say("silent", Holes::new());
    }
    out.undo("music.stop", Args::new());
    Ok(())
}

async fn is_paused(call: &Call, world: &dyn World) -> bool {
    let now = world.music().playing(device(call)).await;
    now.ok().flatten().is_some_and(|now| now.paused)
}

fn not_found(query: &MusicQuery, out: &mut Out<'_>) {
    let named = [&query.song, &query.any, &query.album, &query.genre];
    let what = named.into_iter().flatten().next();
    match (what, &query.artist) {
        (Some(what), Some(artist)) => {
            out.say(
                "none_of_artist",
                Holes::new().text("what", what).text("artist", artist),
            );
        }
        (Some(what), None) | (None, Some(what)) => out.say("none", Holes::new().text("what", what)),
        (None, None) => out.say("empty", Holes::new()),
    }
}

fn say_playing(now: &Track, n_after: usize, out: &mut Out<'_>) {
    let key = if n_after > 0 {
        "playing_many"
    } else {
        "playing"
    };
    let holes = Holes::new().value("n", Value::Number(n_after as f64));
    say_track(key, now, holes, out);
    draw(now, false, out);
    about(now, out);
}

/// Says the sentence `key`, or `key_by` when it is known who plays.
fn say_track(key: &str, track: &Track, holes: Holes, out: &mut Out<'_>) {
    let holes = holes.text("title", &track.title);
    match &track.artist {
        Some(artist) => out.say(&format!("{key}_by"), holes.text("artist", artist)),
        None => out.say(key, holes),
    }
}

fn draw(track: &Track, paused: bool, out: &mut Out<'_>) {
    let data = json!({
        "id": track.id,
        "title": track.title,
        "artist": track.artist,
        "album": track.album,
        "secs": track.secs,
        "paused": paused,
    });
    out.card("music", data);
}

fn about(track: &Track, out: &mut Out<'_>) {
    let named = |name: &str| Value::Named {
        id: name.to_owned(),
        name: name.to_owned(),
    };
    for (arg, name) in [("artist", &track.artist), ("album", &track.album)] {
        if let Some(name) = name {
            out.about(arg, named(name));
        }
    }
}

async fn pause(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    if is_paused(call, world).await {
        out.say("already_paused", Holes::new());
        return Ok(());
    }
    let playing = world.music().playing(device(call)).await;
    if playing.is_ok_and(|now| now.is_none()) && crate::timer::any_runs(world).await {
        out.instead(Act {
            intent: "timer.pause".to_owned(),
            args: Args::new(),
        });
        return Ok(());
    }
    world.music().pause(device(call)).await?;
    out.say("paused", Holes::new());
    out.undo("music.resume", Args::new());
    Ok(())
}

async fn resume(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let now = world.music().resume(device(call)).await?;
    out.say("resumed", Holes::new().text("title", &now.title));
    draw(&now, false, out);
    about(&now, out);
    out.undo("music.pause", Args::new());
    Ok(())
}

async fn skip(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
    direction: i32,
) -> Result<(), SkillError> {
    let n = call.args.number("n").unwrap_or(1.0).clamp(1.0, SKIP_MAX);
    // Whole and small, so nothing is cut off.
    let steps = direction * n as i32;
    let Some(now) = world.music().skip(device(call), steps).await? else {
        out.say(if direction > 0 { "last" } else { "first" }, Holes::new());
        return Ok(());
    };
    say_playing(&now, 0, out);
    if direction != 0 {
        let back = if direction > 0 {
            "music.previous"
        } else {
            "music.next"
        };
        out.undo(back, Args::new().with("n", Value::Number(n.trunc())));
    }
    Ok(())
}

async fn stop(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    if call.args.has("later") && offer_reminder(call, out) {
        return Ok(());
    }
    world.music().stop(device(call)).await?;
    out.say("stopped", Holes::new());
    Ok(())
}

/// Stopping at a later time is not possible yet: Ling says so. False when the time is now.
fn offer_reminder(call: &Call, out: &mut Out<'_>) -> bool {
    let when = moment::asked(&call.args).unwrap_or_default();
    let Ok(found) = moment::resolve(&when, &call.now, &call.region, Part::Stands) else {
        return false;
    };
    let at = When {
        date: Some(found.at.date()),
        time: Some(found.at.time()),
        half_known: true,
        ..When::default()
    };
    let text = out.text("stop_music", &Holes::new());
    let args = Args::new()
        .with("when", Value::When(at.clone()))
        .with("what", Value::Text(text.clone()));
    let act = Act {
        intent: "reminder.set".to_owned(),
        args,
    };
    let holes = Holes::new().value("at", Value::When(at)).text("text", text);
    out.offer("stop_later", holes, act);
    true
}

async fn shuffle(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
    on: bool,
) -> Result<(), SkillError> {
    world.music().shuffle(device(call), on).await?;
    out.say(if on { "shuffled" } else { "ordered" }, Holes::new());
    let back = if on { "music.order" } else { "music.shuffle" };
    out.undo(back, Args::new());
    Ok(())
}

async fn again(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let how = match call.args.id("how") {
        Some("one") => Again::One,
        Some("all") => Again::All,
        _ => Again::Off,
    };
    let before = world.music().again(device(call), how).await?;
    out.say(&format!("again_{}", word(how)), Holes::new());
    let back = Value::Text(word(before).to_owned());
    out.undo("music.again", Args::new().with("how", back));
    Ok(())
}

fn word(again: Again) -> &'static str {
    match again {
        Again::Off => "off",
        Again::One => "one",
        Again::All => "all",
    }
}

async fn now(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    if call.who.picture.is_some() && is_general(call, out) {
        // Who shows a picture and asks what this is does not mean the song.
        out.instead(Act {
            intent: "sight.what".to_owned(),
            args: Args::new(),
        });
        return Ok(());
    }
    let playing = world.music().playing(device(call)).await?;
    let NowPlaying { track, paused } = playing.ok_or(PortError::NotFound)?;
    match (call.verb(), &track.album) {
        ("album", Some(album)) => out.say("album", Holes::new().text("album", album)),
        ("album", None) => out.say("album_unknown", Holes::new()),
        _ => say_track(
            if paused { "now_paused" } else { "now" },
            &track,
            Holes::new(),
            out,
        ),
    }
    draw(&track, paused, out);
    about(&track, out);
    Ok(())
}

/// Whether the question names no music.
fn is_general(call: &Call, out: &Out<'_>) -> bool {
    let questions = out.text("general", &Holes::new());
    let heard = folded(call.heard.trim_matches(['?', '？', '.', '。', ' ']));
    questions
        .split('|')
        .any(|question| folded(question) == heard)
}

async fn have(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let query = query(&call.args);
    let tracks = world.music().search(&query).await?;
    if tracks.is_empty() {
        not_found(&query, out);
        return Ok(());
    }
    let key = if tracks.len() > TITLES_MAX {
        "have_many"
    } else {
        "have"
    };
    let titles = tracks
        .iter()
        .take(TITLES_MAX)
        .map(|track| track.title.clone())
        .collect();
    let holes = Holes::new()
        .value("n", Value::Number(tracks.len() as f64))
        .list("titles", titles);
    out.say(key, holes);
    Ok(())
}
