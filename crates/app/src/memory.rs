//! Memory that was needed once goes back to the system.

/// Gives back what the allocator keeps of freed memory: compiling the sentences of all skills takes many small
/// pieces that nothing needs afterwards, 17 MB of them. Only glibc keeps them, and only there is something to do.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[allow(
        unsafe_code,
        reason = "malloc_trim(3) takes no pointer, may be called by any thread at any time, and has no safe wrapper"
    )]
    // SAFETY: a plain call into glibc without pointers; it only unmaps pages that hold no allocation.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(all(test, target_os = "linux", target_env = "gnu"))]
mod tests {
    use super::*;

    /// Bytes of this process that no file stands behind.
    fn own_bytes() -> usize {
        let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
        let line = status.lines().find(|line| line.starts_with("RssAnon:"));
        let kb = line.and_then(|line| line.split_whitespace().nth(1));
        kb.and_then(|kb| kb.parse::<usize>().ok())
            .expect("a number")
            * 1024
    }

    #[test]
    fn what_was_freed_is_given_back_and_what_is_held_stays() {
        let mut pieces: Vec<Vec<u8>> = (0..40_000).map(|n| vec![n as u8; 1_000]).collect();
        // Each thousandth piece stays, so that the freed ones lie between.
        let held: Vec<Vec<u8>> = pieces
            .iter_mut()
            .step_by(1_000)
            .map(std::mem::take)
            .collect();
        drop(pieces);
        let before = own_bytes();
        give_back();
        let after = own_bytes();
        assert!(after + 20_000_000 < before, "{before} -> {after}");
        assert!(
            held.iter()
                .zip((0..40_000).step_by(1_000))
                .all(|(piece, n)| piece.iter().all(|&byte| byte == n as u8))
        );
    }
}
