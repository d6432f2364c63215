use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The open system behind a bilingual smart speaker.
#[derive(Parser)]
#[command(name = "ling", version, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  ling serve                             start the house's server
  ling ask \"明天早上七点叫我起床\"           ask something, in either language
  ling ask --json \"what time is it\"      the same, as a program reads it
  ling token create --name kitchen       a key for a program";

/// What the program can do.
#[derive(Subcommand)]
pub enum Command {
    /// Start the house's server.
    Serve(Serve),
    /// Ask Ling something and print the answer.
    Ask(Ask),
    /// Keys for programs.
    Token(Token),
    /// People and their ways in.
    User(User),
    /// Show how a sentence is understood, without doing it.
    Understand(Understand),
    /// Show the numbers, times and amounts in a sentence.
    Values(Values),
    /// Measure.
    Bench(Bench),
}

/// Where the data lies.
#[derive(Args, Clone)]
pub struct Place {
    /// The data folder [default: ling in the user's data folder].
    #[arg(long, env = "LING_DATA")]
    pub data: Option<PathBuf>,
    /// The configuration [default: ling.toml in the data folder].
    #[arg(long, env = "LING_CONFIG")]
    pub config: Option<PathBuf>,
}

/// `ling serve`.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    /// The port; 0 takes any that is free.
    #[arg(long, default_value_t = 8460)]
    pub port: u16,
    /// Serve the whole network over HTTPS with a certificate of its own.
    #[arg(long)]
    pub listen: bool,
}

/// `ling ask`.
#[derive(Args)]
pub struct Ask {
    #[command(flatten)]
    pub place: Place,
    /// What to ask. Without it, lines are read from standard input.
    pub text: Vec<String>,
    /// Print the whole turn as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `ling token`.
#[derive(Args)]
pub struct Token {
    #[command(subcommand)]
    pub what: TokenWhat,
}

/// What to do with keys.
#[derive(Subcommand)]
pub enum TokenWhat {
    /// Make a key and print it once.
    Create {
        #[command(flatten)]
        place: Place,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// What it may do: turns, ai or admin.
        #[arg(long, default_value = "turns")]
        scope: String,
    },
}

/// `ling user`.
#[derive(Args)]
pub struct User {
    #[command(subcommand)]
    pub what: UserWhat,
}

/// What to do with people.
#[derive(Subcommand)]
pub enum UserWhat {
    /// Print a link that signs a browser in, once, within 15 minutes.
    Link {
        #[command(flatten)]
        place: Place,
    },
}

/// `ling understand`.
#[derive(Args)]
pub struct Understand {
    #[command(flatten)]
    pub place: Place,
    /// Read {"text", "lang"?, "now"?} lines from standard input.
    #[arg(long)]
    pub jsonl: bool,
    /// Which stages may answer: grammar or all.
    #[arg(long, default_value = "all")]
    pub stage: String,
    /// One sentence, when no lines are read.
    pub text: Vec<String>,
}

/// `ling values`.
#[derive(Args)]
pub struct Values {
    /// Read {"text", "reference"?} lines from standard input.
    #[arg(long)]
    pub jsonl: bool,
    /// One sentence, when no lines are read.
    pub text: Vec<String>,
}

/// `ling bench`.
#[derive(Args)]
pub struct Bench {
    #[command(subcommand)]
    pub what: BenchWhat,
}

/// What to measure.
#[derive(Subcommand)]
pub enum BenchWhat {
    /// How many sentences of an open set are understood.
    Understand {
        /// The set: slurp-devel or xsid-zh.
        #[arg(long)]
        set: String,
        /// The folder with the sets.
        #[arg(long, env = "LING_DATASETS", default_value = "../shared/data")]
        datasets: PathBuf,
        /// Print the sentences that were understood wrongly.
        #[arg(long)]
        wrong: bool,
    },
    /// How fast turns are answered over HTTP, beside `GET /healthz`.
    Turns {
        #[command(flatten)]
        place: Place,
        /// The address of a running server.
        #[arg(long, default_value = "http://127.0.0.1:8460")]
        address: String,
        /// A token of that server.
        #[arg(long, env = "LING_TOKEN")]
        token: String,
        /// Turns in a second.
        #[arg(long, default_value_t = 200)]
        rate: u32,
        /// How long, in seconds.
        #[arg(long, default_value_t = 10)]
        seconds: u32,
        /// What is said.
        #[arg(long, default_value = "现在几点")]
        text: String,
    },
}
