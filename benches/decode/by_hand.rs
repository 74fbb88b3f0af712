//! The types of the three providers, as one writes them without a generator: closed enums, `chrono`, `uuid`, derives.

#![allow(
    dead_code,
    reason = "most types are only read; their fields say what reading keeps"
)]

#[path = "by_hand/bird.rs"]
pub mod bird;
#[path = "by_hand/bird_body.rs"]
mod bird_body;
#[path = "by_hand/bird_metadata.rs"]
mod bird_metadata;
#[path = "by_hand/bird_participant.rs"]
mod bird_participant;
#[path = "by_hand/bridge.rs"]
pub mod bridge;
#[path = "by_hand/pingback.rs"]
pub mod pingback;

pub use bird_body::MessageBody;
