//! Readings that a word further away decides.

use super::is_numeral;

/// How many characters away a word is looked for: what stands between a verb and its object.
const REACH: usize = 6;

/// The reading of `chars[at]`, a word of its own, from what is said with it.
pub(super) fn reading(chars: &[char], at: usize) -> Option<&'static str> {
    let around = Around { chars, at };
    Some(match chars[at] {
        '过' if is_experience(&around) => "guo5",
        '得' if is_obligation(&around) => "dei3",
        '没' if is_flooded(&around) => "mo4",
        '觉' if is_sleep(&around) => "jiao4",
        '假' if is_leave(&around) => "jia4",
        '场' if is_one_event(&around) => "chang2",
        '通' if is_outburst(&around) => "tong4",
        '只' if is_counted_animal(&around) => "zhi1",
        '落' if around.follows("把") && around.near(1) == '在' => "la4",
        '转' if " 了得着".contains(around.near(1)) && around.follows("轮扇螺轴绕圈") => {
            "zhuan4"
        }
        '干' if is_dry(&around) => "gan1",
        '差' if is_margin(&around) => "cha1",
        '长' if is_grown(&around) => "zhang3",
        '兴' if around.near(1) == ' ' && around.follows("扫助") => "xing4",
        '结' if "了出满着的".contains(around.near(1)) && around.precedes("果瓜穗籽豆荚") => {
            "jie1"
        }
        '抹' if around.precedes("桌灶柜台") => "ma1",
        '服' if is_dose(&around) => "fu4",
        '担' if is_numeral(around.near(-1)) && "水柴粮米谷土菜".contains(around.near(1)) => {
            "dan4"
        }
        _ => return None,
    })
}

/// A character and its surroundings in the phrase.
struct Around<'a> {
    chars: &'a [char],
    at: usize,
}

impl Around<'_> {
    /// The character `offset` places away; a space beyond the edge.
    fn near(&self, offset: isize) -> char {
        let place = self.at.checked_add_signed(offset);
        place
            .and_then(|place| self.chars.get(place))
            .copied()
            .unwrap_or(' ')
    }

    /// Whether one of `words` stands shortly before.
    fn follows(&self, words: &str) -> bool {
        let start = self.at.saturating_sub(REACH);
        self.chars[start..self.at]
            .iter()
            .any(|c| words.contains(*c))
    }

    /// Whether one of `words` stands shortly after.
    fn precedes(&self, words: &str) -> bool {
        let rest = self.chars[self.at + 1..].iter();
        rest.take(REACH).any(|c| words.contains(*c))
    }
}

/// Verbs of what one has or has not done before, by their last character.
const LIVED: &str = "去来走看吃喝听说做写住见学用买卖玩唱读问想试爱恨教当演拍开坐骑穿戴养带找借送洗修换装办\
    考查聊谈讲提告哭笑病伤丢诉系醒习复识到有打干租钓登爬踢养摸尝种是给订约逛骂吵帮理";

/// "去过两次", "没见过": 过 after what was done once; but "来过年", "去过河", "看过来".
fn is_experience(around: &Around<'_>) -> bool {
    LIVED.contains(around.near(-1))
        && !"年节场河桥街冬夏夜程来去头马期关户敏滤度渡分错量于多早大高生周"
            .contains(around.near(1))
}

/// What stands before somebody's duty: who, when, or how surely.
const BEFORE_DUTY: &str = "前后事我你他她它们您咱谁天时晚先总非还就也都又才可真今明周点末";

/// What one has to do, by the first character.
const DUTY: &str =
    "关问去买喝带换等找打给写用回提修洗办走睡起穿戴交请让学练查注把跟赶加吃看做想听说擦扫收拿叫";

/// "这事得问他", "出门前得关灯": 得 before what must be done, after no verb.
fn is_obligation(around: &Around<'_>) -> bool {
    let verb = if "多少先再快早".contains(around.near(1)) {
        around.near(2)
    } else {
        around.near(1)
    };
    around.at > 0 && BEFORE_DUTY.contains(around.near(-1)) && DUTY.contains(verb)
}

/// "水没过膝盖", but "水没过多久就开了".
fn is_flooded(around: &Around<'_>) -> bool {
    let is_time = "多几会瘾来去年节期关完".contains(around.near(2))
        || (around.near(2) == '一' && "会天年周分小".contains(around.near(3)));
    around.near(1) == '过' && around.follows("水浪潮洪雪草汤") && !is_time
}

/// "睡了个好觉", "一觉到天亮"; but "一觉察就走".
fn is_sleep(around: &Around<'_>) -> bool {
    let is_noticed = "得察悟".contains(around.near(1));
    (around.near(-1) == '一' || around.follows("睡")) && !is_noticed
}

/// "请个假", "放三天假".
fn is_leave(around: &Around<'_>) -> bool {
    around.follows("请放休")
        && "个天周月日次年了完点段的期长短半几".contains(around.near(-1))
        && !"的货装钱发牙花话账票".contains(around.near(1))
}

/// "下了六场雨", "病了一场"; but "看了一场球".
fn is_one_event(around: &Around<'_>) -> bool {
    let is_counted = is_numeral(around.near(-1)) || "这那几".contains(around.near(-1));
    let event = if "大小暴雷春秋".contains(around.near(1)) {
        around.near(2)
    } else {
        around.near(1)
    };
    let is_over = around.near(-1) == '一' && "病哭闹骂吵".contains(around.near(-3));
    is_counted && ("雨雪病梦仗灾祸劫霜雹".contains(event) || (is_over && event == ' '))
}

/// "骂了一通", "敲一通鼓"; but "一通电话".
fn is_outburst(around: &Around<'_>) -> bool {
    around.near(-1) == '一'
        && (around.near(-2) == '了' || around.near(1) == ' ' || "鼓骂".contains(around.near(1)))
        && around.near(1) != '电'
}

/// What follows 只 that means "only", by its first character.
const ONLY: &str = "是有要能会好管可剩不在想得卖见说看做吃喝用带买给花坐住睡让限因差留准许当怕像求为需听顾去来知读写够占到";

/// "有只猫", "养了只鸟"; but "有只有的", "来了只说一句".
fn is_counted_animal(around: &Around<'_>) -> bool {
    let is_counted = "有像抱捉抓养买".contains(around.near(-1))
        || (around.near(-1) == '了' && "养买来抓捉飞死跑丢".contains(around.near(-2)));
    let next = around.near(1);
    is_counted && next != ' ' && !ONLY.contains(next)
}

/// "衣服还没干", "墙干了"; but "活还没干".
fn is_dry(around: &Around<'_>) -> bool {
    "没未快已早".contains(around.near(-1)) && around.follows("衣裤服发墙漆汗泥被单巾鞋袜毛")
}

/// "一分之差", "一字之差"; but "服务如此之差".
fn is_margin(around: &Around<'_>) -> bool {
    around.near(-1) == '之' && "分秒票米岁字毫线念步球厘席局".contains(around.near(-2))
}

/// "长了一颗痘", "长了个包"; but "头发长了一点".
fn is_grown(around: &Around<'_>) -> bool {
    let thing = if "一两几".contains(around.near(2)) {
        around.near(3)
    } else {
        around.near(2)
    };
    around.near(1) == '了' && "颗个根头层身脸岁双青痘霉毛草虫白皱包".contains(thing)
}

/// "两服药", "抓几服中药".
fn is_dose(around: &Around<'_>) -> bool {
    let is_counted = is_numeral(around.near(-1)) || "几这那每".contains(around.near(-1));
    is_counted && (around.near(1) == '药' || around.near(2) == '药')
}
