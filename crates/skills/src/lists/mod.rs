//! Lists: what to buy, what to do, and whatever else a house keeps lists of.

mod off;
mod pick;

use ling_base::{Args, Value};
use ling_dialogue::{
    Act, Ask, BoxFuture, Call, Item, ListInfo, Out, Skill, SkillError, Source, Texts, World,
};
use ling_text::Holes;
use serde_json::json;

use pick::{Which, names_of, same, spoken, which};

/// The files of this folder.
pub const SOURCE: Source = crate::source!("lists");

/// Things added by one sentence.
const AT_ONCE_MAX: usize = 100;
/// Characters of one thing.
const ITEM_CHARS_MAX: usize = 500;
/// Things read out; the rest is counted.
const READ_MAX: usize = 10;
/// Things named in the answer to adding; more are counted.
const NAMED_MAX: usize = 5;

/// How people call the two lists that every house has: id and wordings, as `texts` of this skill say.
pub fn wordings(texts: &Texts) -> Vec<(&'static str, Vec<String>)> {
    let words = |rule: &str| {
        let rule = texts.rules.get(rule).map_or("", String::as_str);
        let words = rule.trim_matches(['(', ')']).split('|');
        words.map(str::to_owned).collect()
    };
    vec![
        ("shopping", words("names_shopping")),
        ("todo", words("names_todo")),
    ]
}

/// Keeps lists.
pub struct Lists;

impl Skill for Lists {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "add" => add(call, world, out).await,
                "create" => create(call, world, out).await,
                "read" => read(call, world, out).await,
                "has" => has(call, world, out).await,
                "names" => names(world, out).await,
                verb => off::run(verb, call, world, out).await,
            }
        })
    }
}

async fn add(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let texts = said_items(call, out);
    if texts.len() > AT_ONCE_MAX {
        out.say("too_many", Holes::new().count("limit", AT_ONCE_MAX as i64));
        return Ok(());
    }
    if texts
        .iter()
        .any(|text| text.chars().count() > ITEM_CHARS_MAX)
    {
        out.say(
            "item_too_long",
            Holes::new().count("limit", ITEM_CHARS_MAX as i64),
        );
        return Ok(());
    }
    if texts.is_empty() {
        out.say("nothing_named", Holes::new());
        return Ok(());
    }
    let list = match which(call, world).await? {
        Which::One(list) => list,
        Which::None => pick::shopping(world).await?,
        Which::Missing(name) => {
            let act = Act {
                intent: "lists.create".into(),
                args: texts_arg(&texts).with("name", Value::Text(name.clone())),
            };
            out.offer("offer_create", Holes::new().text("name", &name), act);
            return Ok(());
        }
    };
    add_to(&list, &texts, call, world, out).await
}

/// Adds what is not on the list yet, and says what was there already.
async fn add_to(
    list: &ListInfo,
    texts: &[String],
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let on = world.lists().items(&list.id).await?;
    let there = |text: &String| on.iter().any(|item| !item.done && same(&item.text, text));
    let (old, new): (Vec<String>, Vec<String>) = texts.iter().cloned().partition(there);
    let name = spoken(list, out);
    if !new.is_empty() {
        let added = world.lists().add(&list.id, &new, &call.key).await?;
        let (key, holes) = if new.len() > NAMED_MAX {
            ("added_many", Holes::new().count("n", new.len() as i64))
        } else {
            ("added", Holes::new().list("items", new))
        };
        out.say(key, holes.text("list", &name));
        out.undo("lists.drop", undo_args(&added, &name));
    }
    if !old.is_empty() {
        out.say(
            "already",
            Holes::new().list("items", old).text("list", &name),
        );
    }
    about(list, out);
    card(list, &name, world, out).await
}

async fn create(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let lists = world.lists().lists().await?;
    let wanted = call
        .args
        .id("list")
        .or(call.args.text("name"))
        .unwrap_or_default()
        .trim();
    let known = lists
        .iter()
        .find(|list| list.id == wanted || same(&list.name, wanted));
    let texts = said_items(call, out);
    if let Some(list) = known {
        if !texts.is_empty() {
            return add_to(list, &texts, call, world, out).await;
        }
        let name = spoken(list, out);
        out.say("exists", Holes::new().text("list", &name));
        about(list, out);
        return Ok(());
    }
    if wanted.is_empty() {
        let ask = Ask {
            arg: "name".into(),
            kind: "text".into(),
            choices: Vec::new(),
        };
        out.ask("ask_create_name", Holes::new(), ask);
        return Ok(());
    }
    let made = world.lists().create(wanted, &call.key).await?;
    let name = spoken(&made, out);
    let undo = Args::new()
        .with("id", Value::Text(made.id.clone()))
        .with("what", Value::Text(name.clone()));
    if texts.is_empty() {
        out.say("created", Holes::new().text("list", &name));
    } else {
        world.lists().add(&made.id, &texts, &call.key).await?;
        out.say(
            "created_with",
            Holes::new().text("list", &name).list("items", texts),
        );
    }
    out.undo("lists.uncreate", undo);
    about(&made, out);
    card(&made, &name, world, out).await
}

async fn read(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let list = match which(call, world).await? {
        Which::One(list) => list,
        Which::Missing(name) => {
            out.say("no_list", Holes::new().text("name", &name));
            return Ok(());
        }
        Which::None => match pick::only_filled(world).await? {
            Some(list) => list,
            None => return names(world, out).await,
        },
    };
    let name = spoken(&list, out);
    if let (true, Some(more)) = (call.args.has("list"), call.args.text("name")) {
        offer_more(&list, more, out);
        return Ok(());
    }
    let open = open_items(&list, world).await?;
    let holes = Holes::new()
        .text("list", &name)
        .count("n", open.len() as i64);
    let all = open.len();
    let read: Vec<String> = open
        .into_iter()
        .take(READ_MAX)
        .map(|item| item.text)
        .collect();
    match all {
        0 => out.say("empty", holes),
        n if n > READ_MAX => {
            let rest = (n - READ_MAX) as i64;
            out.say("items_many", holes.list("items", read).count("rest", rest));
        }
        _ => out.say("items", holes.list("items", read)),
    }
    about(&list, out);
    card(&list, &name, world, out).await
}

