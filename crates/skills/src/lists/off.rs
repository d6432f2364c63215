//! Taking things off lists, and putting them back.

use ling_base::{Args, Value};
use ling_dialogue::{Act, Ask, Call, Choice, Item, ListInfo, Out, SkillError, World};
use ling_text::Holes;

use super::pick::{self, Which, spoken, which};
use super::{about, card, said_items, some_names, undo_args};

pub(super) async fn run(
    verb: &str,
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    match verb {
        "tick" => take_off(true, call, world, out).await,
        "remove" => take_off(false, call, world, out).await,
        "clear" => clear(call, world, out).await,
        "delete" => delete(call, world, out).await,
        "restore" => {
            world.lists().restore(&ids(call)).await?;
            say_back("restored", call, out)
        }
        "untick" => {
            world.lists().tick(&ids(call), false).await?;
            say_back("restored", call, out)
        }
        "drop" => {
            world.lists().remove(&ids(call)).await?;
            say_back("dropped", call, out)
        }
        "undelete" => {
            for id in ids(call) {
                world.lists().undelete(&id).await?;
            }
            say_back("undeleted", call, out)
        }
        "uncreate" => {
            for id in ids(call) {
                world.lists().delete(&id).await?;
            }
            say_back("deleted", call, out)
        }
        verb => Err(SkillError::Verb(verb.to_owned())),
    }
}

fn ids(call: &Call) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    call.args.all("id").iter().filter_map(text).collect()
}

fn say_back(key: &str, call: &Call, out: &mut Out<'_>) -> Result<(), SkillError> {
    let name = call.args.text("what").unwrap_or_default();
    out.say(key, Holes::new().text("list", name));
    Ok(())
}

/// What a sentence takes off: things of one list, things it names that are on none, or a question.
enum Found {
    Things {
        list: ListInfo,
        items: Vec<Item>,
        missing: Vec<String>,
    },
    Several {
        wanted: String,
        items: Vec<Item>,
    },
    Nothing(Vec<String>),
}

async fn take_off(
    tick: bool,
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    if !call.args.has("items") && !by_place(call) {
        let key = if tick {
            "ask_tick_items"
        } else {
            "ask_remove_items"
        };
        out.ask(key, Holes::new(), ask(Vec::new()));
        return Ok(());
    }
    let lists = match which(call, world).await? {
        Which::One(list) => vec![list],
        Which::None => world.lists().lists().await?,
        Which::Missing(name) => {
            out.say("no_list", Holes::new().text("name", &name));
            return Ok(());
        }
    };
    let wanted = said_items(call, out);
    match find(call, lists, tick, world, wanted).await? {
        Found::Things {
            list,
            items,
            missing,
        } => {
            done(tick, &list, &items, world, out).await?;
            if !missing.is_empty() {
                out.say("not_on", Holes::new().list("items", missing));
            }
        }
        Found::Several { wanted, items } => {
            let choices = items.iter().map(|item| Choice {
                id: item.text.clone(),
                name: item.text.clone(),
            });
            let ask = ask(choices.collect());
            let holes = Holes::new()
                .text("wanted", &wanted)
                .list("items", some_names(&items));
            out.ask("which_item", holes, ask);
        }
        Found::Nothing(missing) if missing.is_empty() => out.say("no_such_place", Holes::new()),
        Found::Nothing(missing) => out.say("not_on", Holes::new().list("items", missing)),
    }
    Ok(())
}

fn ask(choices: Vec<Choice>) -> Ask {
    Ask {
        arg: "items".into(),
        kind: "items".into(),
        choices,
    }
}

async fn done(
    tick: bool,
    list: &ListInfo,
    items: &[Item],
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let ids: Vec<String> = items.iter().map(|item| item.id.clone()).collect();
    let name = spoken(list, out);
    let holes = Holes::new()
        .list("items", some_names(items))
        .text("list", &name);
    if tick {
        world.lists().tick(&ids, true).await?;
        let left = list.open.saturating_sub(items.len());
        let key = if left == 0 { "ticked_last" } else { "ticked" };
        out.say(key, holes.count("n", left as i64));
        out.undo("lists.untick", undo_args(items, &name));
    } else {
        world.lists().remove(&ids).await?;
        out.say("removed", holes);
        out.undo("lists.restore", undo_args(items, &name));
    }
    about(list, out);
    card(list, &name, world, out).await
}

