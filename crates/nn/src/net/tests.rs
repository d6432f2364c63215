use std::cell::RefCell;

use rten_onnx::onnx::{
    DataType, GraphProto, ModelProto, NodeProto, OperatorSetIdProto, StringStringEntryProto,
    TensorProto, ValueInfoProto,
};

use super::*;

/// Rows of the weights: enough for sums that 16 bits do not hold.
const N_ROWS: usize = 64;

fn node(op: &str, inputs: &[&str], outputs: &[&str]) -> NodeProto {
    let names = |of: &[&str]| of.iter().map(|name| (*name).to_owned()).collect();
    NodeProto {
        name: Some(format!("{op} {}", outputs[0])),
        op_type: Some(op.to_owned()),
        input: names(inputs),
        output: names(outputs),
        ..NodeProto::default()
    }
}

fn constant(name: &str, dims: &[i64], kind: DataType, bytes: Vec<u8>) -> TensorProto {
    TensorProto {
        name: Some(name.to_owned()),
        dims: dims.to_vec(),
        data_type: Some(kind),
        raw_data: Some(RefCell::new(bytes)),
        ..TensorProto::default()
    }
}

fn value(name: &str) -> ValueInfoProto {
    ValueInfoProto {
        name: Some(name.to_owned()),
        ..ValueInfoProto::default()
    }
}

/// `y = x · w` as dynamic quantisation writes it: the weights are bytes around 128, and two columns have the scales
/// 0.5 and 0.25.
fn quantised(weights: &[[u8; 2]], also_out: Option<&str>) -> Vec<u8> {
    let bytes: Vec<u8> = weights.iter().flatten().copied().collect();
    let scales = [0.5f32, 0.25].iter().flat_map(|scale| scale.to_le_bytes());
    let graph = GraphProto {
        node: vec![
            node("DynamicQuantizeLinear", &["x"], &["xq", "xs", "xz"]),
            node("MatMulInteger", &["xq", "w", "xz", "wz"], &["sums"]),
            node("Cast", &["sums"], &["floats"]),
            node("Mul", &["xs", "ws"], &["scales"]),
            node("Mul", &["floats", "scales"], &["y"]),
        ],
        initializer: vec![
            constant("w", &[weights.len() as i64, 2], DataType::UINT8, bytes),
            constant("wz", &[2], DataType::UINT8, vec![128, 128]),
            constant("ws", &[2], DataType::FLOAT, scales.collect()),
        ],
        input: vec![value("x")],
        output: ["y"].into_iter().chain(also_out).map(value).collect(),
        ..GraphProto::default()
    };
    let mut model = model(graph);
    let cast = &mut model.graph.as_mut().unwrap().node[2];
    cast.attribute = vec![to_float()];
    model.write_buf().unwrap()
}

fn to_float() -> rten_onnx::onnx::AttributeProto {
    rten_onnx::onnx::AttributeProto {
        name: Some("to".to_owned()),
        i: Some(1),
        r#type: Some(rten_onnx::onnx::AttributeType::INT),
        ..Default::default()
    }
}

fn model(graph: GraphProto) -> ModelProto {
    ModelProto {
        ir_version: Some(8),
        graph: Some(graph),
        opset_import: vec![OperatorSetIdProto {
            domain: None,
            version: Some(13),
        }],
        metadata_props: vec![StringStringEntryProto {
            key: Some("kind".to_owned()),
            value: Some("a product".to_owned()),
        }],
        ..ModelProto::default()
    }
}

fn options(int8: Int8) -> NetOptions {
    NetOptions { n_threads: 1, int8 }
}

/// What a net makes of a row, as floats.
fn run(net: &Net, row: &[f32]) -> Vec<f32> {
    let x = Tensor::f32(&[1, row.len()], row.to_vec());
    match net.run(vec![("x", x)], &["y"]).unwrap().remove(0).values {
        Values::F32(values) => values,
        Values::I32(values) => panic!("{values:?}"),
    }
}

