//! `mdef`: the phones, and which tied states (senones) each has in the company of its neighbours.

use super::bytes::Bytes;
use crate::SpeechError;

const FILE: &str = "mdef";

/// Phones are kept in sets of 64 bits.
pub(super) const PHONES_MAX: usize = 64;

/// Emitting states of every phone.
pub(super) const STATES: usize = 3;

/// Most phones in context: 64 of them, with both neighbours, at four places in a word.
const TRIPHONES_MAX: usize = PHONES_MAX * PHONES_MAX * PHONES_MAX * 4;

/// Senones are counted in 16 bits.
const SENONES_MAX: usize = 65_000;

/// A phone, as a place in the list of all.
pub(super) type Phone = u8;

/// The senones of a phone's states, as a place in the list of all such sequences.
pub(super) type Sequence = u16;

const NONE: Sequence = Sequence::MAX;

/// Where in a word a phone stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Inside,
    First,
    Last,
    Alone,
}

const PLACES: [Place; 4] = [Place::Inside, Place::First, Place::Last, Place::Alone];

/// The phones of a model.
#[derive(Debug)]
pub(super) struct Mdef {
    names: Vec<String>,
    fillers: Vec<bool>,
    silence: Phone,
    plain: Vec<Sequence>,
    matrices: Vec<u16>,
    in_context: Vec<Sequence>,
    senones: Vec<[u16; STATES]>,
    n_senones: usize,
    codebooks: Vec<Phone>,
}

struct Counts {
    phones: usize,
    with_context: usize,
    senones: usize,
    matrices: usize,
    sequences: usize,
    tree: usize,
}

impl Mdef {
    pub fn read(bytes: &[u8]) -> Result<Mdef, SpeechError> {
        let mut bytes = Bytes::new(FILE, bytes);
        let counts = Counts::read(&mut bytes)?;
        let mut names = Vec::new();
        let mut n_named = 0;
        for _ in 0..counts.phones {
            let name = bytes.until(0)?;
            n_named += name.len() + 1;
            names.push(String::from_utf8_lossy(name).into_owned());
        }
        bytes.take(n_named.next_multiple_of(4) - n_named)?;
        bytes.take(counts.tree.saturating_mul(8))?;
        let silence = names.iter().position(|name| name == "SIL");
        let Some(silence) = silence else {
            return Err(bytes.wrong("it has no phone `SIL`"));
        };
        let mut mdef = Mdef {
            names,
            fillers: Vec::new(),
            silence: silence as Phone,
            plain: Vec::new(),
            matrices: Vec::new(),
            in_context: vec![NONE; counts.phones.pow(3) * PLACES.len()],
            senones: Vec::new(),
            n_senones: counts.senones,
            codebooks: Vec::new(),
        };
        let bases = mdef.read_phones(&mut bytes, &counts)?;
        mdef.read_senones(&mut bytes, &counts)?;
        mdef.find_codebooks(&bases);
        Ok(mdef)
    }

    /// Which phone each sequence belongs to.
    fn read_phones(
        &mut self,
        bytes: &mut Bytes<'_>,
        counts: &Counts,
    ) -> Result<Vec<Phone>, SpeechError> {
        let mut bases = vec![self.silence; counts.sequences];
        for at in 0..counts.with_context {
            let (sequence, matrix) = (bytes.u32()? as usize, bytes.u32()? as usize);
            let info = bytes.take(4)?;
            if sequence >= counts.sequences || matrix >= counts.matrices {
                return Err(bytes.wrong(format!("phone {at} has states that are not there")));
            }
            let base = match at < counts.phones {
                true => {
                    self.fillers.push(info[0] != 0);
                    self.plain.push(sequence as Sequence);
                    self.matrices.push(matrix as u16);
                    at as Phone
                }
                false => {
                    let [place, base, left, right] = [info[0], info[1], info[2], info[3]];
                    let known = |phone: u8| usize::from(phone) < counts.phones;
                    if place > 3 || ![base, left, right].into_iter().all(known) {
                        return Err(bytes.wrong(format!("phone {at} has a strange context")));
                    }
                    let at = self.at(PLACES[usize::from(place)], base, left, right);
                    self.in_context[at] = sequence as Sequence;
                    base
                }
            };
            bases[sequence] = base;
        }
        Ok(bases)
    }

    fn read_senones(&mut self, bytes: &mut Bytes<'_>, counts: &Counts) -> Result<(), SpeechError> {
        if bytes.u32()? as usize != counts.sequences * STATES {
            return Err(bytes.wrong("its sequences of states do not add up"));
        }
        for _ in 0..counts.sequences {
            let three = [bytes.u16()?, bytes.u16()?, bytes.u16()?];
            if three.iter().any(|one| usize::from(*one) >= counts.senones) {
                return Err(bytes.wrong("it uses a tied state that is not there"));
            }
            self.senones.push(three);
        }
        bytes.end(0)
    }

