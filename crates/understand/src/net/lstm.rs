//! A bidirectional LSTM layer.

use super::NetError;
use super::file::File;
use super::kernels::{Matrix, Quantised, sigmoid, tanh};

/// One direction of a layer: gates in the order in, forget, new, out.
#[derive(Clone, Debug)]
struct Way {
    input: Matrix,
    state: Matrix,
    bias: Vec<f32>,
    n: usize,
}

/// Both directions.
#[derive(Clone, Debug)]
pub(crate) struct Lstm {
    forward: Way,
    backward: Way,
}

impl Lstm {
    /// Takes a layer of a net with `n_in` inputs and `n` numbers of state in each direction.
    pub fn take(file: &mut File, layer: &str, n_in: usize, n: usize) -> Result<Lstm, NetError> {
        let mut way = |way: &str| {
            let gates = n.checked_mul(4).ok_or(NetError::Broken("too large"))?;
            let name = |part: &str| format!("{layer}.{part}_l0{way}");
            Ok(Way {
                input: Matrix::new(file.rows(&name("weight_ih"), gates, n_in)?),
                state: Matrix::new(file.rows(&name("weight_hh"), gates, n)?),
                bias: file.floats(&format!("{layer}.bias{way}"), gates)?,
                n,
            })
        };
        Ok(Lstm {
            forward: way("")?,
            backward: way("_reverse")?,
        })
    }

    /// For each input, the states of both directions in a row.
    pub fn run(&self, inputs: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let inputs: Vec<Quantised> = inputs.iter().map(|x| Quantised::of(x)).collect();
        let mut states = self.forward.run(inputs.iter());
        let back = self.backward.run(inputs.iter().rev());
        for (state, back) in states.iter_mut().zip(back.into_iter().rev()) {
            state.extend(back);
        }
        states
    }
}

impl Way {
    fn run<'a>(&self, inputs: impl Iterator<Item = &'a Quantised>) -> Vec<Vec<f32>> {
        let n = self.n;
        let mut state = vec![0.0; n];
        let mut cell = vec![0.0; n];
        inputs
            .map(|input| {
                let mut gates = self.bias.clone();
                self.input.add_product(input, &mut gates);
                self.state.add_product(&Quantised::of(&state), &mut gates);
                step(&gates, &mut cell, &mut state);
                state.clone()
            })
            .collect()
    }
}

/// The next cell and state from the sums at the gates.
fn step(gates: &[f32], cell: &mut [f32], state: &mut [f32]) {
    let n = cell.len();
    let (input, gates) = gates.split_at(n);
    let (forget, gates) = gates.split_at(n);
    let (new, out) = gates.split_at(n);
    let gates = input.iter().zip(forget).zip(new).zip(out);
    for ((((input, forget), new), out), (cell, state)) in gates.zip(cell.iter_mut().zip(state)) {
        *cell = sigmoid(*forget) * *cell + sigmoid(*input) * tanh(*new);
        *state = sigmoid(*out) * tanh(*cell);
    }
}
