//! Why nothing was done, and the questions that help.

use ling_dialogue::{Ask, Choice};
use ling_text::Holes;

use super::{Ctx, target::Problem};

/// Rooms that a question names, at most.
const PLACES_MAX: usize = 4;

impl Ctx<'_, '_> {
    /// Says why nothing was done, and what to do about it.
    pub(super) fn explain(&mut self, problem: Problem) {
        let none = Holes::new();
        match problem {
            Problem::Unknown(name) => {
                let near = self.house.near(&name);
                let key = if near.is_empty() {
                    "unknown"
                } else {
                    "unknown_near"
                };
                self.out
                    .say(key, none.text("name", name).list("names", near));
            }
            Problem::Gone => self.out.say("gone", none),
            Problem::Cannot(group) => {
                let what = self.what(&group);
                self.out.say("cannot", none.text("what", what));
            }
            Problem::NoneIn {
                thing,
                places,
                elsewhere,
            } => self.none_in(&thing, &places, &elsewhere),
            Problem::NoneAtAll(thing) => {
                let thing = self.thing(&thing);
                self.out.say("none_at_all", none.text("thing", thing));
            }
            Problem::NoneLeft(thing) => {
                let thing = self.thing(&thing);
                self.out.say("none_left", none.text("thing", thing));
            }
            Problem::WhichArea { thing, areas } => self.ask_area(&thing, areas),
            Problem::WhichName(ids) => self.ask_name(&ids),
            Problem::What => {
                let ask = Ask {
                    arg: "name".into(),
                    kind: "device".into(),
                    choices: Vec::new(),
                };
                self.out.ask("ask_what", none, ask);
            }
        }
    }

    fn none_in(&mut self, thing: &str, places: &[String], elsewhere: &[String]) {
        let key = if elsewhere.is_empty() {
            "none_in"
        } else {
            "none_in_but"
        };
        let holes = Holes::new()
            .text("thing", self.thing(thing))
            .text("where", self.places(places))
            .text("places", self.places(elsewhere));
        self.out.say(key, holes);
    }

    fn ask_area(&mut self, thing: &str, areas: Vec<String>) {
        let names: Vec<String> = areas.iter().map(|area| self.house.place(area)).collect();
        let named = areas.into_iter().zip(&names);
        let choices = named.map(|(id, name)| Choice {
            id,
            name: name.clone(),
        });
        let ask = Ask {
            arg: "area".into(),
            kind: "area".into(),
            choices: choices.collect(),
        };
        let key = if names.len() > PLACES_MAX {
            "which_area_many"
        } else {
            "which_area"
        };
        let holes = Holes::new().text("thing", self.thing(thing));
        self.out.ask(key, holes.list("places", names), ask);
    }

    fn ask_name(&mut self, ids: &[String]) {
        let known = ids.iter().filter_map(|id| self.house.device(id));
        let choices: Vec<Choice> = known
            .map(|one| Choice {
                id: one.id.clone(),
                name: self.house.name(one),
            })
            .collect();
        let names = choices.iter().map(|choice| choice.name.clone()).collect();
        let ask = Ask {
            arg: "name".into(),
            kind: "device".into(),
            choices,
        };
        self.out
            .ask("which_name", Holes::new().list("names", names), ask);
    }
}
