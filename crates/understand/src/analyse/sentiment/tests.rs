use super::*;

fn lang(text: &str) -> Lang {
    ling_text::script::lang_of(text)
}

#[track_caller]
fn check(text: &str, expect: Mood) {
    let found = analyse(text, lang(text));
    assert_eq!(found.mood, expect, "{text}: {:?}", found.scores);
    let sum = found.scores.positive + found.scores.neutral + found.scores.negative;
    assert!((sum - 1.0).abs() < 0.02, "{text}: {sum}");
}

#[test]
fn documents() {
    check("房间很干净，服务也热情，下次还来。", Mood::Positive);
    check("菜太咸了，等了一个小时才送到。", Mood::Negative);
    check("味道不错。但是服务员态度太差了。", Mood::Mixed);
    check("会议在下午三点开始。", Mood::Neutral);
    check("我很喜欢北京，电话13812345678", Mood::Positive);
    check("已经回购第四次了", Mood::Positive);
    check("等了两个小时还没送到", Mood::Negative);
    check("waited two hours and nobody came", Mood::Negative);
    check("等了 two hours，食物全 cold 了", Mood::Negative);
    check("房間很乾淨，服務熱情。", Mood::Positive);
    check("一点都不好吃", Mood::Negative);
    check("没有异味，不吵", Mood::Positive);
    check(
        "The food was delicious and the staff were friendly.",
        Mood::Positive,
    );
    check("The room was dirty and smelled bad.", Mood::Negative);
    check("I don't like this phone at all.", Mood::Negative);
    check("Not bad at all!", Mood::Positive);
    check("Great location. The breakfast was awful.", Mood::Mixed);
    check("The meeting is at three.", Mood::Neutral);
    check("这家店的 service 太 amazing 了", Mood::Positive);
    check("👍👍", Mood::Positive);
}

/// `target: assessment, ...` of the first sentence; a negated one has a `!`.
#[track_caller]
fn check_opinions(text: &str, expect: &str) {
    let found = analyse(text, lang(text));
    let sentence = &found.sentences[0];
    let told = sentence.targets.iter().map(|target| {
        let said = target.assessments.iter().map(|&n| {
            let assessment = &sentence.assessments[n];
            let not = if assessment.is_negated { "!" } else { "" };
            format!("{not}{}", &text[assessment.range.clone()])
        });
        format!(
            "{}: {}",
            &text[target.range.clone()],
            said.collect::<Vec<_>>().join(", ")
        )
    });
    assert_eq!(told.collect::<Vec<_>>().join("; "), expect, "{text}");
}

#[test]
fn opinions() {
    check_opinions(
        "The food was great but the service was slow.",
        "food: great; service: slow",
    );
    check_opinions(
        "Friendly staff and delicious food",
        "staff: Friendly; food: delicious",
    );
    check_opinions("The screen is not good.", "screen: !good");
    check_opinions("味道很棒，前台服务很差。", "味道: 很棒; 前台服务: 很差");
    check_opinions("The meeting is at three.", "");
}
