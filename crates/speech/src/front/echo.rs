//! The echo of our own loudspeaker, taken out of what a microphone heard.
//!
//! WebRTC's third canceller (AEC3) does it in two steps: a filter learns the way from the loudspeaker to the microphone
//! and takes out what comes that way; what is left of it is made soft. The second step harms a person's words, more so
//! where there is no echo at all, as with headphones. So it is used only until the filter has learned; then what is
//! left is made soft where it is nothing but a remainder. Where the microphone is as soft while we speak as it was before,
//! nothing is taken out at all.

use sonora_aec3::{
    block::Block, block_processor::BlockProcessor, common::BLOCK_SIZE, config::EchoCanceller3Config,
};

use crate::RATE_HZ;

/// Samples at once: 4 ms.
pub(super) const FRAME: usize = BLOCK_SIZE;

/// How long a room's reflections are learned: 120 ms, for what comes later is not taken out but made soft.
const ROOM_FRAMES: usize = 30;

/// The canceller counts as WAV files do.
const SCALE: f32 = 32_768.0;

/// Frames with sound from the loudspeaker until the filter has learned: 3 s.
const LEARNED: u32 = 3 * RATE_HZ / FRAME as u32;

/// A frame of the loudspeaker that is softer than this, on average, has no echo that matters.
const PLAYED_MIN: f32 = 3e-3;

/// What is so much softer than the echo that was taken out is a remainder of it: -14 dB.
const REST: f32 = 0.04;

/// How much of a remainder is left.
const REST_GAIN: f32 = 0.03;

/// How fast power is forgotten: to a third in 16 ms.
const KEPT: f32 = 0.75;

/// Takes the echo out, frame by frame.
pub(super) struct Echo {
    processor: BlockProcessor,
    played: Block,
    linear: Block,
    out: Block,
    /// The same without what is below speech.
    deep: (Deep, Deep),
    n_played: u32,
    room: Room,
    /// Power of the echo that was taken out, and of what is left.
    power: (f32, f32),
    gain: f32,
}

impl Echo {
    pub(super) fn new() -> Echo {
        let mut config = EchoCanceller3Config::default();
        let filter = &mut config.filter;
        filter.export_linear_aec_output = true;
        filter.refined.length_blocks = ROOM_FRAMES;
        filter.refined_initial.length_blocks = ROOM_FRAMES;
        filter.coarse.length_blocks = ROOM_FRAMES;
        filter.coarse_initial.length_blocks = ROOM_FRAMES;
        Echo {
            processor: BlockProcessor::new(&config, RATE_HZ as usize, 1, 1),
            played: Block::new(1, 1),
            linear: Block::new(1, 1),
            out: Block::new(1, 1),
            deep: Default::default(),
            n_played: 0,
            room: Room::default(),
            power: (0.0, 0.0),
            gain: 1.0,
        }
    }

    /// One frame of the microphone, and what was played meanwhile; both in [-1, 1].
    pub(super) fn clean(&mut self, mic: &[f32], played: &[f32]) -> [f32; FRAME] {
        let mut heard = [0.0; FRAME];
        for (at, x) in mic.iter().take(FRAME).enumerate() {
            heard[at] = self.deep.0.without(x * SCALE);
        }
        let pairs = self.played.view_mut(0, 0).iter_mut().zip(played);
        for (to, x) in pairs {
            *to = self.deep.1.without(x * SCALE);
        }
        let loud = power(played);
        self.out.view_mut(0, 0).copy_from_slice(&heard);
        self.processor.buffer_render(&self.played);
        let is_clipped = mic.iter().any(|x| x.abs() > 0.99);
        self.processor
            .process_capture(false, is_clipped, Some(&mut self.linear), &mut self.out);
        self.room.look(power(&heard), loud);
        if !self.room.echoes {
            return heard.map(sample);
        }
        if loud > PLAYED_MIN * PLAYED_MIN {
            self.n_played = self.n_played.saturating_add(1);
        }
        let soft = self.rest(&heard);
        let mut clean = [0.0; FRAME];
        for (at, x) in clean.iter_mut().enumerate() {
            *x = sample(match self.n_played < LEARNED {
                true => self.out.view(0, 0)[at],
                false => self.linear.view(0, 0)[at] * soft[at],
            });
        }
        clean
    }

    /// How loud each sample of what is left may be.
    fn rest(&mut self, heard: &[f32; FRAME]) -> [f32; FRAME] {
        let left = self.linear.view(0, 0);
        let taken: Vec<f32> = heard.iter().zip(left).map(|(x, y)| x - y).collect();
        self.power.0 = KEPT * self.power.0 + (1.0 - KEPT) * power(&taken);
        self.power.1 = KEPT * self.power.1 + (1.0 - KEPT) * power(left);
        let before = self.gain;
        self.gain = match self.power.1 < REST * self.power.0 {
            true => REST_GAIN,
            false => 1.0,
        };
        let step = (self.gain - before) / FRAME as f32;
        std::array::from_fn(|at| before + step * (at + 1) as f32)
    }
}

/// Whether the loudspeaker is heard in the microphone.
struct Room {
    /// Power of the microphone at its softest; it rises tenfold in 30 s.
    floor: f32,
    /// Share of the frames with sound from the loudspeaker in which the microphone heard something, too.
    share: f32,
    echoes: bool,
    /// Power of the loudspeaker, as an echo rises and falls.
    loud: f32,
}

impl Default for Room {
    fn default() -> Room {
        Room {
            floor: f32::MAX,
            share: 1.0,
            echoes: true,
            loud: 0.0,
        }
    }
}

impl Room {
    /// Four times the power of the softest is something.
    const SOMETHING: f32 = 4.0;
    /// Half of what is known is forgotten within 0.2 s.
    const KEPT: f32 = 0.986;
    /// Half of the loudspeaker's power within 40 ms.
    const LOUD_KEPT: f32 = 0.93;

    fn look(&mut self, mic: f32, loud: f32) {
        self.floor = (self.floor * 1.000_3).min(mic.max(1.0));
        self.loud = Room::LOUD_KEPT * self.loud + (1.0 - Room::LOUD_KEPT) * loud;
        if self.loud < PLAYED_MIN * PLAYED_MIN {
            return;
        }
        let heard = f32::from(u8::from(mic > self.floor * Room::SOMETHING));
        self.share = Room::KEPT * self.share + (1.0 - Room::KEPT) * heard;
        self.echoes = self.share > if self.echoes { 0.2 } else { 0.85 };
    }
}

fn power(samples: &[f32]) -> f32 {
    samples.iter().map(|x| x * x).sum::<f32>() / samples.len().max(1) as f32
}

fn sample(x: f32) -> f32 {
    (x / SCALE).clamp(-1.0, 1.0)
}

/// A filter that takes out what is below 50 Hz or so.
#[derive(Default)]
struct Deep {
    before: f32,
    out: f32,
}

impl Deep {
    fn without(&mut self, x: f32) -> f32 {
        self.out = x - self.before + 0.98 * self.out;
        self.before = x;
        self.out
    }
}
