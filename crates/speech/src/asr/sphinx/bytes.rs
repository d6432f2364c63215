//! Reading a model file piece by piece; whatever is wrong with it becomes an error that names the file.

use crate::SpeechError;

/// A file of a model, and how far it has been read.
pub(super) struct Bytes<'a> {
    file: &'static str,
    rest: &'a [u8],
    swapped: bool,
}

impl<'a> Bytes<'a> {
    pub fn new(file: &'static str, bytes: &'a [u8]) -> Bytes<'a> {
        Bytes {
            file,
            rest: bytes,
            swapped: false,
        }
    }

    /// Numbers from here on have their bytes in the other order.
    pub fn swap(&mut self) {
        self.swapped = true;
    }

    /// An error about this file.
    pub fn wrong(&self, why: impl Into<String>) -> SpeechError {
        SpeechError::Model {
            file: self.file.into(),
            why: why.into(),
        }
    }

    pub fn take(&mut self, n_bytes: usize) -> Result<&'a [u8], SpeechError> {
        if n_bytes > self.rest.len() {
            let missing = n_bytes - self.rest.len();
            return Err(self.wrong(format!("it is cut off: {missing} bytes are missing")));
        }
        let (taken, rest) = self.rest.split_at(n_bytes);
        self.rest = rest;
        Ok(taken)
    }

    pub fn u16(&mut self) -> Result<u16, SpeechError> {
        let bytes: [u8; 2] = self.take(2)?.try_into().expect("two bytes were taken");
        let read = u16::from_le_bytes(bytes);
        Ok(if self.swapped {
            read.swap_bytes()
        } else {
            read
        })
    }

    pub fn u32(&mut self) -> Result<u32, SpeechError> {
        let bytes: [u8; 4] = self.take(4)?.try_into().expect("four bytes were taken");
        let read = u32::from_le_bytes(bytes);
        Ok(if self.swapped {
            read.swap_bytes()
        } else {
            read
        })
    }

    /// A count that may be at most `most`.
    pub fn count(&mut self, what: &str, most: usize) -> Result<usize, SpeechError> {
        let n = self.u32()? as usize;
        if n > most {
            return Err(self.wrong(format!("it claims {n} {what}, at most {most} are taken")));
        }
        Ok(n)
    }

    pub fn f32s(&mut self, n: usize) -> Result<Vec<f32>, SpeechError> {
        let swapped = self.swapped;
        let bytes = self.take(n.saturating_mul(4))?;
        let read = bytes.chunks_exact(4).map(|four| {
            let four: [u8; 4] = four.try_into().expect("chunks of four");
            f32::from_bits(match swapped {
                true => u32::from_be_bytes(four),
                false => u32::from_le_bytes(four),
            })
        });
        let read: Vec<f32> = read.collect();
        match read.iter().all(|x| x.is_finite()) {
            true => Ok(read),
            false => Err(self.wrong("it has a number that is not finite")),
        }
    }

    /// What stands before the next `end`, which is taken too.
    pub fn until(&mut self, end: u8) -> Result<&'a [u8], SpeechError> {
        match self.rest.iter().position(|byte| *byte == end) {
            Some(n) => Ok(&self.take(n + 1)?[..n]),
            None => Err(self.wrong("it ends in its header")),
        }
    }

    /// Nothing may follow, but for `most` bytes, such as a checksum.
    pub fn end(&self, most: usize) -> Result<(), SpeechError> {
        match self.rest.len() <= most {
            true => Ok(()),
            false => Err(self.wrong(format!("it has {} bytes too many", self.rest.len()))),
        }
    }

    /// The header of a parameter file: lines of names and values, then a number that tells the order of bytes.
    /// Returns whether a checksum follows the numbers.
    pub fn s3_header(&mut self) -> Result<bool, SpeechError> {
        if self.until(b'\n')? != b"s3" {
            return Err(self.wrong("it does not begin with `s3`"));
        }
        let mut with_checksum = false;
        loop {
            let line = self.until(b'\n')?;
            let mut words = line
                .split(u8::is_ascii_whitespace)
                .filter(|w| !w.is_empty());
            match words.next() {
                Some(b"endhdr") => break,
                Some(b"chksum0") => with_checksum = words.next() == Some(b"yes"),
                _ => {}
            }
        }
        match self.u32()? {
            0x1122_3344 => {}
            0x4433_2211 => self.swap(),
            _ => return Err(self.wrong("its order of bytes is not known")),
        }
        Ok(with_checksum)
    }
}
