//! Memory that was needed once goes back to the system.

/// Pools that glibc's allocator makes at most: it would make eight for each processor, one for nearly each thread that
/// ever hears a sound, and each keeps what its busiest moment took. mallopt(3).
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const POOLS_MAX: libc::c_int = 2;
/// Pieces of so many bytes are the system's, and go back to it when they are freed. Without a word, glibc raises this
/// with every large piece that is freed.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const PIECE_MIN: libc::c_int = 512 << 10;

/// Makes the allocator keep little of what is freed; to be called before there are other threads. Twenty sounds at
/// once left 300 MB behind without it. Whether it is so from now on.
pub fn keep_little() -> bool {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[allow(
        unsafe_code,
        reason = "mallopt(3) takes two numbers, and has no safe wrapper"
    )]
    // SAFETY: plain calls into glibc without pointers; they only change how later allocations are served.
    return unsafe {
        libc::mallopt(libc::M_ARENA_MAX, POOLS_MAX) == 1
            && libc::mallopt(libc::M_MMAP_THRESHOLD, PIECE_MIN) == 1
    };
    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    false
}

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
    fn large_pieces_go_back_at_once() {
        assert!(keep_little());
        let before = own_bytes();
        // The first one would have taught glibc to keep the second.
        for _ in 0..2 {
            drop(std::hint::black_box(vec![1u8; 24 << 20]));
        }
        assert!(own_bytes() < before + (12 << 20));
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
