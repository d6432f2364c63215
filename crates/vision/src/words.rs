//! The words of both languages that tell what is in a picture.

use std::collections::HashMap;

use ling_base::Lang;

/// Words of one language by their keys, in the order of the file.
pub(crate) struct Words {
    order: Vec<(String, String)>,
    place: HashMap<String, usize>,
}

impl Words {
    /// A file of `key = "word"`.
    pub(crate) fn read(text: &str) -> Words {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let pairs = lines.filter_map(|line| {
            let (key, word) = line.split_once(" = ")?;
            Some((key.to_owned(), word.trim_matches('"').to_owned()))
        });
        let order: Vec<(String, String)> = pairs.collect();
        let keys = order.iter().enumerate();
        Words {
            place: keys.map(|(idx, (key, _))| (key.clone(), idx)).collect(),
            order,
        }
    }

    /// The word for a key.
    pub(crate) fn word(&self, key: &str) -> Option<&str> {
        let place = self.place.get(key)?;
        Some(&self.order[*place].1)
    }

    /// The key of that number.
    pub(crate) fn key(&self, idx: usize) -> Option<&str> {
        self.order.get(idx).map(|(key, _)| &**key)
    }

    /// How many there are.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }
}

/// One table for each language.
pub(crate) struct Both {
    zh: Words,
    en: Words,
}

impl Both {
    pub(crate) fn read(zh: &str, en: &str) -> Both {
        Both {
            zh: Words::read(zh),
            en: Words::read(en),
        }
    }

    pub(crate) fn of(&self, lang: Lang) -> &Words {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_by_key_and_number() {
        let both = Both::read("# 名字\ncat = \"猫\"\n", "cat = \"cat\"\ndog = \"dog\"\n");
        let check = |lang, key: &str, expect| assert_eq!(both.of(lang).word(key), expect);
        check(Lang::Zh, "cat", Some("猫"));
        check(Lang::En, "dog", Some("dog"));
        check(Lang::Zh, "dog", None);
        assert_eq!(
            (both.en.key(1), both.en.key(2), both.en.len()),
            (Some("dog"), None, 2)
        );
    }
}
