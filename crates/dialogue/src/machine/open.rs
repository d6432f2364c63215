//! Answers to a question of Ling's own.

use jiff::ZonedDateTime;
use ling_base::{Fragment, FragmentPart, Meaning, Stage, Value};
use ling_text::Holes;

use super::{
    Heard, Planned, Turn, Why,
    plan::{Plan, run},
};
use crate::{
    Ask,
    memory::{Open, accepts},
};

impl Turn {
    /// An answer to the question that is open; `None` when the words are about something else.
    pub(super) fn answer_open(
        &mut self,
        now: &ZonedDateTime,
        heard: &Heard,
        open: Open,
        best: &[Meaning],
        fragment: Option<&Fragment>,
    ) -> Option<Plan> {
        let said = best.first().map(|meaning| meaning.intent.as_str());
        // A child may answer for nobody else: the act would be that of whoever was asked.
        let is_others = heard.who.child && heard.who.person != open.asked().person;
        match (open, said) {
            (Open::Confirm { .. } | Open::Slot { .. }, Some("talk.cancel"))
            | (Open::Confirm { .. }, Some("talk.negate")) => {
                let reply = self.talk("cancelled", Holes::new(), heard.lang, now);
                Some(self.say(
                    heard,
                    reply,
                    Stage::Grammar,
                    best.to_vec(),
                    "the question is closed",
                ))
            }
            (open @ Open::Confirm { .. }, Some("talk.affirm")) if is_others => {
                self.memory.ask(now.timestamp(), open);
                Some(self.not_asked(now, heard, best))
            }
            (Open::Confirm { mut call }, Some("talk.affirm")) => {
                call.confirmed = true;
                let lang = call.lang;
                Some(run(
                    vec![Planned {
                        call: *call,
                        why: Why::Wish,
                    }],
                    best.to_vec(),
                    lang,
                    "yes to the question",
                ))
            }
            (Open::Slot { call, ask }, said) => {
                let command = said.is_some_and(|intent| !intent.starts_with("talk."));
                let values = answer_values(&ask, &heard.text, fragment, command);
                if values.is_empty() {
                    return None;
                }
                let mut call = *call;
                if is_others {
                    call.who = heard.who.clone();
                }
                call.args.remove(&ask.arg);
                for value in values {
                    call.args.push(&ask.arg, value);
                }
                call.key = format!("{}:0", heard.key);
                let meanings = vec![self.meaning(&call)];
                let lang = call.lang;
                Some(run(
                    vec![Planned {
                        call,
                        why: Why::Wish,
                    }],
                    meanings,
                    lang,
                    "the answer to the question",
                ))
            }
            _ => None,
        }
    }

    /// A child has said yes to what somebody else was asked.
    fn not_asked(&self, now: &ZonedDateTime, heard: &Heard, best: &[Meaning]) -> Plan {
        let reply = self.talk("not_for_children", Holes::new(), heard.lang, now);
        let why = "the question was for somebody else";
        self.say(heard, reply, Stage::Grammar, best.to_vec(), why)
    }
}

/// The values that an utterance gives to the question; none when it is no answer to it.
fn answer_values(ask: &Ask, heard: &str, fragment: Option<&Fragment>, command: bool) -> Vec<Value> {
    let said = heard.trim();
    if said.is_empty() {
        return Vec::new();
    }
    let chosen = ask
        .choices
        .iter()
        .filter(|choice| said.contains(&choice.name) || choice.name.contains(said));
    if let Some(choice) = chosen.max_by_key(|choice| choice.name.len()) {
        let (id, name) = (choice.id.clone(), choice.name.clone());
        return vec![Value::Named { id, name }];
    }
    let free = matches!(ask.kind.as_str(), "text" | "items");
    let parts = fragment.map_or(&[][..], |fragment| &fragment.parts);
    let mut fits = parts
        .iter()
        .filter(|part| accepts(&ask.kind, &part.kind))
        .map(|part| part.value.clone());
    match ask.kind.as_str() {
        "whens" => one_of_each(parts),
        "items" if !command && !parts.is_empty() => fits.collect(),
        _ if free && !command => vec![Value::Text(said.to_owned())],
        _ if free => Vec::new(),
        _ => fits.next().into_iter().collect(),
    }
}

/// Every time that was named: "at eight, noon and six".
fn one_of_each(parts: &[FragmentPart]) -> Vec<Value> {
    let mut times: Vec<&FragmentPart> = Vec::new();
    for part in parts.iter().filter(|part| accepts("when", &part.kind)) {
        if times.iter().all(|known| known.span != part.span) {
            times.push(part);
        }
    }
    times.into_iter().map(|part| part.value.clone()).collect()
}
