//! Clients of any provider behind one type: for programs that learn at run time which provider they talk to.

use std::ffi::OsString;
use std::fmt;

use super::arguments::Arguments;
use super::operation::{DescribedOperation, DynamicClient, call_by_id, unknown};
use super::sending::{Untyped, UntypedPages};
use crate::call::PreparedRequest;
use crate::client::{CallOptions, ClientBuilder};
use crate::error::{BuildError, Result};
use crate::operation::Provider;

/// A provider, whose operations are called by id.
///
/// ```
/// # use converse_core as converse;
/// use converse::dynamic::{AnyProvider, DynamicClient};
///
/// /// What a command line offers, whichever client it is.
/// fn offered<C: DynamicClient>() -> Vec<&'static str> {
///     let provider = AnyProvider::of::<C>();
///     provider.operations().map(|it| it.operation().id).collect()
/// }
/// ```
#[derive(Clone, Copy)]
pub struct AnyProvider {
    provider: fn() -> &'static Provider,
    count: fn() -> usize,
    operation: fn(usize) -> &'static DescribedOperation,
    build: fn(Read<'_>) -> std::result::Result<AnyClient, BuildError>,
}

/// Reads a variable.
type Read<'a> = &'a dyn Fn(&str) -> Option<OsString>;

impl AnyProvider {
    /// Returns the provider of a client.
    pub const fn of<C: DynamicClient>() -> Self {
        Self {
            provider: C::provider,
            count: || C::dynamic_operations().len(),
            operation: |index| C::dynamic_operations()[index].described(),
            build: |read| {
                let builder = ClientBuilder::<C>::from_variables(read)?;
                builder.build().map(AnyClient::new)
            },
        }
    }

    /// Returns its name, base URL and credentials.
    pub fn provider(&self) -> &'static Provider {
        (self.provider)()
    }

    /// Lists its operations, in the order of the document.
    pub fn operations(&self) -> impl ExactSizeIterator<Item = &'static DescribedOperation> + use<> {
        (0..(self.count)()).map(self.operation)
    }

    /// Returns the operation with this id.
    pub fn operation(&self, id: &str) -> Option<&'static DescribedOperation> {
        self.operations().find(|known| known.operation().id == id)
    }

    /// Returns a client with what variables hold, which are those that `Client::from_env` reads: `read` returns the value
    /// of one.
    ///
    /// # Errors
    /// No credential's variable is set, or a value cannot be used.
    pub fn client(
        &self,
        read: impl Fn(&str) -> Option<OsString>,
    ) -> std::result::Result<AnyClient, BuildError> {
        (self.build)(&read)
    }
}

impl fmt::Debug for AnyProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnyProvider")
            .field(&self.provider().name)
            .finish()
    }
}

/// A client of any provider, whose operations are called by id.
pub struct AnyClient(Box<dyn Client>);

impl AnyClient {
    /// Returns a client without its type.
    pub fn new<C: DynamicClient>(client: C) -> Self {
        Self(Box::new(Typed(client)))
    }

    /// Returns the provider that it calls.
    pub fn provider(&self) -> &'static Provider {
        self.0.provider()
    }

    /// Returns a client with other options for its calls; it shares its connections with this one.
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self(self.0.with_options(options))
    }

    /// Calls an operation; the future does not borrow the client.
    ///
    /// # Errors
    /// Those of the typed call; an id, an argument or a field that the provider's document does not have.
    pub fn call(&self, operation_id: &str, arguments: Arguments) -> Untyped {
        self.0.call(operation_id, arguments)
    }

    /// Returns the request of a call as it would be sent, without sending it.
    ///
    /// # Errors
    /// An id or an argument is not one of the document; the client has no credential for the operation.
    pub fn prepare(&self, operation_id: &str, arguments: Arguments) -> Result<PreparedRequest> {
        self.0.prepare(operation_id, arguments)
    }

    /// Returns all pages as a stream that fetches each when it is needed. `None` for an operation without pages.
    ///
    /// # Errors
    /// An id or an argument is not one of the document.
    pub fn pages(&self, operation_id: &str, arguments: Arguments) -> Option<Result<UntypedPages>> {
        self.0.pages(operation_id, arguments)
    }
}

impl fmt::Debug for AnyClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnyClient")
            .field(&self.provider().name)
            .finish()
    }
}

trait Client: Send + Sync {
    fn provider(&self) -> &'static Provider;
    fn with_options(&self, options: CallOptions) -> Box<dyn Client>;
    fn call(&self, id: &str, arguments: Arguments) -> Untyped;
    fn prepare(&self, id: &str, arguments: Arguments) -> Result<PreparedRequest>;
    fn pages(&self, id: &str, arguments: Arguments) -> Option<Result<UntypedPages>>;
}

struct Typed<C>(C);

impl<C: DynamicClient> Client for Typed<C> {
    fn provider(&self) -> &'static Provider {
        C::provider()
    }

    fn with_options(&self, options: CallOptions) -> Box<dyn Client> {
        Box::new(Self(C::from_core(self.0.core().with_options(options))))
    }

    fn call(&self, id: &str, arguments: Arguments) -> Untyped {
        call_by_id(&self.0, id, arguments)
    }

    fn prepare(&self, id: &str, arguments: Arguments) -> Result<PreparedRequest> {
        match C::dynamic_operation(id) {
            Some(known) => known.prepare(&self.0, arguments),
            None => Err(unknown::<C>(id).into()),
        }
    }

    fn pages(&self, id: &str, arguments: Arguments) -> Option<Result<UntypedPages>> {
        match C::dynamic_operation(id) {
            Some(known) => known.pages(&self.0, arguments),
            None => Some(Err(unknown::<C>(id).into())),
        }
    }
}
