//! The model that the program carries.

use anyhow::Context;
use ling_understand::net::Net;

/// See models/understand/README.md for what it learnt from.
const NET: &[u8] = include_bytes!("../../../models/understand/understand.bin");

/// The net that guesses where no sentence of the skills matches.
pub fn net() -> anyhow::Result<Option<Net>> {
    Net::load(NET)
        .map(Some)
        .context("the model inside the program")
}
