//! WAV files, as people send them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ling_fuzz::within;
use ling_speech::{RATE_HZ, wav};

fuzz_target!(|data: &[u8]| {
    if let Ok(sound) = within(|| wav::read(data, &wav::Limits::UTTERANCE)) {
        assert_eq!(sound.rate_hz, RATE_HZ);
        assert!(sound.samples.iter().all(|sample| sample.is_finite()));
    }
});
