//! The tone on the sound card of this machine, where one is chosen: it rises, so that it wakes gently.

use std::{process::Stdio, time::Duration};

use tokio::{io::AsyncWriteExt, process::Command, sync::watch};
use tracing::warn;

const RATE_HZ: u32 = 16_000;
/// Samples written at once: a tenth of a second.
const CHUNK: u32 = RATE_HZ / 10;
/// From soft to loud.
const RISE_SECS: f32 = 60.0;
const SOFT: f32 = 0.05;
const LOUD: f32 = 0.8;
/// When the program cannot play, the next try.
const TRY_AGAIN: Duration = Duration::from_secs(30);

/// Whether the tone sounds.
pub(super) struct Tone {
    on: watch::Sender<bool>,
}

impl Default for Tone {
    fn default() -> Tone {
        Tone {
            on: watch::channel(false).0,
        }
    }
}

impl Tone {
    pub(super) fn set(&self, on: bool) {
        self.on
            .send_if_modified(|was| std::mem::replace(was, on) != on);
    }

    /// Plays on the ALSA device while it is on; an empty name means that there is none.
    pub(super) async fn play(&self, device: &str) {
        if device.is_empty() {
            return std::future::pending().await;
        }
        let mut on = self.on.subscribe();
        loop {
            if on.wait_for(|on| *on).await.is_err() {
                return;
            }
            let failed = tokio::select! {
                failed = ring(device) => Some(failed),
                _ = on.wait_for(|on| !*on) => None,
            };
            if let Some(Err(error)) = failed {
                warn!(device, %error, "The sound card cannot be played on; is `aplay` installed?");
                tokio::time::sleep(TRY_AGAIN).await;
            }
        }
    }
}

/// Plays until it fails or is dropped; dropping ends the program at once.
async fn ring(device: &str) -> std::io::Result<()> {
    let mut aplay = Command::new("aplay")
        .args([
            "-q",
            "-t",
            "raw",
            "-f",
            "S16_LE",
            "-c",
            "1",
            "-r",
            &RATE_HZ.to_string(),
            "-D",
            device,
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let mut pipe = aplay.stdin.take().ok_or(std::io::ErrorKind::BrokenPipe)?;
    for chunk in 0.. {
        pipe.write_all(&tone(chunk)).await?;
    }
    Ok(())
}

/// Two short notes a second, S16 little endian.
fn tone(chunk: u32) -> Vec<u8> {
    let secs_at = |sample: u32| sample as f32 / RATE_HZ as f32;
    let first = chunk.wrapping_mul(CHUNK);
    let loudness = SOFT + (LOUD - SOFT) * (secs_at(first) / RISE_SECS).min(1.0);
    let samples = (first..first.saturating_add(CHUNK)).map(|sample| {
        let beat = secs_at(sample).fract() * 4.0;
        let on = (beat as u32).is_multiple_of(2);
        let pitch = if beat < 2.0 { 880.0 } else { 1_108.7 };
        // The edges of a note are rounded, or it would click.
        let edge = (beat.fract().min(1.0 - beat.fract()) * 20.0).min(1.0);
        let wave =
            (std::f32::consts::TAU * pitch * (sample % RATE_HZ) as f32 / RATE_HZ as f32).sin();
        if on { wave * edge * loudness } else { 0.0 }
    });
    samples
        .flat_map(|sample| ((sample * 32_767.0) as i16).to_le_bytes())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::tone;

    fn loudest(chunk: u32) -> i16 {
        let samples = tone(chunk)
            .chunks(2)
            .map(|two| i16::from_le_bytes([two[0], two[1]]))
            .collect::<Vec<_>>();
        samples
            .into_iter()
            .map(|sample| sample.saturating_abs())
            .max()
            .expect("samples")
    }

    #[test]
    fn rises_and_stays() {
        assert!((1_500..2_500).contains(&loudest(1)), "{}", loudest(1));
        assert!(loudest(300) > 5 * loudest(1));
        assert!((25_000..27_000).contains(&loudest(600)), "{}", loudest(600));
        assert!(
            (25_000..27_000).contains(&loudest(5_000)),
            "{}",
            loudest(5_000)
        );
        assert_eq!(tone(0).len(), 3_200);
    }
}
