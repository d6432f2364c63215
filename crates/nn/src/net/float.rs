//! 8-bit products turned into float products while a net is loaded.
//!
//! Dynamic quantisation writes a product of floats as four nodes: `DynamicQuantizeLinear` makes bytes of the left side,
//! `MatMulInteger` multiplies them with the bytes of the weights, `Cast` makes floats of the sums, and a `Mul` by the two
//! scales' product brings them back into range. On x86 without AVX-512-VNNI the second of them adds in 16 bits and cuts
//! off what does not fit. Here `DequantizeLinear` makes floats of the weights instead, once, and a `MatMul` takes the
//! floats of the left side as they are. Products inside the branches of an `If` or `Loop` stay as they are.

use std::collections::{HashMap, HashSet};

use rten_onnx::onnx::{GraphProto, ModelProto, NodeProto};

use super::NetError;

/// The same net with each 8-bit product turned into one of floats, and whether there was any.
pub(super) fn without_int8(onnx: Vec<u8>) -> Result<(Vec<u8>, bool), NetError> {
    let damaged = |why: &dyn std::fmt::Display| NetError::Model {
        why: why.to_string(),
    };
    let mut model = ModelProto::parse_buf(&onnx).map_err(|error| damaged(&error))?;
    let Some(graph) = &mut model.graph else {
        return Ok((onnx, false));
    };
    let products = products(graph);
    if products.is_empty() {
        return Ok((onnx, false));
    }
    drop(onnx);
    rewrite(graph, products);
    let written = model.write_buf().map_err(|error| damaged(&error))?;
    Ok((written, true))
}

/// One product of four nodes.
struct Product {
    /// Places of the nodes that fall away; the last is replaced.
    integer: usize,
    cast: usize,
    mul: usize,
    /// Names of values.
    left: String,
    weights: String,
    weights_scale: String,
    weights_zero: Option<String>,
    out: String,
}

/// Every such product of a graph.
fn products(graph: &GraphProto) -> Vec<Product> {
    let nodes = Nodes::of(graph);
    let places = 0..graph.node.len();
    places.filter_map(|at| nodes.product(at)).collect()
}

/// A graph with who makes and who takes each value.
struct Nodes<'a> {
    graph: &'a GraphProto,
    maker: HashMap<&'a str, usize>,
    takers: HashMap<&'a str, Vec<usize>>,
    constants: HashSet<&'a str>,
}

impl<'a> Nodes<'a> {
    fn of(graph: &'a GraphProto) -> Nodes<'a> {
        let mut maker = HashMap::new();
        let mut takers: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, node) in graph.node.iter().enumerate() {
            maker.extend(node.output.iter().map(|name| (name.as_str(), at)));
            for name in &node.input {
                takers.entry(name).or_default().push(at);
            }
        }
        // A product takes weights of two axes; `DequantizeLinear` by column means the second of them.
        let constants = graph.initializer.iter();
        let constants = constants.filter(|tensor| tensor.dims.len() <= 2);
        let constants = constants.filter_map(|tensor| tensor.name.as_deref());
        Nodes {
            maker,
            takers,
            constants: constants.collect(),
            graph,
        }
    }

    /// The product whose `MatMulInteger` is the node at `at`, if it is just the pattern of this module.
    fn product(&self, at: usize) -> Option<Product> {
        let integer = self.graph.node.get(at)?;
        if !is(integer, "MatMulInteger") {
            return None;
        }
        let [bytes, weights, zeros @ ..] = integer.input.as_slice() else {
            return None;
        };
        let quantize = self.made_by(bytes, "DynamicQuantizeLinear")?;
        let [out_bytes, out_scale, out_zero] = quantize.output.as_slice() else {
            return None;
        };
        let left_zero = zeros.first()?;
        if out_bytes != bytes || out_zero != left_zero || !self.constants.contains(weights.as_str())
        {
            return None;
        }
        let cast = self.only_taker(integer, "Cast")?;
        let mul = self.only_taker(&self.graph.node[cast], "Mul")?;
        let weights_scale = self.other_scale(&self.graph.node[cast], mul, out_scale)?;
        Some(Product {
            integer: at,
            cast,
            mul,
            left: quantize.input.first()?.clone(),
            weights: weights.clone(),
            weights_scale,
            weights_zero: zeros.get(1).filter(|name| !name.is_empty()).cloned(),
            out: self.graph.node[mul].output.first()?.clone(),
        })
    }

    /// The last `Mul` takes the sums and a `Mul` of the left side's scale with a constant: that constant.
    fn other_scale(&self, cast: &NodeProto, mul: usize, left_scale: &str) -> Option<String> {
        let sums = cast.output.first()?;
        let scales = other(&self.graph.node[mul], sums)?;
        let constant = other(self.made_by(scales, "Mul")?, left_scale)?;
        let is_constant = self.constants.contains(constant);
        is_constant.then(|| constant.to_owned())
    }

    fn made_by(&self, value: &str, op: &str) -> Option<&'a NodeProto> {
        let node = &self.graph.node[*self.maker.get(value)?];
        is(node, op).then_some(node)
    }

    /// The place of the one node that takes what `node` makes, if it is an `op` and the graph itself does not give
    /// that value away.
    fn only_taker(&self, node: &NodeProto, op: &str) -> Option<usize> {
        let made = node.output.first()?;
        let is_given = self
            .graph
            .output
            .iter()
            .any(|out| out.name.as_ref() == Some(made));
        match self.takers.get(made.as_str())?.as_slice() {
            [at] if is(&self.graph.node[*at], op) && !is_given => Some(*at),
            _ => None,
        }
    }
}

fn is(node: &NodeProto, op: &str) -> bool {
    node.op_type.as_deref() == Some(op) && node.domain.as_deref().unwrap_or_default().is_empty()
}

/// Of a node's two inputs, the one that is not `this`.
fn other<'a>(node: &'a NodeProto, this: &str) -> Option<&'a str> {
    match node.input.as_slice() {
        [one, two] if one == this => Some(two),
        [one, two] if two == this => Some(one),
        _ => None,
    }
}

/// Puts a `DequantizeLinear` and a `MatMul` in the place of each product.
fn rewrite(graph: &mut GraphProto, products: Vec<Product>) {
    let mut gone = HashSet::new();
    let mut instead: HashMap<usize, [NodeProto; 2]> = HashMap::new();
    for product in products {
        gone.extend([product.integer, product.cast]);
        instead.insert(product.mul, product.into_floats());
    }
    let nodes = std::mem::take(&mut graph.node);
    for (at, node) in nodes.into_iter().enumerate() {
        match instead.remove(&at) {
            Some(floats) => graph.node.extend(floats),
            None if gone.contains(&at) => {}
            None => graph.node.push(node),
        }
    }
}

impl Product {
    fn into_floats(self) -> [NodeProto; 2] {
        // An output's name is used once in a graph, so this one is, too.
        let floats = format!("{}.weights", self.out);
        let mut parts = vec![self.weights, self.weights_scale];
        parts.extend(self.weights_zero);
        [
            node("DequantizeLinear", parts, floats.clone()),
            node("MatMul", vec![self.left, floats], self.out),
        ]
    }
}

fn node(op: &str, input: Vec<String>, output: String) -> NodeProto {
    NodeProto {
        domain: None,
        name: Some(output.clone()),
        input,
        output: vec![output],
        op_type: Some(op.to_owned()),
        attribute: Vec::new(),
    }
}
