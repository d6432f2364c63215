//! Whether words that were heard are our own, which came back from the loudspeaker.

/// Share of what was heard that must stand in what is being said, in the same order.
const SHARE_MIN: f32 = 0.75;
/// Units heard, at least: "no" and 停 may stand in any answer, and stop it.
const UNITS_MIN: usize = 3;

/// Whether `heard` are words of `saying`, what Ling says at this moment: what an echo canceller leaves of our own
/// voice may be recognised, with a word or two wrong. A unit is a word of an alphabet or a Chinese character; what
/// is shorter than three units is taken for a person's, so that "stop" stops.
///
/// ```
/// use ling_speech::front::is_own_voice;
/// let saying = "The weather in Berlin is clear now, ten degrees.";
/// assert!(is_own_voice("whether in Berlin is clear", saying));
/// assert!(!is_own_voice("stop", saying));
/// ```
pub fn is_own_voice(heard: &str, saying: &str) -> bool {
    let (heard, saying) = (units(heard), units(saying));
    heard.len() >= UNITS_MIN && n_common(&heard, &saying) as f32 >= SHARE_MIN * heard.len() as f32
}

/// Words and characters, letters made small.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut goes_on = false;
    for c in text.chars() {
        let is_letter = c.is_alphanumeric() && !is_han(c);
        match units.last_mut() {
            Some(word) if is_letter && goes_on => word.extend(c.to_lowercase()),
            _ if c.is_alphanumeric() => units.push(c.to_lowercase().collect()),
            _ => {}
        }
        goes_on = is_letter || (c == '\'' && goes_on);
    }
    units
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Length of the longest common subsequence (Wagner & Fischer 1974), in memory of one row.
fn n_common(a: &[String], b: &[String]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (at, y) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = match x == y {
                true => diagonal + 1,
                false => above.max(row[at]),
            };
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(heard: &str, saying: &str, expect: bool) {
        assert_eq!(is_own_voice(heard, saying), expect, "{heard} / {saying}");
    }

    #[test]
    fn our_own_words_come_back() {
        let weather = "Today (November 24): clear, 4° to 12°. It will not rain.";
        check("today november twenty four clear", weather, false);
        check("it will not rain", weather, true);
        check("it will not train", weather, true);
        check("will it rain tomorrow", weather, false);
        check("stop", weather, false);
        check("", weather, false);
        check("it will not rain", "", false);
        let lights = "好，已经打开客厅的灯，卧室的灯也关了。";
        check("打开客厅的灯", lights, true);
        check("大开客厅的灯", lights, true);
        check("关掉厨房的灯", lights, false);
        check("停", lights, false);
        check(
            "播放 Taylor Swift 的歌",
            "好，播放 Taylor Swift 的歌。",
            true,
        );
        check("播放周杰伦的歌", "好，播放 Taylor Swift 的歌。", false);
    }
}
