//! The music of the house: what there is, what plays, and the sound itself.

use std::{io::SeekFrom, ops::Range};

use axum::{
    Extension, Json,
    body::Body as Stream,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use ling_dialogue::{MusicQuery, World};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncSeekExt},
};

use super::{Body, Caller, Problem};
use crate::{
    Hub,
    world::music::{media_type, track_json},
};

/// Tracks of one page.
const TRACKS_MAX: usize = 500;
/// Pieces that one request puts into the queue.
const IDS_MAX: usize = 2_000;
/// Sound that is read at once, in bytes.
const PIECE_BYTES: u64 = 64 << 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    q: Option<String>,
    artist: Option<String>,
    album: Option<String>,
    genre: Option<String>,
    #[serde(default)]
    from: usize,
}

/// `GET /v1/music`: what the folder holds.
pub(super) async fn list(
    State(hub): State<Hub>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Problem> {
    let query = MusicQuery {
        song: None,
        artist: wanted.artist,
        album: wanted.album,
        genre: wanted.genre,
        any: wanted.q.filter(|words| !words.trim().is_empty()),
    };
    let found = hub.world.music().search(&query).await?;
    let page = found.iter().skip(wanted.from).take(TRACKS_MAX);
    let tracks: Vec<Value> = page.map(track_json).collect();
    Ok(Json(json!({ "tracks": tracks, "total": found.len() })))
}

/// Which device is meant, where it is not the caller's own.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct On {
    device: Option<String>,
}

