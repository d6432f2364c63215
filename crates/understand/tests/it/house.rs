//! A small house and its sentences in both languages, for every test.

use std::sync::OnceLock;

use ling_base::{
    ArgSpec, Args, Fragment, Lang, ListItem, Meaning, Phrasebook, Phrases, Sentence, Value,
};
use ling_understand::{Grammar, Name, Names, OpenSlot, Scope};

/// The grammar and the names of the house.
pub struct House {
    pub books: Vec<Phrasebook>,
    pub grammar: Grammar,
    pub names: Names,
    pub now: jiff::ZonedDateTime,
}

impl House {
    pub fn scope(&self) -> Scope<'_> {
        Scope {
            now: &self.now,
            names: &self.names,
            open: None,
            langs: &Lang::ALL,
        }
    }

    pub fn asked<'a>(&'a self, open: &'a OpenSlot) -> Scope<'a> {
        Scope {
            open: Some(open),
            ..self.scope()
        }
    }
}

/// Built once: it never changes.
pub fn house() -> &'static House {
    static HOUSE: OnceLock<House> = OnceLock::new();
    HOUSE.get_or_init(|| House {
        books: vec![zh(), en()],
        grammar: Grammar::compile(&[zh(), en()]).unwrap(),
        names: Names::new(names()),
        now: "2026-03-01T08:00[Asia/Shanghai]".parse().unwrap(),
    })
}

/// `intent arg=value ...`, values as a person would write them.
pub fn show(meaning: &Meaning) -> String {
    let mut shown = meaning.intent.clone();
    for (name, values) in meaning.args.iter() {
        let values: Vec<String> = values.iter().map(show_value).collect();
        shown += &format!(" {name}={}", values.join("+"));
    }
    shown
}

pub fn show_fragment(fragment: &Fragment) -> String {
    let parts: Vec<String> = fragment
        .parts
        .iter()
        .map(|part| format!("{}={}", part.kind, show_value(&part.value)))
        .collect();
    format!("{:?} {}", fragment.frame, parts.join(" "))
}

fn show_value(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Named { id, .. } => id.clone(),
        Value::Number(n) => n.to_string(),
        Value::Ordinal(n) => format!("#{n}"),
        Value::Percent(n) => format!("{n}%"),
        Value::Duration(secs) => format!("{secs}s"),
        Value::When(when) => {
            let date = when.date.map(|date| date.to_string());
            let time = when.time.map(|time| time.to_string());
            let secs = when.in_secs.map(|secs| format!("in{secs}s"));
            [date, time, secs]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("T")
        }
        other => format!("{other:?}"),
    }
}

pub fn book(lang: Lang, skill: &str, intents: Vec<Phrases>) -> Phrasebook {
    let file = format!("{skill}/{}.toml", lang.tag());
    Phrasebook {
        lang,
        skill: skill.into(),
        file,
        intents,
        rules: Default::default(),
        lists: Default::default(),
    }
}

/// An intent; `args` are `name:kind` or `name:kind:slot`.
pub fn intent(intent: &str, sentences: &[&str], args: &[&str]) -> Phrases {
    let sentence = |(at, text): (usize, &&str)| Sentence {
        text: (*text).into(),
        fixed: Args::new(),
        line: at + 1,
    };
    let arg = |spec: &&str| {
        let mut parts = spec.split(':').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        ArgSpec {
            name: next(),
            kind: next(),
            slot: next(),
        }
    };
    Phrases {
        intent: intent.into(),
        label: intent.replace('.', "_"),
        sentences: sentences.iter().enumerate().map(sentence).collect(),
        args: args.iter().map(arg).collect(),
    }
}

pub fn item(id: &str, templates: &[&str]) -> ListItem {
    ListItem {
        id: id.into(),
        templates: templates.iter().map(|text| (*text).into()).collect(),
    }
}

fn zh() -> Phrasebook {
    let mut book = book(
        Lang::Zh,
        "house",
        vec![
            intent(
                "light.on",
                &[
                    "<on>{area}[的]<light>",
                    "<on>(所有|全部)[的]<light>",
                    "<on><light>",
                    "把{area}[的]<light><on>",
                ],
                &["area:area:house_place"],
            ),
            intent(
                "light.off",
                &[
                    "<off>{area}[的]<light>",
                    "<off><light>",
                    "[把]{area}[的]<light><off>",
                ],
                &["area:area:house_place"],
            ),
            intent(
                "light.color",
                &["[把]{area}[的]<light>(调|变|设)成{color}"],
                &["area:area", "color:color:color_type"],
            ),
            intent(
                "light.level",
                &["[把]{area}[的]<light>调到[百分之]{level}[%]"],
                &["area:area", "level:number"],
            ),
            intent("device.on", &["<on>{device}"], &["device:name:device_type"]),
            intent(
                "device.off",
                &["<off>{device}", "把{device}(关了|关掉|关上)"],
                &["device:name:device_type"],
            ),
            intent(
                "alarm.set",
                &["[把]闹钟设到{when}", "{when}叫我[起床]", "{when}的闹钟"],
                &["when:when:time"],
            ),
            intent(
                "timer.set",
                &[
                    "设[置]一个{after}[的](计时器|倒计时)",
                    "{after}(倒计时|计时)",
                ],
                &["after:duration:time"],
            ),
            intent(
                "list.add",
                &[
                    "[把]{items}(加到|加入|放进){list}[清单|列表|里]",
                    "买{items}",
                ],
                &["items:items:food_type", "list:list:list_name"],
            ),
            intent(
                "music.play",
                &[
                    "(播放|放|来)[点|一首]{artist}的(歌|音乐)",
                    "(播放|放|来)[点|一首]{song}",
                    "(播放|放)(点|一点|一些)(音乐|歌)",
                    "(播放|放){query}",
                ],
                &[
                    "artist:artist:artist_name",
                    "song:song:song_name",
                    "query:phrase",
                ],
            ),
            intent(
                "note.set",
                &["记住{text}", "提醒我{when}{text}", "{when}提醒我{text}"],
                &["text:text", "when:when:time"],
            ),
            intent(
                "volume.up",
                &["(音量|声音)(大|调大|调高)[一点|点]", "大声[一点|点]"],
                &[],
            ),
        ],
    );
    for (name, text) in [
        ("on", "(打开|开|开启)"),
        ("off", "(关闭|关掉|关上|关)"),
        ("light", "(灯|灯光|电灯)"),
    ] {
        book.rules.insert(name.into(), text.into());
    }
    book.lists.insert(
        "color".into(),
        vec![item("red", &["红[色]"]), item("blue", &["(蓝|天蓝)[色]"])],
    );
    book
}

