//! Whether a JPEG file is whole. Decoders fill up what is missing with grey, and nobody is told.

/// Markers, the second bytes after `FF` (ITU T.81, table B.1).
const END: u8 = 0xd9;
/// Those that stand alone: restarts, the beginning, the end, and TEM.
const ALONE: std::ops::RangeInclusive<u8> = 0xd0..=END;
const TEM: u8 = 0x01;

/// Whether the first picture of the file reaches its end. What lies behind it, and smaller pictures in its head, do not
/// count.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        // What is not a marker is data of a scan, or fills up.
        let Some(at) = rest.iter().position(|byte| *byte == 0xff) else {
            return false;
        };
        let Some(&marker) = rest.get(at + 1) else {
            return false;
        };
        let skip = match marker {
            END => return true,
            // A fill byte before a marker.
            0xff => at + 1,
            0x00 | TEM => at + 2,
            _ if ALONE.contains(&marker) => at + 2,
            _ => match rest.get(at + 2..at + 4) {
                Some(length) => {
                    at + 2 + usize::from(u16::from_be_bytes([length[0], length[1]])).max(2)
                }
                None => return false,
            },
        };
        match rest.get(skip..) {
            Some(next) => rest = next,
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expect: bool) {
        assert_eq!(is_whole(bytes), expect, "{bytes:x?}");
    }

    #[test]
    fn ends() {
        check(
            b"\xff\xd8\xff\xda\0\x04ab data \xff\0 more \xff\xd0 on \xff\xd9",
            true,
        );
        check(b"\xff\xd8\xff\xda\0\x04ab data \xff\xd9 and a film", true);
        check(b"\xff\xd8\xff\xda\0\x04ab data \xff\xff\xd9", true);
        check(b"\xff\xd8\xff\xda\0\x04ab data \xff\0", false);
        check(b"\xff\xd8\xff\xda\0\x04ab data", false);
        // The end of a smaller picture in its head is not its own.
        check(
            b"\xff\xd8\xff\xe1\0\x06\xff\xd8\xff\xd9\xff\xda\0\x02 data",
            false,
        );
        check(
            b"\xff\xd8\xff\xe1\0\x06\xff\xd8\xff\xd9\xff\xda\0\x02 data\xff\xd9",
            true,
        );
        check(b"\xff\xd8\xff\xe1\xff\xff", false);
        check(b"\xff\xd8\xff\xe1\0", false);
        check(b"\xff\xd8\xff\xe1\0\0\xff\xd9", true);
        check(b"\xff", false);
        check(b"", false);
    }
}
