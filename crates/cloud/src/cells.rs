//! Values of a row that need a word of translation: times, languages, JSON.

use jiff::{Timestamp, civil::Time};
use ling_base::{Lang, Repeat};
use sqlx::Row as _;

use crate::{
    backend::{Conn, Row},
    error::Work,
    repeat,
};

type Cell<T> = Result<T, sqlx::Error>;

fn broken(column: &str, why: &str) -> sqlx::Error {
    sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: why.into(),
    }
}

pub(crate) fn at(row: &Row, column: &str) -> Cell<Timestamp> {
    let ms: i64 = row.try_get(column)?;
    Timestamp::from_millisecond(ms).map_err(|_| broken(column, "is no time"))
}

pub(crate) fn at_opt(row: &Row, column: &str) -> Cell<Option<Timestamp>> {
    let ms: Option<i64> = row.try_get(column)?;
    ms.map(|ms| Timestamp::from_millisecond(ms).map_err(|_| broken(column, "is no time")))
        .transpose()
}

pub(crate) fn lang(row: &Row, column: &str) -> Cell<Lang> {
    let tag: &str = row.try_get(column)?;
    Lang::from_tag(tag).ok_or_else(|| broken(column, "is no language"))
}

pub(crate) fn lang_opt(row: &Row, column: &str) -> Cell<Option<Lang>> {
    let tag: Option<&str> = row.try_get(column)?;
    tag.map(|tag| Lang::from_tag(tag).ok_or_else(|| broken(column, "is no language")))
        .transpose()
}

pub(crate) fn time_opt(row: &Row, column: &str) -> Cell<Option<Time>> {
    let text: Option<&str> = row.try_get(column)?;
    text.map(|text| {
        text.parse()
            .map_err(|_| broken(column, "is no time of day"))
    })
    .transpose()
}

pub(crate) fn repeat_opt(row: &Row, column: &str) -> Cell<Option<Repeat>> {
    let text: Option<&str> = row.try_get(column)?;
    text.map(|text| {
        let json = serde_json::from_str(text).ok();
        json.and_then(|json| repeat::repeat_from_json(&json))
            .ok_or_else(|| broken(column, "is no repeat"))
    })
    .transpose()
}

pub(crate) fn json<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Cell<T> {
    let text: &str = row.try_get(column)?;
    serde_json::from_str(text).map_err(|error| broken(column, &error.to_string()))
}

pub(crate) fn count(row: &Row, column: &str) -> Cell<u32> {
    let number: i64 = row.try_get(column)?;
    u32::try_from(number).map_err(|_| broken(column, "is no count"))
}

/// To the millisecond, as it will be read back.
pub(crate) fn ms(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond())
        .expect("a timestamp's own milliseconds are in range")
}

pub(crate) fn repeat_text(repeat: Option<&Repeat>) -> Option<String> {
    repeat.map(|repeat| repeat::repeat_to_json(repeat).to_string())
}

/// How many rows a counting statement found.
pub(crate) fn rows(row: &Row) -> Cell<usize> {
    let number: i64 = row.try_get(0)?;
    usize::try_from(number).map_err(|_| broken("count", "is no count"))
}

/// The next number of a collection, for the rows that this change touches.
pub(crate) async fn next_seq(conn: &mut Conn, account: &str, collection: &str) -> Work<i64> {
    let row = sqlx::query(
        "INSERT INTO mark (account, collection, seq) VALUES ($1, $2, 1)
         ON CONFLICT (account, collection) DO UPDATE SET seq = mark.seq + 1 RETURNING seq",
    )
    .bind(account)
    .bind(collection)
    .fetch_one(conn)
    .await?;
    Ok(row.try_get(0)?)
}
