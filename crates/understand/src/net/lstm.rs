//! A bidirectional LSTM layer.

use super::NetError;
use super::file::File;
use super::kernels::{Matrix, Quantised, sigmoid, tanh, wide};

/// One direction of a layer: gates in the order in, forget, new, out.
#[derive(Clone, Debug)]
struct Way<'m> {
    input: Matrix<'m>,
    state: Matrix<'m>,
    bias: Vec<f32>,
    n: usize,
}

/// Both directions.
#[derive(Clone, Debug)]
pub(crate) struct Lstm<'m> {
    forward: Way<'m>,
    backward: Way<'m>,
}

impl<'m> Lstm<'m> {
    /// Takes a layer of a net with `n_in` inputs and `n` numbers of state in each direction.
    pub fn take(
        file: &mut File<'m>,
        layer: &str,
        n_in: usize,
        n: usize,
    ) -> Result<Lstm<'m>, NetError> {
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
        let mut states = self.forward.run(&inputs, 0..inputs.len());
        let back = self.backward.run(&inputs, (0..inputs.len()).rev());
        for (state, back) in states.iter_mut().zip(back) {
            state.extend(back);
        }
        states
    }
}

impl Way<'_> {
    /// The state at each input, which are read in `order`.
    fn run(&self, inputs: &[Quantised], order: impl Iterator<Item = usize>) -> Vec<Vec<f32>> {
        let mut gates = vec![self.bias.clone(); inputs.len()];
        self.input.add_products(inputs, &mut gates);
        let mut states = vec![vec![0.0; self.n]; inputs.len()];
        let mut cell = vec![0.0; self.n];
        let mut before = Quantised::of(&cell);
        for at in order {
            let (gates, state) = (&mut gates[at], &mut states[at]);
            self.state.add_product(&before, gates);
            wide(
                #[inline(always)]
                || step(gates, &mut cell, state),
            );
            before.set(state);
        }
        states
    }
}

/// The next cell and state from the sums at the gates.
#[inline(always)]
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
