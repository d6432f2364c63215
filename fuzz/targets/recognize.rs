//! Values in the shape of the Recognizers specs, every model in both cultures.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ling_fuzz::{check_span, text, within};
use ling_text::values::{
    recognize::{Model, recognise},
    timex::Culture,
};

fuzz_target!(|data: &[u8]| {
    let text = text(data);
    let n_chars = text.chars().count();
    for culture in [Culture::Chinese, Culture::English] {
        for (_, model) in Model::ALL {
            for found in within(|| recognise(&text, culture, *model)) {
                check_span(found.start, found.end, n_chars);
            }
        }
    }
});
