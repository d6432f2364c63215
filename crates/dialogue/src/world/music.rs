use std::{collections::HashMap, sync::OnceLock};

use ling_text::fold::folded;

use super::Later;

/// Characters of a name that is compared by its reading, at most: longer ones are no names.
const READ_CHARS_MAX: usize = 12;

/// What to look for. Empty means anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MusicQuery {
    /// The title.
    pub song: Option<String>,
    /// Who plays.
    pub artist: Option<String>,
    /// The record.
    pub album: Option<String>,
    /// The kind of music.
    pub genre: Option<String>,
    /// Words that may be any of these.
    pub any: Option<String>,
}

/// A piece of music.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Its id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Who plays.
    pub artist: Option<String>,
    /// The record.
    pub album: Option<String>,
    /// The kind of music.
    pub genre: Option<String>,
    /// How long, in seconds.
    pub secs: Option<u32>,
}

/// What plays.
#[derive(Clone, Debug, PartialEq)]
pub struct NowPlaying {
    /// The piece.
    pub track: Track,
    /// Whether it is paused.
    pub paused: bool,
}

/// What comes when a piece has ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Again {
    /// The next piece, and silence after the last.
    #[default]
    Off,
    /// The same piece.
    One,
    /// The next piece, and the first after the last.
    All,
}

impl MusicQuery {
    /// How well a piece fits; 0 where it does not.
    pub fn fit(&self, track: &Track) -> u32 {
        let mut fit = 1;
        let wanted = [
            (&self.song, Some(&track.title)),
            (&self.artist, track.artist.as_ref()),
            (&self.album, track.album.as_ref()),
            (&self.genre, track.genre.as_ref()),
        ];
        for (want, have) in wanted {
            let Some(want) = want else { continue };
            match have.map_or(0, |have| alike(want, have)) {
                0 => return 0,
                n => fit += n,
            }
        }
        match &self.any {
            Some(any) => any_fit(any, track).map_or(0, |n| fit + n),
            None => fit,
        }
    }
}

/// How well words fit a piece whose parts they do not name: a title before a singer, a singer before the rest.
fn any_fit(any: &str, track: &Track) -> Option<u32> {
    let artist = track.artist.as_deref().unwrap_or_default();
    if let Some((title, singer)) = any.split_once(" by ")
        && alike(title, &track.title) == 3
        && alike(singer, artist) > 0
    {
        return Some(30);
    }
    let (words, title, singer) = (key(any), key(&track.title), key(artist));
    // "青花瓷周杰伦", "Yesterday by The Beatles"
    let both = !singer.is_empty() && !title.is_empty() && words.contains(&title);
    if both && words.contains(&singer) {
        return Some(30);
    }
    let fields = [
        Some(&track.title),
        track.artist.as_ref(),
        track.album.as_ref(),
        track.genre.as_ref(),
    ];
    let fits = fields.iter().enumerate().filter_map(|(place, have)| {
        let n = alike(any, have.as_ref()?);
        let place = u32::try_from(place).ok()?;
        (n > 0).then(|| n * 5 - place)
    });
    fits.max()
}

/// 3 for the same name, 2 where `have` begins with it, 1 where it holds it, 0 where it does not. A name of the
/// other script counts as the same when it is that person's, or how the characters are read.
fn alike(want: &str, have: &str) -> u32 {
    let (want, have) = (key(want), key(have));
    if is_latin(&want) != is_latin(&have) && (same_person(&want, &have) || reads(&want, &have)) {
        return 3;
    }
    match have.find(&want) {
        _ if want.is_empty() => 0,
        Some(0) if have.len() == want.len() => 3,
        Some(0) => 2,
        Some(_) => 1,
        None => 0,
    }
}

/// Whether a name is written with Latin letters and no others.
fn is_latin(name: &str) -> bool {
    name.is_ascii()
}

/// Whether both are names of one person or band.
fn same_person(a: &str, b: &str) -> bool {
    static KNOWN: OnceLock<HashMap<String, usize>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let lines = include_str!("artists.txt").lines();
        let lines = lines.filter(|line| !line.starts_with('#')).enumerate();
        lines
            .flat_map(|(nth, line)| line.split('|').map(move |name| (key(name), nth)))
            .collect()
    });
    known.get(a).is_some_and(|nth| known.get(b) == Some(nth))
}

