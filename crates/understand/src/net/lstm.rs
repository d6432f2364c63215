//! A bidirectional LSTM layer.

use super::NetError;
use super::file::File;
use super::kernels::{Matrix, Quantised, sigmoid};

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
    /// Takes layer `number` with `n_in` inputs and `n` numbers of state in each direction.
    pub fn take(file: &mut File, number: u8, n_in: usize, n: usize) -> Result<Lstm, NetError> {
        let mut way = |way: &str| {
            let gates = n.checked_mul(4).ok_or(NetError::Broken("too large"))?;
            let name = |part: &str| format!("lstm{number}.{part}_l0{way}");
            Ok(Way {
                input: Matrix::new(file.rows(&name("weight_ih"), Some(gates), n_in)?),
                state: Matrix::new(file.rows(&name("weight_hh"), Some(gates), n)?),
                bias: file.floats(&format!("lstm{number}.bias{way}"), gates)?,
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
                for at in 0..n {
                    let keep = sigmoid(gates[n + at]) * cell[at];
                    cell[at] = keep + sigmoid(gates[at]) * gates[2 * n + at].tanh();
                    state[at] = sigmoid(gates[3 * n + at]) * cell[at].tanh();
                }
                state.clone()
            })
            .collect()
    }
}
