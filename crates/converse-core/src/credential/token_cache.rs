//! A credential that is refreshed: fetched when needed, cached, and fetched by one call for all.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::secret::Issued;
use super::token::{CredentialError, Token};

pub(crate) type Fetch = Box<
    dyn Fn() -> Pin<Box<dyn Future<Output = Result<Token, CredentialError>> + Send>> + Send + Sync,
>;

/// The function that fetches, and its last result.
pub(crate) struct TokenCache {
    fetch: Fetch,
    held: Mutex<Option<Held>>,
    /// Held by the one call that fetches; keeps the last failure for those that wait.
    flight: tokio::sync::Mutex<Option<CredentialError>>,
    /// How many fetches have failed.
    failures: AtomicU64,
    /// How many have succeeded.
    generation: AtomicU64,
}

struct Held {
    issued: Issued,
    since: Instant,
    valid_for: Option<Duration>,
}

impl TokenCache {
    pub(crate) fn new(fetch: Fetch) -> Self {
        Self {
            fetch,
            held: Mutex::new(None),
            flight: tokio::sync::Mutex::new(None),
            failures: AtomicU64::new(0),
            generation: AtomicU64::new(0),
        }
    }

    /// Returns the cached secret, or a new one.
    pub(crate) async fn issue(&self) -> Result<Issued, CredentialError> {
        if let Some(issued) = self.at_hand() {
            return Ok(issued);
        }
        let failures = self.failures.load(Ordering::SeqCst);
        let mut last_failure = self.flight.lock().await;
        if let Some(issued) = self.at_hand() {
            return Ok(issued);
        }
        // Calls that waited for a fetch share its failure too, or they would all fetch in turn.
        if let Some(failure) = &*last_failure
            && self.failures.load(Ordering::SeqCst) != failures
        {
            return Err(failure.clone());
        }
        let since = Instant::now();
        match (self.fetch)().await.and_then(checked) {
            Ok(Token { secret, valid_for }) => {
                let generation = self.generation.fetch_add(1, Ordering::SeqCst);
                let issued = Issued { secret, generation };
                *self.held() = Some(Held {
                    issued: issued.clone(),
                    since,
                    valid_for,
                });
                Ok(issued)
            }
            Err(failure) => {
                *last_failure = Some(failure.clone());
                self.failures.fetch_add(1, Ordering::SeqCst);
                Err(failure)
            }
        }
    }

    /// Drops the secret, unless a newer one was fetched meanwhile.
    pub(crate) fn refused(&self, issued: &Issued) {
        let mut held = self.held();
        if held
            .as_ref()
            .is_some_and(|held| held.issued.generation == issued.generation)
        {
            *held = None;
        }
    }

    /// Returns the cached secret, unless it has expired.
    pub(crate) fn at_hand(&self) -> Option<Issued> {
        let held = self.held();
        let held = held.as_ref()?;
        let expired = held
            .valid_for
            .is_some_and(|life| held.since.elapsed() >= life);
        (!expired).then(|| held.issued.clone())
    }

    fn held(&self) -> MutexGuard<'_, Option<Held>> {
        // The value is only ever replaced as a whole.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn checked(token: Token) -> Result<Token, CredentialError> {
    match token.secret.can_be_sent() {
        true => Ok(token),
        false => Err(CredentialError::new(
            "it must be printable ASCII without a space or line break at its ends, and not empty",
        )),
    }
}

#[cfg(test)]
mod tests;
