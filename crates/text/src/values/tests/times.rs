//! Hours, moments and stretches of hours.

use super::*;

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
