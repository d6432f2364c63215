//! Numbers, money, measures and spans of time.

use super::*;

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
