use ling_base::{Days, Repeat, Value, When};

use super::{Kind, Tagged, tag};

/// Tuesday, 24 November 2026, 10:00 in Shanghai.
pub(super) fn now() -> jiff::ZonedDateTime {
    "2026-11-24T10:00[Asia/Shanghai]".parse().unwrap()
}

/// The readings of `said` as a whole, in short.
pub(super) fn whole(said: &str) -> Vec<String> {
    let n = said.chars().count();
    let found = tag(said, &now());
    found
        .iter()
        .filter(|t| t.span.start == 0 && t.span.end == n)
        .map(short)
        .collect()
}

/// One of the readings of the whole of `said` is `expect`.
#[track_caller]
fn check(said: &str, expect: &str) {
    let found = whole(said);
    assert!(
        found.iter().any(|f| f == expect),
        "said: {said}\nwant: {expect}\ngot:  {found:#?}"
    );
}

/// One case per line: `said = kind value`.
#[track_caller]
fn checks(cases: &str) {
    for case in cases.lines().map(str::trim).filter(|case| !case.is_empty()) {
        let (said, expect) = case.rsplit_once(" = ").unwrap();
        check(said, expect);
    }
}

/// No reading of `kinds` anywhere in `said`.
#[track_caller]
fn never(said: &str, kinds: &[Kind]) {
    let found: Vec<Tagged> = tag(said, &now())
        .into_iter()
        .filter(|t| kinds.contains(&t.kind))
        .collect();
    assert!(found.is_empty(), "said: {said}\ngot: {found:#?}");
}

const TIMES: &[Kind] = &[Kind::Date, Kind::Time, Kind::When, Kind::Repeat];

pub(super) fn short(tagged: &Tagged) -> String {
    let word = format!("{:?}", tagged.kind).to_lowercase();
    match &tagged.value {
        Value::Number(n) | Value::Percent(n) => format!("{word} {n}"),
        Value::Ordinal(n) => format!("{word} {n}"),
        Value::Money { amount, currency } => format!("{word} {amount} {currency}"),
        Value::Quantity { amount, unit } => format!("{word} {amount} {unit}"),
        Value::Duration(secs) => format!("{word} {secs}"),
        Value::When(when) => format!("{word} {}", moment(when)),
        other => format!("{word} {other:?}"),
    }
}

/// `2026-11-25T07:00`, `7:00?` (half unknown), `2026-11-28..2026-11-30`, `15:00..17:00`, `+600s`, `every day 07:00`.
fn moment(when: &When) -> String {
    let mut parts = Vec::new();
    if let Some(repeat) = &when.repeat {
        parts.push(repeats(repeat));
    }
    if let Some(secs) = when.in_secs {
        parts.push(format!("{secs:+}s"));
    }
    let time = when.time.map(|t| {
        let sure = if when.half_known { "" } else { "?" };
        let until = when
            .time_until
            .map_or(String::new(), |t| format!("..{}", t.strftime("%H:%M")));
        let seconds = if t.second() == 0 { "" } else { ":%S" };
        format!("{}{until}{sure}", t.strftime(&format!("%H:%M{seconds}")))
    });
    match (when.date, time) {
        (Some(date), time) => {
            let until = when.until.map_or(String::new(), |d| format!("..{d}"));
            parts.push(format!(
                "{date}{until}{}",
                time.map_or(String::new(), |t| format!("T{t}"))
            ));
        }
        (None, Some(time)) => parts.push(time),
        (None, None) => {}
    }
    parts.join(" ")
}

fn repeats(repeat: &Repeat) -> String {
    match repeat {
        Repeat::Days(Days::Workdays) => "workdays".into(),
        Repeat::Days(Days::DaysOff) => "daysoff".into(),
        Repeat::Days(Days::Week(days)) => {
            let names: Vec<String> = days
                .iter()
                .map(|d| format!("{d:?}")[..3].to_lowercase())
                .collect();
            format!("on {}", names.join(","))
        }
        Repeat::Daily { every } => format!("daily/{every}"),
        Repeat::Weekly { every, day } => {
            format!("weekly/{every} {}", format!("{day:?}")[..3].to_lowercase())
        }
        Repeat::Monthly { day } => format!("monthly {day}"),
        Repeat::Yearly { month, day } => format!("yearly {month}-{day}"),
        Repeat::LunarYearly { month, day } => format!("lunar {month}-{day}"),
        Repeat::Every { secs } => format!("every {secs}s"),
    }
}

