//! Readings that no word decides, but the characters around.

mod far;

/// The reading of `chars[at]` from what stands around it; `None` leaves it to the reading alone.
/// Only called for characters that no word of the lexicon has settled.
pub(super) fn reading(chars: &[char], at: usize) -> Option<&'static str> {
    let near = |offset: isize| {
        at.checked_add_signed(offset)
            .and_then(|i| chars.get(i))
            .copied()
            .unwrap_or(' ')
    };
    let (before, after) = (near(-1), near(1));
    if let Some(reading) = surname(chars, at).or_else(|| far::reading(chars, at)) {
        return Some(reading);
    }
    Some(match chars[at] {
        '地' if is_adverb_mark(chars, at) => "de5",
        '得' if at == 0 && !" 了知".contains(after) => "dei3",
        '了' if before == '不' && at >= 2 && !"也都就再还我你他她它们可".contains(near(-2)) => {
            "liao3"
        }
        '了' if before == '得' && at >= 2 && "吗么".contains(after) => "liao3",
        '冲' if "很太真挺最够么点".contains(before) && " 了的".contains(after) => {
            "chong4"
        }
        '勒' if "得紧住出死".contains(after) => "lei1",
        '盛' if at > 0 && "点些好上出到进在给满".contains(after) => "cheng2",
        '应' if after == ' ' && "人不声没".contains(before) => "ying4",
        '划' if is_numeral(after) && "刀道下条".contains(near(2)) => "hua2",
        '长' if "又也刚才疯".contains(before) && after == '了' => "zhang3",
        '为' if after == ' ' && at > 0 => "wei2",
        '为' if is_made_into(&chars[..at]) => "wei2",
        '只' if is_numeral(before) => "zhi1",
        '干' if "很太点较真最更".contains(before) => "gan1",
        '长' if before == '见' || (after == '得' && at > 0) => "zhang3",
        '还' if chars[..at].contains(&'把') && "给了回掉 ".contains(after) => "huan2",
        '行' if is_numeral(before) && "的里中 ".contains(after) && before != '一' => "hang2",
        '石' if is_numeral(before) && "米粮谷".contains(after) => "dan4",
        '种' if "在了下上着".contains(after)
            && !is_numeral(before)
            && !"这那哪各几某每此何多".contains(before) =>
        {
            "zhong4"
        }
        '教' if "我你他她它您".contains(after) => "jiao1",
        '啊' if at == 0 => "a1",
        '呀' if at == 0 => "ya1",
        '哇' if at == 0 => "wa1",
        '个' if "这那哪".contains(before) => "ge5",
        _ => return None,
    })
}

/// "慢慢地走", "认真地听": 地 after at least two characters that describe, before what is done.
fn is_adverb_mark(chars: &[char], at: usize) -> bool {
    let before = chars[at.saturating_sub(1)];
    let after = chars.get(at + 1).copied().unwrap_or(' ');
    at >= 2
        && after != ' '
        && !"这那块片每各某此本当的在到从是有一两几之个买卖去种扫拖".contains(before)
        && !"上下里中面方区的是".contains(after)
}

/// "以和为贵", "把客厅的灯命名为": something is made into something.
fn is_made_into(before: &[char]) -> bool {
    let near = &before[before.len().saturating_sub(8)..];
    near.iter().any(|c| "以被称".contains(*c))
        || (near.iter().any(|c| "把将".contains(*c))
            && before
                .last()
                .is_some_and(|c| "名改换设调变定转译命存标选".contains(*c)))
}

/// Whether `c` is a Chinese numeral.
pub(super) fn is_numeral(c: char) -> bool {
    "零〇一二两三四五六七八九十百千万亿".contains(c)
}

/// Verbs that are said twice to make them light: 看看, 想想.
const LIGHT_VERBS: &str = "看听想试说走聊坐等玩找问查读写谈瞧歇转逛尝摸算讲动管学用数睡遛躺比练改猜擦洗吹劝抱帮教催挑晒理闻念搜扫见做";

/// Whether `chars[at]` is the second of a verb said twice.
pub(super) fn is_verb_said_twice(chars: &[char], at: usize) -> bool {
    at > 0
        && chars[at] == chars[at - 1]
        && LIGHT_VERBS.contains(chars[at])
        && (at < 2 || chars[at - 2] != chars[at])
}

/// Characters that are read otherwise as a family name.
const SURNAMES: [(char, &str); 24] = [
    ('单', "shan4"),
    ('解', "xie4"),
    ('任', "ren2"),
    ('曾', "zeng1"),
    ('仇', "qiu2"),
    ('查', "zha1"),
    ('区', "ou1"),
    ('盖', "ge3"),
    ('朴', "piao2"),
    ('华', "hua4"),
    ('翟', "zhai2"),
    ('缪', "miao4"),
    ('纪', "ji3"),
    ('葛', "ge3"),
    ('尉', "wei4"),
    ('乐', "yue4"),
    ('薄', "bo2"),
    ('员', "yun4"),
    ('种', "chong2"),
    ('燕', "yan1"),
    ('应', "ying1"),
    ('柏', "bai3"),
    ('曲', "qu1"),
    ('卜', "bu3"),
];

/// What people are called after their family name.
const TITLES: [&str; 16] = [
    "先生", "女士", "小姐", "老师", "经理", "医生", "师傅", "同学", "阿姨", "叔叔", "教授", "主任",
    "大夫", "总", "局", "律师",
];

/// Family names that stand more often at the end of another word: 服务员, 小区, 中华.
const OFTEN_ENDS: &str = "员区华";

/// What an address of one character goes on with when it is another word: 总裁, 局部.
const NO_TITLE: &str = "裁统经理监指会部决书长共数量价额之是体";

fn surname(chars: &[char], at: usize) -> Option<&'static str> {
    let &(c, reading) = SURNAMES.iter().find(|(c, _)| *c == chars[at])?;
    let before = at.checked_sub(1).map_or(' ', |before| chars[before]);
    let is_after = before == '姓' || (before == '老' && at + 1 == chars.len());
    let rest = &chars[at + 1..];
    let is_title = |title: &&str| {
        let n = title.chars().count();
        let is_said = title.chars().eq(rest.iter().take(n).copied());
        let is_free = before == ' ' || !OFTEN_ENDS.contains(c) || "给找和跟是问请".contains(before);
        let is_whole = n > 1 || rest.get(1).is_none_or(|c| !NO_TITLE.contains(*c));
        is_said && is_free && is_whole
    };
    (is_after || TITLES.iter().any(is_title)).then_some(reading)
}

/// Readings that the traditional character tells and the simplified one does not.
pub(super) fn of_traditional(original: char) -> Option<&'static str> {
    Some(match original {
        '髮' => "fa4",
        '發' => "fa1",
        '乾' => "gan1",
        '幹' | '榦' => "gan4",
        '隻' => "zhi1",
        '祇' => "zhi3",
        '鬥' | '鬪' => "dou4",
        '捲' => "juan3",
        '佔' => "zhan4",
        '繫' => "ji4",
        '儘' => "jin3",
        '臟' => "zang4",
        '髒' => "zang1",
        '鍾' | '鐘' => "zhong1",
        '穀' => "gu3",
        '徵' => "zheng1",
        '復' | '複' => "fu4",
        _ => return None,
    })
}
