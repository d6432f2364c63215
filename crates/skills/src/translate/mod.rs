//! Words and short phrases in the other language, and what they mean.

use ling_base::{Lang, Value};
use ling_dialogue::{
    BoxFuture, Call, Entry, LlmTurn, Out, PortError, Service, Skill, SkillError, Source, World,
};
use ling_text::{Holes, script};

/// The files of this folder.
pub const SOURCE: Source = crate::source!("translate");

/// Characters of one phrase.
const CHARS_MAX: usize = 300;
/// Meanings read out.
const MEANS_MAX: usize = 3;

/// Translates and explains words.
pub struct Translate;

impl Skill for Translate {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            let defines = match call.verb() {
                "say" => false,
                "define" => true,
                verb => return Err(SkillError::Verb(verb.to_owned())),
            };
            let words = call.args.text("words").unwrap_or_default().trim();
            if words.chars().count() > CHARS_MAX {
                out.say("too_long", Holes::new());
                return Ok(());
            }
            let into = into(call, words);
            match world.words().look_up(words, into).await {
                Ok(found) if !found.is_empty() => {
                    tell(words, &found, into, defines, out);
                    Ok(())
                }
                // What the dictionary lacks, a model may know.
                Ok(_) | Err(PortError::Off(Service::Words)) if world.llm().on() => {
                    ask_model(words, into, defines, call, world, out).await
                }
                Ok(_) | Err(PortError::NotFound) => {
                    out.say("unknown", Holes::new().text("words", words));
                    Ok(())
                }
                Err(error) => Err(error.into()),
            }
        })
    }
}

/// The language that is named, else the one that the words are not in.
fn into(call: &Call, words: &str) -> Lang {
    let named = match call.args.get("into") {
        Some(Value::Named { id, .. } | Value::Text(id)) => Lang::from_tag(id),
        _ => None,
    };
    let said = script::lang_of(words);
    let other = Lang::ALL.into_iter().find(|lang| *lang != said);
    named.or(other).unwrap_or(call.lang)
}

fn tell(words: &str, found: &[Entry], into: Lang, defines: bool, out: &mut Out<'_>) {
    let reading = found[0].reading.as_deref();
    // What another reading means would be told beside the wrong one.
    let same = |entry: &&Entry| into == Lang::Zh || entry.reading.as_deref() == reading;
    let mut means: Vec<String> = Vec::new();
    for meaning in found.iter().filter(same).flat_map(|entry| &entry.means) {
        if means.len() < MEANS_MAX && !means.contains(meaning) {
            means.push(meaning.clone());
        }
    }
    let holes = Holes::new().text("words", words);
    match (reading, into) {
        (Some(reading), Lang::Zh) => {
            let more = means.split_off(1.min(means.len()));
            let key = if more.is_empty() {
                "translated_read"
            } else {
                "translated_more"
            };
            let holes = holes.list("means", means).list("more", more);
            out.say(key, holes.text("reading", reading));
        }
        (Some(reading), Lang::En) if defines => {
            out.say(
                "defined",
                holes.list("means", means).text("reading", reading),
            );
        }
        _ => out.say("translated", holes.list("means", means)),
    }
}

async fn ask_model(
    words: &str,
    into: Lang,
    defines: bool,
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let key = if defines {
        "prompt_define".to_owned()
    } else {
        format!("prompt_{}", into.tag())
    };
    let turn = LlmTurn {
        heard: words.to_owned(),
        lang: if defines { call.lang } else { into },
        before: Vec::new(),
        tools: false,
        now: call.now.clone(),
        system: out.text(&key, &Holes::new()),
    };
    match world.llm().ask(turn, &mut |_| {}).await? {
        Ok(answer) => out.say_text(answer.trim()),
        Err(act) => out.instead(act),
    }
    Ok(())
}
