//! Sentences of our own: what is found, its type, its TIMEX and values.

use super::{Culture, Resolved, recognise};

/// "text → span type timex value/start..end; …" for every entity, separated by " | ".
fn shown(culture: Culture, now: &str, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let found = recognise(text, culture, now.parse().unwrap());
    let entities = found.iter().map(|entity| {
        let words: String = chars[entity.span.start..entity.span.end].iter().collect();
        let values: Vec<String> = entity.values.iter().map(value).collect();
        format!("{words} {} {}", entity.kind.word(), values.join("; "))
    });
    entities.collect::<Vec<_>>().join(" | ")
}

fn value(value: &Resolved) -> String {
    let modifier = value
        .modifier
        .as_ref()
        .map_or_else(String::new, |word| format!(" {word}"));
    let said = match (&value.value, &value.start, &value.end) {
        (Some(value), ..) => value.clone(),
        (None, start, end) => {
            let side = |side: &Option<String>| side.clone().unwrap_or_default();
            format!("{}..{}", side(start), side(end))
        }
    };
    format!("{}{modifier} = {said}", value.timex)
}

/// A Tuesday evening.
const NOW: &str = "2026-11-24T18:00:00";

fn en(text: &str, wanted: &str) {
    assert_eq!(shown(Culture::English, NOW, text), wanted, "{text}");
}

fn zh(text: &str, wanted: &str) {
    assert_eq!(shown(Culture::Chinese, NOW, text), wanted, "{text}");
}

#[test]
fn days_in_english() {
    en(
        "my flight leaves 3 March 2027",
        "3 March 2027 date 2027-03-03 = 2027-03-03",
    );
    en(
        "pay rent June 5th",
        "June 5th date XXXX-06-05 = 2026-06-05; XXXX-06-05 = 2027-06-05",
    );
    en(
        "vet visit 9/14",
        "9/14 date XXXX-09-14 = 2026-09-14; XXXX-09-14 = 2027-09-14",
    );
    en(
        "choir on Saturday",
        "Saturday date XXXX-WXX-6 = 2026-11-21; XXXX-WXX-6 = 2026-11-28",
    );
    en(
        "dentist next Thursday",
        "next Thursday date 2026-12-03 = 2026-12-03",
    );
    en(
        "the parcel came two days ago",
        "two days ago date 2026-11-22 = 2026-11-22",
    );
    en(
        "bins on the 30th",
        "the 30th date XXXX-XX-30 = 2026-10-30; XXXX-XX-30 = 2026-11-30",
    );
    en(
        "brunch at the farm on easter 2027",
        "easter 2027 date 2027-03-28 = 2027-03-28",
    );
    en(
        "party February 30",
        "February 30 date XXXX-02-30 = not resolved",
    );
    en(
        "born on February 29",
        "February 29 date XXXX-02-29 = 2024-02-29; XXXX-02-29 = 2028-02-29",
    );
}

#[test]
fn hours_and_moments_in_english() {
    en("wake me 6:20 am", "6:20 am time T06:20 = 06:20:00");
    en(
        "tea half past four",
        "half past four time T04:30 = 04:30:00; T16:30 = 16:30:00",
    );
    en(
        "movie tomorrow at 7pm",
        "tomorrow at 7pm datetime 2026-11-25T19 = 2026-11-25 19:00:00",
    );
    en(
        "call her in 40 minutes",
        "in 40 minutes datetime 2026-11-24T18:40:00 = 2026-11-24 18:40:00",
    );
    en(
        "lights off by midnight",
        "by midnight timerange T00 before = ..00:00:00",
    );
    en(
        "yoga 6 to 7am",
        "6 to 7am timerange (T06,T07,PT1H) = 06:00:00..07:00:00",
    );
    en(
        "party tonight from 8 to 10",
        "tonight from 8 to 10 datetimerange (2026-11-24T20,2026-11-24T22,PT2H) = 2026-11-24 20:00:00..2026-11-24 22:00:00",
    );
    en(
        "swim wednesday morning",
        "wednesday morning datetimerange XXXX-WXX-3TMO = 2026-11-18 08:00:00..2026-11-18 12:00:00; XXXX-WXX-3TMO = 2026-11-25 08:00:00..2026-11-25 12:00:00",
    );
}

#[test]
fn stretches_in_english() {
    en(
        "snow in february",
        "february daterange XXXX-02 = 2026-02-01..2026-03-01; XXXX-02 = 2027-02-01..2027-03-01",
    );
    en(
        "away from 3 to 9 August",
        "from 3 to 9 August daterange (XXXX-08-03,XXXX-08-09,P6D) = 2026-08-03..2026-08-09; (XXXX-08-03,XXXX-08-09,P6D) = 2027-08-03..2027-08-09",
    );
    en(
        "rain for the next four days",
        "next four days daterange (2026-11-25,2026-11-29,P4D) = 2026-11-25..2026-11-29",
    );
    en(
        "since March 2024",
        "since March 2024 daterange 2024-03 since = 2024-03-01..",
    );
    en(
        "power used q2 2025",
        "q2 2025 daterange (2025-04-01,2025-07-01,P3M) = 2025-04-01..2025-07-01",
    );
    en(
        "songs of the eighties",
        "the eighties daterange (XX80-01-01,XX90-01-01,P10Y) = 1980-01-01..1990-01-01; (XX80-01-01,XX90-01-01,P10Y) = 2080-01-01..2090-01-01",
    );
    en(
        "roast for 1 hour and 20 minutes",
        "1 hour and 20 minutes duration PT1H20M = 4800",
    );
}

