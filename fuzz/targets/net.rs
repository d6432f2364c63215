//! Model files: whatever is behind a right check sum is refused, or it runs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ling_fuzz::{now, within};
use ling_understand::{Names, net::Net};

/// The check sum of the file, as `models/train/understand/export.py` writes it.
fn check_sum(body: &[u8]) -> u32 {
    let hash = body.chunks(4).fold(0xcbf2_9ce4_8422_2325_u64, |hash, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        (hash ^ u64::from(u32::from_le_bytes(word))).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)) as u32
}

fuzz_target!(|data: &[u8]| {
    let sum = check_sum(data).to_le_bytes();
    let sealed = [data, &sum].concat();
    let Ok(net) = within(|| Net::load(&sealed)) else {
        return;
    };
    let said = "play 一下周杰伦的晴天";
    let guess = within(|| net.guess(said, &now(), &Names::default()));
    assert!(!guess.known.is_nan() && guess.labels.iter().all(|label| !label.1.is_nan()));
    let n_chars = said.chars().count();
    for slot in &guess.slots {
        ling_fuzz::check_span(slot.span.start, slot.span.end, n_chars);
    }
});
