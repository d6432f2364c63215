use proptest::prelude::*;

use super::*;

/// Numbers of a known sequence in [-1, 1].
fn noise(seed: u32) -> impl Iterator<Item = f32> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as f32 / 32_768.0 - 1.0
    })
}

/// Noise in syllables: four bursts a second, smoothed as a voice is.
fn babble(seed: u32, n: usize, level: f32) -> Vec<f32> {
    let mut low = 0.0;
    let voice = noise(seed).take(n).enumerate().map(|(at, x)| {
        low += 0.3 * (x - low);
        let burst = (std::f32::consts::TAU * 4.0 * at as f32 / RATE_HZ as f32).sin();
        low * burst.max(0.0) * level * 2.0
    });
    voice.collect()
}

/// What comes back through a room: 40 ms late, then reflections that die out within 100 ms.
fn echo(played: &[f32], level: f32) -> Vec<f32> {
    let late = RATE_HZ as usize / 25;
    let decay = |at: usize| level * (-(at as f32) / 400.0).exp();
    let path: Vec<f32> = noise(7)
        .take(1600)
        .enumerate()
        .map(|(at, x)| x * decay(at))
        .collect();
    let from = |at: usize| played.get(at.wrapping_sub(late)).copied().unwrap_or(0.0);
    let one = |at: usize| {
        path.iter()
            .enumerate()
            .map(|(k, h)| h * from(at.wrapping_sub(k)))
            .sum()
    };
    (0..played.len()).map(one).collect()
}

fn power(sound: &[f32]) -> f32 {
    sound.iter().map(|x| x * x).sum::<f32>() / sound.len() as f32
}

fn decibels(ratio: f32) -> f32 {
    10.0 * ratio.log10()
}

const SECOND: usize = RATE_HZ as usize;

#[test]
fn an_echo_is_taken_out() {
    let played = babble(1, 8 * SECOND, 0.5);
    let mic = echo(&played, 0.15);
    let clean = Front::new(FrontOptions::default()).push(&mic, &played);
    let last = 6 * SECOND..8 * SECOND;
    let erle = decibels(power(&mic[last.clone()]) / power(&clean[last]));
    assert!(erle > 30.0, "echo return loss enhancement: {erle} dB");
}

#[test]
fn a_person_is_left() {
    let mut played = babble(1, 8 * SECOND, 0.5);
    played[6 * SECOND..].fill(0.0);
    let person = babble(2, 8 * SECOND, 0.2);
    let echo = echo(&played, 0.15);
    let mut mic = echo.clone();
    for at in 5 * SECOND..8 * SECOND {
        mic[at] += person[at];
    }
    let clean = Front::new(FrontOptions::default()).push(&mic, &played);
    let lost = |range: std::ops::Range<usize>| {
        decibels(power(&person[range.clone()]) / power(&clean[range]))
    };
    let alone = lost(6 * SECOND + 8_000..8 * SECOND);
    assert!(alone.abs() < 3.0, "alone: {alone} dB");
    let both = lost(5 * SECOND + 3_200..6 * SECOND);
    assert!(both.abs() < 8.0, "over our own voice: {both} dB");
}

#[test]
fn a_person_in_headphones_is_left() {
    let played = babble(1, 8 * SECOND, 0.5);
    let person = babble(2, 8 * SECOND, 0.2);
    let mut mic = vec![0.0; 8 * SECOND];
    mic[2 * SECOND..].copy_from_slice(&person[2 * SECOND..]);
    let clean = Front::new(FrontOptions::default()).push(&mic, &played);
    for second in 2..8 {
        let range = second * SECOND..(second + 1) * SECOND;
        let lost = decibels(power(&person[range.clone()]) / power(&clean[range]));
        assert!(lost.abs() < 1.0, "in second {second}: {lost} dB");
    }
}

#[test]
fn odd_sound_gives_numbers() {
    for odd in [f32::NAN, f32::INFINITY, -1e30, 9.0] {
        let clean = Front::new(FrontOptions::default()).push(&[odd; 1_600], &[odd; 3_200]);
        assert_eq!(clean.len(), 1_600, "{odd}");
        assert!(
            clean.iter().all(|x| x.is_finite() && x.abs() <= 1.0),
            "{odd}"
        );
    }
    let mut front = Front::new(FrontOptions::default());
    assert!(front.push(&[], &[0.5; 99]).is_empty());
}

#[test]
fn noise_is_less_where_it_is_asked_for() {
    let mic: Vec<f32> = noise(3).take(4 * SECOND).map(|x| x * 0.05).collect();
    let run = |noise| {
        let options = FrontOptions { noise, echo: false };
        power(&Front::new(options).push(&mic, &[])[3 * SECOND..])
    };
    let less = decibels(run(false) / run(true));
    assert!(less > 6.0, "{less} dB");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn cuts_do_not_matter(cuts in prop::collection::vec(1usize..900, 1..20)) {
        let played = babble(1, 8_000, 0.5);
        let mic = echo(&played, 0.15);
        let whole = Front::new(FrontOptions::default()).push(&mic, &played);
        let (mut front, mut at, mut parts) = (Front::new(FrontOptions::default()), 0, Vec::new());
        for n in cuts.into_iter().cycle() {
            let end = (at + n).min(mic.len());
            parts.extend(front.push(&mic[at..end], &played[at..end]));
            at = end;
            if at == mic.len() {
                break;
            }
        }
        prop_assert_eq!(whole, parts);
    }
}
