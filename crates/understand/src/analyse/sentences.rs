//! Where the sentences of a text stand.

use std::ops::Range;

/// The sentences of a text in bytes, without the spaces around them.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let cut = ling_text::cut::sentences(text);
    let found = cut.iter().filter_map(|sentence| {
        let start = at + text.get(at..)?.find(sentence.as_str())?;
        at = start + sentence.len();
        Some(start..at)
    });
    found
        .filter(|range| text[range.clone()].chars().any(|c| !c.is_whitespace()))
        .collect()
}

/// The clauses of a sentence in bytes of the text.
pub(super) fn clauses(text: &str, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = sentence.start;
    for (at, c) in text[sentence.clone()].char_indices() {
        let at = sentence.start + at;
        if matches!(
            c,
            '，' | ',' | '；' | ';' | '：' | ':' | '。' | '！' | '!' | '？' | '?' | '…' | '\n'
        ) {
            found.push(start..at);
            start = at + c.len_utf8();
        }
    }
    found.push(start..sentence.end);
    found.retain(|range| !text[range.clone()].trim().is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let found: Vec<&str> = sentences(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn sentences_and_where_they_stand() {
        check("菜很好。服务不行！", &["菜很好。", "服务不行！"]);
        check(
            "Good food.  Bad service, though.",
            &["Good food.", "Bad service, though."],
        );
        check("好。 Nice! 好。", &["好。", "Nice!", "好。"]);
        check("好。好。", &["好。", "好。"]);
        check(" \n ", &[]);
        check(
            "It costs $3.50 at Dr. Li's.",
            &["It costs $3.50 at Dr. Li's."],
        );
    }
}
