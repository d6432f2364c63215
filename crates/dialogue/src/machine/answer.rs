//! From a skill's answer to the end of the turn.

use jiff::ZonedDateTime;
use ling_base::{Lang, Stage};
use ling_text::Holes;

use super::{Answer, Effect, HOPS_MAX, Planned, Running, State, Turn, Why, plan::merge};
use crate::{Call, PortError, Reply, Service, SkillError, memory::Open};

impl Turn {
    pub(super) fn answered(
        &mut self,
        now: &ZonedDateTime,
        result: Result<Reply, SkillError>,
    ) -> Vec<Effect> {
        let State::Running(mut running) = std::mem::replace(&mut self.state, State::Idle) else {
            return Vec::new();
        };
        let Planned { call, why } = running.current.clone();
        let failed = result.is_err();
        let mut reply = match result {
            Ok(reply) => reply,
            Err(error) => {
                running.steps.push(format!("{}: {error}", call.intent));
                running.queue.clear();
                self.excuse(now, &error, call.lang)
            }
        };
        if let Some(act) = reply.instead.take().filter(|_| running.hops < HOPS_MAX) {
            return self.hop(now, running, act);
        }
        match why {
            Why::Before if failed => {
                self.stays(now, &mut running);
                running.reply = merge(std::mem::take(&mut running.reply), reply, running.lang);
                return self.next_call(now, running);
            }
            Why::Before => {
                if let Some(amends) = &mut running.amends {
                    amends.redo = reply.undo;
                }
                return self.next_call(now, running);
            }
            Why::Redo => {
                if let Some(amends) = &mut running.amends
                    && amends.redo.is_none()
                {
                    (amends.done.undo, amends.done.about) = (reply.undo, reply.about);
                }
                self.stays(now, &mut running);
                return self.next_call(now, running);
            }
            Why::Wish | Why::Undo => {}
        }
        if reply.undo.is_none() && running.amends.is_some() {
            self.do_again(now, &call, &reply, &mut running);
            running.reply = merge(std::mem::take(&mut running.reply), reply, running.lang);
            return self.next_call(now, running);
        }
        running.amends = None;
        if why == Why::Undo {
            // Taking back what takes back would only go to and fro.
            reply.undo = None;
        }
        self.remember(now, &call, &reply);
        running.reply = merge(std::mem::take(&mut running.reply), reply, running.lang);
        self.next_call(now, running)
    }

    /// What was to be put right is remembered as it was.
    fn stays(&mut self, now: &ZonedDateTime, running: &mut Running) {
        if let Some(amends) = running.amends.take() {
            self.memory.put_back(now.timestamp(), amends.done);
        }
    }

    /// Putting right failed or has to wait for an answer: what was taken back for it is done again.
    fn do_again(&mut self, now: &ZonedDateTime, call: &Call, reply: &Reply, running: &mut Running) {
        self.keep_question(now, call, reply);
        self.memory.amend_by_answer();
        let Some(amends) = &running.amends else {
            return;
        };
        let act = amends
            .redo
            .clone()
            .unwrap_or_else(|| amends.done.act.clone());
        running
            .steps
            .push("not put right: stays as it was".to_owned());
        running.queue.clear();
        running.queue.push_back(Planned {
            call: self.call(&running.heard, act, running.lang, now, 2),
            why: Why::Redo,
        });
    }

    /// A model has chosen a skill.
    fn hop(
        &mut self,
        now: &ZonedDateTime,
        mut running: Box<Running>,
        act: crate::Act,
    ) -> Vec<Effect> {
        running.hops += 1;
        running
            .steps
            .push(format!("the model chose {}", act.intent));
        let call = self.call(
            &running.heard,
            act,
            running.lang,
            now,
            usize::from(running.hops),
        );
        // A guess that no skill does gives way to what the model chose.
        running.meanings.retain(|guess| !guess.intent.is_empty());
        running.meanings.push(self.chosen(&call));
        running.queue.push_front(Planned {
            call,
            why: Why::Wish,
        });
        self.next_call(now, running)
    }

