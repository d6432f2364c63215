//! YAML with the place of every node, so that an error can point at it.

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::error::{IntentsError, Place};
use super::plain::Plain;

/// Bytes of one file: the longest of Home Assistant's has 30 kB.
const BYTES_MAX: usize = 1 << 20;
/// Lists within maps within lists: real files go seven deep.
const DEPTH_MAX: usize = 40;
/// Nodes of one file, aliases written out.
const NODES_MAX: usize = 200_000;

/// One node and where it begins.
#[derive(Clone, Debug)]
pub(crate) struct Yaml {
    pub place: Place,
    pub tree: Tree,
}

#[derive(Clone, Debug)]
pub(crate) enum Tree {
    /// Its text, and whether it was written without quotes.
    Scalar(String, bool),
    List(Vec<Yaml>),
    Map(Vec<(Yaml, Yaml)>),
}

impl Yaml {
    /// The value under `key`.
    pub fn get(&self, key: &str) -> Option<&Yaml> {
        self.entries()
            .find_map(|(name, value)| (name.words() == Some(key)).then_some(value))
    }

    /// Keys and values of a map; nothing else has any.
    pub fn entries(&self) -> impl Iterator<Item = (&Yaml, &Yaml)> {
        let entries: &[(Yaml, Yaml)] = match &self.tree {
            Tree::Map(entries) => entries,
            _ => &[],
        };
        entries.iter().map(|(key, value)| (key, value))
    }

