//! The promises of the runtime, for the client of this crate: `cargo test --features dynamic,examples`.

include!(concat!(env!("OUT_DIR"), "/helpdesk.rs"));

converse_testing::conformance!(helpdesk::Client, helpdesk::CONTRACT);
