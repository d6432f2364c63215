//! `ListsPort` for tests.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use crate::*;

/// Characters of one thing, at most; things of one list, at most; lists, at most: those of the real store.
const ITEM_CHARS_MAX: usize = 500;
const ITEMS_MAX: usize = 1_000;
const LISTS_MAX: usize = 100;

/// Lists in memory. The id of an own list is its name.
pub struct FakeLists {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    lists: Vec<List>,
    gone: Vec<List>,
    gone_items: HashMap<String, (String, Item)>,
    keys: HashMap<String, Vec<Item>>,
    count: usize,
}

struct List {
    id: String,
    name: String,
    items: Vec<Item>,
}

impl Default for FakeLists {
    fn default() -> FakeLists {
        let list = |id: &str| List {
            id: id.to_owned(),
            name: id.to_owned(),
            items: Vec::new(),
        };
        FakeLists {
            kept: Mutex::new(Kept {
                lists: vec![list("shopping"), list("todo")],
                ..Kept::default()
            }),
        }
    }
}

impl FakeLists {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("no test panics with the lock")
    }
}

impl Kept {
    fn list(&mut self, id: &str) -> Result<&mut List, PortError> {
        let list = self.lists.iter_mut().find(|list| list.id == id);
        list.ok_or(PortError::NotFound)
    }

    fn add(&mut self, list: &str, texts: &[String], key: &str) -> Result<Vec<Item>, PortError> {
        if let Some(before) = self.keys.get(key) {
            return Ok(before.clone());
        }
        if texts
            .iter()
            .any(|text| text.chars().count() > ITEM_CHARS_MAX)
        {
            return Err(PortError::TooLong {
                limit: ITEM_CHARS_MAX,
            });
        }
        if self.list(list)?.items.len() + texts.len() > ITEMS_MAX {
            return Err(PortError::Full { limit: ITEMS_MAX });
        }
        let first = self.count;
        self.count += texts.len();
        let item = |(n, text): (usize, &String)| Item {
            id: format!("item{n}"),
            text: text.trim().to_owned(),
            done: false,
        };
        let new: Vec<Item> = (first..).zip(texts).map(item).collect();
        self.list(list)?.items.extend(new.clone());
        self.keys.insert(key.to_owned(), new.clone());
        Ok(new)
    }

    fn remove(&mut self, ids: &[String]) {
        for list in &mut self.lists {
            let (gone, left) = std::mem::take(&mut list.items)
                .into_iter()
                .partition(|item| ids.contains(&item.id));
            list.items = left;
            let gone: Vec<Item> = gone;
            let gone = gone
                .into_iter()
                .map(|item| (item.id.clone(), (list.id.clone(), item)));
            self.gone_items.extend(gone);
        }
    }
}

fn info(list: &List) -> ListInfo {
    ListInfo {
        id: list.id.clone(),
        name: list.name.clone(),
        open: list.items.iter().filter(|item| !item.done).count(),
    }
}

impl ListsPort for FakeLists {
    fn lists<'a>(&'a self) -> Later<'a, Vec<ListInfo>> {
        Box::pin(async { Ok(self.kept().lists.iter().map(info).collect()) })
    }

    fn create<'a>(&'a self, name: &'a str, _key: &'a str) -> Later<'a, ListInfo> {
        Box::pin(async move {
            let mut kept = self.kept();
            if let Ok(list) = kept.list(name) {
                return Ok(info(list));
            }
            if kept.lists.len() >= LISTS_MAX {
                return Err(PortError::Full { limit: LISTS_MAX });
            }
            let list = List {
                id: name.to_owned(),
                name: name.to_owned(),
                items: Vec::new(),
            };
            let made = info(&list);
            kept.lists.push(list);
            Ok(made)
        })
    }

    fn delete<'a>(&'a self, list: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            let mut kept = self.kept();
            kept.list(list)?;
            let (gone, left) = std::mem::take(&mut kept.lists)
                .into_iter()
                .partition(|known| known.id == list);
            kept.lists = left;
            let gone: Vec<List> = gone;
            kept.gone.extend(gone);
            Ok(())
        })
    }

    fn undelete<'a>(&'a self, list: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            let mut kept = self.kept();
            let at = kept.gone.iter().rposition(|gone| gone.id == list);
            let back = kept.gone.remove(at.ok_or(PortError::NotFound)?);
            kept.lists.push(back);
            Ok(())
        })
    }

    fn items<'a>(&'a self, list: &'a str) -> Later<'a, Vec<Item>> {
        Box::pin(async move { Ok(self.kept().list(list)?.items.clone()) })
    }

    fn add<'a>(&'a self, list: &'a str, texts: &'a [String], key: &'a str) -> Later<'a, Vec<Item>> {
        Box::pin(async move { self.kept().add(list, texts, key) })
    }

    fn tick<'a>(&'a self, ids: &'a [String], done: bool) -> Later<'a, ()> {
        Box::pin(async move {
            let mut kept = self.kept();
            let items = kept.lists.iter_mut().flat_map(|list| &mut list.items);
            for item in items.filter(|item| ids.contains(&item.id)) {
                item.done = done;
            }
            Ok(())
        })
    }

    fn remove<'a>(&'a self, ids: &'a [String]) -> Later<'a, ()> {
        Box::pin(async move {
            self.kept().remove(ids);
            Ok(())
        })
    }

    fn restore<'a>(&'a self, ids: &'a [String]) -> Later<'a, ()> {
        Box::pin(async move {
            let mut kept = self.kept();
            for id in ids {
                let (list, item) = kept.gone_items.remove(id).ok_or(PortError::NotFound)?;
                kept.list(&list)?.items.push(item);
            }
            Ok(())
        })
    }
}
