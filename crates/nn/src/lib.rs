//! Model packages and nets: what Ling can fetch, what lies on the disk, and how it is run.
//!
//! A package is a folder of files that one manifest describes: `models/<name>.toml`, all of which are
//! part of the program. This crate reads manifests and files and checks them; it never fetches
//! anything, and never writes. Start with [`Manifest`], then [`Package`]; [`Net`] runs
//! what a file in the ONNX format describes:
//!
//! ```
//! let dictionary = ling_nn::manifest("cedict").expect("it comes with the program");
//! assert_eq!(dictionary.licence, "CC-BY-SA-4.0");
//! assert!(ling_nn::Package::open(dictionary, "no/such/folder".as_ref()).is_err());
//! ```

mod known;
mod manifest;
mod net;
mod package;
mod sha;

pub use known::{all, manifest};
pub use manifest::{
    Card, FileSpec, Kind, LIMIT_BYTES, Manifest, ManifestError, SelfTest, Source, Wheel,
};
pub use net::{Input, Int8, Net, NetError, NetOptions, Tensor, Values};
pub use package::{PULLED_FILE, Package, PackageError, Pulled, plain_file};
pub use sha::{Hasher, Sha};
