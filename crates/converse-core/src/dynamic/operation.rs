//! The operations of a client, to be called by id.

use std::ops::Deref;

use serde_json::Value;

use super::arguments::Arguments;
use super::described::ArgumentShape;
use super::sending::{TakeArguments, Untyped, UntypedPages, refuse, unknown_operation};
use crate::call::{PreparedRequest, ResponseValue};
use crate::client::ProviderClient;
use crate::error::{CallError, Result};
use crate::operation::Operation;
use crate::types::Shape;

/// A client whose operations can be called by id. Generated clients are, with their feature `dynamic`.
///
/// ```
/// # use converse_core as converse;
/// use converse::dynamic::DynamicClient;
///
/// /// Lists the operations that a command line offers, one per line.
/// fn listing<C: DynamicClient>() -> String {
///     let lines = C::dynamic_operations().iter().map(|operation| {
///         let (id, docs) = (operation.operation().id, operation.docs());
///         format!("{id}: {}\n", docs.lines().next().unwrap_or_default())
///     });
///     lines.collect()
/// }
/// ```
pub trait DynamicClient: ProviderClient + Send + Sync + Sized + 'static {
    /// Lists the operations of the client, in the order of the document.
    fn dynamic_operations() -> &'static [DynamicOperation<Self>];

    /// Returns the operation with this id.
    fn dynamic_operation(id: &str) -> Option<&'static DynamicOperation<Self>> {
        let mut operations = Self::dynamic_operations().iter();
        operations.find(|known| known.operation().id == id)
    }
}

/// An operation with its docs and its arguments, as data.
#[derive(Debug, Clone, Copy)]
pub struct DescribedOperation {
    operation: &'static Operation,
    docs: &'static str,
    arguments: &'static [ArgumentShape],
    success: fn() -> Shape,
}

impl DescribedOperation {
    /// Returns its row of the table.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns its docs: the first line is a title.
    pub fn docs(&self) -> &'static str {
        self.docs
    }

    /// Returns its arguments: parameters, then the body.
    pub fn arguments(&self) -> &'static [ArgumentShape] {
        self.arguments
    }

    /// Returns the value of its success: that of the typed call's response.
    pub fn success(&self) -> Shape {
        (self.success)()
    }
}

/// An operation that can be called with JSON, through the types of a typed call. It dereferences to its description.
#[derive(Debug)]
pub struct DynamicOperation<C: 'static> {
    described: DescribedOperation,
    call: fn(&C, Arguments) -> Untyped,
    prepare: fn(&C, Arguments) -> Result<PreparedRequest>,
    pages: Option<fn(&C, Arguments) -> Result<UntypedPages>>,
}

impl<C> DynamicOperation<C> {
    /// Returns the operation that `B` builds. See [`dynamic_operation!`](crate::dynamic_operation).
    #[doc(hidden)]
    pub const fn new<B: TakeArguments>(
        docs: &'static str,
        call: fn(&C, Arguments) -> Untyped,
        prepare: fn(&C, Arguments) -> Result<PreparedRequest>,
    ) -> Self {
        Self {
            described: DescribedOperation {
                operation: B::OPERATION,
                docs,
                arguments: B::ARGUMENTS,
                success: B::SUCCESS,
            },
            call,
            prepare,
            pages: None,
        }
    }

    /// Sets how its pages are read.
    #[doc(hidden)]
    pub const fn paged(mut self, pages: fn(&C, Arguments) -> Result<UntypedPages>) -> Self {
        self.pages = Some(pages);
        self
    }

    /// Returns its description.
    pub fn described(&self) -> &DescribedOperation {
        &self.described
    }

    /// Calls it. The response has only the fields that its types have.
    ///
    /// # Errors
    /// Those of the typed call; an argument or a field that the provider's document does not have.
    pub async fn call(
        &self,
        client: &C,
        arguments: Arguments,
    ) -> std::result::Result<ResponseValue<Value>, CallError> {
        (self.call)(client, arguments).await
    }

    /// Returns the request as it would be sent, without sending it.
    ///
    /// # Errors
    /// An argument is missing, breaks a rule or is not one of the operation; the client has no credential for it.
    pub fn prepare(&self, client: &C, arguments: Arguments) -> Result<PreparedRequest> {
        (self.prepare)(client, arguments)
    }

    /// Returns all pages as a stream that fetches each when it is needed, as the typed call's `pages()` does. `None` for
    /// an operation without pages.
    ///
    /// # Errors
    /// An argument is not one of the operation.
    pub fn pages(&self, client: &C, arguments: Arguments) -> Option<Result<UntypedPages>> {
        self.pages.map(|pages| pages(client, arguments))
    }
}

impl<C> Deref for DynamicOperation<C> {
    type Target = DescribedOperation;

    fn deref(&self) -> &DescribedOperation {
        &self.described
    }
}

/// Calls the operation with this id.
#[doc(hidden)]
pub fn call_by_id<C: DynamicClient>(
    client: &C,
    operation_id: &str,
    arguments: Arguments,
) -> Untyped {
    match C::dynamic_operation(operation_id) {
        Some(known) => (known.call)(client, arguments),
        None => refuse(unknown::<C>(operation_id)),
    }
}

/// Returns the error of a call whose operation the provider does not have.
pub(super) fn unknown<C: DynamicClient>(operation_id: &str) -> CallError<Value> {
    let known = C::dynamic_operations().iter();
    let known: Vec<_> = known.map(|it| it.operation()).collect();
    unknown_operation(C::provider(), operation_id, &known)
}

/// Describes an operation that can be called with JSON: the client, its method, the builder, and the function of
/// `dynamic` that sends it; then `pages`, if the response comes in pages; then its docs.
#[doc(hidden)]
#[macro_export]
macro_rules! dynamic_operation {
    ($client:ty, $method:ident, $builder:ty, $call:ident $(, $pages:ident)?; $docs:literal) => {
        $crate::dynamic::DynamicOperation::<$client>::new::<$builder>(
            $docs,
            |client, arguments| {
                $crate::dynamic::$call(client.$method(), arguments, <$builder>::send)
            },
            |client, arguments| {
                $crate::dynamic::prepare(client.$method(), arguments, <$builder>::prepare)
            },
        )
        $(.paged(|client, arguments| {
            $crate::dynamic::$pages(client.$method(), arguments, <$builder>::$pages)
        }))?
    };
}
