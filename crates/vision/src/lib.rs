//! From pixels to words: what is written in a picture, what it shows, and where.
//!
//! A picture comes as the bytes of a file; the crate reads no file, keeps no picture, and never asks
//! the network. Start with [`Picture`], then [`Ocr`](ocr::Ocr):
//!
//! ```
//! use ling_vision::Picture;
//!
//! let error = Picture::decode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap_err();
//! assert_eq!(error.code(), "kind");
//! ```

mod boxes;
mod error;
pub mod faces;
mod feed;
pub mod geometry;
pub mod objects;
pub mod ocr;
mod picture;
pub mod scene;
pub mod tags;
mod words;

pub use boxes::Area;
pub use error::VisionError;
pub use picture::{BYTES_MAX, Format, PIXELS_MAX, Picture, SIDE_MAX};
