//! From what was understood to what is done.

use std::collections::VecDeque;

use jiff::ZonedDateTime;
use ling_base::{Args, Lang, Meaning, Mood, Reading, Stage, Value};
use ling_text::Holes;

use super::{Amends, Effect, Heard, Planned, Running, State, Turn, Why};
use crate::{
    Act, Call, Reply,
    memory::{Done, Open},
};

/// Stands in a sentence's fixed arguments for what was spoken of last: "it", "它".
pub(super) const IT: &str = "@it";
/// A guess less sure than this is asked about before something is done.
const ACT_SCORE_MIN: f32 = 0.6;
/// A guess less sure than this answers no question of Ling's.
const TALK_SCORE_MIN: f32 = 0.9;

/// What an utterance comes to.
pub(super) struct Plan {
    pub meanings: Vec<Meaning>,
    pub stage: Stage,
    pub lang: Lang,
    pub steps: Vec<String>,
    pub what: What,
    pub amends: Option<Box<Amends>>,
}

pub(super) enum What {
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
            amends,
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
            amends,
        };
        self.next_call(now, Box::new(running))
    }

    fn plan(&mut self, now: &ZonedDateTime, heard: &Heard, reading: Reading) -> Plan {
        let open = self.memory.take_open(now.timestamp());
        let amends = self.memory.take_amends();
        let best: Vec<Meaning> = reading
            .commands
            .iter()
            .filter_map(|ranked| self.likeliest(ranked, now))
            .filter(|meaning| is_surely_meant(meaning, &heard.text))
            .collect();
        let lang = best.first().map_or(heard.lang, |meaning| meaning.lang);
        if let Some(open) = open
            && let Some(plan) = self.answer_open(now, heard, open, &best, reading.fragment.as_ref())
        {
            return if amends {
                self.amending(now, heard, plan)
            } else {
                plan
            };
        }
        if let Some(mood) = reading.mood {
            return self.plan_nothing_done(now, heard, mood, best);
        }
        let is_guess = best
            .first()
            .is_some_and(|first| first.stage == Stage::Model);
        if let Some(fragment) = reading.fragment.as_ref().filter(|_| is_guess)
            && self.memory.last(now.timestamp()).is_some()
            && let Some(plan) = self.plan_fragment(now, heard, fragment)
        {
            return plan;
        }
        // What no skill does, a language model may answer.
        let no_skill = |guess: &Meaning| guess.intent.is_empty();
        if self.fallback.is_some() && !best.is_empty() && best.iter().all(no_skill) {
            let plan = self.plan_nothing(now, heard);
            return Plan {
                meanings: best,
                ..plan
            };
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

    fn plan_commands(
        &mut self,
        now: &ZonedDateTime,
        heard: &Heard,
        best: Vec<Meaning>,
        lang: Lang,
    ) -> Plan {
        if let [only] = best.as_slice()
            && self.lets_go(only, now)
            && let Some(plan) = self.let_go(now, heard, only)
        {
            return plan;
        }
        if let [only] = best.as_slice()
            && let Some(plan) = self
                .plan_talk(now, heard, only)
                .or_else(|| self.plan_guess(now, heard, only))
        {
            return plan;
        }
        let is_talk = |meaning: &Meaning| meaning.intent.starts_with("talk.");
        if best.iter().all(is_talk)
            && let Some(plan) = self.plan_talk(now, heard, &best[0])
        {
            return plan;
        }
        if let [.., last] = best.as_slice()
            && last.intent == "talk.cancel"
        {
            let reply = self.talk("cancelled", Holes::new(), lang, now);
            let why = "taken back in the same breath";
            return self.say(heard, reply, Stage::Grammar, best, why);
        }
        // "No" and "okay" before a command only lead up to it.
        let puts_right = best[0].intent == "talk.negate";
        let best: Vec<Meaning> = best
            .into_iter()
            .filter(|meaning| !is_talk(meaning))
            .map(|meaning| self.about_it(meaning, now))
            .collect();
        let again = |last: &Done| last.undo.is_some() && last.act.intent == best[0].intent;
        let puts_right = puts_right && self.memory.last(now.timestamp()).is_some_and(again);
        // "把卧室的灯关了，窗帘也拉上": what follows is about the room that was named, as if said there.
        let mut room = None;
        let calls = best.iter().enumerate().map(|(nth, meaning)| {
            let act = Act {
                intent: meaning.intent.clone(),
                args: self.resolve(&meaning.args, now),
            };
            let mut call = self.call(heard, act, meaning.lang, now, nth);
            room = call.args.id("area").map(str::to_owned).or(room.take());
            if room.is_some() {
                call.who.room.clone_from(&room);
            }
            Planned {
                call,
                why: Why::Wish,
            }
        });
        let calls = calls.collect();
        let note = format!("{} command(s)", best.len());
        let plan = run(calls, best, lang, &note);
        if puts_right {
            self.amending(now, heard, plan)
        } else {
            plan
        }
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
            "talk.cancel" if self.may_let_go(now, meaning) => {
                return self.let_go(now, heard, meaning);
            }
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

    /// A guess of the model that no skill answers, or that is too unsure to act on.
    fn plan_guess(&mut self, now: &ZonedDateTime, heard: &Heard, guess: &Meaning) -> Option<Plan> {
        if guess.stage != Stage::Model {
            return None;
        }
        let what = self.talk(
            &format!("label_{}", guess.label),
            Holes::new(),
            guess.lang,
            now,
        );
        let holes = || Holes::new().text("what", &what.say);
        if guess.intent.is_empty() {
            let key = if what.say.is_empty() {
                "unsupported"
            } else {
                "cannot"
            };
            let reply = self.talk(key, holes(), guess.lang, now);
            let why = "understood, but no skill does that";
            return Some(self.say(heard, reply, Stage::Model, vec![guess.clone()], why));
        }
        let does = self
            .skills
            .intent(&guess.intent)
            .is_some_and(|spec| spec.does);
        if !does || guess.score >= ACT_SCORE_MIN || what.say.is_empty() {
            return None;
        }
        let act = Act {
            intent: guess.intent.clone(),
            args: self.resolve(&guess.args, now),
        };
        let call = Box::new(self.call(heard, act, guess.lang, now, 0));
        self.memory.ask(now.timestamp(), Open::Confirm { call });
        let reply = self.talk("mean", holes(), guess.lang, now);
        let why = "not sure enough to act; asks";
        Some(self.say(heard, reply, Stage::Clarify, vec![guess.clone()], why))
    }

    /// What was named is not to be done, and the answer says so. What asks or tells is for others to answer.
    fn plan_nothing_done(
        &mut self,
        now: &ZonedDateTime,
        heard: &Heard,
        mood: Mood,
        meanings: Vec<Meaning>,
    ) -> Plan {
        self.memory.turn_away();
        let key = match mood {
            Mood::Forbids if meanings.iter().any(|meaning| sets(&meaning.label)) => "none_set",
            Mood::Forbids => "left_alone",
            Mood::Waits => "no_waiting",
            Mood::Tells => {
                let plan = self.plan_nothing(now, heard);
                return Plan { meanings, ..plan };
            }
        };
        let reply = self.talk(key, Holes::new(), heard.lang, now);
        let why = "it names something that is not to be done now";
        self.say(heard, reply, Stage::Model, meanings, why)
    }

    fn plan_nothing(&mut self, now: &ZonedDateTime, heard: &Heard) -> Plan {
        if heard.text.trim().is_empty() {
            let reply = self.talk("not_heard", Holes::new(), heard.lang, now);
            return self.say(heard, reply, Stage::None, Vec::new(), "no words");
        }
        self.memory.turn_away();
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

    fn resolve(&self, args: &Args, now: &ZonedDateTime) -> Args {
        let mut resolved = Args::new();
        for (name, values) in args.iter() {
            for value in values {
                if !is_it(value) {
                    resolved.push(name, value.clone());
                } else if let Some(it) = self.memory.it(name, now.timestamp()) {
                    resolved.push(name, it);
                }
            }
        }
        resolved
    }

    /// A call as a meaning, for the record of a turn that no sentence of its own matched.
    pub(super) fn meaning(&self, call: &Call) -> Meaning {
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

    pub(super) fn say(
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
            amends: None,
        }
    }
}

/// Whether a label is of something set for a time.
fn sets(label: &str) -> bool {
    matches!(
        label,
        "alarm_set" | "timer_set" | "reminder_set" | "calendar_set"
    )
}

/// A guessed "stop" must be surer than other guesses: it may answer a question. A "yes" is never guessed, and is
/// none when it asks ("嗯？", "可以吗"): it may unlock a door.
fn is_surely_meant(meaning: &Meaning, text: &str) -> bool {
    if meaning.intent == "talk.affirm" {
        let asks = text.trim_end().ends_with(['?', '？', '吗', '么', '嘛']);
        return meaning.stage != Stage::Model && !asks;
    }
    let is_guess = meaning.stage == Stage::Model && meaning.intent.starts_with("talk.");
    !is_guess || meaning.score >= TALK_SCORE_MIN
}

pub(super) fn run(calls: Vec<Planned>, meanings: Vec<Meaning>, lang: Lang, why: &str) -> Plan {
    let stage = meanings.first().map_or(Stage::Grammar, |first| first.stage);
    Plan {
        meanings,
        stage,
        lang,
        steps: vec![why.to_owned()],
        what: What::Run(calls),
        amends: None,
    }
}

/// Whether a value stands for what was spoken of last.
pub(super) fn is_it(value: &Value) -> bool {
    *value == Value::Text(IT.to_owned())
}

fn nothing() -> Act {
    Act {
        intent: String::new(),
        args: Args::new(),
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
