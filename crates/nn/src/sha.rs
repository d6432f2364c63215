use std::{fmt, fs::File, io::Read, path::Path, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sha2::{Digest, Sha256};

/// How much of a file is read at once, in bytes.
const PIECE_BYTES: usize = 64 << 10;

/// A SHA-256 sum.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sha([u8; 32]);

impl Sha {
    /// The sum of a file, read piece by piece, and how many bytes it has.
    pub fn of_file(path: &Path) -> std::io::Result<(Sha, u64)> {
        let mut file = File::open(path)?;
        let (mut hasher, mut bytes) = (Hasher::default(), 0);
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            match file.read(&mut piece)? {
                0 => return Ok((hasher.finish(), bytes)),
                n => {
                    hasher.add(&piece[..n]);
                    bytes += n as u64;
                }
            }
        }
    }
}

impl fmt::Display for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Sha {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Sha, &'static str> {
        let wrong = "a SHA-256 sum has 64 hexadecimal digits";
        if text.len() != 64 || !text.is_ascii() {
            return Err(wrong);
        }
        let mut sum = [0; 32];
        for (at, byte) in sum.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| wrong)?;
        }
        Ok(Sha(sum))
    }
}

impl Serialize for Sha {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Sha, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// Sums up what comes in pieces.
#[derive(Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Adds the next piece.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The sum of everything that was added.
    pub fn finish(self) -> Sha {
        Sha(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut hasher = Hasher::default();
        text.bytes().for_each(|byte| hasher.add(&[byte]));
        let sum = hasher.finish();
        assert_eq!(sum.to_string(), expect);
        assert_eq!(expect.parse(), Ok(sum));
    }

    /// From the examples of FIPS 180.
    #[test]
    fn sums() {
        check(
            "abc",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        );
        check(
            "",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        );
        assert!("ba78".parse::<Sha>().is_err());
        assert!("zz".repeat(32).parse::<Sha>().is_err());
    }
}
