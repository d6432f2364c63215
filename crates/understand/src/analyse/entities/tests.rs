use super::*;

/// `Category:text` of everything found, joined by `; `.
#[track_caller]
fn check(text: &str, expect: &str) {
    let now = "2026-03-01T08:00".parse().expect("a time");
    let found = find(text, ling_text::script::lang_of(text), now);
    let all: Vec<String> = found
        .iter()
        .map(|one| format!("{}:{}", one.category, &text[one.range.clone()]))
        .collect();
    assert_eq!(all.join("; "), expect, "text: {text}");
}

#[test]
fn english() {
    check(
        "Microsoft was founded by Bill Gates and Paul Allen.",
        "Organization:Microsoft; Person:Bill Gates; Person:Paul Allen",
    );
    check(
        "We flew from New York City to Tokyo on Friday.",
        "Location:New York City; Location:Tokyo; DateTime:Friday",
    );
    check(
        "Dr. Smith works at Stanford University.",
        "Person:Dr. Smith; Organization:Stanford University",
    );
    check("The ticket costs 25 dollars.", "Quantity:25 dollars");
    check("My sister is a nurse.", "PersonType:nurse");
    check("I think so. It is fine.", "");
    check(
        "Send it to 12 Baker Street, London.",
        "Address:12 Baker Street; Location:London",
    );
    check("I live at 14 Elm Grove", "Address:14 Elm Grove");
    check("write to a@b.com", "Email:a@b.com");
}

#[test]
fn chinese() {
    check("马化腾创办了腾讯。", "Person:马化腾; Organization:腾讯");
    check(
        "王先生在北京大学读书",
        "Person:王先生; Organization:北京大学",
    );
    check("我下周五去上海", "DateTime:下周五; Location:上海");
    check(
        "微软在西雅图开发了新的操作系统",
        "Organization:微软; Location:西雅图",
    );
    check("他是医生", "PersonType:医生");
    check(
        "我住在北京市海淀区中关村大街27号3楼",
        "Address:北京市海淀区中关村大街27号3楼",
    );
    check(
        "寄到上海市浦东新区张江路 88 号 3 楼，谢谢",
        "Address:上海市浦东新区张江路 88 号 3 楼",
    );
    check(
        "住址：北京市朝阳区建国路 93 号院 5 号楼 1203",
        "Address:北京市朝阳区建国路 93 号院 5 号楼 1203",
    );
    check("排队太久了，银行卡丢了", "");
    check("这件衣服299元", "Quantity:299元");
    check("我觉得还可以", "");
}

#[test]
fn mixed() {
    check("我在 Microsoft 上班", "Organization:Microsoft");
    check("Call 王先生 on Monday", "Person:王先生; DateTime:Monday");
}