/// The other names of a person or band: in the other script, and how the characters are read.
pub fn other_names(artist: &str) -> Vec<String> {
    let own = key(artist);
    let mut lines = include_str!("artists.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    let known = lines.find(|line| line.split('|').any(|name| key(name) == own));
    let known = known.into_iter().flat_map(|line| line.split('|'));
    let mut names: Vec<String> = known
        .filter(|name| key(name) != own)
        .map(str::to_owned)
        .collect();
    if !is_latin(&own) && own.chars().count() <= READ_CHARS_MAX {
        let toneless = |syllable: &String| syllable.trim_end_matches(char::is_numeric).to_owned();
        let read = ling_text::pronounce::pinyin(artist);
        let syllables: Vec<String> = read.syllables.iter().map(toneless).collect();
        if let Some((family, given)) = syllables
            .split_first()
            .filter(|(_, given)| !given.is_empty())
        {
            let given = given.concat();
            names.push(format!("{family} {given}"));
            names.push(format!("{given} {family}"));
        }
    }
    names
}

/// Whether one is how the other is read: 周深 is "zhoushen", and "shenzhou" with the family name last.
fn reads(a: &str, b: &str) -> bool {
    let (latin, han) = if is_latin(a) { (a, b) } else { (b, a) };
    let n_chars = han.chars().count();
    let may_be = n_chars <= READ_CHARS_MAX && (n_chars..=n_chars * 6).contains(&latin.len());
    if !may_be || !latin.bytes().all(|c| c.is_ascii_alphabetic()) {
        return false;
    }
    let toneless = |syllable: &String| {
        syllable
            .trim_end_matches(char::is_numeric)
            .replace('v', "u")
    };
    let read = ling_text::pronounce::pinyin(han);
    let syllables: Vec<String> = read.syllables.iter().map(toneless).collect();
    let plain = syllables.concat();
    let turned = |at: usize| {
        let (family, given) = syllables.split_at(at.min(syllables.len()));
        [given, family].concat().concat()
    };
    let latin = latin.replace('v', "u");
    latin == plain || latin == turned(1) || (syllables.len() > 3 && latin == turned(2))
}

/// A name without what people do not say.
fn key(name: &str) -> String {
    folded(name)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Music.
pub trait MusicPort: Send + Sync {
    /// Pieces that fit, best first.
    fn search<'a>(&'a self, query: &'a MusicQuery) -> Later<'a, Vec<Track>>;
    /// Plays pieces on the device, in this order or shuffled.
    fn play<'a>(
        &'a self,
        device: Option<&'a str>,
        tracks: Vec<Track>,
        shuffle: bool,
    ) -> Later<'a, Track>;
    /// Stops for a while.
    fn pause<'a>(&'a self, device: Option<&'a str>) -> Later<'a, ()>;
    /// Goes on.
    fn resume<'a>(&'a self, device: Option<&'a str>) -> Later<'a, Track>;
    /// Goes `steps` pieces forward, or back when negative; none when there are no more.
    fn skip<'a>(&'a self, device: Option<&'a str>, steps: i32) -> Later<'a, Option<Track>>;
    /// Ends it.
    fn stop<'a>(&'a self, device: Option<&'a str>) -> Later<'a, ()>;
    /// Plays what is queued in another order, or in order again.
    fn shuffle<'a>(&'a self, device: Option<&'a str>, on: bool) -> Later<'a, ()>;
    /// What comes when a piece has ended. Answers what it was before.
    fn again<'a>(&'a self, device: Option<&'a str>, again: Again) -> Later<'a, Again>;
    /// What plays on the device.
    fn playing<'a>(&'a self, device: Option<&'a str>) -> Later<'a, Option<NowPlaying>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(title: &str, artist: &str, album: &str, genre: &str) -> Track {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Track {
            id: title.into(),
            title: title.into(),
            artist: some(artist),
            album: some(album),
            genre: some(genre),
            secs: None,
        }
    }

    /// The titles that fit the words, best first.
    #[track_caller]
    fn check(any: &str, expect: &[&str]) {
        let all = [
            track("青花瓷", "周杰伦", "我很忙", "流行"),
            track("稻香", "周杰伦", "魔杰座", "流行"),
            track("Help!", "The Beatles", "Help!", "Rock"),
            track("Yesterday", "The Beatles", "Help!", "Rock"),
            track("Rock Around the Clock", "Bill Haley", "", ""),
        ];
        let query = MusicQuery {
            any: Some(any.into()),
            ..MusicQuery::default()
        };
        let mut fit: Vec<(u32, &str)> = all
            .iter()
            .map(|track| (query.fit(track), track.title.as_str()))
            .filter(|(fit, _)| *fit > 0)
            .collect();
        fit.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
        let titles: Vec<&str> = fit.into_iter().map(|(_, title)| title).collect();
        assert_eq!(titles, expect, "{any}");
    }

    #[test]
    fn words_that_name_no_part() {
        check("青花瓷", &["青花瓷"]);
        check("周杰倫", &["青花瓷", "稻香"]);
        check("周杰伦的稻香", &["稻香"]);
        check("yesterday by the beatles", &["Yesterday"]);
        check("beatles", &["Help!", "Yesterday"]);
        check("help", &["Help!", "Yesterday"]);
        check("rock", &["Help!", "Yesterday", "Rock Around the Clock"]);
        check("魔杰", &["稻香"]);
        check("", &[]);
        check("polka", &[]);
        check("Jay Chou", &["青花瓷", "稻香"]);
        check("zhou jie lun", &["青花瓷", "稻香"]);
        check("Jielun Zhou", &["青花瓷", "稻香"]);
        check("qing hua ci", &["青花瓷"]);
        check("披头士", &["Help!", "Yesterday"]);
        check("dao xiang by jay chou", &["稻香"]);
    }
}
