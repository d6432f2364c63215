//! What the recognisers find, one line a case: `shown=value unit` of each entity.

use proptest::prelude::*;

use super::{Culture, Entity, Field, Model, recognise};

const ZH: Culture = Culture::Chinese;
const EN: Culture = Culture::English;

fn said(entity: &Entity) -> String {
    let field = |name: &str| {
        let found = entity.resolution.iter().find(|(known, _)| *known == name);
        match found.map(|(_, field)| field) {
            Some(Field::Text(text)) => text.clone(),
            Some(Field::Bool(yes)) => yes.to_string(),
            Some(Field::Score(score)) => format!("{score:.2}"),
            Some(Field::Nothing) => "none".to_owned(),
            None => String::new(),
        }
    };
    let said = format!("{}={} {}", entity.text, field("value"), field("unit"));
    said.trim_end().to_owned()
}

fn check(culture: Culture, model: Model, text: &str, wanted: &[&str]) {
    let found = recognise(text, culture, model);
    let got: Vec<String> = found.iter().map(said).collect();
    assert_eq!(got, wanted, "{text}");
    for entity in &found {
        let n = entity.text.chars().count();
        assert_eq!(entity.end - entity.start, n, "{text}: {entity:?}");
    }
}

#[test]
fn chinese_numbers() {
    let check = |text, wanted: &[&str]| check(ZH, Model::Number, text, wanted);
    check("仓库里有三千零八十个零件", &["三千零八十=3080"]);
    check("捐了两万五", &["两万五=25000"]);
    check("欠他負七百", &["負七百=-700"]);
    check("人口一亿三千万", &["一亿三千万=130000000"]);
    check("共9千6百台", &["9千6百=9600"]);
    check("得票3.2万", &["3.2万=32000"]);
    check("圆周率是三点一四", &["三点一四=3.14"]);
    check("吃了七分之二", &["七分之二=0.285714285714286"]);
    check("四又二分之一", &["四又二分之一=4.5"]);
    check("来了二十几万人", &["二十几万=200000"]);
    check("八千 六百 五十", &["八千 六百 五十=8650"]);
    check("买两打鸡蛋", &["两打=24"]);
    check("温度-8.5", &["-8.5=-8.5"]);
    check("约６，０００，０００份", &["6,000,000=6000000"]);
    check("一心一意去四川", &[]);
    check("他入伍了", &[]);
    check("全是二三十岁的", &[]);
}

#[test]
fn english_numbers() {
    let check = |text, wanted: &[&str]| check(EN, Model::Number, text, wanted);
    check("forty-two sheep", &["forty-two=42"]);
    check(
        "three thousand and eleven",
        &["three thousand and eleven=3011"],
    );
    check("about 6 hundred and 12 of them", &["6 hundred and 12=612"]);
    check("minus seven", &["minus seven=-7"]);
    check("four point zero six", &["four point zero six=4.06"]);
    check("five sevenths", &["five sevenths=0.714285714285714"]);
    check("seven and two fifths", &["seven and two fifths=7.4"]);
    check(
        "three and a half million",
        &["three and a half million=3500000"],
    );
    check("nine over forty", &["nine over forty=0.225"]);
    check("one out of eight", &["one out of eight=0.125"]);
    check("four dozen eggs", &["four dozen=48"]);
    check(
        "2,750,000 and 19 000",
        &["2,750,000=2750000", "19 000=19000"],
    );
    check("7.5e-3", &["7.5e-3=0.0075"]);
    check("a budget of 3.4M", &["3.4m=3400000"]);
    check("5 2/5", &["5 2/5=5.4"]);
    check("⅞ full", &["⅞=0.875"]);
    check("on 3/4/2021", &["3=3", "4=4", "2021=2021"]);
    check("the 25mm lens of version B17", &[]);
    check("that one is mine", &[]);
    check("wait thirty seconds", &["thirty=30"]);
}

