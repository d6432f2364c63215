//! Readings that several constructs ask for at the same place are made once.

use std::cell::RefCell;

/// What was read at each place: nothing asked yet, or the answer.
pub(super) struct Memo<T>(RefCell<Vec<Option<Option<T>>>>);

impl<T: Clone> Memo<T> {
    pub(super) fn new(places: usize) -> Memo<T> {
        Memo(RefCell::new(vec![None; places + 1]))
    }

    /// The answer for `i`, made now if it is the first time.
    pub(super) fn get(&self, i: usize, make: impl FnOnce() -> Option<T>) -> Option<T> {
        if let Some(known) = self.0.borrow().get(i).and_then(Clone::clone) {
            return known;
        }
        let answer = make();
        if let Some(slot) = self.0.borrow_mut().get_mut(i) {
            *slot = Some(answer.clone());
        }
        answer
    }
}
