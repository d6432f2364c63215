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

/// One case per line, `said = kind value`: it is among the readings of the whole of what was said.
#[track_caller]
fn checks(cases: &str) {
    let mut wrong = Vec::new();
    for case in cases.lines().map(str::trim).filter(|case| !case.is_empty()) {
        let (said, expect) = case.rsplit_once(" = ").unwrap();
        let found = whole(said);
        if !found.iter().any(|reading| reading == expect) {
            wrong.push(format!("{case}, but read as {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
        12 noon = time 12:00
        twelve midnight = time 00:00
        seven p . m . = time 19:00
        four hundred am = time 04:00
        一点 = time 01:00?
        一点半 = time 01:30?
        下午一点 = time 13:00
        ",
    );
}

#[test]
fn no_such_hour() {
    for said in ["大一点", "早一点", "快一点儿", "三首歌"] {
        never(said, TIMES);
    }
    for said in ["25:61", "7:61", "二十五点", "早上八十点", "25点", "31:00"] {
        never(said, TIMES);
    }
    never("12", &[Kind::Money, Kind::Duration]);
}

#[test]
fn days_in_chinese() {
    checks(
        "
        今天 = date 2026-11-24
        明天 = date 2026-11-25
        后天 = date 2026-11-26
        大后天 = date 2026-11-27
        昨天 = date 2026-11-23
        大前天 = date 2026-11-21
        後天 = date 2026-11-26
        周三 = date 2026-11-25
        周二 = date 2026-11-24
        星期天 = date 2026-11-29
        禮拜一 = date 2026-11-30
        这周三 = date 2026-11-25
        下周三 = date 2026-12-02
        下下周三 = date 2026-12-09
        上周五 = date 2026-11-20
        下个星期一 = date 2026-11-30
        下周 = date 2026-11-30..2026-12-07
        这周末 = date 2026-11-28..2026-11-30
        周末 = date 2026-11-28..2026-11-30
        下周末 = date 2026-12-05..2026-12-07
        三月八号 = date 2027-03-08
        12月25日 = date 2026-12-25
        三月八日 = date 2027-03-08
        二〇二六年十二月一日 = date 2026-12-01
        2027年3月8号 = date 2027-03-08
        2027年3月 = date 2027-03-01..2027-04-01
        二〇二六年 = date 2026-01-01..2027-01-01
        明年 = date 2027-01-01..2028-01-01
        明年三月 = date 2027-03-01..2027-04-01
        明年三月八号 = date 2027-03-08
        三月 = date 2027-03-01..2027-04-01
        这个月 = date 2026-11-01..2026-12-01
        下个月 = date 2026-12-01..2027-01-01
        下个月五号 = date 2026-12-05
        下个月的5号 = date 2026-12-05
        五号 = date 2026-12-05
        15日 = date 2026-12-15
        30号 = date 2026-11-30
        月底 = date 2026-11-30
        下个月底 = date 2026-12-31
        三月底 = date 2027-03-31
        月初 = date 2026-12-01..2026-12-11
        年底 = date 2026-12-31
        明年年初 = date 2027-01-01..2027-02-01
        三月上旬 = date 2027-03-01..2027-03-11
        三天后 = date 2026-11-27
        两周以后 = date 2026-12-08
        三个月后 = date 2027-02-24
        三天前 = date 2026-11-21
        一年后 = date 2027-11-24
        过两天 = date 2026-11-26
        周五3月5号 = date 2027-03-05
        国庆 = date 2027-10-01
        圣诞节 = date 2026-12-25
        明年国庆节 = date 2027-10-01
        母亲节 = date 2027-05-09
        感恩节 = date 2026-11-26
        周一到周三 = date 2026-11-30..2026-12-03
        3月1号到5号 = date 2027-03-01..2027-03-06
        3月1日至3月5日 = date 2027-03-01..2027-03-06
        1号到5号 = date 2026-12-01..2026-12-06
        3到5号 = date 2026-12-03..2026-12-06
        明天到后天 = date 2026-11-25..2026-11-27
        从明天到周五 = date 2026-11-25..2026-11-28
        三月到五月 = date 2027-03-01..2027-06-01
        2月29号 = date 2028-02-29
        未来三天 = date 2026-11-25..2026-11-28
        过去一周 = date 2026-11-17..2026-11-24
        10月12号，星期二 = date 2027-10-12
        下个月第一个周一 = date 2026-12-07
        五月的第二个星期日 = date 2027-05-09
        这个月最后一个周五 = date 2026-11-27
        农历2027年八月十五 = date 2027-09-15
        2019/2/3-2019/4/5 = date 2019-02-03..2019-04-06
        农历八月十五 = date 2027-09-15
        農曆八月十五 = date 2027-09-15
        八月初三 = date 2027-09-03
        正月初五 = date 2027-02-10
        腊月二十三 = date 2027-01-30
        大年初二 = date 2027-02-07
        大年三十 = date 2027-02-05
        除夕 = date 2027-02-05
        春节 = date 2027-02-06
        明年春节 = date 2027-02-06
        中秋节 = date 2027-09-15
        2026年中秋 = date 2026-09-25
        端午節 = date 2027-06-09
        冬至 = date 2026-12-22
        大雪节气 = date 2026-12-07
        ",
    );
}

#[test]
fn days_in_english() {
    checks(
        "
        today = date 2026-11-24
        tomorrow = date 2026-11-25
        the day after tomorrow = date 2026-11-26
        yesterday = date 2026-11-23
        Friday = date 2026-11-27
        next Friday = date 2026-12-04
        this Friday = date 2026-11-27
        last Friday = date 2026-11-20
        Friday next week = date 2026-12-04
        next week on Friday = date 2026-12-04
        next week = date 2026-11-30..2026-12-07
        this weekend = date 2026-11-28..2026-11-30
        the weekend = date 2026-11-28..2026-11-30
        next weekend = date 2026-12-05..2026-12-07
        March 8th = date 2027-03-08
        March eighth = date 2027-03-08
        March 8 = date 2027-03-08
        march the 8th = date 2027-03-08
        8th of March = date 2027-03-08
        the 8th of March = date 2027-03-08
        the eighth of March = date 2027-03-08
        8 March 2028 = date 2028-03-08
        March 8, 2028 = date 2028-03-08
        Mar. 8th = date 2027-03-08
        December twenty fifth = date 2026-12-25
        the 15th = date 2026-12-15
        15th = date 2026-12-15
        the fifteenth = date 2026-12-15
        the 15th of next month = date 2026-12-15
        March = date 2027-03-01..2027-04-01
        March 2027 = date 2027-03-01..2027-04-01
        next month = date 2026-12-01..2027-01-01
        next year = date 2027-01-01..2028-01-01
        in 2027 = date 2027-01-01..2028-01-01
        8/3 = date 2027-08-03
        25/12 = date 2026-12-25
        2026-12-01 = date 2026-12-01
        2026/12/1 = date 2026-12-01
        8/3/2027 = date 2027-08-03
        the end of the month = date 2026-11-30
        end of next month = date 2026-12-31
        end of the year = date 2026-12-31
        beginning of next year = date 2027-01-01..2027-02-01
        in three days = date 2026-11-27
        in a week = date 2026-12-01
        two weeks from now = date 2026-12-08
        two days ago = date 2026-11-22
        a week from Friday = date 2026-12-04
        two days before Christmas = date 2026-12-23
        Friday, March 5th = date 2027-03-05
        Christmas = date 2026-12-25
        Thanksgiving = date 2026-11-26
        Christmas 2027 = date 2027-12-25
        Mother's Day = date 2027-05-09
        new year's eve = date 2026-12-31
        Easter = date 2027-03-28
        Monday to Friday = date 2026-11-30..2026-12-05
        from Monday to Friday = date 2026-11-30..2026-12-05
        March 1 to 5 = date 2027-03-01..2027-03-06
        March 1st to March 5th = date 2027-03-01..2027-03-06
        September twenty twenty seven = date 2027-09-01..2027-10-01
        the first Monday of next month = date 2026-12-07
        the last Friday of May = date 2027-05-28
        the next five days = date 2026-11-25..2026-11-30
        the last two weeks = date 2026-11-10..2026-11-24
        end of month = date 2026-11-30
        April 9th through seventeenth = date 2027-04-09..2027-04-18
        Chinese New Year = date 2027-02-06
        Presidents' Day = date 2027-02-15
        valentines day = date 2027-02-14
        last Christmas = date 2025-12-25
        July 4th of next year = date 2027-07-04
        ",
    );
}

#[test]
fn moments() {
    checks(
        "
        明天早上七点 = when 2026-11-25T07:00
        明天 7 点 = when 2026-11-25T07:00?
        明天的七点半 = when 2026-11-25T07:30?
        tomorrow 早上八点 = when 2026-11-25T08:00
        明天 at 7 = when 2026-11-25T07:00?
        后天下午三点一刻 = when 2026-11-26T15:15
        今晚八点 = when 2026-11-24T20:00
        今晚十二点 = when 2026-11-25T00:00
        今晚 = when 2026-11-24T18:00..00:00
        明早七点 = when 2026-11-25T07:00
        明天早上 = when 2026-11-25T06:00..12:00
        周五晚上八点 = when 2026-11-27T20:00
        下周三下午三点 = when 2026-12-02T15:00
        三月八号上午十点 = when 2027-03-08T10:00
        周二九点 = when 2026-11-24T09:00?
        周二早上九点 = when 2026-12-01T09:00
        周一三点 = when 2026-11-30T03:00?
        三天后早上八点 = when 2026-11-27T08:00
        2026-12-01 19:05 = when 2026-12-01T19:05
        十分钟后 = when +600s
        三刻钟后 = when +2700s
        半小时后 = when +1800s
        5 minutes 后 = when +300s
        一个半小时以后 = when +5400s
        再过十分钟 = when +600s
        十分钟前 = when -600s
        现在 = when +0s
        in ten minutes = when +600s
        in an hour and a half = when +5400s
        in half an hour = when +1800s
        ten minutes from now = when +600s
        5 minutes ago = when -300s
        in 一个小时 = when +3600s
        seven thirty tomorrow = when 2026-11-25T07:30?
        tomorrow at seven = when 2026-11-25T07:00?
        tomorrow at 7am = when 2026-11-25T07:00
        7am tomorrow = when 2026-11-25T07:00
        tomorrow morning at seven = when 2026-11-25T07:00
        seven tomorrow morning = when 2026-11-25T07:00
        tomorrow morning = when 2026-11-25T06:00..12:00
        tonight = when 2026-11-24T18:00..00:00
        tonight at 8 = when 2026-11-24T20:00
        8 tonight = when 2026-11-24T20:00
        eight thirty tonight = when 2026-11-24T20:30
        this afternoon at 3 = when 2026-11-24T15:00
        Friday night = when 2026-11-27T18:00..00:00
        next Friday at noon = when 2026-12-04T12:00
        March 8th at 10 in the morning = when 2027-03-08T10:00
        quarter past seven on Friday = when 2026-11-27T07:15?
        next Friday 下午三点 = when 2026-12-04T15:00
        明天三点到五点 = when 2026-11-25T03:00..05:00?
        明天下午三点到五点 = when 2026-11-25T15:00..17:00
        tomorrow from 3 to 5pm = when 2026-11-25T15:00..17:00
        tomorrow afternoon from three to five = when 2026-11-25T15:00..17:00
        明天早上八点到后天下午三点 = when 2026-11-25..2026-11-27T08:00..15:00
        今晚7点到9点 = when 2026-11-24T19:00..21:00
        the morning of the 5th = when 2026-12-05T06:00..12:00
        in one hour's time = when +3600s
        明早一点 = when 2026-11-25T01:00
        早上五到六点 = time 05:00..06:00
        晚上八点 on Friday = when 2026-11-27T20:00
        ",
    );
}

#[test]
fn stretches_of_hours() {
    checks(
        "
        三点到五点 = time 03:00..05:00?
        从三点到五点 = time 03:00..05:00?
        下午三点到五点 = time 15:00..17:00
        三到五点 = time 03:00..05:00?
        早上8点到下午6点 = time 08:00..18:00
        9点到5点 = time 09:00..17:00?
        from three to five = time 03:00..05:00?
        from nine to five = time 09:00..17:00?
        between 3 and 5 = time 03:00..05:00?
        3-5pm = time 15:00..17:00
        9am-5pm = time 09:00..17:00
        three to five pm = time 15:00..17:00
        11 to 1pm = time 11:00..13:00
        22:00到6:00 = time 22:00..06:00
        7:30 to 8:30 = time 07:30..08:30?
        10pm to 6am = time 22:00..06:00
        ",
    );
}

#[test]
fn repeats_in_both() {
    checks(
        "
        每天 = repeat daily/1
        天天 = repeat daily/1
        每天早上七点 = when daily/1 07:00
        每天早上 = when daily/1 06:00..12:00
        每晚九点 = when daily/1 21:00
        每周一 = repeat weekly/1 mon
        每周一三五 = repeat on mon,wed,fri
        每周一三五早上七点 = when on mon,wed,fri 07:00
        每周一、三、五 = repeat on mon,wed,fri
        每周一和周三 = repeat on mon,wed
        每周一三点 = when weekly/1 mon 03:00?
        每周一到周五 = repeat on mon,tue,wed,thu,fri
        周一到周五 = repeat on mon,tue,wed,thu,fri
        周一至五早上七点 = when on mon,tue,wed,thu,fri 07:00
        工作日 = repeat workdays
        每个工作日早上七点 = when workdays 07:00
        节假日 = repeat daysoff
        周末 = repeat on sat,sun
        每个周末 = repeat on sat,sun
        每个月15号 = repeat monthly 15
        每月十五号 = repeat monthly 15
        每年三月八号 = repeat yearly 3-8
        每年农历八月十五 = repeat lunar 8-15
        每年中秋 = repeat lunar 8-15
        每年圣诞节 = repeat yearly 12-25
        每隔两小时 = repeat every 7200s
        每两个小时 = repeat every 7200s
        每小时 = repeat every 3600s
        每半小时 = repeat every 1800s
        每30分钟 = repeat every 1800s
        隔天 = repeat daily/2
        每隔一天 = repeat daily/2
        每两天 = repeat daily/2
        每隔两天 = repeat daily/3
        每两周的周三 = repeat weekly/2 wed
        every day = repeat daily/1
        every day at 7 = when daily/1 07:00?
        7 every day = when daily/1 07:00?
        7am daily = when daily/1 07:00
        every morning at seven = when daily/1 07:00
        every morning = when daily/1 06:00..12:00
        every night at 9 = when daily/1 21:00
        every weekday = repeat workdays
        weekdays at 7 = when workdays 07:00?
        every weekday at 7 am = when workdays 07:00
        every weekend = repeat on sat,sun
        every Monday = repeat weekly/1 mon
        Mondays = repeat weekly/1 mon
        every Monday and Wednesday = repeat on mon,wed
        Monday, Wednesday and Friday = repeat on mon,wed,fri
        Monday through Friday = repeat on mon,tue,wed,thu,fri
        every Monday morning at 8 = when weekly/1 mon 08:00
        every other day = repeat daily/2
        every two days = repeat daily/2
        every other Monday = repeat weekly/2 mon
        every two weeks on Monday = repeat weekly/2 mon
        every month on the 15th = repeat monthly 15
        the 15th of every month = repeat monthly 15
        every March 8th = repeat yearly 3-8
        March 8th every year = repeat yearly 3-8
        every 3rd of the month = repeat monthly 3
        周一到周五每天早上七点 = when on mon,tue,wed,thu,fri 07:00
        从明天开始每天早上七点 = when daily/1 2026-11-25T07:00
        every day at 7 am starting tomorrow = when daily/1 2026-11-25T07:00
        every Christmas = repeat yearly 12-25
        every hour = repeat every 3600s
        every two hours = repeat every 7200s
        every half hour = repeat every 1800s
        every 30 minutes = repeat every 1800s
        every 周一 = repeat weekly/1 mon
        每个 Monday 早上八点 = when weekly/1 mon 08:00
        7点 every day = when daily/1 07:00?
        每天 at 7pm = when daily/1 19:00
        ",
    );
}

#[test]
fn no_such_day() {
    for said in [
        "三十号二月",
        "February 30th",
        "2月30号",
        "30 February",
        "13月5号",
        "2026-02-30",
        "the 31st of April",
        "2026年2月29日",
    ] {
        never(said, TIMES);
    }
}

#[test]
fn money() {
    checks(
        "
        五块六 = money 5.6 CNY
        五块六毛 = money 5.6 CNY
        五块六毛五 = money 5.65 CNY
        五块六毛五分 = money 5.65 CNY
        五块零五分 = money 5.05 CNY
        三毛 = money 0.3 CNY
        三毛五 = money 0.35 CNY
        三毛钱 = money 0.3 CNY
        两块五毛钱 = money 2.5 CNY
        两块半 = money 2.5 CNY
        一百块 = money 100 CNY
        一百块钱 = money 100 CNY
        三万块 = money 30000 CNY
        5元6角7分 = money 5.67 CNY
        一百二十元人民币 = money 120 CNY
        人民币三百元 = money 300 CNY
        人民币300 = money 300 CNY
        RMB 100 = money 100 CNY
        100 rmb = money 100 CNY
        ¥100 = money 100 CNY
        ￥100 = money 100 CNY
        20美元 = money 20 USD
        二十美金 = money 20 USD
        100 日元 = money 100 JPY
        五百日圓 = money 500 JPY
        三十歐元 = money 30 EUR
        50港币 = money 50 HKD
        $5.99 = money 5.99 USD
        US$5 = money 5 USD
        HK$20 = money 20 HKD
        $5 million = money 5000000 USD
        €20 = money 20 EUR
        £3.50 = money 3.5 GBP
        -$5 = money -5 USD
        five dollars = money 5 USD
        five dollars and ten cents = money 5.1 USD
        a dollar = money 1 USD
        twenty bucks = money 20 USD
        fifty cents = money 0.5 USD
        ten pounds = money 10 GBP
        two million yuan = money 2000000 CNY
        20 USD = money 20 USD
        100 hong kong dollars = money 100 HKD
        5 欧元 = money 5 EUR
        五 dollars = money 5 USD
        1.5万元 = money 15000 CNY
        3万5千块 = money 35000 CNY
        two and a half euros = money 2.5 EUR
        负五块 = money -5 CNY
        ",
    );
    never("五分钟", &[Kind::Money]);
    never("元旦", &[Kind::Money]);
}

#[test]
fn measured_amounts() {
    checks(
        "
        二十五度 = quantity 25 degree
        二十五度半 = quantity 25.5 degree
        零下五度 = quantity -5 degree
        25℃ = quantity 25 celsius
        25°C = quantity 25 celsius
        25摄氏度 = quantity 25 celsius
        攝氏二十五度 = quantity 25 celsius
        华氏七十度 = quantity 70 fahrenheit
        摄氏零下五度 = quantity -5 celsius
        零下5摄氏度 = quantity -5 celsius
        seventy degrees = quantity 70 degree
        seventy degrees fahrenheit = quantity 70 fahrenheit
        minus five degrees = quantity -5 degree
        -5 degrees celsius = quantity -5 celsius
        72 degrees = quantity 72 degree
        4000K = quantity 4000 kelvin
        五公里 = quantity 5 km
        5km = quantity 5 km
        五千米 = quantity 5 km
        五千米 = quantity 5000 m
        三十五千米 = quantity 35 km
        三斤 = quantity 3 jin
        两斤半 = quantity 2.5 jin
        三斤二两 = quantity 3.2 jin
        三两 = quantity 3 liang
        五公斤 = quantity 5 kg
        半斤 = quantity 0.5 jin
        一米七 = quantity 1.7 m
        一米七五 = quantity 1.75 m
        1米75 = quantity 1.75 m
        half a pound = quantity 0.5 pound
        a pound and a half = quantity 1.5 pound
        three and a half cups = quantity 3.5 cup
        two cups = quantity 2 cup
        a cup = quantity 1 cup
        五百毫升 = quantity 500 ml
        500ml = quantity 500 ml
        100平米 = quantity 100 m2
        100㎡ = quantity 100 m2
        30 square meters = quantity 30 m2
        60 mph = quantity 60 mph
        120公里每小时 = quantity 120 kmh
        120 km/h = quantity 120 kmh
        三十岁 = quantity 30 year_old
        ten years old = quantity 10 year_old
        5'6\" = quantity 5.5 foot
        six foot = quantity 6 foot
        5 feet 6 inches = quantity 5.5 foot
        five foot six = quantity 5.5 foot
        8GB = quantity 8 gb
        200大卡 = quantity 200 kcal
        三度电 = quantity 3 kwh
        五 kilograms = quantity 5 kg
        两 cups = quantity 2 cup
        3 公里 = quantity 3 km
        two tablespoons = quantity 2 tablespoon
        负十度 = quantity -10 degree
        一百斤 = quantity 100 jin
        ",
    );
}

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
