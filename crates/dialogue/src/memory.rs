use std::collections::VecDeque;

use jiff::Timestamp;
use ling_base::{Args, Fragment, FragmentPart, Frame, Lang, Value, When};

use crate::{Act, Argument, Ask, Call, IntentSpec, Reply, Who};

/// How long a follow-up ("那明天呢") and an open question refer to what was said before.
const CONTEXT_SECS: i64 = 120;
/// How long after an act "never mind" takes it back; later it only ends the talk.
const NEVER_MIND_SECS: i64 = 20;
/// How many exchanges a language model is told of, and how long it hears of them.
const EXCHANGES_MAX: usize = 6;
const EXCHANGE_SECS: i64 = 600;
/// How many acts can be taken back, one after the other.
const DONE_MAX: usize = 16;
/// Bytes of the words in them; a house talks in two hundred conversations at once.
const DONE_BYTES_MAX: usize = 32 << 10;
/// Characters of an exchange that a language model is told of.
const EXCHANGE_CHARS_MAX: usize = 500;

/// What a conversation remembers.
#[derive(Debug, Default)]
pub struct Memory {
    done: VecDeque<Done>,
    open: Option<(Timestamp, Open)>,
    /// The question is about an act that the last one stands in for until it is answered.
    open_amends: bool,
    /// Something that was no act came after the last one.
    is_turned_away: bool,
    last_say: Option<(Reply, Lang)>,
    exchanges: VecDeque<(Timestamp, String, String)>,
}

/// Something that was done or answered.
#[derive(Clone, Debug)]
pub(crate) struct Done {
    at: Timestamp,
    /// Which wish it belongs to.
    key: String,
    pub(crate) act: Act,
    pub(crate) undo: Option<Act>,
    pub(crate) about: Vec<(String, Value)>,
}

/// A question that waits for its answer.
#[derive(Clone, Debug)]
pub(crate) enum Open {
    /// An argument is missing.
    Slot { call: Box<Call>, ask: Ask },
    /// Yes runs the act.
    Confirm { call: Box<Call> },
}

impl Open {
    /// Who was asked.
    pub(crate) fn asked(&self) -> &Who {
        match self {
            Open::Slot { call, .. } | Open::Confirm { call } => &call.who,
        }
    }
}

impl Memory {
    /// The open question, if it is not too old.
    pub(crate) fn take_open(&mut self, now: Timestamp) -> Option<Open> {
        let (at, open) = self.open.take()?;
        fresh(at, now).then_some(open)
    }

    /// Whether the answer to the open question replaces the last act.
    pub(crate) fn take_amends(&mut self) -> bool {
        std::mem::take(&mut self.open_amends)
    }

    /// The answer to the open question replaces the last act.
    pub(crate) fn amend_by_answer(&mut self) {
        self.open_amends = self.open.is_some();
    }

    /// The question that waits for an answer now.
    pub(crate) fn open(&self, now: Timestamp) -> Option<&Open> {
        self.open
            .as_ref()
            .filter(|(at, _)| fresh(*at, now))
            .map(|(_, open)| open)
    }

    /// Drops a question that nobody answered in time.
    pub(crate) fn forget_stale(&mut self, now: Timestamp) {
        self.open.take_if(|(at, _)| !fresh(*at, now));
    }

    pub(crate) fn ask(&mut self, now: Timestamp, open: Open) {
        self.open = Some((now, open));
        self.open_amends = false;
    }

    /// When the context will be too old to refer to.
    pub(crate) fn expires(&self) -> Option<Timestamp> {
        let at = self
            .open
            .as_ref()
            .map(|(at, _)| *at)
            .or_else(|| self.done.back().map(|done| done.at))?;
        Some(
            at.saturating_add(jiff::SignedDuration::from_secs(CONTEXT_SECS))
                .unwrap_or(at),
        )
    }

    pub(crate) fn note(&mut self, now: Timestamp, call: &Call, reply: &Reply) {
        self.is_turned_away = false;
        let done = Done {
            at: now,
            key: call.key.clone(),
            act: Act {
                intent: call.intent.clone(),
                args: call.args.clone(),
            },
            undo: reply.undo.clone(),
            about: reply.about.clone(),
        };
        // The newest stays, however long it is: one utterance has its own limit.
        let mut n_bytes = done.n_bytes() + self.done.iter().map(Done::n_bytes).sum::<usize>();
        while n_bytes > DONE_BYTES_MAX || self.done.len() >= DONE_MAX {
            let Some(oldest) = self.done.pop_front() else {
                break;
            };
            n_bytes -= oldest.n_bytes();
        }
        self.done.push_back(done);
    }