/// `GET /v1/music/now`: what plays on a device.
pub(super) async fn now(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
    Query(on): Query<On>,
) -> Json<Value> {
    let device = on.device.or(caller.device);
    Json(hub.world.music.state(device.as_deref()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Play {
    ids: Vec<String>,
    #[serde(default)]
    shuffle: bool,
    device: Option<String>,
}

/// `POST /v1/music/play`: plays pieces by their ids.
pub(super) async fn play(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
    Body(play): Body<Play>,
) -> Result<Json<Value>, Problem> {
    if play.ids.len() > IDS_MAX {
        let message = format!("at most {IDS_MAX} pieces are played at once");
        return Err(Problem::bad("limit", message));
    }
    let library = hub.world.music.library().await?;
    let tracks = play.ids.iter().map(|id| library.song(id));
    let tracks = tracks.map(|song| song.map(|song| song.track.clone()));
    let tracks: Option<Vec<_>> = tracks.collect();
    let tracks = tracks.filter(|tracks| !tracks.is_empty());
    let tracks = tracks.ok_or_else(|| Problem::not_found("piece of music"))?;
    let device = play.device.or(caller.device);
    let device = device.as_deref();
    hub.world.music().play(device, tracks, play.shuffle).await?;
    Ok(Json(hub.world.music.state(device)))
}

/// What the button of a page does.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Button {
    Pause,
    Resume,
    Next,
    Previous,
    Stop,
}

/// `POST /v1/music/{pause,resume,next,previous,stop}`; `device` in the query names another device.
pub(super) async fn press(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
    Path(button): Path<Button>,
    Query(on): Query<On>,
) -> Result<Json<Value>, Problem> {
    let device = on.device.or(caller.device);
    let device = device.as_deref();
    let music = hub.world.music();
    match button {
        Button::Pause => music.pause(device).await?,
        Button::Resume => drop(music.resume(device).await?),
        Button::Next => drop(music.skip(device, 1).await?),
        Button::Previous => drop(music.skip(device, -1).await?),
        Button::Stop => music.stop(device).await?,
    }
    Ok(Json(hub.world.music.state(device)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ended {
    id: String,
}

/// `POST /v1/music/ended`: the page has played a piece to its end; a `play` event says what comes now.
pub(super) async fn ended(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
    Body(ended): Body<Ended>,
) -> Result<Json<Value>, Problem> {
    let device = caller.device.as_deref();
    hub.world.music.ended(device, &ended.id)?;
    Ok(Json(hub.world.music.state(device)))
}

/// `GET /v1/music/{id}/audio`: the file, or the range of it that is asked for.
pub(super) async fn audio(
    State(hub): State<Hub>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let library = hub.world.music.library().await?;
    let song = library.song(&id);
    let song = song.ok_or_else(|| Problem::not_found("piece of music"))?;
    let gone = |_| Problem::not_found("piece of music");
    let mut file = File::open(&song.path).await.map_err(gone)?;
    let bytes = file.metadata().await.map_err(gone)?.len();
    let wanted = headers
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok());
    let (status, range) = match wanted.map_or(Part::Whole, |wanted| part(wanted, bytes)) {
        Part::Whole => (StatusCode::OK, 0..bytes),
        Part::Range(range) => (StatusCode::PARTIAL_CONTENT, range),
        Part::Outside => {
            let all = [(header::CONTENT_RANGE, format!("bytes */{bytes}"))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, all).into_response());
        }
    };
    file.seek(SeekFrom::Start(range.start))
        .await
        .map_err(gone)?;
    let media_type = media_type(&song.path).unwrap_or("application/octet-stream");
    let head = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (
            header::CONTENT_LENGTH,
            (range.end - range.start).to_string(),
        ),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, "private, max-age=3600".to_owned()),
    ];
    let mut response = (status, head, pieces(file, range.end - range.start)).into_response();
    if status == StatusCode::PARTIAL_CONTENT {
        let text = format!("bytes {}-{}/{bytes}", range.start, range.end - 1);
        let text = text.parse().expect("digits are a header");
        response.headers_mut().insert(header::CONTENT_RANGE, text);
    }
    Ok(response)
}

/// The next `left` bytes of a file, piece by piece.
fn pieces(file: File, left: u64) -> Stream {
    Stream::from_stream(stream::try_unfold(
        (file, left),
        async |(mut file, left)| {
            if left == 0 {
                return Ok::<_, std::io::Error>(None);
            }
            let mut piece = Vec::new();
            let n = (&mut file)
                .take(left.min(PIECE_BYTES))
                .read_to_end(&mut piece)
                .await?;
            let left = if n == 0 { 0 } else { left - n as u64 };
            Ok(Some((piece, (file, left))))
        },
    ))
}

/// What of a file is asked for.
#[derive(Debug, PartialEq)]
enum Part {
    Whole,
    Range(Range<u64>),
    Outside,
}

/// Reads a `Range` header (RFC 9110, section 14.2). What is not one range of bytes asks for the whole.
fn part(wanted: &str, bytes: u64) -> Part {
    let Some((first, last)) = wanted
        .trim()
        .strip_prefix("bytes=")
        .filter(|ranges| !ranges.contains(','))
        .and_then(|range| range.split_once('-'))
    else {
        return Part::Whole;
    };
    let range = match (first.trim(), last.trim()) {
        ("", "") => return Part::Whole,
        ("", last) => last.parse().map(|n: u64| bytes.saturating_sub(n)..bytes),
        (first, "") => first.parse().map(|first| first..bytes),
        (first, last) => match (first.parse(), last.parse::<u64>()) {
            (Ok(first), Ok(last)) if first > last => return Part::Whole,
            (Ok(first), Ok(last)) => Ok(first..last.saturating_add(1).min(bytes)),
            (Err(error), _) | (_, Err(error)) => Err(error),
        },
    };
    match range {
        Ok(range) if range.start < range.end => Part::Range(range),
        Ok(_) => Part::Outside,
        Err(_) => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let check = |wanted: &str, expect: Part| assert_eq!(part(wanted, 100), expect, "{wanted}");
        check("bytes=0-", Part::Range(0..100));
        check("bytes=0-0", Part::Range(0..1));
        check("bytes=10-19", Part::Range(10..20));
        check("bytes=90-1000", Part::Range(90..100));
        check("bytes=-10", Part::Range(90..100));
        check("bytes=-1000", Part::Range(0..100));
        check("bytes=100-", Part::Outside);
        check("bytes=-0", Part::Outside);
        check("bytes=20-10", Part::Whole);
        check("bytes=0-1,5-6", Part::Whole);
        check("bytes=a-b", Part::Whole);
        check("bytes=99999999999999999999-", Part::Whole);
        check("bytes=0-18446744073709551615", Part::Range(0..100));
        check("pieces=0-1", Part::Whole);
        check("bytes=-", Part::Whole);
        assert_eq!(part("bytes=0-", 0), Part::Outside);
    }
}
