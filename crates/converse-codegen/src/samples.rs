//! Sample values: what the document gives as examples, else what its schemas and limits allow.

mod documented;
mod judge;
mod maker;
mod numbers;
mod patterns;
mod plausible;
mod scalars;
mod strings;

pub use judge::{Contradiction, Judge};
pub use maker::Maker;
pub use numbers::{integer, is_within, number};
pub use patterns::matching;
pub use strings::{fitted, formatted};
