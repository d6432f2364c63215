//! What is typed after `ling models`.

use clap::{Args, Subcommand};

use super::Listed;

/// `ling models`.
#[derive(Args)]
#[command(after_help = MODELS_EXAMPLES)]
pub struct Models {
    #[command(subcommand)]
    pub what: ModelsWhat,
}

const MODELS_EXAMPLES: &str = "\
Examples · 例子:
  ling models list                        what there is · 有哪些
  ling models pull cedict                 fetch the dictionary · 下载词典
  ling models pull yunet-face --mirror /srv/models   from a folder · 从文件夹取
  ling models verify                      check every byte · 逐字节检查";

/// What to do with model packages.
#[derive(Subcommand)]
pub enum ModelsWhat {
    /// Show every package, its size, its licence and whether it is there.
    List(Listed),
    /// Fetch packages, after you have agreed to their licences.
    Pull {
        #[command(flatten)]
        named: Named,
        /// A folder or an address that is asked first.
        #[arg(long, value_name = "FOLDER|URL")]
        mirror: Option<String>,
        #[command(flatten)]
        agreed: Agreed,
    },
    /// Take packages away.
    Remove(Named),
    /// Check every byte of packages; of all that are there, when none is named.
    Verify {
        #[command(flatten)]
        listed: Listed,
        /// Their names.
        names: Vec<String>,
    },
}

/// What whoever pulls agrees to beforehand.
#[derive(Args, Clone, Copy)]
pub struct Agreed {
    /// Agree to the licences; without a terminal there is nobody to ask, so it must be said.
    #[arg(long)]
    pub yes: bool,
    /// Take files whose SHA-256 nobody has written down as well; the sums of what comes are kept, and checked
    /// from then on.
    #[arg(long)]
    pub unverified: bool,
}

/// Packages by name.
#[derive(Args)]
pub struct Named {
    #[command(flatten)]
    pub listed: Listed,
    /// Their names, from `ling models list`.
    #[arg(required = true)]
    pub names: Vec<String>,
}
