//! The maintainer commands, as a library that tests can drive.

mod api;
mod bundle;
pub mod codegen;
mod collect;
pub mod corpus;
mod docs;
mod generate;
mod identifiers;
mod listing;
mod load;
mod lower;
mod names;
mod normalize;
mod overlay;
mod pointer;
pub mod preview;
pub mod problem;
pub mod progress;
pub mod provider;
pub mod read;
pub mod render;
mod settings;
pub mod spec;
mod surface;
pub mod sync;
mod toml_string;
pub mod workspace;
