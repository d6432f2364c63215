//! What refers to the turn before: "那卧室呢", "make it eight", "cancel it", "pause".

use jiff::ZonedDateTime;
use ling_base::{Args, Fragment, Frame, Meaning, Stage, Value};
use ling_text::Holes;

use super::{
    Amends, Heard, Planned, Turn, Why,
    plan::{IT, Plan, What, is_it, run},
};
use crate::{
    Act, IntentSpec,
    memory::{Done, filled, same_sort},
};

/// What "cancel" is about when nothing was done lately, and the argument that tells it from "never mind".
pub(super) const LET_GO: (&str, &str) = ("timer.cancel", "any");
/// The value of that argument for "never mind".
const JUST_NOW: &str = "just now";

impl Turn {
    /// "那卧室呢", "and tomorrow?", "改成八点".
    pub(super) fn plan_fragment(
        &mut self,
        now: &ZonedDateTime,
        heard: &Heard,
        fragment: &Fragment,
    ) -> Option<Plan> {
        let last = self.memory.last(now.timestamp());
        let Some(last) = last else {
            let framed = fragment.frame != Frame::Bare;
            let reply = self.talk("nothing_before", Holes::new(), heard.lang, now);
            return framed.then(|| {
                self.say(
                    heard,
                    reply,
                    Stage::Clarify,
                    Vec::new(),
                    "nothing was said before",
                )
            });
        };
        let spec = self.skills.intent(&last.act.intent)?;
        if fragment.frame == Frame::Bare && spec.does {
            return None;
        }
        let changes = fragment.frame == Frame::Change;
        let other = changes.then(|| self.put_right(last, spec, fragment));
        let act = match other.flatten() {
            Some(act) => act,
            None => Act {
                intent: spec.id.clone(),
                args: last.with(spec, fragment)?,
            },
        };
        let takes_back = changes && last.undo.is_some();
        let call = self.call(heard, act, heard.lang, now, 0);
        let meanings = vec![self.meaning(&call)];
        let calls = vec![Planned {
            call,
            why: Why::Wish,
        }];
        let why = "the last act again, with what is new";
        let plan = run(calls, meanings, heard.lang, why);
        Some(if takes_back {
            self.amending(now, heard, plan)
        } else {
            plan
        })
    }

    /// A plan that takes the last act back first.
    pub(super) fn amending(&mut self, now: &ZonedDateTime, heard: &Heard, mut plan: Plan) -> Plan {
        let What::Run(calls) = &mut plan.what else {
            return plan;
        };
        let Some(done) = self.memory.pop_last() else {
            return plan;
        };
        if let Some(undo) = done.undo.clone() {
            let call = self.call(heard, undo, heard.lang, now, 1);
            let why = Why::Before;
            calls.insert(0, Planned { call, why });
        }
        plan.amends = Some(Box::new(Amends { done, redo: None }));
        plan
    }

    /// What puts right an act that told or stepped: "how long is left" and then "make it nine minutes". `None`
    /// where the same act again does.
    fn put_right(&self, last: &Done, spec: &IntentSpec, fragment: &Fragment) -> Option<Act> {
        let target = self.skills.intent(spec.change.as_deref()?)?;
        if !spec.does {
            let asked = last.with(spec, fragment).unwrap_or_default();
            let narrowed = last.act.args.iter().any(|(name, old)| {
                let new = asked.get(name);
                new.is_some_and(|new| *new != old[0] && same_sort(&old[0], new))
            });
            if narrowed || fragment.parts.iter().all(|part| is_day(&part.value)) {
                return None;
            }
        }
        let about = last.about.iter().fold(Args::new(), |args, (name, value)| {
            args.with(name, value.clone())
        });
        let args = filled(about.clone(), target, fragment)?;
        let mut needs = target.args.iter().filter(|arg| arg.need);
        let says_it = needs.any(|arg| args.has(&arg.name) && !about.has(&arg.name));
        says_it.then(|| Act {
            intent: target.id.clone(),
            args,
        })
    }

