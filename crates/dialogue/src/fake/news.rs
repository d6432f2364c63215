//! `NewsPort` for tests.

use jiff::Timestamp;

use crate::*;

/// Two feeds, one in each language.
pub struct FakeNews {
    /// What they say.
    pub news: News,
}

/// Source, title, summary, topic; an hour between them.
const HEADLINES: [[&str; 4]; 8] = [
    [
        "晨报",
        "地铁十二号线下月试运行",
        "全线共设二十二座车站。",
        "本地",
    ],
    ["晨报", "国产芯片新工艺进入量产", "功耗下降三成。", "科技"],
    ["晨报", "女排三比一胜塞尔维亚", "下一场周四进行。", "体育"],
    ["晨报", "央行下调存款准备金率", "释放长期资金。", "财经"],
    ["晨报", "冬季流感疫苗开始接种", "社区医院均可预约。", "健康"],
    ["晨报", "国家大剧院新戏首演", "演出持续到周日。", "文化"],
    [
        "Daily Post",
        "Rocket lands on a barge",
        "It is the third landing this year.",
        "Technology",
    ],
    [
        "Daily Post",
        "City marathon draws a record crowd",
        "Forty thousand people ran.",
        "Sports",
    ],
];

impl Default for FakeNews {
    fn default() -> FakeNews {
        let now = "2026-11-24T10:00:00+08:00"
            .parse()
            .unwrap_or(Timestamp::UNIX_EPOCH);
        let headline = |(hours, [source, title, summary, topic]): (i64, &[&str; 4])| Headline {
            title: (*title).into(),
            summary: Some((*summary).into()),
            source: (*source).into(),
            topics: vec![(*topic).into()],
            at: now
                .checked_sub(jiff::SignedDuration::from_hours(hours))
                .ok(),
            link: None,
        };
        FakeNews {
            news: News {
                fetched: now,
                headlines: (0..).zip(HEADLINES.iter()).map(headline).collect(),
            },
        }
    }
}

impl NewsPort for FakeNews {
    fn latest<'a>(&'a self) -> Later<'a, News> {
        let news = self.news.clone();
        Box::pin(async move { Ok(news) })
    }
}
