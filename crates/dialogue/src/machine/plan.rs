//! From what was understood to what is done.

use std::collections::VecDeque;

use jiff::ZonedDateTime;
use ling_base::{Args, Fragment, Frame, Lang, Meaning, Reading, Stage, Value};
use ling_text::{Holes, Style};

use super::{Effect, Heard, Planned, Running, State, Turn, Why};
use crate::{
    Act, Ask, Call, Reply,
    memory::{Open, accepts},
};

/// Stands in a sentence's fixed arguments for what was spoken of last: "it", "它".
const IT: &str = "@it";

/// What an utterance comes to.
struct Plan {
    meanings: Vec<Meaning>,
    stage: Stage,
    lang: Lang,
    steps: Vec<String>,
    what: What,
}

enum What {
    Run(Vec<Planned>),
    Say(Box<Reply>),
}

impl Turn {
    pub(super) fn meant(&mut self, now: &ZonedDateTime, reading: Reading) -> Vec<Effect> {
        let State::Understanding(heard) = std::mem::replace(&mut self.state, State::Idle) else {
            return Vec::new();
        };
        let plan = self.plan(now, &heard, reading);
        let Plan {
            meanings,
            stage,
            lang,
            steps,
            what,
        } = plan;
        let (queue, reply) = match what {
            What::Run(queue) => (VecDeque::from(queue), Reply::default()),
            What::Say(reply) => (VecDeque::new(), *reply),
        };
        let current = Planned {
            call: self.call(&heard, nothing(), lang, now, 0),
            why: Why::Before,
        };
        let running = Running {
            heard,
            queue,
            current,
            meanings,
            reply,
            lang,
            stage,
            steps,
            hops: 0,
        };
        self.next_call(now, Box::new(running))
    }

    fn plan(&mut self, now: &ZonedDateTime, heard: &Heard, reading: Reading) -> Plan {
        let open = self.memory.take_open(now.timestamp());
        let best: Vec<Meaning> = reading
            .commands
            .iter()
            .filter_map(|ranked| ranked.first().cloned())
            .collect();
        let lang = best.first().map_or(heard.lang, |meaning| meaning.lang);
        if let Some(open) = open
            && let Some(plan) = self.answer_open(now, heard, open, &best, reading.fragment.as_ref())
        {
            return plan;
        }
        if !best.is_empty() {
            return self.plan_commands(now, heard, best, lang);
        }
        if let Some(fragment) = &reading.fragment
            && let Some(plan) = self.plan_fragment(now, heard, fragment)
        {
            return plan;
        }
        self.plan_nothing(now, heard)
    }