    fn chosen(&self, call: &Call) -> ling_base::Meaning {
        let label = self
            .skills
            .intent(&call.intent)
            .map_or(String::new(), |spec| spec.label.clone());
        ling_base::Meaning {
            intent: call.intent.clone(),
            label,
            lang: call.lang,
            slots: Vec::new(),
            args: call.args.clone(),
            score: 0.5,
            stage: Stage::Llm,
        }
    }

    fn remember(&mut self, now: &ZonedDateTime, call: &Call, reply: &Reply) {
        self.memory.note(now.timestamp(), call, reply);
        self.keep_question(now, call, reply);
    }

    fn keep_question(&mut self, now: &ZonedDateTime, call: &Call, reply: &Reply) {
        if let Some(ask) = &reply.ask {
            let open = Open::Slot {
                call: Box::new(call.clone()),
                ask: ask.clone(),
            };
            self.memory.ask(now.timestamp(), open);
        } else if let Some(act) = &reply.offer {
            let offered = Call {
                intent: act.intent.clone(),
                args: act.args.clone(),
                ..call.clone()
            };
            self.memory.ask(
                now.timestamp(),
                Open::Confirm {
                    call: Box::new(offered),
                },
            );
        }
    }

    pub(super) fn end(&mut self, now: &ZonedDateTime, running: Running) -> Vec<Effect> {
        let Running {
            heard,
            meanings,
            reply,
            lang,
            stage,
            steps,
            ..
        } = running;
        if !reply.say.is_empty() {
            self.memory.said(now.timestamp(), &heard.text, &reply, lang);
        }
        let step = self.next();
        self.state = State::Speaking;
        let mut effects = Vec::new();
        if !reply.say.is_empty() {
            effects.push(Effect::Speak {
                step,
                say: reply.say.clone(),
                lang,
            });
        }
        effects.push(Effect::End {
            step,
            answer: Box::new(Answer {
                meanings,
                reply,
                lang,
                asks: self.memory.open(now.timestamp()).is_some(),
                stage,
                steps,
            }),
        });
        effects.extend(
            self.memory
                .expires()
                .filter(|at| now.timestamp() < *at)
                .map(Effect::WakeMeAt),
        );
        effects
    }

    /// What to say when a skill could not answer.
    fn excuse(&self, now: &ZonedDateTime, error: &SkillError, lang: Lang) -> Reply {
        let port = match error {
            SkillError::Port(port) => port,
            SkillError::Verb(_) => return self.talk("failed", Holes::new(), lang, now),
        };
        let (key, holes) = match port {
            PortError::Off(service) => (format!("off_{}", service.word()), Holes::new()),
            PortError::Unreachable(service) => {
                (format!("unreachable_{}", service.word()), Holes::new())
            }
            PortError::Garbled(service) => {
                ("garbled".to_owned(), self.service_hole(now, *service, lang))
            }
            PortError::Refused(service) => {
                ("refused".to_owned(), self.service_hole(now, *service, lang))
            }
            PortError::NotFound => ("not_found".to_owned(), Holes::new()),
            PortError::Full { limit } => ("full".to_owned(), number("limit", *limit)),
            PortError::TooLong { limit } => ("text_too_long".to_owned(), number("limit", *limit)),
            PortError::Storage => ("storage".to_owned(), Holes::new()),
        };
        let mut reply = self.talk(&key, holes, lang, now);
        if let PortError::Off(service) = port {
            reply.card = Some(crate::Card {
                kind: "off".into(),
                data: serde_json::json!({ "service": service.word() }),
            });
        }
        reply
    }

    fn service_hole(&self, now: &ZonedDateTime, service: Service, lang: Lang) -> Holes {
        let name = self.talk(
            &format!("service_{}", service.word()),
            Holes::new(),
            lang,
            now,
        );
        Holes::new().text("service", &name.say)
    }
}

fn number(name: &str, n: usize) -> Holes {
    Holes::new().value(name, ling_base::Value::Number(n as f64))
}
