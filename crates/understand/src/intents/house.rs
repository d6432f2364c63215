//! The names of a house, for one grammar.

use super::book::Written;
use super::build::{Intents, TextList};
use super::error::{IntentsError, Place};
use super::lists::ItemDef;
use super::machine::{Edge, Edges, Flaw, Growing, Resolve};
use super::plain::Plain;
use crate::template::{Node, parse};

/// Names of one list, at most.
const ITEMS_MAX: usize = 10_000;

/// A name and what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseItem {
    /// How it is called: words, or a template such as `[big] lamp`.
    pub called: String,
    /// The value of the slot; none for the words themselves.
    pub out: Option<Plain>,
    /// What is known of it: `domain`, `device_class`, `area`.
    pub context: Vec<(String, Plain)>,
}

impl HouseItem {
    /// A name that stands for itself.
    pub fn named(name: &str) -> HouseItem {
        HouseItem {
            called: name.to_owned(),
            out: Some(name.into()),
            context: Vec::new(),
        }
    }
}

/// The lists of a house by their names: `name`, `area`, `floor` and others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct House {
    /// Each list and its items.
    pub lists: Vec<(String, Vec<HouseItem>)>,
}

/// A house as one grammar hears it.
#[derive(Debug, Default)]
pub struct Home {
    pub(crate) lists: Vec<TextList>,
}

impl Home {
    /// Prepares the names of `house` for `intents`. A name that cannot be read is an error; lists that no
    /// sentence asks for are passed over.
    pub fn new(intents: &Intents, house: &House) -> Result<Home, IntentsError> {
        let lists = intents.house_lists.iter().map(|name| {
            let items = house.lists.iter().filter(|(have, _)| have == name);
            let items: Vec<&HouseItem> =
                items.flat_map(|(_, items)| items).take(ITEMS_MAX).collect();
            list(intents, name, &items)
        });
        Ok(Home {
            lists: lists.collect::<Result<_, _>>()?,
        })
    }
}

fn list(intents: &Intents, name: &str, items: &[&HouseItem]) -> Result<TextList, IntentsError> {
    let mut growing = Growing::default();
    let mut defs = Vec::with_capacity(items.len());
    let place = Place { line: 1, column: 1 };
    let file = format!("house, list `{name}`");
    let fault = |item: &HouseItem, what: &str, hint: &str| {
        IntentsError::new(&file, place, format!("`{}`: {what}", item.called), hint)
    };
    for item in items.iter().filter(|item| !item.called.trim().is_empty()) {
        let called = item.called.trim();
        let node = if is_template(called) {
            parse(called).map_err(|error| fault(item, &error.what, &error.hint))?
        } else {
            Node::Text(called.to_owned())
        };
        growing
            .add(
                &node,
                defs.len() as u32,
                intents.skips.is_loose(),
                &mut Nothing::default(),
            )
            .map_err(|(_, what)| fault(item, &what, "write it out"))?;
        let text = called.to_owned();
        let written = Written {
            file: String::new(),
            place,
            text,
            node,
        };
        let (out, context) = (item.out.clone(), item.context.clone());
        defs.push(ItemDef {
            written,
            out,
            context,
        });
    }
    let mut list = TextList {
        automaton: growing.done(&Edges::default()),
        items: defs,
        allowed: Vec::new(),
    };
    list.allow(&intents.filters);
    Ok(list)
}

/// Whether a name is written as a template.
pub fn is_template(name: &str) -> bool {
    name.contains(['(', ')', '{', '}', '<', '>', '[', ']', '|'])
}

/// Names have no rules and lists.
#[derive(Default)]
struct Nothing {
    edges: Edges,
}

impl Resolve for Nothing {
    fn rule(&mut self, name: &str) -> Result<Edge, Flaw> {
        Err((
            String::new(),
            format!("a name cannot hold the rule `{name}`"),
        ))
    }

    fn slot(&mut self, list: &str, _: Option<&str>) -> Result<Edge, Flaw> {
        Err((
            String::new(),
            format!("a name cannot hold the list `{list}`"),
        ))
    }

    fn edges(&mut self) -> &mut Edges {
        &mut self.edges
    }
}
