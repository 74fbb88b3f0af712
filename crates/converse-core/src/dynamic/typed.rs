//! An operation as a constant, with the types of its bodies.

use std::fmt;
use std::marker::PhantomData;

use crate::call::Call;
use crate::operation::Operation;

/// An operation with the types of its bodies: `bridge::op::CREATE_MESSAGE`. For tests, which name operations by it.
///
/// `C` is the builder of its calls.
pub struct TypedOperation<C>(PhantomData<fn() -> C>);

impl<C: Call> TypedOperation<C> {
    /// Returns the operation that `C` builds.
    #[expect(
        clippy::new_without_default,
        reason = "it is a constant of generated crates"
    )]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// Returns its row of the table.
    pub const fn operation(self) -> &'static Operation {
        C::OPERATION
    }
}

impl<C> Clone for TypedOperation<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for TypedOperation<C> {}

impl<C: Call> fmt::Debug for TypedOperation<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(C::OPERATION.id)
    }
}
