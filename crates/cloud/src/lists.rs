//! Lists and what is on them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row as _};

use crate::{
    Cloud, CloudError, ItemId, ListId, Page,
    backend::{Row, sqlite::Tx},
    cells,
    error::Work,
    house, limits,
    once::Once,
};

const COLLECTION: &str = "list";

/// What a list is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ListKind {
    /// What to buy.
    Shopping,
    /// What to do.
    Todo,
    /// Anything else.
    Own,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The id.
    pub id: ListId,
    /// The name.
    pub name: String,
    /// What it is for.
    pub kind: ListKind,
    /// When it was made.
    pub created: Timestamp,
    /// Grows with every change of the list or of what is on it.
    pub seq: u64,
}

/// A thing on a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The id.
    pub id: ItemId,
    /// The list it is on.
    pub list: ListId,
    /// What it says.
    pub text: String,
    /// Whether it is ticked.
    pub done: bool,
    /// Its place: lower ones come first.
    pub position: i64,
    /// When it was added.
    pub created: Timestamp,
}

/// A list that was removed, with everything that was on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedList {
    /// The list.
    pub list: List,
    /// What was on it.
    pub items: Vec<Item>,
}

/// Which things to clear off a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clear {
    /// Those that are ticked.
    Done,
    /// All of them.
    All,
}

impl Cloud {
    /// Every list, in the order made.
    pub async fn lists(&self) -> Result<Vec<List>, CloudError> {
        self.read(|mut reader| async move {
            let query =
                sqlx::query_as("SELECT * FROM list WHERE account = $1 ORDER BY created, id");
            Ok(query
                .bind(&*reader.account)
                .fetch_all(&mut *reader.conn)
                .await?)
        })
        .await
    }

    /// A new list. The same `key` gives the same list.
    ///
    /// Errors: `Empty`, `TooLong`, `TooMany`, `Exists`, `KeyReused`.
    pub async fn add_list(
        &self,
        name: &str,
        kind: ListKind,
        key: Option<&str>,
        now: Timestamp,
    ) -> Result<List, CloudError> {
        limits::name("name", name)?;
        let once = Once::new("add_list", key)?.about([name.trim()]);
        let list = List {
            id: ListId::fresh(now),
            name: name.trim().to_owned(),
            kind,
            created: cells::ms(now),
            seq: 0,
        };
        self.write(move |mut tx| {
            Box::pin(async move {
                if let Some(list) = once.before(&mut tx).await? {
                    return Ok(list);
                }
                let list = store(&mut tx, &list).await?;
                once.keep(&mut tx, now, &list).await?;
                Ok(list)
            })
        })
        .await
    }

    /// The first list of a kind; made under `name` if there is none.
    ///
    /// Errors: `Empty`, `TooLong`, `TooMany`, `Exists`.
    pub async fn ensure_list(
        &self,
        kind: ListKind,
        name: &str,
        now: Timestamp,
    ) -> Result<List, CloudError> {
        limits::name("name", name)?;
        if let Some(list) = self
            .lists()
            .await?
            .into_iter()
            .find(|list| list.kind == kind)
        {
            return Ok(list);
        }
        let list = List {
            id: ListId::fresh(now),
            name: name.trim().to_owned(),
            kind,
            created: cells::ms(now),
            seq: 0,
        };
        self.write(move |mut tx| {
            Box::pin(async move {
                let query = "SELECT * FROM list WHERE account = $1 AND kind = $2 ORDER BY created, id LIMIT 1";
                let query = sqlx::query_as(query).bind(tx.account).bind(list.kind);
                match query.fetch_optional(&mut *tx.conn).await? {
                    Some(list) => Ok(list),
                    None => store(&mut tx, &list).await,
                }
            })
        })
        .await
    }

    /// Gives a list another name; returns it as it is now.
    ///
    /// Errors: `NotFound`, `Empty`, `TooLong`, `Exists`.
    pub async fn rename_list(&self, id: &ListId, name: &str) -> Result<List, CloudError> {
        limits::name("name", name)?;
        let (id, name) = (id.clone(), name.trim().to_owned());
        self.write(move |mut tx| {
            Box::pin(async move {
                let list = find(&mut tx, &id).await?;
                store(&mut tx, &List { name, ..list }).await
            })
        })
        .await
    }

