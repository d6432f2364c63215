//! What is typed after `ling key`.

use clap::{Args, Subcommand};

use super::{Listed, Place};

/// `ling key`.
#[derive(Args)]
#[command(after_help = KEY_EXAMPLES)]
pub struct Key {
    #[command(subcommand)]
    pub what: KeyWhat,
}

const KEY_EXAMPLES: &str = "\
Examples · 例子:
  ling key create --name shop             a key for the AI services, printed once · 只显示一次
  ling key list                           which keys there are · 有哪些密钥
  ling key revoke ID                      it ends at once · 立即失效";

/// What to do with keys of the AI services.
#[derive(Subcommand)]
pub enum KeyWhat {
    /// Make a key for the AI services and print it once.
    Create {
        #[command(flatten)]
        place: Place,
        /// What it is for.
        #[arg(long)]
        name: String,
    },
    /// Show the keys for the AI services, without their secrets.
    List(Listed),
    /// End a key at once.
    Revoke {
        #[command(flatten)]
        place: Place,
        /// Its id or name, from `ling key list`.
        id: String,
    },
}
