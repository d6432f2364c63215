//! The files of a model.

use super::{
    front::{Feature, Front, Params},
    gaussians::Gaussians,
    logs::Adder,
    mdef::{Mdef, Phone},
    phone_lm::PhoneLm,
    transitions::{self, Matrix},
    weights::Weights,
};
use crate::SpeechError;

/// The contents of a model's files, each named as in PocketSphinx's model folder.
#[derive(Clone, Copy, Debug)]
pub struct ModelFiles<'a> {
    /// `mdef`: phones and their tied states, binary.
    pub mdef: &'a [u8],
    /// `means` of the densities.
    pub means: &'a [u8],
    /// `variances` of the densities.
    pub variances: &'a [u8],
    /// `transition_matrices` of the phones.
    pub transition_matrices: &'a [u8],
    /// `sendump`: the weights of the densities, in 8 bits.
    pub sendump: &'a [u8],
    /// `feat.params`: how features are made of sound.
    pub feat_params: &'a [u8],
    /// `noisedict`: silence and noises.
    pub noisedict: &'a [u8],
    /// `phone.lm.bin`: which phones follow each other; without it, any may.
    pub phone_lm: Option<&'a [u8]>,
}

/// What a language sounds like.
#[derive(Debug)]
pub struct Acoustics {
    pub(super) mdef: Mdef,
    pub(super) gaussians: Gaussians,
    pub(super) weights: Weights,
    pub(super) matrices: Vec<Matrix>,
    pub(super) adder: Adder,
    pub(super) front: Front,
    pub(super) noises: Vec<Phone>,
    pub(super) phone_lm: PhoneLm,
}

impl Acoustics {
    /// Reads a model of phones with three states, each with its own codebook (`-model ptm`).
    pub fn read(files: &ModelFiles<'_>) -> Result<Acoustics, SpeechError> {
        let mdef = Mdef::read(files.mdef)?;
        let gaussians = Gaussians::read(files.means, files.variances)?;
        if gaussians.n_codebooks() != mdef.n_phones() {
            return Err(SpeechError::Model {
                file: "means".into(),
                why: format!(
                    "it is for {} phones, `mdef` has {}",
                    gaussians.n_codebooks(),
                    mdef.n_phones()
                ),
            });
        }
        let weights = Weights::read(files.sendump, mdef.n_senones())?;
        let matrices = transitions::read(files.transition_matrices)?;
        if let Some(phone) = mdef.lacks_matrix(matrices.len()) {
            return Err(SpeechError::Model {
                file: "transition_matrices".into(),
                why: format!("it has none for the phone `{phone}`"),
            });
        }
        let params = Params::parse(&String::from_utf8_lossy(files.feat_params))?;
        let phone_lm = match files.phone_lm {
            Some(bytes) => PhoneLm::read(bytes, &mdef)?,
            None => PhoneLm::flat(&mdef),
        };
        Ok(Acoustics {
            noises: noises(&String::from_utf8_lossy(files.noisedict), &mdef)?,
            front: Front::new(&params),
            phone_lm,
            mdef,
            gaussians,
            weights,
            matrices,
            adder: Adder::new(),
        })
    }

    /// As [`Acoustics::read`], each file by its name from `file`, which a folder or a package stands behind.
    pub fn open<E: From<SpeechError>>(
        file: impl Fn(&str) -> Result<Vec<u8>, E>,
    ) -> Result<Acoustics, E> {
        Ok(Acoustics::read(&ModelFiles {
            mdef: &file("mdef")?,
            means: &file("means")?,
            variances: &file("variances")?,
            transition_matrices: &file("transition_matrices")?,
            sendump: &file("sendump")?,
            feat_params: &file("feat.params")?,
            noisedict: &file("noisedict")?,
            phone_lm: file("phone.lm.bin").ok().as_deref(),
        })?)
    }

    /// How badly each senone fits each frame, in negated steps of 0.1024 nats against the best one: a view for
    /// tests and for other programs to compare with.
    pub fn senone_scores(&self, frame: &Feature) -> Vec<i32> {
        let mut scores = super::score::Scores::new(self);
        scores.take(self, frame);
        let all: Vec<i32> = (0..self.mdef.n_senones() as u16)
            .map(|senone| scores.of(self, senone))
            .collect();
        let best = all.iter().copied().min().unwrap_or(0);
        all.into_iter().map(|score| score - best).collect()
    }
}

/// The phones of the noises, silence first and each once.
fn noises(text: &str, mdef: &Mdef) -> Result<Vec<Phone>, SpeechError> {
    let mut noises = vec![mdef.silence()];
    for (line, row) in text.lines().enumerate() {
        let Some(name) = row.split_ascii_whitespace().nth(1) else {
            continue;
        };
        let phone = mdef.phone(name).ok_or_else(|| SpeechError::Model {
            file: "noisedict".into(),
            why: format!("line {}: the model has no phone `{name}`", line + 1),
        })?;
        if !noises.contains(&phone) {
            noises.push(phone);
        }
    }
    Ok(noises)
}
