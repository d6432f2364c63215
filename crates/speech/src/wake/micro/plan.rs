//! From a file's operators to the steps that are run. Whatever could go wrong in a step is refused here.

use std::collections::HashMap;

use super::{
    file::{Graph, Kind, Operator, Scale, Tensor, VALUES_MAX},
    flat::Why,
    net::Step,
    step::{Act, Run},
};

// The operators, by their numbers in TensorFlow Lite's list.
const CONCATENATION: i32 = 2;
const CONV_2D: i32 = 3;
const DEPTHWISE_CONV_2D: i32 = 4;
const FULLY_CONNECTED: i32 = 9;
const LOGISTIC: i32 = 14;
const RESHAPE: i32 = 22;
const STRIDED_SLICE: i32 = 45;
const SPLIT_V: i32 = 102;
const QUANTIZE: i32 = 114;
const CALL_ONCE: i32 = 129;
const VAR_HANDLE: i32 = 142;
const READ_VARIABLE: i32 = 143;
const ASSIGN_VARIABLE: i32 = 144;

/// The most products of one run of the net; the models at hand need 36,000.
const PRODUCTS_MAX: usize = 20_000_000;

/// The most numbers that all tensors have together.
const NUMBERS_MAX: usize = 4 * VALUES_MAX;

/// The most pieces that are moved one by one.
const RUNS_MAX: usize = 1 << 14;

/// Steps, and what their slots hold at first.
pub(super) struct Plan {
    pub steps: Vec<Step>,
    /// One for each tensor of the first graph, then one for each variable.
    pub slots: Vec<Vec<i8>>,
}

/// Plans the first graph; the others may only fill variables.
pub(super) fn read(graphs: &[Graph<'_>]) -> Result<Plan, Why> {
    let (main, others) = graphs.split_first().ok_or("it has no graph")?;
    let mut planner = Planner::new(main)?;
    for graph in others {
        planner.fill_variables(graph)?;
    }
    for operator in &main.operators {
        planner.add(operator)?;
    }
    Ok(Plan {
        steps: planner.steps,
        slots: planner.slots,
    })
}

/// A tensor's place in its graph.
pub(super) fn index(graph: &Graph<'_>, idx: i32) -> Result<usize, Why> {
    let idx = usize::try_from(idx).ok();
    idx.filter(|idx| *idx < graph.tensors.len())
        .ok_or_else(|| "an operator names a tensor that is not there".into())
}

/// Steps and slots in the making.
pub(super) struct Planner<'a> {
    graph: &'a Graph<'a>,
    steps: Vec<Step>,
    pub(super) slots: Vec<Vec<i8>>,
    /// The slot of each variable.
    variables: HashMap<&'a [u8], usize>,
    /// The variable that a tensor stands for.
    handles: HashMap<usize, usize>,
    n_products: usize,
    n_runs: usize,
}