    /// Of meanings as good as the first that name nothing ("pause"), the one about what was spoken of last.
    pub(super) fn likeliest(&self, ranked: &[Meaning], now: &ZonedDateTime) -> Option<Meaning> {
        let first = ranked.first()?;
        let names_nothing = |meaning: &Meaning| {
            let mut values = meaning.args.iter().flat_map(|(_, values)| values);
            meaning.slots.is_empty() && values.all(is_it)
        };
        let last = self.memory.last(now.timestamp());
        let fits = |meaning: &&Meaning| {
            let of_last = |done: &Done| meaning.intent.split('.').next() == Some(done.skill());
            meaning.score >= first.score && names_nothing(meaning) && last.is_some_and(of_last)
        };
        let near = ranked.iter().find(fits).filter(|_| names_nothing(first));
        near.or(Some(first)).cloned()
    }

    /// "Cancel it" is about what was spoken of last, and so is done by that skill, if it can.
    pub(super) fn about_it(&self, mut meaning: Meaning, now: &ZonedDateTime) -> Meaning {
        let has_it = meaning
            .args
            .iter()
            .any(|(_, values)| values.iter().any(is_it));
        let Some(last) = self.memory.last(now.timestamp()).filter(|_| has_it) else {
            return meaning;
        };
        let (skill, verb) = meaning.intent.split_once('.').unwrap_or_default();
        if skill == last.skill() || last.about.is_empty() {
            return meaning;
        }
        let Some(spec) = self.skills.intent(&format!("{}.{verb}", last.skill())) else {
            return meaning;
        };
        let mut args = Args::new();
        for (name, values) in meaning.args.iter() {
            values
                .iter()
                .filter(|value| !is_it(value))
                .for_each(|value| args.push(name, value.clone()));
        }
        for (name, _) in &last.about {
            if spec.args.iter().any(|arg| arg.name == *name) {
                args.set(name, Value::Text(IT.to_owned()));
            }
        }
        (meaning.intent, meaning.label, meaning.args) = (spec.id.clone(), spec.label.clone(), args);
        meaning
    }

    /// Whether "cancel it" is about an act that only undo takes back: a light that was turned on.
    pub(super) fn lets_go(&self, meaning: &Meaning, now: &ZonedDateTime) -> bool {
        let Some(last) = self.memory.last(now.timestamp()) else {
            return false;
        };
        let has_it = meaning
            .args
            .iter()
            .any(|(_, values)| values.iter().any(is_it));
        let is_due = last.about.iter().any(|(name, _)| name == "due");
        let cancels = self.skills.intent(&format!("{}.cancel", last.skill()));
        meaning.intent == LET_GO.0 && has_it && last.undo.is_some() && !is_due && cancels.is_none()
    }

    /// Whether "cancel" is about the last act or what runs; "never mind" only about what was done just now.
    pub(super) fn may_let_go(&self, now: &ZonedDateTime, meaning: &Meaning) -> bool {
        match meaning.args.get(LET_GO.1) {
            None => false,
            Some(Value::Text(how)) if how == JUST_NOW => self.memory.can_let_go(now.timestamp()),
            Some(_) => true,
        }
    }

    /// "Cancel" while no question is open: the last act, else what runs.
    pub(super) fn let_go(
        &mut self,
        now: &ZonedDateTime,
        heard: &Heard,
        meaning: &Meaning,
    ) -> Option<Plan> {
        let stamp = now.timestamp();
        let undo = self.memory.last(stamp).and_then(|last| last.undo.clone());
        let (act, why) = match undo {
            Some(act) => {
                self.memory.pop_last();
                (act, Why::Undo)
            }
            None => {
                let due = self.memory.it("due", stamp);
                let args = Args::new().with(LET_GO.1, Value::Text("yes".to_owned()));
                let args = due
                    .into_iter()
                    .fold(args, |args, due| args.with("due", due));
                let intent = LET_GO.0.to_owned();
                (Act { intent, args }, Why::Wish)
            }
        };
        self.skills.intent(LET_GO.0)?;
        let call = self.call(heard, act, meaning.lang, now, 0);
        let (calls, meanings) = (vec![Planned { call, why }], vec![meaning.clone()]);
        Some(run(
            calls,
            meanings,
            meaning.lang,
            "lets go of the last act",
        ))
    }
}

/// A day without an hour asks anew about that day.
fn is_day(value: &Value) -> bool {
    matches!(value, Value::When(when) if when.time.is_none() && when.in_secs.is_none())
}
