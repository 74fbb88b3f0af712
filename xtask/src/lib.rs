//! The maintainer commands, as a library that tests can drive.

pub mod api_diff;
pub mod bench;
pub mod ci;
pub mod codegen;
pub mod compare;
pub mod coverage;
mod git;
mod listing;
pub mod load;
pub mod lock;
mod markers;
mod packages;
pub mod preview;
mod process;
pub mod progress;
pub mod provider;
mod regions;
pub mod spec;
pub mod surface;
pub mod sync;
mod tables;
pub mod workspace;