#[test]
fn ordinals() {
    check(ZH, Model::Ordinal, "她得了第二十八", &["第二十八=28"]);
    check(ZH, Model::Ordinal, "翻到第7页", &["第7=7"]);
    check(
        EN,
        Model::Ordinal,
        "the forty-third try",
        &["forty-third=43"],
    );
    check(
        EN,
        Model::Ordinal,
        "112th and 33rd",
        &["112th=112", "33rd=33"],
    );
    check(
        EN,
        Model::Ordinal,
        "play the next song",
        &["next=current+1"],
    );
    check(
        EN,
        Model::Ordinal,
        "the last but one",
        &["the last but one=end-1"],
    );
    check(EN, Model::Ordinal, "a 23th of it", &[]);
}

#[test]
fn percentages() {
    check(
        ZH,
        Model::Percentage,
        "涨了百分之三点二",
        &["百分之三点二=3.2%"],
    );
    check(ZH, Model::Percentage, "千分之八的税", &["千分之八=0.8%"]);
    check(ZH, Model::Percentage, "鞋子打七五折", &["七五折=75%"]);
    check(ZH, Model::Percentage, "完成了六成半", &["六成半=65%"]);
    check(ZH, Model::Percentage, "下调３个百分点", &["3个百分点=3%"]);
    check(ZH, Model::Percentage, "湿度47%左右", &["47%=47%"]);
    check(ZH, Model::Percentage, "三成功率", &[]);
    check(
        EN,
        Model::Percentage,
        "down forty percent",
        &["forty percent=40%"],
    );
    check(EN, Model::Percentage, "dim to 35 %", &["35 %=35%"]);
    check(
        EN,
        Model::Percentage,
        "per cent of 12",
        &["per cent of 12=12%"],
    );
    check(
        EN,
        Model::Percentage,
        "what percentage is it",
        &["percentage=null"],
    );
}

#[test]
fn money() {
    let zh = |text, wanted: &[&str]| check(ZH, Model::Currency, text, wanted);
    zh("这件外套三百八十元", &["三百八十元=380 Chinese yuan"]);
    zh("找你两块五", &["两块五=2.5 Chinese yuan"]);
    zh("八元三角六分", &["八元三角六分=8.36 Chinese yuan"]);
    zh(
        "换了6000日元和二十英镑",
        &["6000日元=6000 Japanese yen", "二十英镑=20 British pound"],
    );
    zh("人民币 400元", &["人民币 400元=400 Chinese yuan"]);
    zh("￥59", &["￥59=59 Chinese yuan"]);
    zh("两块石头和五分钟", &[]);
    let en = |text, wanted: &[&str]| check(EN, Model::Currency, text, wanted);
    en("lunch was $ 12.40", &["$ 12.40=12.4 Dollar"]);
    en(
        "send 80 Canadian dollars",
        &["80 canadian dollars=80 Canadian dollar"],
    );
    en(
        "EUR 75 or 60GBP",
        &["eur 75=75 Euro", "60gbp=60 British pound"],
    );
    en(
        "six pounds and twenty pence",
        &["six pounds and twenty pence=6.2 Pound"],
    );
    en(
        "it is nine dollars and 30",
        &["nine dollars and 30=9.3 Dollar"],
    );
    en(
        "hk$ 3.5 million",
        &["hk$ 3.5 million=3500000 Hong Kong dollar"],
    );
    en(
        "losses of 12 MUSD",
        &["12 musd=12000000 United States dollar"],
    );
    en("she was mad and all 7 left", &[]);
}

#[test]
fn measures() {
    let zh = |text, wanted: &[&str]| check(ZH, Model::Dimension, text, wanted);
    zh("跑了四千米", &["四千米=4 Kilometer"]);
    zh("称三斤半苹果", &["三斤半=3.5 Jin"]);
    zh("半桶水有60升", &["60升=60 Liter"]);
    zh("房子九十平方米", &["九十平方米=90 Square meter"]);
    zh("三位客人等了十分", &[]);
    let en = |text, wanted: &[&str]| check(EN, Model::Dimension, text, wanted);
    en("a 40-mile ride", &["40-mile=40 Mile"]);
    en("6 ft 3 in tall", &["6 ft 3 in=6.25 Foot"]);
    en("55 miles an hour", &["55 miles an hour=55 Mile per hour"]);
    en("12 square feet", &["12 square feet=12 Square foot"]);
    en("8 GB but 8 Gb", &["8 gb=8 Gigabyte", "8 gb=8 Gigabit"]);
    en("it weighs 3 (kg)", &["3 (kg)=3 Kilogram"]);
    en("at 9 pm in room B12 m", &[]);
}

