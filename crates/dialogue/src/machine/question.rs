//! What Ling asks before it does something.

use jiff::ZonedDateTime;
use ling_base::{Args, Value};
use ling_text::{Holes, Style};

use super::Turn;
use crate::{Ask, Call, Reply, memory::Open};

impl Turn {
    /// The question that stands before a call: a missing argument, a yes for a destructive act.
    pub(super) fn question(
        &self,
        now: &ZonedDateTime,
        call: &Call,
    ) -> Option<(Reply, Option<Open>)> {
        let spec = self.skills.intent(&call.intent)?;
        if spec.adult && call.who.child {
            let reply = self.talk("not_for_children", Holes::new(), call.lang, now);
            return Some((reply, None));
        }
        if let Some(arg) = spec
            .args
            .iter()
            .find(|arg| arg.need && !call.args.has(&arg.name))
        {
            let ask = Ask {
                arg: arg.name.clone(),
                kind: arg.kind.clone(),
                choices: Vec::new(),
            };
            let keys = [
                format!("ask_{}_{}", call.verb(), arg.name),
                format!("ask_{}", arg.name),
            ];
            let reply = self.first_text(now, call, &keys).unwrap_or_else(|| {
                self.talk(
                    "ask_missing",
                    Holes::new().text("what", &arg.name),
                    call.lang,
                    now,
                )
            });
            return Some((
                reply,
                Some(Open::Slot {
                    call: Box::new(call.clone()),
                    ask,
                }),
            ));
        }
        if spec.confirm && !call.confirmed {
            let keys = [format!("confirm_{}", call.verb())];
            let reply = self.first_text(now, call, &keys);
            let reply = reply.unwrap_or_else(|| self.talk("confirm", Holes::new(), call.lang, now));
            return Some((
                reply,
                Some(Open::Confirm {
                    call: Box::new(call.clone()),
                }),
            ));
        }
        None
    }

    fn first_text(&self, now: &ZonedDateTime, call: &Call, keys: &[String]) -> Option<Reply> {
        let texts = self.skills.texts(call.skill(), call.lang)?;
        let key = keys.iter().find(|key| texts.has(key))?;
        let holes = holes_of(&call.args);
        let say = texts.fill(key, &holes, now, Style::Say);
        let show = texts.fill(key, &holes, now, Style::Show);
        Some(Reply {
            show: (show != say).then_some(show),
            say,
            ..Reply::default()
        })
    }
}

/// The arguments of a call as holes of its question.
fn holes_of(args: &Args) -> Holes {
    let mut holes = Holes::new();
    for (name, values) in args.iter() {
        let words: Vec<String> = values.iter().filter_map(word).collect();
        holes = match values {
            [one] if word(one).is_none() => holes.value(name, one.clone()),
            [_] => holes.text(name, words.concat()),
            _ => holes.list(name, words),
        };
    }
    holes
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Named { name, .. } => Some(name.clone()),
        _ => None,
    }
}
