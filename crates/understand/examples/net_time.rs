//! How long the shipped net takes: sentences on standard input, one a line; each is read three times and the
//! fastest counts.
#![allow(
    clippy::disallowed_methods,
    reason = "measuring needs a clock; this is no part of the product"
)]

use std::{io::BufRead, time::Instant};

use ling_understand::{Names, net::Net};

const NET: &[u8] = include_bytes!("../../../models/understand/understand.bin");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let began = Instant::now();
    let net = Net::load(NET)?;
    println!("loaded in {} ms", began.elapsed().as_millis());
    let now = "2026-03-02T09:00[UTC]".parse()?;
    let names = Names::default();
    let mut micros = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let turn = || {
            let began = Instant::now();
            std::hint::black_box(net.guess(&line, &now, &names));
            began.elapsed().as_micros()
        };
        micros.push((0..3).map(|_| turn()).min().unwrap_or_default());
    }
    micros.sort_unstable();
    let at = |share: f64| micros.get(((micros.len() as f64 - 1.0) * share) as usize);
    println!(
        "{} sentences: p50 {:?} us, p99 {:?} us, longest {:?} us",
        micros.len(),
        at(0.5),
        at(0.99),
        micros.last()
    );
    Ok(())
}
