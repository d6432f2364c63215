//! The dictionary: CC-CEDICT, where its package has been pulled. It stays on the disk; a look-up reads a few
//! hundred bytes of an index and the lines that it leads to.

mod cedict;
mod index;
mod rank;

use std::{
    io,
    sync::{Arc, Mutex},
};

use ling_base::Lang;
use ling_dialogue::*;
use ling_nn::Package;
use tracing::{info, warn};

use super::Deps;
use crate::out::models::Store;
use index::Dictionary;

/// The package.
const PACKAGE: &str = "cedict";
/// Its file.
const FILE: &str = "cedict.txt.gz";
/// Words that are given back; nobody listens to more.
const ENTRIES_MAX: usize = 5;

/// `WordsPort` of the running house.
pub(crate) struct Words {
    store: Store,
    open: Arc<Mutex<Option<Arc<Dictionary>>>>,
}

impl Words {
    pub(crate) fn new(deps: Deps) -> Words {
        Words {
            store: deps.models,
            open: Arc::default(),
        }
    }
}

impl WordsPort for Words {
    fn look_up<'a>(&'a self, word: &'a str, into: Lang) -> Later<'a, Vec<Entry>> {
        let (store, open, word) = (
            self.store.clone(),
            self.open.clone(),
            word.trim().to_owned(),
        );
        Box::pin(async move {
            let look = move || {
                let dictionary = dictionary(&store, &open)?;
                entries(&dictionary, &word, into).map_err(unreadable)
            };
            let found = tokio::task::spawn_blocking(look).await;
            found.unwrap_or(Err(PortError::Unreachable(Service::Words)))
        })
    }
}

fn unreadable(error: io::Error) -> PortError {
    warn!(%error, "The dictionary cannot be read.");
    PortError::Unreachable(Service::Words)
}

/// The dictionary, opened at the first look-up; none when the package has gone.
fn dictionary(
    store: &Store,
    open: &Mutex<Option<Arc<Dictionary>>>,
) -> Result<Arc<Dictionary>, PortError> {
    let off = PortError::Off(Service::Words);
    let manifest = store.manifest(PACKAGE).map_err(|_| off.clone())?;
    let mut open = open
        .lock()
        .map_err(|_| PortError::Unreachable(Service::Words))?;
    let is_there = Package::glance(manifest, &store.folder(PACKAGE)).is_ok();
    if !is_there {
        *open = None;
    } else if let Some(dictionary) = &*open {
        return Ok(dictionary.clone());
    }
    let package = store.open(PACKAGE).map_err(|error| match error.code() {
        "absent" => off,
        code => {
            warn!(code, "The dictionary is not what it should be.");
            PortError::Unreachable(Service::Words)
        }
    })?;
    let made = Dictionary::open(&package.path(FILE), &store.made(PACKAGE)).map_err(unreadable)?;
    info!(entries = made.n_lines(), "The dictionary is open.");
    let made = Arc::new(made);
    *open = Some(made.clone());
    Ok(made)
}

/// What a word means in the other language.
fn entries(dictionary: &Dictionary, word: &str, into: Lang) -> io::Result<Vec<Entry>> {
    let is_chinese = word.chars().any(ling_text::fold::is_han);
    let mut found = match is_chinese {
        true => chinese(dictionary, word, into)?,
        false if into == Lang::Zh => english(dictionary, word)?,
        // English in English is no business of this dictionary.
        false => Vec::new(),
    };
    found.truncate(ENTRIES_MAX);
    Ok(found)
}

fn chinese(dictionary: &Dictionary, word: &str, into: Lang) -> io::Result<Vec<Entry>> {
    let lines = dictionary.find(&cedict::key_of_chinese(word))?;
    let lines = lines
        .iter()
        .filter_map(|found| cedict::Line::read(&found.text));
    let own = lines.filter(|line| line.simplified == word || line.traditional == word);
    let entry = |line: cedict::Line<'_>| Entry {
        word: word.to_owned(),
        reading: Some(cedict::marked(line.pinyin)),
        means: match into {
            Lang::En => line.meanings(),
            Lang::Zh => vec![word.to_owned()],
        },
    };
    let mut all: Vec<Entry> = own
        .map(entry)
        .filter(|entry| !entry.means.is_empty())
        .collect();
    // A surname, a place and a rare reading come after the word itself.
    let usual = ling_text::pronounce::pinyin(word).syllables.join(" ");
    let usual = cedict::marked(&usual.replace('v', "u:"));
    let order = |entry: &Entry| {
        let reading = entry.reading.as_deref().unwrap_or_default();
        (reading.starts_with(char::is_uppercase), reading != usual)
    };
    all.sort_by_key(order);
    Ok(all)
}

