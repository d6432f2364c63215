use jiff::Timestamp;
use ling_base::Lang;
use ling_cloud::{CloudError, ItemId, List, ListId, ListKind, Page};
use ling_dialogue::*;
use ling_understand::Name;
use serde_json::json;

use super::{Deps, failed};
use crate::Hub;

/// Rows kept together when they are removed: their JSON stays far below the limit of one value.
const TRASH_CHUNK: usize = 100;
/// How long what was removed can be put back, in seconds.
const RESTORE_SECS: i64 = 86_400;

/// `ListsPort` of the running house.
pub(crate) struct Lists {
    deps: Deps,
}

impl Lists {
    pub(crate) fn new(deps: Deps) -> Lists {
        Lists { deps }
    }

    /// Every list; the shopping and the to-do list are made when they are missing.
    pub(crate) async fn rows(&self) -> Result<Vec<List>, CloudError> {
        let cloud = &self.deps.cloud;
        let now = Timestamp::now();
        let rows = cloud.lists().await?;
        let mut made = false;
        for kind in [ListKind::Shopping, ListKind::Todo] {
            if !rows.iter().any(|row| row.kind == kind) {
                cloud.ensure_list(kind, word(kind), now).await?;
                made = true;
            }
        }
        if made { cloud.lists().await } else { Ok(rows) }
    }

    /// The row of `shopping`, `todo` or an id.
    pub(crate) async fn row(&self, id: &str) -> Result<List, CloudError> {
        let rows = self.rows().await?;
        let found = rows.into_iter().find(|row| id_of(row) == id);
        found.ok_or_else(|| CloudError::NotFound {
            what: "list",
            id: id.to_owned(),
        })
    }

    /// Everything on a list.
    pub(crate) async fn all_items(&self, id: &ListId) -> Result<Vec<ling_cloud::Item>, CloudError> {
        let mut items = Vec::new();
        loop {
            let page = Page {
                offset: u32::try_from(items.len()).unwrap_or(u32::MAX),
                ..Page::default()
            };
            let more = self.deps.cloud.items(id, page).await?;
            let last = more.len() < usize::try_from(page.limit).unwrap_or(usize::MAX);
            items.extend(more);
            if last {
                return Ok(items);
            }
        }
    }

    /// Makes a list; one of that name is given back as it is.
    pub(crate) async fn make(&self, name: &str, key: Option<&str>) -> Result<List, CloudError> {
        let rows = self.rows().await?;
        let wanted = ling_text::fold::folded(name.trim());
        let same = |row: &List| ling_text::fold::folded(&row.name) == wanted;
        if let Some(row) = rows.into_iter().find(same) {
            return Ok(row);
        }
        let now = Timestamp::now();
        let list = self
            .deps
            .cloud
            .add_list(name, ListKind::Own, key, now)
            .await?;
        self.tell(id_of(&list));
        self.tell_names();
        Ok(list)
    }

    /// Puts things on a list.
    pub(crate) async fn put(
        &self,
        id: &str,
        texts: &[String],
        key: Option<&str>,
    ) -> Result<Vec<ling_cloud::Item>, CloudError> {
        let list = self.row(id).await?;
        let now = Timestamp::now();
        let items = self.deps.cloud.add_items(&list.id, texts, key, now).await?;
        self.tell(id);
        Ok(items)
    }

    /// Ticks things; says how many there are of them.
    pub(crate) async fn mark(&self, ids: &[String], done: bool) -> Result<usize, CloudError> {
        let items = self.deps.cloud.tick_items(&item_ids(ids), done).await?;
        self.tell("");
        Ok(items.len())
    }

    /// Takes things off and keeps them for a day; says how many there were.
    pub(crate) async fn take(&self, ids: &[String]) -> Result<usize, CloudError> {
        let cloud = &self.deps.cloud;
        let now = Timestamp::now();
        let items = cloud.remove_items(&item_ids(ids)).await?;
        for chunk in items.chunks(TRASH_CHUNK) {
            cloud
                .remember(&trash("items", chunk[0].id.as_str()), &json!(chunk), now)
                .await?;
        }
        self.tell("");
        Ok(items.len())
    }

