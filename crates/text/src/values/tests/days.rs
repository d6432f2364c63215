//! Days and what comes again.

use super::*;

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
