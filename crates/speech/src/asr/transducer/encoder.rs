use ling_nn::{Net, NetOptions, Tensor, Values};

use super::{bad, bad_answer, not_this};
use crate::SpeechError;
use crate::fbank::Options;

/// Frames that go in at once, at most: 10 s.
const FRAMES_MAX: usize = 1_000;

/// Caches at most; a large zipformer has 140.
const CACHES_MAX: usize = 1_000;

/// Values in all caches at most: 256 MB.
const VALUES_MAX: usize = 64_000_000;

/// From the values of a filter bank to frames, a chunk at a time.
#[derive(Debug)]
pub(crate) struct Encoder {
    net: Net,
    /// The name of what goes in, and of what comes out.
    x: String,
    out: String,
    /// Frames of the filter bank that go in at once.
    n_frames: usize,
    /// How many of them are new each time.
    step: usize,
    caches: Vec<Cache>,
}

/// What is kept from chunk to chunk.
#[derive(Debug)]
struct Cache {
    name: String,
    /// What the net calls it when it comes out.
    next: String,
    shape: Vec<usize>,
    is_whole: bool,
}

/// Frames of the encoder.
#[derive(Debug, PartialEq)]
pub(crate) struct Frames {
    pub(crate) values: Vec<f32>,
    pub(crate) width: usize,
}

impl Frames {
    /// One after the other.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.width.max(1))
    }
}

impl Encoder {
    pub(crate) fn open(
        file: &str,
        onnx: Vec<u8>,
        options: &NetOptions,
    ) -> Result<Encoder, SpeechError> {
        let wrong = |why: String| not_this(file, why);
        let net = Net::load(onnx, options).map_err(|error| wrong(error.to_string()))?;
        let model = net.metadata("model_type").unwrap_or_default();
        if !model.starts_with("zipformer") {
            return Err(wrong("it is no zipformer with metadata".into()));
        }
        let whole = |key: &str| whole(&net, key).map_err(wrong);
        let (n_frames, step) = (whole("T")?, whole("decode_chunk_len")?);
        if !(1..=FRAMES_MAX).contains(&n_frames) || !(1..=n_frames).contains(&step) {
            return Err(wrong("`T` or `decode_chunk_len` makes no sense".into()));
        }
        let mut names = net.inputs().map(str::to_owned);
        let x = names.next().unwrap_or_default();
        let caches = names.map(|name| Cache::of(&net, name));
        let caches: Result<Vec<Cache>, String> = caches.collect();
        let caches = caches.map_err(wrong)?;
        let n_values: usize = caches.iter().map(Cache::n_values).sum();
        if caches.is_empty() {
            let why = "it keeps nothing from chunk to chunk; take a streaming zipformer";
            return Err(wrong(why.into()));
        }
        if caches.len() > CACHES_MAX || n_values > VALUES_MAX {
            return Err(wrong("its caches are too large".into()));
        }
        let out = net.outputs().next().unwrap_or_default().to_owned();
        Ok(Encoder {
            net,
            x,
            out,
            n_frames,
            step,
            caches,
        })
    }

    /// Values of a filter bank that go in at once.
    pub(crate) fn n_in(&self) -> usize {
        self.n_frames * Options::ZIPFORMER.n_mels
    }

    /// Frames of the filter bank that go in at once.
    pub(crate) fn n_frames(&self) -> usize {
        self.n_frames
    }

    /// How many of them are new each time.
    pub(crate) fn n_step(&self) -> usize {
        self.step
    }

    /// How many frames a chunk becomes.
    pub(crate) fn frames_of_silence(&self) -> Result<usize, SpeechError> {
        let frames = self.step(&vec![0.0; self.n_in()], &mut self.begin())?;
        Ok(frames.rows().count())
    }

    /// The caches before any sound.
    pub(crate) fn begin(&self) -> Vec<Tensor> {
        self.caches.iter().map(Cache::zero).collect()
    }

    /// Hears a chunk.
    pub(crate) fn step(&self, x: &[f32], caches: &mut Vec<Tensor>) -> Result<Frames, SpeechError> {
        let shape = [1, self.n_frames, Options::ZIPFORMER.n_mels];
        let mut inputs = vec![(self.x.as_str(), Tensor::f32(&shape, x.to_vec()))];
        let names = self.caches.iter().map(|cache| cache.name.as_str());
        inputs.extend(names.zip(caches.drain(..)));
        let mut outputs = vec![self.out.as_str()];
        outputs.extend(self.caches.iter().map(|cache| cache.next.as_str()));
        let mut found = self
            .net
            .run(inputs, &outputs)
            .map_err(|error| bad(&error))?
            .into_iter();
        let frames = found.next();
        for (cache, tensor) in self.caches.iter().zip(found) {
            if tensor.shape != cache.shape {
                let (name, found) = (&cache.next, tensor.shape);
                return Err(bad_answer(format!("`{name}` has the shape {found:?}")));
            }
            caches.push(tensor);
        }
        match frames.map(|tensor| (tensor.shape, tensor.values)) {
            Some((shape, Values::F32(values))) if shape.len() == 3 && shape[0] == 1 => Ok(Frames {
                values,
                width: shape[2],
            }),
            _ => Err(bad_answer("its frames are not three axes of floats".into())),
        }
    }
}

impl Cache {
    fn of(net: &Net, name: String) -> Result<Cache, String> {
        let next = format!("new_{name}");
        if !net.outputs().any(|out| out == next) {
            return Err(format!("it takes `{name}`, but gives no `{next}`"));
        }
        let input = net.input(&name);
        let input = input.ok_or_else(|| format!("the shape of `{name}` is not told"))?;
        let open = input.shape.iter().filter(|axis| axis.is_none()).count();
        if open > 1 || input.shape.iter().flatten().any(|axis| *axis > VALUES_MAX) {
            return Err(format!("the shape of `{name}` makes no sense"));
        }
        // What is left open is the number of streams.
        let shape = input.shape.iter().map(|axis| axis.unwrap_or(1));
        Ok(Cache {
            name,
            next,
            shape: shape.collect(),
            is_whole: input.is_whole,
        })
    }

    fn n_values(&self) -> usize {
        let all = self.shape.iter().copied();
        all.fold(1, usize::saturating_mul).min(VALUES_MAX + 1)
    }

    fn zero(&self) -> Tensor {
        match self.is_whole {
            true => Tensor::i32(&self.shape, vec![0; self.n_values()]),
            false => Tensor::f32(&self.shape, vec![0.0; self.n_values()]),
        }
    }
}

/// A whole number of a net's metadata.
pub(super) fn whole(net: &Net, key: &str) -> Result<usize, String> {
    let found = net.metadata(key);
    let found = found.ok_or_else(|| {
        format!("its metadata has no `{key}`; take a file that was exported for streaming")
    })?;
    let number = found.trim().parse();
    number.map_err(|_| format!("`{key}` in its metadata is no whole number"))
}
