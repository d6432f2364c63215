//! Which list and which things a sentence means.

use ling_dialogue::{Call, Item, ListInfo, Out, SkillError, World};
use ling_text::{Holes, fold::folded};

/// The list that a sentence names.
pub(super) enum Which {
    /// This one.
    One(ListInfo),
    /// One that does not exist.
    Missing(String),
    /// The sentence names none.
    None,
}

pub(super) async fn which(call: &Call, world: &dyn World) -> Result<Which, SkillError> {
    let lists = world.lists().lists().await?;
    if let Some(id) = call.args.id("list") {
        let named = call.args.text("list").unwrap_or(id);
        let list = lists
            .into_iter()
            .find(|list| list.id == id || same(&list.name, named));
        return Ok(list.map_or_else(|| Which::Missing(named.to_owned()), Which::One));
    }
    let Some(name) = call.args.text("name").map(str::trim) else {
        return Ok(Which::None);
    };
    let list = lists.into_iter().find(|list| same(&list.name, name));
    Ok(list.map_or_else(|| Which::Missing(name.to_owned()), Which::One))
}

/// The shopping list, which is meant when no list is named.
pub(super) async fn shopping(world: &dyn World) -> Result<ListInfo, SkillError> {
    let lists = world.lists().lists().await?;
    let first = lists.into_iter().find(|list| list.id == "shopping");
    first.ok_or(SkillError::Port(ling_dialogue::PortError::NotFound))
}

/// The one list that has something on it, if only one has.
pub(super) async fn only_filled(world: &dyn World) -> Result<Option<ListInfo>, SkillError> {
    let mut lists = world.lists().lists().await?;
    lists.retain(|list| list.open > 0);
    Ok(if lists.len() == 1 { lists.pop() } else { None })
}

/// How a list is called in the language of the answer.
pub(super) fn spoken(list: &ListInfo, out: &Out<'_>) -> String {
    match list.id.as_str() {
        "shopping" => out.text("name_shopping", &Holes::new()),
        "todo" => out.text("name_todo", &Holes::new()),
        _ => out.text("name_own", &Holes::new().text("name", &list.name)),
    }
}

/// Whether two wordings are the same thing.
pub(super) fn same(a: &str, b: &str) -> bool {
    letters(a) == letters(b)
}

/// The things that `wanted` names: the same words, else those that have them.
pub(super) fn like<'i>(items: &'i [Item], wanted: &str) -> Vec<&'i Item> {
    let wanted = letters(wanted);
    if wanted.is_empty() {
        return Vec::new();
    }
    let exact: Vec<&Item> = items
        .iter()
        .filter(|item| letters(&item.text) == wanted)
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let near = |item: &&Item| {
        let text = letters(&item.text);
        text.contains(&wanted)
            || wanted
                .strip_suffix('s')
                .is_some_and(|one| text.contains(one))
    };
    items.iter().filter(near).collect()
}

pub(super) fn names_of(items: &[Item]) -> Vec<String> {
    items.iter().map(|item| item.text.clone()).collect()
}

/// Little words before a thing: "the bread" is the bread that was written down as "bread".
const ARTICLES: [&str; 6] = ["the ", "a ", "an ", "my ", "our ", "some "];

/// Folded, without article, spaces and marks; the text itself where nothing else is left (an emoji).
fn letters(text: &str) -> String {
    let folded = folded(text);
    let mut bare = ARTICLES
        .iter()
        .filter_map(|article| folded.strip_prefix(article));
    let plain: String = bare
        .next()
        .unwrap_or(&folded)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    if plain.is_empty() {
        text.trim().to_owned()
    } else {
        plain
    }
}
