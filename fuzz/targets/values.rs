//! The value tagger, the reading of days and hours included.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ling_fuzz::{check_span, now, text, within};

fuzz_target!(|data: &[u8]| {
    let text = text(data);
    let n_chars = text.chars().count();
    for found in within(|| ling_text::values::tag(&text, &now())) {
        check_span(found.span.start, found.span.end, n_chars);
    }
});
