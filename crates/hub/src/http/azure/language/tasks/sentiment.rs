//! Whether a text praises or blames.

use ling_understand::analyse::sentiment::{self, Assessment, Scores, Sentence, Target};
use serde_json::{Value, json};

use super::Ctx;

pub(super) fn answer(ctx: &Ctx<'_>, idx: usize) -> Value {
    let found = sentiment::analyse(ctx.text, ctx.lang);
    let sentences = found.sentences.iter().enumerate();
    let sentences: Vec<Value> = sentences
        .map(|(nth, one)| sentence(ctx, one, (idx, nth)))
        .collect();
    json!({
        "sentiment": found.mood.word(),
        "confidenceScores": scores(&found.scores),
        "sentences": sentences,
    })
}

fn scores(scores: &Scores) -> Value {
    json!({ "positive": scores.positive, "neutral": scores.neutral, "negative": scores.negative })
}

/// A sentence; `at` says which of which document it is, for the references between its parts.
fn sentence(ctx: &Ctx<'_>, sentence: &Sentence, at: (usize, usize)) -> Value {
    let mut told = ctx.stretch(&sentence.range);
    told["sentiment"] = json!(sentence.mood.word());
    told["confidenceScores"] = scores(&sentence.scores);
    if ctx.options.with_opinions {
        let targets: Vec<Value> = sentence
            .targets
            .iter()
            .map(|one| target(ctx, one, at))
            .collect();
        let assessments: Vec<Value> = sentence
            .assessments
            .iter()
            .map(|one| assessment(ctx, one))
            .collect();
        told["targets"] = json!(targets);
        told["assessments"] = json!(assessments);
    }
    told
}

fn target(ctx: &Ctx<'_>, target: &Target, (document, sentence): (usize, usize)) -> Value {
    let relations: Vec<Value> = target
        .assessments
        .iter()
        .map(|nth| {
            let place = format!("#/documents/{document}/sentences/{sentence}/assessments/{nth}");
            json!({ "relationType": "assessment", "ref": place })
        })
        .collect();
    let mut told = judged(ctx, &target.range, target.is_positive, target.score);
    told["relations"] = json!(relations);
    told
}

fn assessment(ctx: &Ctx<'_>, assessment: &Assessment) -> Value {
    let mut told = judged(
        ctx,
        &assessment.range,
        assessment.is_positive,
        assessment.score,
    );
    told["isNegated"] = json!(assessment.is_negated);
    told
}

fn judged(ctx: &Ctx<'_>, range: &std::ops::Range<usize>, is_positive: bool, score: f64) -> Value {
    let score = (score * 100.0).round() / 100.0;
    let other = ((1.0 - score) * 100.0).round() / 100.0;
    let (positive, negative) = if is_positive {
        (score, other)
    } else {
        (other, score)
    };
    let mut told = ctx.stretch(range);
    told["sentiment"] = json!(if is_positive { "positive" } else { "negative" });
    told["confidenceScores"] = json!({ "positive": positive, "negative": negative });
    told
}
