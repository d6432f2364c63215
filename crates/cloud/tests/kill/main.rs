//! Kills a program that sets alarms, edits lists and acknowledges rings, at random points, and looks at what
//! is left: nothing that was promised is lost, nothing is doubled, and no acknowledged ring is heard again.
//!
//! The program is this one, started with a data folder (`child`). It says on its output what it tries and what it was
//! promised. `LING_KILL_CYCLES` says how often it is killed (20 if not set).

mod child;
mod parent;
mod said;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("child") => child::run(&arguments[1], &arguments[2]),
        // What test runners ask for.
        Some("--list") => println!("kill: test"),
        _ => parent::run(cycles()),
    }
}

fn cycles() -> u32 {
    std::env::var("LING_KILL_CYCLES")
        .ok()
        .and_then(|cycles| cycles.parse().ok())
        .unwrap_or(20)
}
