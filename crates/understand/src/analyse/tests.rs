//! Whatever a text holds, every engine answers, and what it finds stands on the borders of characters.

use ling_base::Lang;
use proptest::prelude::*;

use super::*;

/// Pieces that the engines look for, cut and mixed at will.
const PIECES: [&str; 32] = [
    "4111 1111",
    "+86 ",
    "138",
    "-",
    "(0)",
    "x12",
    "身份证",
    "11010519491231002X",
    "GB29",
    "NWBK",
    "a@b.com",
    "http://",
    "。",
    "！",
    ". ",
    "不",
    "很好",
    "好吃",
    "but",
    "not",
    "good",
    "Bill",
    "Dr.",
    "Street",
    "路",
    "号",
    "27",
    "👨‍👩‍👧",
    "e\u{301}",
    "\u{0}",
    "\r\n",
    "１２",
];

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => Just(" ".to_owned()),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_text_is_answered(text in texts(), is_zh in any::<bool>()) {
        let lang = if is_zh { Lang::Zh } else { Lang::En };
        let now = "2026-03-01T08:00".parse().expect("a time");
        let mut ranges: Vec<Range<usize>> = sentences(&text);
        ranges.extend(entities::find(&text, lang, now).into_iter().map(|one| one.range));
        ranges.extend(phrases::extract(&text, lang).into_iter().map(|one| one.range));
        ranges.extend(summary::extract(&text, lang, 3).into_iter().map(|one| one.range));
        let mood = sentiment::analyse(&text, lang);
        ranges.extend(mood.sentences.iter().flat_map(|one| one.targets.iter().map(|target| target.range.clone())));
        let private = pii::find(&text);
        ranges.extend(private.iter().map(|one| one.range.clone()));
        for range in ranges {
            prop_assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()), "{range:?} in {text:?}");
        }
        prop_assert_eq!(pii::redact(&text, &private).chars().count(), text.chars().count());
        let _ = (language::detect(&text, "TW"), to_latin(&text));
    }
}
