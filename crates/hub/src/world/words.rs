use ling_dialogue::*;

use super::Deps;

/// `WordsPort` of the running house.
pub(crate) struct Words {
    _deps: Deps,
}

impl Words {
    pub(crate) fn new(deps: Deps) -> Words {
        Words { _deps: deps }
    }
}

impl WordsPort for Words {
    fn look_up<'a>(&'a self, _word: &'a str, _into: ling_base::Lang) -> Later<'a, Vec<Entry>> {
        Box::pin(async { Err(PortError::Off(Service::Words)) })
    }
}
