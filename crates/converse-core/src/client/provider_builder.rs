//! `client_builder!`: the builder of a provider's client, with the provider's own parameters.

/// Defines the builder of a provider's client: [`ClientBuilder`](crate::ClientBuilder) with a setter for each parameter
/// that all calls can share.
///
/// A parameter is written as in [`call!`](crate::call): its place, its setter, its type, its name on the wire. The
/// setter of one `as uuid` takes what [`ToUuid`](crate::value::ToUuid) converts.
#[macro_export]
macro_rules! client_builder {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident($client:ty) {
            $(
                $(#[doc = $parameter_doc:literal])*
                $place:ident $setter:ident: $type:ty $(as $uuid:ident)? = $wire:literal,
            )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(::core::fmt::Debug)]
        #[must_use = "a builder does nothing until `build()`"]
        pub struct $name {
            inner: $crate::ClientBuilder<$client>,
        }

        impl $name {
            /// Returns a builder with the provider's base URL, the default limits and no credential.
            pub fn new() -> Self {
                $crate::ClientBuilder::new().into()
            }

            /// Returns a builder with what the provider's environment variables hold: the credentials, and if they are
            /// set, the base URL and the parameters of all calls.
            ///
            /// # Errors
            /// No credential's variable is set, or a value cannot be used.
            pub fn from_env() -> ::core::result::Result<Self, $crate::BuildError> {
                $crate::ClientBuilder::from_env().map(::core::convert::Into::into)
            }

            $(
                $(#[doc = $parameter_doc])*
                ///
                /// A call that sets it has its own. A value that is not one of its type is an error of
                /// [`build`](Self::build).
                pub fn $setter(
                    mut self,
                    value: $crate::__client_parameter!(@bound $type $(as $uuid)?),
                ) -> Self {
                    let value = $crate::__client_parameter!(@convert $wire, value, $type $(as $uuid)?);
                    let place = $crate::__argument!(@location $place);
                    self.inner = self.inner.parameter(place, $wire, value);
                    self
                }
            )*

            $crate::__builder_methods! {
                /// Sets the credential. Without one, only operations that need none can be called.
                ///
                /// It is sent by every operation that takes a single credential, unless
                /// [`credential_for`](Self::credential_for) sets one for the operation's own scheme.
                credential(credential: $crate::Credential);
                /// Sets the credential of one security scheme, by its name in the provider's document: for operations that take
                /// several credentials together, and for providers with several schemes.
                ///
                /// An operation with alternatives takes the first one that has all of its credentials.
                credential_for(scheme: impl ::core::convert::Into<::std::string::String>, credential: $crate::Credential);
                /// Sets a base URL other than the provider's: http or https, a host, perhaps a path, without user
                /// info, query or fragment. A server on this machine (`localhost`, `127.0.0.0/8`, `::1`) is reached
                /// without any proxy.
                base_url(base_url: impl ::core::convert::Into<::std::string::String>);
                /// Sets whether plain http to a host other than this machine is allowed. Off by default: everybody
                /// on the way can read the credential and the messages.
                allow_insecure_http(allow: bool);
                /// Sets how long a whole call may take: all attempts, from connecting to the last byte of the body,
                /// and the pauses between them. 60 s by default.
                timeout(timeout: ::core::time::Duration);
                /// Sets how long one attempt may take, from connecting to the last byte of the body. It never
                /// outlasts the call. 30 s by default.
                attempt_timeout(timeout: ::core::time::Duration);
                /// Sets how long making a connection may take, 10 s by default. Keep it below the other limits: when it
                /// is reached, it is certain that nothing was sent.
                connect_timeout(timeout: ::core::time::Duration);
                /// Sets how long a body may stall between two chunks. 15 s by default.
                read_timeout(timeout: ::core::time::Duration);
                /// Sets how many bytes of a response body are read, those of an error too. 16 MiB by default.
                body_limit(bytes: usize);
                /// Sets how many bytes of memory decoding one response may take. By default 16 MiB and 16 times the bytes of
                /// its body, see [`CallOptions::decode_limit`](converse_core::CallOptions::decode_limit).
                decode_limit(bytes: usize);
                /// Sets how many headers an HTTP/1 response may have. 100 by default.
                header_count_limit(headers: usize);
                /// Sets how many bytes the headers of an HTTP/2 response may have. 16 KiB by default.
                header_bytes_limit(bytes: u32);
                /// Sets whether and when a failed attempt is retried, see
                /// [`RetryPolicy`](converse_core::RetryPolicy).
                retry(policy: $crate::RetryPolicy);
                /// Sets whether the document's limits on arguments and bodies are checked before sending; they are by default.
                /// See [`CallOptions::check_limits`](converse_core::CallOptions::check_limits).
                check_limits(check: bool);
                /// Sets how many retries the client and its clones make altogether, see
                /// [`RetryBudget`](converse_core::retry::RetryBudget).
                retry_budget(budget: $crate::retry::RetryBudget);
                /// Sets the caller's own product, such as `shop/2.1`. It precedes ours in `User-Agent`.
                user_agent(user_agent: impl ::core::convert::Into<::std::string::String>);
                /// Adds a header to all calls, see [`CallOptions::header`](converse_core::CallOptions::header).
                header(name: impl ::core::convert::AsRef<str>, value: impl ::core::convert::AsRef<str>);
                /// Adds a layer around each attempt of a call, inside of those that were added before: for metrics,
                /// limits on concurrency, recording, signing, traces. See [`layer`](converse_core::layer) for what it may do.
                layer(layer: impl $crate::layer::AttemptLayer);
                /// Reports where successful JSON responses differ from the provider's document, see
                /// [`drift`](converse_core::drift): with the feature `dynamic`, by which types describe themselves.
                on_drift(
                    report: impl ::core::ops::Fn(&$crate::drift::Drift)
                        + ::core::marker::Send
                        + ::core::marker::Sync
                        + 'static
                );
                /// Sets whether a reported [`Drift`](converse_core::drift::Drift) has the value, which may be personal. Off
                /// by default.
                drift_values(show: bool);
                /// Changes the HTTP client: proxies, root certificates, pool sizes; without the features `rustls` and
                /// `native-tls`, the TLS backend. See
                /// [`configure_http`](converse_core::ClientBuilder::configure_http) for what it cannot change.
                configure_http(
                    configure: impl ::core::ops::FnOnce($crate::reqwest::ClientBuilder) -> $crate::reqwest::ClientBuilder
                        + ::core::marker::Send
                        + 'static
                );
            }

            /// Builds the client.
            ///
            /// # Errors
            /// A value given to the builder cannot be used, or the HTTP client cannot be set up: see
            /// [`BuildError`](converse_core::BuildError).
            pub fn build(self) -> ::core::result::Result<$client, $crate::BuildError> {
                self.inner.build()
            }
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl ::core::convert::From<$crate::ClientBuilder<$client>> for $name {
            fn from(inner: $crate::ClientBuilder<$client>) -> Self {
                Self { inner }
            }
        }

        impl ::core::convert::From<$name> for $crate::ClientBuilder<$client> {
            fn from(builder: $name) -> Self {
                builder.inner
            }
        }
    };
}

/// Methods of the builder that it passes on.
#[doc(hidden)]
#[macro_export]
macro_rules! __builder_methods {
    ($(
        $(#[doc = $doc:literal])*
        $method:ident($($argument:ident: $type:ty),*);
    )*) => {
        $(
            $(#[doc = $doc])*
            pub fn $method(mut self, $($argument: $type),*) -> Self {
                self.inner = self.inner.$method($($argument),*);
                self
            }
        )*
    };
}

/// What the setter of a parameter takes, and how it is converted.
#[doc(hidden)]
#[macro_export]
macro_rules! __client_parameter {
    (@bound $type:ty as uuid) => { impl $crate::argument::ToUuid };
    (@bound $type:ty) => { impl ::core::convert::TryInto<$type> };
    (@convert $wire:literal, $value:ident, $type:ty as uuid) => {
        $crate::argument::uuid($wire, $value)
    };
    (@convert $wire:literal, $value:ident, $type:ty) => {
        $crate::argument::value::<$type>($wire, $value)
    };
}
