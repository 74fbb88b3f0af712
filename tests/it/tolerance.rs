//! Answers that hold more, less or other than the document says: nothing fails to decode, and nothing is lost.

mod bodies;
mod mutation;
mod responses;
mod typed;
