//! Answers in traditional script.

use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// `None` if the tables inside the crate cannot be unpacked; then text stays as it is.
static CONVERTER: OnceLock<Option<OpenCC>> = OnceLock::new();

/// The text in traditional script, in the characters that Taiwan uses; what is not Chinese stays.
///
/// The tables are unpacked at the first call.
///
/// ```
/// assert_eq!(ling_text::to_traditional("明天早上会下雨"), "明天早上會下雨");
/// ```
pub fn to_traditional(text: &str) -> String {
    let converter = CONVERTER.get_or_init(|| OpenCC::from_config(BuiltinConfig::S2tw).ok());
    converter
        .as_ref()
        .map_or_else(|| text.to_owned(), |converter| converter.convert(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(simplified: &str, traditional: &str) {
        assert_eq!(to_traditional(simplified), traditional);
    }

    #[test]
    fn answers_in_kind() {
        check("好的，早上七点半叫您。", "好的，早上七點半叫您。");
        check("打开卧室里的灯", "打開臥室裡的燈");
        check("头发和发现", "頭髮和發現");
        check("后天皇后吃面条", "後天皇后吃麵條");
        check("干杯，饼干很干净", "乾杯，餅乾很乾淨");
        check("农历十月十六", "農曆十月十六");
        check("play 周杰伦 at 7:30 🎵", "play 周杰倫 at 7:30 🎵");
        check("已經是繁體", "已經是繁體");
        check("", "");
    }
}
