//! `cargo xtask codegen` on copies of `specs/`, and on the workspace itself.

mod coverage;
mod failures;
mod headers;
mod outputs;
mod workspace;
