//! What must hold around a sentence: the area of the device, the domain of the name.

use super::plain::{Plain, find};

/// What is asked of one key of the context.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Need {
    /// Any value. `slot` says which slot gets it.
    Any { slot: Option<String> },
    /// One of these.
    Among {
        values: Vec<Plain>,
        slot: Option<String>,
    },
}

pub(crate) type Needs = Vec<(String, Need)>;

/// Reads `requires_context` or `excludes_context`.
pub(crate) fn needs(entries: Vec<(String, Plain)>) -> Needs {
    let need = |(key, value): (String, Plain)| {
        let slot = match value.get("slot") {
            Some(Plain::Text(name)) => Some(name.clone()),
            Some(Plain::Bool(true)) => Some(key.clone()),
            _ => None,
        };
        let need = match value.unwrapped() {
            Plain::Null => Need::Any { slot },
            Plain::List(values) => Need::Among {
                values: values.clone(),
                slot,
            },
            one => Need::Among {
                values: vec![one.clone()],
                slot,
            },
        };
        (key, need)
    };
    entries.into_iter().map(need).collect()
}

/// Whether a value with this context may stand in a sentence with these needs; keys that it lacks may
/// come from elsewhere.
pub(crate) fn may_stand(requires: &Needs, excludes: &Needs, context: &[(String, Plain)]) -> bool {
    let has = |key: &str| find(context, key).map(Plain::unwrapped);
    requires.iter().all(|(key, need)| match (need, has(key)) {
        (Need::Among { values, .. }, Some(have)) => values.contains(have),
        (Need::Among { .. }, None) | (Need::Any { .. }, _) => true,
    }) && !is_excluded(excludes, context)
}

/// Whether something that must not be is so.
pub(crate) fn is_excluded(excludes: &Needs, context: &[(String, Plain)]) -> bool {
    excludes.iter().any(|(key, need)| {
        let have = find(context, key).map(Plain::unwrapped);
        match need {
            Need::Any { .. } => have == Some(&Plain::Null),
            Need::Among { values, .. } => have.is_some_and(|have| values.contains(have)),
        }
    })
}

/// Whether everything holds, and the slots that the context fills.
pub(crate) fn filled(
    requires: &Needs,
    context: &[(String, Plain)],
) -> Option<Vec<(String, Plain)>> {
    let mut slots = Vec::new();
    for (key, need) in requires {
        let have = find(context, key)
            .map(Plain::unwrapped)
            .unwrap_or(&Plain::Null);
        let (holds, slot) = match need {
            Need::Any { slot } => (*have != Plain::Null, slot),
            Need::Among { values, slot } => (values.contains(have), slot),
        };
        if !holds {
            return None;
        }
        if let Some(slot) = slot {
            slots.push((slot.clone(), have.clone()));
        }
    }
    Some(slots)
}