/// Looks on each list in turn; the first that has any of the things is meant.
async fn find(
    call: &Call,
    lists: Vec<ListInfo>,
    tick: bool,
    world: &dyn World,
    wanted: Vec<String>,
) -> Result<Found, SkillError> {
    for list in lists {
        let mut on = world.lists().items(&list.id).await?;
        // What is ticked already can be removed, but not ticked again.
        on.sort_by_key(|item| item.done);
        if tick || by_place(call) {
            on.retain(|item| !item.done);
        }
        let (mut items, mut missing) = (Vec::new(), Vec::new());
        items.extend(at_place(call, &on));
        for text in &wanted {
            match pick::like(&on, text).as_slice() {
                [] => missing.push(text.clone()),
                [one] => items.push((*one).clone()),
                [first, ..] if first.text == *text || wanted.len() > 1 => {
                    items.push((*first).clone())
                }
                several => {
                    return Ok(Found::Several {
                        wanted: text.clone(),
                        items: several.iter().map(|&item| item.clone()).collect(),
                    });
                }
            }
        }
        if !items.is_empty() {
            return Ok(Found::Things {
                list,
                items,
                missing,
            });
        }
    }
    Ok(Found::Nothing(wanted))
}

fn by_place(call: &Call) -> bool {
    call.args.has("nth") || call.args.has("n")
}

/// The thing at "the third" or "the last" place.
fn at_place(call: &Call, on: &[Item]) -> Option<Item> {
    let n = match (call.args.get("nth"), call.args.get("n")) {
        (Some(Value::Ordinal(n)), _) => n,
        (_, Some(Value::Number(n))) => &(*n as i64),
        _ => return None,
    };
    let at = match usize::try_from(*n) {
        Ok(n) => n.checked_sub(1)?,
        Err(_) => on
            .len()
            .checked_sub(usize::try_from(n.unsigned_abs()).ok()?)?,
    };
    on.get(at).cloned()
}

async fn clear(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let list = match which(call, world).await? {
        Which::One(list) => list,
        Which::None => pick::shopping(world).await?,
        Which::Missing(name) => {
            out.say("no_list", Holes::new().text("name", &name));
            return Ok(());
        }
    };
    let done_only = call.args.text("which") == Some("done");
    let mut items = world.lists().items(&list.id).await?;
    items.retain(|item| item.done || !done_only);
    let name = spoken(&list, out);
    let holes = Holes::new()
        .text("list", &name)
        .count("n", items.len() as i64);
    if items.is_empty() {
        out.say(if done_only { "none_done" } else { "empty" }, holes);
        return Ok(());
    }
    if !call.confirmed {
        let key = if done_only {
            "confirm_clear_done"
        } else {
            "confirm_clear"
        };
        out.offer(key, holes, again(call, &list));
        return Ok(());
    }
    let ids: Vec<String> = items.iter().map(|item| item.id.clone()).collect();
    world.lists().remove(&ids).await?;
    out.say(if done_only { "cleared_done" } else { "cleared" }, holes);
    out.undo("lists.restore", undo_args(&items, &name));
    about(&list, out);
    card(&list, &name, world, out).await
}

/// The same act for exactly this list.
fn again(call: &Call, list: &ListInfo) -> Act {
    let mut args = call.args.clone();
    args.set("list", Value::Text(list.id.clone()));
    Act {
        intent: call.intent.clone(),
        args,
    }
}

async fn delete(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let list = match which(call, world).await? {
        Which::One(list) => list,
        Which::Missing(name) => {
            out.say("no_list", Holes::new().text("name", &name));
            return Ok(());
        }
        Which::None => {
            let ask = Ask {
                arg: "list".into(),
                kind: "list".into(),
                choices: own_lists(world).await?,
            };
            out.ask("ask_delete_list", Holes::new(), ask);
            return Ok(());
        }
    };
    let name = spoken(&list, out);
    let items = world.lists().items(&list.id).await?;
    let holes = Holes::new()
        .text("list", &name)
        .count("n", items.len() as i64);
    if matches!(list.id.as_str(), "shopping" | "todo") {
        if items.is_empty() {
            out.say("stays_empty", holes);
        } else {
            let args = Args::new().with("list", Value::Text(list.id.clone()));
            let intent = "lists.clear".to_owned();
            out.offer("stays_offer_clear", holes, Act { intent, args });
        }
        return Ok(());
    }
    if !call.confirmed {
        let key = if items.is_empty() {
            "confirm_delete_empty"
        } else {
            "confirm_delete"
        };
        out.offer(key, holes, again(call, &list));
        return Ok(());
    }
    world.lists().delete(&list.id).await?;
    out.say("deleted", holes);
    let undo = Args::new()
        .with("id", Value::Text(list.id.clone()))
        .with("what", Value::Text(name));
    out.undo("lists.undelete", undo);
    Ok(())
}

async fn own_lists(world: &dyn World) -> Result<Vec<Choice>, SkillError> {
    let lists = world.lists().lists().await?;
    let own = lists
        .into_iter()
        .filter(|list| !matches!(list.id.as_str(), "shopping" | "todo"));
    Ok(own
        .map(|list| Choice {
            id: list.id,
            name: list.name,
        })
        .collect())
}