#[test]
fn ranges() {
    check(
        ZH,
        Model::NumberRange,
        "超过八十不到一百",
        &["超过八十不到一百=(80,100)"],
    );
    check(ZH, Model::NumberRange, "选六到九号", &["六到九=[6,9)"]);
    check(ZH, Model::NumberRange, "比四十小", &["比四十小=(,40)"]);
    check(ZH, Model::NumberRange, "二十或以上", &["二十或以上=[20,)"]);
    check(
        EN,
        Model::NumberRange,
        "at least nine",
        &["at least nine=[9,)"],
    );
    check(
        EN,
        Model::NumberRange,
        "from 40 to 60",
        &["from 40 to 60=[40,60)"],
    );
    check(
        EN,
        Model::NumberRange,
        "above 3 but below 8",
        &["above 3 but below 8=(3,8)"],
    );
    check(
        EN,
        Model::NumberRange,
        "twelve or fewer",
        &["twelve or fewer=(,12]"],
    );
    check(EN, Model::NumberRange, "on 2031-05", &[]);
}

#[test]
fn ages_and_temperatures() {
    check(ZH, Model::Age, "我儿子七周岁", &["七周岁=7 Year"]);
    check(ZH, Model::Age, "小猫三个月大", &["三个月大=3 Month"]);
    check(
        EN,
        Model::Age,
        "a six-year-old dog",
        &["six-year-old=6 Year"],
    );
    check(EN, Model::Age, "at age 63", &["age 63=63 Age"]);
    check(ZH, Model::Temperature, "空调调到26度", &["26度=26 Degree"]);
    check(
        ZH,
        Model::Temperature,
        "零下12摄氏度",
        &["零下12摄氏度=-12 C"],
    );
    check(
        EN,
        Model::Temperature,
        "heat the oven to 180 degrees c",
        &["180 degrees c=180 C"],
    );
    check(EN, Model::Temperature, "spin it by 30 degrees", &[]);
}

#[test]
fn phone_numbers() {
    let check = |culture, text, wanted: &[&str]| {
        let found = recognise(text, culture, Model::PhoneNumber);
        let got: Vec<&str> = found.iter().map(|entity| entity.text.as_str()).collect();
        assert_eq!(got, wanted, "{text}");
    };
    check(ZH, "打我手机13912345678吧", &["13912345678"]);
    check(ZH, "座机：021-5550 1234", &["021-5550 1234"]);
    check(ZH, "编号A13912345678", &[]);
    check(
        EN,
        "ring +44 (0)20 7946 0018 today",
        &["+44 (0)20 7946 0018"],
    );
    check(EN, "call (212) 555-0147 x22", &["(212) 555-0147 x22"]);
    check(EN, "on 24-12-2031 pay 4000 1234 5678 9010", &[]);
    check(EN, "account number 88213344", &[]);
}

#[test]
fn addresses() {
    let check = |model, text, wanted: &[&str]| check(EN, model, text, wanted);
    check(
        Model::Email,
        "mail jo.lee+news@mail.example.org now",
        &["jo.lee+news@mail.example.org=jo.lee+news@mail.example.org"],
    );
    check(Model::Email, "jo@localhost and @jo", &[]);
    check(
        Model::Url,
        "see example.org/a?b=1.",
        &["example.org/a?b=1=example.org/a?b=1"],
    );
    check(
        Model::Url,
        "http://localhost:9000/x",
        &["http://localhost:9000/x=http://localhost:9000/x"],
    );
    check(Model::Url, "wait..no, e.g. this", &[]);
    check(Model::Ip, "route 010.0.0.7 there", &["010.0.0.7=10.0.0.7"]);
    check(
        Model::Ip,
        "fe80::02aa:1 or 1::2::3",
        &["fe80::02aa:1=fe80::2aa:1"],
    );
    check(
        Model::Hashtag,
        "so #happy_days",
        &["#happy_days=#happy_days"],
    );
    check(Model::Mention, "ask @Ming2", &["@ming2=@ming2"]);
    check(
        Model::QuotedText,
        "she said “not ‘now’”",
        &["“not ‘now’”=“not ‘now’”", "‘now’=‘now’"],
    );
    let id = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
    check(Model::Guid, id, &[&format!("{id}={id}")]);
}

