//! Whatever is said, the work is bounded.

use super::*;

/// Texts made to be slow; each is far longer than what is read.
#[test]
fn hostile_texts_are_read_in_bounded_work() {
    let text = "(三一".repeat(10_000);
    assert!(
        tag(&text, &now())
            .iter()
            .all(|tagged| tagged.span.end <= 2_000)
    );
    for piece in [
        "三",
        "(((",
        "1",
        "一万",
        "one ",
        "half past ",
        "周一三五",
        "每",
        "1:",
        "from 3 to ",
        "一小时",
        "a ",
        "二点",
        "in ",
        "零下",
        "百分之",
        "三月三号到",
    ] {
        let found = tag(&piece.repeat(100), &now());
        assert!(found.len() < 4_000, "{piece}: {}", found.len());
    }
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    const PIECES: &[&str] = &[
        "三",
        "十",
        "零",
        "半",
        "个",
        "点",
        "刻",
        "分",
        "小时",
        "万",
        "亿",
        "周",
        "一",
        "月",
        "号",
        "明天",
        "下",
        "每",
        "隔",
        "到",
        "从",
        "后",
        "前",
        "早上",
        "晚上",
        "农历",
        "初",
        "年",
        "百分之",
        "块",
        "度",
        "斤",
        "负",
        "差",
        "9999",
        "31",
        "12",
        "0",
        ":",
        "/",
        "-",
        ".",
        ",",
        " ",
        "pm",
        "seven",
        "half",
        "past",
        "to",
        "from",
        "every",
        "other",
        "next",
        "Friday",
        "March",
        "8th",
        "in",
        "minutes",
        "hours",
        "tomorrow",
        "and",
        "a",
        "point",
        "hundred",
        "million",
        "$",
        "%",
        "30",
        "February",
        "of",
        "the",
        "month",
        "year",
        "end",
        "底",
        "ago",
        "２５",
        "節",
        "99999999999999999999",
    ];

    fn sound(text: &str) {
        let n = text.chars().count();
        for at in [
            "2026-11-24T10:00[Asia/Shanghai]",
            "9999-12-30T10:00[UTC]",
            "0001-01-01T00:00[UTC]",
        ] {
            let found = tag(text, &at.parse().unwrap());
            let ordered = found
                .windows(2)
                .all(|w| (w[0].span.start, w[1].span.end) <= (w[1].span.start, w[0].span.end));
            assert!(ordered, "{text}");
            assert!(
                found
                    .iter()
                    .all(|tagged| tagged.span.start < tagged.span.end && tagged.span.end <= n),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text(text in any::<String>()) {
            sound(&text);
        }

        #[test]
        fn any_mixture(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..16)) {
            sound(&pieces.concat());
            sound(&pieces.join(" "));
        }

        /// Whole numbers come back as they were written, in digits and in Chinese.
        #[test]
        fn whole_numbers(n in 0_u32..100_000_000) {
            assert!(whole(&n.to_string()).contains(&format!("number {n}")));
        }
    }
}
