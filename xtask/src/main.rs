//! The project's own tool: `cargo xtask tidy` checks what the compiler and clippy cannot.
//!
//! Each check is a function from the tree of files (and, for crates, the output of `cargo
//! metadata`) to a list of [`tidy::Violation`]s, so that it can be tested on a few lines of text.

mod rust;
mod tidy;
mod tree;

use std::process::ExitCode;

use anyhow::Result;

const USAGE: &str = "usage: cargo xtask tidy    check layers, texts, sizes, words and licences";

fn main() -> Result<ExitCode> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => tidy::run(),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprintln!("{USAGE}");
            Ok(ExitCode::from(2))
        }
    }
}
