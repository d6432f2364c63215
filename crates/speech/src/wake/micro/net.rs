//! A net that hears one frame after the other and remembers what it needs of the earlier ones.

use super::{
    file::{self, Scale},
    flat::Why,
    frames::N_CHANNELS,
    plan,
    step::Act,
};

/// One step: what is done, what is read and what is written.
pub(super) struct Step {
    pub act: Act,
    pub from: usize,
    pub to: usize,
}

/// The most frames a net takes at once.
const STRIDE_MAX: usize = 16;

/// The net and its memory.
pub(super) struct Net {
    steps: Vec<Step>,
    /// Every tensor's numbers, and then every variable's.
    slots: Vec<Vec<i8>>,
    /// What the slots hold before the first frame.
    fresh: Vec<Vec<i8>>,
    input: usize,
    output: usize,
    heard: Scale,
    said: Scale,
    /// Numbers of the input that are filled.
    n_filled: usize,
}

impl Net {
    /// Reads a TensorFlow Lite file.
    pub fn read(bytes: &[u8]) -> Result<Net, Why> {
        let graphs = file::read(bytes)?;
        let main = graphs.first().ok_or("it has no graph")?;
        let ([input], [output]) = (&main.inputs[..], &main.outputs[..]) else {
            return Err("it has not one input and one output".into());
        };
        let [input, output] = [plan::index(main, *input)?, plan::index(main, *output)?];
        let (heard, said) = (&main.tensors[input], &main.tensors[output]);
        let is_frames = matches!(heard.shape[..], [1, 1..=STRIDE_MAX, N_CHANNELS]);
        if !is_frames || said.n_values() != 1 {
            let (heard, said) = (&heard.shape, &said.shape);
            return Err(format!(
                "it makes {said:?} of {heard:?} values, not 1 of 1 x frames x {N_CHANNELS}"
            ));
        }
        let (heard, said) = (Scale::of(heard)?, Scale::of(said)?);
        let plan = plan::read(&graphs)?;
        if plan.slots[input].is_empty() || plan.slots[output].is_empty() {
            return Err("its input or output is fixed".into());
        }
        Ok(Net {
            steps: plan.steps,
            slots: plan.slots.clone(),
            fresh: plan.slots,
            input,
            output,
            heard,
            said,
            n_filled: 0,
        })
    }

    /// Takes one frame; when there are as many as the net wants, says how sure it is that the word was said.
    pub fn push(&mut self, frame: &[u16; N_CHANNELS]) -> Option<f32> {
        /// What one of the front end's numbers is worth.
        const UNIT: f64 = 0.0390625;
        let heard = self.heard;
        let input = &mut self.slots[self.input];
        for (to, number) in input[self.n_filled..].iter_mut().zip(frame) {
            *to = heard.number(f64::from(*number) * UNIT);
        }
        self.n_filled += N_CHANNELS;
        if self.n_filled < input.len() {
            return None;
        }
        self.n_filled = 0;
        for step in &self.steps {
            let mut to = std::mem::take(&mut self.slots[step.to]);
            step.act.run(&self.slots[step.from], &mut to);
            self.slots[step.to] = to;
        }
        Some(self.said.value(self.slots[self.output][0]))
    }

    /// Forgets every frame.
    pub fn reset(&mut self) {
        self.slots.clone_from(&self.fresh);
        self.n_filled = 0;
    }
}
