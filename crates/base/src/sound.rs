/// Mono sound.
#[derive(Clone, Debug, PartialEq)]
pub struct Pcm {
    /// Samples per second.
    pub rate_hz: u32,
    /// One value per sample, in [-1, 1].
    pub samples: Vec<f32>,
}