impl<'a> Planner<'a> {
    fn new(graph: &'a Graph<'a>) -> Result<Planner<'a>, Why> {
        let n_numbers: usize = graph.tensors.iter().map(Tensor::n_values).sum();
        if n_numbers > NUMBERS_MAX {
            return Err(format!(
                "it has {n_numbers} numbers, at most {NUMBERS_MAX} are taken"
            ));
        }
        let slot = |tensor: &Tensor<'_>| match tensor.kind {
            Kind::I8 | Kind::U8 if tensor.data.is_empty() => vec![0; tensor.n_values()],
            _ => Vec::new(),
        };
        Ok(Planner {
            graph,
            steps: Vec::new(),
            slots: graph.tensors.iter().map(slot).collect(),
            variables: HashMap::new(),
            handles: HashMap::new(),
            n_products: 0,
            n_runs: 0,
        })
    }

    /// Takes what another graph assigns to variables.
    fn fill_variables(&mut self, graph: &Graph<'a>) -> Result<(), Why> {
        let mut names = HashMap::new();
        for operator in &graph.operators {
            match (operator.code, &operator.inputs[..], &operator.outputs[..]) {
                (VAR_HANDLE, [], [handle]) => {
                    names.insert(*handle, name(operator)?);
                }
                (ASSIGN_VARIABLE, [handle, value], []) => {
                    let name = names
                        .get(handle)
                        .ok_or("a value is assigned to no variable")?;
                    let data = signed(&graph.tensors[index(graph, *value)?])?;
                    if self.variables.insert(*name, self.slots.len()).is_some() {
                        return Err("a variable is filled twice".into());
                    }
                    self.slots.push(data);
                }
                (code, ..) => return Err(unknown(code)),
            }
        }
        Ok(())
    }

    fn add(&mut self, operator: &Operator<'a>) -> Result<(), Why> {
        match operator.code {
            CALL_ONCE => Ok(()),
            VAR_HANDLE => {
                let name = name(operator)?;
                let slot = self.variables.get(name);
                let slot = *slot.ok_or("a variable is never filled")?;
                self.handles
                    .insert(index(self.graph, one(&operator.outputs)?)?, slot);
                Ok(())
            }
            READ_VARIABLE => {
                let from = self.variable(one(&operator.inputs)?)?;
                let to = self.output(operator, 0)?;
                self.copy(from, to)
            }
            ASSIGN_VARIABLE => match operator.inputs[..] {
                [handle, value] => {
                    let to = self.variable(handle)?;
                    let from = self.input(value)?;
                    self.copy(from, to)
                }
                _ => Err(odd("assign variable")),
            },
            RESHAPE => {
                let from = self.nth(operator, 0)?;
                let to = self.output(operator, 0)?;
                self.copy(from, to)
            }
            CONCATENATION => self.concatenate(operator),
            STRIDED_SLICE => self.slice(operator),
            SPLIT_V => self.split(operator),
            CONV_2D => self.weigh(operator, false),
            DEPTHWISE_CONV_2D => self.weigh(operator, true),
            FULLY_CONNECTED => self.connect(operator),
            LOGISTIC => self.look_up(operator, |x| 1.0 / (1.0 + (-x).exp())),
            QUANTIZE => self.look_up(operator, |x| x),
            code => Err(unknown(code)),
        }
    }

    pub(super) fn push(&mut self, act: Act, from: usize, to: usize) -> Result<(), Why> {
        if from == to {
            return Err("an operator writes what it reads".into());
        }
        self.steps.push(Step { act, from, to });
        Ok(())
    }

    pub(super) fn tensor(&self, idx: usize) -> &'a Tensor<'a> {
        &self.graph.tensors[idx]
    }

    fn variable(&self, handle: i32) -> Result<usize, Why> {
        let slot = self.handles.get(&index(self.graph, handle)?);
        Ok(*slot.ok_or("a variable is used without its handle")?)
    }

    /// A tensor that is made while the net runs.
    fn input(&self, idx: i32) -> Result<usize, Why> {
        let idx = index(self.graph, idx)?;
        match self.slots[idx].len() == self.tensor(idx).n_values() {
            true => Ok(idx),
            false => Err("an operator reads a tensor that holds no numbers of eight bits".into()),
        }
    }

    pub(super) fn nth(&self, operator: &Operator<'_>, nth: usize) -> Result<usize, Why> {
        let idx = operator
            .inputs
            .get(nth)
            .ok_or("an operator has too few inputs")?;
        self.input(*idx)
    }

    pub(super) fn output(&self, operator: &Operator<'_>, nth: usize) -> Result<usize, Why> {
        let idx = operator
            .outputs
            .get(nth)
            .ok_or("an operator has too few outputs")?;
        self.input(*idx)
    }

    /// A tensor whose values are part of the file.
    pub(super) fn given(&self, operator: &Operator<'_>, nth: usize) -> Result<&'a Tensor<'a>, Why> {
        let idx = operator
            .inputs
            .get(nth)
            .ok_or("an operator has too few inputs")?;
        Ok(self.tensor(index(self.graph, *idx)?))
    }

    fn copy(&mut self, from: usize, to: usize) -> Result<(), Why> {
        let n = self.slots[from].len();
        if self.slots[to].len() != n {
            return Err("an operator copies a tensor to one of another size".into());
        }
        self.move_runs(vec![Run { from: 0, to: 0, n }], from, to)
    }

    fn move_runs(&mut self, runs: Vec<Run>, from: usize, to: usize) -> Result<(), Why> {
        self.n_runs += runs.len();
        if self.n_runs > RUNS_MAX {
            return Err(format!("it moves more than {RUNS_MAX} pieces"));
        }
        self.push(Act::Move(runs), from, to)
    }

    fn concatenate(&mut self, operator: &Operator<'_>) -> Result<(), Why> {
        let to = self.output(operator, 0)?;
        let out = self.tensor(to);
        let (axis, is_active) = match operator.options {
            Some(options) => (options.i32(0, 0)?, options.u8(1)? != 0),
            None => (0, false),
        };
        let axis = axis_of(axis, &out.shape)?;
        let n_after: usize = out.shape[axis + 1..].iter().product();
        let n_before: usize = out.shape[..axis].iter().product();
        let mut at = 0;
        for idx in &operator.inputs {
            let from = self.input(*idx)?;
            let part = self.tensor(from);
            let mut expected = out.shape.clone();
            expected[axis] = part.shape.get(axis).copied().unwrap_or(0);
            if is_active || part.shape != expected || !is_alike(part, out) {
                return Err(odd("concatenation"));
            }
            let (side, whole) = (expected[axis] * n_after, out.shape[axis] * n_after);
            if n_before > RUNS_MAX || at + side > whole {
                return Err(odd("concatenation"));
            }
            let runs = (0..n_before).map(|row| Run {
                from: row * side,
                to: row * whole + at,
                n: side,
            });
            self.move_runs(runs.collect(), from, to)?;
            at += side;
        }
        Ok(())
    }

    fn slice(&mut self, operator: &Operator<'_>) -> Result<(), Why> {
        let [from, to] = [self.nth(operator, 0)?, self.output(operator, 0)?];
        let shape = &self.tensor(from).shape;
        let options = operator.options.ok_or_else(|| odd("slice"))?;
        let masks = [options.i32(0, 0)?, options.i32(1, 0)?];
        let is_plain =
            (2..5).all(|field| matches!(options.i32(field, 0), Ok(0))) && options.u8(5)? == 0;
        let [begins, ends, strides] = [1, 2, 3].map(|nth| self.given(operator, nth)?.numbers());
        let (begins, ends, strides) = (begins?, ends?, strides?);
        let n = shape.len();
        let is_whole = [&begins, &ends, &strides]
            .iter()
            .all(|numbers| numbers.len() == n);
        if !is_plain || !is_whole || strides.iter().any(|stride| *stride != 1) {
            return Err(odd("slice"));
        }
        let ranges = (0..n).map(|axis| {
            let side = shape[axis] as i64;
            let place = |given: i32| {
                (i64::from(given) + if given < 0 { side } else { 0 }).clamp(0, side) as usize
            };
            let begin = if masks[0] >> axis & 1 == 1 {
                0
            } else {
                place(begins[axis])
            };
            let end = if masks[1] >> axis & 1 == 1 {
                shape[axis]
            } else {
                place(ends[axis])
            };
            begin..end.max(begin)
        });
        self.cut(from, to, &ranges.collect::<Vec<_>>())
    }

    fn split(&mut self, operator: &Operator<'_>) -> Result<(), Why> {
        let from = self.nth(operator, 0)?;
        let shape = &self.tensor(from).shape;
        let sides = self.given(operator, 1)?.numbers()?;
        let axis = axis_of(one(&self.given(operator, 2)?.numbers()?)?, shape)?;
        if sides.len() != operator.outputs.len() {
            return Err(odd("split"));
        }
        let mut ranges: Vec<_> = shape.iter().map(|side| 0..*side).collect();
        let mut at = 0;
        for (nth, side) in sides.iter().enumerate() {
            let side = usize::try_from(*side).map_err(|_| odd("split"))?;
            if side > shape[axis] - at {
                return Err(odd("split"));
            }
            ranges[axis] = at..at + side;
            at += side;
            let to = self.output(operator, nth)?;
            self.cut(from, to, &ranges)?;
        }
        Ok(())
    }

    /// Copies the part of `from` that lies in `ranges`, one for each axis.
    fn cut(
        &mut self,
        from: usize,
        to: usize,
        ranges: &[std::ops::Range<usize>],
    ) -> Result<(), Why> {
        let shape = &self.tensor(from).shape;
        let n_cut: usize = ranges.iter().map(ExactSizeIterator::len).product();
        if n_cut != self.slots[to].len() {
            return Err(odd("slice"));
        }
        self.spend(n_cut)?;
        let mut runs = vec![Run {
            from: 0,
            to: 0,
            n: 1,
        }];
        let (mut n_inside, mut n_cut_inside) = (1, 1);
        for (side, range) in shape.iter().zip(ranges).rev() {
            let mut wider = Vec::new();
            for (nth, place) in range.clone().enumerate() {
                for run in &runs {
                    let run = Run {
                        from: place * n_inside + run.from,
                        to: nth * n_cut_inside + run.to,
                        n: run.n,
                    };
                    join(&mut wider, run);
                }
            }
            n_inside *= side;
            n_cut_inside *= range.len();
            runs = wider;
        }
        self.move_runs(runs, from, to)
    }

    fn look_up(&mut self, operator: &Operator<'_>, function: fn(f32) -> f32) -> Result<(), Why> {
        let [from, to] = [self.nth(operator, 0)?, self.output(operator, 0)?];
        if self.slots[from].len() != self.slots[to].len() {
            return Err(odd("look-up"));
        }
        let [before, after] = [Scale::of(self.tensor(from))?, Scale::of(self.tensor(to))?];
        let table = std::array::from_fn(|number| {
            after.number(f64::from(function(before.value(number as u8 as i8))))
        });
        self.spend(self.slots[to].len())?;
        self.push(Act::LookUp(Box::new(table)), from, to)
    }

    pub(super) fn spend(&mut self, n_products: usize) -> Result<(), Why> {
        self.n_products = self.n_products.saturating_add(n_products);
        match self.n_products <= PRODUCTS_MAX {
            true => Ok(()),
            false => Err(format!("a run takes more than {PRODUCTS_MAX} products")),
        }
    }
}