#[test]
fn identity_numbers() {
    // The example of GB 11643 and test numbers that card networks publish.
    check(
        ZH,
        Model::IdNumber,
        "身份证11010519491231002X",
        &["11010519491231002x=11010519491231002x"],
    );
    check(ZH, Model::IdNumber, "身份证110105194912310021", &[]);
    check(
        ZH,
        Model::BankCard,
        "卡号4111 1111 1111 1111",
        &["4111 1111 1111 1111=4111 1111 1111 1111"],
    );
    check(
        EN,
        Model::BankCard,
        "5555555555554444",
        &["5555555555554444=5555555555554444"],
    );
    check(EN, Model::BankCard, "4111 1111 1111 1112", &[]);
}

#[test]
fn choices() {
    check(ZH, Model::Boolean, "行", &["行=true"]);
    check(ZH, Model::Boolean, "不可以，太晚了", &["不可以=false"]);
    check(EN, Model::Boolean, "nope, thanks", &["nope=false"]);
    check(EN, Model::Boolean, "👍🏽", &["👍🏽=true"]);
    check(EN, Model::Boolean, "perhaps", &[]);
}

/// Long enough that anything worse than linear would be felt.
const LONG: usize = 3_000;

#[test]
fn long_texts_end() {
    let units = [
        "三",
        "百",
        "零",
        "三百",
        "1",
        "1,",
        "1.",
        "1 ",
        "(",
        "(1",
        "+1",
        "-",
        "a ",
        "one ",
        "one hundred and ",
        "half ",
        "$",
        "$1",
        "@",
        "a@",
        "a.",
        "http://",
        ":",
        "“",
        "度",
        "5度",
        "分之",
        "千分之",
        "and ",
        "1-",
        "0x",
        "👌",
    ];
    for unit in units {
        let text: String = unit.chars().cycle().take(LONG).collect();
        for culture in [ZH, EN] {
            for (_, model) in Model::ALL {
                recognise(&text, culture, *model);
            }
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,60}") {
        every(&text)?;
    }

    #[test]
    fn any_mixture_is_read(parts in proptest::collection::vec(
        prop::sample::select(vec![
            "三", "两", "百", "千万", "零", "点", "分之", "又", "半", "负", "第", "度", "元", "块", "折", "成", "个百分点", "-",
            "+", "(", ")", ".", ",", "，", " ", "1", "20", "300", "/", "^", "e", "one", "hundred", "and", "a", "half", "third",
            "point", "percent", "of", "dollars", "$", "usd", "ft", "in", "kg", "years old", "degrees", "f", "@", "#", "http://", "x.com",
        ]),
        0..14,
    )) {
        every(&parts.concat())?;
        every(&parts.join(" "))?;
    }
}

/// Entities lie in the text, in order, and are not empty.
fn every(text: &str) -> Result<(), TestCaseError> {
    let n = text.chars().count();
    for culture in [ZH, EN] {
        for (_, model) in Model::ALL {
            let mut last = 0;
            for entity in recognise(text, culture, *model) {
                prop_assert!(
                    entity.start < entity.end && entity.end <= n,
                    "{text}: {entity:?}"
                );
                let nested = *model == Model::QuotedText;
                prop_assert!(nested || entity.start >= last, "{text}: {entity:?}");
                last = entity.end;
            }
        }
    }
    Ok(())
}
