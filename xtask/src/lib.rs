//! The maintainer commands, as a library that tests can drive.

pub mod ci;
pub mod codegen;
mod listing;
mod load;
pub mod preview;
pub mod progress;
pub mod provider;
pub mod spec;
pub mod sync;
pub mod workspace;
