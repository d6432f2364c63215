//! How likely a text praises and blames: two logistic sums over its marks, learnt from our own labelled sentences
//! (`models/train/sentiment`).

use std::sync::OnceLock;

use super::marks::{LISTED, MARKS, marks};

/// First bytes of the file.
const MAGIC: &[u8; 8] = b"LINGSEN1";
/// One for praise, one for blame.
const SUMS: usize = 2;
/// A sum's numbers that are no marks': of the lists, and one for all texts; each four bytes. Its scale stands before them.
const WHOLE: usize = 1 + LISTED + 1;

const FILE: &[u8] = include_bytes!("../../../../../models/sentiment/judge.bin");

/// One logistic sum.
struct Sum {
    /// What a mark's byte is to be multiplied with.
    scale: f32,
    listed: [f32; LISTED],
    always: f32,
    marks: &'static [u8],
}

/// How likely it is, from 0 to 1, that a text praises, and that it blames. `praise` and `blame` are what the lists
/// of words found in it.
pub(super) fn judge(text: &str, praise: f64, blame: f64) -> (f64, f64) {
    let marks = marks(text, praise, blame);
    let [for_it, against] = sums();
    (for_it.of(&marks), against.of(&marks))
}

fn sums() -> &'static [Sum; SUMS] {
    static SUMS_READ: OnceLock<[Sum; SUMS]> = OnceLock::new();
    SUMS_READ.get_or_init(|| read(FILE).expect("a test reads the file"))
}

fn read(file: &'static [u8]) -> Option<[Sum; SUMS]> {
    let bytes = file.strip_prefix(MAGIC)?;
    let (praise, bytes) = sum(bytes)?;
    let (blame, rest) = sum(bytes)?;
    rest.is_empty().then_some([praise, blame])
}

fn sum(bytes: &'static [u8]) -> Option<(Sum, &'static [u8])> {
    let (whole, bytes) = bytes.split_at_checked(WHOLE * 4)?;
    let (marks, rest) = bytes.split_at_checked(MARKS)?;
    let (numbers, _) = whole.as_chunks::<4>();
    let mut numbers = numbers.iter().map(|four| f32::from_le_bytes(*four));
    let sum = Sum {
        scale: numbers.next()?,
        listed: [
            numbers.next()?,
            numbers.next()?,
            numbers.next()?,
            numbers.next()?,
        ],
        always: numbers.next()?,
        marks,
    };
    Some((sum, rest))
}

impl Sum {
    fn of(&self, marks: &[(usize, f32)]) -> f64 {
        let weight = |mark: usize| match self.marks.get(mark) {
            Some(byte) => f32::from(byte.cast_signed()) * self.scale,
            None => self.listed[mark - MARKS],
        };
        let sum = marks.iter().map(|(mark, x)| weight(*mark) * x).sum::<f32>();
        1.0 / (1.0 + f64::from(-(sum + self.always)).exp())
    }
}

/// The file of two sums, each the numbers of all marks, of the lists, and one for all texts.
///
/// # Panics
/// Where a sum has not so many numbers.
pub fn file(sums: [&[f32]; SUMS]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for sum in sums {
        assert_eq!(sum.len(), MARKS + LISTED + 1, "numbers of a sum");
        let (marks, whole) = sum.split_at(MARKS);
        let largest = marks
            .iter()
            .fold(f32::MIN_POSITIVE, |most, x| most.max(x.abs()));
        let scale = largest / 127.0;
        bytes.extend(scale.to_le_bytes());
        bytes.extend(whole.iter().flat_map(|x| x.to_le_bytes()));
        bytes.extend(
            marks
                .iter()
                .map(|x| ((x / scale).round() as i8).cast_unsigned()),
        );
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole() {
        assert!(read(FILE).is_some());
        assert!(read(&FILE[..FILE.len() - 1]).is_none());
        assert!(read(b"LINGSEN2").is_none());
    }

    #[test]
    fn written_and_read() {
        let mut praise = vec![0.0; MARKS + LISTED + 1];
        (praise[7], praise[MARKS + 1], praise[MARKS + LISTED]) = (-2.0, 0.5, 0.25);
        let bytes: &'static [u8] = file([&praise, &praise]).leak();
        let [sum, _] = read(bytes).expect("a whole file");
        let expect = 1.0 / (1.0 + (2.0_f64 - 0.25 - 0.5).exp());
        assert!((sum.of(&[(7, 1.0), (MARKS + 1, 1.0)]) - expect).abs() < 1e-6);
    }
}
