//! Choosing among readings.

/// The longest of several readings; the first of equally long ones.
pub(super) fn longest<T>(
    readings: impl IntoIterator<Item = Option<(T, usize)>>,
) -> Option<(T, usize)> {
    let mut best: Option<(T, usize)> = None;
    for (value, end) in readings.into_iter().flatten() {
        if best.as_ref().is_none_or(|(_, longest)| *longest < end) {
            best = Some((value, end));
        }
    }
    best
}