    /// What was said and answered lately, oldest first.
    pub(crate) fn exchanges(&self, now: Timestamp) -> Vec<(String, String)> {
        let lately = |at: Timestamp| now.duration_since(at).as_secs() <= EXCHANGE_SECS;
        let all = self.exchanges.iter().filter(|(at, ..)| lately(*at));
        all.map(|(_, heard, say)| (heard.clone(), say.clone()))
            .collect()
    }

    pub(crate) fn said(&mut self, now: Timestamp, heard: &str, reply: &Reply, lang: Lang) {
        if self.exchanges.len() == EXCHANGES_MAX {
            self.exchanges.pop_front();
        }
        let short = |words: &str| words.chars().take(EXCHANGE_CHARS_MAX).collect();
        self.exchanges
            .push_back((now, short(heard), short(&reply.say)));
        self.last_say = Some((reply.clone(), lang));
    }

    pub(crate) fn last_said(&self) -> Option<(Reply, Lang)> {
        self.last_say.clone()
    }

    /// The last act that can be taken back; it is forgotten.
    pub(crate) fn pop_undo(&mut self) -> Option<Act> {
        let at = self.done.iter().rposition(|done| done.undo.is_some())?;
        self.done.remove(at).and_then(|done| done.undo)
    }

    /// The key of the wish whose act "undo" would take back now.
    pub(crate) fn undo_key(&self) -> Option<&str> {
        let last = self.done.iter().rfind(|done| done.undo.is_some())?;
        Some(&last.key)
    }

    /// The last act, to be put right; it is forgotten.
    pub(crate) fn pop_last(&mut self) -> Option<Done> {
        self.done.pop_back()
    }

    /// Remembers an act again that was not put right after all.
    pub(crate) fn put_back(&mut self, now: Timestamp, mut done: Done) {
        done.at = now;
        self.done.push_back(done);
    }

    /// The last act, if it is not too old to refer to.
    pub(crate) fn last(&self, now: Timestamp) -> Option<&Done> {
        self.done.back().filter(|done| fresh(done.at, now))
    }

    /// Something came in between that was no act: "never mind" is about that.
    pub(crate) fn turn_away(&mut self) {
        self.is_turned_away = true;
    }

    /// Whether "never mind" means the last act: it was done just now, and can be taken back.
    pub(crate) fn can_let_go(&self, now: Timestamp) -> bool {
        let last = self.done.back().filter(|done| done.undo.is_some());
        let last = last.filter(|_| !self.is_turned_away);
        last.is_some_and(|done| now.duration_since(done.at).as_secs() <= NEVER_MIND_SECS)
    }

    /// What "it" means as argument `name`.
    pub(crate) fn it(&self, name: &str, now: Timestamp) -> Option<Value> {
        self.done
            .iter()
            .rev()
            .filter(|done| fresh(done.at, now))
            .find_map(|done| {
                let about = done
                    .about
                    .iter()
                    .find(|(arg, _)| arg == name)
                    .map(|(_, value)| value);
                about.or_else(|| done.act.args.get(name)).cloned()
            })
    }
}

impl Done {
    /// About how much room its words take.
    fn n_bytes(&self) -> usize {
        let of = |value: &Value| match value {
            Value::Text(text) => text.len(),
            Value::Named { id, name } => id.len() + name.len(),
            _ => size_of::<Value>(),
        };
        let acts = std::iter::once(&self.act).chain(&self.undo);
        let args = acts.flat_map(|act| act.args.iter().flat_map(|(_, values)| values));
        let about = self.about.iter().map(|(_, value)| value);
        args.chain(about).map(of).sum()
    }

    /// The same act for what the fragment names; `None` when the act takes no such thing.
    pub(crate) fn with(&self, spec: &IntentSpec, fragment: &Fragment) -> Option<Args> {
        filled(self.act.args.clone(), spec, fragment)
    }

    /// The skill of the act.
    pub(crate) fn skill(&self) -> &str {
        let intent = &self.act.intent;
        intent.split_once('.').map_or(intent, |(skill, _)| skill)
    }
}

/// `args` of the intent `spec` with what the fragment names; `None` when the intent takes no such thing.
pub(crate) fn filled(mut args: Args, spec: &IntentSpec, fragment: &Fragment) -> Option<Args> {
    let mut named = Vec::new();
    let framed = fragment.frame != Frame::Bare;
    // A stretch that may be several kinds of thing ("eight": a number, an hour) comes once for each.
    let mut rest = fragment.parts.as_slice();
    while let Some(first) = rest.first() {
        let n_same = rest.iter().take_while(|part| part.span == first.span);
        let (same, after) = rest.split_at(n_same.count());
        let (arg, part) = best_place(spec, &args, same, framed)?;
        if named.contains(&arg.name.as_str()) {
            args.push(&arg.name, part.value.clone());
        } else {
            put(&mut args, arg, part);
            named.push(arg.name.as_str());
        }
        rest = after;
    }
    Some(args)
}