#[test]
fn chinese_numbers() {
    checks(
        "
        七 = number 7
        十 = number 10
        十九 = number 19
        二十 = number 20
        二十五 = number 25
        一百零五 = number 105
        二百五 = number 250
        两百 = number 200
        三千六 = number 3600
        一万二 = number 12000
        一万二千 = number 12000
        一百一十 = number 110
        两万零三百 = number 20300
        三亿五千万 = number 350000000
        3万5 = number 35000
        3万5千 = number 35000
        1.5亿 = number 150000000
        3万5000 = number 35000
        三点一四 = number 3.14
        零点五 = number 0.5
        三点五万 = number 35000
        三分之二 = number 0.6666666666666666
        一又二分之一 = number 1.5
        千分之五 = number 0.005
        半 = number 0.5
        负三 = number -3
        二〇二六 = number 2026
        兩萬 = number 20000
        三億 = number 300000000
        １２ = number 12
        廿五 = number 25
        一百二十三万四千五百六十七 = number 1234567
        零 = number 0
        一千零一 = number 1001
        壹佰 = number 100
        二十万 = number 200000
        十万 = number 100000
        一半 = number 0.5
        一三八零零 = number 13800
        ",
    );
}

#[test]
fn english_numbers() {
    checks(
        "
        seven = number 7
        twenty five = number 25
        twenty-five = number 25
        two hundred and five = number 205
        a hundred = number 100
        one point five = number 1.5
        three point one four = number 3.14
        a dozen = number 12
        two dozen = number 24
        half a dozen = number 6
        fifteen hundred = number 1500
        two thousand twenty six = number 2026
        one million two hundred thousand = number 1200000
        two and a half = number 2.5
        three quarters = number 0.75
        half = number 0.5
        minus five = number -5
        -5 = number -5
        1,234.5 = number 1234.5
        1/2 = number 0.5
        1 1/2 = number 1.5
        5 million = number 5000000
        2.5 million = number 2500000
        5k = number 5000
        zero = number 0
        nineteen = number 19
        one hundred twenty three = number 123
        ½ = number 0.5
        2½ = number 2.5
        a couple of = number 2
        half a million = number 500000
        forty two = number 42
        one thousand and one = number 1001
        ",
    );
}

#[test]
fn ordinals_and_percent() {
    checks(
        "
        第三 = ordinal 3
        第3个 = ordinal 3
        第三个 = ordinal 3
        第二十一 = ordinal 21
        third = ordinal 3
        3rd = ordinal 3
        twenty first = ordinal 21
        21st = ordinal 21
        12th = ordinal 12
        最后一个 = ordinal -1
        last = ordinal -1
        倒数第二个 = ordinal -2
        second to last = ordinal -2
        two hundred and fifth = ordinal 205
        fourteenth = ordinal 14
        百分之二十 = percent 20
        20% = percent 20
        ２０％ = percent 20
        twenty percent = percent 20
        两成 = percent 20
        三成五 = percent 35
        百分之百 = percent 100
        百分之三点五 = percent 3.5
        一半 = percent 50
        half = percent 50
        50 per cent = percent 50
        负百分之五 = percent -5
        百分之20 = percent 20
        百分之 fifty = percent 50
        ",
    );
}

