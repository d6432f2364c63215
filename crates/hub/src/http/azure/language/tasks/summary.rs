//! The sentences that say most.

use ling_understand::analyse::summary;
use serde_json::{Value, json};

use super::Ctx;

pub(super) fn answer(ctx: &Ctx<'_>) -> Value {
    let mut found = summary::extract(ctx.text, ctx.lang, ctx.options.n_sentences);
    if ctx.options.by_rank {
        found.sort_by(|a, b| b.rank.total_cmp(&a.rank));
    }
    let told = found.iter().map(|one| {
        let mut told = ctx.stretch(&one.range);
        told["rankScore"] = json!(one.rank);
        told
    });
    json!({ "sentences": told.collect::<Vec<_>>() })
}
