use super::Later;

/// One thing on a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// The words.
    pub text: String,
    /// Whether it is ticked off.
    pub done: bool,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListInfo {
    /// Its id: `shopping`, `todo`, or made from the name.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Things not ticked off.
    pub open: usize,
}

/// Lists of things.
pub trait ListsPort: Send + Sync {
    /// All lists. `shopping` and `todo` are always there.
    fn lists<'a>(&'a self) -> Later<'a, Vec<ListInfo>>;
    /// Makes a list.
    fn create<'a>(&'a self, name: &'a str, key: &'a str) -> Later<'a, ListInfo>;
    /// Takes a whole list away; it can be restored for a day.
    fn delete<'a>(&'a self, list: &'a str) -> Later<'a, ()>;
    /// Puts a list back.
    fn undelete<'a>(&'a self, list: &'a str) -> Later<'a, ()>;
    /// What is on a list, in order.
    fn items<'a>(&'a self, list: &'a str) -> Later<'a, Vec<Item>>;
    /// Adds several things at once.
    fn add<'a>(&'a self, list: &'a str, texts: &'a [String], key: &'a str) -> Later<'a, Vec<Item>>;
    /// Ticks things off, or not.
    fn tick<'a>(&'a self, ids: &'a [String], done: bool) -> Later<'a, ()>;
    /// Takes things away; they can be restored for a day.
    fn remove<'a>(&'a self, ids: &'a [String]) -> Later<'a, ()>;
    /// Puts things back.
    fn restore<'a>(&'a self, ids: &'a [String]) -> Later<'a, ()>;
}
