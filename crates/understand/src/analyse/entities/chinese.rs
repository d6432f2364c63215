//! Chinese names: the dictionary's, those of lists, and those that an ending or a surname tells.

use super::{
    super::words::{self, Word},
    Entity, gazetteer as known,
};

/// Surnames of one character, by how many people bear them.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石\
    廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温庞殷章葛管甘";
/// What is said of people after their surname.
const CALLS: &str = "先生 女士 小姐 老师 教授 医生 师傅 总 经理 主任 局长 处长 部长 市长 省长 书记 主席 阿姨 叔叔 同学 律师";
/// Two characters that the dictionary takes for a name, and are none.
const NOT_NAMES: &str = "小时 明天 高兴 安全 金融 马上 方便 温馨 文明 和平 成功 平安 黄金 白色 红色 任何 时光 于是 万一 高端 高科技 周末 周年 周边 小伙 \
    亲爱 宝贝 阳光 张力 白酒 雷达 石油 江湖 金牌 田野 曾经 路由 严格 安静 小区 小编 明星 全家 老总 夏天 秋天 金额 余额 高级 高价 胡说 甘心 温暖 温度";

pub(super) fn find(text: &str) -> Vec<Entity> {
    let words = words::chinese(text);
    let mut found = listed(text);
    let mut n = 0;
    while n < words.len() {
        let (len, entity) = at(text, &words[n..]);
        found.extend(entity);
        n += len;
    }
    found
}

/// The names of the lists.
fn listed(text: &str) -> Vec<Entity> {
    let of = |list: &'static str, category: &'static str| {
        let names = list.split_whitespace();
        names.flat_map(move |name| {
            let places = text.match_indices(name);
            places.map(move |(at, _)| Entity::new(at..at + name.len(), category, 0.92))
        })
    };
    let mut found: Vec<Entity> = of(known::ORGANISATIONS_ZH, "Organization")
        .chain(of(known::PLACES_ZH, "Location"))
        .chain(of(known::TRADES_ZH, "PersonType"))
        .collect();
    // The longer name goes first, and a name inside the name of something else gives way to it.
    found.sort_by_key(|entity| std::cmp::Reverse(entity.range.len()));
    let longer = |entity: &Entity| grown(text, entity);
    found.iter().map(longer).collect()
}

/// 北京大学 in 北京大学医院: a name that an ending follows grows by it.
fn grown(text: &str, entity: &Entity) -> Entity {
    let rest = &text[entity.range.end..];
    let end = known::ORGANISATION_ENDS_ZH
        .split_whitespace()
        .find(|end| rest.starts_with(end));
    match end.filter(|end| *end != "队" && entity.category != "PersonType") {
        Some(end) => Entity::new(
            entity.range.start..entity.range.end + end.len(),
            "Organization",
            0.85,
        ),
        None => entity.clone(),
    }
}

/// What begins with the first of these words, and how many words it takes.
fn at(text: &str, words: &[Word<'_>]) -> (usize, Option<Entity>) {
    if let Some((len, entity)) = with_ending(text, words) {
        return (len, Some(entity));
    }
    let word = &words[0];
    let n_chars = word.text.chars().count();
    let first = word.text.chars().next().unwrap_or(' ');
    let is_surname = SURNAMES.contains(first);
    if is_surname
        && n_chars == 1
        && words
            .get(1)
            .is_some_and(|next| known::has(CALLS, next.text))
    {
        return (
            2,
            Some(Entity::new(
                word.range.start..words[1].range.end,
                "Person",
                0.85,
            )),
        );
    }
    let entity = match word.tag {
        "nr" | "nrt" | "nrfg" if is_person(word, is_surname, n_chars) => Some(Entity::new(
            word.range.clone(),
            "Person",
            if is_surname { 0.85 } else { 0.7 },
        )),
        "ns" if n_chars > 1 => {
            let place = Entity::new(word.range.clone(), "Location", 0.85);
            Some(Entity {
                subcategory: Some("GPE"),
                ..place
            })
        }
        "nt" if n_chars > 1 => Some(Entity::new(word.range.clone(), "Organization", 0.85)),
        _ => None,
    };
    (1, entity)
}

fn is_person(word: &Word<'_>, is_surname: bool, n_chars: usize) -> bool {
    let is_native = is_surname && (2..=4).contains(&n_chars);
    let is_foreign = !is_surname
        && (n_chars >= 3
            || word.tag == "nrfg"
            || "小老阿".contains(&word.text[..3.min(word.text.len())]));
    let is_two = word.tag == "nr" && n_chars == 2;
    !known::has(NOT_NAMES, word.text) && (is_native || is_foreign || is_two)
}

/// Names and nouns up to an ending that makes an organisation or a place of them.
fn with_ending(text: &str, words: &[Word<'_>]) -> Option<(usize, Entity)> {
    let is_part = |word: &Word<'_>| {
        let is_noun = matches!(word.tag.chars().next(), Some('n'))
            || matches!(word.tag, "j" | "b" | "eng" | "vn" | "x" | "m" | "an");
        is_noun && word.text.chars().all(char::is_alphanumeric)
    };
    let starts = matches!(
        words[0].tag,
        "ns" | "nr" | "nrt" | "nz" | "nt" | "eng" | "x" | "j"
    );
    if !starts || !is_part(&words[0]) {
        return None;
    }
    let n_parts = words
        .iter()
        .take(6)
        .take_while(|word| is_part(word))
        .count();
    for len in (1..=n_parts).rev() {
        let range = words[0].range.start..words[len - 1].range.end;
        let whole = &text[range.clone()];
        let ends = |list: &str| {
            list.split_whitespace()
                .any(|end| whole.ends_with(end) && whole.len() > end.len() + 3)
        };
        if ends(known::ORGANISATION_ENDS_ZH) {
            return Some((len, Entity::new(range, "Organization", 0.8)));
        }
        if words[0].tag == "ns" && len > 1 && ends(known::PLACE_ENDS_ZH) {
            let place = Entity::new(range, "Location", 0.8);
            return Some((len, place));
        }
    }
    None
}
