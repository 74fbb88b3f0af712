//! `cargo xtask spec diff`, on a document in which one thing changes at a time.

mod api;
mod cases;
mod properties;
mod versions;
