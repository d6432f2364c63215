use super::*;
use ling_base::Value;

fn catalogue(lang: Lang, replies: &str) -> Catalogue {
    Catalogue::parse(lang, "x.toml", &replies.parse().unwrap()).unwrap()
}

/// Fills the one message `message` for the ear.
#[track_caller]
fn check(lang: Lang, message: &str, holes: Holes, expect: &str) {
    let now = "2026-11-24T18:00[Asia/Shanghai]".parse().unwrap();
    let mut table = Table::new();
    table.insert("m".into(), message.into());
    let catalogue = Catalogue::parse(lang, "x.toml", &table).unwrap();
    let ctx = Context {
        now: &now,
        style: Style::Say,
        seed: 0,
    };
    assert_eq!(
        catalogue.fill("m", &holes, &ctx).unwrap(),
        expect,
        "{message}"
    );
}

#[track_caller]
fn check_error(replies: &str, expect: &str) {
    let error = Catalogue::parse(Lang::En, "en.toml", &replies.parse().unwrap()).unwrap_err();
    assert_eq!(error.to_string(), expect);
}

fn seven() -> Holes {
    let time = jiff::civil::time(7, 0, 0, 0);
    Holes::new().value(
        "when",
        Value::When(ling_base::When {
            time: Some(time),
            ..Default::default()
        }),
    )
}

fn items(items: &[&str]) -> Holes {
    Holes::new().list(
        "items",
        items.iter().map(|item| (*item).to_owned()).collect(),
    )
}

#[test]
fn holes_are_filled() {
    check(
        Lang::Zh,
        "好的，{when:time}叫您。",
        seven(),
        "好的，早上七点叫您。",
    );
    check(
        Lang::En,
        "Okay, I will call you at {when:time:half}.",
        seven(),
        "Okay, I will call you at seven a.m.",
    );
    check(
        Lang::Zh,
        "加了{items:list}。",
        items(&["牛奶", "鸡蛋", "面包"]),
        "加了牛奶、鸡蛋和面包。",
    );
    check(
        Lang::En,
        "Added {items:list}.",
        items(&["milk", "eggs", "bread"]),
        "Added milk, eggs and bread.",
    );
    check(
        Lang::Zh,
        "加了{items:list}。",
        items(&["milk"]),
        "加了milk。",
    );
    check(
        Lang::En,
        "Added {items:list}.",
        items(&["牛奶"]),
        "Added 牛奶.",
    );
    check(
        Lang::Zh,
        "还有{n:count}个。",
        Holes::new().count("n", 2),
        "还有两个。",
    );
    check(
        Lang::En,
        "{n:count} {n:plural:minute|minutes} left.",
        Holes::new().count("n", 1),
        "One minute left.",
    );
    check(
        Lang::En,
        "{n:count} {n:plural:minute|minutes} left",
        Holes::new().count("n", 2),
        "two minutes left",
    );
    check(
        Lang::En,
        "{{n}} is {n}",
        Holes::new().count("n", 2),
        "{n} is two",
    );
    check(
        Lang::En,
        "Done. {items:list} are there.",
        items(&["eggs", "milk"]),
        "Done. Eggs and milk are there.",
    );
    check(
        Lang::En,
        "{items:list} is there.",
        items(&["iPhone"]),
        "iPhone is there.",
    );
    check(
        Lang::En,
        "{items:plural:It is|They are} there.",
        items(&["a", "b"]),
        "They are there.",
    );
}

#[test]
fn a_seed_chooses_the_variant() {
    let zh = catalogue(
        Lang::Zh,
        "ok = ['好的。', '没问题。']\nt = { say = ['说'], show = '看' }",
    );
    let now = "2026-11-24T18:00[Asia/Shanghai]".parse().unwrap();
    let fill = |key: &str, seed, style| {
        zh.fill(
            key,
            &Holes::new(),
            &Context {
                now: &now,
                style,
                seed,
            },
        )
        .unwrap()
    };
    assert_eq!(fill("ok", 0, Style::Say), "好的。");
    assert_eq!(fill("ok", 3, Style::Say), "没问题。");
    assert_eq!(fill("ok", 3, Style::Show), "没问题。");
    assert_eq!(fill("t", 0, Style::Say), "说");
    assert_eq!(fill("t", 0, Style::Show), "看");
}

