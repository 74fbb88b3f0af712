//! The Rust types of a normalized API: lowers it for progenitor, runs progenitor, and reads its types.

mod lower;
mod progenitor;
mod read;
mod rust_type;
mod surface;
mod synthetic;

pub use lower::lower;
pub use progenitor::generate;
pub use read::surface;
pub use rust_type::{RustType, Scope};
pub use surface::{OperationTypes, Presence, RustField, Surface};
