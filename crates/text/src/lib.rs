//! Everything that differs between Mandarin and English and is not a net: folding, scripts, numbers,
//! dates, measure words, pronunciation, sentence cutting and the texts people read or hear.
//!
//! It never reads a file, a clock or the network: "now" is an argument and message files arrive as
//! parsed tables. Start with [`fold::fold`] for what comes in, and for what goes out with [`Pack`],
//! one per language, and [`Catalogue`], which fills whole sentences with typed values:
//!
//! ```
//! use ling_base::Lang;
//! use ling_text::{Catalogue, Context, Holes, Style};
//! let table: toml::Table = "left = '{n:count} {n:plural:minute|minutes} left.'".parse().unwrap();
//! let replies = Catalogue::parse(Lang::En, "en.toml", &table).unwrap();
//! let now: jiff::ZonedDateTime = "2026-11-24T18:00[Asia/Shanghai]".parse().unwrap();
//! let ctx = Context { now: &now, style: Style::Say, seed: 0 };
//! let said = replies.fill("left", &Holes::new().count("n", 2), &ctx).unwrap();
//! assert_eq!(said, "Two minutes left.");
//! ```

pub mod almanac;
mod catalogue;
pub mod cut;
pub mod fold;
mod lang;
mod pack;
pub mod pronounce;
mod render;
pub mod script;
pub mod units;
pub mod values;

pub use catalogue::{Catalogue, CatalogueError, SyntaxError};
pub use pack::{DateLook, Pack, TimeLook, pack};
pub use render::{Context, Hole, Holes, Style, to_traditional};
