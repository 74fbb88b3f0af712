//! The Rust types of a normalized API: the document that progenitor is given, its output, and what is read out of it.

mod lower;
mod progenitor;
mod surface;

pub use self::progenitor::generate;
pub use lower::lower;
pub use surface::{OperationTypes, Surface, argument_of, surface};