fn english(dictionary: &Dictionary, word: &str) -> io::Result<Vec<Entry>> {
    for key in cedict::keys_of_english(word) {
        let best = rank::best(dictionary, &key)?;
        if !best.is_empty() {
            let entry = |(chinese, pinyin): (String, String)| Entry {
                word: word.to_owned(),
                reading: Some(cedict::marked(&pinyin)),
                means: vec![chinese],
            };
            return Ok(best.into_iter().map(entry).collect());
        }
    }
    Ok(Vec::new())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// A dictionary in CC-CEDICT's format.
    const LINES: &str = "\
# a line that says something about the file
狗 狗 [gou3] /dog/CL:隻|只[zhi1],條|条[tiao2]/
狗屋 狗屋 [gou3 wu1] /kennel/
狗糧 狗粮 [gou3 liang2] /dog food/
犬 犬 [quan3] /dog/
圖書館 图书馆 [tu2 shu1 guan3] /library/CL:家[jia1],個|个[ge4]/
張 张 [Zhang1] /surname Zhang/
張 张 [zhang1] /to open up; to spread/sheet of paper/classifier for flat objects/
蘋果 苹果 [ping2 guo3] /apple/CL:個|个[ge4]/
綠 绿 [lu:4] /green/
行 行 [hang2] /row; line/
行 行 [xing2] /to walk; to go/
跑 跑 [pao3] /to run/to run away/
奔 奔 [ben1] /to run/
謝謝 谢谢 [xie4 xie5] /to thank/thanks/thank you/
領教 领教 [ling3 jiao4] /thank you/
再會 再会 [zai4 hui4] /to meet again/see you; see also 再見|再见[zai4 jian4]/
一會兒 一会儿 [yi1 hui4 r5] /a moment; a while/
\u{7}broken line
";

    fn made(folder: &std::path::Path) -> Dictionary {
        let packed = std::fs::File::create(folder.join(FILE)).unwrap();
        let mut packed = flate2::write::GzEncoder::new(packed, flate2::Compression::fast());
        packed.write_all(LINES.as_bytes()).unwrap();
        packed.finish().unwrap();
        Dictionary::open(&folder.join(FILE), &folder.join("made")).unwrap()
    }

    fn shown(entries: &[Entry]) -> String {
        let one = |entry: &Entry| {
            format!(
                "{} = {}",
                entry.reading.as_deref().unwrap_or("-"),
                entry.means.join(", ")
            )
        };
        entries.iter().map(one).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn words_both_ways() {
        let folder = tempfile::tempdir().unwrap();
        let dictionary = made(folder.path());
        let check = |word: &str, into: Lang, expect: &str| {
            let found = entries(&dictionary, word, into).unwrap();
            assert_eq!(shown(&found), expect, "{word}");
        };
        check("苹果", Lang::En, "píng guǒ = apple");
        check("蘋果", Lang::En, "píng guǒ = apple");
        check("苹果", Lang::Zh, "píng guǒ = 苹果");
        check("绿", Lang::En, "lǜ = green");
        check(
            "张",
            Lang::En,
            "zhāng = to open up, to spread, sheet of paper, classifier for flat objects | Zhāng = surname Zhang",
        );
        check("行", Lang::En, "xíng = to walk, to go | háng = row, line");
        check("一会儿", Lang::En, "yī huì r = a moment, a while");
        check(
            "再会",
            Lang::En,
            "zài huì = to meet again, see you, see also 再见",
        );
        check("library", Lang::Zh, "tú shū guǎn = 图书馆");
        check("the Library", Lang::Zh, "tú shū guǎn = 图书馆");
        check("apples", Lang::Zh, "píng guǒ = 苹果");
        check("dog", Lang::Zh, "gǒu = 狗");
        check("to run", Lang::Zh, "pǎo = 跑 | bēn = 奔");
        check("see you", Lang::Zh, "zài huì = 再会");
        check("thank you", Lang::Zh, "xiè xie = 谢谢 | lǐng jiào = 领教");
        check("book", Lang::Zh, "");
        check("apple", Lang::En, "");
        check("梨", Lang::En, "");
        check("", Lang::Zh, "");
        check(&"a".repeat(10_000), Lang::Zh, "");
    }

    #[test]
    fn an_index_is_made_once_and_again_when_it_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let first = made(folder.path());
        assert_eq!(first.n_lines(), 17);
        let made_at = || {
            let files = std::fs::read_dir(folder.path().join("made"))
                .unwrap()
                .flatten();
            let mut all: Vec<_> = files
                .map(|file| (file.path(), file.metadata().unwrap().modified().unwrap()))
                .collect();
            all.sort();
            all
        };
        let before = made_at();
        let packed = folder.path().join(FILE);
        Dictionary::open(&packed, &folder.path().join("made")).unwrap();
        assert_eq!(made_at(), before);
        for (file, _) in before {
            std::fs::write(file, "x").unwrap();
        }
        let again = Dictionary::open(&packed, &folder.path().join("made")).unwrap();
        assert_eq!(
            shown(&entries(&again, "狗", Lang::En).unwrap()),
            "gǒu = dog"
        );
    }
}
