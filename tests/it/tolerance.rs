//! Tests responses with more, fewer or other fields than documented: all decode, and nothing is lost.

mod bodies;
mod mutation;
mod responses;
mod typed;
