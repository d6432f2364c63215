//! Notes: what the house asks Ling to remember.

use ling_base::{Args, Value, When};
use ling_dialogue::{
    Act, Ask, BoxFuture, Call, Note, Out, PortError, Skill, SkillError, Source, World,
};
use ling_text::Holes;
use serde_json::json;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("notes");

/// Characters of one note.
const CHARS_MAX: usize = 2_000;
/// Notes read out at once.
const READ_MAX: usize = 3;

/// Remembers things.
pub struct Notes;

impl Skill for Notes {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "add" => add(call, world, out).await,
                "find" => find(call, world, out).await,
                "latest" => latest(call, world, out).await,
                "forget" => forget(call, world, out).await,
                "restore" => restore(call, world, out).await,
                "drop" => drop_it(call, world, out).await,
                verb => Err(SkillError::Verb(verb.to_owned())),
            }
        })
    }
}

async fn add(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let text = call.args.text("text").unwrap_or_default().trim();
    if text.chars().count() > CHARS_MAX {
        out.say("too_long", Holes::new().count("limit", CHARS_MAX as i64));
        return Ok(());
    }
    if text.is_empty() {
        out.ask("ask_text", Holes::new(), asks("text"));
        return Ok(());
    }
    let note = world.notes().add(text, &call.key).await?;
    out.say("added", Holes::new().text("text", &note.text));
    out.undo("notes.drop", id_of(&note));
    card(&[note], out);
    Ok(())
}

async fn find(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let about = call.args.text("about").unwrap_or_default();
    let notes = search(about, world).await?;
    let about = about.split('|').next().unwrap_or_default();
    let Some(best) = notes.first() else {
        if call.args.has("loose") && world.llm().on() {
            // "Where is Paris" is no question about notes.
            let question = Value::Text(call.heard.clone());
            out.instead(Act {
                intent: "llm.ask".to_owned(),
                args: Args::new().with("question", question),
            });
            return Ok(());
        }
        out.say("nothing_about", Holes::new().text("about", about));
        return Ok(());
    };
    let zone = call.now.time_zone().clone();
    let at = When {
        date: Some(best.at.to_zoned_datetime(zone).date()),
        ..When::default()
    };
    let holes = Holes::new()
        .text("text", bare(&best.text))
        .value("at", Value::When(at));
    out.say("found", holes);
    let more: Vec<String> = texts(&notes).into_iter().take(READ_MAX).skip(1).collect();
    if !more.is_empty() {
        let more = more.join(&out.text("joint", &Holes::new()));
        out.say("found_more", Holes::new().text("texts", more));
    }
    out.about("about", Value::Text(about.to_owned()));
    card(&notes, out);
    Ok(())
}

/// Notes about the first of several words, parted by `|`, of which there are any.
async fn search(about: &str, world: &dyn World) -> Result<Vec<Note>, SkillError> {
    for word in about.split('|') {
        let notes = world.notes().search(word).await?;
        if !notes.is_empty() {
            return Ok(notes);
        }
    }
    Ok(Vec::new())
}

/// A note without the stop at its end: the sentence around it has one.
fn bare(text: &str) -> &str {
    text.trim_end_matches(['.', '。', '!', '！', ' '])
}

async fn latest(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let wanted = call
        .args
        .number("n")
        .map_or(READ_MAX, |n| n.clamp(1.0, 10.0) as usize);
    let notes = world.notes().latest(wanted).await?;
    match notes.as_slice() {
        [] => out.say("none", Holes::new()),
        [one] => out.say("latest_one", Holes::new().text("text", bare(&one.text))),
        several => {
            let n = several.len() as i64;
            let texts = texts(several).join(&out.text("joint", &Holes::new()));
            out.say("latest", Holes::new().count("n", n).text("texts", texts));
        }
    }
    card(&notes, out);
    Ok(())
}

async fn forget(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let about = call.args.text("about");
    let notes = match about {
        Some(about) => world.notes().search(about).await?,
        None if call.args.has("which") => world.notes().latest(1).await?,
        None => {
            out.ask("ask_forget", Holes::new(), asks("about"));
            return Ok(());
        }
    };
    let Some(note) = notes.first() else {
        match about {
            Some(about) => out.say("nothing_about", Holes::new().text("about", about)),
            None => out.say("none", Holes::new()),
        }
        return Ok(());
    };
    world.notes().remove(&note.id).await?;
    out.say("forgotten", Holes::new().text("text", &note.text));
    out.undo("notes.restore", id_of(note));
    Ok(())
}

async fn restore(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let id = call.args.text("id").unwrap_or_default();
    world.notes().restore(id).await?;
    let notes = world.notes().latest(usize::MAX).await?;
    let note = notes.iter().find(|note| note.id == id);
    let note = note.ok_or(SkillError::Port(PortError::NotFound))?;
    out.say("restored", Holes::new().text("text", &note.text));
    Ok(())
}

async fn drop_it(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let id = call.args.text("id").unwrap_or_default();
    world.notes().remove(id).await?;
    out.say("dropped", Holes::new());
    Ok(())
}

fn asks(arg: &str) -> Ask {
    Ask {
        arg: arg.to_owned(),
        kind: "text".into(),
        choices: Vec::new(),
    }
}

fn id_of(note: &Note) -> Args {
    Args::new().with("id", Value::Text(note.id.clone()))
}

fn texts(notes: &[Note]) -> Vec<String> {
    notes
        .iter()
        .map(|note| bare(&note.text).to_owned())
        .collect()
}

fn card(notes: &[Note], out: &mut Out<'_>) {
    let rows = notes
        .iter()
        .map(|note| json!({ "id": note.id, "text": note.text, "at": note.at.to_string() }));
    out.card("notes", json!({ "notes": rows.collect::<Vec<_>>() }));
}