    /// Takes a list away and keeps it for a day. The shopping and the to-do list come back empty.
    pub(crate) async fn drop_list(&self, id: &str) -> Result<(), CloudError> {
        let cloud = &self.deps.cloud;
        let now = Timestamp::now();
        let row = self.row(id).await?;
        let Some(mut removed) = cloud.remove_list(&row.id).await? else {
            return Ok(());
        };
        let items = std::mem::take(&mut removed.items);
        for (n, chunk) in items.chunks(TRASH_CHUNK).enumerate() {
            cloud
                .remember(&trash("list", &format!("{id}:{n}")), &json!(chunk), now)
                .await?;
        }
        cloud
            .remember(&trash("list", id), &json!(removed), now)
            .await?;
        self.tell(id);
        self.tell_names();
        Ok(())
    }

    /// What was kept under `key` less than a day ago.
    async fn kept<T: serde::de::DeserializeOwned>(
        &self,
        key: &str,
    ) -> Result<Option<T>, PortError> {
        let kept = self.deps.cloud.recall(key).await.map_err(failed)?;
        let fresh =
            kept.filter(|kept| Timestamp::now().duration_since(kept.at).as_secs() < RESTORE_SECS);
        Ok(fresh.and_then(|kept| serde_json::from_value(kept.value).ok()))
    }

    async fn put_back(&self, ids: &[String]) -> Result<(), PortError> {
        let cloud = &self.deps.cloud;
        let mut left: Vec<&str> = ids.iter().map(String::as_str).collect();
        // The rows lie under the first id of each chunk, and any of the ids may be one.
        for id in ids {
            let key = trash("items", id);
            let Some(rows) = self.kept::<Vec<ling_cloud::Item>>(&key).await? else {
                continue;
            };
            let wanted: Vec<_> = rows
                .into_iter()
                .filter(|row| left.contains(&row.id.as_str()))
                .collect();
            left.retain(|id| !wanted.iter().any(|row| row.id.as_str() == *id));
            cloud.restore_items(&wanted).await.map_err(failed)?;
            cloud.drop_memory(&key).await.map_err(failed)?;
            if left.is_empty() {
                break;
            }
        }
        self.tell("");
        if left.is_empty() {
            Ok(())
        } else {
            Err(PortError::NotFound)
        }
    }

    async fn put_list_back(&self, id: &str) -> Result<(), PortError> {
        let key = trash("list", id);
        let mut removed: ling_cloud::RemovedList =
            self.kept(&key).await?.ok_or(PortError::NotFound)?;
        for n in 0.. {
            let chunk = self
                .kept::<Vec<ling_cloud::Item>>(&trash("list", &format!("{id}:{n}")))
                .await?;
            match chunk {
                Some(chunk) => removed.items.extend(chunk),
                None => break,
            }
        }
        match self.deps.cloud.restore_list(&removed).await {
            Err(CloudError::Exists { .. }) => self.put_items_beside(id, removed).await?,
            restored => drop(restored.map_err(failed)?),
        }
        self.deps.cloud.drop_memory(&key).await.map_err(failed)?;
        self.tell(id);
        self.tell_names();
        Ok(())
    }

    /// A list of that name was made anew in the meantime: what was on the old one goes onto it.
    async fn put_items_beside(
        &self,
        id: &str,
        removed: ling_cloud::RemovedList,
    ) -> Result<(), PortError> {
        let rows = self.rows().await.map_err(failed)?;
        let is_it = |row: &&List| id_of(row) == id || row.name == removed.list.name;
        let row = rows.iter().find(is_it).ok_or(PortError::NotFound)?;
        let mut items = removed.items;
        items.iter_mut().for_each(|item| item.list = row.id.clone());
        self.deps.cloud.restore_items(&items).await.map_err(failed)
    }

    fn tell(&self, list: &str) {
        self.deps
            .events
            .tell("lists", None, json!({ "list": list }));
    }

    fn tell_names(&self) {
        self.deps.events.tell("names", None, json!({}));
    }
}

fn word(kind: ListKind) -> &'static str {
    match kind {
        ListKind::Shopping => "shopping",
        ListKind::Todo => "todo",
        ListKind::Own => "own",
    }
}

/// `shopping`, `todo`, or the row's own id.
pub(crate) fn id_of(row: &List) -> &str {
    match row.kind {
        ListKind::Own => row.id.as_str(),
        kind => word(kind),
    }
}

