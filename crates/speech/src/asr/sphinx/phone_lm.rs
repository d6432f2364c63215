//! `phone.lm.bin`: which phones follow each other in a language, by pairs and threes.

use super::{
    bytes::Bytes,
    logs,
    mdef::{Mdef, PHONES_MAX, Phone},
};
use crate::SpeechError;

const FILE: &str = "phone.lm.bin";

/// The file begins with this.
const MAGIC: &[u8] = b"Trie Language Model";

/// Values that a number of 16 bits can stand for.
const BINS: usize = 1 << 16;

/// Threes at most: each phone after each two.
const THREES_MAX: usize = PHONES_MAX * PHONES_MAX * PHONES_MAX;

/// No likelihood is less than this, in steps: a phone that was never seen is rare, not impossible.
const LEAST: f32 = -100.0;

/// How likely each phone is after two others, in steps.
#[derive(Debug)]
pub(super) struct PhoneLm {
    n_phones: usize,
    steps: Vec<i16>,
}

impl PhoneLm {
    /// Every phone is as likely as every other.
    pub fn flat(mdef: &Mdef) -> PhoneLm {
        let n_phones = mdef.n_phones();
        let likely = logs::steps(-(n_phones as f64).ln()) as i16;
        PhoneLm {
            n_phones,
            steps: vec![likely; n_phones.pow(3)],
        }
    }

    pub fn read(bytes: &[u8], mdef: &Mdef) -> Result<PhoneLm, SpeechError> {
        let file = Trie::read(Bytes::new(FILE, bytes))?;
        let silence = file.word("SIL").ok_or_else(|| SpeechError::Model {
            file: FILE.into(),
            why: "it has no phone `SIL`".into(),
        })?;
        let n_phones = mdef.n_phones();
        // Noises stand where silence may.
        let words: Vec<usize> = (0..n_phones)
            .map(|phone| file.word(mdef.name(phone as Phone)).unwrap_or(silence))
            .collect();
        let n_words = file.words.len();
        let all = file.threes();
        let mut steps = Vec::with_capacity(n_phones.pow(3));
        for before in &words {
            for last in &words {
                let row = &all[(before * n_words + last) * n_words..][..n_words];
                steps.extend(words.iter().map(|next| row[*next] as i16));
            }
        }
        Ok(PhoneLm { n_phones, steps })
    }

    /// How likely each phone is after `last`, before which was `before`.
    pub fn after(&self, before: Phone, last: Phone) -> &[i16] {
        let at = usize::from(before) * self.n_phones + usize::from(last);
        &self.steps[at * self.n_phones..][..self.n_phones]
    }
}

/// One phone, or one after another, as the file has them.
#[derive(Clone, Copy)]
struct One {
    likely: f32,
    /// What is added when this is what came before, and more is not known.
    unseen: f32,
}

struct Trie {
    words: Vec<String>,
    ones: Vec<One>,
    /// The word, the one before it, how likely.
    twos: Vec<(usize, usize, One)>,
    /// The word, the one before it, the one before that, how likely.
    threes: Vec<(usize, usize, usize, f32)>,
}

/// Numbers of a few bits each, one behind the other.
struct Bits<'a> {
    bytes: &'a [u8],
    n_bits: usize,
}

impl Bits<'_> {
    /// The bits from `from` on of the row `row`.
    fn get(&self, row: usize, from: usize, n: usize) -> usize {
        let at = row * self.n_bits + from;
        let byte = |at: usize| self.bytes.get(at).copied().map_or(0, u64::from);
        let word = (0..5).fold(0, |word, k| word | byte(at / 8 + k) << (8 * k));
        (word >> (at % 8)) as usize & ((1 << n) - 1)
    }
}

/// Bits that a number up to `most` takes.
fn bits_for(most: usize) -> usize {
    (usize::BITS - most.leading_zeros()) as usize
}

