//! When failed attempts are retried, and how many altogether.

mod budget;
mod policy;

pub(crate) use budget::Paid;
pub use budget::RetryBudget;
pub use policy::RetryPolicy;