    fn find_codebooks(&mut self, bases: &[Phone]) {
        self.codebooks = vec![0; self.n_senones];
        // Backwards, so that the first phone that uses a senone has it.
        for (three, base) in self.senones.iter().zip(bases).rev() {
            for senone in three {
                self.codebooks[usize::from(*senone)] = *base;
            }
        }
    }

    fn at(&self, place: Place, base: Phone, left: Phone, right: Phone) -> usize {
        let n = self.names.len();
        let [base, left, right] = [base, left, right].map(usize::from);
        ((place as usize * n + base) * n + left) * n + right
    }

    pub fn n_phones(&self) -> usize {
        self.names.len()
    }

    pub fn n_senones(&self) -> usize {
        self.n_senones
    }

    pub fn silence(&self) -> Phone {
        self.silence
    }

    /// The phone that is written so.
    pub fn phone(&self, name: &str) -> Option<Phone> {
        let at = self.names.iter().position(|known| known == name)?;
        Some(at as Phone)
    }

    pub fn name(&self, phone: Phone) -> &str {
        &self.names[usize::from(phone)]
    }

    /// Is it a noise and no sound of speech?
    pub fn is_filler(&self, phone: Phone) -> bool {
        self.fillers[usize::from(phone)]
    }

    /// The phone whose densities a senone mixes.
    pub fn codebook(&self, senone: usize) -> usize {
        usize::from(self.codebooks[senone])
    }

    /// The transition matrix of a phone.
    pub fn matrix(&self, phone: Phone) -> u16 {
        self.matrices[usize::from(phone)]
    }

    /// A phone whose transition matrix is not among the first `n`.
    pub fn lacks_matrix(&self, n: usize) -> Option<&str> {
        let at = self
            .matrices
            .iter()
            .position(|own| usize::from(*own) >= n)?;
        Some(&self.names[at])
    }

    /// A phone whatever stands beside it.
    pub fn plain(&self, phone: Phone) -> Sequence {
        self.plain[usize::from(phone)]
    }

    /// The senones of a sequence, one for each state.
    pub fn senones(&self, sequence: Sequence) -> [u16; STATES] {
        self.senones[usize::from(sequence)]
    }

    /// A phone between its neighbours; where the model has no such one, the nearest that it has: at another
    /// place in the word, then beside silence, then the plain phone.
    pub fn between(&self, place: Place, base: Phone, left: Phone, right: Phone) -> Sequence {
        if let Some(found) = self.anywhere(place, base, left, right) {
            return found;
        }
        let opens = matches!(place, Place::First | Place::Alone);
        let closes = matches!(place, Place::Last | Place::Alone);
        let quiet = |phone, at_edge: bool| match at_edge || self.is_filler(phone) {
            true => self.silence,
            false => phone,
        };
        let (near_left, near_right) = (quiet(left, opens), quiet(right, closes));
        let nearest = match (near_left, near_right) == (left, right) {
            true => None,
            false => self.anywhere(place, base, near_left, near_right),
        };
        nearest.unwrap_or_else(|| self.plain(base))
    }

    fn anywhere(&self, place: Place, base: Phone, left: Phone, right: Phone) -> Option<Sequence> {
        let quiet = |phone| match self.is_filler(phone) {
            true => self.silence,
            false => phone,
        };
        let (left, right) = (quiet(left), quiet(right));
        let others = PLACES.into_iter().filter(|other| *other != place);
        let mut found = [place].into_iter().chain(others).map(|place| {
            let at = self.at(place, base, left, right);
            self.in_context[at]
        });
        found.find(|sequence| *sequence != NONE)
    }
}

impl Counts {
    fn read(bytes: &mut Bytes<'_>) -> Result<Counts, SpeechError> {
        match bytes.take(4)? {
            b"BMDF" => {}
            b"FDMB" => bytes.swap(),
            _ => return Err(bytes.wrong("it is no binary model definition")),
        }
        let version = bytes.u32()?;
        if version > 1 {
            return Err(bytes.wrong(format!("version {version} is not known")));
        }
        let n_about = bytes.count("bytes of description", 4096)?;
        bytes.take(n_about)?;
        let phones = bytes.count("phones", PHONES_MAX)?;
        let with_context = bytes.count("phones in context", TRIPHONES_MAX)?;
        if bytes.u32()? as usize != STATES {
            return Err(bytes.wrong("only phones of three states are read"));
        }
        let (_plain_senones, senones) = (bytes.u32()?, bytes.count("tied states", SENONES_MAX)?);
        let matrices = bytes.count("transition matrices", SENONES_MAX)?;
        let sequences = bytes.count("sequences of states", SENONES_MAX)?;
        let _contexts = bytes.u32()?;
        let tree = bytes.count("nodes in its tree", TRIPHONES_MAX * 2)?;
        let _silence = bytes.u32()?;
        if phones == 0 || with_context < phones {
            return Err(bytes.wrong("it has no phones"));
        }
        Ok(Counts {
            phones,
            with_context,
            senones,
            matrices,
            sequences,
            tree,
        })
    }
}