/// Which reading of a stretch goes into which argument: first where something stands already, then what the
/// act cannot do without, then where the kinds are the same; free words last. What changes something gets
/// free words only where it had some.
fn best_place<'a>(
    spec: &'a IntentSpec,
    args: &Args,
    same: &'a [FragmentPart],
    framed: bool,
) -> Option<(&'a Argument, &'a FragmentPart)> {
    let pairs = spec
        .args
        .iter()
        .flat_map(|arg| same.iter().map(move |part| (arg, part)));
    let free = |arg: &Argument| matches!(arg.kind.as_str(), "text" | "items" | "any" | "phrase");
    let may_be_free = |arg: &Argument| framed && (!spec.does || args.has(&arg.name));
    let fits = pairs.filter(|(arg, part)| {
        let counts = arg.kind == "duration" && part.kind == "number" && args.has(&arg.name);
        let spans =
            arg.kind == "when" && part.kind == "duration" && counts_from_now(args.get(&arg.name));
        counts || spans || (accepts(&arg.kind, &part.kind) && (!free(arg) || may_be_free(arg)))
    });
    fits.min_by_key(|(arg, part)| {
        let same_kind = arg.kind == part.kind;
        (free(arg), !args.has(&arg.name), !arg.need, !same_kind)
    })
}

/// Whether a new value says the same sort of thing as an old one: an hour for an hour, a day for a day.
pub(crate) fn same_sort(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::When(old), Value::When(new)) => {
            (old.time.is_some() && new.time.is_some()) || (old.time.is_none() && new.time.is_none())
        }
        _ => std::mem::discriminant(old) == std::mem::discriminant(new),
    }
}

/// A number after a span counts in what the span was said in: "for five minutes", "and one for ten".
fn counted(n: f64, like: i64) -> i64 {
    let unit = [3_600, 60].into_iter().find(|unit| like % unit == 0);
    (n * unit.unwrap_or(1) as f64).round() as i64
}

/// Whether a span can take the place of a time: "in fifteen minutes", and then "no, twenty minutes".
fn counts_from_now(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::When(when)) if when.in_secs.is_some())
}

fn put(args: &mut Args, arg: &Argument, part: &FragmentPart) {
    if matches!(part.kind.as_str(), "area" | "floor") {
        if let Some(like) = args.get("name").cloned() {
            args.set("like", like);
            args.remove("name");
        }
        args.remove("area");
        args.remove("floor");
    }
    let value = match (args.get(&arg.name), &part.value) {
        (Some(Value::When(old)), Value::When(new)) => Value::When(merge(old, new)),
        (Some(Value::When(old)), Value::Duration(secs)) if old.in_secs.is_some() => {
            Value::When(When {
                in_secs: Some(*secs),
                ..When::default()
            })
        }
        (Some(Value::Duration(old)), Value::Number(n)) => Value::Duration(counted(*n, *old)),
        _ => part.value.clone(),
    };
    args.set(&arg.name, value);
}

fn fresh(at: Timestamp, now: Timestamp) -> bool {
    let age = now.duration_since(at).as_secs();
    (0..=CONTEXT_SECS).contains(&age)
}

/// Whether a value of kind `part` can stand where the sentence wants `arg`.
pub(crate) fn accepts(arg: &str, part: &str) -> bool {
    match arg {
        "when" => matches!(part, "when" | "date" | "time" | "repeat"),
        "date" => matches!(part, "date" | "when"),
        "time" => matches!(part, "time" | "when"),
        "name" => matches!(part, "name" | "device" | "scene"),
        "text" | "items" | "any" | "phrase" => true,
        "whens" => accepts("when", part),
        "percent" => matches!(part, "percent" | "number"),
        "quantity" => matches!(part, "quantity" | "number"),
        _ => arg == part,
    }
}

/// A new time put over an old one: "改成八点" keeps the day, "那后天呢" keeps the hour.
fn merge(old: &When, new: &When) -> When {
    let mut merged = new.clone();
    if new.in_secs.is_some() || new.repeat.is_some() {
        return merged;
    }
    if new.date.is_none() {
        merged.date = old.date;
        merged.until = old.until;
        merged.repeat.clone_from(&old.repeat);
    }
    let Some(time) = new.time else {
        merged.time = old.time;
        merged.time_until = old.time_until;
        merged.half_known = old.half_known;
        return merged;
    };
    if let (false, true, Some(before)) = (new.half_known, old.half_known, old.time) {
        let afternoon = before.hour() >= 12;
        let hour = time.hour() % 12 + if afternoon { 12 } else { 0 };
        merged.time = Some(jiff::civil::time(hour, time.minute(), time.second(), 0));
        merged.half_known = true;
    }
    merged
}
