//! What a call ends in when it does not go well.

mod answers;
mod redirects;
mod refusals;
mod timeouts;