/// "And cheese" after a list was read: should it be added?
fn offer_more(list: &ListInfo, more: &str, out: &mut Out<'_>) {
    let items = split(more, out);
    let named = Value::Named {
        id: list.id.clone(),
        name: list.name.clone(),
    };
    let args = texts_arg(&items).with("list", named);
    let act = Act {
        intent: "lists.add".into(),
        args,
    };
    let holes = Holes::new()
        .list("items", items)
        .text("list", spoken(list, out));
    out.offer("offer_add", holes, act);
}

async fn has(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let list = match which(call, world).await? {
        Which::One(list) => list,
        _ => pick::shopping(world).await?,
    };
    let name = spoken(&list, out);
    let open = open_items(&list, world).await?;
    let (yes, no): (Vec<String>, Vec<String>) = said_items(call, out)
        .into_iter()
        .partition(|text| !pick::like(&open, text).is_empty());
    let found: Vec<String> = yes
        .iter()
        .flat_map(|text| pick::like(&open, text))
        .map(|item| item.text.clone())
        .collect();
    if !found.is_empty() {
        out.say("has", Holes::new().list("items", found).text("list", &name));
    }
    if !no.is_empty() {
        out.say(
            "has_not",
            Holes::new().list("items", no).text("list", &name),
        );
    }
    about(&list, out);
    Ok(())
}

async fn names(world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let lists = world.lists().lists().await?;
    let named: Vec<String> = lists
        .iter()
        .map(|list| {
            let holes = Holes::new()
                .text("list", spoken(list, out))
                .count("n", list.open as i64);
            out.text("list_open", &holes)
        })
        .collect();
    out.say(
        "names",
        Holes::new()
            .count("n", lists.len() as i64)
            .list("lists", named),
    );
    let data = lists
        .iter()
        .map(|list| json!({ "id": list.id, "name": spoken(list, out), "open": list.open }));
    let data = json!({ "lists": data.collect::<Vec<_>>() });
    out.card("lists", data);
    Ok(())
}

/// Several things that were said as one: with an "and" between, or a run of things of one character each (葱姜蒜).
fn split(text: &str, out: &Out<'_>) -> Vec<String> {
    let joints = out.text("joints", &Holes::new());
    let mut parts = vec![text.to_owned()];
    for joint in joints.split('|') {
        parts = parts
            .iter()
            .flat_map(|part| part.split(joint).map(str::trim))
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
    }
    let singles = out.text("singles", &Holes::new());
    let singles: Vec<&str> = singles.split('|').filter(|one| !one.is_empty()).collect();
    let run = |part: String| run(&part, &singles).unwrap_or_else(|| vec![part]);
    parts.into_iter().flat_map(run).collect()
}

/// The things that a run of characters names, the longest first; none unless there are three or more.
fn run(text: &str, singles: &[&str]) -> Option<Vec<String>> {
    let (mut rest, mut found) = (text, Vec::new());
    while !rest.is_empty() {
        let next = singles.iter().filter(|one| rest.starts_with(**one));
        let next = next.max_by_key(|one| one.len())?;
        found.push((*next).to_owned());
        rest = &rest[next.len()..];
    }
    (found.len() > 2).then_some(found)
}

/// The things that the sentence names, without what is left of commas.
fn said_items(call: &Call, out: &Out<'_>) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::Named { name, .. } => Some(name.clone()),
        _ => None,
    };
    let mut items: Vec<String> = Vec::new();
    let said = call.args.all("items").iter().filter_map(text);
    for item in said.flat_map(|item| split(&item, out)) {
        if !item.is_empty() && !items.iter().any(|known| same(known, &item)) {
            items.push(item);
        }
    }
    items
}

fn texts_arg(texts: &[String]) -> Args {
    texts.iter().fold(Args::new(), |args, text| {
        args.with("items", Value::Text(text.clone()))
    })
}

/// What an undoing verb needs: ids, and what to call the list.
fn undo_args(items: &[Item], list: &str) -> Args {
    let args = Args::new().with("what", Value::Text(list.to_owned()));
    items.iter().fold(args, |args, item| {
        args.with("id", Value::Text(item.id.clone()))
    })
}

async fn open_items(list: &ListInfo, world: &dyn World) -> Result<Vec<Item>, SkillError> {
    let mut items = world.lists().items(&list.id).await?;
    items.retain(|item| !item.done);
    Ok(items)
}

fn about(list: &ListInfo, out: &mut Out<'_>) {
    out.about(
        "list",
        Value::Named {
            id: list.id.clone(),
            name: list.name.clone(),
        },
    );
}

async fn card(
    list: &ListInfo,
    name: &str,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let items = world.lists().items(&list.id).await?;
    let items: Vec<_> = items
        .iter()
        .map(|item| json!({ "id": item.id, "text": item.text, "done": item.done }))
        .collect();
    out.card(
        "list",
        json!({ "id": list.id, "name": name, "items": items }),
    );
    Ok(())
}

/// Names of things, at most as many as are named in one answer, for a list hole.
fn some_names(items: &[Item]) -> Vec<String> {
    names_of(items).into_iter().take(READ_MAX).collect()
}
