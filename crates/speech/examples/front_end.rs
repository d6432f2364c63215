//! What listening costs before anything is recognised, and what the echo canceller leaves: `front_end PLAYED.wav
//! PERSON.wav` plays the first through a synthetic room (40 ms late, reflections of 100 ms) while the second is said
//! from its middle on.
#![allow(
    clippy::disallowed_methods,
    reason = "measuring needs a clock; this is no part of the product"
)]

use std::time::Instant;

use ling_speech::{
    RATE_HZ, Vad, decode,
    fbank::{Fbank, Options},
    front::{Front, FrontOptions},
    vad::Earshot,
    wav::Limits,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let mut sound = || -> Result<Vec<f32>, Box<dyn std::error::Error>> {
        let bytes = std::fs::read(args.next().ok_or("two files, please")?)?;
        Ok(decode(&bytes, &Limits::RECORDING)?.samples)
    };
    let (played, person) = (sound()?, sound()?);
    let half = played.len() / 2;
    let echo = room(&played);
    let mut mic = echo.clone();
    for (mic, x) in mic[half..].iter_mut().zip(&person) {
        *mic += x;
    }
    let secs = mic.len() as f32 / RATE_HZ as f32;
    let timed = |name: &str, work: &mut dyn FnMut()| {
        let began = Instant::now();
        work();
        let rtf = began.elapsed().as_secs_f32() / secs;
        println!("{name}: {:.3} % of a core", rtf * 100.0);
    };
    let mut clean = Vec::new();
    timed("echo canceller", &mut || {
        clean = Front::new(FrontOptions::default()).push(&mic, &played)
    });
    let mut starts = (Vec::new(), Vec::new());
    timed("voice detector", &mut || starts.0 = edges(&clean));
    starts.1 = edges(&mic);
    let mut n_rows = 0;
    timed("filter banks", &mut || {
        n_rows = Fbank::new(Options::SENSE_VOICE).whole(&clean).len() / 80
    });
    let last = half / 2..half;
    println!(
        "{secs:.1} s, {n_rows} frames; echo less by {:.1} dB in the second quarter",
        decibels(&mic[last.clone()], &clean[last])
    );
    let early = |starts: &[u64]| starts.iter().filter(|at| (**at as usize) < half).count();
    println!(
        "voice found before the person speaks: {} times in the echo, {} behind the canceller",
        early(&starts.1),
        early(&starts.0)
    );
    let first = starts.0.iter().find(|at| **at as usize + 1_600 >= half);
    println!(
        "the person is heard after {:?} ms",
        first.map(|at| (*at as i64 - half as i64) / 16)
    );
    Ok(())
}

fn room(played: &[f32]) -> Vec<f32> {
    let mut state = 7_u32;
    let path: Vec<f32> = (0..1600)
        .map(|at| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 16) as f32 / 32_768.0 - 1.0) * 0.15 * (-(at as f32) / 400.0).exp()
        })
        .collect();
    let from = |at: usize| played.get(at.wrapping_sub(640)).copied().unwrap_or(0.0);
    let one = |at: usize| {
        path.iter()
            .enumerate()
            .map(|(k, h)| h * from(at.wrapping_sub(k)))
            .sum()
    };
    (0..played.len()).map(one).collect()
}

fn edges(sound: &[f32]) -> Vec<u64> {
    let mut vad = Earshot::new();
    let mut starts = Vec::new();
    for piece in sound.chunks(160) {
        if let Some(ling_speech::Edge::Start(at)) = vad.push(piece) {
            starts.push(at);
        }
    }
    starts
}

fn decibels(before: &[f32], after: &[f32]) -> f32 {
    let power = |sound: &[f32]| sound.iter().map(|x| x * x).sum::<f32>();
    10.0 * (power(before) / power(after)).log10()
}
