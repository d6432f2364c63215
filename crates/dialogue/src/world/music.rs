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
    /// Goes `steps` pieces forward, or back when negative.
    fn skip<'a>(&'a self, device: Option<&'a str>, steps: i32) -> Later<'a, Track>;
    /// Ends it.
    fn stop<'a>(&'a self, device: Option<&'a str>) -> Later<'a, ()>;
    /// Plays what is queued in another order, or in order again.
    fn shuffle<'a>(&'a self, device: Option<&'a str>, on: bool) -> Later<'a, ()>;
    /// What plays on the device.
    fn playing<'a>(&'a self, device: Option<&'a str>) -> Later<'a, Option<NowPlaying>>;
}