fn item_ids(ids: &[String]) -> Vec<ItemId> {
    ids.iter().map(|id| ItemId::new(id.as_str())).collect()
}

fn trash(what: &str, id: &str) -> String {
    format!("trash:{what}:{id}")
}

fn item(row: ling_cloud::Item) -> Item {
    Item {
        id: row.id.as_str().to_owned(),
        text: row.text,
        done: row.done,
    }
}

fn info(row: &List, open: usize) -> ListInfo {
    ListInfo {
        id: id_of(row).to_owned(),
        name: row.name.clone(),
        open,
    }
}

impl ListsPort for Lists {
    fn lists<'a>(&'a self) -> Later<'a, Vec<ListInfo>> {
        Box::pin(async move {
            let mut infos = Vec::new();
            for row in self.rows().await.map_err(failed)? {
                let items = self.all_items(&row.id).await.map_err(failed)?;
                infos.push(info(&row, items.iter().filter(|item| !item.done).count()));
            }
            Ok(infos)
        })
    }

    fn create<'a>(&'a self, name: &'a str, key: &'a str) -> Later<'a, ListInfo> {
        Box::pin(async move {
            let row = self.make(name, Some(key)).await.map_err(failed)?;
            let items = self.all_items(&row.id).await.map_err(failed)?;
            Ok(info(&row, items.len()))
        })
    }

    fn delete<'a>(&'a self, list: &'a str) -> Later<'a, ()> {
        Box::pin(async move { self.drop_list(list).await.map_err(failed) })
    }

    fn undelete<'a>(&'a self, list: &'a str) -> Later<'a, ()> {
        Box::pin(self.put_list_back(list))
    }

    fn items<'a>(&'a self, list: &'a str) -> Later<'a, Vec<Item>> {
        Box::pin(async move {
            let row = self.row(list).await.map_err(failed)?;
            let items = self.all_items(&row.id).await.map_err(failed)?;
            Ok(items.into_iter().map(item).collect())
        })
    }

    fn add<'a>(&'a self, list: &'a str, texts: &'a [String], key: &'a str) -> Later<'a, Vec<Item>> {
        Box::pin(async move {
            let items = self.put(list, texts, Some(key)).await.map_err(failed)?;
            Ok(items.into_iter().map(item).collect())
        })
    }

    fn tick<'a>(&'a self, ids: &'a [String], done: bool) -> Later<'a, ()> {
        Box::pin(async move { self.mark(ids, done).await.map(drop).map_err(failed) })
    }

    fn remove<'a>(&'a self, ids: &'a [String]) -> Later<'a, ()> {
        Box::pin(async move { self.take(ids).await.map(drop).map_err(failed) })
    }

    fn restore<'a>(&'a self, ids: &'a [String]) -> Later<'a, ()> {
        Box::pin(self.put_back(ids))
    }
}

/// How the lists of the house are called.
pub(super) async fn names(hub: &Hub) -> Vec<Name> {
    let name = |id: &str, name: &str, aliases: Vec<String>| Name {
        list: "list".into(),
        id: id.to_owned(),
        name: name.to_owned(),
        aliases,
        lang: None,
    };
    let texts = Lang::ALL
        .iter()
        .filter_map(|&lang| hub.skills.texts("lists", lang));
    let mut names: Vec<Name> = texts
        .flat_map(wordings)
        .map(|(id, words)| name(id, id, words))
        .collect();
    let rows = hub.world.lists.rows().await.unwrap_or_default();
    let own = rows.iter().filter(|row| row.kind == ListKind::Own);
    names.extend(own.map(|row| name(row.id.as_str(), &row.name, Vec::new())));
    names
}

/// What the two lists that are always there are called, as the skill's texts say.
fn wordings(texts: &Texts) -> Vec<(&'static str, Vec<String>)> {
    let words = |id: &str| {
        let rule = texts.rules.get(&format!("names_{id}"));
        let words = rule
            .map_or("", String::as_str)
            .trim_matches(['(', ')'])
            .split('|');
        words.map(str::to_owned).collect()
    };
    vec![("shopping", words("shopping")), ("todo", words("todo"))]
}
