//! Times and amounts.

use super::super::tables;
use jiff::civil::DateTime;
use ling_base::Lang;
use ling_text::values::{
    recognize::{self, Model},
    timex::{self, Culture, Sort},
};

use super::Entity;

/// Amounts by what they are; the more exact come first.
const AMOUNTS: [(Model, &str); 7] = [
    (Model::Age, "Age"),
    (Model::Currency, "Currency"),
    (Model::Temperature, "Temperature"),
    (Model::Dimension, "Dimension"),
    (Model::Percentage, "Percentage"),
    (Model::Ordinal, "Ordinal"),
    (Model::Number, "Number"),
];

pub(super) fn find(text: &str, lang: Lang, now: DateTime) -> Vec<Entity> {
    let starts: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let bytes = |start: usize, end: usize| {
        starts[start.min(starts.len() - 1)]..starts[end.min(starts.len() - 1)]
    };
    let culture = match lang {
        Lang::Zh => Culture::Chinese,
        Lang::En => Culture::English,
    };
    let mut found = Vec::new();
    for time in timex::recognise(text, culture, now) {
        found.push(entity(
            bytes(time.span.start, time.span.end),
            "DateTime",
            sort(time.kind),
            0.9,
        ));
    }
    for (model, subcategory) in AMOUNTS {
        let all = recognize::recognise(text, culture, model);
        // A unit alone is no amount, and 一 in 一起 no number.
        let with_number = all.into_iter().filter(|one| is_amount(&one.text, model));
        found.extend(
            with_number.map(|one| entity(bytes(one.start, one.end), "Quantity", subcategory, 0.8)),
        );
    }
    found
}

fn entity(
    range: std::ops::Range<usize>,
    category: &'static str,
    subcategory: &'static str,
    score: f64,
) -> Entity {
    Entity {
        subcategory: Some(subcategory),
        ..Entity::new(range, category, score)
    }
}

fn is_amount(text: &str, model: Model) -> bool {
    let has_digit = text.chars().any(|c| c.is_numeric());
    let has_word = text
        .chars()
        .any(|c| tables::text("all numerals").contains(c));
    let is_latin = text.chars().any(|c| c.is_ascii_alphabetic());
    match model {
        Model::Number | Model::Ordinal => has_digit || is_latin || text.chars().count() > 1,
        _ => has_digit || has_word || (is_latin && text.contains(' ')),
    }
}

fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Date => "Date",
        Sort::Time | Sort::DateTime => "Time",
        Sort::DateRange => "DateRange",
        Sort::TimeRange | Sort::DateTimeRange => "TimeRange",
        Sort::Duration => "Duration",
        Sort::Set => "Set",
    }
}
