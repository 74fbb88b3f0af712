//! The static tables of a generated crate: what each operation takes, sends and returns.
//!
//! A row is made by constructors: [`Operation::get`], [`Parameter::query`] and the like. It leaves out what has
//! OpenAPI's default.

mod body;
mod client_parameter;
mod example;
#[allow(
    clippy::module_inception,
    reason = "the rows of a provider need the one, so it cannot be in the root of the room"
)]
mod operation;
mod paging;
mod parameter;
mod pattern;
mod provider;
mod requests;
mod retry_rules;
mod rule;
mod security;
mod streams;
#[cfg(test)]
pub(crate) mod test_support;

pub use body::{Content, RequestBody, Response, StatusRange};
pub use client_parameter::ClientParameter;
pub use example::{Example, Side};
pub use operation::Operation;
pub use paging::{Paging, PagingStyle};
pub use parameter::{Location, Parameter, Style};
#[doc(hidden)]
pub use provider::Provider;
pub use retry_rules::{RetryRules, Safety};
pub(crate) use rule::Measured;
pub use rule::{BodyRule, Rule};
pub use security::{CredentialPlace, SecurityScheme};
pub use streams::{ItemStream, StreamFormat};
