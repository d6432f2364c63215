//! What the child says, one line each, and what follows from it.

use std::collections::{BTreeMap, BTreeSet};

/// One thing that the child tries or was promised. A name is what a row says; it is also its idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It asks for a timer.
    TryDue(String),
    /// It has the timer, with this id.
    Due(String, String),
    /// It asks for an item.
    TryItem(String),
    /// It has the item, with this id.
    Item(String, String),
    /// It asks to tick an item.
    TryTick(String),
    /// The item is ticked.
    Tick(String),
    /// It asks to remove an item.
    TryRemove(String),
    /// The item is gone.
    Remove(String),
    /// A ring, of the timer of this name, is its to sound.
    Ring(String, String),
    /// It asks to end a ring.
    TryAck(String),
    /// The ring has ended.
    Ack(String),
}

impl Said {
    pub fn line(&self) -> String {
        match self {
            Said::TryDue(name) => format!("try-due {name}"),
            Said::Due(name, id) => format!("due {name} {id}"),
            Said::TryItem(name) => format!("try-item {name}"),
            Said::Item(name, id) => format!("item {name} {id}"),
            Said::TryTick(name) => format!("try-tick {name}"),
            Said::Tick(name) => format!("tick {name}"),
            Said::TryRemove(name) => format!("try-remove {name}"),
            Said::Remove(name) => format!("remove {name}"),
            Said::Ring(ring, name) => format!("ring {ring} {name}"),
            Said::TryAck(ring) => format!("try-ack {ring}"),
            Said::Ack(ring) => format!("ack {ring}"),
        }
    }

    pub fn read(line: &str) -> Option<Said> {
        let mut words = line.split(' ');
        let (verb, name) = (words.next()?, words.next()?.to_owned());
        let second = words.next().map(str::to_owned);
        Some(match (verb, second) {
            ("try-due", None) => Said::TryDue(name),
            ("due", Some(id)) => Said::Due(name, id),
            ("try-item", None) => Said::TryItem(name),
            ("item", Some(id)) => Said::Item(name, id),
            ("try-tick", None) => Said::TryTick(name),
            ("tick", None) => Said::Tick(name),
            ("try-remove", None) => Said::TryRemove(name),
            ("remove", None) => Said::Remove(name),
            ("ring", Some(timer)) => Said::Ring(name, timer),
            ("try-ack", None) => Said::TryAck(name),
            ("ack", None) => Said::Ack(name),
            _ => return None,
        })
    }
}

/// What must hold, from everything said so far.
#[derive(Debug, Default)]
pub struct Promises {
    /// Timers and items that were asked for; the id once it was promised.
    pub dues: BTreeMap<String, Option<String>>,
    pub items: BTreeMap<String, Option<String>>,
    pub tick_tried: BTreeSet<String>,
    pub ticked: BTreeSet<String>,
    pub remove_tried: BTreeSet<String>,
    pub removed: BTreeSet<String>,
    /// Rings and the timers they are of.
    pub rings: BTreeMap<String, String>,
    pub ack_tried: BTreeSet<String>,
    pub acked: BTreeSet<String>,
}

impl Promises {
    pub fn hear(&mut self, said: Said) {
        match said {
            Said::TryDue(name) => drop(self.dues.entry(name).or_default()),
            Said::Due(name, id) => drop(self.dues.insert(name, Some(id))),
            Said::TryItem(name) => drop(self.items.entry(name).or_default()),
            Said::Item(name, id) => drop(self.items.insert(name, Some(id))),
            Said::TryTick(name) => drop(self.tick_tried.insert(name)),
            Said::Tick(name) => drop(self.ticked.insert(name)),
            Said::TryRemove(name) => drop(self.remove_tried.insert(name)),
            Said::Remove(name) => drop(self.removed.insert(name)),
            Said::Ring(ring, name) => drop(self.rings.insert(ring, name)),
            Said::TryAck(ring) => drop(self.ack_tried.insert(ring)),
            Said::Ack(ring) => drop(self.acked.insert(ring)),
        }
    }

    /// How many things were promised.
    pub fn count(&self) -> usize {
        let rows = self
            .dues
            .values()
            .chain(self.items.values())
            .flatten()
            .count();
        rows + self.ticked.len() + self.removed.len() + self.acked.len()
    }
}
