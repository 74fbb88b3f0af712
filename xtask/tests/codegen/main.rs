//! `cargo xtask codegen` on copies of `specs/`, and on the workspace itself.

mod failures;
mod outputs;
mod workspace;
