//! The maintainer commands, as a library that tests can drive.

pub mod ci;
pub mod codegen;
mod coverage;
mod listing;
pub mod load;
pub mod lock;
pub mod preview;
pub mod progress;
pub mod provider;
mod regions;
pub mod spec;
pub mod sync;
mod tables;
pub mod workspace;