    /// An answer to the question that is open; `None` when the words are about something else.
    fn answer_open(
        &mut self,
        now: &ZonedDateTime,
        heard: &Heard,
        open: Open,
        best: &[Meaning],
        fragment: Option<&Fragment>,
    ) -> Option<Plan> {
        let said = best.first().map(|meaning| meaning.intent.as_str());
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

    fn plan_commands(
        &mut self,
        now: &ZonedDateTime,
        heard: &Heard,
        best: Vec<Meaning>,
        lang: Lang,
    ) -> Plan {
        if let [only] = best.as_slice()
            && let Some(plan) = self.plan_talk(now, heard, only)
        {
            return plan;
        }
        let calls = best.iter().enumerate().map(|(nth, meaning)| {
            let act = Act {
                intent: meaning.intent.clone(),
                args: self.resolve(&meaning.args, now),
            };
            Planned {
                call: self.call(heard, act, meaning.lang, now, nth),
                why: Why::Wish,
            }
        });
        let calls = calls.collect();
        let note = format!("{} command(s)", best.len());
        run(calls, best, lang, &note)
    }

    fn plan_talk(&mut self, now: &ZonedDateTime, heard: &Heard, meaning: &Meaning) -> Option<Plan> {
        let key = match meaning.intent.as_str() {
            "talk.undo" => match self.memory.pop_undo() {
                Some(act) => {
                    let call = self.call(heard, act, meaning.lang, now, 0);
                    let calls = vec![Planned {
                        call,
                        why: Why::Undo,
                    }];
                    return Some(run(
                        calls,
                        vec![meaning.clone()],
                        meaning.lang,
                        "takes back the last act",
                    ));
                }
                None => "nothing_to_undo",
            },
            "talk.repeat" => match self.memory.last_said() {
                Some((reply, _)) => {
                    let again = Reply {
                        say: reply.say,
                        show: reply.show,
                        card: reply.card,
                        ..Reply::default()
                    };
                    return Some(self.say(
                        heard,
                        again,
                        Stage::Grammar,
                        vec![meaning.clone()],
                        "the last answer again",
                    ));
                }
                None => "nothing_to_repeat",
            },
            "talk.cancel" | "talk.negate" | "talk.affirm" => "nothing_open",
            _ => return None,
        };
        let reply = self.talk(key, Holes::new(), meaning.lang, now);
        Some(self.say(
            heard,
            reply,
            Stage::Grammar,
            vec![meaning.clone()],
            "no question was open",
        ))
    }

    /// "那卧室呢", "and tomorrow?", "改成八点".
    fn plan_fragment(
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
        let args = last.with(spec, fragment)?;
        let act = Act {
            intent: spec.id.clone(),
            args,
        };
        let undo = last
            .undo
            .clone()
            .filter(|_| fragment.frame == Frame::Change);
        let mut calls = Vec::new();
        if let Some(undo) = undo {
            self.memory.pop_undo();
            calls.push(Planned {
                call: self.call(heard, undo, heard.lang, now, 1),
                why: Why::Before,
            });
        }
        let call = self.call(heard, act, heard.lang, now, 0);
        let meanings = vec![self.meaning(&call)];
        calls.push(Planned {
            call,
            why: Why::Wish,
        });
        Some(run(
            calls,
            meanings,
            heard.lang,
            "the last act again, with what is new",
        ))
    }

    fn plan_nothing(&mut self, now: &ZonedDateTime, heard: &Heard) -> Plan {
        if heard.text.trim().is_empty() {
            let reply = self.talk("not_heard", Holes::new(), heard.lang, now);
            return self.say(heard, reply, Stage::None, Vec::new(), "no words");
        }
        if let Some(intent) = self.fallback.clone() {
            let act = Act {
                intent,
                args: Args::new().with("question", Value::Text(heard.text.clone())),
            };
            let mut call = self.call(heard, act, heard.lang, now, 0);
            call.before = self.memory.exchanges(now.timestamp());
            let mut plan = run(
                vec![Planned {
                    call,
                    why: Why::Wish,
                }],
                Vec::new(),
                heard.lang,
                "left to the language model",
            );
            plan.stage = Stage::Llm;
            return plan;
        }
        let reply = self.talk("not_understood", Holes::new(), heard.lang, now);
        self.say(heard, reply, Stage::None, Vec::new(), "no sentence fits")
    }

    /// Starts the next call of the turn, asks what it lacks, or ends the turn.
    pub(super) fn next_call(
        &mut self,
        now: &ZonedDateTime,
        mut running: Box<Running>,
    ) -> Vec<Effect> {
        let Some(planned) = running.queue.pop_front() else {
            return self.end(now, *running);
        };
        if let Some((question, open)) = self.question(now, &planned.call) {
            running.queue.clear();
            if running.stage != Stage::Llm {
                running.stage = Stage::Clarify;
            }
            running.steps.push("asks back".to_owned());
            running.reply = merge(std::mem::take(&mut running.reply), question, running.lang);
            if let Some(open) = open {
                self.memory.ask(now.timestamp(), open);
            }
            return self.end(now, *running);
        }
        let call = Box::new(planned.call.clone());
        running.current = planned;
        self.state = State::Running(running);
        vec![Effect::Run {
            step: self.next(),
            call,
        }]
    }

    /// The question that stands before a call: a missing argument, a yes for a destructive act.
    fn question(&self, now: &ZonedDateTime, call: &Call) -> Option<(Reply, Option<Open>)> {
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

    fn resolve(&self, args: &Args, now: &ZonedDateTime) -> Args {
        let mut resolved = Args::new();
        for (name, values) in args.iter() {
            for value in values {
                if *value != Value::Text(IT.to_owned()) {
                    resolved.push(name, value.clone());
                } else if let Some(it) = self.memory.it(name, now.timestamp()) {
                    resolved.push(name, it);
                }
            }
        }
        resolved
    }

    /// A call as a meaning, for the record of a turn that no sentence of its own matched.
    fn meaning(&self, call: &Call) -> Meaning {
        let label = self
            .skills
            .intent(&call.intent)
            .map_or(String::new(), |spec| spec.label.clone());
        Meaning {
            intent: call.intent.clone(),
            label,
            lang: call.lang,
            slots: Vec::new(),
            args: call.args.clone(),
            score: 1.0,
            stage: Stage::Grammar,
        }
    }

    fn say(
        &self,
        heard: &Heard,
        reply: Reply,
        stage: Stage,
        meanings: Vec<Meaning>,
        why: &str,
    ) -> Plan {
        let lang = meanings.first().map_or(heard.lang, |meaning| meaning.lang);
        Plan {
            meanings,
            stage,
            lang,
            steps: vec![why.to_owned()],
            what: What::Say(Box::new(reply)),
        }
    }
}

fn run(calls: Vec<Planned>, meanings: Vec<Meaning>, lang: Lang, why: &str) -> Plan {
    Plan {
        meanings,
        stage: Stage::Grammar,
        lang,
        steps: vec![why.to_owned()],
        what: What::Run(calls),
    }
}

fn nothing() -> Act {
    Act {
        intent: String::new(),
        args: Args::new(),
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
        "items" if !command && !parts.is_empty() => fits.collect(),
        _ if free && !command => vec![Value::Text(said.to_owned())],
        _ if free => Vec::new(),
        _ => fits.next().into_iter().collect(),
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

/// One answer after another.
pub(super) fn merge(a: Reply, b: Reply, lang: Lang) -> Reply {
    let gap = ling_text::pack(lang).sentence_gap();
    let join = |a: &str, b: &str| {
        if a.is_empty() || b.is_empty() {
            format!("{a}{b}")
        } else {
            format!("{a}{gap}{b}")
        }
    };
    let shown = join(
        a.show.as_ref().unwrap_or(&a.say),
        b.show.as_ref().unwrap_or(&b.say),
    );
    let say = join(&a.say, &b.say);
    Reply {
        show: (shown != say).then_some(shown),
        say,
        card: b.card.or(a.card),
        undo: b.undo.or(a.undo),
        ask: b.ask,
        offer: b.offer,
        instead: None,
        about: [a.about, b.about].concat(),
    }
}
