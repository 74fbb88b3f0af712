//! The promises of the runtime, proved for any generated crate.
//!
//! One line in a test file of its own checks a client against servers on loopback that misbehave on purpose:
//!
//! ```ignore
//! converse_testing::conformance!(acme::Client, acme::CONTRACT);
//! ```
//!
//! It becomes a test per promise of [`converse_core::reliability`]. Each test plays its cases with every kind of
//! operation: thousands of responses, from each status to bytes at random, and attempts that break at each point. It
//! compares what the call reports and what the server received with the tables of the docs, and searches everything
//! that is printed or traced for the credential and for the text of a message.
//!
//! The crate needs its features `dynamic` and `examples`. Operations are called with the examples of the document, else
//! with values made from their types. An operation of which no request can be made, since a pattern or a rule on several
//! fields limits it, fails the first test; an example of the body in the document helps, or it is left out:
//!
//! ```ignore
//! converse_testing::conformance!(acme::Client, acme::CONTRACT, except ["uploadFile"]);
//! ```
//!
//! Several providers are separated by `;`. The file must contain no other tests that install a subscriber for traces or
//! a logger: the suite installs its own, for the whole process.

mod act;
mod bodies;
#[doc(hidden)]
pub mod canary;
mod connections;
mod decodes;
mod http2;
mod judge;
mod layers;
mod made;
mod no_status;
mod oracle;
mod provider;
mod random;
mod redirects;
mod retries;
#[doc(hidden)]
pub mod setup;
mod site;
mod statuses;
mod subject;
mod suite;
mod waits;

use std::time::Duration;

#[doc(hidden)]
pub use self::{
    bodies::a_wrong_body_is_distinguished_from_a_failed_call,
    connections::{
        a_call_that_finds_no_connection_was_not_sent,
        a_kept_connection_that_closes_sends_nothing_twice, an_outage_is_not_multiplied,
    },
    http2::refused_streams_and_goodbyes_are_not_retried_by_the_pool,
    no_status::a_call_without_a_status_ends_as_the_docs_say,
    provider::{Caller, Outcome, content},
    random::random_responses_end_every_call,
    redirects::no_second_host_receives_a_call,
    retries::nothing_is_retried_that_may_have_been_carried_out,
    statuses::every_status_is_what_the_docs_say,
    suite::every_operation_can_be_called,
    waits::retry_after_is_waited_for_or_the_call_ends_at_once,
};
pub use provider::Provider;
pub use suite::Suite;

/// The credential of the suite's clients: it has the length and alphabet of real ones.
#[doc(hidden)]
pub const KEY: &str = "live_Zx81kQ7hF2mP0sT4vW9yB3nC6dEaLrUoJgI5tXq";

/// The time limit of a caller whose server stalls.
const SHORT: Duration = Duration::from_millis(200);

/// How many bytes of a body the callers here take.
const CAP: usize = 64 * 1024;

/// The bytes that may be on the way beyond the cap when the caller closes the connection: buffers of the system at both
/// ends.
const BUFFERS: usize = 4 * 1024 * 1024;

/// Defines the tests that check generated clients: a client and its contract, perhaps the ids of operations that are
/// left out, and further clients after `;`. See [`conformance`](crate::conformance).
#[macro_export]
macro_rules! conformance {
    ($($client:ty, $contract:expr $(, except [$($except:literal),* $(,)?])?);+ $(;)?) => {
        fn suite() -> &'static $crate::conformance::Suite {
            static PROVIDERS: &[$crate::conformance::Provider] = &[$(
                $crate::conformance::Provider::of::<$client>(&$contract)
                    $(.except(&[$($except),*]))?
            ),+];
            static SUITE: $crate::conformance::Suite = $crate::conformance::Suite::new(PROVIDERS);
            &SUITE
        }

        $crate::__promises! {
            every_operation_can_be_called
            every_status_is_what_the_docs_say
            nothing_is_retried_that_may_have_been_carried_out
            retry_after_is_waited_for_or_the_call_ends_at_once
            a_wrong_body_is_distinguished_from_a_failed_call
            a_call_without_a_status_ends_as_the_docs_say
            no_second_host_receives_a_call
            random_responses_end_every_call
            a_call_that_finds_no_connection_was_not_sent
            a_kept_connection_that_closes_sends_nothing_twice
            an_outage_is_not_multiplied
            refused_streams_and_goodbyes_are_not_retried_by_the_pool
        }
    };
}

/// A test per promise.
#[doc(hidden)]
#[macro_export]
macro_rules! __promises {
    ($($promise:ident)+) => {
        $(
            #[test]
            fn $promise() {
                $crate::conformance::$promise(suite());
            }
        )+
    };
}