/// Adds a run, as part of the last one if it goes on there.
fn join(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.from + last.n == run.from && last.to + last.n == run.to => {
            last.n += run.n;
        }
        _ => runs.push(run),
    }
}

/// The name of a variable.
fn name<'a>(operator: &Operator<'a>) -> Result<&'a [u8], Why> {
    let options = operator.options.ok_or_else(|| odd("variable"))?;
    Ok(options.row::<1>(1, 256)?.as_flattened())
}

/// The numbers of a tensor whose values are part of the file.
pub(super) fn signed(tensor: &Tensor<'_>) -> Result<Vec<i8>, Why> {
    if tensor.kind != Kind::I8 || tensor.data.len() != tensor.n_values() {
        return Err("a tensor that should hold numbers of eight bits does not".into());
    }
    Ok(tensor.data.iter().map(|byte| *byte as i8).collect())
}

fn is_alike(one: &Tensor<'_>, other: &Tensor<'_>) -> bool {
    (&one.scales, one.zero, one.kind) == (&other.scales, other.zero, other.kind)
}

/// An axis, which may be counted from the end.
fn axis_of(axis: i32, shape: &[usize]) -> Result<usize, Why> {
    let n = shape.len() as i32;
    let axis = if axis < 0 { axis + n } else { axis };
    match (0..n).contains(&axis) {
        true => Ok(axis as usize),
        false => Err("an operator works along an axis that is not there".into()),
    }
}

fn one(row: &[i32]) -> Result<i32, Why> {
    match row {
        [one] => Ok(*one),
        _ => Err("an operator has more or fewer than one of something".into()),
    }
}

/// An operator that is known, in a form that is not.
pub(super) fn odd(what: &str) -> Why {
    format!("it has a {what} of a kind that is not run here")
}

fn unknown(code: i32) -> Why {
    format!("its operator {code} is not run here")
}
