//! Times in the shape of the Recognizers specs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ling_fuzz::{check_span, now, text, within};
use ling_text::values::timex::{Culture, recognise};

fuzz_target!(|data: &[u8]| {
    let text = text(data);
    let n_chars = text.chars().count();
    for culture in [Culture::Chinese, Culture::English] {
        for found in within(|| recognise(&text, culture, now().datetime())) {
            check_span(found.span.start, found.span.end, n_chars);
        }
    }
});
