//! Long recordings: heard part by part, each with its place.

use ling_base::{Lang, Pcm};
use ling_speech::{Edge, ListenOptions, RATE_HZ, Vad, decode, vad::Earshot, wav::Limits};

use super::{EarError, MARGIN_MS, seconds};
use crate::Hub;

/// The longest recording: a quarter of an hour is 58 MB of sound.
const LIMITS: Limits = Limits {
    secs_max: 15 * 60,
    bytes_max: 25 << 20,
};
/// A shorter silence is a pause within a sentence.
const PAUSE_MS: usize = 700;
/// The longest part: recognisers take an utterance of at most 30 s.
const PART_SECS_MAX: usize = 25;

/// What is said in a part of a recording.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) start_s: f64,
    pub(crate) end_s: f64,
    pub(crate) text: String,
    pub(crate) lang: Option<Lang>,
}

/// A recording that was heard.
#[derive(Debug)]
pub(crate) struct Recording {
    pub(crate) secs: f64,
    pub(crate) parts: Vec<Part>,
}

impl Hub {
    /// Hears a recording of at most a quarter of an hour, part by part.
    pub(crate) async fn hear_recording(
        &self,
        file: Vec<u8>,
        lang: Option<Lang>,
    ) -> Result<Recording, EarError> {
        let ears = self.chosen_ears().await?;
        let decoding = tokio::task::spawn_blocking(move || {
            let sound = decode(&file, &LIMITS)?;
            let places = places(&sound.samples);
            Ok::<_, EarError>((sound, places))
        });
        let (sound, places) = match decoding.await {
            Ok(decoded) => decoded?,
            Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
        };
        let options = ListenOptions {
            lang,
            names: self.likely_names().await,
        };
        let mut parts = Vec::new();
        for place in places {
            let (start_s, end_s) = (seconds(place.start), seconds(place.end));
            let piece = Pcm {
                rate_hz: sound.rate_hz,
                samples: sound.samples[place].to_vec(),
            };
            let heard = ears.transcribe(self, piece, &options).await?;
            let text = heard.text().trim().to_owned();
            if !text.is_empty() {
                let lang = heard.lang;
                parts.push(Part {
                    start_s,
                    end_s,
                    text,
                    lang,
                });
            }
        }
        let secs = seconds(sound.samples.len());
        Ok(Recording { secs, parts })
    }
}

/// Where somebody speaks, in samples.
fn places(samples: &[f32]) -> Vec<std::ops::Range<usize>> {
    let mut vad = Earshot::new();
    let mut spoken = Vec::new();
    let mut start = None;
    let mut pieces = std::iter::once(samples).chain(std::iter::repeat(&[][..]));
    while let Some(edge) = vad.push(pieces.next().unwrap_or_default()) {
        let at = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(samples.len());
        match edge {
            Edge::Start(from) => start = Some(at(from)),
            Edge::End(to) => spoken.extend(start.take().map(|from| from..at(to))),
        }
    }
    spoken.extend(start.map(|from| from..samples.len()));
    joined(&spoken, samples.len())
}

/// Joins what only a pause divides, cuts what is too long, and keeps a margin.
fn joined(spoken: &[std::ops::Range<usize>], n_samples: usize) -> Vec<std::ops::Range<usize>> {
    let rate = RATE_HZ as usize;
    let (margin, pause, longest) = (
        rate * MARGIN_MS / 1000,
        rate * PAUSE_MS / 1000,
        rate * PART_SECS_MAX,
    );
    let mut all: Vec<std::ops::Range<usize>> = Vec::new();
    for one in spoken {
        match all.last_mut() {
            Some(last)
                if one.start.saturating_sub(last.end) < pause
                    && one.end - last.start <= longest =>
            {
                last.end = one.end
            }
            _ => all.push(one.clone()),
        }
    }
    let mut cut = Vec::new();
    for one in all {
        let mut from = one.start;
        while one.end - from > longest {
            cut.push(from..from + longest);
            from += longest;
        }
        cut.push(from..one.end);
    }
    // Two margins must not overlap.
    let mut floor = 0;
    let nexts: Vec<usize> = cut
        .iter()
        .skip(1)
        .map(|next| next.start)
        .chain([n_samples])
        .collect();
    for (one, next) in cut.iter_mut().zip(nexts) {
        let middle = if next == n_samples {
            n_samples
        } else {
            one.end + (next - one.end) / 2
        };
        one.start = one.start.saturating_sub(margin).max(floor);
        one.end = (one.end + margin).min(middle);
        floor = one.end;
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tenths of a second in, tenths of a second out.
    #[track_caller]
    fn check(spoken: &[(usize, usize)], n: usize, expect: &[(usize, usize)]) {
        let tenth = RATE_HZ as usize / 10;
        let spoken: Vec<_> = spoken.iter().map(|(a, b)| a * tenth..b * tenth).collect();
        let got: Vec<_> = joined(&spoken, n * tenth)
            .iter()
            .map(|one| (one.start / tenth, one.end / tenth))
            .collect();
        assert_eq!(got, expect, "{spoken:?}");
    }

    #[test]
    fn parts_of_a_recording() {
        check(&[], 100, &[]);
        check(&[(10, 20)], 100, &[(7, 23)]);
        check(&[(1, 99)], 100, &[(0, 100)]);
        check(&[(10, 20), (25, 40)], 100, &[(7, 43)]);
        check(&[(10, 20), (28, 40)], 100, &[(7, 23), (25, 43)]);
        check(&[(0, 600)], 600, &[(0, 250), (250, 500), (500, 600)]);
        check(&[(0, 200), (205, 400)], 600, &[(0, 202), (202, 403)]);
    }

    #[test]
    fn silence_has_no_part() {
        assert!(places(&vec![0.0; RATE_HZ as usize]).is_empty());
        assert!(places(&[]).is_empty());
    }
}