#[test]
fn keys_and_holes_can_be_listed() {
    let en = catalogue(
        Lang::En,
        "a = '{when:time:half} {x}'\n[b]\nc = ['{n:count}', '{n:count} {n:plural:x|y}']",
    );
    assert_eq!(en.keys().collect::<Vec<_>>(), ["a", "b.c"]);
    let pair = |name: &str, kind: &str| (name.to_owned(), kind.to_owned());
    assert_eq!(en.holes_of("a"), [pair("when", "time"), pair("x", "text")]);
    assert_eq!(
        en.holes_of("b.c"),
        [pair("n", "count"), pair("n", "plural")]
    );
    assert_eq!(en.holes_of("nothing"), []);
}

#[test]
fn bad_messages_are_named() {
    check_error(
        "a = 'x {n'",
        "en.toml: `a`: `{` at character 2 is never closed; write `{{` for a brace",
    );
    check_error(
        "a = 'x }'",
        "en.toml: `a`: `}` at character 2 closes nothing; write `}}` for a brace",
    );
    check_error(
        "a = '{n:colour}'",
        "en.toml: `a`: `colour` is no kind of hole",
    );
    check_error(
        "a = '{n:time:purple}'",
        "en.toml: `a`: `time:purple` is no kind of hole",
    );
    check_error(
        "a = '{N}'",
        "en.toml: `a`: `N` is no hole name; use a-z, 0-9 and _",
    );
    check_error(
        "a = '{}'",
        "en.toml: `a`: `` is no hole name; use a-z, 0-9 and _",
    );
    check_error(
        "[a]\nb = 3",
        "en.toml: `a.b`: a message is a string, an array of strings, or a table of `say` and `show`",
    );
    check_error("a = []", "en.toml: `a`: a message has 1 to 32 variants");
    let long = format!("a = '{}'", "{n}".repeat(33));
    check_error(
        &long,
        "en.toml: `a`: a message has at most 2000 characters and 32 holes",
    );
    check_error(
        "a.b.c.d.e = 'x'",
        "en.toml: `a.b.c.d.e`: more than 2000 messages, or more than 4 levels",
    );
}

#[test]
fn bad_fillings_are_named() {
    let en = catalogue(Lang::En, "a = '{n:count}'\nb = '{when:time}'");
    let now = "2026-11-24T18:00[Asia/Shanghai]".parse().unwrap();
    let ctx = Context {
        now: &now,
        style: Style::Say,
        seed: 0,
    };
    let error = |key: &str, holes: &Holes| en.fill(key, holes, &ctx).unwrap_err().to_string();
    assert_eq!(error("z", &Holes::new()), "x.toml: there is no message `z`");
    assert_eq!(
        error("a", &Holes::new()),
        "x.toml: `a`: nothing was given for `n`"
    );
    assert_eq!(
        error("a", &Holes::new().text("n", "two")),
        "x.toml: `a`: `n` is a count, it was given a text"
    );
    assert_eq!(
        error(
            "b",
            &Holes::new().date("when", jiff::civil::date(2026, 1, 1))
        ),
        "x.toml: `b`: `when` is a time, it was given a when"
    );
}

#[test]
fn a_message_cut_anywhere_is_read_or_refused() {
    let message = "好{{的}}，{when:time:half}叫{a_1:plural:it|them} at {n}{n:count}.";
    let chars: Vec<char> = message.chars().collect();
    let read = |chars: &[char]| {
        let mut table = Table::new();
        table.insert("m".into(), chars.iter().collect::<String>().into());
        Catalogue::parse(Lang::Zh, "x.toml", &table).is_ok()
    };
    assert!(read(&chars));
    for at in 0..chars.len() {
        let mut without = chars.clone();
        without.remove(at);
        let inside = |part: &[char]| {
            let text: String = part
                .iter()
                .collect::<String>()
                .replace("{{", "")
                .replace("}}", "");
            text.matches('{').count() != text.matches('}').count()
        };
        let cut = [&chars[..at], &chars[at..], &without];
        for part in cut {
            let refused = !read(part);
            assert!(
                refused || !inside(part),
                "{}",
                part.iter().collect::<String>()
            );
        }
    }
}
