//! The maintainer commands, as a library that tests can drive.

mod api;
pub mod codegen;
mod collect;
mod docs;
mod generate;
mod identifiers;
mod load;
mod lower;
mod names;
mod normalize;
mod overlay;
mod pointer;
pub mod problem;
pub mod progress;
mod render;
mod settings;
mod surface;
pub mod sync;
pub mod workspace;
