//! What progenitor alone makes of the parts of the documents that it can do.

#![allow(
    clippy::all,
    dead_code,
    reason = "progenitor wrote it, and nothing but reading and writing uses it"
)]

#[path = "stock/bird.rs"]
pub mod bird;
#[path = "stock/bridge.rs"]
pub mod bridge;
#[path = "stock/pingback.rs"]
pub mod pingback;
