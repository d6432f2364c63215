use super::Word;
use super::ctc::Token;
use crate::SpeechError;

/// What stands for a space before a word in the list of tokens.
const SPACE: char = '\u{2581}';

/// The tokens that a net can hear, by their numbers.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    tokens: Vec<String>,
}

impl Vocabulary {
    /// Reads the lines of `tokens.txt`: a token, a space, its number. `n_tokens` are needed.
    pub(crate) fn parse(text: &str, n_tokens: usize) -> Result<Vocabulary, SpeechError> {
        let wrong = |why: String| SpeechError::Model {
            file: "tokens.txt".into(),
            why,
        };
        let mut tokens = vec![None; n_tokens];
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            // A line with a number alone is the space.
            let (token, id) = line.rsplit_once([' ', '\t']).unwrap_or((" ", line));
            let id = id.trim().parse::<usize>();
            let id = id.map_err(|_| wrong(format!("line {} has no number", at + 1)))?;
            if let Some(place) = tokens.get_mut(id) {
                *place = Some(token.to_owned());
            }
        }
        let tokens: Option<Vec<String>> = tokens.into_iter().collect();
        let tokens = tokens.ok_or_else(|| wrong(format!("it does not name {n_tokens} tokens")))?;
        Ok(Vocabulary { tokens })
    }

    /// A token as it stands in the list.
    pub(crate) fn token(&self, id: u32) -> &str {
        self.tokens.get(id as usize).map_or("", String::as_str)
    }

    /// The number of a token.
    pub(crate) fn id(&self, token: &str) -> Option<u32> {
        let at = self.tokens.iter().position(|one| one == token);
        at.map(|at| at as u32)
    }

    /// Every token, by its number.
    pub(crate) fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// What a tag such as `<|zh|>` says.
    pub(crate) fn tag(&self, id: u32) -> Option<&str> {
        self.token(id).strip_prefix("<|")?.strip_suffix("|>")
    }

    /// What a token adds to the text; nothing for tags and for what is no text (`<s>`).
    fn written(&self, id: u32) -> Option<&str> {
        let token = self.token(id);
        let is_sign = token.len() > 2 && token.starts_with('<') && token.ends_with('>');
        (!is_sign).then_some(token)
    }

    /// The text of tokens, with one space between words.
    pub(crate) fn text(&self, ids: &[u32]) -> String {
        let joined: String = ids.iter().filter_map(|id| self.written(*id)).collect();
        let joined = joined.replace(SPACE, " ");
        joined.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Tokens as words and characters with their times.
    pub(crate) fn words(&self, tokens: &[Token], frame_s: f64) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let mut is_open = false;
        for token in tokens {
            let Some(written) = self.written(token.id) else {
                continue;
            };
            let goes_on = is_open && !written.starts_with([SPACE, ' ']) && !stands_alone(written);
            let text = written.trim_matches([SPACE, ' ']);
            let start_s = token.frame_idx as f64 * frame_s;
            let end_s = start_s + frame_s;
            match words.last_mut().filter(|_| goes_on) {
                Some(word) => {
                    word.text.push_str(text);
                    word.end_s = end_s;
                }
                None if text.is_empty() => {
                    is_open = false;
                    continue;
                }
                None => words.push(Word {
                    text: text.to_owned(),
                    start_s,
                    end_s,
                }),
            }
            is_open = !stands_alone(written);
        }
        words
    }
}

/// Whether a token is a word whatever stands beside it: a Chinese or Japanese character.
fn stands_alone(token: &str) -> bool {
    token.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [&str; 12] = [
        "<unk>", "<s>", "▁", "▁turn", "▁o", "n", "灯", "开", "<|zh|>", "。", "ed", ".",
    ];

    fn vocabulary() -> Vocabulary {
        let lines = LIST
            .iter()
            .enumerate()
            .map(|(at, token)| format!("{token} {at}\n"));
        Vocabulary::parse(&lines.collect::<String>(), LIST.len()).unwrap()
    }

    fn ids(tokens: &str) -> Vec<u32> {
        let id = |token| LIST.iter().position(|one| *one == token).unwrap() as u32;
        tokens.split_whitespace().map(id).collect()
    }

    /// Tokens, the text they are, and their words, which are heard one token a frame.
    #[track_caller]
    fn check(tokens: &str, text: &str, words: &str) {
        let ids = ids(tokens);
        assert_eq!(vocabulary().text(&ids), text);
        let at = ids.iter().enumerate();
        let at: Vec<Token> = at
            .map(|(frame_idx, id)| Token { id: *id, frame_idx })
            .collect();
        let found = vocabulary().words(&at, 1.0);
        let found: Vec<String> = found
            .iter()
            .map(|word| format!("{}@{}-{}", word.text, word.start_s, word.end_s))
            .collect();
        assert_eq!(found.join(" "), words);
    }

    #[test]
    fn tokens_are_text_and_words() {
        check("", "", "");
        check("▁turn ▁o n", "turn on", "turn@0-1 on@1-3");
        check("开 灯 。", "开灯。", "开@0-1 灯@1-2 。@2-3");
        check(
            "<|zh|> 开 ▁turn ed 灯 ▁o n .",
            "开 turned灯 on.",
            "开@1-2 turned@2-4 灯@4-5 on.@5-8",
        );
        check("<s> ▁ ▁o n <unk>", "on", "on@2-4");
        check("▁ n ▁ ed", "n ed", "n@1-2 ed@3-4");
    }

    #[test]
    fn tags_are_told_apart() {
        assert_eq!(vocabulary().tag(8), Some("zh"));
        assert_eq!(vocabulary().tag(0), None);
        assert_eq!(vocabulary().tag(99), None);
    }

    #[test]
    fn a_list_must_be_whole() {
        let parse = |text, n| Vocabulary::parse(text, n).map(|found| found.tokens.join("|"));
        assert_eq!(parse("a 0\n1\nb c 2\nx 3\n", 3).unwrap(), "a| |b c");
        assert!(parse("a 0\nb 2\n", 3).is_err());
        assert!(parse("a 0\nb b\n", 2).is_err());
        assert!(parse("", 1).is_err());
    }
}
