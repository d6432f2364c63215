use ling_base::Lang;
use ling_nn::Net;

use super::not_this;
use crate::SpeechError;
use crate::fbank::{Cmvn, LFR_FRAMES, LFR_STEP, Options};

/// Most tokens that a net may know.
const TOKENS_MAX: usize = 200_000;

/// What the net's file says about it.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) cmvn: Cmvn,
    /// What samples in [-1, 1] are multiplied by.
    pub(super) scale: f32,
    pub(super) n_tokens: usize,
    pub(super) blank: u32,
    auto: i32,
    zh: i32,
    en: i32,
    written: i32,
    spoken: i32,
}

impl Facts {
    pub(super) fn of(net: &Net) -> Result<Facts, SpeechError> {
        let model = net.metadata("model_type").unwrap_or_default();
        // Fun-ASR-Nano calls itself the same, but has another graph.
        let is_nano = net
            .metadata("comment")
            .is_some_and(|text| text.contains("Nano"));
        if !model.starts_with("sense_voice") || is_nano {
            return Err(not_this("it is no SenseVoice-Small with metadata".into()));
        }
        for (key, expect) in [
            ("lfr_window_size", LFR_FRAMES),
            ("lfr_window_shift", LFR_STEP),
        ] {
            let found = whole(net, key)?;
            if usize::try_from(found) != Ok(expect) {
                return Err(not_this(format!("`{key}` is {found} instead of {expect}")));
            }
        }
        let n_tokens = usize::try_from(whole(net, "vocab_size")?).unwrap_or(0);
        let blank = match net.metadata("blank_id") {
            Some(_) => whole(net, "blank_id")?,
            None => 0,
        };
        let blank = u32::try_from(blank).unwrap_or(u32::MAX);
        if !(1..=TOKENS_MAX).contains(&n_tokens) || blank as usize >= n_tokens {
            return Err(not_this("`vocab_size` or `blank_id` makes no sense".into()));
        }
        let is_normal = net
            .metadata("normalize_samples")
            .is_some_and(|text| text.trim() == "1");
        Ok(Facts {
            cmvn: Cmvn {
                neg_mean: floats(net, "neg_mean")?,
                inv_stddev: floats(net, "inv_stddev")?,
            },
            scale: if is_normal {
                1.0
            } else {
                Options::SENSE_VOICE.scale
            },
            n_tokens,
            blank,
            auto: whole(net, "lang_auto")?,
            zh: whole(net, "lang_zh")?,
            en: whole(net, "lang_en")?,
            written: whole(net, "with_itn")?,
            spoken: whole(net, "without_itn")?,
        })
    }

    /// The number of a language, or of "listen for it".
    pub(super) fn language(&self, lang: Option<Lang>) -> i32 {
        match lang {
            None => self.auto,
            Some(Lang::Zh) => self.zh,
            Some(Lang::En) => self.en,
        }
    }

    /// The number of a form of text.
    pub(super) fn form(&self, written: bool) -> i32 {
        if written { self.written } else { self.spoken }
    }
}

fn text<'a>(net: &'a Net, key: &str) -> Result<&'a str, SpeechError> {
    let found = net.metadata(key);
    found.ok_or_else(|| not_this(format!("its metadata has no `{key}`")))
}

fn whole(net: &Net, key: &str) -> Result<i32, SpeechError> {
    let found = text(net, key)?.trim().parse();
    found.map_err(|_| not_this(format!("`{key}` in its metadata is no whole number")))
}

/// One float for each value of a row.
fn floats(net: &Net, key: &str) -> Result<Vec<f32>, SpeechError> {
    let parsed: Result<Vec<f32>, _> = text(net, key)?
        .split(',')
        .map(|one| one.trim().parse())
        .collect();
    let found = parsed.unwrap_or_default();
    let width = Options::SENSE_VOICE.n_mels * LFR_FRAMES;
    match found.len() == width && found.iter().all(|value| value.is_finite()) {
        true => Ok(found),
        false => Err(not_this(format!(
            "`{key}` in its metadata is not {width} numbers"
        ))),
    }
}
