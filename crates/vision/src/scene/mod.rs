//! What several looks at a picture come to: its colours, the part worth keeping, and a sentence put together from what
//! was found. The sentence is composed, not written by a model, and says no more than was found.

mod caption;
mod colour;
mod crop;

pub use caption::{COMPOSED, caption};
pub use colour::{Colour, Colours, colours};
pub use crop::{Interest, crop, middle, thumbnail};