fn en() -> Phrasebook {
    let mut book = book(
        Lang::En,
        "house",
        vec![
            intent(
                "light.on",
                &[
                    "turn on [<the>] [{area}] <light>",
                    "turn [<the>] {area} <light> on",
                    "turn on [<the>] <light> in [<the>] {area}",
                    "[<the>] {area} <light> on",
                ],
                &["area:area:house_place"],
            ),
            intent(
                "light.off",
                &[
                    "(turn|switch) off [<the>] [{area}] <light>",
                    "turn [<the>] {area} <light> off",
                ],
                &["area:area:house_place"],
            ),
            intent("fan.off", &["(turn|switch) off <the> fan"], &[]),
            intent(
                "light.color",
                &["(set|turn|change) [<the>] {area} <light> [to] {color}"],
                &["area:area", "color:color:color_type"],
            ),
            intent(
                "device.on",
                &["turn on [<the>] {device}"],
                &["device:name:device_type"],
            ),
            intent(
                "device.off",
                &["turn off [<the>] {device}", "turn [<the>] {device} off"],
                &["device:name:device_type"],
            ),
            intent(
                "alarm.set",
                &[
                    "set (an|the) alarm (for|at|to) {when}",
                    "wake me [up] [at|on] {when}",
                ],
                &["when:when:time"],
            ),
            intent(
                "timer.set",
                &[
                    "set a {after} timer",
                    "set a timer for {after}",
                    "[set a] timer {after}",
                ],
                &["after:duration:time"],
            ),
            intent(
                "list.add",
                &["add {items} to [<the>] {list} [list]", "buy {items}"],
                &["items:items:food_type", "list:list:list_name"],
            ),
            intent(
                "music.play",
                &[
                    "play [a song|some music] by {artist}",
                    "play {song}",
                    "play (some|) music",
                    "play {query}",
                ],
                &[
                    "artist:artist:artist_name",
                    "song:song:song_name",
                    "query:phrase",
                ],
            ),
            intent(
                "note.set",
                &[
                    "remember [that] {text}",
                    "remind me to {text} (at|on) {when}",
                    "remind me to {text} {when}",
                    "remind me to {text}",
                ],
                &["text:text", "when:when:time"],
            ),
            intent(
                "climate.set",
                &["(set;[the] thermostat;to {number:n}) [degrees]"],
                &["n:number"],
            ),
            intent("volume.up", &["turn it up", "volume up"], &[]),
        ],
    );
    for (name, text) in [("the", "(the|my|our)"), ("light", "(light|lights|lamp[s])")] {
        book.rules.insert(name.into(), text.into());
    }
    book.lists.insert(
        "color".into(),
        vec![
            item("red", &["red", "crimson"]),
            item("blue", &["[light] blue"]),
        ],
    );
    book
}

pub fn names() -> Vec<Name> {
    let name = |list: &str, id: &str, name: &str, aliases: &[&str]| Name {
        list: list.into(),
        id: id.into(),
        name: name.into(),
        aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
        lang: None,
    };
    vec![
        name("area", "kitchen", "厨房", &["kitchen"]),
        name("area", "living", "客厅", &["living room"]),
        name("area", "bedroom", "卧室", &["bedroom", "房间"]),
        name("device", "fan.hall", "hall fan", &["走廊风扇"]),
        name("device", "light.hall", "客厅灯", &["hall light"]),
        name("device", "tv.1", "电视", &["TV", "television"]),
        name("device", "tv.2", "电视", &["bedroom TV"]),
        name("device", "lamp.2", "2号灯", &["lamp two"]),
        name("list", "shopping", "购物清单", &["shopping", "购物"]),
        name("artist", "jay", "周杰伦", &["Jay Chou"]),
        name("artist", "taylor", "Taylor Swift", &[]),
        name("song", "qinghuaci", "青花瓷", &[]),
        name("song", "love-story", "Love Story", &[]),
    ]
}
