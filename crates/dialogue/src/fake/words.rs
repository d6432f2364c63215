//! `WordsPort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeWords;

impl WordsPort for FakeWords {
    fn look_up<'a>(&'a self, _word: &'a str, _into: ling_base::Lang) -> Later<'a, Vec<Entry>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
