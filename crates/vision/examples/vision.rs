//! What the nets of pictures make of tensors and pictures, for `tests/peers/vision`.
//!
//! ```text
//! vision run MODEL.onnx INPUT.f32 1,3,416,416 OUT     every output as OUT/<name>.f32, and its shape as a line of JSON
//! vision objects|faces|tags FOLDER IMAGE…             a line of JSON a picture
//! ```
#![allow(
    clippy::disallowed_methods,
    reason = "a program for tests reads and writes files"
)]

use std::path::Path;

use ling_base::Lang;
use ling_nn::{Net, NetOptions, Tensor, Values};
use ling_vision::{Area, Picture, faces, objects, tags};
use serde_json::{Value, json};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["run", model, input, shape, out] => run(model, input, shape, out),
        ["objects", folder, ref files @ ..] => {
            let net = objects::Objects::load(bytes(folder, objects::FILE), 1).expect("the net");
            each(files, |picture| {
                let found = net.find(picture).expect("objects");
                let found = found.iter().map(|object| {
                    let name = objects::name(object.kind, Lang::En);
                    json!({ "kind": object.kind, "name": name, "score": object.confidence, "box": area(&object.area) })
                });
                found.collect()
            });
        }
        ["faces", folder, ref files @ ..] => {
            let net = faces::Faces::load(bytes(folder, faces::FILE), 1).expect("the net");
            each(files, |picture| {
                let found = net.find(picture).expect("faces");
                let found = found.iter().map(|face| {
                    let points: Vec<[f32; 2]> = face.points.iter().map(|p| [p.x, p.y]).collect();
                    json!({ "kind": 0, "score": face.confidence, "box": area(&face.area), "points": points })
                });
                found.collect()
            });
        }
        ["tags", folder, ref files @ ..] => {
            let net = tags::Tagger::load(bytes(folder, tags::FILE), 1).expect("the net");
            each(files, |picture| {
                let found = net.tags(picture).expect("tags");
                let found = found.iter().map(|tag| {
                    json!({ "key": tag.key, "zh": tags::name(&tag.key, Lang::Zh), "score": tag.confidence })
                });
                found.collect()
            });
        }
        _ => panic!("see the head of this file"),
    }
}

fn bytes(folder: &str, file: &str) -> Vec<u8> {
    std::fs::read(Path::new(folder).join(file)).expect("the net's file")
}

fn each(files: &[&str], look: impl Fn(&Picture) -> Value) {
    for file in files {
        let bytes = std::fs::read(file).expect("a picture");
        let picture = Picture::decode(&bytes).expect("a picture");
        println!("{}", json!({ "file": file, "found": look(&picture) }));
    }
}

fn area(area: &Area) -> [f32; 4] {
    [area.x, area.y, area.w, area.h]
}

fn run(model: &str, input: &str, shape: &str, out: &str) {
    let net = std::fs::read(model).expect("the net's file");
    let net = Net::load(net, &NetOptions::default()).expect("the net");
    let raw = std::fs::read(input).expect("the input");
    let (values, _) = raw.as_chunks::<4>();
    let values = values.iter().map(|bytes| f32::from_le_bytes(*bytes));
    let shape: Vec<usize> = shape
        .split(',')
        .map(|n| n.parse().expect("a number"))
        .collect();
    let given = Tensor::f32(&shape, values.collect());
    let name = net.inputs().next().expect("an input").to_owned();
    let outputs: Vec<String> = net.outputs().map(str::to_owned).collect();
    let outputs: Vec<&str> = outputs.iter().map(String::as_str).collect();
    let found = net.run(vec![(&name, given)], &outputs).expect("it runs");
    for (name, tensor) in outputs.iter().zip(found) {
        let Values::F32(values) = tensor.values else {
            panic!("`{name}` has no floats");
        };
        let raw: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        std::fs::write(Path::new(out).join(format!("{name}.f32")), raw).expect("an output");
        println!("{}", json!({ "name": name, "shape": tensor.shape }));
    }
}
