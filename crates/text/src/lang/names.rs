//! Names of the calendar, one file per language.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What `almanac.toml` of a language holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub stems: [String; 10],
    pub branches: [String; 12],
    pub animals: [String; 12],
    pub terms: Vec<String>,
    pub festivals: BTreeMap<String, Vec<String>>,
}

impl Names {
    pub fn read(text: &str) -> Names {
        toml::from_str(text).expect("the almanac's names are part of the program and tested")
    }

    pub fn term(&self, idx: usize) -> &str {
        self.terms.get(idx).map_or("", String::as_str)
    }

    pub fn festival(&self, id: &str) -> &[String] {
        self.festivals.get(id).map_or(&[], Vec::as_slice)
    }
}