    /// Removes a list with everything on it; returns it for [`Cloud::restore_list`].
    pub async fn remove_list(&self, id: &ListId) -> Result<Option<RemovedList>, CloudError> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let items = sqlx::query_as(
                    "DELETE FROM item WHERE account = $1 AND list = $2
                     RETURNING id, list, text, done, position, created",
                )
                .bind(tx.account)
                .bind(&id)
                .fetch_all(&mut *tx.conn)
                .await?;
                let query =
                    sqlx::query_as("DELETE FROM list WHERE account = $1 AND id = $2 RETURNING *");
                let list = query
                    .bind(tx.account)
                    .bind(&id)
                    .fetch_optional(&mut *tx.conn)
                    .await?;
                cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
                Ok(list.map(|list| RemovedList {
                    list,
                    items: in_order(items),
                }))
            })
        })
        .await
    }

    /// Puts a removed list back, with everything that was on it.
    ///
    /// Errors: `Exists` when another list has its name now, `TooMany`.
    pub async fn restore_list(&self, removed: &RemovedList) -> Result<List, CloudError> {
        let removed = removed.clone();
        self.write(move |mut tx| {
            Box::pin(async move {
                let list = store(&mut tx, &removed.list).await?;
                put_items(&mut tx, &list.id, &removed.items).await?;
                Ok(list)
            })
        })
        .await
    }

    /// Puts things at the end of a list, in the order given. The same `key` gives the same items.
    ///
    /// Errors: `NotFound`, `Empty`, `TooLong`, `TooMany`, `KeyReused`.
    pub async fn add_items(
        &self,
        list: &ListId,
        texts: &[String],
        key: Option<&str>,
        now: Timestamp,
    ) -> Result<Vec<Item>, CloudError> {
        limits::count("things at once", texts.len(), limits::ITEMS_AT_ONCE_MAX)?;
        for text in texts {
            limits::text("item", text, limits::ITEM_CHARS_MAX)?;
        }
        let once = Once::new("add_items", key)?
            .about(std::iter::once(list.as_str()).chain(texts.iter().map(String::as_str)));
        let (list, texts) = (list.clone(), texts.to_vec());
        self.write(move |mut tx| {
            Box::pin(async move {
                if let Some(items) = once.before(&mut tx).await? {
                    return Ok(items);
                }
                let first = end_of(&mut tx, &list).await?;
                let new = |(position, text): (i64, String)| Item {
                    id: ItemId::fresh(now),
                    list: list.clone(),
                    text: text.trim().to_owned(),
                    done: false,
                    position,
                    created: cells::ms(now),
                };
                let items: Vec<Item> = (first..).zip(texts).map(new).collect();
                put_items(&mut tx, &list, &items).await?;
                once.keep(&mut tx, now, &items).await?;
                Ok(items)
            })
        })
        .await
    }

    /// What is on a list, in its order.
    pub async fn items(&self, list: &ListId, page: Page) -> Result<Vec<Item>, CloudError> {
        self.read(|mut reader| async move {
            let items = sqlx::query_as(
                "SELECT * FROM item WHERE account = $1 AND list = $2 ORDER BY position, id LIMIT $3 OFFSET $4",
            )
            .bind(&*reader.account)
            .bind(list)
            .bind(page.rows())
            .bind(page.start())
            .fetch_all(&mut *reader.conn)
            .await?;
            Ok(items)
        })
        .await
    }

    /// Ticks things or takes their ticks away; returns those that changed, as they are now.
    pub async fn tick_items(&self, ids: &[ItemId], done: bool) -> Result<Vec<Item>, CloudError> {
        let ids = id_array(ids)?;
        self.write(move |mut tx| {
            Box::pin(async move {
                let seq = cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
                let items = sqlx::query_as(
                    "UPDATE item SET done = $3, seq = $4 WHERE account = $1 AND done <> $3
                     AND id IN (SELECT value FROM json_each($2))
                     RETURNING id, list, text, done, position, created",
                )
                .bind(tx.account)
                .bind(ids)
                .bind(done)
                .bind(seq)
                .fetch_all(&mut *tx.conn)
                .await?;
                touched(&mut tx, &items).await?;
                Ok(in_order(items))
            })
        })
        .await
    }

    /// Gives a thing other words; returns it as it is now.
    ///
    /// Errors: `NotFound`, `Empty`, `TooLong`.
    pub async fn reword_item(&self, id: &ItemId, text: &str) -> Result<Item, CloudError> {
        limits::text("item", text, limits::ITEM_CHARS_MAX)?;
        let (id, text) = (id.clone(), text.trim().to_owned());
        self.write(move |mut tx| {
            Box::pin(async move {
                let seq = cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
                let item: Option<Item> = sqlx::query_as(
                    "UPDATE item SET text = $3, seq = $4 WHERE account = $1 AND id = $2
                     RETURNING id, list, text, done, position, created",
                )
                .bind(tx.account)
                .bind(&id)
                .bind(text)
                .bind(seq)
                .fetch_optional(&mut *tx.conn)
                .await?;
                let item = item.ok_or_else(|| CloudError::NotFound {
                    what: "item",
                    id: id.to_string(),
                })?;
                touched(&mut tx, std::slice::from_ref(&item)).await?;
                Ok(item)
            })
        })
        .await
    }

    /// Takes things off their lists; returns them for [`Cloud::restore_items`].
    pub async fn remove_items(&self, ids: &[ItemId]) -> Result<Vec<Item>, CloudError> {
        let ids = id_array(ids)?;
        self.write(move |mut tx| {
            Box::pin(async move {
                cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
                let items = sqlx::query_as(
                    "DELETE FROM item WHERE account = $1 AND id IN (SELECT value FROM json_each($2))
                     RETURNING id, list, text, done, position, created",
                )
                .bind(tx.account)
                .bind(ids)
                .fetch_all(&mut *tx.conn)
                .await?;
                touched(&mut tx, &items).await?;
                Ok(in_order(items))
            })
        })
        .await
    }

    /// Clears a list; returns what was on it for [`Cloud::restore_items`].
    pub async fn clear_list(&self, list: &ListId, which: Clear) -> Result<Vec<Item>, CloudError> {
        let list = list.clone();
        self.write(move |mut tx| {
            Box::pin(async move {
                cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
                let items = sqlx::query_as(
                    "DELETE FROM item WHERE account = $1 AND list = $2 AND done >= $3
                     RETURNING id, list, text, done, position, created",
                )
                .bind(tx.account)
                .bind(&list)
                .bind(which == Clear::Done)
                .fetch_all(&mut *tx.conn)
                .await?;
                touched(&mut tx, &items).await?;
                Ok(in_order(items))
            })
        })
        .await
    }

    /// Puts things back as they were, on the lists they were on, new or changed.
    ///
    /// Errors: `NotFound` when a list is gone, `TooMany`.
    pub async fn restore_items(&self, items: &[Item]) -> Result<(), CloudError> {
        let items = items.to_vec();
        self.write(move |mut tx| {
            Box::pin(async move {
                for same in items.chunk_by(|a, b| a.list == b.list) {
                    find(&mut tx, &same[0].list).await?;
                    put_items(&mut tx, &same[0].list, same).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

/// Ids as one JSON array, which the statement unfolds: one statement for any number of ids.
fn id_array(ids: &[ItemId]) -> Result<String, CloudError> {
    limits::count("things at once", ids.len(), limits::LIST_ITEMS_MAX)?;
    Ok(serde_json::to_string(ids).expect("ids are strings"))
}

fn in_order(mut items: Vec<Item>) -> Vec<Item> {
    items.sort_by(|a, b| (&a.list, a.position, &a.id).cmp(&(&b.list, b.position, &b.id)));
    items
}

async fn find(tx: &mut Tx<'_>, id: &ListId) -> Work<List> {
    let query = sqlx::query_as("SELECT * FROM list WHERE account = $1 AND id = $2")
        .bind(tx.account)
        .bind(id);
    let list = query.fetch_optional(&mut *tx.conn).await?;
    list.ok_or_else(|| {
        CloudError::NotFound {
            what: "list",
            id: id.to_string(),
        }
        .into()
    })
}

/// Writes the whole row, new or not.
async fn store(tx: &mut Tx<'_>, list: &List) -> Work<List> {
    let others = sqlx::query("SELECT name FROM list WHERE account = $1 AND id <> $2")
        .bind(tx.account)
        .bind(&list.id)
        .fetch_all(&mut *tx.conn)
        .await?;
    house::free("list", &list.name, &others)?;
    limits::count("lists", others.len() + 1, limits::LISTS_MAX)?;
    let seq = cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
    let list = sqlx::query_as(
        "INSERT INTO list (account, id, name, kind, created, seq) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (account, id) DO UPDATE SET name = excluded.name, seq = excluded.seq RETURNING *",
    )
    .bind(tx.account)
    .bind(&list.id)
    .bind(&list.name)
    .bind(list.kind)
    .bind(list.created.as_millisecond())
    .bind(seq)
    .fetch_one(&mut *tx.conn)
    .await?;
    Ok(list)
}

/// The first free place of a list that must exist.
async fn end_of(tx: &mut Tx<'_>, list: &ListId) -> Work<i64> {
    find(tx, list).await?;
    let row = sqlx::query(
        "SELECT coalesce(max(position), 0) + 1 FROM item WHERE account = $1 AND list = $2",
    )
    .bind(tx.account)
    .bind(list)
    .fetch_one(&mut *tx.conn)
    .await?;
    Ok(row.try_get(0)?)
}

async fn put_items(tx: &mut Tx<'_>, list: &ListId, items: &[Item]) -> Work<()> {
    let seq = cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
    for item in items {
        sqlx::query(
            "INSERT INTO item (account, list, id, text, done, position, created, seq)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (account, id) DO UPDATE SET text = excluded.text, done = excluded.done,
                 position = excluded.position, seq = excluded.seq",
        )
        .bind(tx.account)
        .bind(&item.list)
        .bind(&item.id)
        .bind(&item.text)
        .bind(item.done)
        .bind(item.position)
        .bind(item.created.as_millisecond())
        .bind(seq)
        .execute(&mut *tx.conn)
        .await?;
    }
    let count = sqlx::query("SELECT count(*) FROM item WHERE account = $1 AND list = $2")
        .bind(tx.account)
        .bind(list)
        .fetch_one(&mut *tx.conn)
        .await?;
    limits::count(
        "things on one list",
        cells::rows(&count)?,
        limits::LIST_ITEMS_MAX,
    )?;
    touched(tx, items).await
}

/// Marks the lists of `items` as changed.
async fn touched(tx: &mut Tx<'_>, items: &[Item]) -> Work<()> {
    for same in items.chunk_by(|a, b| a.list == b.list) {
        sqlx::query(
            "UPDATE list SET seq = (SELECT seq FROM mark WHERE account = $1 AND collection = $3)
             WHERE account = $1 AND id = $2",
        )
        .bind(tx.account)
        .bind(&same[0].list)
        .bind(COLLECTION)
        .execute(&mut *tx.conn)
        .await?;
    }
    Ok(())
}

impl FromRow<'_, Row> for List {
    fn from_row(row: &Row) -> Result<List, sqlx::Error> {
        Ok(List {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            kind: row.try_get("kind")?,
            created: cells::at(row, "created")?,
            seq: u64::from(cells::count(row, "seq")?),
        })
    }
}

impl FromRow<'_, Row> for Item {
    fn from_row(row: &Row) -> Result<Item, sqlx::Error> {
        Ok(Item {
            id: row.try_get("id")?,
            list: row.try_get("list")?,
            text: row.try_get("text")?,
            done: row.try_get("done")?,
            position: row.try_get("position")?,
            created: cells::at(row, "created")?,
        })
    }
}