#[test]
fn repeats_in_english() {
    en(
        "water the plants every 4 days",
        "every 4 days set P4D = not resolved",
    );
    en(
        "trash every Monday at 6am",
        "every Monday at 6am set XXXX-WXX-1T06 = not resolved",
    );
    en("stretch daily", "daily set P1D = not resolved");
}

#[test]
fn no_time_in_english() {
    en("may I borrow the ladder", "");
    en("the score was 3-2 for us", "");
    en("good night, house", "");
    en("call 555-0123-4567 please", "");
}

#[test]
fn days_in_mandarin() {
    zh(
        "5月8日是奶奶生日",
        "5月8日 date XXXX-05-08 = 2026-05-08; XXXX-05-08 = 2027-05-08",
    );
    zh(
        "二零二七年三月九号出发",
        "二零二七年三月九号 date 2027-03-09 = 2027-03-09",
    );
    zh("大后天去体检", "大后天 date 2026-11-27 = 2026-11-27");
    zh("下周四交作业", "下周四 date 2026-12-03 = 2026-12-03");
    zh("三天前下过雪", "三天前 date 2026-11-21 = 2026-11-21");
    zh("腊月廿三", "");
    zh("下个月6号发工资", "下个月6号 date 2026-12-06 = 2026-12-06");
}

#[test]
fn hours_and_moments_in_mandarin() {
    zh("下午三点一刻接孩子", "下午三点一刻 time T15:15 = 15:15:00");
    zh(
        "明早六点四十叫我",
        "明早六点四十 datetime 2026-11-25T06:40 = 2026-11-25 06:40:00",
    );
    zh(
        "晚上八点到九点半看球",
        "晚上八点到九点半 timerange (T20,T21:30,PT1H30M) = 20:00:00..21:30:00",
    );
    zh(
        "后天上午有课",
        "后天上午 datetimerange 2026-11-26TMO = 2026-11-26 08:00:00..2026-11-26 12:00:00",
    );
    zh(
        "晚上十点之前关灯",
        "晚上十点之前 timerange T22 before = ..22:00:00",
    );
}

#[test]
fn stretches_in_mandarin() {
    zh(
        "寒假从1月15日到2月20日",
        "从1月15日到2月20日 daterange (XXXX-01-15,XXXX-02-20,P36D) = 2026-01-15..2026-02-20; (XXXX-01-15,XXXX-02-20,P36D) = 2027-01-15..2027-02-20",
    );
    zh(
        "去年三月",
        "去年三月 daterange 2025-03 = 2025-03-01..2025-04-01",
    );
    zh(
        "未来四天都有雨",
        "未来四天 daterange (2026-11-25,2026-11-29,P4D) = 2026-11-25..2026-11-29",
    );
    zh(
        "2019年之后搬的家",
        "2019年之后 daterange 2019 after = 2020-01-01..",
    );
    zh(
        "上半年电费",
        "上半年 daterange (2026-01-01,2026-07-01,P6M) = 2026-01-01..2026-07-01",
    );
    zh("炖两个半小时", "两个半小时 duration PT2.5H = 9000");
}

#[test]
fn repeats_in_mandarin() {
    zh(
        "每周五晚上九点倒垃圾",
        "每周五晚上九点 set XXXX-WXX-5T21 = not resolved",
    );
    zh("每天浇花", "每天 set P1D = not resolved");
    zh("每两个星期打扫一次", "每两个星期 set P2W = not resolved");
}

#[test]
fn mixed_and_none_in_mandarin() {
    zh(
        "明天3:30pm有个call",
        "明天3:30pm datetime 2026-11-25T15:30 = 2026-11-25 15:30:00",
    );
    zh("坐12号线去机场", "");
    zh("看《明日边缘》", "");
}

#[test]
fn long_and_odd_texts_end() {
    for text in [
        "三".repeat(5_000),
        "from ".repeat(2_000),
        "monday 3 to ".repeat(500),
        "每".repeat(3_000),
        "1-".repeat(3_000),
    ] {
        for culture in [Culture::English, Culture::Chinese] {
            let found = recognise(&text, culture, NOW.parse().unwrap());
            assert!(
                found.iter().all(|entity| entity.span.end <= 2_000),
                "{}",
                &text[..6]
            );
        }
    }
}
