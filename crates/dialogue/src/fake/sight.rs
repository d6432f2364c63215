//! `SightPort` for tests.

use ling_base::Lang;

use crate::*;

/// Sees a cat on a shopping list with a total, in whatever picture.
#[derive(Default)]
pub struct FakeSight;

/// What is written in the picture.
const LINES: [&str; 5] = ["购物清单", "1. 牛奶", "- eggs", "□ 面包", "合计 ¥25.00"];

fn lines() -> Vec<String> {
    LINES.map(str::to_owned).to_vec()
}

impl SightPort for FakeSight {
    fn read<'a>(&'a self, _picture: &'a str) -> Later<'a, Look<Written>> {
        let written = Written {
            lines: lines(),
            total: Some("¥25.00".to_owned()),
        };
        Box::pin(async { Ok(Look::Seen(written)) })
    }

    fn show<'a>(&'a self, _picture: &'a str, lang: Lang) -> Later<'a, Look<Shown>> {
        let things = match lang {
            Lang::Zh => "照片里有猫",
            Lang::En => "a picture of a cat",
        };
        let shown = Shown {
            things: Some(things.to_owned()),
            kind: None,
            lines: lines(),
        };
        Box::pin(async { Ok(Look::Seen(shown)) })
    }
}
