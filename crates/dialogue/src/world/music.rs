use ling_text::fold::folded;

use super::Later;

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

/// 3 for the same name, 2 where `have` begins with it, 1 where it holds it, 0 where it does not.
fn alike(want: &str, have: &str) -> u32 {
    let (want, have) = (key(want), key(have));
    match have.find(&want) {
        _ if want.is_empty() => 0,
        Some(0) if have.len() == want.len() => 3,
        Some(0) => 2,
        Some(_) => 1,
        None => 0,
    }
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
    }
}
