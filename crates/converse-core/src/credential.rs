//! The credentials of a client: API keys, tokens, user names and passwords.

#[allow(
    clippy::module_inception,
    reason = "the credentials of a client need the one, so it cannot be in the root of the room"
)]
mod credential;
mod credentials;
mod placing;
mod secret;
mod token;
mod token_cache;

pub use credential::Credential;
pub(crate) use credentials::{Chosen, Credentials, listed};
pub(crate) use placing::place_secrets;
pub(crate) use secret::{Issued, Secret};
pub use token::{CredentialError, Token};