impl Trie {
    fn read(mut bytes: Bytes<'_>) -> Result<Trie, SpeechError> {
        if bytes.take(MAGIC.len())? != MAGIC {
            return Err(bytes.wrong("it is no language model in Sphinx's binary format"));
        }
        if bytes.take(1)? != [3] {
            return Err(bytes.wrong("only models of threes are read"));
        }
        let n_ones = bytes.count("phones", PHONES_MAX)?;
        let n_twos = bytes.count("pairs", THREES_MAX)?;
        let n_threes = bytes.count("threes", THREES_MAX)?;
        let _kind = bytes.u32()?;
        let two_likely = bytes.f32s(BINS)?;
        let two_unseen = bytes.f32s(BINS)?;
        let three_likely = bytes.f32s(BINS)?;
        let (mut ones, mut begins) = (Vec::new(), Vec::new());
        for _ in 0..=n_ones {
            let [likely, unseen] = [bytes.f32s(1)?[0], bytes.f32s(1)?[0]];
            ones.push(One { likely, unseen });
            begins.push(bytes.count("pairs", n_twos)?);
        }
        ones.pop();
        let (word_bits, next_bits) = (bits_for(n_ones), bits_for(n_threes));
        let size = |n: usize, n_bits: usize| ((n + 1) * n_bits).div_ceil(8) + 8;
        let n_bits = word_bits + 32 + next_bits;
        let pairs = Bits {
            bytes: bytes.take(size(n_twos, n_bits))?,
            n_bits,
        };
        let n_bits = word_bits + 16;
        let triples = Bits {
            bytes: bytes.take(size(n_threes, n_bits))?,
            n_bits,
        };
        let mut trie = Trie {
            words: Trie::read_words(&mut bytes, n_ones)?,
            ones,
            twos: Vec::new(),
            threes: Vec::new(),
        };
        for word in 0..n_ones {
            for row in begins[word]..begins[word + 1] {
                let before = pairs.get(row, 0, word_bits);
                let one = One {
                    unseen: two_unseen[pairs.get(row, word_bits, 16)],
                    likely: two_likely[pairs.get(row, word_bits + 16, 16)],
                };
                trie.twos.push((word, before, one));
                let below = |row| pairs.get(row, word_bits + 32, next_bits).min(n_threes);
                for row in below(row)..below(row + 1) {
                    let first = triples.get(row, 0, word_bits);
                    let likely = three_likely[triples.get(row, word_bits, 16)];
                    trie.threes.push((word, before, first, likely));
                }
            }
        }
        Ok(trie)
    }

    fn read_words(bytes: &mut Bytes<'_>, n: usize) -> Result<Vec<String>, SpeechError> {
        let n_bytes = bytes.count("bytes of names", 64 * PHONES_MAX)?;
        let text = String::from_utf8_lossy(bytes.take(n_bytes)?).into_owned();
        let words: Vec<String> = text.split_terminator('\0').map(str::to_owned).collect();
        bytes.end(0)?;
        match words.len() == n {
            true => Ok(words),
            false => Err(bytes.wrong("it has other phones than it counts")),
        }
    }

    fn word(&self, name: &str) -> Option<usize> {
        self.words.iter().position(|word| word == name)
    }

    /// How likely each word is after each two, in steps: row by row for the first, then the second.
    fn threes(&self) -> Vec<f32> {
        let n = self.words.len();
        let mut pairs: Vec<f32> = Vec::with_capacity(n * n);
        for before in &self.ones {
            pairs.extend(self.ones.iter().map(|one| one.likely + before.unseen));
        }
        let mut unseen = vec![0.0; n * n];
        for (word, before, one) in self.twos.iter().filter(|two| two.1 < n) {
            pairs[before * n + word] = one.likely;
            unseen[before * n + word] = one.unseen;
        }
        let mut all = Vec::with_capacity(n * n * n);
        for (context, unseen) in unseen.iter().enumerate() {
            let row = &pairs[context % n * n..][..n];
            all.extend(row.iter().map(|likely| likely + unseen));
        }
        for (word, last, before, likely) in self.threes.iter().filter(|t| t.1 < n && t.2 < n) {
            all[(before * n + last) * n + word] = *likely;
        }
        let shift = (1 << logs::SHIFT) as f32;
        all.iter_mut()
            .for_each(|fine| *fine = (*fine / shift).clamp(LEAST, 0.0));
        all
    }
}
