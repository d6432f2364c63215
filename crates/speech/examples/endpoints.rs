//! Reads a WAV file from the standard input and prints where somebody speaks in it, in seconds.

use std::io::{self, Read};

use ling_speech::{
    Edge, Vad,
    vad::Earshot,
    wav::{self, Limits},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let sound = wav::read(&bytes, &Limits::RECORDING)?;
    let mut vad = Earshot::new();
    for piece in sound.samples.chunks(160) {
        match vad.push(piece) {
            Some(Edge::Start(at)) => print!("{:.2}-", at as f64 / 16_000.0),
            Some(Edge::End(at)) => println!("{:.2}", at as f64 / 16_000.0),
            None => {}
        }
    }
    println!("(end {:.2})", sound.samples.len() as f64 / 16_000.0);
    Ok(())
}
