use std::collections::HashMap;

use ling_nn::{Net, NetOptions, Tensor, Values};

use super::encoder::whole;
use super::{BLANK, bad, bad_answer, not_this};
use crate::SpeechError;
use crate::asr::ctc::LogProbs;

/// Most tokens that a net may know.
const TOKENS_MAX: usize = 200_000;

/// Most tokens that a decoder may look back at.
const CONTEXT_MAX: usize = 16;

/// What the decoder made of contexts is kept for so many of them.
const KEPT_MAX: usize = 1_000;

/// Stands before the first token.
const NONE: i32 = -1;

/// Decoder and joiner: how likely each token is next, after a frame and the tokens before it.
#[derive(Debug)]
pub(crate) struct Scorer {
    decoder: Net,
    joiner: Net,
    n_context: usize,
    n_tokens: usize,
    names: Names,
}

/// What goes in and comes out.
#[derive(Debug)]
struct Names {
    decoder: [String; 2],
    joiner: [String; 3],
}

/// What the decoder made of the contexts that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    kept: HashMap<Vec<i32>, Vec<f32>>,
}

impl Scorer {
    pub(crate) fn open(
        files: [&str; 2],
        onnx: [Vec<u8>; 2],
        options: &NetOptions,
    ) -> Result<Scorer, SpeechError> {
        let load = |file: &str, onnx| {
            Net::load(onnx, options).map_err(|error| not_this(file, error.to_string()))
        };
        let [decoder, joiner] = onnx;
        let (decoder, joiner) = (load(files[0], decoder)?, load(files[1], joiner)?);
        let whole = |key: &str| whole(&decoder, key).map_err(|why| not_this(files[0], why));
        let (n_context, n_tokens) = (whole("context_size")?, whole("vocab_size")?);
        if !(1..=CONTEXT_MAX).contains(&n_context) || !(2..=TOKENS_MAX).contains(&n_tokens) {
            let why = "`context_size` or `vocab_size` makes no sense";
            return Err(not_this(files[0], why.into()));
        }
        let names = |file, net: &Net| {
            let inputs = net.inputs().chain(net.outputs().take(1));
            let names: Vec<String> = inputs.map(str::to_owned).collect();
            let other = "it takes something else than a transducer's part does";
            (names, not_this(file, other.into()))
        };
        let (of_decoder, other) = names(files[0], &decoder);
        let of_decoder = of_decoder.try_into().map_err(|_| other)?;
        let (of_joiner, other) = names(files[1], &joiner);
        let of_joiner = of_joiner.try_into().map_err(|_| other)?;
        Ok(Scorer {
            decoder,
            joiner,
            n_context,
            n_tokens,
            names: Names {
                decoder: of_decoder,
                joiner: of_joiner,
            },
        })
    }

    /// How many tokens there are.
    pub(crate) fn n_tokens(&self) -> usize {
        self.n_tokens
    }

    /// How many tokens the decoder looks back at.
    pub(crate) fn n_context(&self) -> usize {
        self.n_context
    }

    /// The context before any token.
    pub(crate) fn start(&self) -> Vec<i32> {
        let mut start = vec![NONE; self.n_context];
        start[self.n_context - 1] = BLANK as i32;
        start
    }

    /// How likely each token is after `frame`, a row for each context.
    pub(crate) fn scores(
        &self,
        frame: &[f32],
        contexts: &[Vec<i32>],
        scores: &mut Scores,
    ) -> Result<LogProbs, SpeechError> {
        self.decode(contexts, scores)?;
        let decoded = contexts.iter().filter_map(|one| scores.kept.get(one));
        let decoded = decoded.flatten().copied().collect();
        let frames = frame.repeat(contexts.len());
        let n = contexts.len();
        let [encoder_out, decoder_out, logit] = self.names.joiner.each_ref();
        let inputs = vec![
            (encoder_out.as_str(), Tensor::f32(&[n, frame.len()], frames)),
            (
                decoder_out.as_str(),
                Tensor::f32(&[n, frame.len()], decoded),
            ),
        ];
        let found = self.joiner.run(inputs, &[logit]);
        let found = found.map_err(|error| bad(&error))?.into_iter().next();
        match found.map(|tensor| tensor.values) {
            Some(Values::F32(values)) if values.len() == n * self.n_tokens => {
                Ok(LogProbs::new(&values, self.n_tokens))
            }
            _ => Err(bad_answer(format!(
                "the joiner does not give {} floats",
                self.n_tokens
            ))),
        }
    }

    /// Runs the decoder for the contexts that it has not seen.
    fn decode(&self, contexts: &[Vec<i32>], scores: &mut Scores) -> Result<(), SpeechError> {
        if scores.kept.len() + contexts.len() > KEPT_MAX {
            scores.kept.clear();
        }
        let new = contexts
            .iter()
            .filter(|one| !scores.kept.contains_key(*one));
        let mut new: Vec<&Vec<i32>> = new.collect();
        new.sort();
        new.dedup();
        if new.is_empty() {
            return Ok(());
        }
        let ids = new.iter().flat_map(|one| one.iter().copied()).collect();
        let [y, decoder_out] = self.names.decoder.each_ref();
        let inputs = vec![(y.as_str(), Tensor::i32(&[new.len(), self.n_context], ids))];
        let found = self.decoder.run(inputs, &[decoder_out]);
        let found = found.map_err(|error| bad(&error))?.into_iter().next();
        match found.map(|tensor| tensor.values) {
            Some(Values::F32(values)) if !values.is_empty() => {
                let width = values.len() / new.len();
                let rows = values.chunks_exact(width).map(<[f32]>::to_vec);
                scores.kept.extend(new.into_iter().cloned().zip(rows));
                Ok(())
            }
            _ => Err(bad_answer("the decoder gives no floats".into())),
        }
    }
}