/// The product computed by hand: the largest rounding of the left side is half a 255th of its range.
#[track_caller]
fn check(weights: &[[u8; 2]], row: &[f32]) {
    let float = |byte: u8| f32::from(byte) - 128.0;
    let column = |at: usize, scale: f32| -> f32 {
        let products = row.iter().zip(weights);
        products.map(|(x, w)| x * float(w[at]) * scale).sum()
    };
    let expect = [column(0, 0.5), column(1, 0.25)];
    let range = row.iter().fold(0.0f32, |most, x| most.max(*x))
        - row.iter().fold(0.0f32, |least, x| least.min(*x));
    let rounding = range / 255.0 * 0.5 * 128.0 * 0.5 * row.len() as f32;
    for (int8, most) in [(Int8::Never, 1e-2), (Int8::WhereExact, rounding + 1e-2)] {
        let net = Net::load(quantised(weights, None), &options(int8)).unwrap();
        assert_eq!(net.is_float(), int8 == Int8::Never || Net::saturates());
        let found = run(&net, row);
        for (one, other) in found.iter().zip(&expect) {
            assert!(
                (one - other).abs() <= most,
                "{int8:?}: {found:?}, not {expect:?}"
            );
        }
    }
}

#[test]
fn products_of_bytes_are_right() {
    check(&[[129, 128], [130, 0]], &[1.0, 2.0]);
    check(&[[0, 255], [255, 0], [128, 127]], &[-3.0, 2.5, 100.0]);
    // Every pair of products is more than 16 bits hold.
    check(&[[255, 0]; N_ROWS], &[1.0; N_ROWS]);
    check(&[[255, 0]; N_ROWS], &[-7.5; N_ROWS]);
}

#[test]
fn what_is_no_such_product_stays() {
    let kept = quantised(&[[129, 130]; 2], Some("sums"));
    let net = Net::load(kept, &options(Int8::Never)).unwrap();
    assert!(!net.is_float());
    let x = Tensor::f32(&[1, 2], vec![1.0, 1.0]);
    let found = net.run(vec![("x", x)], &["y", "sums"]).unwrap();
    assert_eq!(found[1], Tensor::i32(&[1, 2], vec![2 * 255, 4 * 255]));
}

#[test]
fn a_net_tells_what_it_is() {
    for int8 in [Int8::Never, Int8::Always] {
        let net = Net::load(quantised(&[[1, 2]], None), &options(int8)).unwrap();
        assert_eq!(net.inputs().collect::<Vec<_>>(), ["x"]);
        assert_eq!(net.outputs().collect::<Vec<_>>(), ["y"]);
        assert_eq!(net.metadata("kind"), Some("a product"));
        assert_eq!(net.metadata("other"), None);
    }
}

#[test]
fn what_cannot_be_run_is_told() {
    let net = Net::load(quantised(&[[1, 2]; 2], None), &NetOptions::default()).unwrap();
    let code = |name: &str, x: Tensor, out: &str| {
        let found = net.run(vec![(name, x)], &[out]);
        found.map_err(|error| error.code()).unwrap_err()
    };
    let ones = |n| Tensor::f32(&[1, n], vec![1.0; n]);
    assert_eq!(code("z", ones(2), "y"), "name");
    assert_eq!(code("w", ones(2), "y"), "name");
    assert_eq!(code("x", ones(2), "sums"), "name");
    assert_eq!(code("x", Tensor::f32(&[1, 3], vec![1.0; 2]), "y"), "shape");
    assert_eq!(code("x", ones(3), "y"), "run");
    assert_eq!(code("x", Tensor::i32(&[1, 2], vec![1, 1]), "y"), "run");
    assert_eq!(net.run(Vec::new(), &["y"]).unwrap_err().code(), "run");
}

#[test]
fn bytes_that_are_no_net_are_told() {
    let whole = quantised(&[[1, 2]; 40], None);
    // What follows the graph is short: the operators' version and the metadata.
    let n_graph = whole.len() - 40;
    let mut cut: Vec<Vec<u8>> = (1..n_graph)
        .step_by(7)
        .map(|n| whole[..n].to_vec())
        .collect();
    cut.extend([
        Vec::new(),
        b"<html>not found</html>".to_vec(),
        vec![0xff; 300],
    ]);
    for bytes in cut {
        for int8 in [Int8::Never, Int8::Always] {
            let n = bytes.len();
            let found = Net::load(bytes.clone(), &options(int8)).map_err(|error| error.code());
            assert_eq!(found.err(), Some("model"), "{n} bytes");
        }
    }
}
