//! Whether somebody speaks, and when they have finished.

mod earshot;
mod endpoint;

pub use earshot::Earshot;
pub use endpoint::{EndpointOptions, Endpointer, Heard};