    /// The text of a scalar.
    pub fn words(&self) -> Option<&str> {
        match &self.tree {
            Tree::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    pub fn is_null(&self) -> bool {
        self.plain() == Plain::Null
    }

    /// The value, its places forgotten.
    pub fn plain(&self) -> Plain {
        match &self.tree {
            Tree::Scalar(text, true) => Plain::unquoted(text),
            Tree::Scalar(text, false) => Plain::Text(text.clone()),
            Tree::List(items) => Plain::List(items.iter().map(Yaml::plain).collect()),
            Tree::Map(entries) => Plain::Map(
                entries
                    .iter()
                    .map(|(key, value)| (key.words().unwrap_or_default().to_owned(), value.plain()))
                    .collect(),
            ),
        }
    }
}

/// Reads the first document of `text`; an empty one is `None`.
pub(crate) fn read(file: &str, text: &str) -> Result<Option<Yaml>, IntentsError> {
    let place = Place { line: 1, column: 1 };
    let fault = |place, what: String, hint: &str| IntentsError::new(file, place, what, hint);
    if text.len() > BYTES_MAX {
        let what = format!("the file is longer than {BYTES_MAX} bytes");
        return Err(fault(place, what, "split it into several"));
    }
    let mut growing = Growing::default();
    for event in Parser::new_from_str(text.trim_start_matches('\u{feff}')) {
        let (event, span) = event.map_err(|error| {
            let place = Place::of(error.marker());
            fault(
                place,
                error.info().to_owned(),
                "check indentation and quotes around it",
            )
        })?;
        let is_end = matches!(event, Event::DocumentEnd | Event::StreamEnd);
        if let Err((what, hint)) = growing.take(event, span) {
            return Err(fault(Place::of(&span.start), what, hint));
        }
        if is_end && growing.root.is_some() {
            break;
        }
    }
    Ok(growing.root)
}

/// A node whose end was not seen yet.
enum Open {
    List(Vec<Yaml>),
    /// Entries, a key without its value, and the words of all keys.
    Map(Vec<(Yaml, Yaml)>, Option<Yaml>, HashSet<String>),
}

#[derive(Default)]
struct Growing {
    root: Option<Yaml>,
    open: Vec<(Place, usize, Open)>,
    anchors: HashMap<usize, (Yaml, usize)>,
    n_nodes: usize,
}

type Refused = (String, &'static str);

impl Growing {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Refused> {
        let place = Place::of(&span.start);
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let tree = Tree::Scalar(text.into_owned(), style == ScalarStyle::Plain);
                let column = place.column + usize::from(style != ScalarStyle::Plain);
                let place = Place { column, ..place };
                self.done(Yaml { place, tree }, anchor, 1)
            }
            Event::SequenceStart(anchor, _) => self.opens(place, anchor, Open::List(Vec::new())),
            Event::MappingStart(anchor, _) => {
                self.opens(place, anchor, Open::Map(Vec::new(), None, HashSet::new()))
            }
            Event::SequenceEnd | Event::MappingEnd => self.closes(),
            Event::Alias(anchor) => {
                let known = self.anchors.get(&anchor).cloned();
                let (node, n) =
                    known.ok_or(("the alias names nothing".to_owned(), "write the value out"))?;
                self.done(Yaml { place, ..node }, 0, n)
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn opens(&mut self, place: Place, anchor: usize, open: Open) -> Result<(), Refused> {
        if self.open.len() >= DEPTH_MAX {
            let what = format!("more than {DEPTH_MAX} levels");
            return Err((what, "nothing here needs so many; remove some"));
        }
        self.open.push((place, anchor, open));
        Ok(())
    }

    fn closes(&mut self) -> Result<(), Refused> {
        let Some((place, anchor, open)) = self.open.pop() else {
            return Ok(());
        };
        let (tree, n) = match open {
            Open::List(items) => {
                let n = items.len();
                (Tree::List(items), n)
            }
            Open::Map(entries, ..) => {
                let n = entries.len();
                (Tree::Map(entries), n)
            }
        };
        self.done(Yaml { place, tree }, anchor, n + 1)
    }

    /// `n` is how many nodes it counts for.
    fn done(&mut self, node: Yaml, anchor: usize, n: usize) -> Result<(), Refused> {
        self.n_nodes += n;
        if self.n_nodes > NODES_MAX {
            let what = format!("the file has more than {NODES_MAX} values");
            return Err((what, "split it into several"));
        }
        if anchor > 0 {
            let n = size(&node);
            self.anchors.insert(anchor, (node.clone(), n));
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some((_, _, Open::List(items))) => items.push(node),
            Some((_, _, Open::Map(entries, key, words))) => match key.take() {
                None => {
                    if let Tree::Scalar(text, _) = &node.tree
                        && !words.insert(text.clone())
                    {
                        let what = format!("`{text}` stands here twice");
                        return Err((what, "keep one of them, or put both together"));
                    }
                    *key = Some(node);
                }
                Some(key) => entries.push((key, node)),
            },
        }
        Ok(())
    }
}

fn size(node: &Yaml) -> usize {
    1 + match &node.tree {
        Tree::Scalar(..) => 0,
        Tree::List(items) => items.iter().map(size).sum(),
        Tree::Map(entries) => entries.iter().map(|(_, value)| 1 + size(value)).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a file; nothing where all is right.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let wrong = read("a.yaml", text).err();
        let wrong = wrong.map_or(String::new(), |error| error.to_string());
        assert_eq!(wrong, expect, "{text}");
    }

    #[test]
    fn a_key_stands_once() {
        let hint = "keep one of them, or put both together";
        let twice = |at: &str, key: &str| format!("a.yaml:{at}: `{key}` stands here twice; {hint}");
        check("a: 1\nb: 2\n", "");
        check("a: {x: 1}\nb: {x: 1}\n", "");
        check("- a: 1\n- a: 1\n", "");
        check("a: 1\nb: 2\na: 3\n", &twice("3:1", "a"));
        check(
            "a:\r\n  区: 1\r\n  b: 2\r\n  区: 3\r\n",
            &twice("4:3", "区"),
        );
        check("\u{feff}a: 1\n'a': 2\n", &twice("2:1", "a"));
        check("{a: 1, b: [{c: 1, c: 2}]}", &twice("1:19", "c"));
    }
}
