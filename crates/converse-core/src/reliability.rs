//! What a call guarantees, in tables, with the test behind each promise.
//!
#![doc = include_str!("reliability.md")]
//!
//! # What is known when a call fails
//!
#![doc = include_str!("error/delivery.md")]
