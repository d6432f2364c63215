//! The picture that somebody shows: what it is, what is written in it, what is to be paid, and what goes on the
//! shopping list.

use ling_base::{Args, Value};
use ling_dialogue::{
    Act, BoxFuture, Call, Look, Out, Shown, Skill, SkillError, Source, World, Written,
};
use ling_text::Holes;
use serde_json::json;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("sight");

/// Characters that are read out; nobody listens to more. All lines stand on the card.
const READ_CHARS_MAX: usize = 400;
/// Characters of what is written that are told beside what is shown.
const BESIDE_CHARS_MAX: usize = 60;
/// Letters from which it is told at all: fur and leaves read as one or two.
const BESIDE_LETTERS_MIN: usize = 3;
/// Things of a list at once, and characters of each: a longer line is no thing to buy.
const ITEMS_MAX: usize = 30;
const ITEM_CHARS_MAX: usize = 30;

/// Tells what is in a picture.
pub struct Sight;

impl Skill for Sight {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "what" => what(call, world, out).await,
                "read" | "total" | "list" => {
                    if let Some(written) = written(call, world, out).await? {
                        match call.verb() {
                            "read" => read(&written, out),
                            "total" => total(&written, out),
                            _ => list(&written, out),
                        }
                    }
                    Ok(())
                }
                verb => Err(SkillError::Verb(verb.to_owned())),
            }
        })
    }
}

/// What came of a look; nothing, where that has been said.
fn seen<T>(look: Look<T>, out: &mut Out<'_>) -> Option<T> {
    match look {
        Look::Seen(seen) => return Some(seen),
        Look::Gone => out.say("none", Holes::new()),
        Look::Unreadable => out.say("unreadable", Holes::new()),
        Look::Missing(package) => out.say("missing", Holes::new().text("package", package)),
        Look::Busy => out.say("busy", Holes::new()),
    }
    None
}

async fn what(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let look = match &call.who.picture {
        Some(picture) => world.sight().show(picture, call.lang).await?,
        None => Look::Gone,
    };
    let Some(shown) = seen(look, out) else {
        return Ok(());
    };
    let Shown {
        things,
        kind,
        lines,
    } = &shown;
    let letters = lines.iter().flat_map(|line| line.chars());
    let has_text = letters.filter(|c| c.is_alphanumeric()).count() >= BESIDE_LETTERS_MIN;
    match (things, kind) {
        (Some(things), _) => out.say("things", Holes::new().text("things", things)),
        (None, Some(kind)) => out.say("kind", Holes::new().text("kind", kind)),
        (None, None) if !has_text => out.say("unknown", Holes::new()),
        (None, None) => {}
    }
    if has_text {
        let text = joined(lines, BESIDE_CHARS_MAX, out);
        out.say("written", Holes::new().text("text", text));
        card(lines, out);
    }
    Ok(())
}

async fn written(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<Option<Written>, SkillError> {
    let look = match &call.who.picture {
        Some(picture) => world.sight().read(picture).await?,
        None => Look::Gone,
    };
    let written = seen(look, out).filter(|written| {
        if written.lines.is_empty() {
            out.say("blank", Holes::new());
        }
        !written.lines.is_empty()
    });
    Ok(written)
}

fn read(written: &Written, out: &mut Out<'_>) {
    let text = joined(&written.lines, READ_CHARS_MAX, out);
    out.say("read", Holes::new().text("text", text));
    card(&written.lines, out);
}

fn total(written: &Written, out: &mut Out<'_>) {
    match &written.total {
        Some(total) => out.say("total", Holes::new().text("total", total)),
        None => out.say("no_total", Holes::new()),
    }
    card(&written.lines, out);
}

/// Hands the lines to the lists, which say what was added and take it back.
fn list(written: &Written, out: &mut Out<'_>) {
    let headings = out.text("headings", &Holes::new());
    let headings: Vec<&str> = headings.split(' ').collect();
    let items: Vec<String> = written
        .lines
        .iter()
        .filter_map(|line| item(line, &headings))
        .take(ITEMS_MAX)
        .collect();
    if items.is_empty() {
        out.say("no_items", Holes::new());
        return;
    }
    let args = items.into_iter().fold(Args::new(), |args, item| {
        args.with("items", Value::Text(item))
    });
    // Where no list is named, the shopping list is meant.
    out.instead(Act {
        intent: "lists.add".to_owned(),
        args,
    });
}

/// The thing in a line of a list, without its number or mark; none in a heading, a sum or a sentence.
fn item(line: &str, headings: &[&str]) -> Option<String> {
    let is_mark = |c: char| !c.is_alphanumeric();
    let bare = line.trim_start_matches(is_mark);
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut after = digits.chars();
    let ends = after
        .next()
        .is_some_and(|c| is_mark(c) && !c.is_whitespace());
    let goes_on = after.next().is_some_and(|c| c.is_ascii_digit());
    // "1. milk" is numbered; "2 eggs" and "1.5 l" say how much.
    let bare = match ends && !goes_on {
        true => digits,
        false => bare,
    };
    let bare = bare.trim_matches(is_mark);
    let folded = ling_text::fold::folded(bare);
    let is_other = headings.iter().any(|heading| folded.contains(heading));
    let has_letters = bare.chars().any(char::is_alphabetic);
    let fits = has_letters && bare.chars().count() <= ITEM_CHARS_MAX && !is_other;
    fits.then(|| bare.to_owned())
}

/// Lines as one text of at most so many characters.
fn joined(lines: &[String], max: usize, out: &Out<'_>) -> String {
    let text = lines.join(&out.text("joint", &Holes::new()));
    match text.chars().count() > max {
        true => text.chars().take(max).chain(['…']).collect(),
        false => text,
    }
}

fn card(lines: &[String], out: &mut Out<'_>) {
    out.card("picture", json!({ "lines": lines }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_things() {
        let headings = ["list", "清单", "合计", "total"];
        let check = |line: &str, expect: Option<&str>| {
            assert_eq!(item(line, &headings).as_deref(), expect, "{line}");
        };
        check("1. 牛奶", Some("牛奶"));
        check("- eggs", Some("eggs"));
        check("□ 面包 2个", Some("面包 2个"));
        check("2 eggs", Some("2 eggs"));
        check("3、苹果", Some("苹果"));
        check("(4) rice", Some("rice"));
        check("1.5 l milk", Some("1.5 l milk"));
        check("Shopping List", None);
        check("购物清单：", None);
        check("合计 25.00", None);
        check("12.50", None);
        check(
            "请在周五之前把这张单子上的东西都买好然后放在冰箱里面谢谢大家辛苦",
            None,
        );
        check("", None);
    }
}
