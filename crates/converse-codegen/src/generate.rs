//! The Rust types of a normalized API: lowers it for progenitor, runs progenitor, and reads its output.

mod lower;
mod progenitor;
mod surface;

pub use self::progenitor::generate;
pub use lower::lower;
pub use surface::{OperationTypes, Surface, argument_of, surface};
