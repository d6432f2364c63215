use crate::limits::PAGE_MAX;

/// Which part of a long answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many rows to pass over.
    pub offset: u32,
    /// How many rows at most; more than [`PAGE_MAX`] are never given.
    pub limit: u32,
}

impl Default for Page {
    fn default() -> Page {
        Page {
            offset: 0,
            limit: PAGE_MAX,
        }
    }
}

impl Page {
    /// The first `limit` rows.
    pub fn first(limit: u32) -> Page {
        Page { offset: 0, limit }
    }

    pub(crate) fn rows(self) -> i64 {
        i64::from(self.limit.min(PAGE_MAX))
    }

    pub(crate) fn start(self) -> i64 {
        i64::from(self.offset)
    }
}