#[test]
fn spans_of_time() {
    checks(
        "
        十分钟 = duration 600
        一个半小时 = duration 5400
        半小时 = duration 1800
        半个小时 = duration 1800
        三刻钟 = duration 2700
        一刻钟 = duration 900
        一小时二十分钟 = duration 4800
        一小时二十分 = duration 4800
        一小时二十 = duration 4800
        一个小时零五分 = duration 3900
        90秒 = duration 90
        两分半 = duration 150
        两小时半 = duration 9000
        一天半 = duration 129600
        三天 = duration 259200
        两个星期 = duration 1209600
        一个半月 = duration 3888000
        半年 = duration 15552000
        半天 = duration 43200
        2 个小时 = duration 7200
        五分 = duration 300
        负五分钟 = duration -300
        ten minutes = duration 600
        two and a half hours = duration 9000
        an hour and a half = duration 5400
        half an hour = duration 1800
        a quarter of an hour = duration 900
        three quarters of an hour = duration 2700
        1h30m = duration 5400
        1 hour 30 minutes = duration 5400
        one hour and five minutes = duration 3900
        minus five minutes = duration -300
        -5 minutes = duration -300
        90 seconds = duration 90
        5min = duration 300
        a couple of hours = duration 7200
        a day = duration 86400
        2 weeks = duration 1209600
        an hour = duration 3600
        1.5 hours = duration 5400
        1个hour = duration 3600
        五 minutes = duration 300
        5 分钟 = duration 300
        两個鐘頭 = duration 7200
        三十秒钟 = duration 30
        一分半钟 = duration 90
        1小时30分10秒 = duration 5410
        one day, two hours and 3 minutes = duration 93780
        half a day = duration 43200
        thirty-second = duration 30
        45-minute = duration 2700
        ",
    );
}

#[test]
fn hours_of_the_day() {
    checks(
        "
        七点 = time 07:00?
        七点半 = time 07:30?
        七点钟 = time 07:00?
        早上七点 = time 07:00
        下午三点一刻 = time 15:15
        晚上八点 = time 20:00
        十九点 = time 19:00
        凌晨两点 = time 02:00
        差五分八点 = time 07:55?
        八点差五分 = time 07:55?
        差一刻九点 = time 08:45?
        七点零五 = time 07:05?
        七点五十 = time 07:50?
        七点零五分 = time 07:05?
        中午十二点 = time 12:00
        晚上十二点 = time 00:00
        零点 = time 00:00
        7点 = time 07:00?
        7点05 = time 07:05?
        7：30 = time 07:30?
        ７：３０ = time 07:30?
        19:05 = time 19:05
        07:30 = time 07:30
        七點三十分 = time 07:30?
        八时二十分 = time 08:20?
        8点20分15秒 = time 08:20:15?
        中午 = time 12:00
        下午 = time 12:00..18:00
        早上 7:30 = time 07:30
        上午十点 = time 10:00
        十二点半 = time 12:30?
        下午15点 = time 15:00
        二十四点 = time 00:00
        七点过五分 = time 07:05?
        中午一点 = time 13:00
        seven = time 07:00?
        seven thirty = time 07:30?
        seven o'clock = time 07:00?
        quarter past seven = time 07:15?
        a quarter to eight = time 07:45?
        half past seven = time 07:30?
        half seven = time 07:30?
        ten past seven = time 07:10?
        ten minutes to eight = time 07:50?
        7am = time 07:00
        7 p.m. = time 19:00
        7 pm = time 19:00
        12am = time 00:00
        12 pm = time 12:00
        noon = time 12:00
        midnight = time 00:00
        seven in the morning = time 07:00
        8 at night = time 20:00
        seven oh five = time 07:05?
        7.30pm = time 19:30
        730 pm = time 19:30
        0730 = time 07:30
        1900 hours = time 19:00
        twenty five past seven = time 07:25?
        quarter past seven in the evening = time 19:15
        15:00 = time 15:00
        seven pm = time 19:00
        ten to noon = time 11:50
        half past 7 pm = time 19:30
        早上 seven thirty = time 07:30
        seven 点 = time 07:00?
        morning = time 06:00..12:00
        6:45 a.m. = time 06:45
        five forty five = time 05:45?
        7 30 pm = time 19:30
        ",
    );
}

#[test]
fn no_such_hour() {
    for said in ["25:61", "7:61", "二十五点", "早上八十点", "25点", "31:00"] {
        never(said, TIMES);
    }
    never("12", &[Kind::Money, Kind::Duration]);
}
