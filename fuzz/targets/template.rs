//! The template language: whatever is read, printed and read again, is the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ling_fuzz::{text, within};
use ling_understand::template::parse;

fuzz_target!(|data: &[u8]| {
    let text = text(data);
    let Ok(read) = within(|| parse(&text)) else {
        return;
    };
    let printed = read.to_string();
    let again = parse(&printed).unwrap_or_else(|error| panic!("{text:?} {printed:?}: {error}"));
    assert_eq!(again.to_string(), printed, "{text:?}");
});
