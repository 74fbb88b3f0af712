//! The guarantees of a call, in tables, with the test behind each promise.
//!
#![doc = include_str!("reliability.md")]
//!
//! # Delivery of a failed call
//!
#![doc = include_str!("error/delivery.md")]
