//! Complete programs for common tasks.
//!
//! Each page has one program. The tests of this crate run it, against the [server in the process](crate::testing) in place
//! of the provider.
//!
//! | page | what it shows |
//! | --- | --- |
//! | [`first_call`] | a client, a call, its response |
//! | [`list_everything`] | all pages as a stream; to go on after a failure |
//! | [`delivery`] | send a message and be sure; retries; idempotency keys |
//! | [`errors`] | one error type for all providers; what a provider said |
//! | [`tokens`] | tokens that expire, from a login or a vault |
//! | [`webhooks`] | receive what happens, with axum |
//! | [`uploads`] | send files |
//! | [`downloads`] | read a response as it comes, into a file |
//! | [`testing`] | test your own code without a network, on a server that remembers |
//! | [`outcomes`] | test what your code does when a call fails |
//! | [`recordings`] | record real calls, replay them in tests |
//! | [`blocking`] | programs without an async runtime |
//! | [`layers`] | OpenTelemetry, limits on concurrency, records |
//! | [`beyond_the_document`] | operations that the document lacks; what a call would send; commands of curl |
//! | [`network`] | proxies, private certificate authorities, time limits |
//! | [`migrating`] | from a client of your own to this one |

/// Declares the pages, each with its text in a file.
macro_rules! pages {
    ($($page:ident $file:literal)*) => {
        $(
            #[doc = include_str!($file)]
            pub mod $page {}
        )*
    };
}

pages! {
    first_call "cookbook/first_call.md"
    list_everything "cookbook/list_everything.md"
    delivery "cookbook/delivery.md"
    errors "cookbook/errors.md"
    tokens "cookbook/tokens.md"
    webhooks "cookbook/webhooks.md"
    uploads "cookbook/uploads.md"
    downloads "cookbook/downloads.md"
    testing "cookbook/testing.md"
    outcomes "cookbook/outcomes.md"
    recordings "cookbook/recordings.md"
    blocking "cookbook/blocking.md"
    layers "cookbook/layers.md"
    beyond_the_document "cookbook/beyond_the_document.md"
    network "cookbook/network.md"
    migrating "cookbook/migrating.md"
}
