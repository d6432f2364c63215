//! The language model: it answers what nothing else understands, or chooses one of the skills.

use ling_base::Value;
use ling_dialogue::{BoxFuture, Call, LlmTurn, Out, Skill, SkillError, Source, World};
use ling_text::Holes;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("llm");

/// Asks the language model.
pub struct Llm;

impl Skill for Llm {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "ask" => ask(call, world, out).await,
                verb => Err(SkillError::Verb(verb.to_owned())),
            }
        })
    }
}

async fn ask(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let now = Value::When(ling_base::When {
        date: Some(call.now.date()),
        time: Some(call.now.time()),
        half_known: true,
        ..ling_base::When::default()
    });
    let turn = LlmTurn {
        heard: call.args.text("question").unwrap_or(&call.heard).to_owned(),
        lang: call.lang,
        before: call.before.clone(),
        system: out.text("system", &Holes::new().value("now", now)),
        now: call.now.clone(),
        tools: true,
    };
    let mut n_said = 0;
    let mut part = |sentence: &str| {
        n_said += 1;
        out.say_text(sentence);
    };
    match world.llm().ask(turn, &mut part).await {
        Ok(Ok(_)) if n_said == 0 => out.say("silent", Holes::new()),
        Ok(Ok(_)) => {}
        Ok(Err(act)) => out.instead(act),
        // What has been said stays said; the person hears why there is no more.
        Err(_) if n_said > 0 => out.say("broke_off", Holes::new()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
